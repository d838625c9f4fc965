//! An ordering office or grant joins, its details change, it retires and comes back.

use super::Stored;
use crate::{
    audit::{self, ActionKind},
    directory::{
        events::{OfficeChanged, OfficeRegistered, OfficeReopened, OfficeRetired},
        facts::OfficeFacts,
        store,
    },
    identity::{Permit, policy::ManageOffices},
    kernel::{
        clock::Instant,
        ids::OfficeId,
        leitweg::LeitwegId,
        message::Message,
        money::Cents,
        refusal::{Refusal, RefusalKind},
    },
    platform::{
        db::{Tx, stored},
        fault::{Fault, Stop},
    },
};
use serde_json::json;

/// An office as the administrator describes it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfficeDetails {
    /// Short code such as `JA`; decides which office it is and never changes.
    pub code: String,
    /// Name in German.
    pub name_de: String,
    /// Name in English.
    pub name_en: String,
    /// A grant (project money) rather than an office.
    pub is_grant: bool,
    /// Leitweg-ID (BT-10).
    pub leitweg_id: LeitwegId,
    /// Mail for the whole office.
    pub email: String,
    /// Usual place of its sessions.
    pub address: String,
    /// District of that place.
    pub district: String,
    /// Whom to ask there: a function or a name.
    pub contact: String,
    /// Phone number of that contact.
    pub phone: String,
}

/// What still ties an office to the house; the slices above know it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct OfficeTies {
    /// Requests that wait, are searched for, filled, or held and not confirmed.
    pub open_bookings: u64,
    /// Commitments that are neither consumed nor released.
    pub open_commitments: u64,
    /// What they bind.
    pub committed: Cents,
}

/// Why an office was not changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OfficeRefused {
    /// There is one of that code.
    CodeTaken,
    /// Somebody else changed it meanwhile.
    ChangedMeanwhile,
    /// It has bookings that are not over.
    OpenBookings {
        /// How many.
        count: u64,
    },
    /// Money is still bound for it.
    OpenCommitments {
        /// How many.
        count: u64,
        /// How much.
        committed: Cents,
    },
    /// It has retired already.
    Retired,
    /// It has not retired.
    Active,
}

impl Refusal for OfficeRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::CodeTaken => "office-code-taken",
            Self::ChangedMeanwhile => "office-changed-meanwhile",
            Self::OpenBookings { .. } => "office-has-open-bookings",
            Self::OpenCommitments { .. } => "office-has-open-commitments",
            Self::Retired => "office-is-retired",
            Self::Active => "office-is-active",
        }
    }
    fn message(&self) -> Message {
        let message = Message::new(&format!("refusal-{}", self.code()));
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        match self {
            Self::OpenBookings { count } => message.with("count", number(*count)),
            Self::OpenCommitments { count, committed } => {
                message.with("count", number(*count)).with("amount", *committed)
            }
            _ => message,
        }
    }
    fn field(&self) -> Option<&'static str> {
        matches!(self, Self::CodeTaken).then_some("code")
    }
    fn kind(&self) -> RefusalKind {
        RefusalKind::Conflict
    }
}

impl OfficeTies {
    /// An office retires when nothing of it is open any more: bookings first, because their end settles the money.
    ///
    /// # Errors
    /// Names what is open.
    pub fn must_be_loose(self) -> Result<(), OfficeRefused> {
        if self.open_bookings > 0 {
            return Err(OfficeRefused::OpenBookings { count: self.open_bookings });
        }
        if self.open_commitments > 0 {
            return Err(OfficeRefused::OpenCommitments { count: self.open_commitments, committed: self.committed });
        }
        Ok(())
    }
}

fn told(details: &OfficeDetails) -> serde_json::Value {
    json!({
        "code": details.code, "leitweg_id": details.leitweg_id.as_str(), "grant": details.is_grant,
        "name": details.name_de, "address": details.address, "email": details.email,
    })
}

/// Registers an office, or brings the one of that code up to date, as the house does. The same details twice change nothing.
///
/// # Errors
/// The database can't be written.
#[doc(alias = "Fachamt anlegen")]
pub async fn register_office(
    permit: Permit<ManageOffices>,
    details: &OfficeDetails,
    now: Instant,
    tx: &mut Tx,
) -> Result<(OfficeId, Stored), Fault> {
    let (id, what) = store::save_office(tx, details, now).await?;
    match what {
        Stored::Unchanged => return Ok((id, what)),
        Stored::Created => tx.publish(&OfficeRegistered { office: id }, now).await?,
        Stored::Changed => tx.publish(&OfficeChanged { office: id }, now).await?,
    }
    let kind = if what == Stored::Created { ActionKind::OfficeRegistered } else { ActionKind::OfficeChanged };
    audit::record(tx, permit.actor(), kind, id, &told(details), now).await?;
    Ok((id, what))
}

/// Registers a new office.
///
/// # Errors
/// Refuses a code that is taken.
pub async fn open_office(
    permit: Permit<ManageOffices>,
    details: &OfficeDetails,
    now: Instant,
    tx: &mut Tx,
) -> Result<OfficeId, Stop<OfficeRefused>> {
    if store::office_by_code(tx.conn(), &details.code).await?.is_some() {
        return Err(Stop::Refused(OfficeRefused::CodeTaken));
    }
    Ok(register_office(permit, details, now, tx).await?.0)
}

/// The office, locked, if it is still as the editor saw it.
async fn seen(tx: &Tx, id: OfficeId, version: i32) -> Result<OfficeFacts, Stop<OfficeRefused>> {
    tx.lock_for_use([id.into()]).await?;
    let office = store::office(tx.conn(), id).await?;
    let office = office.ok_or_else(|| Fault::new(format!("office {id} does not exist")))?;
    if office.version == version { Ok(office) } else { Err(Stop::Refused(OfficeRefused::ChangedMeanwhile)) }
}

/// Changes what is known of an office; `version` is what the editor had before their eyes. Documents that were issued keep what
/// stood on them, the next ones say the new details.
///
/// # Errors
/// Refuses if somebody else changed it since it was shown.
#[doc(alias = "Fachamt ändern")]
pub async fn change_office(
    permit: &Permit<ManageOffices>,
    id: OfficeId,
    details: &OfficeDetails,
    version: i32,
    now: Instant,
    tx: &mut Tx,
) -> Result<Stored, Stop<OfficeRefused>> {
    let office = seen(tx, id, version).await?;
    let is_same = office.name_de == details.name_de
        && office.name_en == details.name_en
        && office.is_grant == details.is_grant
        && office.leitweg_id == details.leitweg_id.as_str()
        && office.email == details.email
        && office.address == details.address
        && office.district == details.district
        && office.contact == details.contact
        && office.phone == details.phone;
    if is_same {
        return Ok(Stored::Unchanged);
    }
    if !store::change_office(tx, id, details, version).await? {
        return Err(Stop::Refused(OfficeRefused::ChangedMeanwhile));
    }
    tx.publish(&OfficeChanged { office: id }, now).await?;
    let mut facts = told(details);
    facts["before"] = json!({
        "leitweg_id": office.leitweg_id, "grant": office.is_grant, "name": office.name_de,
        "address": office.address, "email": office.email,
    });
    audit::record(tx, permit.actor(), ActionKind::OfficeChanged, id, &facts, now).await?;
    Ok(Stored::Changed)
}

/// Retires an office: it asks for nothing more and is chosen nowhere; what it asked for stays. `ties` is what is open of it, counted in
/// this unit of work after its budget lines were locked.
///
/// # Errors
/// Names what is still open.
#[doc(alias = "Fachamt stilllegen")]
pub async fn retire_office(
    permit: &Permit<ManageOffices>,
    id: OfficeId,
    ties: OfficeTies,
    version: i32,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<OfficeRefused>> {
    let office = seen(tx, id, version).await?;
    if !office.is_active() {
        return Err(Stop::Refused(OfficeRefused::Retired));
    }
    ties.must_be_loose().map_err(Stop::Refused)?;
    if !store::set_retired(tx, id, Some(stored(now)), version).await? {
        return Err(Stop::Refused(OfficeRefused::ChangedMeanwhile));
    }
    tx.publish(&OfficeRetired { office: id }, now).await?;
    let facts = json!({ "code": office.code });
    Ok(audit::record(tx, permit.actor(), ActionKind::OfficeRetired, id, &facts, now).await?)
}

/// Takes a retired office back into service.
///
/// # Errors
/// Refuses one that has not retired, or that somebody else changed meanwhile.
#[doc(alias = "Fachamt wieder öffnen")]
pub async fn reopen_office(
    permit: &Permit<ManageOffices>,
    id: OfficeId,
    version: i32,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<OfficeRefused>> {
    let office = seen(tx, id, version).await?;
    if office.is_active() {
        return Err(Stop::Refused(OfficeRefused::Active));
    }
    if !store::set_retired(tx, id, None, version).await? {
        return Err(Stop::Refused(OfficeRefused::ChangedMeanwhile));
    }
    tx.publish(&OfficeReopened { office: id }, now).await?;
    let facts = json!({ "code": office.code });
    Ok(audit::record(tx, permit.actor(), ActionKind::OfficeReopened, id, &facts, now).await?)
}
