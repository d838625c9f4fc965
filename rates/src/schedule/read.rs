//! A schedule from TOML. Every mistake is noted with its line; `check` and reading are the same walk.

mod desk;
mod notice;
mod surcharges;
mod travel;

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use toml::de::DeTable;

pub use desk::Problem;
use desk::{Desk, Section};

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

/// Reads a schedule.
pub(crate) fn schedule(text: &str) -> Result<Schedule, Vec<Problem>> {
    let desk = Desk::new(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let line = error.span().map_or(1, |span| desk.line(span.start));
        desk.note(line, error.message());
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
        root.note_at("valid_to", "valid_to is before valid_from");
    }
    if figures == Some(Figures::Assumed) && note.is_none() {
        root.note_at("figures", "assumed figures need a note that says what is assumed");
    }
    match (vat.first(), valid_from) {
        (None, _) if !prices_include_vat => {
            root.note("say [[vat]] from when on which rate applies, or prices_include_vat = true");
        }
        (Some((first, _)), Some(from)) if from < *first => {
            root.note_at("vat", "the first rate of VAT begins after valid_from");
        }
        _ => {}
    }
    let promise = promise.unwrap_or(false);
    if promise && surcharges.as_ref().is_some_and(|rules| rules.split == super::Split::Minutes) {
        root.note_at(
            "more_time_never_costs_less",
            "cannot be promised where surcharges are split to the minute: the rounding of the whole is spread anew",
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
        root.note("the section [time] is missing");
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
        root.note("there is no rate: at least one [[rate]] is needed");
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
            section.note("this rate is never reached: an earlier row fits everything that it fits");
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
            section.note_at("from", "the rates of VAT must be written in the order of their dates");
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
