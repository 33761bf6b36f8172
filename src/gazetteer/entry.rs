//! What a list says of a name: its entry, and the kind of thing it is for the model.

/// One thing on a list with all its names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListEntry {
    /// The name as the list gives it.
    pub name: String,
    /// `PER`, `LOC`, `ORG`, `NORP`, `MISC`, a user's own type, or `NONE`.
    pub label: String,
    /// Its id, verbatim.
    pub id: Option<String>,
    /// The name to print for it; `name` where absent.
    pub canonical: Option<String>,
    /// What sort of its type it is: `city`, `ministry`, `athlete`.
    pub subtype: Option<String>,
    /// Its other names.
    pub aliases: Vec<String>,
    /// In which case its names are met.
    pub case: CaseRule,
    /// Whether the list decides or the context does.
    pub decide: Decide,
    /// How well known it is, 0 to 9.
    pub prominence: u8,
    /// ISO 3166 code of its country.
    pub country: Option<String>,
    /// Latitude and longitude in degrees.
    pub position: Option<(f32, f32)>,
    /// Number of inhabitants.
    pub population: u32,
    /// Further columns as `key=value`: `ids`, `lang`, `since`, `until`, `parent`.
    pub details: Vec<(String, String)>,
}

/// In which case a name of a list is met in text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum CaseRule {
    /// Capitalised names need their capital, acronyms theirs; text in capitals is met as well.
    #[default]
    Auto,
    /// Letter by letter as listed.
    Exact,
    /// In any case.
    Any,
}

/// Who decides whether a listed name is a mention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Decide {
    /// The list: wherever its case rule allows.
    #[default]
    List,
    /// The model: the list is evidence.
    Context,
}

macro_rules! kinds {
    ($($variant:ident $name:literal $doc:literal),* $(,)?) => {
        /// The kinds of listed names that the model tells apart.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Kind { $(#[doc = $doc] $variant),* }

        impl Kind {
            /// Every kind, by its number.
            pub const ALL: &[Kind] = &[$(Kind::$variant),*];

            /// Its name in features and explanations.
            pub fn name(self) -> &'static str {
                match self { $(Kind::$variant => $name),* }
            }
        }
    };
}

kinds! {
    Other "other" "A user's own type, or none of the kinds below.",
    Person "person" "A full name of a person.",
    Country "country" "A country or territory.",
    Region "region" "A continent or a region across borders.",
    Adm1 "adm1" "A first-level division.",
    Adm2 "adm2" "A second-level division.",
    CityLarge "citylarge" "A city of 200,000 or a capital.",
    CityMiddle "citymiddle" "A town of 20,000.",
    CitySmall "citysmall" "A smaller town.",
    Natural "natural" "A river, mountain, sea, island, desert.",
    Facility "facility" "An airport, building, street, stadium.",
    Company "company" "A company.",
    Bank "bank" "A bank.",
    University "university" "A university or school.",
    Media "media" "A newspaper, broadcaster, agency.",
    Government "government" "A ministry, parliament, court, agency.",
    Military "military" "An army, a police force, a service.",
    Party "party" "A party or movement.",
    ArmedGroup "armedgroup" "An armed group.",
    Team "team" "A club or team.",
    SportsBody "sportsbody" "A federation or league.",
    International "international" "An international body.",
    Association "association" "A charity, union, church, institute.",
    Band "band" "A band or orchestra.",
    Norp "norp" "A nationality, people, creed.",
    Event "event" "An event, war, competition, award, law.",
    Product "product" "A product, ship, weapon.",
    Work "work" "A film, book, song.",
    CueHonorific "honorific" "Cue: Mr., Sir.",
    CueOffice "office" "Cue: president, minister.",
    CueRank "rank" "Cue: general, sergeant.",
    CueProfession "profession" "Cue: analyst, coach, imam.",
    CueOrgHead "orghead" "Cue: ministry, university, bank.",
    CueLegal "legal" "Cue: Inc., GmbH.",
    CueMedia "mediahead" "Cue: Times, Post.",
    CueTeam "teamhead" "Cue: United, FC.",
    CueLocHead "lochead" "Cue: river, province.",
    CueFacility "facilityhead" "Cue: airport, stadium, street.",
    CueMiscHead "mischead" "Cue: cup, prize, war.",
    CueSpeech "speech" "Cue: said, told.",
    CuePerson "personcue" "Cue: who, aged.",
    CueOrg "orgcue" "Cue: shares, spokesman.",
    CuePlace "placecue" "Cue: resident, capital.",
    CueParticle "particle" "Cue: van, bin, al.",
    CueSuffix "suffix" "Cue: Jr., III.",
    CueByline "byline" "Cue: by, photo.",
}

impl Kind {
    /// The kind of a listed name.
    pub fn of(label: &str, subtype: &str, population: u32, prominence: u8) -> Kind {
        match label {
            "PER" => Kind::Person,
            "NORP" => Kind::Norp,
            "LOC" => Kind::of_place(subtype, population, prominence),
            "ORG" => Kind::of_organization(subtype),
            "MISC" => match subtype {
                "product" | "ship" | "aircraft" | "weapon" => Kind::Product,
                "work" | "language" => Kind::Work,
                _ => Kind::Event,
            },
            _ => Kind::Other,
        }
    }

    fn of_place(subtype: &str, population: u32, prominence: u8) -> Kind {
        match subtype {
            "country" | "territory" | "historical" => Kind::Country,
            "region" | "continent" => Kind::Region,
            "adm1" => Kind::Adm1,
            "adm2" => Kind::Adm2,
            "river" | "mountain" | "sea" | "lake" | "island" | "desert" | "strait" | "park" | "natural" => {
                Kind::Natural
            }
            "airport" | "stadium" | "building" | "street" | "square" | "bridge" | "prison" | "base" => Kind::Facility,
            _ if population >= 200_000 || prominence >= 6 => Kind::CityLarge,
            _ if population >= 20_000 || prominence >= 4 => Kind::CityMiddle,
            _ => Kind::CitySmall,
        }
    }

    fn of_organization(subtype: &str) -> Kind {
        match subtype {
            "bank" | "centralbank" | "fund" | "insurer" => Kind::Bank,
            "university" | "school" => Kind::University,
            "agency" | "newspaper" | "magazine" | "broadcaster" | "website" | "publisher" => Kind::Media,
            "parliament" | "court" | "ministry" | "regulator" | "government" | "office" => Kind::Government,
            "army" | "police" | "intelligence" => Kind::Military,
            "party" | "coalition" | "movement" => Kind::Party,
            "armedgroup" => Kind::ArmedGroup,
            "club" | "footballclub" | "team" => Kind::Team,
            "league" | "federation" => Kind::SportsBody,
            "international" => Kind::International,
            "ngo" | "foundation" | "religious" | "association" | "research" | "union" | "thinktank" | "hospital"
            | "museum" => Kind::Association,
            "band" | "orchestra" => Kind::Band,
            _ => Kind::Company,
        }
    }

    /// The kind of a cue, by the kind its file gives it.
    pub fn of_cue(file: &str, kind: &str) -> Option<Kind> {
        Some(match (file, kind) {
            ("titles", "honorific" | "nobility") => Kind::CueHonorific,
            ("titles", "office") => Kind::CueOffice,
            ("titles", "rank") => Kind::CueRank,
            ("titles", _) => Kind::CueProfession,
            ("orghead", "legal") => Kind::CueLegal,
            ("orghead", "media") => Kind::CueMedia,
            ("orghead", "sport") => Kind::CueTeam,
            ("orghead", _) => Kind::CueOrgHead,
            ("lochead", "facility" | "street") => Kind::CueFacility,
            ("lochead", _) => Kind::CueLocHead,
            ("mischead", _) => Kind::CueMiscHead,
            ("speech", _) => Kind::CueSpeech,
            ("relations", "person") => Kind::CuePerson,
            ("relations", "org") => Kind::CueOrg,
            ("relations", _) => Kind::CuePlace,
            ("prefixes", "suffix") => Kind::CueSuffix,
            ("prefixes", _) => Kind::CueParticle,
            ("bylines", _) => Kind::CueByline,
            _ => return None,
        })
    }

    /// The kind's bit in a set of kinds.
    #[inline]
    pub const fn bit(self) -> u64 {
        1 << self as u8
    }

    /// Whether it is a cue, no name.
    #[inline]
    pub fn is_cue(self) -> bool {
        self >= Kind::CueHonorific
    }
}
