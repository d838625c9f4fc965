//! `/rules`: what the city decides about bookings, with what each number means.

use super::parts::{self, Line};
use crate::{
    booking::{
        assignment::Status,
        commands::{RulesRefused, change_rules},
        forms, queries,
        rules::{
            MODES, Rules,
            fields::{Field, Group, Unit, fields},
            mode_name, parse_mode,
        },
        store::{self, lists::Filter},
    },
    identity::{
        Done, Door, PageStop,
        policy::{ManageRules, ViewRanking, ViewRules},
    },
    kernel::ids::*,
    platform::{
        fault::Stop,
        i18n::t,
        render::{Choice, FormState, Page, PageContext, Submitted},
    },
    scheduling::Ranking,
};
use askama::Template;
use chrono::Timelike;
use rocket::{Either, get, post};
use std::collections::HashMap;

/// One number on the page.
struct Row {
    name: &'static str,
    label: String,
    hint: String,
    /// What is stored, for readers who may not change it.
    value: String,
    is_clock: bool,
}

/// Numbers that belong together.
struct Section {
    title: String,
    text: String,
    rows: Vec<Row>,
}

/// Somebody's place in a ranking by the rules as they are, and as they would be.
struct Moved {
    name: String,
    before: String,
    after: String,
}

/// So many of a ranking are shown.
const SHOWN: usize = 15;

#[derive(Template)]
#[template(path = "booking/rules.html")]
pub(super) struct RulesPage {
    page: PageContext,
    form: FormState,
    sections: Vec<Section>,
    modes: Vec<Choice>,
    may_change: bool,
    /// Searches on which the rules as typed can be tried.
    searches: Vec<Choice>,
    /// How one of them would rank; empty until it was tried.
    moved: Vec<Moved>,
}

fn row(page: &PageContext, form: &FormState, field: &Field) -> Row {
    let key = format!("booking-rule-{}", field.name.replace('_', "-"));
    let meaning = page.t(format!("{key}-hint"));
    let bounds = match field.unit {
        Unit::Clock => String::new(),
        unit => {
            let (least, most) = (shown(field, field.least), shown(field, field.most));
            let unit = page.t(format!("booking-rule-unit-{}", unit.name()));
            page.ta(
                "booking-rule-bounds",
                &[("least", least.as_str().into()), ("most", most.as_str().into()), ("unit", unit.as_str().into())],
            )
        }
    };
    Row {
        name: field.name,
        label: page.t(&key),
        hint: format!("{meaning} {bounds}").trim_end().to_owned(),
        value: form.value(field.name).to_owned(),
        is_clock: field.unit == Unit::Clock,
    }
}

/// A number as it is typed.
fn shown(field: &Field, value: i64) -> String {
    match field.unit {
        Unit::Clock => format!("{:02}:{:02}", value / 60, value % 60),
        Unit::Money => format!("{},{:02}", value / 100, value % 100),
        _ => value.to_string(),
    }
}

/// A number as it was typed.
fn typed(field: &Field, text: &str) -> Option<i64> {
    match field.unit {
        Unit::Clock => forms::time(text).map(|time| i64::from(time.hour() * 60 + time.minute())),
        Unit::Money => forms::decimal(text, 2),
        _ => text.parse().ok(),
    }
}

async fn page(door: &Door, form: FormState) -> Result<RulesPage, PageStop> {
    let page = door.page("booking-rules-title");
    let sections = Group::ALL
        .into_iter()
        .map(|group| Section {
            title: page.t(format!("booking-rules-{}", group.name())),
            text: page.t(format!("booking-rules-{}-text", group.name())),
            rows: fields().filter(|field| field.group == group).map(|field| row(&page, &form, field)).collect(),
        })
        .collect();
    let modes = MODES
        .into_iter()
        .map(|mode| Choice::new(mode_name(mode), page.t(format!("booking-rule-mode-{}", mode_name(mode)))))
        .collect();
    let may_change = door.may(ManageRules {});
    let searches = if may_change { searches(door, &page).await? } else { Vec::new() };
    Ok(RulesPage { sections, modes, may_change, searches, moved: Vec::new(), form, page })
}

/// The next searches, as choices.
async fn searches(door: &Door, page: &PageContext) -> Result<Vec<Choice>, PageStop> {
    let filter = Filter { statuses: vec![Status::Searching], from: Some(door.now()), ..Filter::default() };
    let found = store::lists::page(store::read(door.db()), &filter, false, 0, 50).await?;
    let label = |facts: crate::booking::facts::AssignmentFacts| {
        let id = facts.assignment;
        let line = Line::of(page, queries::in_sight_of(door.actor(), facts), &HashMap::new(), String::new());
        Choice::new(id, format!("{} · {} · {}", line.reference, line.language, page.slot(line.from, line.to)))
    };
    Ok(found.into_iter().map(label).collect())
}

/// How a search would rank by the rules as typed.
async fn tried(door: &Door, id: AssignmentId, rules: &Rules) -> Result<Vec<Moved>, PageStop> {
    door.permit(ViewRanking { assignment: id })?;
    let rankings = queries::rankings(door.db(), id, rules, door.now()).await?;
    let (before, after) = rankings.ok_or_else(parts::missing)?;
    let names = queries::names(door.db()).await?;
    let places = |ranking: &Ranking| -> HashMap<InterpreterId, String> {
        let placed = ranking.recommended.iter().zip(1..);
        placed.map(|(entry, place): (_, i64)| (entry.interpreter, format!("{place}. ({})", entry.score))).collect()
    };
    let was = places(&before);
    let is = places(&after);
    let shown =
        |places: &HashMap<InterpreterId, String>, id| places.get(&id).cloned().unwrap_or_else(|| "–".to_owned());
    let moved = after.interpreters().take(SHOWN).map(|id| Moved {
        name: names.get(&id).cloned().unwrap_or_default(),
        before: shown(&was, id),
        after: shown(&is, id),
    });
    Ok(moved.collect())
}

fn filled(rules: &Rules, version: i32) -> FormState {
    let form = FormState::new().with("version", version).with("mode", mode_name(rules.offers.mode));
    fields().fold(form, |form, field| form.with(field.name, shown(field, (field.get)(rules))))
}

#[get("/rules")]
pub(super) async fn show(door: Door) -> Result<Page<RulesPage>, PageStop> {
    door.permit(ViewRules {})?;
    let (rules, version) = store::rules_with_version(store::read(door.db())).await?;
    Ok(Page::ok(page(&door, filled(&rules, version)).await?))
}

#[post("/rules", data = "<sent>")]
pub(super) async fn change(door: Door, sent: Submitted) -> Result<Either<Page<RulesPage>, Done>, PageStop> {
    let permit = door.permit(ManageRules {})?;
    let mut form = sent.0.clone();
    let mut rules = store::rules(store::read(door.db())).await?;
    for field in fields() {
        match typed(field, form.value(field.name)) {
            Some(value) if (field.least..=field.most).contains(&value) => (field.set)(&mut rules, value),
            _ => {
                let (least, most) = (shown(field, field.least), shown(field, field.most));
                let args = [("least", least.as_str().into()), ("most", most.as_str().into())];
                let said = crate::platform::i18n::t_args(door.locale(), "refusal-rule-out-of-bounds", &args);
                form.refuse(field.name, said);
            }
        }
    }
    match parse_mode(form.value("mode")) {
        Some(mode) => rules.offers.mode = mode,
        None => form.refuse("mode", t(door.locale(), "booking-rule-mode-missing")),
    }
    if form.is_refused() {
        return Ok(Either::Left(Page::unprocessable(page(&door, form).await?)));
    }
    if form.value("then") == "try" {
        let Ok(id) = form.value("tried").parse() else { return Ok(Either::Left(Page::ok(page(&door, form).await?))) };
        let moved = tried(&door, id, &rules).await?;
        return Ok(Either::Left(Page::ok(RulesPage { moved, ..page(&door, form).await? })));
    }
    // A form without its version has seen nothing.
    let seen = form.value("version").parse().unwrap_or(-1);
    let mut once = door.begin(&sent).await?;
    match change_rules(&permit, &rules, seen, door.now(), &mut once.tx).await {
        Ok(_) => Ok(Either::Right(door.finish(once, "/rules", parts::notice("booking-notice-rules-stored")).await?)),
        Err(Stop::Refused(refused)) => {
            drop(once);
            forms::refuse(&mut form, door.locale(), &refused);
            let again = page(&door, form).await?;
            Ok(Either::Left(match refused {
                RulesRefused::ChangedMeanwhile => Page::conflict(again),
                RulesRefused::Wrong(_) => Page::unprocessable(again),
            }))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
