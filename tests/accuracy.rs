//! How much is found: exact F1 on the project's own articles may not fall under these floors.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use gazet::{Document, Span, Tagged, Tagger};

/// Exact F1 over persons, places and organizations, in percent.
const ARTICLES_FLOOR: f64 = 94.5;
const BROKEN_FLOOR: f64 = 96.0;
/// Of the example article: names found with their type, and names that are none.
const EXAMPLE_FOUND: usize = 38;
const EXAMPLE_EXTRA: usize = 2;

static TAGGER: LazyLock<Tagger> =
    LazyLock::new(|| Tagger::builder().build().expect("the embedded lists and weights open"));

/// A place in the text with its type.
type Place = (Span, String);

/// An annotated article: its names by place.
struct Article {
    text: String,
    names: BTreeMap<Place, String>,
}

impl Article {
    /// Reads `PATH.txt` and `PATH.gold.json`, whose offsets are code points.
    fn read(path: &Path) -> Article {
        let text = fs::read_to_string(path).expect("the article is UTF-8");
        let gold = fs::read_to_string(path.with_extension("gold.json")).expect("the article is annotated");
        let gold: serde_json::Value = serde_json::from_str(&gold).expect("gold is JSON");
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let spans = gold["spans"].as_array().expect("gold has spans").iter();
        let names = spans.map(|span| {
            let offset = |key: &str| bytes[span[key].as_u64().expect("an offset is a number") as usize];
            let word = |key: &str| span[key].as_str().expect("a text").to_owned();
            let place = Span::new(offset("start"), offset("end"));
            assert_eq!(place.of(&text), word("text"), "{}", path.display());
            ((place, word("label")), word("name"))
        });
        Article {
            names: names.collect(),
            text,
        }
    }
}

/// What is right and what is not.
#[derive(Default)]
struct Score {
    right: usize,
    missed: Vec<String>,
    extra: Vec<String>,
}

impl Score {
    fn of(article: &Article, tagged: &Tagged) -> Score {
        let wanted: BTreeSet<Place> = article.names.keys().cloned().collect();
        let scored = tagged
            .mentions
            .iter()
            .map(|mention| (mention.span, mention.label.to_string()));
        let found: BTreeSet<Place> = scored
            .filter(|(_, label)| matches!(label.as_str(), "PER" | "LOC" | "ORG"))
            .collect();
        let told = |(span, label): &Place| format!("{}..{} {label} {}", span.start, span.end, span.of(&article.text));
        Score {
            right: wanted.intersection(&found).count(),
            missed: wanted.difference(&found).map(told).collect(),
            extra: found.difference(&wanted).map(told).collect(),
        }
    }

    fn print(&self, title: &str) {
        println!("{title}: {} right", self.right);
        self.missed.iter().for_each(|place| println!("  missed {place}"));
        self.extra.iter().for_each(|place| println!("  extra {place}"));
    }
}

/// Exact F1 over the articles of a folder, in percent; prints what is missed.
fn f1(folder: &str) -> f64 {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    let (mut right, mut wrong) = (0, 0);
    for path in paths {
        let article = Article::read(&path);
        let score = Score::of(&article, &TAGGER.tag(&Document::from(article.text.as_str())));
        score.print(&path.display().to_string());
        right += score.right;
        wrong += score.missed.len() + score.extra.len();
    }
    let f1 = 200.0 * right as f64 / (2 * right + wrong) as f64;
    println!("{folder}: F1 {f1:.1}");
    f1
}

#[test]
fn well_kept_articles_are_tagged_well() {
    let f1 = f1("fixtures/articles");
    assert!(f1 >= ARTICLES_FLOOR, "F1 {f1:.1} is under {ARTICLES_FLOOR}");
}

#[test]
fn broken_articles_are_tagged_well() {
    let f1 = f1("fixtures/broken");
    assert!(f1 >= BROKEN_FLOOR, "F1 {f1:.1} is under {BROKEN_FLOOR}");
}

/// The article that the project was started for; it is not part of it.
fn example() -> Option<Article> {
    let path = Path::new("../shared/example/article.txt");
    if !path.exists() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(Article::read(path))
}

#[test]
fn the_example_article_is_tagged_as_a_reader_would() {
    let Some(article) = example() else { return };
    let score = Score::of(&article, &TAGGER.tag(&Document::from(article.text.as_str())));
    score.print("example");
    assert!(score.right >= EXAMPLE_FOUND, "{} found", score.right);
    assert!(score.extra.len() <= EXAMPLE_EXTRA, "{} extra", score.extra.len());
}

/// One entity for each name of the gold, whatever its spellings, and one name for each entity.
#[test]
fn the_mentions_of_the_example_article_are_linked_as_a_reader_would() {
    let Some(article) = example() else { return };
    let document = Document::from(article.text.as_str());
    let tagged = TAGGER.tag(&document);
    let mut entities: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut names: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    for mention in &tagged.mentions {
        if let Some(name) = article.names.get(&(mention.span, mention.label.to_string())) {
            entities.entry(name).or_default().insert(mention.entity);
            names.entry(mention.entity).or_default().insert(name);
        }
    }
    for (name, entities) in &entities {
        assert_eq!(entities.len(), 1, "{name} is {entities:?}");
    }
    for (entity, names) in &names {
        assert_eq!(names.len(), 1, "{:?} is {names:?}", tagged.entities[*entity]);
    }
}
