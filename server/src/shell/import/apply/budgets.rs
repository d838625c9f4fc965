//! Lines of the budget plan.

use super::{ImportProblem, Imported, Lines, Stopped, noted};
use crate::{
    budget::commands::{LineDetails, Opened, open_line},
    directory,
    identity::{Permit, policy::ManageBudget},
    kernel::{actor::Actor, clock::Instant, message::Message, money::Cents, time::FiscalYear},
    platform::{db::Tx, fault::Fault},
    shell::import::budgets::read,
};

pub(super) async fn apply(tx: &mut Tx, bytes: &[u8], actor: &Actor, now: Instant) -> Lines {
    let entries = read(bytes)?;
    let permit = Permit::ask(actor, ManageBudget {}).map_err(|_| Fault::new("this actor may not manage budgets"))?;
    let offices = directory::offices(tx.conn()).await?;
    let mut problems = Vec::new();
    let mut imported = Imported::default();
    for entry in entries {
        let Some(office) = offices.iter().find(|office| office.code == entry.office) else {
            let why = Message::new("import-office-unknown").with("code", entry.office.as_str());
            problems.push(ImportProblem::Command { line: entry.line, column: Some("office".to_owned()), why });
            continue;
        };
        let details = LineDetails {
            office: office.id,
            fiscal_year: FiscalYear(entry.fiscal_year),
            cost_center: entry.cost_center,
            cost_object: entry.cost_object,
            account: entry.account,
            name: entry.name,
            appropriation: Cents(entry.appropriation_cents),
            warn_percent: i32::try_from(entry.warn_percent).unwrap_or(100),
        };
        match noted(open_line(&permit, &details, now, tx).await, entry.line, &mut problems)? {
            Some((_, Opened::Now)) => imported.created += 1,
            Some((_, Opened::Before)) => imported.unchanged += 1,
            None => {}
        }
    }
    if problems.is_empty() { Ok(imported) } else { Err(Stopped::Problems(problems)) }
}
