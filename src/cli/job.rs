//! The work on one document: a panic over it costs its record, not the run.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Once};

use gazet::read::{Failure, Item};
use gazet::{Document, Notice};

/// Turns inputs into output; shared by the working threads.
pub(super) trait Render: Send + Sync {
    /// What is printed for a document.
    fn document(&self, document: &Document) -> Rendered;

    /// What is printed for an input that gave no document, without its message on standard error.
    fn failure(&self, failure: &Failure) -> Vec<u8>;
}

/// What is printed for a document.
pub(super) struct Rendered {
    pub(super) output: Vec<u8>,
    /// How many spans it prints.
    pub(super) spans: usize,
}

/// What became of one input.
pub(super) struct Done {
    /// The file it came from.
    pub(super) file: Arc<str>,
    pub(super) output: Vec<u8>,
    pub(super) spans: usize,
    /// Bytes of text.
    pub(super) bytes: usize,
    pub(super) failure: Option<Failure>,
}

impl Done {
    /// Does the work on `item`.
    pub(super) fn new(item: Item, render: &dyn Render) -> Self {
        let Item { file, document } = item;
        let rendered = document.and_then(|document| {
            let bytes = document.text.len();
            guarded(|| render.document(&document))
                .map(|rendered| (rendered, bytes))
                .map_err(|panic| internal(document.id, panic))
        });
        match rendered {
            Ok((Rendered { output, spans }, bytes)) => Done {
                file,
                output,
                spans,
                bytes,
                failure: None,
            },
            Err(failure) => Done {
                file,
                output: render.failure(&failure),
                spans: 0,
                bytes: 0,
                failure: Some(failure),
            },
        }
    }
}

fn internal(id: String, panic: String) -> Failure {
    let message = format!("a fault of gazet itself, please report it with this text: {panic}");
    Failure {
        place: id.clone(),
        id,
        notice: Notice {
            code: "internal-error",
            message,
        },
    }
}

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The result of `work`, or where and why it panicked.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_silently();
    GUARDED.set(true);
    // What the work borrows is dropped with its document, or is shared and never changed.
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(false);
    result.map_err(|_| PANIC.take().unwrap_or_else(|| "panicked".to_owned()))
}

/// Keeps a guarded panic's message for its record; any other panic prints as ever.
fn catch_silently() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| match GUARDED.get() {
            true => PANIC.set(Some(info.to_string().replace('\n', " "))),
            false => usual(info),
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fragile;

    impl Render for Fragile {
        fn document(&self, document: &Document) -> Rendered {
            assert_ne!(document.text, "bad", "cannot stand it");
            Rendered {
                output: b"good".to_vec(),
                spans: 1,
            }
        }

        fn failure(&self, failure: &Failure) -> Vec<u8> {
            failure.notice.code.into()
        }
    }

    #[test]
    fn a_panic_costs_one_record() {
        let done = |text: &str| {
            Done::new(
                Item {
                    file: "f".into(),
                    document: Ok(Document::new("f:1", text)),
                },
                &Fragile,
            )
        };
        assert_eq!(done("fine").output, b"good");
        let bad = done("bad");
        assert_eq!(bad.output, b"internal-error");
        let failure = bad.failure.expect("a panic is a failure");
        assert_eq!(failure.id, "f:1");
        assert!(
            failure.notice.message.contains("cannot stand it"),
            "{}",
            failure.notice.message
        );
        assert!(failure.notice.message.contains("job.rs"), "{}", failure.notice.message);
    }
}
