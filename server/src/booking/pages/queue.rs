//! `/queue`: who waits for money, what each would need, and what can be done about it.

use super::parts::{self, Line};
use crate::{
    booking::queue::{self, LineQueue, WEEKS_LOOKED_AT, Waiting},
    directory,
    identity::{
        Denied, Door, PageStop,
        policy::{CancelAssignment, Dispatch, OverrideBudget, ProposeTransfer, ViewBudget},
    },
    kernel::{figures, ids::*, time::berlin},
    platform::{
        render::{Page, PageContext},
        table::{CsvFile, amount},
    },
};
use askama::Template;
use chrono::DateTime;
use chrono_tz::Tz;
use rocket::get;
use std::collections::HashMap;

/// Somebody who waits.
struct Row {
    line: Line,
    place: usize,
    priority: String,
    is_pressing: bool,
    asked_at: DateTime<Tz>,
    age: String,
    needs: Option<i64>,
    missing: i64,
    prospect: String,
    /// What the reader can do: words and address.
    actions: Vec<(String, String)>,
}

/// The queue of one line.
struct Section {
    title: String,
    href: String,
    available: i64,
    wanted: i64,
    freed: i64,
    rows: Vec<Row>,
    may_transfer: bool,
}

#[derive(Template)]
#[template(path = "booking/queue.html")]
pub(super) struct QueuePage {
    page: PageContext,
    sections: Vec<Section>,
    weeks: i64,
}

/// Who may look at a queue sees budgets; whose they are, the query narrows.
async fn seen(door: &Door) -> Result<Vec<LineQueue>, PageStop> {
    let offices = directory::offices(door.db().read()).await?;
    if !offices.iter().any(|office| door.may(ViewBudget { office: office.id })) {
        return Err(Denied::Forbidden.into());
    }
    let mut queues = queue::queues(door.db(), door.actor(), door.now()).await?;
    queues.retain(|one| door.may(ViewBudget { office: one.line.office }));
    Ok(queues)
}

/// When its turn may come, in words.
fn prospect(page: &PageContext, waiting: &Waiting) -> String {
    match (waiting.needs, waiting.weeks) {
        (None, _) => page.t("booking-queue-no-price"),
        (Some(_), Some(0)) => page.t("booking-queue-next"),
        (Some(_), Some(weeks)) => page.t1("booking-queue-weeks", "weeks", weeks),
        (Some(_), None) => page.t("booking-queue-not-in-time"),
    }
}

fn actions(door: &Door, page: &PageContext, waiting: &Waiting) -> Vec<(String, String)> {
    let (office, assignment) = (waiting.facts.office, waiting.facts.assignment);
    let request = format!("/requests/{}", waiting.facts.request);
    let mut all = Vec::new();
    if door.may(OverrideBudget { office }) {
        all.push((page.t("booking-queue-override"), request.clone()));
    }
    if door.may(CancelAssignment { office, assignment }) {
        all.push((page.t("booking-cancel"), format!("{request}/cancel")));
    }
    if door.may(Dispatch { assignment }) {
        all.push((page.t("booking-queue-give-up"), format!("/dispatch/{assignment}")));
    }
    all
}

fn row(door: &Door, page: &PageContext, waiting: &Waiting, now: crate::kernel::clock::Instant) -> Row {
    let href = format!("/requests/{}", waiting.facts.request);
    let days = (now - waiting.requested_at).num_days();
    Row {
        place: waiting.place,
        priority: page.t(format!("booking-priority-{}", waiting.priority.key())),
        is_pressing: waiting.priority != crate::booking::request::Priority::Normal,
        asked_at: berlin(waiting.requested_at),
        age: page.t1("booking-days", "days", days),
        needs: waiting.needs.map(|needs| needs.get()),
        missing: waiting.missing.get(),
        prospect: prospect(page, waiting),
        actions: actions(door, page, waiting),
        line: Line::of(page, waiting.facts.clone(), &HashMap::new(), href),
    }
}

#[get("/queue")]
pub(super) async fn list(door: Door) -> Result<Page<QueuePage>, PageStop> {
    let queues = seen(&door).await?;
    let schedules = queues.iter().flat_map(|one| one.waiting.iter().map(|each| each.facts.schedule_id.as_str()));
    let page = door.page("booking-queue-title").noted(figures::note(schedules));
    let offices: HashMap<OfficeId, String> = directory::offices(door.db().read())
        .await?
        .into_iter()
        .map(|office| (office.id, parts::in_language(page.locale, &office.name_de, &office.name_en)))
        .collect();
    let sections = queues
        .iter()
        .map(|one| {
            let office = offices.get(&one.line.office).cloned().unwrap_or_default();
            Section {
                title: format!("{office}, {} ({})", one.line.name, one.line.cost_center),
                href: format!("/budgets/{}", one.line.line),
                available: one.line.available().get(),
                wanted: one.waiting.iter().filter_map(|each| each.needs).map(|needs| needs.get()).sum(),
                freed: one.freed.get().max(0),
                rows: one.waiting.iter().map(|each| row(&door, &page, each, door.now())).collect(),
                may_transfer: door.may(ProposeTransfer {}),
            }
        })
        .collect();
    Ok(Page::ok(QueuePage { sections, weeks: WEEKS_LOOKED_AT, page }))
}

const COLUMNS: [&str; 12] = [
    "office",
    "line",
    "place",
    "reference",
    "priority",
    "asked-on",
    "date",
    "language",
    "topic",
    "needs",
    "missing",
    "prospect",
];

/// The same as a table to be saved. No file reference.
#[get("/queue.csv")]
pub(super) async fn file(door: Door) -> Result<CsvFile, PageStop> {
    let queues = seen(&door).await?;
    let page = door.page("booking-queue-title");
    let heading = COLUMNS.iter().map(|column| page.t(format!("booking-queue-column-{column}"))).collect();
    let rows = queues.iter().flat_map(|one| {
        one.waiting.iter().map(|each| {
            let facts = &each.facts;
            vec![
                parts::in_language(page.locale, &facts.office_name_de, &facts.office_name_en),
                one.line.name.clone(),
                each.place.to_string(),
                facts.reference.clone(),
                page.t(format!("booking-priority-{}", each.priority.key())),
                berlin(each.requested_at).format("%Y-%m-%d").to_string(),
                facts.slot.date().to_string(),
                parts::language_name(page.locale, &facts.language),
                parts::in_language(page.locale, &facts.topic_de, &facts.topic_en),
                each.needs.map(|needs| amount(page.locale, needs)).unwrap_or_default(),
                amount(page.locale, each.missing),
                prospect(&page, each),
            ]
        })
    });
    Ok(CsvFile::new("dragoman-queue", heading, rows.collect())?)
}
