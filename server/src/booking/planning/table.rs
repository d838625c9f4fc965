//! A plan as a table to be saved.

use super::{entry::Sending, pages::words, queries::PlanView};
use crate::{
    kernel::time::berlin,
    platform::{
        fault::Fault,
        i18n::Locale,
        render::PageContext,
        table::{CsvFile, amount},
    },
};

pub(super) const COLUMNS: [&str; 13] = [
    "reference",
    "date",
    "from",
    "to",
    "office",
    "language",
    "topic",
    "before",
    "outcome",
    "interpreter",
    "net",
    "gross",
    "sent",
];

/// One line for each session. Names of interpreters, and no file reference.
///
/// # Errors
/// The table can't be written.
pub(super) fn file(page: &PageContext, view: &PlanView) -> Result<CsvFile, Fault> {
    let heading = COLUMNS.iter().map(|column| page.t(format!("planning-column-{column}"))).collect();
    let rows = view.lines.iter().map(|(entry, facts)| {
        let (from, to) = (berlin(entry.starts_at), berlin(entry.ends_at));
        let spoken = |de: &String, en: &String| match page.locale {
            Locale::De => de.clone(),
            Locale::En => en.clone(),
        };
        let sent = match entry.sending {
            Some(Sending::Refused) => words::refusal(page, entry),
            Some(state) => page.t(format!("planning-sending-{}", state.key())),
            None => String::new(),
        };
        let outcome = [Some(page.t(format!("planning-outcome-{}", entry.outcome.key()))), words::why(page, entry)];
        vec![
            facts.reference.clone(),
            from.format("%Y-%m-%d").to_string(),
            from.format("%H:%M").to_string(),
            to.format("%H:%M").to_string(),
            spoken(&facts.office_name_de, &facts.office_name_en),
            words::language(page, &facts.language),
            spoken(&facts.topic_de, &facts.topic_en),
            words::before(page, view, entry),
            outcome.into_iter().flatten().collect::<Vec<_>>().join(". "),
            view.name(entry.interpreter),
            amount(page.locale, entry.net),
            amount(page.locale, entry.gross),
            sent,
        ]
    });
    CsvFile::new(&format!("dragoman-plan-{}-{}", view.plan.span.from, view.plan.span.to), heading, rows.collect())
}
