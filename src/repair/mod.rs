//! Repair: words glued together by bad extraction are proposed as their parts, scored, and taken apart when the
//! model says so: `Iziumwhich`, `placeBolvinov`, `inKinshasaby`.
//!
//! Only a word on no list is ever looked at. Each of its splits is a [`Glue`] with features; its score is the log odds
//! under weights that `gazet train` learns from words it glues itself, against every word of the gold that is whole.

mod glue;
mod wear;

use std::ops::Range;

use crate::decide::weights::{SCALE, Table};
use crate::gazetteer::{Facts, Gazetteers, Lexeme};
use crate::text::{Gap, PerWord, Shape, Token, Vocabulary};

pub use glue::Glue;
pub use wear::{LEVELS, Wear};

/// Shortest glued word, in bytes.
const SHORTEST: usize = 5;
/// Longest word looked at, in bytes: longer ones are addresses and codes.
const LONGEST: usize = 40;
/// Shortest part, in bytes.
const PART: usize = 2;
/// A split must be this likely, in log odds, by how worn the text is: fewer than one false repair in 20,000 words of
/// clean news, and as likely as not where much is glued.
const THRESHOLDS: [f32; LEVELS] = [2.5, 1.0, 0.0, -0.5];

/// Looks for glued words among the tokens of a text.
#[derive(Debug)]
pub struct Repairer<'a> {
    source: &'a str,
    vocabulary: &'a Vocabulary,
    facts: &'a Facts,
    gazetteers: &'a Gazetteers,
    /// Tokens that could be two words.
    suspects: Vec<usize>,
    /// How often each word stands in the text.
    counts: &'a mut PerWord<u8>,
    wear: Wear,
}

impl<'a> Repairer<'a> {
    /// Surveys the tokens of a text.
    pub fn new(
        source: &'a str,
        tokens: &[Token],
        vocabulary: &'a Vocabulary,
        facts: &'a Facts,
        gazetteers: &'a Gazetteers,
        counts: &'a mut PerWord<u8>,
    ) -> Self {
        counts.clear(vocabulary);
        let (suspects, wear) = (Vec::new(), Wear::default());
        let mut repairer = Repairer {
            source,
            vocabulary,
            facts,
            gazetteers,
            suspects,
            counts,
            wear,
        };
        repairer.suspects = (0..tokens.len()).filter(|&i| repairer.is_suspect(&tokens[i])).collect();
        if !repairer.suspects.is_empty() {
            for token in tokens {
                let count = repairer.counts.touch(token.word);
                *count = count.saturating_add(1);
            }
        }
        let camels = repairer
            .suspects
            .iter()
            .filter(|&&i| is_camel(repairer.word(&tokens[i])));
        let places = camels.count() + wear::misplaced_spaces(tokens, source, vocabulary);
        repairer.wear = Wear::of(places, tokens.len());
        repairer
    }

    /// Tokens that could be two words, in order.
    pub fn suspects(&self) -> &[usize] {
        &self.suspects
    }

    /// How worn the text is.
    pub fn wear(&self) -> Wear {
        self.wear
    }

    /// Every way to read `part`, a byte range of the text within suspect token `i`, as two words.
    pub fn candidates(&self, tokens: &[Token], i: usize, part: Range<usize>) -> Vec<Glue> {
        let word = &self.source[part.clone()];
        let around = self.around(tokens, i);
        word.char_indices()
            .map(|(at, _)| at)
            .filter(|&at| at >= PART && word.len() - at >= PART)
            .filter_map(|at| self.glue(word, part.start, at, &around))
            .collect()
    }

    fn word(&self, token: &Token) -> &'a str {
        &self.source[token.start as usize..token.end as usize]
    }

    /// Whether a word could be two: letters only, and on no list.
    fn is_suspect(&self, token: &Token) -> bool {
        let length = (token.end - token.start) as usize;
        let shape = self.vocabulary.word(token.word).shape;
        if !(SHORTEST..=LONGEST).contains(&length)
            || !matches!(
                shape,
                Shape::Capitalized | Shape::Lower | Shape::MixedLower | Shape::MixedUpper
            )
        {
            return false;
        }
        let lexeme = self.facts.lexeme(token.word);
        if is_known(lexeme) || self.facts.is_listed(token.word) {
            return false;
        }
        let word = self.word(token);
        word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’'))
    }

    /// Whether a part of a word could be two words itself.
    pub fn is_suspect_part(&self, part: Range<usize>) -> bool {
        let hash = folded_hash(&self.source[part.clone()]);
        part.len() >= SHORTEST && !is_known(&self.gazetteers.lexeme_of(hash)) && self.gazetteers.renown_of(hash) == 0
    }

    /// How often the word stands in the text, up to 3.
    fn repeated(&self, word: &str) -> u8 {
        self.vocabulary.find(word).map_or(0, |id| self.counts.get(id).min(3))
    }

    fn stands_alone(&self, word: &str) -> bool {
        self.repeated(word) > 0
    }

    fn lexeme(&self, folded: &str) -> Lexeme {
        self.gazetteers.lexeme_of(crate::text::hash::hash(folded.as_bytes()))
    }
}

fn is_known(lexeme: &Lexeme) -> bool {
    lexeme.zipf > 0 || lexeme.first > 2 || lexeme.surname > 2
}

/// Whether a capital follows a lower-case letter behind more than a prefix: `placeBolvinov`, not `McAllister`.
fn is_camel(word: &str) -> bool {
    let mut letters = word.chars().skip(2).skip_while(|c| !c.is_lowercase());
    letters.any(char::is_uppercase)
}

fn folded_hash(part: &str) -> u64 {
    crate::text::hash::hash(crate::text::fold::fold(part).as_bytes())
}

/// Log odds of a split.
pub fn score(glue: &Glue, table: &Table) -> f32 {
    let weight = |name: &String| {
        table
            .row(crate::decide::weights::key_of_name(name))
            .map_or(0, |row| i32::from(row[0]))
    };
    glue.features.iter().map(weight).sum::<i32>() as f32 / SCALE
}

/// The likeliest split of a word or of a part of one.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// The token that it would take apart.
    pub token: usize,
    /// What it would take apart: bytes of the text.
    pub part: Range<usize>,
    /// Offset of the second word in the text.
    pub at: usize,
    /// How likely it is, in log odds.
    pub score: f32,
    /// How likely it must be.
    pub needed: f32,
}

impl Split {
    /// Whether the word comes apart.
    pub fn is_made(&self) -> bool {
        self.score >= self.needed
    }
}

/// The likeliest split of each suspect, made or not, by place.
pub fn splits(repairer: &Repairer, tokens: &[Token], table: &Table) -> Vec<Split> {
    let mut splits = Vec::new();
    for &i in repairer.suspects() {
        let first = splits.len();
        let whole = tokens[i].start as usize..tokens[i].end as usize;
        let mut parts = vec![whole];
        while let Some(part) = parts.pop() {
            let Some(split) = best_split(repairer, tokens, i, part, table) else {
                continue;
            };
            if split.is_made() {
                let smaller = [split.part.start..split.at, split.at..split.part.end];
                let suspect = |part: &Range<usize>| repairer.is_suspect_part(part.clone());
                parts.extend(smaller.into_iter().filter(suspect));
            }
            splits.push(split);
        }
        splits[first..].sort_by_key(|split| split.at);
    }
    splits
}

fn best_split(repairer: &Repairer, tokens: &[Token], i: usize, part: Range<usize>, table: &Table) -> Option<Split> {
    let candidates = repairer.candidates(tokens, i, part.clone()).into_iter();
    let scored = candidates.map(|glue| (score(&glue, table), glue.at));
    let (score, at) = scored.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    Some(Split {
        token: i,
        part,
        at,
        score,
        needed: THRESHOLDS[repairer.wear().level()],
    })
}

/// The tokens with each glued one as its parts.
pub fn apply(source: &str, tokens: &mut Vec<Token>, splits: &[Split], vocabulary: &mut Vocabulary) {
    if !splits.iter().any(Split::is_made) {
        return;
    }
    let mut repaired = Vec::with_capacity(tokens.len() + splits.len());
    let mut next = splits.iter().filter(|split| split.is_made()).peekable();
    for (i, &token) in tokens.iter().enumerate() {
        let (mut start, mut gap, mut whole) = (token.start, token.gap, true);
        let mut part = |start: u32, end: u32, gap| {
            let word = vocabulary.intern(&source[start as usize..end as usize]);
            repaired.push(Token { start, end, word, gap });
        };
        while let Some(split) = next.next_if(|split| split.token == i) {
            part(start, split.at as u32, gap);
            (start, gap, whole) = (split.at as u32, Gap::None, false);
        }
        if whole {
            repaired.push(token);
        } else {
            part(start, token.end, gap);
        }
    }
    *tokens = repaired;
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::decide::Worker;
    use crate::evaluate::read_gold;
    use crate::tagger::default_layer;

    /// Clean text may be taken apart wrongly once in so many words.
    const WORDS_PER_FALSE_SPLIT: usize = 20_000;

    /// The embedded lists and weights at work.
    struct Reader {
        gazetteers: Gazetteers,
        table: Table,
        worker: Worker,
    }

    impl Reader {
        fn new() -> Reader {
            let mut gazetteers = Gazetteers::default();
            gazetteers.push(default_layer().unwrap());
            let weights: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/default.model"));
            Reader {
                gazetteers,
                table: Table::open(weights.into()).unwrap(),
                worker: Worker::default(),
            }
        }

        fn splits(&mut self, text: &str) -> Vec<Split> {
            let (_, _, mut splits) = self.worker.read(text, &self.gazetteers, Some(&self.table));
            splits.retain(Split::is_made);
            splits
        }
    }

    fn from_root(path: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
    }

    /// What stands around byte `at` of a text up to white space, a `|` at the byte.
    fn marked(text: &str, at: usize) -> String {
        let (before, behind) = text.split_at(at);
        let left = before.rsplit(char::is_whitespace).next().unwrap_or("");
        let right = behind.split(char::is_whitespace).next().unwrap_or("");
        format!("{left}|{right}")
    }

    /// Those that come apart by a margin of one in log odds.
    #[test]
    fn glued_words_of_broken_pages_come_apart() {
        let mut reader = Reader::new();
        for (name, expected) in [
            (
                "earthquake",
                &["Saraçgil|declared", "Karabulgur|which", "from|Adana."][..],
            ),
            ("election", &["Rotumoi|claimed", "place|Gathecha", "of|Naivasha"]),
            (
                "strike",
                &["Ccahuantico|announced", "Cusco|and", "Huayllapata|where", "of|Matarani"],
            ),
            (
                "trial",
                &[
                    "Tskhvariani|refused",
                    "place|Kobalavadze",
                    "Nakhvrevi|which",
                    "in|Kutaisi",
                ],
            ),
        ] {
            let text = std::fs::read_to_string(from_root(&format!("fixtures/broken/{name}.txt"))).unwrap();
            let splits = reader.splits(&text);
            for split in &splits {
                println!("{name}: {} {:+.2}", marked(&text, split.at), split.score - split.needed);
            }
            let found: Vec<String> = splits.iter().map(|split| marked(&text, split.at)).collect();
            let missing: Vec<_> = expected
                .iter()
                .filter(|word| !found.iter().any(|found| found == *word))
                .collect();
            assert!(missing.is_empty(), "{name}: {missing:?} stay whole, {found:?} do not");
        }
    }

    #[test]
    fn clean_text_stays_whole() {
        let mut reader = Reader::new();
        let (mut words, mut wrong) = (0, 0);
        for corpus in ["voa-news", "gum-news", "wikigold", "crossner-politics"] {
            let path = from_root(&format!("../shared/corpora/{corpus}.jsonl"));
            if !path.exists() {
                println!("skipped: {} is not there", path.display());
                continue;
            }
            for document in read_gold(&path).unwrap() {
                words += document.text.split_whitespace().count();
                let names = document.spans.iter().map(|name| name.span);
                let borders: HashSet<usize> = names.flat_map(|span| [span.start, span.end]).collect();
                for split in reader.splits(&document.text) {
                    let right = borders.contains(&split.at);
                    wrong += usize::from(!right);
                    let verdict = if right { "right" } else { "wrong" };
                    println!("{verdict} {}: {}", document.id, marked(&document.text, split.at));
                }
            }
        }
        println!("{wrong} wrong splits in {words} words");
        assert!(
            wrong * WORDS_PER_FALSE_SPLIT <= words,
            "{wrong} wrong splits in {words} words"
        );
    }
}
