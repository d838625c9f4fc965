//! What was asked for changes: another time, another place.

use super::{
    belongs_to, cancel_assignment::consequence, lock_booking, plan_assignment::expected,
    send_offers::withdraw_for_new_search, submit_request::line_of,
};
use crate::{
    audit::{self, ActionKind},
    booking::{
        ask::{Problem, WishedTime, check_place, check_time, file_reference as checked_file, remark as checked_remark},
        assignment::{Assignment, CancellationClass, Status},
        estimate,
        events::{AssignmentChanged, OffersSent, SearchOpened},
        facts::Delivery,
        jobs,
        offer::{Offer, OfferStatus},
        request::{AskedGender, BookingRequest},
        rules::Rules,
        search, store,
    },
    budget, directory,
    identity::{Permit, policy::ChangeRequest},
    kernel::{
        clock::Instant,
        ids::{InterpreterId, OfferId, RequirementProfileId},
        language::Language,
        message::Message,
        money::Cents,
        place::District,
        refusal::{Refusal, RefusalKind},
        time::{CivilSlot, FiscalYear},
    },
    platform::{
        db::{LockKey, Tx},
        fault::{Fault, Stop},
    },
};
use chrono::Duration;
use serde_json::json;

/// What is to be otherwise. `None` stays as it is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Change {
    /// Another time.
    pub time: Option<WishedTime>,
    /// Another way.
    pub delivery: Option<Delivery>,
    /// Another address.
    pub address: Option<String>,
    /// Its district.
    pub district: Option<String>,
    /// Another word to the interpreter.
    pub remark: Option<String>,
    /// Another kind of session.
    pub profile: Option<RequirementProfileId>,
    /// Another wish for a gender, or none any more; and whether nobody else may come.
    pub gender: Option<(Option<AskedGender>, bool)>,
    /// Another wish for a person, or none any more.
    pub preferred: Option<Option<InterpreterId>>,
    /// Another file of the office; empty for none.
    pub file_reference: Option<String>,
}

impl Change {
    /// Only what differs from a request: for a series, whose other dates keep what was not touched.
    #[must_use]
    pub fn differing_from(self, request: &BookingRequest) -> Self {
        let differs = |given: Option<String>, known: &str| given.filter(|given| given.trim() != known);
        Self {
            time: self.time.filter(|time| !is_same_time(*time, &request.slot)),
            delivery: self.delivery.filter(|given| *given != request.delivery),
            address: differs(self.address, &request.address),
            district: self.district.filter(|given| {
                let known = request.district;
                if given.is_empty() { known.is_some() } else { District::parse(given).ok() != known }
            }),
            remark: differs(self.remark.map(|text| text.replace("\r\n", "\n")), &request.remark),
            profile: self.profile.filter(|given| *given != request.profile),
            gender: self.gender.filter(|given| *given != (request.gender, request.gender_required)),
            preferred: self.preferred.filter(|given| *given != request.preferred),
            file_reference: differs(self.file_reference, request.file_reference.as_deref().unwrap_or_default()),
        }
    }
}

/// What became of a change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Changed {
    /// Where the assignment stands now.
    pub status: Status,
    /// Its new version.
    pub version: i32,
    /// Whoever was booked is asked again, alone and first.
    pub asked_again: Option<InterpreterId>,
    /// Another appointment: what was agreed or looked for before counts no more.
    pub is_anew: bool,
    /// When it is now.
    pub slot: CivilSlot,
    /// What is expected now, net.
    pub estimate: Cents,
}

/// Why nothing was changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ChangeRefused {
    /// It is over.
    Over,
    /// It has begun.
    Begun,
    /// Somebody else changed it meanwhile.
    ChangedMeanwhile,
    /// Nothing would be otherwise.
    NothingChanged,
    /// The line can't bear the new price.
    NoMoney {
        /// What is left.
        available: Cents,
        /// What the change would cost.
        wanted: Cents,
    },
    /// Somebody said yes, and calling the session off would cost by now: so would making another one of it.
    Late {
        /// What would be due.
        fee: Cents,
    },
    /// Whoever said yes may not hold the session as it would be.
    ExcludesBooked,
    /// What was sent is wrong.
    Input(Problem),
}

impl ChangeRefused {
    #[cfg(test)]
    pub(crate) const CODES: &'static [&'static str] = &[
        "assignment-is-over",
        "session-has-begun-for-office",
        "changed-meanwhile",
        "nothing-changed",
        "change-exceeds-budget",
        "change-is-late",
        "change-excludes-booked",
    ];
}

impl Refusal for ChangeRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::Over => "assignment-is-over",
            Self::Begun => "session-has-begun-for-office",
            Self::ChangedMeanwhile => "changed-meanwhile",
            Self::NothingChanged => "nothing-changed",
            Self::NoMoney { .. } => "change-exceeds-budget",
            Self::Late { .. } => "change-is-late",
            Self::ExcludesBooked => "change-excludes-booked",
            Self::Input(problem) => problem.code(),
        }
    }
    fn message(&self) -> Message {
        match self {
            Self::NoMoney { available, wanted } => {
                Message::new("refusal-change-exceeds-budget").with("available", *available).with("wanted", *wanted)
            }
            Self::Late { fee } => Message::new("refusal-change-is-late").with("fee", *fee),
            Self::Input(problem) => problem.message(),
            _ => Message::new(&format!("refusal-{}", self.code())),
        }
    }
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Input(problem) => problem.field(),
            Self::NoMoney { .. } => Some("date"),
            _ => None,
        }
    }
    fn kind(&self) -> RefusalKind {
        match self {
            Self::Input(problem) => problem.kind(),
            Self::NothingChanged => RefusalKind::Input,
            _ => RefusalKind::Conflict,
        }
    }
}

/// Changes a request. Another word, house number or wish leaves a yes as it is. Another time, way, district or kind of session makes a
/// new appointment of it: whoever was booked is asked again, alone and first, and a search begins anew; the commitment follows the new
/// price. `seen_version` is the version that the editor had before their eyes.
///
/// # Errors
/// Refuses what is over, what somebody else changed, what is wrong, and what the line can't bear; for a session that somebody accepted
/// also what would be a late cancellation, and what they may not hold.
#[doc(alias = "Verlegung")]
pub async fn change_request(
    permit: &Permit<ChangeRequest>,
    change: &Change,
    seen_version: Option<i32>,
    now: Instant,
    tx: &mut Tx,
) -> Result<Changed, Stop<ChangeRefused>> {
    let gone = || Fault::new(format!("request {} does not exist", permit.request));
    let (_, assignment) = store::booking_of_request(tx.conn(), permit.request).await?.ok_or_else(gone)?;
    let (request, mut assignment) = lock_booking(tx, assignment.id, assignment.interpreter).await?;
    belongs_to(&assignment, permit.office)?;
    if seen_version.is_some_and(|seen| seen != assignment.version) {
        return Err(Stop::Refused(ChangeRefused::ChangedMeanwhile));
    }
    if !assignment.status.is_open() {
        return Err(Stop::Refused(ChangeRefused::Over));
    }
    if request.slot.starts_at() <= now {
        return Err(Stop::Refused(ChangeRefused::Begun));
    }
    let rules = store::rules(tx.conn()).await?;
    let mut new = apply(&request, change, &rules, now, tx).await?;
    if new == request {
        return Err(Stop::Refused(ChangeRefused::NothingChanged));
    }
    let is_other_appointment = new.slot != request.slot
        || new.delivery != request.delivery
        || new.district != request.district
        || new.profile != request.profile
        || (assignment.interpreter.is_none() && narrows(&request, &new));
    if let Some(booked) = assignment.interpreter {
        must_keep_faith(&request, &new, &assignment, booked, is_other_appointment, now, tx).await?;
    }
    let asked_again = if is_other_appointment {
        price_anew(permit, &request, &mut new, &mut assignment, now, tx).await?;
        ask_anew(&new, &mut assignment, &rules, now, tx).await?
    } else {
        store::save_request(tx, &new).await?;
        store::save_assignment(tx, &mut assignment, &new, now).await.map_err(Fault::from)?;
        None
    };
    let booked = assignment.interpreter.or(asked_again);
    let event = AssignmentChanged { assignment: assignment.id, office: assignment.office, interpreter: booked };
    tx.publish(&event, now).await?;
    let facts = json!({ "from": told(&request), "to": told(&new), "estimate": assignment.estimate });
    let file = new.file_reference.as_deref().filter(|_| new.file_reference != request.file_reference);
    let personal: Vec<(&str, &str)> = file.map(|file| ("file_reference", file)).into_iter().collect();
    audit::record_with_personal(tx, permit.actor(), ActionKind::RequestChanged, request.id, &facts, &personal, now)
        .await?;
    Ok(Changed {
        status: assignment.status,
        version: assignment.version,
        asked_again,
        is_anew: is_other_appointment,
        slot: new.slot,
        estimate: assignment.estimate,
    })
}

fn told(request: &BookingRequest) -> serde_json::Value {
    json!({
        "slot": request.slot, "delivery": request.delivery, "district": request.district, "profile": request.profile,
        "gender": request.gender, "gender_required": request.gender_required, "preferred": request.preferred,
    })
}

/// Fewer people may come than before: who was asked in vain or waits to answer may be the wrong one.
fn narrows(old: &BookingRequest, new: &BookingRequest) -> bool {
    let needed = |request: &BookingRequest| request.gender.filter(|_| request.gender_required);
    needed(new).is_some() && needed(new) != needed(old)
}

/// What was promised to somebody who said yes is not taken back by an edit. Another appointment at so short a notice that a
/// cancellation would cost is one; and whoever may not hold the session as it would be is not edited out of it. Both go by
/// cancelling, which says what is due, and asking anew.
async fn must_keep_faith(
    old: &BookingRequest,
    new: &BookingRequest,
    assignment: &Assignment,
    booked: InterpreterId,
    is_other_appointment: bool,
    now: Instant,
    tx: &Tx,
) -> Result<(), Stop<ChangeRefused>> {
    if is_other_appointment {
        let means = consequence(tx.conn(), old, assignment, now).await?;
        if means.class == Some(CancellationClass::Late) && means.fee > Cents::ZERO {
            return Err(Stop::Refused(ChangeRefused::Late { fee: means.fee }));
        }
    }
    if new.profile != old.profile || narrows(old, new) {
        let person = directory::interpreter(tx.conn(), booked).await?;
        let person = person.ok_or_else(|| Fault::new("a filled assignment without its interpreter"))?;
        let profile = search::profile_of(tx.conn(), new).await?;
        let may = profile.credentials.iter().all(|kind| person.holds(*kind, new.slot.date()));
        let is_wanted = new.gender.filter(|_| new.gender_required).is_none_or(|gender| gender.name() == person.gender);
        if !may || !is_wanted {
            return Err(Stop::Refused(ChangeRefused::ExcludesBooked));
        }
    }
    Ok(())
}

/// The request as it would be.
async fn apply(
    request: &BookingRequest,
    change: &Change,
    rules: &Rules,
    now: Instant,
    tx: &Tx,
) -> Result<BookingRequest, Stop<ChangeRefused>> {
    let input = |problem: Problem| Stop::Refused(ChangeRefused::Input(problem));
    let mut new = request.clone();
    if let Some(time) = change.time
        && !is_same_time(time, &request.slot)
    {
        new.slot = check_time(time, now, rules).map_err(input)?;
    }
    if change.delivery.is_some() || change.address.is_some() || change.district.is_some() {
        new.delivery = change.delivery.unwrap_or(request.delivery);
        let address = change.address.as_deref().unwrap_or(&request.address);
        let district = change.district.as_deref().unwrap_or_else(|| request.district.map_or("", District::code));
        let mut problems = Vec::new();
        (new.address, new.district) = check_place(new.delivery, address, district, &mut problems);
        if let Some(problem) = problems.into_iter().next() {
            return Err(input(problem));
        }
        let is_signed = Language::from_code(&request.language).is_some_and(Language::is_signed);
        if is_signed && new.delivery == Delivery::Phone {
            return Err(input(Problem::SignedByPhone));
        }
    }
    if let Some(remark) = &change.remark {
        new.remark = checked_remark(remark).map_err(input)?;
    }
    if let Some(file) = &change.file_reference {
        new.file_reference = checked_file(file).map_err(input)?;
    }
    if let Some((gender, required)) = change.gender {
        (new.gender, new.gender_required) = (gender, required && gender.is_some());
    }
    if let Some(profile) = change.profile.filter(|profile| *profile != request.profile) {
        if !directory::profile(tx.conn(), profile).await?.is_some_and(|profile| profile.active) {
            return Err(input(Problem::ProfileUnknown));
        }
        new.profile = profile;
    }
    if let Some(preferred) = change.preferred.filter(|preferred| *preferred != request.preferred) {
        if let Some(wanted) = preferred
            && !directory::interpreter(tx.conn(), wanted).await?.is_some_and(|person| person.active)
        {
            return Err(input(Problem::PreferredUnknown));
        }
        new.preferred = preferred;
    }
    Ok(new)
}

fn is_same_time(time: WishedTime, slot: &CivilSlot) -> bool {
    time.date == slot.date() && time.from == slot.from() && time.to == slot.to()
}

/// The commitment follows the new price, into another year's line if need be.
async fn price_anew(
    permit: &Permit<ChangeRequest>,
    old: &BookingRequest,
    new: &mut BookingRequest,
    assignment: &mut Assignment,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<ChangeRefused>> {
    let Some(line) = line_of(tx, new.office, &new.slot).await? else {
        let year = FiscalYear::of(new.slot.date()).0;
        return Err(Stop::Refused(ChangeRefused::Input(Problem::NoBudgetLine(year))));
    };
    new.budget_line = line;
    tx.lock_for_use([line.into()]).await?;
    let input = |refused: estimate::EstimateRefused| ChangeRefused::Input(Problem::Plan(refused.into()));
    let estimate = expected(new, tx).await.map_err(|stop| stop.map(input))?;
    if assignment.status != Status::AwaitingBudget {
        let committed = if line == old.budget_line {
            budget::adjust(tx, permit.actor(), assignment.id, estimate.gross, now).await
        } else {
            // The new line first would be a second commitment of the same assignment.
            budget::release(tx, permit.actor(), assignment.id, now).await?;
            budget::commit(tx, permit.actor(), line, assignment.id, estimate.gross, now).await.map(|_| ())
        };
        committed.map_err(|stop| {
            stop.map(|refused| ChangeRefused::NoMoney { available: refused.available, wanted: refused.wanted })
        })?;
    }
    assignment.estimate = estimate.net;
    assignment.schedule_id = estimate.schedule_id;
    Ok(())
}

/// A new round: whoever was booked is asked first and alone; otherwise the search opens.
async fn ask_anew(
    new: &BookingRequest,
    assignment: &mut Assignment,
    rules: &Rules,
    now: Instant,
    tx: &mut Tx,
) -> Result<Option<InterpreterId>, Fault> {
    if assignment.status == Status::AwaitingBudget {
        store::save_request(tx, new).await?;
        store::save_assignment(tx, assignment, new, now).await?;
        return Ok(None);
    }
    withdraw_for_new_search(tx, assignment.id, now).await?;
    let booked = assignment.interpreter.take();
    assignment.rate_group = None;
    for mut offer in store::offers(tx.conn(), assignment.id).await? {
        if offer.status == OfferStatus::Accepted {
            offer.status = OfferStatus::Withdrawn;
            store::save_offer(tx, &offer).await?;
        }
    }
    assignment.status = Status::Searching;
    assignment.filled_at = None;
    assignment.search_round += 1;
    store::save_request(tx, new).await?;
    store::save_assignment(tx, assignment, new, now).await?;
    match booked {
        Some(person) => ask_again(new, assignment, person, rules, now, tx).await?,
        None => {
            let (id, office) = (assignment.id, assignment.office);
            tx.publish(&SearchOpened { assignment: id, office, round: assignment.search_round }, now).await?;
        }
    }
    Ok(booked)
}

/// An offer of the changed session to the one who had said yes, with a day to answer, or half of the time that is left.
async fn ask_again(
    new: &BookingRequest,
    assignment: &Assignment,
    person: InterpreterId,
    rules: &Rules,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Fault> {
    let known = directory::interpreter(tx.conn(), person).await?;
    let (fee, schedule_id) = match known.as_ref().map(|known| estimate::for_interpreter(new, known)) {
        Some(Ok(estimate)) => (estimate.net, estimate.schedule_id),
        Some(Err(Stop::Fault(fault))) => return Err(fault),
        Some(Err(Stop::Refused(_))) | None => (assignment.estimate, assignment.schedule_id.clone()),
    };
    let left = new.slot.starts_at() - now;
    let wait =
        Ord::max(Ord::min(left / 2, Duration::hours(24)), Duration::minutes(rules.offers.shortest_wait_min.into()));
    let offer = Offer {
        id: OfferId::new(),
        assignment: assignment.id,
        interpreter: person,
        search_round: assignment.search_round,
        wave: 1,
        status: OfferStatus::Open,
        expected_fee: fee,
        schedule_id,
        sent_at: now,
        expires_at: Ord::min(now + wait, new.slot.starts_at()),
        answered_at: None,
        decline_reason: None,
    };
    store::insert_offer(tx, &offer).await?;
    tx.publish(&OffersSent { assignment: assignment.id, offers: vec![offer.id] }, now).await?;
    jobs::look_again(tx, assignment.id, offer.expires_at, now).await
}

/// What a change of several bookings locks: all of them and their lines, at once.
pub(super) async fn lock_all(tx: &Tx, bookings: &[(BookingRequest, Assignment)]) -> Result<(), Fault> {
    let keys = bookings.iter().flat_map(|(request, assignment)| {
        let keys: [LockKey; 2] = [assignment.id.into(), request.budget_line.into()];
        keys
    });
    let people = bookings.iter().filter_map(|(_, assignment)| assignment.interpreter.map(LockKey::from));
    tx.lock_for_use(keys.chain(people)).await
}
