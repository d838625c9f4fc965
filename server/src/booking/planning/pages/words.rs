//! What is said about plans and their sessions.

use crate::{
    booking::planning::{
        entry::{Entry, OpenReason},
        plan::{PlanStatus, Span, Standing},
        queries::PlanView,
    },
    kernel::{language::Language, message::Message},
    platform::render::PageContext,
};

/// From the first day to the last.
pub(in crate::booking::planning) fn span(page: &PageContext, span: Span) -> String {
    if span.from == span.to {
        page.date(span.from)
    } else {
        page.t2("planning-span", "from", page.date(span.from), "to", page.date(span.to))
    }
}

pub(in crate::booking::planning) fn tone(status: PlanStatus) -> &'static str {
    match status {
        PlanStatus::Waiting | PlanStatus::Running => "info",
        PlanStatus::Made => "success",
        PlanStatus::Failed => "warning",
    }
}

/// How good a plan is proven to be, in a sentence. Empty before anything is known.
pub(in crate::booking::planning) fn proof(page: &PageContext, standing: &Standing, status: PlanStatus) -> String {
    match standing.gap_basis_points() {
        None => String::new(),
        Some(_) if status == PlanStatus::Failed => String::new(),
        Some(0) => page.t("planning-proof-best"),
        Some(gap) => page.t1("planning-proof-gap", "gap", page.percent(gap)),
    }
}

/// Why nobody takes a session; none when somebody does.
pub(in crate::booking::planning) fn why(page: &PageContext, entry: &Entry) -> Option<String> {
    let why = entry.facts.why?;
    let tally = entry.facts.tally;
    let count = match why {
        OpenReason::NobodyQualified => tally.speak,
        OpenReason::NobodyFree => tally.qualified,
        OpenReason::WeeklyCap => tally.free,
        OpenReason::SaidNo => tally.within_cap,
        OpenReason::Budget => tally.willing,
        OpenReason::Outweighed => tally.affordable,
        OpenReason::NobodySpeaks | OpenReason::NoMoneyYet => 0,
    };
    Some(page.t1(format!("planning-why-{}", why.name().replace('_', "-")), "count", count))
}

/// How a session stood when the plan was made.
pub(in crate::booking::planning) fn before(page: &PageContext, view: &PlanView, entry: &Entry) -> String {
    use crate::booking::assignment::Status;
    let names = |people: &[_]| people.iter().map(|one| view.name(Some(*one))).collect::<Vec<_>>().join(", ");
    match (entry.held_by, entry.facts.status) {
        (Some(holder), _) => page.t1("planning-before-held", "name", view.name(Some(holder))),
        (None, Status::Filled) => page.t1("planning-before-accepted", "name", view.name(entry.interpreter)),
        (None, Status::AwaitingBudget) => page.t("planning-before-no-money"),
        _ if entry.facts.asked.is_empty() => page.t("planning-before-nobody"),
        _ => page.t1("planning-before-asked", "names", names(&entry.facts.asked)),
    }
}

/// Why an offer was not sent.
pub(in crate::booking::planning) fn refusal(page: &PageContext, entry: &Entry) -> String {
    entry.refused.as_ref().map(|message: &Message| page.say(message)).unwrap_or_default()
}

pub(in crate::booking::planning) fn language(page: &PageContext, code: &str) -> String {
    Language::from_code(code).map_or_else(|| code.to_owned(), |one| one.name_in(page.locale.code()).to_owned())
}
