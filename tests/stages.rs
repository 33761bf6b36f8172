//! What the stages make of a text, to be read: the names that lists alone find, below the letters, and the entities
//! that mentions are linked to. What the model decides is measured elsewhere; a snapshot of it would only hinder.

use std::fmt::Write;
use std::fs;

use gazet::{Document, Stages, Tagged, Tagger};
use insta::assert_snapshot;

/// Letters of a line.
const WIDTH: usize = 100;

/// The first lines of a fixture with the names of the lists: `P--` is a person, `L` a place, `O` an organization, `N` a
/// nationality, `M` another name.
fn listed(fixture: &str, lines: usize) -> String {
    let lists_only = Stages {
        decide: false,
        ..Stages::default()
    };
    let tagger = Tagger::builder().stages(lists_only).build().expect("the lists open");
    let text = fs::read_to_string(format!("fixtures/{fixture}.txt")).expect("the fixture is there");
    let head: Vec<&str> = text
        .split_inclusive('\n')
        .filter(|line| !line.trim().is_empty())
        .take(lines)
        .collect();
    head.into_iter()
        .map(|line| marked(line, &tagger.tag(&Document::from(line))))
        .collect()
}

/// A line above the marks of its names.
fn marked(line: &str, tagged: &Tagged) -> String {
    let mut marks = vec![' '; line.chars().count()];
    for mention in &tagged.mentions {
        let start = line[..mention.span.start].chars().count();
        let end = start + mention.span.of(line).chars().count();
        marks[start..end].fill('-');
        marks[start] = mention.label.as_str().chars().next().unwrap_or('?');
    }
    let letters: Vec<char> = line.trim_end().chars().collect();
    let mut view = String::new();
    for (letters, marks) in letters.chunks(WIDTH).zip(marks.chunks(WIDTH)) {
        let (letters, marks) = (String::from_iter(letters), String::from_iter(marks));
        writeln!(view, "{letters}").expect("memory can be written");
        if !marks.trim_end().is_empty() {
            writeln!(view, "{}", marks.trim_end()).expect("memory can be written");
        }
    }
    view
}

#[test]
fn lists_alone_find_names_in_well_kept_articles() {
    assert_snapshot!("listed_soccer", listed("articles/soccer", 3));
    assert_snapshot!("listed_diplomacy", listed("articles/diplomacy", 3));
}

#[test]
fn lists_alone_find_names_in_broken_pages() {
    assert_snapshot!("listed_earthquake", listed("broken/earthquake", 3));
    assert_snapshot!("listed_election", listed("broken/election", 3));
}

/// Each entity with its id and the words of its mentions.
fn entities(text: &str) -> String {
    let tagger = Tagger::builder().build().expect("the embedded lists and weights open");
    let document = Document::from(text);
    let tagged = tagger.tag(&document);
    let mut view = String::new();
    for entity in &tagged.entities {
        let words = entity
            .mentions
            .iter()
            .map(|&mention| tagged.mentions[mention].span.of(text));
        let words = words.collect::<Vec<_>>().join(" | ");
        let id = entity.id.unwrap_or("-");
        writeln!(view, "{} {} ({id}): {words}", entity.label, entity.name).expect("memory can be written");
    }
    view
}

#[test]
fn mentions_of_a_clear_text_are_linked() {
    let text = "KYIV (Reuters) - President Volodymyr Zelenskyy met German Chancellor Angela Merkel in Kyiv on Monday.\n\n\
                Merkel told Reuters that Germany would stand by Ukraine. \"Kiev can count on Germany,\" she said.\n\n\
                Zelensky thanked Merkel and flew to Berlin with the president of the European Commission, \
                Ursula von der Leyen. Von der Leyen said the European Commission would help.\n";
    assert_snapshot!("entities", entities(text));
}
