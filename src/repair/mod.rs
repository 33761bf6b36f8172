//! Repair: words glued together by bad extraction are proposed as their parts, scored, and taken apart when the
//! model says so: `Iziumwhich`, `placeBolvinov`, `andUnited`.
//!
//! Only a word on no list is ever looked at. Its best split is a [`Glue`] with features; its score is the log odds
//! under weights that `gazet train` learns from words it glues itself, against every word of the gold that is whole.

use crate::decide::weights::{SCALE, Table};
use crate::gazetteer::{Facts, Gazetteers, Lexeme};
use crate::text::{Gap, Shape, Token, Vocabulary};

/// Shortest glued word, in bytes.
const SHORTEST: usize = 5;
/// Longest word looked at, in bytes: longer ones are addresses and codes.
const LONGEST: usize = 40;
/// A split must be this likely, in log odds: fewer than one false repair in 20,000 words of clean news.
pub const THRESHOLD: f32 = 2.0;

/// A word as two.
#[derive(Clone, Debug, PartialEq)]
pub struct Glue {
    /// Offset of the second word, in bytes from the start of the first.
    pub at: usize,
    /// What speaks for and against it, as names of features.
    pub features: Vec<String>,
}

/// Looks for glued words among the tokens of a text.
#[derive(Debug)]
pub struct Repairer<'a> {
    source: &'a str,
    vocabulary: &'a Vocabulary,
    facts: &'a Facts,
    gazetteers: &'a Gazetteers,
    /// Tokens that could be two words.
    suspects: Vec<usize>,
    /// Whether a word stands alone somewhere in the text, by its id.
    alone: Vec<u8>,
}

/// What a part of a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Unknown,
    /// An ordinary word in lower case.
    Ordinary,
    /// A name of little renown, or a name part.
    Name,
    /// A country, large city, well-known name.
    Renowned,
    /// A word that stands alone elsewhere in the text, capitalised.
    Elsewhere,
}

impl<'a> Repairer<'a> {
    /// Surveys the tokens of a text.
    pub fn new(
        source: &'a str,
        tokens: &[Token],
        vocabulary: &'a Vocabulary,
        facts: &'a Facts,
        gazetteers: &'a Gazetteers,
    ) -> Self {
        let (suspects, alone) = (Vec::new(), Vec::new());
        let mut repairer = Repairer {
            source,
            vocabulary,
            facts,
            gazetteers,
            suspects,
            alone,
        };
        repairer.suspects = (0..tokens.len()).filter(|&i| repairer.is_suspect(&tokens[i])).collect();
        if !repairer.suspects.is_empty() {
            repairer.alone = vec![0u8; vocabulary.len()];
            for token in tokens {
                let count = &mut repairer.alone[token.word.index()];
                *count = count.saturating_add(1);
            }
        }
        repairer
    }

    /// Tokens that could be two words, in order.
    pub fn suspects(&self) -> &[usize] {
        &self.suspects
    }

    /// Every way to read suspect token `i` as two words.
    pub fn candidates(&self, tokens: &[Token], i: usize) -> Vec<Glue> {
        let token = tokens[i];
        let word = &self.source[token.start as usize..token.end as usize];
        let context = self.context(tokens, i);
        let cuts = word
            .char_indices()
            .map(|(at, _)| at)
            .filter(|&at| at >= 2 && word.len() - at >= 2);
        let next = tokens
            .get(i + 1)
            .filter(|next| next.gap == Gap::Space)
            .map_or("", |next| self.vocabulary.folded(next.word));
        cuts.filter_map(|at| self.candidate(word, at, &context, next)).collect()
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
        if lexeme.zipf > 0 || lexeme.first > 2 || lexeme.surname > 2 || self.facts.is_listed(token.word) {
            return false;
        }
        let word = &self.source[token.start as usize..token.end as usize];
        word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’'))
    }

    fn context(&self, tokens: &[Token], i: usize) -> String {
        let shape = |at: Option<usize>| {
            let token = at
                .and_then(|at| tokens.get(at))
                .filter(|token| token.gap < Gap::Paragraph);
            token.map_or(Shape::Mark, |token| self.vocabulary.word(token.word).shape) as u8
        };
        let repeated = self.alone[tokens[i].word.index()].min(3);
        format!("{repeated}#{}#{}", shape(i.checked_sub(1)), shape(Some(i + 1)))
    }

    fn candidate(&self, word: &str, at: usize, context: &str, next: &str) -> Option<Glue> {
        let (left, right) = word.split_at(at);
        let camel = right.starts_with(char::is_uppercase);
        if camel && !left.ends_with(char::is_lowercase) {
            return None;
        }
        let (left_part, right_part) = (self.part(left), self.part(right));
        let kind = match (camel, left.starts_with(char::is_uppercase)) {
            (true, true) => "name-name",
            (true, false) => "word-name",
            (false, true) => "name-word",
            (false, false) => "word-word",
        };
        // One side is an ordinary word or both are names; two ordinary words are no name's glue.
        let lower = if camel { left } else { right };
        let names = camel && left.starts_with(char::is_uppercase);
        let lower_part = if camel { left_part } else { right_part };
        if !names && !matches!(lower_part, Part::Ordinary | Part::Elsewhere) {
            return None;
        }
        if kind == "word-word" && !(left_part == Part::Ordinary && self.is_listed_lower(right)) {
            return None;
        }
        let lexeme = self.lexeme(lower);
        let length = |part: &str| part.chars().count().min(7);
        let zipf = lexeme.zipf / 50;
        let mut features = vec![
            format!("glue={kind}"),
            format!("glueparts={kind}#{}#{}", left_part as u8, right_part as u8),
            format!("gluelengths={kind}#{}#{}", length(left), length(right)),
            format!("gluezipf={kind}#{zipf}"),
            format!("gluezipflength={kind}#{}#{}", zipf / 2, length(lower)),
            format!("glueword={}", lower.to_lowercase()),
            format!("gluecontext={kind}#{context}"),
        ];
        if !camel && !next.is_empty() {
            features.push(format!("gluenext={} {next}", right.to_lowercase()));
            features.push(format!(
                "gluenextclass={}#{}",
                right.to_lowercase(),
                self.lexeme(next).c64
            ));
        }
        Some(Glue { at, features })
    }

    fn lexeme(&self, part: &str) -> Lexeme {
        self.gazetteers.lexeme_of(folded_hash(part))
    }

    fn is_listed_lower(&self, part: &str) -> bool {
        part.len() >= 3 && self.gazetteers.renown_of(folded_hash(part)) >= 6 && self.lexeme(part).zipf < 350
    }

    fn part(&self, part: &str) -> Part {
        let upper = part.starts_with(char::is_uppercase);
        let alone = self.vocabulary.find(part).map_or(0, |id| self.alone[id.index()]);
        if upper && alone > 0 {
            return Part::Elsewhere;
        }
        let lexeme = self.lexeme(part);
        if !upper {
            return if lexeme.zipf >= 300 {
                Part::Ordinary
            } else {
                Part::Unknown
            };
        }
        match self.gazetteers.renown_of(folded_hash(part)) {
            6.. => Part::Renowned,
            1.. => Part::Name,
            0 if lexeme.first > 3 || lexeme.surname > 3 => Part::Name,
            0 => Part::Unknown,
        }
    }
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

/// Where glued tokens come apart: token and offset within it, by place.
pub fn splits(repairer: &Repairer, tokens: &[Token], table: &Table) -> Vec<(usize, usize)> {
    let mut splits = Vec::new();
    for &i in repairer.suspects() {
        let scored = repairer
            .candidates(tokens, i)
            .into_iter()
            .map(|glue| (score(&glue, table), glue.at));
        let best = scored.reduce(|best, next| if next.0 > best.0 { next } else { best });
        if let Some((score, at)) = best
            && score >= THRESHOLD
        {
            splits.push((i, at));
        }
    }
    splits
}

/// The tokens with each glued one as its parts.
pub fn apply(source: &str, tokens: &mut Vec<Token>, splits: &[(usize, usize)], vocabulary: &mut Vocabulary) {
    if splits.is_empty() {
        return;
    }
    let mut repaired = Vec::with_capacity(tokens.len() + splits.len());
    let mut next = splits.iter().peekable();
    for (i, &token) in tokens.iter().enumerate() {
        let Some(&(_, at)) = next.next_if(|split| split.0 == i) else {
            repaired.push(token);
            continue;
        };
        let middle = token.start + at as u32;
        let mut part = |start: u32, end: u32, gap| {
            let word = vocabulary.intern(&source[start as usize..end as usize]);
            repaired.push(Token { start, end, word, gap });
        };
        part(token.start, middle, token.gap);
        part(middle, token.end, Gap::None);
    }
    *tokens = repaired;
}
