//! The distinct words that a worker has met, each analysed once.
//!
//! A word is known by its id from then on; what depends on the word alone (folding, shape, lists of one word, rows of
//! the model) is worked out once for each id and looked up afterwards. A vocabulary only saves work: emptying it
//! changes no result.

use super::fold::fold;
use super::hash::hash;
use super::language::Hint;
use super::shape::Shape;

/// Index of a distinct word in a [`Vocabulary`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WordId(pub u32);

impl WordId {
    /// The id as an index.
    #[inline]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A value for each word of a text, emptied for the next text by the words that were touched: a vocabulary is much
/// larger than a text.
#[derive(Debug)]
pub struct PerWord<T> {
    values: Vec<T>,
    touched: Vec<WordId>,
}

impl<T> Default for PerWord<T> {
    fn default() -> Self {
        PerWord {
            values: Vec::new(),
            touched: Vec::new(),
        }
    }
}

impl<T: Copy + Default> PerWord<T> {
    /// Forgets the last text; words of `vocabulary` may be touched from here on.
    pub fn clear(&mut self, vocabulary: &Vocabulary) {
        for word in self.touched.drain(..) {
            self.values[word.index()] = T::default();
        }
        self.values.resize(vocabulary.len(), T::default());
    }

    /// The value of a word.
    #[inline]
    pub fn get(&self, word: WordId) -> T {
        self.values.get(word.index()).copied().unwrap_or_default()
    }

    /// The value of a word, to be changed.
    #[inline]
    pub fn touch(&mut self, word: WordId) -> &mut T {
        self.touched.push(word);
        &mut self.values[word.index()]
    }
}

/// What is known of a word by its letters.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    surface: (u32, u32),
    surface_hash: u64,
    /// The folded word; itself, where folding changes nothing.
    pub folded: WordId,
    /// Hash of the folded word.
    pub hash: u64,
    /// Its shape.
    pub shape: Shape,
    /// What it says of the language of a text.
    pub hint: Hint,
}

/// Distinct words by their exact letters.
#[derive(Debug)]
pub struct Vocabulary {
    letters: String,
    words: Vec<Word>,
    table: Vec<u32>,
}

const EMPTY: u32 = u32::MAX;

impl Default for Vocabulary {
    fn default() -> Self {
        Vocabulary {
            letters: String::new(),
            words: Vec::new(),
            table: vec![EMPTY; 1 << 12],
        }
    }
}

impl Vocabulary {
    /// Number of distinct words, folded forms included.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// What is known of a word.
    #[inline]
    pub fn word(&self, id: WordId) -> &Word {
        &self.words[id.index()]
    }

    /// The letters of a word.
    pub fn surface(&self, id: WordId) -> &str {
        let (start, end) = self.words[id.index()].surface;
        &self.letters[start as usize..end as usize]
    }

    /// The folded letters of a word.
    pub fn folded(&self, id: WordId) -> &str {
        self.surface(self.word(id).folded)
    }

    /// The id of `surface`, new or known.
    #[inline]
    pub fn intern(&mut self, surface: &str) -> WordId {
        let hash = hash(surface.as_bytes());
        let mut slot = self.home(hash);
        loop {
            match self.table[slot] {
                EMPTY => return self.insert(surface, hash),
                id if self.words[id as usize].surface_hash == hash && self.surface(WordId(id)) == surface => {
                    return WordId(id);
                }
                _ => slot = (slot + 1) & (self.table.len() - 1),
            }
        }
    }

    /// The id of `surface`, if it is known.
    pub fn find(&self, surface: &str) -> Option<WordId> {
        let hash = hash(surface.as_bytes());
        let mut slot = self.home(hash);
        while self.table[slot] != EMPTY {
            let id = self.table[slot];
            if self.words[id as usize].surface_hash == hash && self.surface(WordId(id)) == surface {
                return Some(WordId(id));
            }
            slot = (slot + 1) & (self.table.len() - 1);
        }
        None
    }

    fn home(&self, hash: u64) -> usize {
        (hash >> 20) as usize & (self.table.len() - 1)
    }

    #[cold]
    fn insert(&mut self, surface: &str, surface_hash: u64) -> WordId {
        let folded = fold(surface);
        let folded = without_stop(&folded);
        let folded = if folded == surface {
            None
        } else {
            Some(self.intern(folded))
        };
        let id = WordId(self.words.len() as u32);
        let start = self.letters.len() as u32;
        self.letters.push_str(surface);
        let hash = folded.map_or(surface_hash, |folded| self.words[folded.index()].surface_hash);
        self.words.push(Word {
            surface: (start, self.letters.len() as u32),
            surface_hash,
            folded: folded.unwrap_or(id),
            hash,
            shape: Shape::of(surface),
            hint: Hint::of(surface),
        });
        if self.words.len() * 2 > self.table.len() {
            self.grow();
        } else {
            self.place(id);
        }
        id
    }

    fn place(&mut self, id: WordId) {
        let mut slot = self.home(self.words[id.index()].surface_hash);
        while self.table[slot] != EMPTY {
            slot = (slot + 1) & (self.table.len() - 1);
        }
        self.table[slot] = id.0;
    }

    fn grow(&mut self) {
        self.table = vec![EMPTY; self.table.len() * 2];
        for id in 0..self.words.len() {
            self.place(WordId(id as u32));
        }
    }
}

/// The word without the full stop of its abbreviation: `U.S.` at the end of a list's name and `U.S` are one.
pub fn without_stop(folded: &str) -> &str {
    match folded.strip_suffix('.') {
        Some(stem) if !stem.is_empty() && !stem.ends_with('.') => stem,
        _ => folded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_keeps_its_id_and_shares_its_folded_form() {
        let mut vocabulary = Vocabulary::default();
        let ids: Vec<_> = (0..10_000).map(|n| vocabulary.intern(&format!("Word{n}"))).collect();
        for (n, &id) in ids.iter().enumerate() {
            assert_eq!(vocabulary.intern(&format!("Word{n}")), id);
            assert_eq!(vocabulary.surface(id), format!("Word{n}"));
            assert_eq!(vocabulary.folded(id), format!("word{n}"));
        }
        let (kyiv, caps) = (vocabulary.intern("Kyiv"), vocabulary.intern("KYIV"));
        assert_ne!(kyiv, caps);
        assert_eq!(vocabulary.word(kyiv).folded, vocabulary.word(caps).folded);
        assert_eq!(vocabulary.word(kyiv).hash, hash(b"kyiv"));
    }
}
