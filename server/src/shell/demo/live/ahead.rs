//! The weeks ahead: what is asked for today, some of it answered already. From here on events are real: the demo's worker
//! ranks, asks and writes mail as it would for a city.

use super::{Founded, ask_of, at, happened, hour, may};
use crate::{
    booking::{
        self,
        assignment::Status,
        commands::{Who, accept_offer, book, send_offers},
        request::Priority,
    },
    budget::{
        self,
        commands::{approve_transfer, propose_transfer},
    },
    identity::policy,
    kernel::{
        actor::{Actor, Role},
        clock::Instant,
        money::Cents,
        time::{FiscalYear, berlin_date},
    },
    platform::{db::Db, fault::Fault},
    shell::{
        demo::{
            found::built,
            offices::{Funding, OFFICES},
            script::Script,
        },
        import::words,
    },
};
use chrono::{Datelike, NaiveDate};

/// Of ten open searches, so many have found somebody.
const FILLED_OF_TEN: usize = 6;

pub(super) async fn ahead(db: &Db, city: &Founded, script: &Script, now: Instant) -> Result<(), Fault> {
    cut_down(db, city, berlin_date(now), now).await?;
    let coordination = city.staff(Role::Coordination, None)?;
    for (index, open) in script.open.iter().enumerate() {
        let worker = city.staff(Role::CaseWorker, Some(open.wanted.office.code))?;
        let asked_at = at(open.wanted.requested_on, hour(9, 15))?.min(now);
        for slot in &open.slots {
            let mut tx = db.begin().await?;
            let mut ask = ask_of(city, &open.wanted, *slot)?;
            ask.priority = match open.priority {
                words::Priority::LegalDuty => Priority::LegalDuty,
                words::Priority::Urgent => Priority::Urgent,
                words::Priority::Normal => Priority::Normal,
            };
            ask.remark = open.remark.unwrap_or_default().to_owned();
            let permit = may(&worker, policy::SubmitRequest { office: ask.office })?;
            let Some(booked) = happened(book(&permit, &ask, asked_at, &mut tx).await)? else { continue };
            tx.commit().await?;
            let assignment = booked.submitted.assignment;
            if booked.planned.status == Status::Searching && index % 10 < FILLED_OF_TEN {
                // What is refused leaves nothing behind: each step has a unit of work of its own.
                let permit = may(&coordination, policy::Dispatch { assignment })?;
                let mut tx = db.begin().await?;
                let Some(sent) = happened(send_offers(&permit, Who::NextWave, now, &mut tx).await)? else { continue };
                tx.commit().await?;
                let mut tx = db.begin().await?;
                if let Some(offer) = sent.offers.first().copied()
                    && let Some(facts) = booking::offer_facts(tx.conn(), offer).await?
                    && let Some(person) = city.people.iter().find(|one| one.interpreter == Some(facts.interpreter))
                {
                    let actor = Actor::Person(person.clone());
                    let interpreter = facts.interpreter;
                    let permit = may(&actor, policy::AnswerOffer { interpreter, offer, assignment })?;
                    if happened(accept_offer(&permit, now, &mut tx).await)?.is_some() {
                        tx.commit().await?;
                    }
                }
            }
        }
    }
    Ok(())
}

/// Some budgets are nearly used up: what is too much there is moved to the Social Welfare Office.
async fn cut_down(db: &Db, city: &Founded, today: NaiveDate, now: Instant) -> Result<(), Fault> {
    let clerk = city.staff(Role::FinanceClerk, None)?;
    let officer = city.staff(Role::AuthorizingOfficer, None)?;
    let Some(to) = city.lines.get(&("5010-04", today.year())).copied() else { return Ok(()) };
    for office in OFFICES {
        for line in office.budgets {
            let (Funding::UsedUpExcept(rest), Some(from)) =
                (line.funding, city.lines.get(&(line.cost_center, today.year())).copied())
            else {
                continue;
            };
            let balance = budget::balance(db, from).await?;
            let amount = balance.available() - Cents(rest);
            if !amount.is_positive() || balance.fiscal_year != FiscalYear(today.year()) {
                continue;
            }
            let mut tx = db.begin().await?;
            let permit = may(&clerk, policy::ProposeTransfer {})?;
            let reason = "Umschichtung laut Beschluss des Gemeinderats";
            let proposed = built(propose_transfer(permit, from, to, amount, reason, now, &mut tx).await)?;
            built(approve_transfer(may(&officer, policy::DecideTransfer {})?, proposed, now, &mut tx).await)?;
            super::super::quietly(tx, now).await?;
        }
    }
    Ok(())
}
