//! Documents through the working threads and out again in their order, with few of them in memory.
//!
//! A reading thread makes batches. For each it puts a place into a bounded queue of places, then the batch into the
//! working queue; a working thread leaves the results in the place, and the writer takes places in order. So order needs
//! no sorting, and the bound on places bounds everything in flight, however slow one document is.

use std::panic;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::vec;

use gazet::read::Item;

use super::job::{Done, Render};

/// A batch is handed over at this many documents,
const BATCH_DOCUMENTS: usize = 64;
/// or at this many bytes of text.
const BATCH_BYTES: usize = 128 * 1024;

/// How documents are handed to working threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Batching {
    /// Small ones together.
    Together,
    /// Each by itself, at once.
    Single,
}

/// How a pipeline runs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    /// Working threads.
    pub(super) jobs: usize,
    pub(super) batching: Batching,
}

/// The results, in order of the inputs. Dropped early, it leaves its threads to the end of the process: one may be
/// waiting for input that never comes.
pub(super) struct Pipeline {
    places: Receiver<Receiver<Vec<Done>>>,
    batch: vec::IntoIter<Done>,
    reader: Option<JoinHandle<()>>,
}

struct Batch {
    items: Vec<Item>,
    place: SyncSender<Vec<Done>>,
}

impl Pipeline {
    /// Starts the threads.
    pub(super) fn start(
        items: impl Iterator<Item = Item> + Send + 'static,
        render: Arc<dyn Render>,
        plan: Plan,
    ) -> Self {
        let (places_in, places) = mpsc::sync_channel(2 * plan.jobs);
        let (batches_in, batches) = mpsc::sync_channel(plan.jobs);
        let batches = Arc::new(Mutex::new(batches));
        for _ in 0..plan.jobs {
            let (batches, render) = (batches.clone(), render.clone());
            thread::spawn(move || work(&batches, &*render));
        }
        let reader = thread::spawn(move || {
            read(
                items,
                plan.batching,
                &Queues {
                    places: places_in,
                    batches: batches_in,
                },
            )
        });
        Pipeline {
            places,
            batch: Vec::new().into_iter(),
            reader: Some(reader),
        }
    }
}

impl Iterator for Pipeline {
    type Item = Done;

    fn next(&mut self) -> Option<Done> {
        loop {
            if let Some(done) = self.batch.next() {
                return Some(done);
            }
            match self.places.recv() {
                Ok(place) => {
                    let batch = place
                        .recv()
                        .expect("a working thread outlives its batch: panics over documents are caught");
                    self.batch = batch.into_iter();
                }
                // The reader is done; a panic of its own must not pass for the end of the input.
                Err(_) => {
                    return self
                        .reader
                        .take()
                        .and_then(|reader| reader.join().err())
                        .map(|bug| panic::resume_unwind(bug));
                }
            }
        }
    }
}

struct Queues {
    places: SyncSender<Receiver<Vec<Done>>>,
    batches: SyncSender<Batch>,
}

impl Queues {
    /// Hands a batch over; `None` if nobody wants more.
    fn send(&self, items: Vec<Item>) -> Option<()> {
        let (place, results) = mpsc::sync_channel(1);
        self.places.send(results).ok()?;
        self.batches.send(Batch { items, place }).ok()
    }
}

fn read(items: impl Iterator<Item = Item>, batching: Batching, queues: &Queues) {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    for item in items {
        bytes += item.document.as_ref().map_or(0, |document| document.text.len());
        batch.push(item);
        if batching == Batching::Single || batch.len() == BATCH_DOCUMENTS || bytes >= BATCH_BYTES {
            bytes = 0;
            if queues.send(std::mem::take(&mut batch)).is_none() {
                return;
            }
        }
    }
    if !batch.is_empty() {
        // Nobody wants more, and there is no more.
        _ = queues.send(batch);
    }
}

fn work(batches: &Mutex<Receiver<Batch>>, render: &dyn Render) {
    loop {
        let received = batches.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Batch { items, place }) = received else { return };
        let results = items.into_iter().map(|item| Done::new(item, render)).collect();
        // The writer may be gone: then the next batch is the last.
        _ = place.send(results);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::job::Rendered;
    use gazet::Document;
    use gazet::read::Failure;

    struct Echo;

    impl Render for Echo {
        fn document(&self, document: &Document) -> Rendered {
            Rendered {
                output: document.text.clone().into(),
                spans: 0,
            }
        }

        fn failure(&self, _: &Failure) -> Vec<u8> {
            Vec::new()
        }
    }

    fn items(count: usize) -> impl Iterator<Item = Item> + Send {
        (0..count).map(|n| Item {
            file: "f".into(),
            document: Ok(Document::new("f", n.to_string())),
        })
    }

    #[test]
    fn order_is_kept_for_any_number_of_threads() {
        for jobs in [1, 2, 8] {
            for batching in [Batching::Together, Batching::Single] {
                let results = Pipeline::start(items(1000), Arc::new(Echo), Plan { jobs, batching });
                let texts: Vec<Vec<u8>> = results.map(|done| done.output).collect();
                let expected: Vec<Vec<u8>> = (0..1000).map(|n: usize| n.to_string().into()).collect();
                assert_eq!(texts, expected);
            }
        }
    }

    #[test]
    fn what_is_in_flight_is_bounded() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let read = Arc::new(AtomicUsize::new(0));
        let counter = read.clone();
        let items = items(10_000).inspect(move |_| _ = counter.fetch_add(1, Ordering::SeqCst));
        let plan = Plan {
            jobs: 2,
            batching: Batching::Single,
        };
        let mut results = Pipeline::start(items, Arc::new(Echo), plan);
        results.next().expect("the first of many");
        thread::sleep(std::time::Duration::from_millis(50));
        assert!(
            read.load(Ordering::SeqCst) < 20,
            "{} read for one written",
            read.load(Ordering::SeqCst)
        );
    }

    #[test]
    #[should_panic(expected = "reader's own")]
    fn a_panic_of_the_reader_is_not_the_end_of_the_input() {
        let items = items(3).inspect(|_| panic!("reader's own"));
        Pipeline::start(
            items,
            Arc::new(Echo),
            Plan {
                jobs: 1,
                batching: Batching::Together,
            },
        )
        .for_each(drop);
    }
}
