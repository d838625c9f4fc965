//! `/audit`: the trace for people and programs, and the check of its chain.

use crate::{
    audit::{self, ActionKind, EntryView, PersonalView, TraceFilter, Verdict},
    identity::{ApiDoor, ApiStop, Door, PageStop, policy::ReadAudit},
    insight,
    kernel::time::start_of_day,
    platform::{
        db::Db,
        fault::Fault,
        http::{Cursor, PageParams, PageRequest, Paged, Problem},
        render::{Choice, FormState, Page, PageContext, Pager},
        table::date,
    },
};
use askama::Template;
use chrono::{DateTime, Duration, Utc};
use rocket::{Route, get, http::Status, routes, serde::json::Json};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

const PER_PAGE: u64 = 50;

/// `/audit` and what lies below.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![list, verification, history]
}

/// The trace for programs.
#[must_use]
pub fn api_routes() -> Vec<Route> {
    routes![entries]
}

/// The trace's part of the API's description.
#[derive(OpenApi)]
#[openapi(paths(entries), components(schemas(EntryJson, Problem)))]
pub struct ApiDoc;

/// The kinds of things that entries are about; their words are `audit-subject-<kind>`.
const SUBJECTS: [&str; 32] = [
    "account",
    "login_session",
    "office",
    "interpreter",
    "credential",
    "requirement_profile",
    "budget_line",
    "budget_commitment",
    "budget_transfer",
    "figures_acceptance",
    "booking_request",
    "booking_series",
    "assignment",
    "city_plan",
    "offer",
    "timesheet",
    "fee",
    "settlement",
    "document",
    "payment_order",
    "hand_over",
    "feedback",
    "payment",
    "event",
    "job",
    "mail",
    "mail_message",
    "import",
    "signing_key",
    "calendar_feed",
    "connected_calendar",
    "retention_run",
];

/// An entry in words.
struct EntryRow {
    seq: i64,
    at: DateTime<Utc>,
    sentence: String,
    who: String,
    subject: String,
    href: String,
    details: Vec<(String, String)>,
    personal: Vec<(String, String)>,
}

fn subject_name(page: &PageContext, kind: &str) -> String {
    if SUBJECTS.contains(&kind) { page.t(format!("audit-subject-{}", kind.replace('_', "-"))) } else { kind.to_owned() }
}

/// The facts of an entry, one by one; amounts and lists as they are stored.
fn details(facts: &str) -> Vec<(String, String)> {
    let Ok(serde_json::Value::Object(facts)) = serde_json::from_str(facts) else { return Vec::new() };
    facts
        .into_iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| match value {
            serde_json::Value::String(text) => (name, text),
            other => (name, other.to_string()),
        })
        .collect()
}

/// Entries in words: names and personal values in one query each.
async fn rows(page: &PageContext, db: &Db, found: Vec<EntryView>) -> Result<Vec<EntryRow>, Fault> {
    let conn = db.read();
    let names = audit::actor_names(conn, found.iter().filter_map(|entry| entry.actor_account)).await?;
    let mut personal: HashMap<i64, Vec<(String, String)>> = HashMap::new();
    for PersonalView { seq, field, value } in
        audit::personal_of(conn, found.iter().map(|entry| entry.seq).collect()).await?
    {
        personal.entry(seq).or_default().push((field, value));
    }
    let who = |entry: &EntryView| match (entry.actor_account, &entry.actor_house) {
        (Some(account), _) => names.get(&account).cloned().unwrap_or_else(|| page.t("audit-page-actor-gone")),
        (None, house) => page.t1("audit-page-actor-house", "name", house.as_deref().unwrap_or("-")),
    };
    Ok(found
        .into_iter()
        .map(|entry| EntryRow {
            who: who(&entry),
            sentence: page.t(format!("audit-{}", entry.action)),
            subject: subject_name(page, &entry.subject_kind),
            href: format!("/audit/{}/{}", entry.subject_kind, entry.subject_id),
            details: details(&entry.facts),
            personal: personal.remove(&entry.seq).unwrap_or_default(),
            seq: entry.seq,
            at: entry.at,
        })
        .collect())
}

#[derive(Template)]
#[template(path = "shell/trace.html")]
struct TracePage {
    page: PageContext,
    query: FormState,
    actions: Vec<Choice>,
    rows: Vec<EntryRow>,
    pager: Pager,
}

/// The filter in the address. The last day counts.
fn filter(query: &FormState) -> TraceFilter {
    let day = |field: &str| query.filled(field).and_then(|day| date(day).ok());
    TraceFilter {
        action: query.filled("action").map(str::to_owned),
        actor: query.filled("actor").map(|name| name.chars().take(100).collect()),
        from: day("from").map(start_of_day),
        until: day("until").map(|day| start_of_day(day + Duration::days(1))),
    }
}

#[get("/audit")]
async fn list(door: Door) -> Result<Page<TracePage>, PageStop> {
    door.permit(ReadAudit {})?;
    let conn = door.db().read();
    let page = door.page("audit-page-title");
    let query = FormState::parse(page.path.split_once('?').map_or("", |(_, query)| query));
    let filter = filter(&query);
    let total = audit::count_entries(conn, &filter).await?;
    let pager = Pager::new(query.value("page").parse().unwrap_or(1), PER_PAGE, total, &page.path);
    let found = audit::find_entries(conn, &filter, None, pager.offset(), PER_PAGE).await?;
    let mut actions: Vec<Choice> =
        ActionKind::ALL.iter().map(|kind| Choice::new(kind.name(), page.t(format!("audit-{}", kind.name())))).collect();
    actions.sort_by(|a, b| a.label.cmp(&b.label));
    Ok(Page::ok(TracePage { rows: rows(&page, door.db(), found).await?, query, actions, pager, page }))
}

#[derive(Template)]
#[template(path = "shell/history.html")]
struct HistoryPage {
    page: PageContext,
    rows: Vec<EntryRow>,
}

/// What happened to one thing, oldest first; of a booking, to all its parts.
#[get("/audit/<kind>/<id>")]
async fn history(door: Door, kind: &str, id: Uuid) -> Result<Page<HistoryPage>, PageStop> {
    door.permit(ReadAudit {})?;
    let conn = door.db().read();
    let mut subjects = match kind {
        "booking_request" | "assignment" => insight::subjects_of_booking(conn, id).await?,
        _ => Vec::new(),
    };
    if subjects.is_empty() {
        subjects.push((kind.to_owned(), id));
    }
    let page = door.page("audit-page-title");
    let name = subject_name(&page, kind);
    let page = page.titled_with("audit-page-history-title", &[("kind", name.into())]);
    let found = audit::history_of(conn, subjects).await?;
    Ok(Page::ok(HistoryPage { rows: rows(&page, door.db(), found).await?, page }))
}

#[derive(Template)]
#[template(path = "shell/verification.html")]
struct VerificationPage {
    page: PageContext,
    verdict: Verdict,
    at: DateTime<Utc>,
}

/// Walks the whole chain; reads only.
#[get("/audit/verification")]
async fn verification(door: Door) -> Result<Page<VerificationPage>, PageStop> {
    door.permit(ReadAudit {})?;
    let verdict = audit::verify(door.db()).await?;
    Ok(Page::ok(VerificationPage { page: door.page("audit-page-verify-title"), verdict, at: door.now() }))
}

/// An entry of the trace.
#[derive(Clone, PartialEq, Debug, Serialize, ToSchema)]
struct EntryJson {
    /// Its number, from 1, without gaps.
    seq: i64,
    /// When.
    at: DateTime<Utc>,
    /// Who, if it was a person.
    actor_id: Option<Uuid>,
    /// Which part of the house, if it was no person.
    actor_house: Option<String>,
    /// What was done.
    #[schema(example = "offer-accepted")]
    action: String,
    /// The kind of thing it is about.
    #[schema(example = "assignment")]
    subject_kind: String,
    /// Its key.
    subject_id: Uuid,
    /// What changed.
    #[schema(value_type = Object)]
    facts: serde_json::Value,
    /// The hash of the entry before.
    prev_hash: String,
    /// Its own hash (SHA-256).
    hash: String,
}

impl From<EntryView> for EntryJson {
    fn from(entry: EntryView) -> Self {
        Self {
            facts: serde_json::from_str(&entry.facts).unwrap_or_default(),
            seq: entry.seq,
            at: entry.at,
            actor_id: entry.actor_account,
            actor_house: entry.actor_house,
            action: entry.action,
            subject_kind: entry.subject_kind,
            subject_id: entry.subject_id,
            prev_hash: entry.prev_hash,
            hash: entry.hash,
        }
    }
}

/// The trace, newest first.
#[utoipa::path(
    get,
    path = "/api/v1/audit",
    tag = "audit",
    operation_id = "list_audit_entries",
    params(
        PageParams,
        ("action" = Option<String>, Query, description = "One action, e.g. offer-accepted"),
        ("actor" = Option<String>, Query, description = "A part of the name of who acted"),
        ("from" = Option<NaiveDate>, Query, description = "First day (Europe/Berlin)"),
        ("until" = Option<NaiveDate>, Query, description = "Last day (Europe/Berlin)")
    ),
    responses((status = 200, body = Paged<EntryJson>), (status = 400, body = Problem), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/audit?<action>&<actor>&<from>&<until>")]
async fn entries(
    api: ApiDoor,
    page: PageRequest,
    action: Option<&str>,
    actor: Option<&str>,
    from: Option<&str>,
    until: Option<&str>,
) -> Result<Json<Paged<EntryJson>>, ApiStop> {
    api.permit(ReadAudit {})?;
    let query = FormState::new()
        .with_some("action", action)
        .with_some("actor", actor)
        .with_some("from", from)
        .with_some("until", until);
    for field in ["from", "until"] {
        if query.filled(field).is_some_and(|day| date(day).is_err()) {
            let problem = Problem::new(Status::BadRequest, "parameter-unreadable");
            return Err(problem.field(field, "unreadable", "a date such as 2027-03-04").into());
        }
    }
    let before = match &page.cursor {
        Some(cursor) => Some(cursor.key.parse().map_err(|_| Problem::new(Status::BadRequest, "cursor-unreadable"))?),
        None => None,
    };
    let found = audit::find_entries(api.db().read(), &filter(&query), before, 0, page.fetch()).await?;
    let cut = Paged::cut(found, &page, |entry| Cursor::after(entry.seq.to_string(), Uuid::nil()));
    Ok(Json(cut.map(EntryJson::from)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::i18n::{Locale, t};

    #[test]
    fn facts_are_told_one_by_one() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            details(r#"{"amount":500,"reason":"GRDrs 17","gone":null,"list":["a"]}"#),
            [pair("amount", "500"), pair("list", r#"["a"]"#), pair("reason", "GRDrs 17")]
        );
        assert_eq!(details("broken"), []);
    }

    /// Texts whose keys are made at run time.
    #[test]
    fn every_subject_has_its_word() {
        for key in SUBJECTS.map(|kind| format!("audit-subject-{}", kind.replace('_', "-"))) {
            assert_ne!(t(Locale::De, &key), key);
            assert_ne!(t(Locale::En, &key), key);
        }
    }

    #[test]
    fn the_last_day_of_a_period_counts() {
        let read = filter(&FormState::parse("from=2027-03-01&until=2027-03-31&action=&actor=Mira"));
        assert_eq!(read.from, "2027-02-28T23:00:00Z".parse().ok());
        assert_eq!(read.until, "2027-03-31T22:00:00Z".parse().ok());
        assert_eq!((read.action, read.actor.as_deref()), (None, Some("Mira")));
    }
}
