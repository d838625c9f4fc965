//! An office retires and comes back. The directory keeps the offices; what is still open of one is known by booking and budget, so that
//! the question is asked here.

mod api;
mod pages;

pub use api::{ApiDoc, api_routes};
pub use pages::routes;

use crate::{
    booking, budget,
    directory::commands::{OfficeRefused, OfficeTies, retire_office},
    identity::{Permit, policy::ManageOffices},
    kernel::{clock::Instant, ids::OfficeId, money::Cents},
    platform::{
        db::{Db, LockKey, Tx},
        fault::{Fault, Stop},
    },
};

/// What is open of an office, for a page.
///
/// # Errors
/// The database can't be read.
pub async fn ties(db: &Db, office: OfficeId) -> Result<OfficeTies, Fault> {
    let bookings = booking::count_open(db.read(), office).await?;
    Ok(told(bookings, budget::open_commitments_of(db.read(), office).await?))
}

fn told(open_bookings: u64, (open_commitments, committed): (u64, Cents)) -> OfficeTies {
    OfficeTies { open_bookings, open_commitments, committed }
}

/// Retires an office. Whoever asks for a session holds the office's budget line and looks at the office behind that, so that no
/// request slips in between the count and the end.
///
/// # Errors
/// Names what is still open, or that somebody else changed the office meanwhile.
pub async fn retire(
    permit: &Permit<ManageOffices>,
    office: OfficeId,
    version: i32,
    now: Instant,
    tx: &mut Tx,
) -> Result<(), Stop<OfficeRefused>> {
    let lines = budget::line_ids(tx.conn(), office).await?;
    tx.lock_for_use(lines.into_iter().map(LockKey::from).chain([office.into()])).await?;
    let bookings = booking::count_open(tx.conn(), office).await?;
    let ties = told(bookings, budget::open_commitments_of(tx.conn(), office).await?);
    retire_office(permit, office, ties, version, now, tx).await
}
