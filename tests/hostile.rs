//! Where text goes wrong: one table for each point of what is promised, clear-cut cases only.

mod common;

use std::io::Write;
use std::process::Stdio;
use std::sync::LazyLock;

use common::{Gazet, folder, write};
use gazet::{Document, Label, Tagged, Tagger};

static TAGGER: LazyLock<Tagger> =
    LazyLock::new(|| Tagger::builder().build().expect("the embedded lists and weights open"));

/// A text and the persons, places and organizations in it, as `LABEL words`, in order.
type Case = (&'static str, &'static [&'static str]);

fn is_printed(label: &Label) -> bool {
    !matches!(label, Label::Norp | Label::Misc)
}

fn is_users(label: &Label) -> bool {
    matches!(label, Label::User(_))
}

/// `LABEL words` of every name of a label wanted.
fn found(tagger: &Tagger, text: &str, is_wanted: fn(&Label) -> bool) -> Vec<String> {
    let document = Document::from(text);
    let tagged = tagger.tag(&document);
    let wanted = tagged.mentions.iter().filter(|mention| is_wanted(&mention.label));
    wanted
        .map(|mention| format!("{} {}", mention.label, mention.span.of(text)))
        .collect()
}

/// Fails with all cases at once that go wrong.
fn assert_found(tagger: &Tagger, is_wanted: fn(&Label) -> bool, cases: &[Case]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|&(text, expected)| (text, expected, found(tagger, text, is_wanted)))
        .filter(|(_, expected, found)| found != expected)
        .map(|(text, expected, found)| format!("{text:?}: expected {expected:?}, found {found:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn offsets_slice_the_input_whatever_its_letters_are_made_of() {
    assert_found(
        &TAGGER,
        is_printed,
        &[
            (
                "İstanbul is the largest city in Turkey.",
                &["LOC İstanbul", "LOC Turkey"],
            ),
            (
                "The mayor of Krako\u{301}w flew to Paris on Monday.",
                &["LOC Krako\u{301}w", "LOC Paris"],
            ),
            (
                "Police in Lon\u{ad}don arrested two men from Ger\u{ad}many.",
                &["LOC Lon\u{ad}don", "LOC Ger\u{ad}many"],
            ),
            (
                "\u{feff}Angela Merkel met the president in Berlin.",
                &["PER Angela Merkel", "LOC Berlin"],
            ),
            (
                "😀 👩\u{200d}👩\u{200d}👧 🇫🇷 French President Emmanuel Macron flew to Berlin.",
                &["PER Emmanuel Macron", "LOC Berlin"],
            ),
            (
                "The ﬁnance minister ﬂew from Gießen to Paris.",
                &["LOC Gießen", "LOC Paris"],
            ),
            (
                "Angela Merkel spoke.\r\n\r\nShe flew to Paris.\r\n",
                &["PER Angela Merkel", "LOC Paris"],
            ),
        ],
    );
}

#[test]
fn possessives_and_hyphens_are_no_part_of_a_name() {
    assert_found(
        &TAGGER,
        is_printed,
        &[
            (
                "Angela Merkel's plane landed in Munich on Monday.",
                &["PER Angela Merkel", "LOC Munich"],
            ),
            (
                "Vladimir Putin’s envoy flew to Minsk.",
                &["PER Vladimir Putin", "LOC Minsk"],
            ),
            ("Germany's economy grew.", &["LOC Germany"]),
            ("US-led forces entered the city on Monday.", &["LOC US"]),
            ("The London-based company said so on Monday.", &["LOC London"]),
            ("They opened a state-of-the-art hospital.", &[]),
            ("The king received Prime Minister Hun Sen.", &["PER Hun Sen"]),
            (
                "ST. LOUIS (AP) - A man was arrested in Sault Ste. Marie, Michigan, on Monday.",
                &["LOC ST. LOUIS", "ORG AP", "LOC Sault Ste. Marie", "LOC Michigan"],
            ),
        ],
    );
}

#[test]
fn case_and_context_decide_on_words_that_are_names_too() {
    assert_found(
        &TAGGER,
        is_printed,
        &[
            ("He told us that we may go, and they will mark the day.", &[]),
            ("It was nice reading for those who were at home.", &[]),
            ("The family ate turkey with rice for dinner.", &[]),
            (
                "The US and Turkey signed an agreement on Monday.",
                &["LOC US", "LOC Turkey"],
            ),
            ("The WHO said on Monday that the virus had spread.", &["ORG WHO"]),
            ("Theresa May said she would resign.", &["PER Theresa May"]),
        ],
    );
}

#[test]
fn headlines_datelines_credits_and_tables() {
    assert_found(
        &TAGGER,
        is_printed,
        &[
            (
                "LONDON (Reuters) - Prime Minister Theresa May resigned on Friday.",
                &["LOC LONDON", "ORG Reuters", "PER Theresa May"],
            ),
            (
                "A damaged building in Kharkiv (REUTERS/Thomas Peter)",
                &["LOC Kharkiv", "ORG REUTERS", "PER Thomas Peter"],
            ),
            (
                "1. Usain Bolt (Jamaica) 9.58\n2. Tyson Gay (United States) 9.71\n",
                &["PER Usain Bolt", "LOC Jamaica", "PER Tyson Gay", "LOC United States"],
            ),
            (
                "FRANCE AND GERMANY SIGN TREATY\n\nThe two countries signed a treaty in Paris.",
                &["LOC FRANCE", "LOC GERMANY", "LOC Paris"],
            ),
            (
                "Merkel Meets Macron in Berlin\n\nAngela Merkel met Emmanuel Macron in Berlin on Monday.",
                &[
                    "PER Merkel",
                    "PER Macron",
                    "LOC Berlin",
                    "PER Angela Merkel",
                    "PER Emmanuel Macron",
                    "LOC Berlin",
                ],
            ),
        ],
    );
}

#[test]
fn a_line_break_in_a_name_is_a_space_and_a_paragraph_ends_it() {
    assert_found(
        &TAGGER,
        is_printed,
        &[
            (
                "The president met the mayor of the city of New\nYork on Monday and left again on the very same\nday.",
                &["LOC New\nYork"],
            ),
            (
                "The president met the mayor of the city of New\r\nYork on Monday and left again on the very same\r\nday.",
                &["LOC New\r\nYork"],
            ),
            (
                "The minister came from Germany\n\nFrance and Spain agreed.",
                &["LOC Germany", "LOC France", "LOC Spain"],
            ),
        ],
    );
}

#[test]
fn names_in_glued_words_are_found_inside_the_word() {
    assert_found(
        &TAGGER,
        is_printed,
        &[(
            "The minister left Moscowwhich was covered in snow ,and flew to Paris.The train came fromWarsaw \
             and the driver ,said police.",
            &["LOC Moscow", "LOC Paris", "LOC Warsaw"],
        )],
    );
}

#[test]
fn context_decides_what_a_name_names() {
    assert_found(
        &TAGGER,
        is_printed,
        &[
            (
                "Paris Hilton attended the premiere in Los Angeles.",
                &["PER Paris Hilton", "LOC Los Angeles"],
            ),
            (
                "Michael Jordan played for the Chicago Bulls.",
                &["PER Michael Jordan", "ORG Chicago Bulls"],
            ),
            (
                "The river Jordan flows through Israel and Jordan.",
                &["LOC Jordan", "LOC Israel", "LOC Jordan"],
            ),
            (
                "Chelsea Clinton spoke to students in New York.",
                &["PER Chelsea Clinton", "LOC New York"],
            ),
        ],
    );
}

/// The words of each entity's mentions, entities in order.
fn entities(text: &str) -> Vec<Vec<String>> {
    let document = Document::from(text);
    let tagged: Tagged = TAGGER.tag(&document);
    let words = |&mention: &usize| tagged.mentions[mention].span.of(text).to_owned();
    tagged
        .entities
        .iter()
        .map(|entity| entity.mentions.iter().map(words).collect())
        .collect()
}

#[test]
fn spellings_and_short_forms_of_one_name_are_one_entity() {
    for (text, expected) in [
        (
            "President Volodymyr Zelenskyy spoke in Kyiv on Monday. Zelensky said that Kiev would be defended. \
             Later President Zelenskiy and President Volodimir Zelenski left.",
            vec![
                vec!["Volodymyr Zelenskyy", "Zelensky", "Zelenskiy", "Volodimir Zelenski"],
                vec!["Kyiv", "Kiev"],
            ],
        ),
        (
            "Shells fell on the city of Lugansk. The governor of Luhansk said that nobody was hurt.",
            vec![vec!["Lugansk", "Luhansk"]],
        ),
        (
            "Ursula von der Leyen spoke in Brussels. Ms. Von der Leyen and Robin van Persie met. Van Persie left.",
            vec![
                vec!["Ursula von der Leyen", "Von der Leyen"],
                vec!["Brussels"],
                vec!["Robin van Persie", "Van Persie"],
            ],
        ),
        (
            "Bill Clinton and Hillary Clinton met Angela Merkel in Berlin. Chancellor Merkel thanked Bill Clinton.",
            vec![
                vec!["Bill Clinton", "Bill Clinton"],
                vec!["Hillary Clinton"],
                vec!["Angela Merkel", "Merkel"],
                vec!["Berlin"],
            ],
        ),
    ] {
        assert_eq!(entities(text), expected, "{text}");
    }
}

#[test]
fn why_tells_of_a_name_at_the_end_of_a_sentence() {
    let document = Document::from("The king received Prime Minister Hun Sen.");
    let why = TAGGER.explain(&document).to_string();
    assert!(why.contains("33..40 Hun Sen: PER"), "{why}");
}

/// A tagger with a list of the user's.
fn with_list(list: &str) -> Tagger {
    let dir = folder();
    let path = dir.path().join("list.tsv");
    write(&path, list);
    Tagger::builder().gazetteer(&path).build().expect("the list is good")
}

#[test]
fn names_of_a_users_list_are_found_in_any_script() {
    let list = "name\ttype\nХарківська область\tREGION\nالقاهرة\tCITY\n北京\tCITY\nΑθήνα\tCITY\n서울\tCITY\n";
    assert_found(
        &with_list(list),
        is_users,
        &[
            (
                "У вівторок Харківська область знову була під вогнем.",
                &["REGION Харківська область"],
            ),
            ("ХАРКІВСЬКА ОБЛАСТЬ", &["REGION ХАРКІВСЬКА ОБЛАСТЬ"]),
            ("وصل الوزير إلى القاهرة، ثم غادر.", &["CITY القاهرة"]),
            ("会议在北京举行。", &["CITY 北京"]),
            (
                "Στην ΑΘΗΝΑ έβρεχε· η Αθήνα είναι μεγάλη.",
                &["CITY ΑΘΗΝΑ", "CITY Αθήνα"],
            ),
            ("오늘 서울 날씨", &["CITY 서울"]),
            (
                "😀 The road to 北京, القاهرة and Αθήνα",
                &["CITY 北京", "CITY القاهرة", "CITY Αθήνα"],
            ),
        ],
    );
}

#[test]
fn a_users_list_keeps_to_its_case_rules() {
    let list = "name\ttype\tcase\nACT\tBILL\texact\nred kite\tBIRD\tany\nBlue Marlin\tSHIP\tauto\nSPAN\tGROUP\t\n";
    assert_found(
        &with_list(list),
        is_users,
        &[
            ("the ACT was read, the Act and the act were not", &["BILL ACT"]),
            (
                "a Red Kite, a RED KITE and a red kite",
                &["BIRD Red Kite", "BIRD RED KITE", "BIRD red kite"],
            ),
            (
                "the Blue Marlin, the BLUE MARLIN and a blue marlin",
                &["SHIP Blue Marlin", "SHIP BLUE MARLIN"],
            ),
            ("the SPAN group, the span of a bridge", &["GROUP SPAN"]),
        ],
    );
}

#[test]
fn a_users_list_wins_over_the_model_and_may_say_never() {
    let list =
        "name\ttype\tdecide\nAngela Merkel\tVIP\t\nParis\tNONE\t\nParis Convention\tTREATY\t\ntable\tORG\tcontext\n";
    assert_found(
        &with_list(list),
        is_printed,
        &[
            (
                "Angela Merkel's plane landed in Munich on Monday.",
                &["VIP Angela Merkel", "LOC Munich"],
            ),
            ("The mayor of Paris flew to Berlin.", &["LOC Berlin"]),
            (
                "The Paris Convention was signed in Paris.",
                &["TREATY Paris Convention"],
            ),
            ("The family sat at the table.", &[]),
        ],
    );
}

#[test]
fn one_word_without_a_line_end_is_a_text() {
    let dir = folder();
    let mut child = Gazet::in_folder(dir.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("standard input is piped");
    input.write_all(b"Paris").expect("the program reads");
    drop(input);
    let output = child.wait_with_output().expect("the program ends");
    let record: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a record is JSON");
    let span = &record["spans"][0];
    assert_eq!(
        (&span["start"], &span["end"], &span["text"], &span["label"]),
        (&0.into(), &5.into(), &"Paris".into(), &"LOC".into())
    );
}
