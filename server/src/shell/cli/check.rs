//! `audit verify` and `budget verify`: exit 0 if everything holds, 1 with the first difference if not.

use crate::{
    audit, budget,
    platform::{config::Config, fault::Fault},
    shell::app,
};
use clap::Subcommand;
use std::process::ExitCode;

#[derive(Subcommand)]
pub(super) enum AuditWhat {
    /// Walks the chain of hashes.
    Verify,
}

#[derive(Subcommand)]
pub(super) enum BudgetWhat {
    /// Recounts every line from the ledger.
    Verify,
}

pub(super) async fn audit(what: &AuditWhat, config: &Config) -> Result<ExitCode, Fault> {
    let AuditWhat::Verify = what;
    let db = app::open_database(config).await?;
    let verdict = audit::verify(&db).await?;
    match verdict.broken {
        None => {
            println!("{} entries, the chain is whole", verdict.entries);
            Ok(ExitCode::SUCCESS)
        }
        Some(broken) => {
            println!("the chain breaks at entry {}: {}", broken.seq, broken.why);
            Ok(ExitCode::FAILURE)
        }
    }
}

pub(super) async fn budget(what: &BudgetWhat, config: &Config) -> Result<ExitCode, Fault> {
    let BudgetWhat::Verify = what;
    let db = app::open_database(config).await?;
    let mismatches = budget::verify(&db).await?;
    for one in &mismatches {
        let (stated, counted) = (one.stated.plain(), one.counted.plain());
        println!("{} ({}): {} says {stated}, the ledger {counted}", one.name, one.line, one.total);
    }
    if mismatches.is_empty() {
        println!("every line is what its ledger says");
        Ok(ExitCode::SUCCESS)
    } else {
        Ok(ExitCode::FAILURE)
    }
}
