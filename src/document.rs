//! What goes into the tagger and what comes out of it.
//!
//! A [`Document`] is decoded text with its id and, for records of several text fields, where each field lies in the
//! text. A [`Tagged`] is its mentions and entities, borrowing names and ids from the tagger's gazetteers.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// A half-open range of bytes in a document's text; both ends lie on character borders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
}

impl Span {
    /// The span of `start..end`, in bytes.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Span { start, end }
    }

    /// The slice of `text` that this span covers.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// Whether the two spans share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

impl From<Span> for Range<usize> {
    fn from(span: Span) -> Self {
        span.start..span.end
    }
}

/// A text to tag.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// What the output names the document by.
    pub id: String,
    /// The decoded text, without a leading byte-order mark.
    pub text: String,
    /// Where the named text fields of a record lie in `text`, in order; empty for a plain text.
    pub fields: Vec<Field>,
    /// Other fields of the record, passed through.
    pub meta: serde_json::Map<String, serde_json::Value>,
    /// What was wrong with the input and could be mended.
    pub warnings: Vec<Notice>,
}

/// One named text field of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The field's name in the record.
    pub name: String,
    /// Where its value lies in the document's text.
    pub span: Span,
}

/// A warning or an error as the output shows it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Notice {
    /// A stable name in kebab case, such as `invalid-utf8`.
    pub code: &'static str,
    /// A sentence for people.
    pub message: String,
}

impl Document {
    /// A plain text named `id`.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Document {
            id: id.into(),
            text: text.into(),
            ..Document::default()
        }
    }

    /// The last field that begins at or before a byte of the text.
    pub(crate) fn field_at(&self, byte: usize) -> Option<&Field> {
        let behind = self.fields.partition_point(|field| field.span.start <= byte);
        self.fields[..behind].last()
    }
}

impl From<&str> for Document {
    fn from(text: &str) -> Self {
        Document::new("-", text)
    }
}

/// The type of a mention: one of the model's own or a user list's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label<'t> {
    /// A person.
    Per,
    /// A place.
    Loc,
    /// An organization.
    Org,
    /// A nationality, people, creed or party adherents; printed on request.
    Norp,
    /// Any other name: events, products, works; printed on request.
    Misc,
    /// A type of a user list.
    User(Cow<'t, str>),
}

impl<'t> Label<'t> {
    /// The label as the output prints it.
    pub fn as_str(&self) -> &str {
        match self {
            Label::Per => "PER",
            Label::Loc => "LOC",
            Label::Org => "ORG",
            Label::Norp => "NORP",
            Label::Misc => "MISC",
            Label::User(name) => name,
        }
    }

    /// The label of that name; any name but the model's five is a user's.
    pub fn from_name(name: &'t str) -> Self {
        match name {
            "PER" => Label::Per,
            "LOC" => Label::Loc,
            "ORG" => Label::Org,
            "NORP" => Label::Norp,
            "MISC" => Label::Misc,
            other => Label::User(Cow::Borrowed(other)),
        }
    }
}

impl fmt::Display for Label<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl serde::Serialize for Label<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// How a mention was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Its words are a listed name.
    List,
    /// It is on no list.
    Discovered,
    /// It is a part or an acronym of a name that the document gives in full.
    ShortForm,
    /// It was glued to another word, or written without its capitals.
    Repaired,
}

/// Another reading of a mention's words.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative<'t> {
    /// Its type.
    pub label: Label<'t>,
    /// Its probability.
    pub score: f32,
    /// The id of the listed thing it would be.
    pub id: Option<&'t str>,
    /// The canonical name of that thing.
    pub name: Option<&'t str>,
}

/// A name where it stands in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention<'t> {
    /// Where: bytes of the document's text.
    pub span: Span,
    /// What it names.
    pub label: Label<'t>,
    /// The probability that span and label are right, 0 to 1.
    pub score: f32,
    /// Index of its entity in [`Tagged::entities`].
    pub entity: usize,
    /// Id of its list entry.
    pub id: Option<&'t str>,
    /// Canonical name of its list entry.
    pub name: Option<&'t str>,
    /// Subtype of its list entry (`city`, `ministry`, `athlete`, ...).
    pub subtype: Option<&'t str>,
    /// How it was found.
    pub source: Source,
    /// Other readings, likeliest first.
    pub alternatives: Vec<Alternative<'t>>,
}

/// A person, place or organization with all its mentions in a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity<'t> {
    /// Id of its list entry.
    pub id: Option<&'t str>,
    /// Canonical name of the entry, or its fullest mention.
    pub name: Cow<'t, str>,
    /// Its type.
    pub label: Label<'t>,
    /// Indices into [`Tagged::mentions`], ascending.
    pub mentions: Vec<usize>,
    /// Latitude in degrees, where the list has it.
    pub lat: Option<f32>,
    /// Longitude in degrees, where the list has it.
    pub lon: Option<f32>,
    /// ISO 3166 code of the country, where the list has it.
    pub country: Option<&'t str>,
}

/// What the tagger found in a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tagged<'t> {
    /// By position; disjoint.
    pub mentions: Vec<Mention<'t>>,
    /// In order of their first mention.
    pub entities: Vec<Entity<'t>>,
}
