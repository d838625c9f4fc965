//! What depends on notice in a schedule file: express requests, cancellation, absence.

use super::{
    because,
    desk::{self, Section, say},
    surcharges,
};
use crate::{
    cancellation::Class,
    schedule::{Absence, CancellationPay, CountedHours, Express, Hours, Ladder, Notice, Rung},
};

/// `[express]`: what a request at short notice costs more.
pub(super) fn express(root: &Section<'_, '_>) -> Option<Express> {
    let section = root.section("express")?;
    let under = hours_under(&section);
    if under.is_none() && !section.has("under_hours") {
        section
            .note(say("[express] braucht under_hours: unter wie vielen Stunden vorher.", "express needs under_hours"));
    }
    let pay = surcharges::pay(&section);
    let because = because(&section);
    section.finish();
    Some(Express { under: under?, pay: pay?, because })
}

/// `under_hours`, and if they are working hours, between which times of day they run.
fn hours_under(section: &Section<'_, '_>) -> Option<Hours> {
    let minutes = section.optional("under_hours", desk::hours);
    let from = section.optional("working_from", desk::minute_of_day);
    let to = section.optional("working_to", desk::minute_of_day);
    let counted = match (from, to) {
        (None, None) => CountedHours::Clock,
        (Some(from_minute), Some(to_minute)) if from_minute < to_minute => {
            CountedHours::Working { from_minute, to_minute }
        }
        _ => {
            section.note(say(
                "Arbeitsstunden brauchen working_from und danach working_to.",
                "working hours need working_from and, after it, working_to",
            ));
            CountedHours::Clock
        }
    };
    Some(Hours { minutes: minutes?, counted })
}

const CLASSES: &[(&str, Class)] = &[("early", Class::Early), ("late", Class::Late)];

/// `[[cancellation]]`: rungs in the order in which they are tried; the last one has no condition.
pub(super) fn ladder(root: &Section<'_, '_>) -> Option<Ladder> {
    let sections = root.sections("cancellation");
    let mut rungs: Vec<Rung> = Vec::new();
    for section in &sections {
        let rung = Rung {
            class: section.required_choice("class", CLASSES).unwrap_or(Class::Late),
            when: notice(section),
            pays: pays(section),
            because: because(section),
        };
        section.finish();
        if rungs.last().is_some_and(|earlier| earlier.when.is_none()) {
            section.note(say(
                "Diese Stufe kommt nie an die Reihe: Die davor hat keine Bedingung.",
                "this rung is never reached: the one before it has no condition",
            ));
        }
        rungs.push(rung);
    }
    match rungs.pop() {
        Some(otherwise) if otherwise.when.is_none() => Some(Ladder { head: rungs, otherwise }),
        _ => {
            let reason = say(
                "Das letzte [[cancellation]] darf keine Bedingung haben: Es sagt, was sonst gilt.",
                "the last [[cancellation]] must have no condition: it says what holds otherwise",
            );
            sections.last().unwrap_or(root).note(reason);
            None
        }
    }
}

fn notice(section: &Section<'_, '_>) -> Option<Notice> {
    let hours = hours_under(section).map(Notice::HoursUnder);
    let days = section.optional("within_days", desk::days).map(Notice::WithinDays);
    let days_before = section.optional("after_days_before", desk::days);
    let at = section.optional("after_time", desk::time_of_day);
    if section.has("after_days_before") != section.has("after_time") {
        section.note(say(
            "after_days_before und after_time gehören zusammen.",
            "after_days_before and after_time belong together",
        ));
    }
    let after = days_before.zip(at).map(|(days_before, at)| Notice::After { days_before, at });
    let said = [hours.is_some(), days.is_some(), after.is_some()];
    if said.into_iter().filter(|said| *said).count() > 1 {
        section.note(say(
            "Eine Stufe hat eine Bedingung: under_hours, within_days oder after_days_before mit after_time.",
            "a rung has one condition: under_hours, within_days, or after_days_before with after_time",
        ));
    }
    hours.or(days).or(after)
}

fn pays(section: &Section<'_, '_>) -> CancellationPay {
    let pays = CancellationPay {
        percent: section.optional("percent", desk::share).unwrap_or_default(),
        most_minutes: section.optional("most_minutes", desk::minutes),
        travel_minutes: section.optional("travel_minutes", desk::minutes).unwrap_or(0),
        travel_percent: section.optional("travel_percent", desk::share).unwrap_or_default(),
        proven_loss: section.optional("proven_loss", desk::boolean).unwrap_or(false),
    };
    if pays.proven_loss && !pays.percent.is_zero() {
        section
            .note(say("Entweder percent oder proven_loss, nicht beides.", "either percent or proven_loss, not both"));
    }
    pays
}

/// `[client_absent]`: `as_held = true`, or a share like a rung of the ladder.
pub(super) fn client_absent(root: &Section<'_, '_>) -> Option<Absence> {
    let Some(section) = root.section("client_absent") else {
        root.note(say("Der Abschnitt [client_absent] fehlt.", "the section [client_absent] is missing"));
        return None;
    };
    let as_held = section.optional("as_held", desk::boolean).unwrap_or(false);
    let absence = if as_held { Absence::AsHeld } else { Absence::Share(pays(&section), because(&section)) };
    section.finish();
    Some(absence)
}
