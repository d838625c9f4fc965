//! The credentials of the cast, some of them expired or about to.

use chrono::NaiveDate;

use super::cast::{DemoCredential, before, shifted};
use super::prng::Chance;
use crate::shell::import::words::{CredentialKind, Employment};

/// How many hold the certificate of each training group, and when the group finished (year, month, day).
pub const TRAINING_GROUPS: [(usize, (i32, u32, u32)); 6] = [
    (10, (2019, 6, 29)),
    (9, (2019, 11, 30)),
    (10, (2020, 7, 25)),
    (9, (2020, 11, 28)),
    (10, (2021, 4, 24)),
    (10, (2021, 9, 18)),
];
pub(super) fn credentials(
    chance: &mut Chance,
    employment: Employment,
    training: Option<(u8, usize)>,
    joined_on: NaiveDate,
    today: NaiveDate,
) -> Vec<DemoCredential> {
    let mut credentials = Vec::new();
    if let Some((group, nth)) = training {
        credentials.push(certificate(chance, group, nth, today));
    }
    let lasting = |kind| DemoCredential { kind, training_group: None, valid_from: joined_on, last_valid_on: None };
    if chance.percent(97) {
        credentials.push(lasting(CredentialKind::Confidentiality));
    }
    if chance.percent(75) {
        credentials.push(lasting(CredentialKind::Measles));
    }
    if chance.percent(82) {
        let days = match chance.below(100) {
            0..5 => -chance.between(5, 120), // nobody noticed
            5..12 => chance.between(3, 45),  // to be renewed soon
            _ => chance.between(60, 1000),
        };
        let last = shifted(today, days);
        credentials.push(DemoCredential {
            kind: CredentialKind::Conduct,
            training_group: None,
            valid_from: before(last, 3 * 365),
            last_valid_on: Some(last),
        });
    }
    if employment == Employment::FullTime && chance.percent(40) {
        credentials.push(lasting(CredentialKind::Sworn));
    }
    credentials
}

/// Certificates hold for five years and are renewed by a refresher. Of the 58, five have expired and seven will soon.
fn certificate(chance: &mut Chance, group: u8, nth: usize, today: NaiveDate) -> DemoCredential {
    let days = match nth {
        0..5 => -chance.between(10, 200),
        5..12 => chance.between(5, 55),
        _ => chance.between(90, 1600),
    };
    let last = shifted(today, days);
    let finished = usize::from(group).checked_sub(1).and_then(|index| TRAINING_GROUPS.get(index));
    let finished = finished.and_then(|(_, (year, month, day))| NaiveDate::from_ymd_opt(*year, *month, *day));
    let renewed = before(last, 5 * 365);
    DemoCredential {
        kind: CredentialKind::Training,
        training_group: Some(group),
        valid_from: finished.map_or(renewed, |finished| finished.max(renewed)).min(last),
        last_valid_on: Some(last),
    }
}
