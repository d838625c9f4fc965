//! The demo city lives: the year behind it and the weeks ahead.

use super::{cast::DemoInterpreter, found::Founded};
use crate::{
    kernel::clock::Instant,
    platform::{db::Db, fault::Fault},
};
use chrono::NaiveDate;

pub(super) async fn live(
    _db: &Db,
    _founded: &Founded,
    _cast: &[DemoInterpreter],
    _seed: u64,
    _today: NaiveDate,
    _now: Instant,
) -> Result<(), Fault> {
    Ok(())
}
