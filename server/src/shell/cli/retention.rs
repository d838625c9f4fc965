//! `retention run | preview | report`: the deletion from the command line.

use crate::{
    identity::{Permit, policy::RunRetention},
    kernel::{actor::Actor, clock::Clock},
    platform::{
        config::Config,
        db::Db,
        fault::{Fault, Stop},
        i18n::{Locale, say, t_args},
        retention as machinery,
    },
    shell::{
        app,
        retention::{Bite, Line, bite, preview, report, rules, start_run},
    },
};
use clap::Subcommand;
use std::process::ExitCode;

#[derive(Subcommand)]
pub(super) enum RetentionWhat {
    /// Lets go what has served its time, to the end; takes up a run that was cut off.
    Run,
    /// Says what a run would do now.
    Preview,
    /// Says what the last run did.
    Report,
}

pub(super) async fn run(what: &RetentionWhat, config: &Config, locale: Locale) -> Result<ExitCode, Fault> {
    let db = app::open_database(config).await?;
    match what {
        RetentionWhat::Preview => {
            print(&preview(&db, &config.retention, Clock::system().now()).await?, locale);
        }
        RetentionWhat::Report => print_last(&db, config, locale).await?,
        RetentionWhat::Run => {
            to_the_end(&db, config).await?;
            print_last(&db, config, locale).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn to_the_end(db: &Db, config: &Config) -> Result<(), Fault> {
    let (clock, rules) = (Clock::system(), rules());
    let permit = Permit::ask(&Actor::House("retention"), RunRetention {})
        .map_err(|denied| Fault::new(format!("the house may not run the deletion: {denied:?}")))?;
    let mut tx = db.begin().await?;
    match start_run(&permit, clock.now(), &mut tx).await {
        Ok(_) => tx.commit().await?,
        Err(Stop::Refused(_)) => drop(tx),
        Err(Stop::Fault(fault)) => return Err(fault),
    }
    loop {
        let mut tx = db.begin().await?;
        let done = bite(&permit, &rules, &config.retention, clock.now(), &mut tx).await?;
        tx.commit().await?;
        if done == Bite::Through {
            return Ok(());
        }
    }
}

async fn print_last(db: &Db, config: &Config, locale: Locale) -> Result<(), Fault> {
    let last = machinery::runs(db.read(), None, 1).await?;
    for report in report(db, &config.retention, last).await? {
        let ended = report.run.finished_at.map_or_else(|| "…".to_owned(), |at| at.to_rfc3339());
        println!("{} {} – {ended}", report.run.id, report.run.started_at.to_rfc3339());
        print(&report.lines, locale);
    }
    Ok(())
}

fn print(lines: &[Line], locale: Locale) {
    for line in lines {
        let args =
            [("rule", say(locale, &line.sentence()).into()), ("count", line.count.into()), ("held", line.held.into())];
        println!("{}", t_args(locale, "retention-line", &args));
    }
}
