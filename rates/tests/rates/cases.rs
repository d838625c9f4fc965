//! The worked examples of `rates/cases`: plain text that a clerk can read and extend. How to write one is explained in
//! `docs/rates.md`. A mistake is shown with file and line.

mod parse;

use std::{fs, path::Path};

use parse::{Case, Expected, ExpectedLine};
use rates::{Catalog, Quote, QuoteLine, Schedule, quote};

/// Works every example below a folder of the crate, and says how many there were.
fn work(catalog: &Catalog, folder: &str) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|kind| kind == "txt"));
    files.sort();
    let (mut mistakes, mut count) = (Vec::new(), 0);
    for file in &files {
        let name = file.file_name().unwrap().to_string_lossy();
        let text = fs::read_to_string(file).unwrap();
        match parse::cases(&text) {
            Ok(cases) => {
                count += cases.len();
                mistakes.extend(cases.iter().filter_map(|case| {
                    let reason = run(catalog, case).err()?;
                    Some(format!("{name}:{}: {}: {reason}", case.line, case.title))
                }));
            }
            Err((line, reason)) => mistakes.push(format!("{name}:{line}: {reason}")),
        }
    }
    assert!(mistakes.is_empty(), "\n{}", mistakes.join("\n"));
    count
}

#[test]
fn worked_examples_come_out_as_written() {
    let count = work(Catalog::builtin(), "cases");
    assert!(count >= 60, "only {count} worked examples were found");
}

/// Four cities that the program does not know, written as files only from the template, with examples worked out by hand.
#[test]
fn a_ninth_city_needs_a_file_only() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ninth");
    let mut catalog = Catalog::default();
    for entry in fs::read_dir(&folder).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_some_and(|kind| kind == "toml") {
            let schedule = Schedule::from_toml(&fs::read_to_string(&file).unwrap());
            catalog.add(schedule.unwrap_or_else(|problems| panic!("{}: {problems:?}", file.display()))).unwrap();
        }
    }
    assert_eq!(catalog.iter().count(), 4);
    assert!(work(&catalog, "tests/ninth") >= 35);
}

/// The text of each schedule can be found by its id.
#[test]
fn a_schedule_is_in_the_file_of_its_name() {
    for schedule in Catalog::builtin().iter() {
        let text = Catalog::source_text(&schedule.id).unwrap_or_else(|| panic!("no file {}.toml", schedule.id));
        assert_eq!(Schedule::from_toml(text).unwrap().id, schedule.id);
    }
}

/// Each schedule that comes with the program is worked at least once.
#[test]
fn no_schedule_is_without_an_example() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let texts: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap()).collect();
    let worked: Vec<Case> = texts.iter().flat_map(|text| parse::cases(text).unwrap()).collect();
    for schedule in Catalog::builtin().iter() {
        assert!(worked.iter().any(|case| case.schedule == schedule.id), "{} has no worked example", schedule.id);
    }
}

fn run(catalog: &Catalog, case: &Case) -> Result<(), String> {
    case.facts.check().map_err(|error| error.to_string()).or_else(|error| match &case.expected {
        Expected::Refused(_) => Ok(()),
        Expected::Lines { .. } => Err(error),
    })?;
    let schedule = catalog.by_id(&case.schedule).ok_or(format!("no schedule {}", case.schedule))?;
    match (&case.expected, quote(schedule, &case.facts)) {
        (Expected::Refused(why), Err(error)) if error.to_string().contains(why) => Ok(()),
        (Expected::Refused(why), Err(error)) => Err(format!("refused with \"{error}\", expected \"{why}\"")),
        (Expected::Refused(_), Ok(quote)) => Err(format!("was not refused:\n{}", shown(&quote))),
        (Expected::Lines { .. }, Err(error)) => Err(error.to_string()),
        (Expected::Lines { lines, net, gross }, Ok(quote)) => {
            let same = lines.len() == quote.lines.len() && lines.iter().zip(&quote.lines).all(is_same);
            let gross = gross.as_ref().unwrap_or(net);
            let sums = quote.net.to_string() == *net && quote.gross.to_string() == *gross;
            if same && sums { Ok(()) } else { Err(format!("came out as\n{}", shown(&quote))) }
        }
    }
}

fn is_same((expected, line): (&ExpectedLine, &QuoteLine)) -> bool {
    expected.quantity == line.quantity
        && expected.unit == line.unit.name()
        && expected.unit_price == line.unit_price
        && expected.amount == line.amount.to_string()
}

fn shown(quote: &Quote) -> String {
    let mut text = String::new();
    for line in &quote.lines {
        let price = line.unit_price.normalize();
        text += &format!(
            "    {:>8} {:<4} at {:>8} {:>9}   {}: {}\n",
            line.quantity.to_string(),
            line.unit.name(),
            price.to_string(),
            line.amount.to_string(),
            line.rule,
            line.because.en()
        );
    }
    text + &format!("    total {}, vat {}, gross {}", quote.net, quote.vat, quote.gross)
}
