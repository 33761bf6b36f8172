//! What the tagger is made of.

use std::path::PathBuf;

use clap::Args;
use gazet::{Stages, Tagger};

use crate::cli::exit::Failed;

#[derive(Debug, Args)]
#[command(next_help_heading = "Lists and model")]
pub(in crate::cli) struct TaggingArgs {
    /// A list of names of your own, a folder of lists or a compiled file; repeatable.
    ///
    /// TSV and CSV with a header, or JSONL. Columns: name, type, and optionally id, ids, canonical, subtype, aliases
    /// (`|` between), case (exact, any, auto), decide, prominence, lang, since, until, parent, lat, lon, country. A name
    /// becomes a span of its type over the default lists and the model; type NONE is never tagged; `context` in the
    /// column decide makes it mere evidence. Lists given later lie over those before.
    #[arg(short, long, value_name = "PATH")]
    gazetteer: Vec<PathBuf>,

    /// Leave out the lists that gazet brings along.
    #[arg(long)]
    no_default_gazetteer: bool,

    /// Weights to decide with, in place of gazet's own.
    #[arg(long, value_name = "PATH")]
    model: Option<PathBuf>,

    /// Tag listed names only, longest match first: no discovery, no repair, no context.
    #[arg(long, conflicts_with = "model")]
    lists_only: bool,

    /// Propose no names that are on no list.
    #[arg(long)]
    no_discover: bool,

    /// Take no glued or miswritten words apart.
    #[arg(long)]
    no_repair: bool,
}

impl TaggingArgs {
    /// The tagger, its lists and weights read.
    pub(in crate::cli) fn tagger(&self) -> Result<Tagger, Failed> {
        if self.lists_only && self.no_default_gazetteer && self.gazetteer.is_empty() {
            return Err(Failed::usage(
                "--lists-only with --no-default-gazetteer leaves no lists; name one by --gazetteer",
            ));
        }
        let mut builder = Tagger::builder().stages(self.stages());
        if self.no_default_gazetteer {
            builder = builder.without_default_gazetteer();
        }
        if let Some(model) = &self.model {
            builder = builder.model(model);
        }
        for list in &self.gazetteer {
            builder = builder.gazetteer(list);
        }
        Ok(builder.build()?)
    }

    fn stages(&self) -> Stages {
        let in_full = !self.lists_only;
        Stages {
            discover: in_full && !self.no_discover,
            repair: in_full && !self.no_repair,
            decide: in_full,
        }
    }
}
