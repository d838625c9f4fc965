//! A schedule from TOML. Every mistake is noted with its line; `check` and reading are the same walk.

mod desk;
mod notice;
mod spelling;
mod surcharges;
mod syntax;
mod travel;

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use toml::de::DeTable;

pub use desk::Problem;
use desk::{Desk, Place, Section, say};

use super::{CountedFrom, Figures, RateRow, Schedule, TimeRule};
use crate::{
    facts::{Delivery, Group},
    holidays::Land,
    money::Currency,
};

const FORMAT: &[(&str, ())] = &[("schedule/1", ())];
const CURRENCIES: &[(&str, Currency)] = &[("EUR", Currency::Eur), ("CHF", Currency::Chf)];
const FIGURES: &[(&str, Figures)] = &[("official", Figures::Official), ("assumed", Figures::Assumed)];
const DISTANCES: &[(&str, bool)] = &[("one_way", true), ("return", false)];
const COUNTED_FROM: &[(&str, CountedFrom)] =
    &[("agreed", CountedFrom::Agreed), ("actual", CountedFrom::Actual), ("earlier", CountedFrom::Earlier)];

/// All mistakes in the text of a schedule file, in the order of its lines; none if it can be used.
pub fn check(toml_text: &str) -> Vec<Problem> {
    schedule(toml_text).err().unwrap_or_default()
}

/// The same for a file as it lies on the disk: a text in another encoding is a mistake with a place as well.
pub fn check_bytes(bytes: &[u8]) -> Vec<Problem> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let reason = say(
            "Die Datei ist in UTF-16 gespeichert. Speichern Sie sie als UTF-8.",
            "the file is stored as UTF-16. Store it as UTF-8.",
        );
        return vec![Problem::new(1, None, reason)];
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => check(text),
        Err(error) => {
            let before = bytes.get(..error.valid_up_to()).and_then(|bytes| std::str::from_utf8(bytes).ok());
            let place = Desk::new(before.unwrap_or_default()).place(error.valid_up_to());
            let byte = bytes.get(error.valid_up_to()).copied().unwrap_or_default();
            let reason = say(
                format!(
                    "Hier steht ein Zeichen, das kein UTF-8 ist (0x{byte:02X}), vermutlich ein Umlaut aus Windows-1252. Speichern Sie die Datei als UTF-8."
                ),
                format!(
                    "a character here is not UTF-8 (0x{byte:02X}), probably an umlaut of Windows-1252. Store the file as UTF-8."
                ),
            );
            vec![Problem::new(place.line, place.column(), reason)]
        }
    }
}

/// What is wrong between files that are right each by itself: the same id twice, or two of one series on one day. Each is
/// `(name, text)`; gives the place in the file in which it was noticed.
pub fn check_together(files: &[(&str, &str)]) -> Vec<(usize, Problem)> {
    let mut known: Vec<(&str, Schedule)> = Vec::new();
    let mut problems = Vec::new();
    for (number, (name, text)) in files.iter().enumerate() {
        let Ok(one) = schedule(text) else { continue };
        let line = |key: &str| {
            let begins =
                |line: &str| line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
            text.lines().position(begins).map_or(1, |line| line + 1)
        };
        for (other_name, other) in &known {
            let first = one.valid_from.max(other.valid_from);
            if one.id == other.id {
                let reason = say(
                    format!("Die id \"{}\" steht schon in {other_name}; jede Datei braucht ihre eigene.", one.id),
                    format!("the id \"{}\" stands in {other_name} already; each file needs its own.", one.id),
                );
                problems.push((number, Problem::new(line("id"), None, reason)));
            } else if one.series == other.series && one.is_valid_on(first) && other.is_valid_on(first) {
                let reason = say(
                    format!(
                        "Am {first} gilt auch {other_name}, aus derselben Reihe \"{}\". Schließen Sie die ältere Datei mit valid_to.",
                        one.series
                    ),
                    format!(
                        "{other_name} of the same series \"{}\" is valid on {first} as well. Close the older file with valid_to.",
                        one.series
                    ),
                );
                problems.push((number, Problem::new(line("valid_from"), None, reason)));
            }
        }
        known.push((name, one));
    }
    problems
}

/// Reads a schedule.
pub(crate) fn schedule(text: &str) -> Result<Schedule, Vec<Problem>> {
    // A byte order mark is no part of the text; some editors write one.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let desk = Desk::new(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let place = error.span().map_or(Place::line(1), |span| desk.place(span.start));
        desk.note(place, syntax::reason(desk.text_of(place.line), error.message()));
    }
    let read = read(&Section::root(&desk, table.get_ref()));
    match (read, desk.problems()) {
        (Some(schedule), problems) if problems.is_empty() => Ok(schedule),
        (_, problems) => Err(problems),
    }
}

/// Reads every part before it gives up on any, so that all mistakes are found in one go.
fn read(root: &Section<'_, '_>) -> Option<Schedule> {
    root.required_choice("format", FORMAT);
    let id = root.required("id", desk::word);
    let series = root.required("series", desk::word);
    let title = root.required("title", desk::bilingual);
    let valid_from = root.required("valid_from", desk::date);
    let valid_to = root.optional("valid_to", desk::date);
    let figures = root.required_choice("figures", FIGURES);
    let legal_basis = root.required("legal_basis", desk::text);
    let source = root.required("source", desk::text);
    let note = root.optional("note", desk::bilingual);
    let currency = root.required_choice("currency", CURRENCIES);
    let holidays = root.choice("holidays", &Land::ALL.map(|(land, code)| (code, land)));
    let distances_one_way = root.choice("distances", DISTANCES);
    let promise = root.optional("more_time_never_costs_less", desk::boolean);
    let time = time(root);
    let rates = rates(root);
    let zones = root.optional("zones", desk::words).unwrap_or_default();
    let travel = travel::travel(root, distances_one_way.is_some(), &zones);
    let surcharges = surcharges::surcharges(root);
    let express = notice::express(root);
    let ladder = notice::ladder(root);
    let client_absent = notice::client_absent(root);
    let prices_include_vat = root.optional("prices_include_vat", desk::boolean).unwrap_or(false);
    let vat = vat(root);
    root.finish();

    if let (Some(from), Some(to)) = (valid_from, valid_to)
        && to < from
    {
        root.note_at(
            "valid_to",
            say(
                "valid_to liegt vor valid_from: Der letzte Tag muss nach dem ersten kommen.",
                "valid_to is before valid_from: the last day must come after the first.",
            ),
        );
    }
    if figures == Some(Figures::Assumed) && note.is_none() {
        root.note_at(
            "figures",
            say(
                "Angenommene Zahlen (assumed) brauchen eine note, die sagt, was angenommen ist.",
                "assumed figures need a note that says what is assumed",
            ),
        );
    }
    match (vat.first(), valid_from) {
        (None, _) if !prices_include_vat => {
            root.note(say("Es fehlt, ab wann welcher Umsatzsteuersatz gilt: [[vat]] mit from und percent, oder prices_include_vat = true.", "say [[vat]] from when on which rate applies, or prices_include_vat = true"));
        }
        (Some((first, _)), Some(from)) if from < *first => {
            root.note_at(
                "vat",
                say(
                    "Der erste Umsatzsteuersatz beginnt erst nach valid_from; er muss spätestens am ersten Tag gelten.",
                    "the first rate of VAT begins after valid_from; it must hold from the first day at the latest",
                ),
            );
        }
        _ => {}
    }
    let promise = promise.unwrap_or(false);
    if promise && surcharges.as_ref().is_some_and(|rules| rules.split == super::Split::Minutes) {
        root.note_at(
            "more_time_never_costs_less",
            say("Das lässt sich nicht versprechen, wo Zuschläge minutengenau geteilt werden (split = \"minutes\"): Die Rundung des Ganzen wird neu verteilt.", "cannot be promised where surcharges are split to the minute: the rounding of the whole is spread anew"),
        );
    }
    Some(Schedule {
        id: id?,
        series: series?,
        title: title?.as_ref().clone(),
        valid_from: valid_from?,
        valid_to,
        figures: figures?,
        legal_basis: legal_basis?,
        source: source?,
        note: note.map(|note| note.as_ref().clone()),
        currency: currency?,
        holidays: holidays.unwrap_or_default(),
        more_time_never_costs_less: promise,
        time: time?,
        rates,
        zones,
        travel,
        distances_one_way: distances_one_way.unwrap_or(false),
        surcharges: surcharges?,
        express,
        ladder: ladder?,
        client_absent: client_absent?,
        prices_include_vat,
        vat,
    })
}

fn time(root: &Section<'_, '_>) -> Option<TimeRule> {
    let Some(time) = root.section("time") else {
        root.note(say("Der Abschnitt [time] fehlt.", "the section [time] is missing"));
        return None;
    };
    let counted_from = time.required_choice("counted_from", COUNTED_FROM);
    let first_minutes = time.required("first_minutes", desk::block);
    let step_minutes = time.required("step_minutes", desk::block);
    let breaks_paid = time.optional("breaks_paid", desk::boolean).unwrap_or(false);
    let unused_percent = time.optional("unused_percent", desk::share).unwrap_or_default();
    time.finish();
    Some(TimeRule {
        counted_from: counted_from?,
        first_minutes: first_minutes?,
        step_minutes: step_minutes?,
        breaks_paid,
        unused_percent,
    })
}

fn rates(root: &Section<'_, '_>) -> Vec<RateRow> {
    let sections = root.sections("rate");
    if sections.is_empty() {
        root.note(say(
            "Es gibt keinen Satz: Mindestens ein [[rate]] ist nötig.",
            "there is no rate: at least one [[rate]] is needed",
        ));
    }
    let mut rows: Vec<RateRow> = Vec::new();
    for section in &sections {
        let row = RateRow {
            group: section.choice("group", Group::NAMES),
            trained: section.optional("trained", desk::boolean),
            class: section.optional("class", desk::word),
            delivery: section.choice("delivery", Delivery::NAMES),
            hourly: section.required("hourly", desk::amount).unwrap_or_default(),
            first: section.optional("first", desk::amount),
            first_minutes: section.optional("first_minutes", desk::block),
            step_minutes: section.optional("step_minutes", desk::block),
            by_agreement: section.optional("by_agreement", desk::boolean).unwrap_or(false),
        };
        section.finish();
        if rows.iter().any(|earlier| earlier.covers(&row)) {
            section.note(say("Dieser Satz kommt nie an die Reihe: Eine frühere Zeile passt auf alles, worauf er passt. Stellen Sie den genaueren Satz davor.", "this rate is never reached: an earlier row fits everything that it fits. Put the more exact one before it."));
        }
        rows.push(row);
    }
    rows
}

impl RateRow {
    /// Does this row fit whatever the other one fits?
    fn covers(&self, other: &RateRow) -> bool {
        fn open<T: PartialEq>(one: &Option<T>, other: &Option<T>) -> bool {
            one.is_none() || one == other
        }
        open(&self.group, &other.group)
            && open(&self.trained, &other.trained)
            && open(&self.class, &other.class)
            && open(&self.delivery, &other.delivery)
    }
}

/// VAT rates in the order of their dates.
fn vat(root: &Section<'_, '_>) -> Vec<(NaiveDate, Decimal)> {
    let mut rates = Vec::new();
    for section in root.sections("vat") {
        let from = section.required("from", desk::date);
        let percent = section.required("percent", desk::share);
        section.finish();
        let (Some(from), Some(percent)) = (from, percent) else { continue };
        if rates.last().is_some_and(|(earlier, _)| from <= *earlier) {
            section.note_at(
                "from",
                say(
                    "Die Umsatzsteuersätze müssen in der Reihenfolge ihrer Tage stehen.",
                    "the rates of VAT must be written in the order of their dates",
                ),
            );
        }
        rates.push((from, percent));
    }
    rates
}

/// A shared sentence that must be there.
fn because(section: &Section<'_, '_>) -> Arc<crate::Bilingual> {
    let empty = || Arc::new(crate::Bilingual::new("", ""));
    section.required("because", desk::bilingual).unwrap_or_else(empty)
}
