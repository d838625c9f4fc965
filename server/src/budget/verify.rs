//! `dragoman budget verify`: what each line says it has, against a recount of the ledger.

use super::store::{self, BalanceView};
use crate::{
    kernel::{ids::BudgetLineId, money::Cents},
    platform::{db::Db, fault::Fault},
};
use std::collections::HashMap;

/// A line whose totals are not what its postings sum to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mismatch {
    /// The line.
    pub line: BudgetLineId,
    /// Its name.
    pub name: String,
    /// Which total: `granted`, `overridden`, `committed`, `consumed`.
    pub total: &'static str,
    /// What the line says.
    pub stated: Cents,
    /// What the ledger says.
    pub counted: Cents,
}

/// Recounts every line on one snapshot. Empty: every balance is what the ledger says.
///
/// # Errors
/// The database can't be read.
pub async fn verify(db: &Db) -> Result<Vec<Mismatch>, Fault> {
    let snapshot = db.snapshot().await?;
    let lines = store::balances(&snapshot, None, None).await?;
    let mut sums: HashMap<(BudgetLineId, &'static str), Cents> = HashMap::new();
    for (line, kind, amount) in store::recount(&snapshot).await? {
        *sums.entry((line, total_of(&kind))).or_default() += amount;
    }
    Ok(lines.iter().flat_map(|line| mismatches(line, &sums)).collect())
}

fn total_of(kind: &str) -> &'static str {
    match kind {
        "appropriation" | "supplement" | "transfer" => "granted",
        "override" => "overridden",
        "commit" | "adjust" | "release" => "committed",
        _ => "consumed",
    }
}

fn mismatches(line: &BalanceView, sums: &HashMap<(BudgetLineId, &'static str), Cents>) -> Vec<Mismatch> {
    [
        ("granted", line.granted),
        ("overridden", line.overridden),
        ("committed", line.committed),
        ("consumed", line.consumed),
    ]
    .into_iter()
    .filter_map(|(total, stated)| {
        let counted = sums.get(&(line.line, total)).copied().unwrap_or_default();
        (counted != stated).then(|| Mismatch { line: line.line, name: line.name.clone(), total, stated, counted })
    })
    .collect()
}
