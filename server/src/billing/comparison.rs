//! What another table would have cost: the question the council asks before it decides one.
//!
//! The sessions are those of the year's claims, with the facts they were priced by. Claims are read in parts, so that memory
//! stays flat; sums are net.

use super::store;
use crate::{
    directory,
    kernel::ids::FeeId,
    platform::{
        db::Db,
        fault::{Fault, Stop},
    },
};
use rates::{
    Facts, Group, Schedule,
    compare::{Comparing, Comparison},
};
use std::collections::HashMap;

/// So many claims are read at once.
const PART: u64 = 1_000;

/// An office's code and a group of interpreters.
pub type Cell = (String, &'static str);

/// The name of an interpreter's group in the contract.
#[must_use]
pub fn group_name(group: Group) -> &'static str {
    Group::NAMES.iter().find(|(_, known)| *known == group).map_or("", |(name, _)| name)
}

/// Why nothing is compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CompareRefused {
    /// One of the two does not exist.
    UnknownSchedule,
    /// They are in unlike currencies.
    UnlikeCurrencies,
}

impl crate::kernel::refusal::Refusal for CompareRefused {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownSchedule => "figures-unknown-schedule",
            Self::UnlikeCurrencies => "compare-unlike-currencies",
        }
    }
    fn field(&self) -> Option<&'static str> {
        Some("to")
    }
    fn kind(&self) -> crate::kernel::refusal::RefusalKind {
        crate::kernel::refusal::RefusalKind::Input
    }
}

/// Compares two schedules over the claims with a service in a year, by office and group of interpreters.
///
/// # Errors
/// Refuses unlike currencies. The database can't be read.
pub async fn compare_year(
    db: &Db,
    before: &Schedule,
    after: &Schedule,
    year: i32,
) -> Result<Comparison<Cell>, Stop<CompareRefused>> {
    let codes: HashMap<_, String> =
        directory::offices(db.read()).await?.into_iter().map(|office| (office.id, office.code)).collect();
    let unlike = |_| Stop::Refused(CompareRefused::UnlikeCurrencies);
    let mut comparing = Comparing::new(before, after).map_err(unlike)?;
    let mut last: Option<FeeId> = None;
    loop {
        let part = store::priced_facts(db.read(), year, last, PART).await?;
        let Some((id, ..)) = part.last() else { return Ok(comparing.finish()) };
        last = Some(*id);
        for (id, office, text) in &part {
            let facts = Facts::from_json(text)
                .map_err(|error| Fault::new(format!("the facts of claim {id} can't be read: {error}")))?;
            let office = codes.get(office).cloned().unwrap_or_default();
            comparing.add((office, group_name(facts.interpreter.group)), &facts).map_err(unlike)?;
        }
    }
}
