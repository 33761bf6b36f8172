//! The pipeline on one screen: text, listed names, decisions, entities.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::decide::features::Source;
use crate::decide::weights::{Table, Weights};
use crate::decide::{Model, Worker};
use crate::explain::{Explanation, gather};
use crate::gazetteer::Gazetteers;
use crate::gazetteer::layer::{Data, Layer};
use crate::link::link;
use crate::link::names::Names;
use crate::lists::open_layer;
use crate::propose::{Block, Trust, collect, listed_names};
use crate::text::blocks::blocks;
use crate::text::language::is_english;
use crate::{Document, Error, ErrorKind, Tagged};

/// How much of the pipeline runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stages {
    /// Names on no list are proposed.
    pub discover: bool,
    /// Glued words are taken apart.
    pub repair: bool,
    /// The model decides; without it every listed name is tagged, longest match first.
    pub decide: bool,
}

impl Default for Stages {
    fn default() -> Self {
        Stages {
            discover: true,
            repair: true,
            decide: true,
        }
    }
}

/// Collects what a [`Tagger`] is made of.
#[derive(Clone, Debug, Default)]
pub struct TaggerBuilder {
    lists: Vec<PathBuf>,
    without_default: bool,
    model: Option<PathBuf>,
    stages: Stages,
}

impl TaggerBuilder {
    /// Layers a list (TSV, CSV, JSONL), a folder of lists or a compiled gazetteer over those given before.
    pub fn gazetteer(mut self, path: impl AsRef<Path>) -> Self {
        self.lists.push(path.as_ref().to_owned());
        self
    }

    /// Leaves the embedded lists out.
    pub fn without_default_gazetteer(mut self) -> Self {
        self.without_default = true;
        self
    }

    /// Uses another weights file.
    pub fn model(mut self, path: impl AsRef<Path>) -> Self {
        self.model = Some(path.as_ref().to_owned());
        self
    }

    /// Says which stages run.
    pub fn stages(mut self, stages: Stages) -> Self {
        self.stages = stages;
        self
    }

    /// Reads lists and weights.
    ///
    /// # Errors
    /// When a list or the weights cannot be read; the error names each bad line.
    pub fn build(self) -> Result<Tagger, Error> {
        let mut gazetteers = Gazetteers::default();
        let default = default_layer()?;
        gazetteers.push(if self.without_default {
            default.without_names()
        } else {
            default
        });
        for path in &self.lists {
            gazetteers.push(open_layer(path)?);
        }
        let table = match &self.model {
            Some(path) => read_weights(path)?,
            None => Table::open(DEFAULT_MODEL.into())?,
        };
        Ok(Tagger {
            gazetteers,
            model: Model::new(table),
            stages: self.stages,
            workers: Mutex::default(),
        })
    }
}

static DEFAULT_LISTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/default.gaz"));
static DEFAULT_MODEL: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/default.model"));

/// The embedded lists, opened.
pub fn default_layer() -> Result<Layer, Error> {
    Layer::open(Data::Static(DEFAULT_LISTS))
}

fn read_weights(path: &Path) -> Result<Table, Error> {
    let text = std::fs::read_to_string(path).map_err(|error| Error::io(path, error))?;
    if text.is_empty() {
        return Err(Error::new(ErrorKind::BadModel, "the weights file is empty; train it again").at(path));
    }
    let weights = Weights::parse(&text).map_err(|error| error.at(path))?;
    Table::open(weights.to_bytes().into())
}

/// Finds mentions and entities; cheap to share between threads (`Sync`).
#[derive(Debug)]
pub struct Tagger {
    gazetteers: Gazetteers,
    model: Model,
    stages: Stages,
    /// Working memory, one for each thread at work, kept for the next document.
    workers: Mutex<Vec<Worker>>,
}

/// A longer text is tagged in blocks of about this many bytes, cut between paragraphs: names are linked across them.
const BLOCK: usize = 1 << 20;

impl Tagger {
    /// Starts a tagger.
    pub fn builder() -> TaggerBuilder {
        TaggerBuilder::default()
    }

    /// Tags a document; NORP and MISC mentions are among the result.
    pub fn tag<'t>(&'t self, document: &Document) -> Tagged<'t> {
        self.run(document, &mut |_| {})
    }

    /// Tags a document and says why.
    pub fn explain<'t>(&'t self, document: &Document) -> Explanation<'t> {
        let mut reasons = Vec::new();
        let tagged = self.run(document, &mut |block| gather(block, &mut reasons));
        Explanation::new(tagged, reasons)
    }

    fn run<'t>(&'t self, document: &Document, visit: &mut dyn FnMut(&Block)) -> Tagged<'t> {
        let mut worker = self
            .workers
            .lock()
            .map(|mut workers| workers.pop())
            .ok()
            .flatten()
            .unwrap_or_default();
        let mut names = Names::default();
        for block in blocks(&document.text, BLOCK) {
            self.tag_block(
                &document.text[block.clone()],
                block.start,
                &mut worker,
                &mut names,
                visit,
            );
        }
        if let Ok(mut workers) = self.workers.lock() {
            workers.push(worker);
        }
        link(&document.text, &names, &self.gazetteers)
    }

    fn tag_block(
        &self,
        source: &str,
        offset: usize,
        worker: &mut Worker,
        names: &mut Names,
        visit: &mut dyn FnMut(&Block),
    ) {
        worker.tidy();
        let repair = (self.stages.repair && self.stages.decide).then(|| self.model.table());
        let (text, matches, splits) = worker.read(source, &self.gazetteers, repair);
        let Worker {
            vocabulary,
            facts,
            rows,
            survey,
            buffers,
            ..
        } = worker;
        let view = Source {
            text: &text,
            vocabulary,
            facts,
            matches: &matches,
            survey,
        };
        let english = is_english(&text.tokens, vocabulary);
        let trust = match (self.stages.decide, english) {
            (true, true) => Trust::Deciding,
            (true, false) => Trust::WellKnown,
            (false, _) => Trust::Every,
        };
        let listed = listed_names(&view, &self.gazetteers, trust);
        let decided = if trust == Trust::Deciding {
            self.model.update(rows, &view);
            self.model.decide(&view, rows, &listed.taken, buffers)
        } else {
            buffers.forget();
            Vec::new()
        };
        let (model, gazetteers) = (&self.model, &self.gazetteers);
        let block = Block {
            source: view,
            offset,
            splits: &splits,
            decided: &decided,
            model,
            gazetteers,
            buffers,
        };
        collect(&block, &listed, self.stages, names);
        visit(&block);
    }
}
