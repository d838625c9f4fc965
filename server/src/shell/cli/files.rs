//! `import interpreters | requests | budgets FILE.csv`.

use crate::{
    kernel::{actor::Actor, clock::Clock},
    platform::{config::Config, fault::Fault, i18n::Locale},
    shell::{
        app,
        import::apply::{self, Imported, ListKind, Outcome},
    },
};
use clap::Subcommand;
use std::{path::PathBuf, process::ExitCode};

#[derive(Subcommand)]
pub(super) enum ImportWhat {
    /// Interpreters with languages, credentials and availability.
    Interpreters {
        /// A CSV file, UTF-8 or Windows-1252, comma or semicolon.
        file: PathBuf,
    },
    /// Booking requests of the offices.
    Requests {
        /// A CSV file, UTF-8 or Windows-1252, comma or semicolon.
        file: PathBuf,
    },
    /// Budget lines of a fiscal year.
    Budgets {
        /// A CSV file, UTF-8 or Windows-1252, comma or semicolon.
        file: PathBuf,
    },
}

pub(super) async fn run(what: ImportWhat, config: &Config, locale: Locale) -> Result<ExitCode, Fault> {
    let (kind, file) = match what {
        ImportWhat::Interpreters { file } => (ListKind::Interpreters, file),
        ImportWhat::Requests { file } => (ListKind::Requests, file),
        ImportWhat::Budgets { file } => (ListKind::Budgets, file),
    };
    let bytes = std::fs::read(&file).map_err(|error| Fault::from(error).while_doing(file.display().to_string()))?;
    let db = app::open_database(config).await?;
    let clock = Clock::system();
    match apply::import(&db, kind, &bytes, &Actor::House("import"), clock.now()).await? {
        Outcome::Done(Imported { created, changed, unchanged }) => {
            println!("{created} created, {changed} changed, {unchanged} unchanged");
            Ok(ExitCode::SUCCESS)
        }
        Outcome::Refused(problems) => {
            for problem in &problems {
                eprintln!("{}", problem.line_in(&file.display().to_string(), locale));
            }
            Ok(ExitCode::FAILURE)
        }
    }
}
