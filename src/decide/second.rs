//! The second look: what the labels of the first say of the same words elsewhere in the document.

use super::features::{Family, Source};
use super::label::{Type, is_inside};
use crate::gazetteer::Kind;
use crate::text::{PerWord, Sentence, Shape};

/// Labels that the words of one document got at the first look.
#[derive(Debug, Default)]
pub struct Votes {
    votes: PerWord<Vote>,
    /// Listed places labelled ORG, and LOC: a text on sport has many of the first.
    places: [u32; 2],
}

#[derive(Clone, Copy, Debug, Default)]
struct Vote {
    /// Uses labelled as each type, then uses outside.
    types: [u16; 6],
    /// Places in which the word stood in names of PER, LOC, ORG: alone, first, middle, last for each.
    roles: [u16; 12],
}

const OUTSIDE: usize = 5;

const COUNTRIES: u64 = Kind::Country.bit();
const PLACES: u64 = COUNTRIES
    | Kind::Adm1.bit()
    | Kind::Adm2.bit()
    | Kind::CityLarge.bit()
    | Kind::CityMiddle.bit()
    | Kind::CitySmall.bit();

/// Whether token `i` is a listed place labelled ORG (0) or LOC (1).
fn place_vote(source: &Source, labels: &[u8], i: usize) -> Option<usize> {
    let evidence = source.matches.evidence(i);
    let is_place = (evidence.single | evidence.begin) & PLACES != 0;
    match Type::of_label(labels[i].into()) {
        Some(Type::Org) if is_place => Some(0),
        Some(Type::Loc) if is_place => Some(1),
        _ => None,
    }
}

fn type_number(label: u8) -> usize {
    Type::of_label(label.into()).map_or(OUTSIDE, |kind| kind as usize)
}

/// Number of the place of token `i` among the places of its type; none outside PER, LOC, ORG.
fn role(labels: &[u8], i: usize) -> Option<usize> {
    let kind = type_number(labels[i]);
    if kind > 2 {
        return None;
    }
    let first = !is_inside(labels[i].into());
    let last = labels.get(i + 1).is_none_or(|&next| !is_inside(next.into()));
    Some(kind * 4 + [[2, 3], [1, 0]][usize::from(first)][usize::from(last)])
}

impl Votes {
    /// Counts the labels of a text; those of another are forgotten.
    pub fn count(&mut self, source: &Source, labels: &[u8]) {
        self.votes.clear(source.vocabulary);
        self.places = [0; 2];
        for i in 0..labels.len() {
            let word = source.vocabulary.word(source.text.tokens[i].word);
            if matches!(word.shape, Shape::Mark | Shape::Number) || (labels[i] == 0 && word.shape == Shape::Lower) {
                continue;
            }
            if let Some(count) = place_vote(source, labels, i) {
                self.places[count] += 1;
            }
            let vote = self.votes.touch(word.folded);
            let count = &mut vote.types[type_number(labels[i])];
            *count = count.saturating_add(1);
            if let Some(role) = role(labels, i) {
                vote.roles[role] = vote.roles[role].saturating_add(1);
            }
        }
    }

    /// Whether the listed places of the text are rather teams than places.
    fn place_features(&self, source: &Source, labels: &[u8], i: usize, emit: &mut impl FnMut(Family, usize)) {
        let mut places = self.places;
        if let Some(count) = place_vote(source, labels, i) {
            places[count] -= 1;
        }
        let total = places[0] + places[1];
        let share = if total == 0 {
            0
        } else {
            1 + (places[0] * 4).div_ceil(total) as usize
        };
        let evidence = source.matches.evidence(i);
        let listed = evidence.single | evidence.begin;
        let place =
            usize::from(listed & COUNTRIES != 0) + 2 * usize::from(listed & COUNTRIES == 0 && listed & PLACES != 0);
        emit(Family::PlaceNames, (place * 6 + share) * 6 + type_number(labels[i]));
    }

    /// Enumerates the numbered features that the first look gives token `i`.
    pub fn features(
        &self,
        source: &Source,
        sentence: &Sentence,
        labels: &[u8],
        i: usize,
        emit: &mut impl FnMut(Family, usize),
    ) {
        let own = usize::from(labels[i]);
        let word = source.vocabulary.word(source.text.tokens[i].word);
        let upper = usize::from(word.shape.is_upper());
        emit(Family::Own, own * 2 + upper);
        let next = if i + 1 < sentence.tokens.end { labels[i + 1] } else { 0 };
        emit(Family::NextOwn, own * 11 + usize::from(next));
        if matches!(word.shape, Shape::Mark | Shape::Number) {
            return;
        }
        self.place_features(source, labels, i, emit);
        let mut vote = self.votes.get(word.folded);
        let own_type = type_number(labels[i]);
        vote.types[own_type] = vote.types[own_type].saturating_sub(1);
        if let Some(role) = role(labels, i) {
            vote.roles[role] = vote.roles[role].saturating_sub(1);
        }
        let total: u16 = vote.types.iter().fold(0, |sum, &count| sum.saturating_add(count));
        if total == 0 {
            emit(Family::Known, own_type * 4);
            return;
        }
        let top = (0..6).fold(
            0,
            |top, kind| if vote.types[kind] > vote.types[top] { kind } else { top },
        );
        let share = usize::from(vote.types[top]) * 4 / usize::from(total);
        emit(Family::Share, top * 4 + share.clamp(1, 4) - 1);
        emit(
            Family::Known,
            own_type * 4 + 1 + usize::from(total > 1) + usize::from(total > 3),
        );
        for (role, _) in vote.roles.iter().enumerate().filter(|(_, count)| **count > 0) {
            emit(Family::Role, role * 2 + upper);
        }
    }
}
