//! Whether the city stands by the figures that it pays by.
//!
//! A schedule whose figures are *official* needs nothing. One whose figures are *assumed* may price and plan, but no document is
//! issued on it until two people have accepted exactly this file, recorded with its digest: a changed file must be accepted
//! anew.

use super::store;
use crate::{
    kernel::{clock::Instant, ids::AccountId},
    platform::fault::Fault,
};
use rates::{Catalog, Figures, Schedule};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// So many people must have accepted.
pub const NEEDED: usize = 2;

/// Somebody accepted a schedule's figures.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Acceptance {
    /// Who.
    pub account: AccountId,
    /// The decision or reason it rests on.
    pub reason: String,
    /// When.
    pub accepted_at: Instant,
}

/// A schedule that comes with the program, and who has accepted it as it is now.
#[derive(Clone, PartialEq, Debug)]
pub struct Standing {
    /// The schedule.
    pub schedule: &'static Schedule,
    /// The digest of its file, SHA-256 in hexadecimal.
    pub sha256: String,
    /// Who accepted it, in the order they did.
    pub acceptances: Vec<Acceptance>,
}

impl Standing {
    /// Documents may be issued on it.
    #[must_use]
    pub fn is_payable(&self) -> bool {
        self.schedule.figures == Figures::Official || self.acceptances.len() >= NEEDED
    }
}

/// The digest of a schedule's file; none if it does not come with the program.
#[must_use]
pub fn digest(id: &str) -> Option<String> {
    Catalog::source_text(id).map(|text| data_encoding::HEXLOWER.encode(&Sha256::digest(text.as_bytes())))
}

/// All schedules that come with the program, by id. One query.
///
/// # Errors
/// The database can't be read.
pub async fn standings(conn: &impl store::Conn) -> Result<Vec<Standing>, Fault> {
    let accepted = store::acceptances(conn).await?;
    let mut all: Vec<Standing> = Catalog::builtin()
        .iter()
        .map(|schedule| {
            let sha256 = digest(&schedule.id).unwrap_or_default();
            let of_this = accepted.iter().filter(|(id, digest, _)| *id == schedule.id && *digest == sha256);
            Standing { schedule, acceptances: of_this.map(|(_, _, one)| one.clone()).collect(), sha256 }
        })
        .collect();
    all.sort_by(|one, other| one.schedule.id.cmp(&other.schedule.id));
    Ok(all)
}

/// The first of these schedules that nobody, or one person only, stands by.
///
/// # Errors
/// The database can't be read.
pub async fn not_accepted(conn: &impl store::Conn, schedules: &BTreeSet<&str>) -> Result<Option<Standing>, Fault> {
    Ok(standings(conn).await?.into_iter().find(|one| schedules.contains(one.schedule.id.as_str()) && !one.is_payable()))
}
