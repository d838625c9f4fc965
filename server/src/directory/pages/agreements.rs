//! `/pool/<id>/agreements`: what was agreed with an interpreter about rates, in the course of time.

use super::choices;
use crate::{
    audit::actor_names,
    directory::{
        commands::{AgreementRefused, GROUPS, NewAgreement, SERIES, sign_agreement, withdraw_agreement},
        facts::{AgreementFacts, InterpreterFacts},
        interpreter,
    },
    identity::{
        Denied, Done, Door, PageStop,
        policy::{ManageAgreements, ViewAgreements, ViewPool},
    },
    kernel::{
        ids::{InterpreterId, RateAgreementId},
        message::Message,
        refusal::{Refusal, RefusalKind},
        time::berlin_date,
    },
    platform::{
        fault::Stop,
        i18n::{say, t},
        render::{Choice, FormState, Page, PageContext, Submitted},
        table::date,
    },
};
use askama::Template;
use chrono::NaiveDate;
use rocket::{Either, get, post};
use std::collections::HashMap;
use uuid::Uuid;

/// One agreement as a line.
pub(super) struct Line {
    series: String,
    group: String,
    from: NaiveDate,
    /// The first day on which it no longer holds.
    before: Option<NaiveDate>,
    signed_on: NaiveDate,
    recorded: String,
    state: String,
    tone: &'static str,
    /// Where it is taken back, if it has not begun.
    withdraw: Option<String>,
}

impl Line {
    /// All of them, the newest first.
    fn all(page: &PageContext, of: &[AgreementFacts], names: &HashMap<Uuid, String>, today: NaiveDate) -> Vec<Self> {
        let ends = of.iter().skip(1).map(|next| Some(next.valid_from)).chain([None]);
        let mut lines: Vec<Self> = of
            .iter()
            .zip(ends)
            .map(|(one, before)| {
                let (state, tone) = if today < one.valid_from {
                    ("directory-agreement-ahead", "info")
                } else if before.is_some_and(|before| before <= today) {
                    ("directory-agreement-over", "")
                } else {
                    ("directory-agreement-holds", "success")
                };
                let who = one.recorded_by.and_then(|account| names.get(&account.0).cloned());
                let who = who.unwrap_or_else(|| page.t("directory-agreement-by-house"));
                Self {
                    series: page.t(format!("directory-series-{}", one.series)),
                    group: page.t(format!("directory-employment-{}", one.group.replace('_', "-"))),
                    from: one.valid_from,
                    before,
                    signed_on: one.signed_on,
                    recorded: format!("{who}, {}", page.moment(one.recorded_at)),
                    state: page.t(state),
                    tone,
                    withdraw: None,
                }
            })
            .collect();
        lines.reverse();
        lines
    }
}

#[derive(Template)]
#[template(path = "directory/agreements.html")]
pub(super) struct AgreementsPage {
    page: PageContext,
    form: FormState,
    person: InterpreterFacts,
    lines: Vec<Line>,
    series: Vec<Choice>,
    groups: Vec<Choice>,
    /// Nothing holds today, so that the JVEG applies.
    none_today: bool,
    may_manage: bool,
    may_see_pool: bool,
    is_own: bool,
}

async fn page(door: &Door, id: InterpreterId, form: Option<FormState>) -> Result<AgreementsPage, PageStop> {
    let person = interpreter(door.db().read(), id).await?.ok_or(Denied::Unknown)?;
    let page = door
        .page("directory-agreements-title")
        .titled_with("directory-agreements-of", &[("name", person.name().into())]);
    let today = berlin_date(door.now());
    let may_manage = door.may(ManageAgreements {});
    let who: Vec<Uuid> = person.agreements.iter().filter_map(|one| one.recorded_by.map(|account| account.0)).collect();
    let names = actor_names(door.db().read(), who).await?;
    let mut lines = Line::all(&page, &person.agreements, &names, today);
    if may_manage {
        for (line, one) in lines.iter_mut().zip(person.agreements.iter().rev()) {
            let address = format!("/pool/{id}/agreements/{}/withdraw", one.id);
            line.withdraw = Some(address).filter(|_| today < one.valid_from);
        }
    }
    let form = form.unwrap_or_else(|| {
        let terms = person.rate_terms(today);
        let series = if person.agreements.is_empty() { rates::CITY } else { terms.series };
        FormState::new()
            .with("version", person.version)
            .with("series", series)
            .with("group", terms.group)
            .with("signed_on", today)
    });
    Ok(AgreementsPage {
        lines,
        series: choices(&page, "directory-series", &SERIES),
        groups: choices(&page, "directory-employment", &GROUPS),
        none_today: person.agreement_on(today).is_none(),
        may_manage,
        may_see_pool: door.may(ViewPool {}),
        is_own: door.actor().interpreter() == Some(id),
        form,
        person,
        page,
    })
}

#[get("/pool/<id>/agreements")]
pub(super) async fn show(door: Door, id: InterpreterId) -> Result<Page<AgreementsPage>, PageStop> {
    door.permit(ViewAgreements { interpreter: id })?;
    Ok(Page::ok(page(&door, id, None).await?))
}

/// What was typed, if a day can be read.
fn typed(form: &mut FormState, door: &Door) -> Option<NewAgreement> {
    let mut day = |field: &str| match form.filled(field).map(date) {
        Some(Ok(day)) => Some(day),
        Some(Err(why)) => {
            form.refuse(field, why.sentence(door.locale()));
            None
        }
        None => {
            form.refuse(field, t(door.locale(), "table-required"));
            None
        }
    };
    let (valid_from, signed_on) = (day("valid_from"), day("signed_on"));
    Some(NewAgreement {
        series: form.value("series").to_owned(),
        group: form.value("group").to_owned(),
        valid_from: valid_from?,
        signed_on: signed_on?,
    })
}

#[post("/pool/<id>/agreements", data = "<sent>")]
pub(super) async fn add(
    door: Door,
    id: InterpreterId,
    sent: Submitted,
) -> Result<Either<Page<AgreementsPage>, Done>, PageStop> {
    let permit = door.permit(ManageAgreements {})?;
    interpreter(door.db().read(), id).await?.ok_or(Denied::Unknown)?;
    let mut form = sent.0.clone();
    let Some(new) = typed(&mut form, &door) else {
        return Ok(Either::Left(Page::unprocessable(page(&door, id, Some(form)).await?)));
    };
    // A form without its version has seen nothing.
    let seen = form.value("version").parse().unwrap_or(-1);
    let mut once = door.begin(&sent).await?;
    match sign_agreement(&permit, id, &new, seen, door.now(), &mut once.tx).await {
        Ok(_) => {
            let notice = Message::new("directory-agreement-stored");
            Ok(Either::Right(door.finish(once, format!("/pool/{id}/agreements"), notice).await?))
        }
        Err(Stop::Refused(refused)) => {
            drop(once);
            let said = say(door.locale(), &refused.message());
            match refused.field() {
                Some(field) => form.refuse(field, said),
                None => form.refuse_all(said),
            }
            let again = page(&door, id, Some(form)).await?;
            Ok(Either::Left(match refused.kind() {
                RefusalKind::Conflict => Page::conflict(again),
                _ => Page::unprocessable(again),
            }))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

#[post("/pool/<id>/agreements/<agreement>/withdraw", data = "<sent>")]
pub(super) async fn withdraw(
    door: Door,
    id: InterpreterId,
    agreement: RateAgreementId,
    sent: Submitted,
) -> Result<Either<Page<AgreementsPage>, Done>, PageStop> {
    let permit = door.permit(ManageAgreements {})?;
    let mut once = door.begin(&sent).await?;
    match withdraw_agreement(&permit, id, agreement, door.now(), &mut once.tx).await {
        Ok(true) => {
            let notice = Message::new("directory-agreement-withdrawn");
            Ok(Either::Right(door.finish(once, format!("/pool/{id}/agreements"), notice).await?))
        }
        Ok(false) => Err(Denied::Unknown.into()),
        Err(Stop::Refused(refused)) => {
            drop(once);
            let mut form = FormState::new();
            form.refuse_all(say(door.locale(), &AgreementRefused::message(&refused)));
            Ok(Either::Left(Page::conflict(page(&door, id, Some(form)).await?)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
