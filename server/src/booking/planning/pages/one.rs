//! One plan: how far it is, what would come of it, what happened since; and the buttons.

use super::{exists, found, words};
use crate::{
    booking::{
        forms,
        pages::{in_words, parts},
        planning::{
            commands::{self, Selection},
            entry::{Entry, EntryOutcome, Sending},
            plan::PlanStatus,
            queries::{PlanView, Sums},
            table,
        },
    },
    identity::{
        Done, Door, PageStop,
        policy::{PlanCity, ViewPlans},
    },
    kernel::{
        figures,
        ids::*,
        message::Message,
        refusal::{Refusal, RefusalKind},
        time::berlin,
    },
    platform::{
        fault::Stop,
        render::{FormState, Page, PageContext, Submitted},
        table::CsvFile,
    },
};
use askama::Template;
use chrono::DateTime;
use chrono_tz::Tz;
use rocket::{Either, get, post};

/// One session of the plan.
struct Line {
    id: AssignmentId,
    href: String,
    reference: String,
    from: DateTime<Tz>,
    to: DateTime<Tz>,
    what: String,
    office: String,
    place: String,
    before: String,
    /// Who, or that nobody.
    after: String,
    tone: &'static str,
    outcome: String,
    why: String,
    /// Points and reasons of the ranking.
    parts: Vec<(i32, String)>,
    committed: i64,
    gross: i64,
    called_back: String,
    /// What became of the offer.
    sent: String,
    sent_tone: &'static str,
    can_be_sent: bool,
}

/// What one office gets, and pays.
struct OfficeLine {
    name: String,
    sums: Sums,
}

/// Something that is otherwise now.
struct ChangeLine {
    reference: String,
    sentence: String,
    obstacles: Vec<String>,
}

#[derive(Template)]
#[template(path = "booking/plan.html")]
pub(super) struct PlanPage {
    page: PageContext,
    form: FormState,
    id: CityPlanId,
    status: String,
    tone: &'static str,
    failure: String,
    proof: String,
    instead_of: String,
    asked_at: DateTime<Tz>,
    under_way: bool,
    is_made: bool,
    was_stopped: bool,
    seconds: i64,
    most_seconds: i32,
    points: Option<i64>,
    bound: Option<i64>,
    sums: Sums,
    offices: Vec<OfficeLine>,
    proposals: Vec<Line>,
    open: Vec<Line>,
    kept: Vec<Line>,
    changes: Vec<ChangeLine>,
    may_plan: bool,
    sendable: usize,
    to_give_back: usize,
    sent: usize,
    chosen: usize,
    is_sending: bool,
}

#[get("/plans/<id>")]
pub(super) async fn show(door: Door, id: CityPlanId) -> Result<Page<PlanPage>, PageStop> {
    door.permit(ViewPlans {})?;
    let view = found(&door, id).await?;
    Ok(Page::ok(plan_page(&door, &view, FormState::new())))
}

fn plan_page(door: &Door, view: &PlanView, form: FormState) -> PlanPage {
    let page = door.page("planning-title-one");
    let plan = &view.plan;
    let span = words::span(&page, plan.span);
    let page = page
        .titled_with("planning-title-of", &[("span", span.as_str().into())])
        .noted(figures::note(view.lines.iter().map(|(_, facts)| facts.schedule_id.as_str())));
    let lines = |outcomes: &[EntryOutcome]| -> Vec<Line> {
        let fitting = view.lines.iter().filter(|(entry, _)| outcomes.contains(&entry.outcome));
        fitting.map(|(entry, facts)| line(&page, view, entry, facts)).collect()
    };
    let (waiting, chosen) = view.sending();
    let offices = view.by_office().into_iter().map(|(facts, sums)| OfficeLine {
        name: parts::in_language(page.locale, &facts.office_name_de, &facts.office_name_en),
        sums,
    });
    PlanPage {
        id: plan.id,
        status: page.t(format!("planning-status-{}", plan.status.key())),
        tone: words::tone(plan.status),
        failure: plan.failure.map(|one| page.t(format!("planning-failure-{}", one.key()))).unwrap_or_default(),
        proof: words::proof(&page, &plan.standing, plan.status),
        instead_of: view.name(plan.instead_of),
        asked_at: berlin(plan.asked_at),
        under_way: plan.is_under_way(),
        is_made: plan.status == PlanStatus::Made,
        was_stopped: plan.stop_asked_at.is_some(),
        seconds: plan.standing.elapsed_ms / 1000,
        most_seconds: plan.seconds,
        points: plan.standing.points,
        bound: plan.standing.bound,
        sums: view.sums(),
        offices: offices.collect(),
        proposals: lines(&[EntryOutcome::Proposed]),
        open: lines(&[EntryOutcome::Open]),
        kept: lines(&[EntryOutcome::Accepted, EntryOutcome::Asked]),
        changes: changes(&page, view),
        may_plan: door.may(PlanCity {}),
        sendable: view.sendable(),
        to_give_back: view.to_give_back(),
        sent: chosen - waiting,
        chosen,
        is_sending: waiting > 0,
        page,
        form,
    }
}

fn line(page: &PageContext, view: &PlanView, entry: &Entry, facts: &crate::booking::facts::AssignmentFacts) -> Line {
    let topic = parts::in_language(page.locale, &facts.topic_de, &facts.topic_en);
    let called_back: Vec<String> = entry.called_back().map(|one| view.name(Some(one))).collect();
    Line {
        id: entry.assignment,
        href: format!("/dispatch/{}", entry.assignment),
        reference: facts.reference.clone(),
        from: berlin(entry.starts_at),
        to: berlin(entry.ends_at),
        what: format!("{}, {topic}", words::language(page, &facts.language)),
        office: parts::in_language(page.locale, &facts.office_name_de, &facts.office_name_en),
        place: parts::place(page, facts),
        before: words::before(page, view, entry),
        after: view.name(entry.interpreter),
        tone: match entry.outcome {
            EntryOutcome::Accepted => "success",
            EntryOutcome::Asked => "info",
            EntryOutcome::Proposed => "",
            EntryOutcome::Open => "warning",
        },
        outcome: page.t(format!("planning-outcome-{}", entry.outcome.key())),
        why: words::why(page, entry).unwrap_or_default(),
        parts: entry.facts.parts.iter().map(|part| (part.points, in_words(page.locale, &part.reason))).collect(),
        committed: entry.facts.committed.get(),
        gross: entry.gross.get(),
        called_back: called_back.join(", "),
        sent: match entry.sending {
            Some(Sending::Refused) => page.t1("planning-refused", "why", words::refusal(page, entry)),
            Some(state) => page.t(format!("planning-sending-{}", state.key())),
            None => String::new(),
        },
        sent_tone: match entry.sending {
            Some(Sending::Sent) => "success",
            Some(Sending::Refused) => "warning",
            _ => "info",
        },
        can_be_sent: entry.can_be_sent(),
    }
}

fn changes(page: &PageContext, view: &PlanView) -> Vec<ChangeLine> {
    let reference = |id: AssignmentId| view.lines.iter().find(|(entry, _)| entry.assignment == id);
    view.changes
        .iter()
        .map(|change| ChangeLine {
            reference: change
                .reference
                .clone()
                .or_else(|| Some(reference(change.assignment?)?.1.reference.clone()))
                .unwrap_or_default(),
            sentence: page.say(&change.message),
            obstacles: change.obstacles.iter().map(|reason| in_words(page.locale, reason)).collect(),
        })
        .collect()
}

#[post("/plans/<id>/stop", data = "<form>")]
pub(super) async fn stop(door: Door, id: CityPlanId, form: Submitted) -> Result<Done, PageStop> {
    let permit = door.permit(PlanCity {})?;
    exists(&door, id).await?;
    let mut once = door.begin(&form).await?;
    commands::stop_plan(&permit, id, door.now(), &mut once.tx).await?;
    door.finish(once, format!("/plans/{id}"), parts::notice("planning-notice-stopped")).await
}

#[post("/plans/<id>/offers", data = "<form>")]
pub(super) async fn send(
    door: Door,
    id: CityPlanId,
    form: Submitted,
) -> Result<Either<Page<PlanPage>, Done>, PageStop> {
    let permit = door.permit(PlanCity {})?;
    exists(&door, id).await?;
    let selection = if form.0.value("which") == "all" {
        Selection::All
    } else {
        Selection::These(form.0.values("session").into_iter().filter_map(|text| text.parse().ok()).collect())
    };
    let confirmed = form.0.has("confirmed", "yes");
    let mut once = door.begin(&form).await?;
    match commands::send_plan(&permit, id, &selection, confirmed, door.now(), &mut once.tx).await {
        Ok(count) => {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            let said = Message::new("planning-notice-sending").with("count", count);
            Ok(Either::Right(door.finish(once, format!("/plans/{id}"), said).await?))
        }
        Err(Stop::Refused(refused)) => {
            drop(once);
            let mut typed = form.0;
            forms::refuse(&mut typed, door.locale(), &refused);
            let page = plan_page(&door, &found(&door, id).await?, typed);
            let is_input = refused.kind() == RefusalKind::Input;
            Ok(Either::Left(if is_input { Page::unprocessable(page) } else { Page::conflict(page) }))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

/// The plan as a table to be saved.
#[get("/plans/<id>/plan.csv")]
pub(super) async fn file(door: Door, id: CityPlanId) -> Result<CsvFile, PageStop> {
    door.permit(ViewPlans {})?;
    let view = found(&door, id).await?;
    Ok(table::file(&door.page("planning-title"), &view)?)
}
