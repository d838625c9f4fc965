//! What a clerk gets wrong in a first schedule file, and what they are told: where, why and what to do, in both languages.

use rates::{check, check_bytes, check_together};

/// The template with one line written otherwise: what is told of it, in German and in English, and that it is told of that line.
const MISTAKES: &[(&str, &str, &str, &str)] = &[
    // a missing field
    ("source = ", "# source = ", "source fehlt", "source is missing"),
    // dates in the wrong order, dates in the German way, a day that does not exist
    (
        "# valid_to = 2028-12-31",
        "valid_to = 2026-12-31",
        "valid_to liegt vor valid_from: Der letzte Tag muss nach dem ersten kommen.",
        "valid_to is before valid_from: the last day must come after the first.",
    ),
    (
        "valid_from = 2027-01-01",
        "valid_from = 01.01.2027",
        "Tage werden Jahr-Monat-Tag geschrieben, ohne Anführungszeichen: 2027-01-31.",
        "days are written year-month-day, without quotes: 2027-01-31.",
    ),
    (
        "valid_from = 2027-01-01",
        "valid_from = \"2027-02-30\"",
        "valid_from: muss ein Tag sein, den es gibt, geschrieben wie 2022-01-01",
        "valid_from: must be a date like 2022-01-01, and one that exists",
    ),
    // amounts: as a float, with a decimal comma, with and without quotes, with a unit
    (
        "hourly = \"55.00\"",
        "hourly = 55.00",
        "rate.hourly: muss ein Betrag in Anführungszeichen sein, also \"55.00\"",
        "rate.hourly: must be an amount in quotes, like \"55.00\"",
    ),
    (
        "hourly = \"55.00\"",
        "hourly = \"55,00\"",
        "rate.hourly: \"55,00\" ist kein Betrag wie \"12.50\": mit Punkt, ohne Einheit; schreiben Sie \"55.00\"",
        "rate.hourly: \"55,00\" is not an amount like \"12.50\"; write \"55.00\"",
    ),
    (
        "hourly = \"55.00\"",
        "hourly = 55,00",
        "Beträge stehen in Anführungszeichen und mit Punkt: \"55.00\".",
        "amounts stand in quotes and with a point: \"55.00\".",
    ),
    (
        "hourly = \"55.00\"",
        "hourly = \"55.00 €\"",
        "rate.hourly: \"55.00 €\" ist kein Betrag wie \"12.50\": mit Punkt, ohne Einheit; schreiben Sie \"55.00\"",
        "rate.hourly: \"55.00 €\" is not an amount like \"12.50\"; write \"55.00\"",
    ),
    // percent: a factor, with its sign
    (
        "unused_percent = \"50\"",
        "unused_percent = \"0.5\"",
        "time.unused_percent: 0.5 sieht nach einem Faktor aus; hier stehen Prozent, zum Beispiel \"50\"",
        "time.unused_percent: 0.5 looks like a factor; percent is meant here, for example \"50\"",
    ),
    (
        "unused_percent = \"50\"",
        "unused_percent = 50%",
        "Zahlen stehen ohne %, € und Ähnliches in Anführungszeichen: \"50\".",
        "numbers stand in quotes, without %, € and the like: \"50\".",
    ),
    // words that are none
    (
        "holidays = \"BW\"",
        "holidays = \"BWB\"",
        "holidays: \"BWB\" ist keines von BW, BY",
        "holidays: \"BWB\" is none of BW, BY",
    ),
    (
        "split = \"begun\"",
        "split = \"begin\"",
        "surcharges.split: \"begin\" ist keines von begun, minutes. Meinen Sie begun?",
        "surcharges.split: \"begin\" is none of begun, minutes; did you mean begun?",
    ),
    (
        "days = \"every\"",
        "days = [\"sundey\"]",
        "surcharge.days: \"sundey\" ist weder every noch holidays, kein Wochentag wie sunday und kein Tag wie 12-24. Meinen Sie sunday?",
        "surcharge.days: \"sundey\" is neither every, holidays, a weekday like sunday nor a date like 12-24; did you mean sunday?",
    ),
    // keys that are none
    (
        "counted_from = ",
        "counted_form = ",
        "time.counted_form ist hier nicht bekannt. Meinen Sie counted_from? Bekannt sind counted_from,",
        "time.counted_form is not known here; did you mean counted_from? Known are counted_from,",
    ),
    (
        "step_minutes = 30",
        "rounding = \"half_up\"",
        "time.rounding ist hier nicht bekannt. Bekannt sind counted_from,",
        "time.rounding is not known here; known are counted_from,",
    ),
    // the writing itself
    (
        "currency = \"EUR\"",
        "currency = \"EUR",
        "Ein Anführungszeichen fehlt: Texte und Beträge beginnen und enden mit \".",
        "a quotation mark is missing: texts and amounts begin and end with \".",
    ),
    (
        "currency = \"EUR\"",
        "currency = „EUR“",
        "Die Anführungszeichen sind die einer Textverarbeitung. Schreiben Sie gerade: \"…\".",
        "the quotation marks are those of a word processor. Write straight ones: \"…\".",
    ),
    (
        "currency = \"EUR\"",
        "currency = EUR",
        "Texte stehen in Anführungszeichen: \"EUR\".",
        "texts stand in quotes: \"EUR\".",
    ),
    (
        "currency = \"EUR\"",
        "currency \"EUR\"",
        "In dieser Zeile fehlt das Gleichheitszeichen: Name = Wert. Bemerkungen beginnen mit #.",
        "this line has no equals sign: name = value. Remarks begin with #.",
    ),
    (
        "currency = \"EUR\"",
        "currency = \"EUR\"\ncurrency = \"CHF\"",
        "Dieser Eintrag steht schon weiter oben; jeder darf einmal vorkommen.",
        "this entry stands further up already (duplicate key); each may be written once.",
    ),
];

#[test]
fn each_mistake_says_where_why_and_what_to_do() {
    let template = include_str!("../../data/TEMPLATE.toml");
    for (right, wrong, de, en) in MISTAKES {
        let at = template.find(right).unwrap_or_else(|| panic!("the template has no {right}"));
        let text = template.replacen(right, wrong, 1);
        let changed = template[..at].matches('\n').count() + 1;
        let problems = check(&text);
        // What is missing is told of its section; a key that stands twice at its second place.
        let found = problems.iter().find(|one| one.reason_de.starts_with(de) && one.reason.starts_with(en));
        let found = found.unwrap_or_else(|| panic!("{wrong}\nexpected {de}\n         {en}\nfound    {problems:#?}"));
        let near = if *en == "source is missing" { 1 } else { changed };
        assert!(found.line == near || found.line == near + 1, "{wrong}: line {} instead of {near}", found.line);
    }
}

#[test]
fn a_tab_or_blank_before_a_line_does_no_harm() {
    let template = include_str!("../../data/TEMPLATE.toml");
    assert_eq!(check(&template.replace("hourly = ", "\thourly = ")), []);
    assert_eq!(check(&template.replace('\n', "\r\n")), []);
    assert_eq!(check(&format!("\u{feff}{template}")), []);
}

#[test]
fn the_column_is_told_where_it_helps() {
    let text = include_str!("../../data/TEMPLATE.toml").replacen("hourly = \"55.00\"", "hourly = \"55,00\"", 1);
    let problem = check(&text).remove(0);
    assert_eq!(problem.column, Some(10));
    assert!(problem.in_german().ends_with("schreiben Sie \"55.00\" (Spalte 10)"), "{}", problem.in_german());
    assert!(problem.in_english().ends_with("write \"55.00\" (column 10)"), "{}", problem.in_english());
}

#[test]
fn another_encoding_is_named_with_its_place() {
    // "für" in Windows-1252: 0xFC in the second line, fifteenth letter.
    let mut bytes = b"format = \"schedule/1\"\nsource = \"Satz f\xfcr 2027\"\n".to_vec();
    let problem = check_bytes(&bytes).remove(0);
    assert_eq!((problem.line, problem.column), (2, Some(17)));
    assert!(problem.reason_de.contains("Windows-1252") && problem.reason.contains("0xFC"), "{problem:?}");
    bytes.splice(0..0, [0xff, 0xfe]);
    assert_eq!(check_bytes(&bytes).remove(0).reason, "the file is stored as UTF-16. Store it as UTF-8.");
}

#[test]
fn files_are_held_against_each_other() {
    let first = include_str!("../../data/TEMPLATE.toml").to_owned();
    let id = first.lines().find_map(|line| line.strip_prefix("id = ")).unwrap_or_default().to_owned();
    let second = first.replacen(&format!("id = {id}"), "id = \"another-2027\"", 1);
    let twice = check_together(&[("a.toml", &first), ("b.toml", &first)]);
    assert_eq!(twice.len(), 1);
    assert!(twice[0].1.reason_de.contains("steht schon in a.toml"), "{twice:?}");
    let overlap = check_together(&[("a.toml", &first), ("b.toml", &second)]);
    assert!(overlap[0].1.reason_de.starts_with("Am 2027-01-01 gilt auch a.toml"), "{overlap:?}");
    assert!(overlap[0].1.reason.ends_with("Close the older file with valid_to."), "{overlap:?}");
    assert_eq!(overlap[0].0, 1);
    let closed = first.replacen("# valid_to = 2028-12-31", "valid_to = 2027-06-30", 1);
    let later = second.replacen("valid_from = 2027-01-01", "valid_from = 2027-07-01", 1);
    assert_eq!(check_together(&[("a.toml", &closed), ("b.toml", &later)]), []);
}
