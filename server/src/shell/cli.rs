//! The command line: one binary for everything the city runs.

mod calendar;
mod check;
mod compare;
mod files;
mod month;
mod rates;
mod retention;

use super::{app, demo};
use crate::{
    kernel::clock::Clock,
    platform::{config::Config, fault::Fault, i18n::Locale, telemetry},
    scheduling::plan::{PlanArgs, run_command},
};
use clap::{Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode, sync::Arc};

/// Books and pays a city's community interpreters.
#[derive(Parser)]
#[command(name = "dragoman", version, about)]
struct Cli {
    /// Configuration file; without it `dragoman.toml` is read if there is one.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    /// Language of messages: de or en.
    #[arg(long, global = true, default_value = "de")]
    lang: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves pages and the API; does the jobs, too.
    Serve,
    /// Creates the demo city on embedded SQLite (or DATABASE_URL) and serves it.
    Demo {
        /// Begins anew: everything done in the demo so far is lost.
        #[arg(long)]
        fresh: bool,
        /// The invented city depends on nothing but this number and today's date.
        #[arg(long, default_value_t = demo::SEED)]
        seed: u64,
    },
    /// Does the jobs only, beside servers that run elsewhere.
    Work,
    /// Brings the database's schema up to date.
    Migrate,
    /// Brings in a list: all of it or nothing.
    Import {
        /// What the list holds.
        #[command(subcommand)]
        what: files::ImportWhat,
    },
    /// The trace.
    Audit {
        #[command(subcommand)]
        what: check::AuditWhat,
    },
    /// The budget ledger.
    Budget {
        #[command(subcommand)]
        what: check::BudgetWhat,
    },
    /// Shares many sessions among many people, with a proof of how near the plan is to the best (files `plan/1`).
    Plan(PlanArgs),
    /// A month's end: what is missing, closing, handing over, files, what was paid.
    Month {
        /// What is done.
        #[command(subcommand)]
        what: month::MonthWhat,
    },
    /// Proves a month: sessions, timesheets, claims, budget, documents, orders, files and payments agree to the cent.
    Reconcile {
        /// The month, such as 2026-10, or a year, such as 2026, for its twelve months.
        month: String,
    },
    /// The deletion of what has served its time.
    Retention {
        #[command(subcommand)]
        what: retention::RetentionWhat,
    },
    /// Calendar files of others.
    Calendar {
        #[command(subcommand)]
        what: calendar::CalendarWhat,
    },
    /// Fee schedules.
    Rates {
        #[command(subcommand)]
        what: rates::RatesWhat,
    },
}

/// Reads the command line and does what it says.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let locale = if cli.lang.starts_with("en") { Locale::En } else { Locale::De };
    // What needs neither configuration nor runtime comes first.
    match &cli.command {
        Command::Rates { what } if !what.needs_database() => return rates::run(what),
        Command::Plan(args) => return run_command(args),
        Command::Calendar { what } => return calendar::run(what, locale),
        _ => {}
    }
    let config = match Config::load(cli.config.as_deref()) {
        Ok(config) => config,
        Err(refused) => return say_no(&refused),
    };
    if let Err(fault) = telemetry::start_log(&config.log) {
        return say_no(&fault);
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return say_no(&error),
    };
    match runtime.block_on(run(cli.command, config, locale)) {
        Ok(code) => code,
        Err(fault) => say_no(&fault),
    }
}

fn say_no(what: &impl std::fmt::Display) -> ExitCode {
    eprintln!("dragoman: {what}");
    ExitCode::FAILURE
}

async fn run(command: Command, config: Config, locale: Locale) -> Result<ExitCode, Fault> {
    match command {
        Command::Serve => {
            config.check_for_serve()?;
            for warning in config.warnings() {
                eprintln!("dragoman: {warning}");
            }
            let config = Arc::new(config);
            let db = app::open_database(&config).await?;
            let site = app::site(db, Clock::system(), config);
            app::serve(site, |server| println!("Dragoman listens on http://{}", server.address)).await?;
        }
        Command::Demo { fresh, seed } => demo::run(config, fresh, seed, locale).await?,
        Command::Work => {
            config.check_for_serve()?;
            let config = Arc::new(config);
            let db = app::open_database(&config).await?;
            let poll = std::time::Duration::from_secs(config.worker.poll_seconds.max(1).into());
            let site = app::site(db, Clock::system(), config);
            app::worker(&site)?.run(poll, app::told_to_end()).await;
        }
        Command::Migrate => {
            app::open_database(&config).await?;
            println!("The schema is up to date.");
        }
        Command::Import { what } => return files::run(what, &config, locale).await,
        Command::Audit { what } => return check::audit(&what, &config).await,
        Command::Budget { what } => return check::budget(&what, &config).await,
        Command::Month { what } => return month::run(&what, &config, locale).await,
        Command::Reconcile { month } => return month::reconcile(&month, &config, locale).await,
        Command::Retention { what } => return retention::run(&what, &config, locale).await,
        Command::Rates { what: rates::RatesWhat::Compare(args) } => {
            return compare::over_database(&args, &config).await;
        }
        Command::Rates { what } => return Ok(rates::run(&what)),
        Command::Plan(args) => return Ok(run_command(&args)),
        Command::Calendar { what } => return Ok(calendar::run(&what, locale)),
    }
    Ok(ExitCode::SUCCESS)
}
