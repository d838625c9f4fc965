//! Keys that are put together at run time have their words in both languages.

use crate::booking::{
    planning::{
        entry::{EntryOutcome, Sending},
        plan::{Failure, PlanStatus},
    },
    tests::texts::is_said,
};

#[test]
fn every_state_has_its_words() {
    let mut keys: Vec<String> = Vec::new();
    keys.extend(PlanStatus::ALL.iter().map(|one| format!("planning-status-{}", one.key())));
    keys.extend(Failure::ALL.iter().map(|one| format!("planning-failure-{}", one.key())));
    keys.extend(EntryOutcome::ALL.iter().map(|one| format!("planning-outcome-{}", one.key())));
    keys.extend(Sending::ALL.iter().map(|one| format!("planning-sending-{}", one.key())));
    let reasons =
        ["no-money-yet", "nobody-speaks", "nobody-qualified", "nobody-free", "weekly-cap", "said-no", "budget"];
    keys.extend(reasons.iter().chain(&["outweighed"]).map(|one| format!("planning-why-{one}")));
    let changes =
        ["filled", "given-back", "gone", "begun", "moved", "left", "said-no", "obstacle", "fee", "new", "money"];
    keys.extend(changes.iter().map(|one| format!("planning-change-{one}")));
    let columns = super::super::table::COLUMNS;
    keys.extend(columns.iter().map(|one| format!("planning-column-{one}")));
    keys.push("refusal-plan-sender-gone".to_owned());
    keys.retain(|key| !is_said(key));
    assert!(keys.is_empty(), "without words: {keys:?}");
}
