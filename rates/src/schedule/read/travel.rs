//! The travel rules of a schedule file.

use rust_decimal::Decimal;

use super::{
    because,
    desk::{self, Section, say},
};
use crate::schedule::{TravelPay, TravelRule};

#[derive(Clone, Copy)]
enum TravelKind {
    Flat,
    PerKilometer,
    TimeWithSession,
    Time,
    TimeTable,
    DistanceTable,
    Tickets,
}

const TRAVEL_KINDS: &[(&str, TravelKind)] = &[
    ("flat", TravelKind::Flat),
    ("per_km", TravelKind::PerKilometer),
    ("time_with_session", TravelKind::TimeWithSession),
    ("time", TravelKind::Time),
    ("time_table", TravelKind::TimeTable),
    ("distance_table", TravelKind::DistanceTable),
    ("tickets", TravelKind::Tickets),
];

/// All `[[travel]]` rules.
pub(super) fn travel(root: &Section<'_, '_>, distances_said: bool, zones: &[String]) -> Vec<TravelRule> {
    let mut rules = Vec::new();
    for section in root.sections("travel") {
        let kind = section.required_choice("pays", TRAVEL_KINDS);
        let by_distance =
            section.has("from_km") || section.has("under_km") || matches!(kind, Some(TravelKind::DistanceTable));
        if by_distance && !distances_said {
            section.note(say("Diese Regel hängt von der Entfernung ab: Sagen Sie oben distances = \"one_way\" (einfach) oder \"return\" (hin und zurück).", "this rule depends on distance: say distances = \"one_way\" or \"return\" at the top"));
        }
        let rule = TravelRule {
            zones: section.optional("zones", desk::words).unwrap_or_default(),
            from_km: section.optional("from_km", desk::amount),
            under_km: section.optional("under_km", desk::amount),
            once_a_day: section.optional("once_a_day", desk::boolean).unwrap_or(false),
            because: because(&section),
            pays: kind.map_or(TravelPay::Tickets { most: None }, |kind| travel_pay(&section, kind)),
        };
        if kind.is_some() {
            section.finish();
        }
        for stranger in rule.zones.iter().filter(|zone| !zones.contains(zone)) {
            section.note_at(
                "zones",
                say(
                    format!("Die Zone \"{stranger}\" steht nicht oben in der Liste zones."),
                    format!("zone \"{stranger}\" is not in the list zones at the top"),
                ),
            );
        }
        rules.push(rule);
    }
    rules
}

fn travel_pay(section: &Section<'_, '_>, kind: TravelKind) -> TravelPay {
    let amount = || section.required("amount", desk::amount).unwrap_or_default();
    let most = || section.optional("most", desk::amount);
    let most_minutes = || section.optional("most_minutes", desk::minutes);
    let step_minutes = || section.required("step_minutes", desk::block).unwrap_or(1);
    match kind {
        TravelKind::Flat => TravelPay::Flat { amount: amount() },
        TravelKind::PerKilometer => TravelPay::PerKilometer {
            amount: amount(),
            begun: section.optional("begun", desk::boolean).unwrap_or(false),
            most: most(),
        },
        TravelKind::TimeWithSession => TravelPay::TimeWithSession { most_minutes: most_minutes() },
        TravelKind::Time => TravelPay::Time {
            hourly: section.optional("hourly", desk::amount),
            step_minutes: step_minutes(),
            most_minutes: most_minutes(),
            most: most(),
        },
        TravelKind::TimeTable => TravelPay::TimeTable { rows: time_rows(section) },
        TravelKind::DistanceTable => TravelPay::DistanceTable { rows: distance_rows(section) },
        TravelKind::Tickets => TravelPay::Tickets { most: most() },
    }
}

fn time_rows(section: &Section<'_, '_>) -> Vec<(i64, Decimal)> {
    let mut rows: Vec<(i64, Decimal)> = Vec::new();
    for row in section.sections("rows") {
        let from_minutes = row.required("from_minutes", desk::minutes).unwrap_or_default();
        let amount = row.required("amount", desk::amount).unwrap_or_default();
        row.finish();
        if rows.last().is_some_and(|(earlier, _)| from_minutes <= *earlier) {
            row.note(say(
                "Die Zeilen müssen in der Reihenfolge ihrer Minuten stehen und dürfen sich nicht überschneiden.",
                "the rows must be written in the order of their minutes",
            ));
        }
        rows.push((from_minutes, amount));
    }
    if rows.is_empty() {
        section.note(say(
            "Eine time_table braucht rows = [{ from_minutes = 0, amount = \"…\" }].",
            "a time_table needs rows = [{ from_minutes = 0, amount = \"…\" }]",
        ));
    }
    rows
}

fn distance_rows(section: &Section<'_, '_>) -> Vec<(Decimal, Decimal)> {
    let mut rows: Vec<(Decimal, Decimal)> = Vec::new();
    for row in section.sections("rows") {
        let up_to_km = row.required("up_to_km", desk::amount).unwrap_or_default();
        let amount = row.required("amount", desk::amount).unwrap_or_default();
        row.finish();
        if rows.last().is_some_and(|(earlier, _)| up_to_km <= *earlier) {
            row.note(say(
                "Die Zeilen müssen in der Reihenfolge ihrer Entfernungen stehen und dürfen sich nicht überschneiden.",
                "the rows must be written in the order of their distances",
            ));
        }
        rows.push((up_to_km, amount));
    }
    if rows.is_empty() {
        section.note(say(
            "Eine distance_table braucht rows = [{ up_to_km = \"…\", amount = \"…\" }].",
            "a distance_table needs rows = [{ up_to_km = \"…\", amount = \"…\" }]",
        ));
    }
    rows
}
