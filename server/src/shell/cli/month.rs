//! `month show | close | hand-over | export | import`: a month's end from the command line, with the same commands as the pages.
//!
//! The program itself acts (the trace says so): it may close, hand over and import, as the policy's table has it. Certifying and
//! ordering are a person's word and have no command. Exit code 0: done, and nothing is missing; 1: something is missing, or was refused.

use crate::{
    billing::{self, commands, files, reconcile},
    identity::{Permit, policy},
    kernel::{actor::Actor, clock::Clock, refusal::Refusal, time::Month},
    platform::{
        config::Config,
        db::Db,
        fault::{Fault, Stop},
        i18n::{Locale, date, say, t, t_args},
    },
    shell::{app, import::apply},
};
use clap::Subcommand;
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(Subcommand)]
pub(super) enum MonthWhat {
    /// Says what a month still waits for, and who must act; exit code 1 if there is something.
    Show {
        /// The month, such as 2026-10.
        month: String,
    },
    /// Issues the documents of a month for what is certified twice. Again, it issues what was certified since.
    Close {
        /// The month, such as 2026-10.
        month: String,
    },
    /// Hands over everything that is ordered, and writes the files; they count as taken.
    HandOver {
        /// The folder for the files.
        #[arg(long)]
        to: PathBuf,
        /// Writes copies of this hand-over, which say so, instead of making one.
        #[arg(long, value_name = "NUMBER")]
        again: Option<i64>,
    },
    /// Writes the documents of a month, as they were issued, with a list of their hashes for `sha256sum -c`.
    Export {
        /// The month, such as 2026-10.
        month: String,
        /// The folder for the files.
        #[arg(long)]
        to: PathBuf,
    },
    /// Imports what was paid: a bank statement (camt.053) or a list (CSV).
    Import {
        /// The file.
        file: PathBuf,
    },
}

pub(super) async fn run(what: &MonthWhat, config: &Config, locale: Locale) -> Result<ExitCode, Fault> {
    let db = app::open_database(config).await?;
    let desk = Desk { db: &db, config, locale, clock: Clock::system() };
    match what {
        MonthWhat::Show { month } => desk.show(month_of(month)?).await,
        MonthWhat::Close { month } => desk.close(month_of(month)?).await,
        MonthWhat::HandOver { to, again: Some(number) } => desk.hand_over_again(*number, to).await,
        MonthWhat::HandOver { to, again: None } => desk.hand_over(to).await,
        MonthWhat::Export { month, to } => desk.export(month_of(month)?, to).await,
        MonthWhat::Import { file } => desk.import(file).await,
    }
}

/// A month of the command line.
///
/// # Errors
/// It is none.
pub(super) fn month_of(text: &str) -> Result<Month, Fault> {
    Month::parse(text).ok_or_else(|| Fault::new(format!("{text:?} is no month like 2026-10")))
}

struct Desk<'a> {
    db: &'a Db,
    config: &'a Config,
    locale: Locale,
    clock: Clock,
}

impl Desk<'_> {
    async fn show(&self, month: Month) -> Result<ExitCode, Fault> {
        let missing = billing::missing(self.db.read(), month, self.clock.now()).await?;
        if missing.is_empty() {
            println!("{}", self.t("billing-missing-nothing"));
            return Ok(ExitCode::SUCCESS);
        }
        let mut by_kind: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for one in &missing {
            by_kind.entry(one.missing).or_default().push(one);
        }
        println!("{} {month}", self.t("billing-missing-title"));
        for (kind, ones) in by_kind {
            let what = self.t(&format!("billing-missing-{}", kind.name().replace('_', "-")));
            let who = self.t(&format!("billing-who-{}", kind.who()));
            println!("\n{what} ({}) – {}: {who}", ones.len(), self.t("billing-missing-who"));
            for one in ones {
                let data: Vec<String> =
                    one.data.iter().map(|name| self.t(&format!("directory-missing-{name}"))).collect();
                let day = date(self.locale, one.service_on);
                let (booking, office, person) = (&one.booking, &one.office_code, &one.interpreter_name);
                println!("  {}", format!("{booking:<14}{day:<14}{office:<8}{person}  {}", data.join(", ")).trim_end());
            }
        }
        Ok(ExitCode::FAILURE)
    }

    async fn close(&self, month: Month) -> Result<ExitCode, Fault> {
        let permit = permit(policy::CloseSettlement {})?;
        let mut tx = self.db.begin().await?;
        let city = self.config.city();
        let closed = commands::close_settlement(permit, month, city.as_ref(), self.clock.now(), &mut tx).await;
        let closed = match self.unless_refused(closed)? {
            Some(closed) => closed,
            None => return Ok(ExitCode::FAILURE),
        };
        tx.commit().await?;
        let held = closed.held_back.len();
        println!(
            "{}",
            t_args(self.locale, "billing-closed", &[("count", closed.documents.len().into()), ("held", held.into())])
        );
        Ok(if held == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    async fn hand_over(&self, to: &Path) -> Result<ExitCode, Fault> {
        fs::create_dir_all(to).map_err(|error| Fault::from(error).while_doing(to.display().to_string()))?;
        let (account, now) = (self.config.pool_account(), self.clock.now());
        let mut tx = self.db.begin().await?;
        let made = commands::hand_over(permit(policy::HandOver {})?, account.as_ref(), now, &mut tx).await;
        let Some(id) = self.unless_refused(made)? else { return Ok(ExitCode::FAILURE) };
        let takers: &[_] = if account.is_some() {
            &[commands::Taker::Treasury, commands::Taker::Bank]
        } else {
            &[commands::Taker::Treasury]
        };
        for taker in takers {
            let taken = commands::accept_hand_over(permit(policy::HandOver {})?, id, *taker, now, &mut tx).await;
            if self.unless_refused(taken)?.is_none() {
                return Ok(ExitCode::FAILURE);
            }
        }
        // Written before it counts: a disk that is full leaves files too many, never a hand-over that nobody has.
        let written = files::hand_over_files(tx.conn(), id, false).await?;
        write(to, &written)?;
        tx.commit().await?;
        Ok(ExitCode::SUCCESS)
    }

    async fn hand_over_again(&self, number: i64, to: &Path) -> Result<ExitCode, Fault> {
        fs::create_dir_all(to).map_err(|error| Fault::from(error).while_doing(to.display().to_string()))?;
        let Some(id) = files::hand_over_of(self.db.read(), number).await? else {
            eprintln!("{}", t_args(self.locale, "billing-cli-no-hand-over", &[("number", number.into())]));
            return Ok(ExitCode::FAILURE);
        };
        write(to, &files::hand_over_files(self.db.read(), id, true).await?)?;
        Ok(ExitCode::SUCCESS)
    }

    async fn export(&self, month: Month, to: &Path) -> Result<ExitCode, Fault> {
        fs::create_dir_all(to).map_err(|error| Fault::from(error).while_doing(to.display().to_string()))?;
        let snapshot = self.db.snapshot().await?;
        let documents = files::documents_of(&snapshot, month).await?;
        let mut hashes = String::new();
        for (id, reference) in &documents {
            for file in files::document_files(&snapshot, *id, reference).await? {
                let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(&file.bytes));
                let _ = writeln!(hashes, "{hash}  {}", file.name);
                write_one(to, &file.name, &file.bytes)?;
            }
        }
        write_one(to, &format!("{month}.sha256"), hashes.as_bytes())?;
        println!("{}", t_args(self.locale, "billing-cli-exported", &[("count", documents.len().into())]));
        Ok(ExitCode::SUCCESS)
    }

    async fn import(&self, file: &Path) -> Result<ExitCode, Fault> {
        let name = file.display().to_string();
        let bytes = fs::read(file).map_err(|error| Fault::from(error).while_doing(name.clone()))?;
        let mut tx = self.db.begin().await?;
        let permit = permit(policy::MatchPayments {})?;
        match commands::import_feedback(permit, &bytes, self.clock.now(), &mut tx).await {
            Ok(imported) => {
                tx.commit().await?;
                let args = [
                    ("new", imported.new.into()),
                    ("known", imported.known.into()),
                    ("matched", imported.matched.into()),
                    ("waiting", imported.waiting.into()),
                ];
                println!("{}", t_args(self.locale, "billing-feedback-imported", &args));
                Ok(ExitCode::SUCCESS)
            }
            Err(Stop::Refused(refused)) => {
                for problem in refused.0 {
                    eprintln!("{}", apply::ImportProblem::Table(problem).line_in(&name, self.locale));
                }
                Ok(ExitCode::FAILURE)
            }
            Err(Stop::Fault(fault)) => Err(fault),
        }
    }

    /// What came of a command; a refusal is told.
    fn unless_refused<T, R: Refusal>(&self, done: Result<T, Stop<R>>) -> Result<Option<T>, Fault> {
        match done {
            Ok(done) => Ok(Some(done)),
            Err(Stop::Refused(refusal)) => {
                eprintln!("{}", say(self.locale, &refusal.message()));
                Ok(None)
            }
            Err(Stop::Fault(fault)) => Err(fault),
        }
    }

    fn t(&self, key: &str) -> String {
        t(self.locale, key)
    }
}

fn permit<A: crate::identity::policy::Action>(action: A) -> Result<Permit<A>, Fault> {
    Permit::ask(&Actor::House("month"), action)
        .map_err(|denied| Fault::new(format!("the house may not do that: {denied:?}")))
}

fn write(to: &Path, written: &[files::NamedFile]) -> Result<(), Fault> {
    for file in written {
        write_one(to, &file.name, &file.bytes)?;
        println!("{}", to.join(&file.name).display());
    }
    Ok(())
}

fn write_one(to: &Path, name: &str, bytes: &[u8]) -> Result<(), Fault> {
    let path = to.join(name);
    fs::write(&path, bytes).map_err(|error| Fault::from(error).while_doing(path.display().to_string()))
}

/// `reconcile 2026-10` proves a month, `reconcile 2026` its twelve months on one snapshot.
pub(super) async fn reconcile(of: &str, config: &Config, locale: Locale) -> Result<ExitCode, Fault> {
    let year = (of.len() == 4).then(|| of.parse::<i32>().ok()).flatten();
    let reports = match year {
        Some(year) => reconcile::run_year(&app::open_database(config).await?, year).await?,
        None => {
            let month = month_of(of)?;
            vec![reconcile::run(&app::open_database(config).await?, month).await?]
        }
    };
    for report in &reports {
        println!("{}", report.text(locale));
    }
    let holds = reports.iter().all(reconcile::Report::is_reconciled);
    Ok(if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
