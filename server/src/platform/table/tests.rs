use super::*;
use crate::kernel::language::Language;
use crate::kernel::place::District;
use crate::platform::i18n::Locale;

const COLUMNS: &[Column] = &[
    Column::new("name", &["Name", "name"]),
    Column::new("language", &["Sprache", "language"]),
    Column::new("on", &["Datum", "date"]),
    Column::new("amount", &["Betrag", "amount"]).may_be_absent(),
];

#[derive(Debug, PartialEq)]
struct Line {
    name: String,
    language: &'static str,
    on: String,
    amount: Option<i64>,
}

fn read(bytes: &[u8]) -> Result<Vec<Line>, Vec<Problem>> {
    Table::parse(bytes, COLUMNS)?.read(|row| {
        let name = row.required("name", text(30));
        let language = row.required("language", Language::parse);
        let on = row.required("on", date);
        let amount = row.optional_cents("amount");
        row.unique(&["name"]);
        Some(Line { name: name?, language: language?.code(), on: on?.to_string(), amount: amount? })
    })
}

fn anna() -> Vec<Line> {
    vec![Line { name: "Änne Müller".to_owned(), language: "tr", on: "2027-03-04".to_owned(), amount: Some(123_450) }]
}

/// `line column value key` of each problem.
fn problems(bytes: &[u8]) -> Vec<String> {
    let told = |problem: Problem| {
        format!("{} {} [{}] {}", problem.line, problem.column.as_deref().unwrap_or("-"), problem.value, problem.why.key)
    };
    read(bytes).unwrap_err().into_iter().map(told).collect()
}

#[test]
fn the_same_line_is_read_from_every_kind_of_file() {
    let german = "Name;Sprache;Datum;Betrag\nÄnne Müller;Türkisch;04.03.2027;1.234,50\n";
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(german.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (kind, bytes) in [
        ("UTF-8", german.as_bytes().to_vec()),
        ("UTF-8 with byte order mark", [b"\xEF\xBB\xBF", german.as_bytes()].concat()),
        ("Windows-1252", encoding_rs::WINDOWS_1252.encode(german).0.into_owned()),
        ("UTF-16 as spreadsheets write Unicode text", utf16),
        ("CRLF", german.replace('\n', "\r\n").into_bytes()),
        ("CR", german.replace('\n', "\r").into_bytes()),
        ("no line end at the end", german.trim_end().as_bytes().to_vec()),
        ("tabs", german.replace(';', "\t").into_bytes()),
        ("announced separator", format!("sep=;\r\n{german}").into_bytes()),
        (
            "commas, English, ISO",
            b"amount,date,language,name\n1234.50,2027-03-04,Turkish,\xC3\x84nne M\xC3\xBCller\n".to_vec(),
        ),
        (
            "quoted",
            "\"Name\",\"Sprache\",\"Datum\",\"Betrag\"\n\"Änne Müller\",\"tr\",\"4.3.2027\",\"1.234,50 €\"\n".into(),
        ),
        ("emptied lines of a spreadsheet", format!("{german};;;\n\n;;;\n").into_bytes()),
        ("a column too many without a name", "Name;Sprache;Datum;Betrag;\nÄnne Müller;tr;04.03.2027;1234,5;\n".into()),
    ] {
        assert_eq!(read(&bytes), Ok(anna()), "{kind}");
    }
}

#[test]
fn a_file_that_is_no_table_is_refused_as_a_whole() {
    let too_large = vec![b'a'; MAX_BYTES + 1];
    for (kind, bytes, told) in [
        ("no bytes", &b""[..], "1 - [] table-empty"),
        ("a byte order mark only", b"\xEF\xBB\xBF", "1 - [] table-empty"),
        ("empty lines only", b"\r\n\r\n;;;\r\n", "1 - [] table-empty"),
        ("header only", b"Name;Sprache;Datum\n", "1 - [] table-header-only"),
        ("NUL", b"Name;Sprache;Datum\nAnna;tr;04.03.2027\nA\0b;tr;04.03.2027\n", "3 - [] table-nul"),
        ("a workbook", b"PK\x03\x04\x14\0\0\0", "1 - [] table-is-workbook"),
        (
            "says UTF-8 and isn't",
            b"\xEF\xBB\xBFName;Sprache;Datum\nM\xFCller;tr;04.03.2027\n",
            "2 - [] table-not-in-its-encoding",
        ),
        ("too large", &too_large, "1 - [] table-too-large"),
        (
            "quote never closed in the header",
            b"\"Name;Sprache;Datum\nAnna;tr;04.03.2027\n",
            "1 - [\"Name;Sprache;Datum\u{FFFD}Anna;tr;04.03.2027\u{FFFD}] table-unclosed-quote",
        ),
    ] {
        assert_eq!(problems(bytes), [told], "{kind}");
    }
    let hundred_megabytes = vec![b'x'; 100 * 1024 * 1024];
    assert_eq!(problems(&hundred_megabytes), ["1 - [] table-too-large"]);
    let many = format!("Name;Sprache;Datum\n{}", "A;tr;04.03.2027\n".repeat(MAX_LINES + 1));
    assert_eq!(problems(many.as_bytes()), ["50002 - [] table-too-many-lines"]);
}

#[test]
fn every_problem_is_told_with_the_line_an_editor_shows() {
    let file = "Name;Sprache;Datum;Betrag\n\
                Anna;Kurdisch;31.02.2027;12,5\n\
                \n\
                \"Berta\nzweite Zeile\";Klingonisch;04.03.2027;\n\
                ;tr;2027;abc\n\
                Carl;tr\n\
                anna;tr;04.03.2027;1.234\n\
                Dora;tr;04.03.2027;5;6\n";
    assert_eq!(
        problems(file.as_bytes()),
        [
            "2 Sprache [Kurdisch] language-collective",
            "2 Datum [31.02.2027] table-date-impossible",
            "4 Sprache [Klingonisch] language-unknown",
            "6 Name [] table-required",
            "6 Datum [2027] table-date-form",
            "6 Betrag [abc] table-money-form",
            "7 - [Carl] table-too-few-cells",
            "8 Name [anna] table-not-unique",
            "9 - [Dora] table-too-many-cells",
        ]
    );
}

#[test]
fn a_header_is_checked_together_with_the_lines() {
    let file = "Name;Spracche;Name;Bemerkung\nAnna;tr;Anna;\n;tr;;\n";
    assert_eq!(
        problems(file.as_bytes()),
        [
            "1 Sprache [] table-column-missing",
            "1 Datum [] table-column-missing",
            "1 Spracche [Spracche] table-column-unknown-suggestion",
            "1 Name [Name] table-column-twice",
            "1 Bemerkung [Bemerkung] table-column-unknown",
            "3 Name [] table-required",
        ]
    );
}

#[test]
fn damaged_letters_and_open_quotes_are_told() {
    let file = "Name;Sprache;Datum\nM\u{FFFD}ller;tr;04.03.2027\nMÃ¼ller;tr;04.03.2027\nAnna;tr;04.03.2027\nBerta;\"tr;04.03.2027\nCarl;tr;04.03.2027\n";
    let told = problems(file.as_bytes());
    assert_eq!(told[..2], ["2 - [M\u{FFFD}ller] table-character-lost", "3 - [MÃ¼ller] table-garbled"]);
    assert!(told[2].starts_with("5 - [\"tr;04.03.2027") && told[2].ends_with("table-unclosed-quote"), "{}", told[2]);
    assert_eq!(told.len(), 3);
}

#[test]
fn long_values_are_shortened_and_control_signs_made_visible() {
    let file = format!("Name;Sprache;Datum\n{};tr;04.03.2027\na\u{7}b\u{202E}c;tr;04.03.2027\n", "x".repeat(50));
    assert_eq!(
        problems(file.as_bytes()),
        [
            format!("2 Name [{}…] table-text-too-long", "x".repeat(40)),
            "3 Name [a\u{FFFD}b\u{FFFD}c] table-control-character".to_owned()
        ]
    );
}

#[test]
fn dates() {
    for (written, expected) in [
        ("04.03.2027", Ok("2027-03-04")),
        ("4.3.2027", Ok("2027-03-04")),
        ("4. 3. 2027", Ok("2027-03-04")),
        ("2027-03-04", Ok("2027-03-04")),
        ("2027-03-04T00:00:00", Ok("2027-03-04")),
        ("04.03.2027 00:00", Ok("2027-03-04")),
        ("29.02.2028", Ok("2028-02-29")),
        ("29.02.2027", Err("table-date-impossible")), // no leap year
        ("31.04.2027", Err("table-date-impossible")), // April has 30 days
        ("04.13.2027", Err("table-date-impossible")), // no such month
        ("04.03.0027", Err("table-date-impossible")), // a slip, not a year
        ("04.03.27", Err("table-date-short-year")),   // which century?
        ("03/04/2027", Err("table-date-form")),       // March or April?
        ("2027-03", Err("table-date-form")),
        ("2027-03-04 14:00", Err("table-date-form")), // an instant, not a date
        ("4.März 2027", Err("table-date-form")),
        ("46085", Err("table-date-form")), // the number a spreadsheet keeps inside
        ("-4.3.2027", Err("table-date-form")),
        ("+4.3.2027", Err("table-date-form")),
        ("morgen", Err("table-date-form")),
    ] {
        let read = date(written).map(|date| date.to_string()).map_err(|why| why.key);
        assert_eq!(read.as_deref(), expected.as_ref().copied(), "{written}");
    }
}

#[test]
fn times() {
    for (written, expected) in [
        ("14:00", Ok("14:00:00")),
        ("14.00", Ok("14:00:00")),
        ("8:30", Ok("08:30:00")),
        ("08:30:00", Ok("08:30:00")),
        ("14 Uhr", Ok("14:00:00")),
        ("14.30 Uhr", Ok("14:30:00")),
        ("14:30 UHR", Ok("14:30:00")),
        ("00:00", Ok("00:00:00")),
        ("14", Err("table-time-form")),          // may be a number of minutes
        ("1400", Err("table-time-form")),        // may be anything
        ("14:5", Err("table-time-form")),        // 14:05 or 14:50
        ("14:00:30", Err("table-time-form")),    // nobody agrees on seconds
        ("2 pm", Err("table-time-form")),        // not written here
        ("24:00", Err("table-time-impossible")), // the next day's 00:00
        ("14:60", Err("table-time-impossible")),
        ("-1:00", Err("table-time-form")),
        ("Uhr", Err("table-time-form")),
    ] {
        let read = time(written).map(|time| time.to_string()).map_err(|why| why.key);
        assert_eq!(read.as_deref(), expected.as_ref().copied(), "{written}");
    }
}

#[test]
fn amounts() {
    for (written, expected) in [
        ("1.234,50", Ok(123_450)),
        ("1234,50", Ok(123_450)),
        ("1234.50", Ok(123_450)),
        ("1,234.50", Ok(123_450)),
        ("1.234,50 €", Ok(123_450)),
        ("€ 1,234.50", Ok(123_450)),
        ("1 234,5 EUR", Ok(123_450)),
        ("1\u{202F}234,50\u{A0}€", Ok(123_450)),
        ("50,-", Ok(5_000)),
        ("50,– €", Ok(5_000)),
        ("1234", Ok(123_400)),
        ("1.234.567", Ok(123_456_700)),
        ("1.234.567,89", Ok(123_456_789)),
        ("0,5", Ok(50)),
        ("-12,00", Ok(-1_200)),
        ("0", Ok(0)),
        ("1.234", Err("table-money-ambiguous")), // 1,234 thousand or 1.23?
        ("1,234", Err("table-money-ambiguous")),
        ("183.000", Err("table-money-ambiguous")),
        ("0.123", Err("table-money-decimals")), // a tenth of a cent doesn't exist
        ("1,2345", Err("table-money-decimals")),
        ("1.234,567", Err("table-money-decimals")),
        ("12.34.56", Err("table-money-form")), // no groups of three
        ("1.23,45", Err("table-money-form")),
        ("12 34", Err("table-money-form")),
        ("1,5.0,0", Err("table-money-form")),
        ("12,", Err("table-money-form")),
        (",50", Err("table-money-form")),
        ("12 $", Err("table-money-form")),
        ("1e3", Err("table-money-form")),
        ("", Err("table-money-form")),
        ("€", Err("table-money-form")),
        ("--5", Err("table-money-form")),
        ("99999999999999", Err("table-money-too-large")),
    ] {
        assert_eq!(cents(written, None).map_err(|why| why.key), expected, "{written}");
    }
}

#[test]
fn an_ambiguous_amount_is_decided_by_its_column_alone() {
    for (column, expected) in [
        (&["1.234", "1.234,50"][..], Ok(vec![123_400, 123_450])), // the comma stands before cents
        (&["1,234", "12.5"], Ok(vec![123_400, 1_250])),           // the point does
        (&["1.234", "200"], Err("table-money-ambiguous")),        // nothing shows it
        (&["1.234", "1,5", "1.5"], Err("table-money-ambiguous")), // the column contradicts itself
        (&["1.234", "12.5"], Err("table-money-decimals")),        // 1.234 with a decimal point
    ] {
        let lines: String =
            column.iter().enumerate().map(|(n, amount)| format!("N{n};tr;04.03.2027;{amount}\n")).collect();
        let amounts = read(format!("Name;Sprache;Datum;Betrag\n{lines}").as_bytes())
            .map(|lines| lines.into_iter().filter_map(|line| line.amount).collect::<Vec<_>>())
            .map_err(|problems| problems[0].why.key);
        assert_eq!(amounts, expected, "{column:?}");
    }
}

#[test]
fn yes_and_no_numbers_and_choices() {
    for (written, expected) in [
        ("ja", Some(true)),
        ("X", Some(true)),
        ("Yes", Some(true)),
        ("NEIN", Some(false)),
        ("-", Some(false)),
        ("no", Some(false)),
        ("vielleicht", None),
        ("2", None),
    ] {
        assert_eq!(yes_or_no(written).ok(), expected, "{written}");
    }
    let minutes = whole(0, 240);
    for (written, expected) in [
        ("60", Ok(60)),
        ("0", Ok(0)),
        ("241", Err("table-number-range")),
        ("-1", Err("table-number-range")),
        ("1,5", Err("table-number-form")),
        ("60 min", Err("table-number-form")),
    ] {
        assert_eq!(minutes(written).map_err(|why| why.key), expected, "{written}");
    }
    let delivery = choice(&[('o', &["vor Ort", "on site"]), ('p', &["Telefon", "phone"])]);
    for (written, expected) in [
        ("Vor-Ort", Ok('o')),
        ("ON SITE", Ok('o')),
        ("telefon", Ok('p')),
        ("Telephon", Err("table-choice-suggestion")),
        ("Brief", Err("table-choice")),
    ] {
        assert_eq!(delivery(written).map_err(|why| why.key), expected, "{written}");
    }
    let languages = many(Language::parse);
    assert_eq!(languages("ar| Dari |ku").unwrap().len(), 3);
    assert_eq!(languages("ar||ku").unwrap_err().key, "language-unknown");
}

#[test]
fn reasons_name_languages_in_the_language_of_their_reader() {
    let why: Why = Language::parse("Kurdisch").unwrap_err().into();
    let said = |locale| why.sentence(locale).replace(['\u{2068}', '\u{2069}'], "");
    assert!(said(Locale::De).ends_with("für eine: Kurmanci, Sorani."), "{}", said(Locale::De));
    assert!(said(Locale::En).ends_with("choose one: Northern Kurdish, Central Kurdish."));
    let why: Why = District::parse("Feuerbch").unwrap_err().into();
    assert_eq!(why, Why::of("table-district-unknown-suggestion").text("suggestion", "Feuerbach"));
}

/// Every sentence that this module, or a reader of tables, can ask for stands in both languages, and no other does.
#[test]
fn every_reason_has_its_sentence_in_german_and_english() {
    let sources = [
        include_str!("mod.rs"),
        include_str!("why.rs"),
        include_str!("decode.rs"),
        include_str!("scan.rs"),
        include_str!("row.rs"),
        include_str!("money.rs"),
        include_str!("values.rs"),
        include_str!("../../shell/import/values.rs"),
        include_str!("../../shell/import/interpreters.rs"),
        include_str!("../../shell/import/requests.rs"),
        include_str!("../../shell/import/budgets.rs"),
    ];
    let quoted = |text: &str| text.split('"').filter(|part| is_key(part)).map(str::to_owned).collect::<Vec<_>>();
    let used: std::collections::BTreeSet<String> = sources.iter().flat_map(|source| quoted(source)).collect();
    for (locale, table, language) in [
        (
            "de",
            include_str!("../../../../web/locales/de/table.ftl"),
            include_str!("../../../../web/locales/de/language.ftl"),
        ),
        (
            "en",
            include_str!("../../../../web/locales/en/table.ftl"),
            include_str!("../../../../web/locales/en/language.ftl"),
        ),
    ] {
        let said: std::collections::BTreeSet<String> = [table, language]
            .iter()
            .flat_map(|file| file.lines())
            .filter_map(|line| line.split_once(" =").map(|(key, _)| key.to_owned()))
            .filter(|key| is_key(key) && !key.starts_with("table-heading"))
            .collect();
        assert_eq!(used, said, "{locale}");
    }
}

fn is_key(text: &str) -> bool {
    let prefixed = text.starts_with("table-") || text.starts_with("language-");
    prefixed && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}
