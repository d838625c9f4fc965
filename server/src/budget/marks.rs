//! The marks of a line: at 75, 90 and 100 percent of what was granted its office's head is told, once.

use super::{
    events::BudgetMarkReached,
    store::{self, BalanceView},
};
use crate::{
    audit::{self, ActionKind},
    kernel::{actor::Actor, clock::Instant, ids::BudgetLineId},
    platform::{db::Tx, fault::Fault},
};
use serde_json::json;

/// In percent of what was granted.
pub const MARKS: [i32; 3] = [75, 90, 100];

/// In whose name a mark is noted.
const HOUSE: Actor = Actor::House("budget");

/// Looks at a line after something was bound or taken away: marks that it passed now are noted, and the highest of them is
/// told (who hears of 90 percent need not hear of 75). The caller holds the line's lock.
///
/// # Errors
/// The database can't be written.
pub(super) async fn look(tx: &mut Tx, line: BudgetLineId, now: Instant) -> Result<(), Fault> {
    let balance = store::balance_in(tx.conn(), line).await?;
    let passed = passed(&balance);
    if passed.is_empty() {
        return Ok(());
    }
    let known = store::marks_of(tx.conn(), line).await?;
    let new: Vec<i32> = passed.into_iter().filter(|mark| !known.contains(mark)).collect();
    let Some(highest) = new.iter().max().copied() else { return Ok(()) };
    store::insert_marks(tx, line, &new, now).await?;
    audit::record(tx, &HOUSE, ActionKind::BudgetMarkReached, line, &json!({ "percent": highest }), now).await?;
    tx.publish(&BudgetMarkReached { line, office: balance.office, percent: highest }, now).await
}

/// The marks that a line has reached. A line to which nothing was granted has none: there is no share of nothing.
fn passed(balance: &BalanceView) -> Vec<i32> {
    if !balance.granted.is_positive() {
        return Vec::new();
    }
    MARKS.into_iter().filter(|mark| balance.used_percent() >= i64::from(*mark)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{ids::OfficeId, money::Cents, time::FiscalYear};

    fn line(granted: i64, committed: i64, consumed: i64) -> BalanceView {
        BalanceView {
            line: BudgetLineId::new(),
            office: OfficeId::new(),
            fiscal_year: FiscalYear(2027),
            name: String::new(),
            cost_center: String::new(),
            cost_object: String::new(),
            account: String::new(),
            warn_percent: 80,
            granted: Cents(granted),
            overridden: Cents::ZERO,
            committed: Cents(committed),
            consumed: Cents(consumed),
        }
    }

    #[test]
    fn a_mark_is_passed_to_the_cent() {
        assert_eq!(passed(&line(10_000, 7_499, 0)), [0_i32; 0]);
        assert_eq!(passed(&line(10_000, 3_000, 4_500)), [75]);
        assert_eq!(passed(&line(10_000, 9_999, 0)), [75, 90]);
        assert_eq!(passed(&line(10_000, 0, 10_000)), [75, 90, 100]);
        assert_eq!(passed(&line(0, 0, 0)), [0_i32; 0]);
    }
}
