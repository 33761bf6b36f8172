//! Names as the linker sees them: words by hash, and what may stand for them.

use crate::decide::Type;
use crate::document::Span;
use crate::gazetteer::EntryRef;

/// A word of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameWord {
    /// Hash of the folded word.
    pub hash: u64,
    /// Class of listed spellings; 0 for none.
    pub variant: u16,
    /// Hash of the skeleton; 0 for none.
    pub skeleton: u64,
    /// First letter, folded, for initials and acronyms.
    pub letter: char,
    /// What sort of word it is.
    pub role: WordRole,
}

/// What sort of word of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordRole {
    /// A word that can stand for the name.
    Main,
    /// `W.`, a particle, `Jr.`, a legal form, a mark: it never stands for the name alone.
    Minor,
}

impl NameWord {
    /// Whether the two may spell the same word.
    pub fn matches(&self, other: &NameWord) -> bool {
        self.hash == other.hash
            || (self.variant != 0 && self.variant == other.variant)
            || (self.skeleton != 0 && self.skeleton == other.skeleton)
    }
}

/// A mention before it is linked.
#[derive(Clone, Debug)]
pub struct Name {
    /// Where it stands.
    pub span: Span,
    /// Its words, in [`Names::words`].
    pub words: std::ops::Range<usize>,
    /// Its type.
    pub label: NameLabel,
    /// Its probability.
    pub score: f32,
    /// Probability of each of the model's types for the same words.
    pub by_type: [f32; 5],
    /// Listed things it may be, in [`Names::entries`], best known first.
    pub entries: std::ops::Range<usize>,
    /// Whether it was glued to another word or lacks its capital.
    pub repaired: bool,
    /// Whether its letters are all capitals.
    pub acronym: bool,
}

/// The type of a name: the model's, or one of a user's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameLabel {
    /// One of the model's.
    Model(Type),
    /// That of a list entry.
    Listed(EntryRef),
}

/// All names of a document.
#[derive(Debug, Default)]
pub struct Names {
    /// By place.
    pub names: Vec<Name>,
    /// Words of the names.
    pub words: Vec<NameWord>,
    /// Listed things the names may be.
    pub entries: Vec<EntryRef>,
}

impl Names {
    /// The words of a name.
    pub fn words(&self, name: &Name) -> &[NameWord] {
        &self.words[name.words.clone()]
    }

    /// The listed things a name may be.
    pub fn entries(&self, name: &Name) -> &[EntryRef] {
        &self.entries[name.entries.clone()]
    }
}
