//! Chooses what is printed, and keeps the indices between spans and entities right when something is not.

use super::{Options, Score};
use crate::{Document, Entity, Mention, Span, Tagged};

/// What of a [`Tagged`] is printed.
pub(super) struct Selection<'a> {
    /// Each printed mention with the printed index of its entity.
    pub(super) mentions: Vec<(&'a Mention<'a>, usize)>,
    /// Each printed entity with the printed indices of its mentions.
    pub(super) entities: Vec<(&'a Entity<'a>, Vec<usize>)>,
}

impl<'a> Selection<'a> {
    pub(super) fn new(document: &Document, tagged: &'a Tagged<'a>, options: &Options) -> Self {
        let wanted = |mention: &&Mention| is_wanted(mention, document, options);
        let kept: Vec<&Mention> = tagged.mentions.iter().filter(wanted).collect();

        let mut mentions_of = vec![Vec::new(); tagged.entities.len()];
        for (index, mention) in kept.iter().enumerate() {
            mentions_of[mention.entity].push(index);
        }
        let mut printed_index = Vec::with_capacity(tagged.entities.len());
        let mut entities = Vec::new();
        for (entity, mentions) in tagged.entities.iter().zip(mentions_of) {
            printed_index.push(entities.len());
            if !mentions.is_empty() {
                entities.push((entity, mentions));
            }
        }
        let mentions = kept
            .into_iter()
            .map(|mention| (mention, printed_index[mention.entity]))
            .collect();
        Selection { mentions, entities }
    }
}

fn is_wanted(mention: &Mention, document: &Document, options: &Options) -> bool {
    let printed = options.labels.name(&mention.label, mention.subtype);
    options.types.admit(&mention.label, printed)
        && Score(mention.score).rounded() >= Score(options.min_score).rounded()
        && has_one_place(mention.span, document)
}

/// A span that crosses the border of two text fields has no offset in either.
pub(super) fn has_one_place(span: Span, document: &Document) -> bool {
    let holds = |field: Span| field.start <= span.start && span.end <= field.end;
    document.fields.is_empty() || document.fields.iter().any(|field| holds(field.span))
}
