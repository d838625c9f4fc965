//! A list becomes rows: every line through the command that a person would use, all in one unit of work.
//!
//! All or nothing: one line that a command refuses, and nothing of the file is stored. A line that is there already, exactly
//! so, changes nothing; so the same file twice is harmless.

mod budgets;
mod interpreters;
mod requests;

/// How words of a list become values of the directory; the demo city uses them, too.
pub(crate) mod words {
    pub(crate) use super::interpreters::{delivery, window};
}

use crate::{
    audit::{self, ActionKind, Subject},
    identity::{Permit, policy::ImportFiles},
    kernel::{actor::Actor, clock::Instant, message::Message, refusal::Refusal},
    platform::{
        db::{Db, Tx},
        fault::{Fault, Stop},
        i18n::{Locale, say},
        table,
    },
};
use serde_json::json;
use sha2::{Digest, Sha256};

/// What a list holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ListKind {
    /// Interpreters of the pool.
    Interpreters,
    /// Booking requests.
    Requests,
    /// Budget lines.
    Budgets,
}

impl ListKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Interpreters, Self::Requests, Self::Budgets];

    /// The list of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The name in addresses and in the trace.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Interpreters => "interpreters",
            Self::Requests => "requests",
            Self::Budgets => "budgets",
        }
    }
}

/// How many lines did what.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Imported {
    /// New rows.
    pub created: usize,
    /// Rows brought up to date.
    pub changed: usize,
    /// Rows that were there, exactly so.
    pub unchanged: usize,
}

/// What came of an import.
#[derive(Debug)]
pub enum Outcome {
    /// Everything is stored.
    Done(Imported),
    /// Nothing is stored; every problem of the file.
    Refused(Vec<ImportProblem>),
}

/// One thing to put right in the file.
#[derive(Debug)]
pub enum ImportProblem {
    /// The file itself can't be read so.
    Table(table::Problem),
    /// A command said no to a line.
    Command {
        /// The line, as an editor counts.
        line: u64,
        /// The column it is about, if it is about one.
        column: Option<String>,
        /// Why.
        why: Message,
    },
}

impl ImportProblem {
    /// Line, column, value and why, in the reader's language.
    #[must_use]
    pub fn parts(&self, locale: Locale) -> (u64, String, String, String) {
        match self {
            Self::Table(problem) => {
                let column = problem.column.clone().unwrap_or_default();
                (problem.line, column, problem.value.clone(), problem.sentence(locale))
            }
            Self::Command { line, column, why } => {
                (*line, column.clone().unwrap_or_default(), String::new(), say(locale, why))
            }
        }
    }

    /// One line for the terminal: `file:line: column: value: why`.
    #[must_use]
    pub fn line_in(&self, file: &str, locale: Locale) -> String {
        let (line, column, value, why) = self.parts(locale);
        let mut text = format!("{file}:{line}: ");
        if !column.is_empty() {
            text.push_str(&format!("{column}: "));
        }
        if !value.is_empty() {
            text.push_str(&format!("„{value}“: "));
        }
        text + &why
    }
}

/// The problems of a file, or a fault.
type Lines = Result<Imported, Stopped>;

enum Stopped {
    Problems(Vec<ImportProblem>),
    Fault(Fault),
}
impl From<Fault> for Stopped {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}
impl From<Vec<table::Problem>> for Stopped {
    fn from(problems: Vec<table::Problem>) -> Self {
        Self::Problems(problems.into_iter().map(ImportProblem::Table).collect())
    }
}

/// Notes a command's refusal as a problem of its line; a fault ends the import.
fn noted<T, R: Refusal>(
    result: Result<T, Stop<R>>,
    line: u64,
    problems: &mut Vec<ImportProblem>,
) -> Result<Option<T>, Fault> {
    match result {
        Ok(done) => Ok(Some(done)),
        Err(Stop::Refused(refusal)) => {
            let column = refusal.field().map(str::to_owned);
            problems.push(ImportProblem::Command { line, column, why: refusal.message() });
            Ok(None)
        }
        Err(Stop::Fault(fault)) => Err(fault),
    }
}

/// Brings in a list, in the name of `actor`, who may (policy `ImportFiles`).
///
/// # Errors
/// The policy says no, or the database can't be written. Problems of the file are an [`Outcome`].
pub async fn import(db: &Db, kind: ListKind, bytes: &[u8], actor: &Actor, now: Instant) -> Result<Outcome, Fault> {
    let mut tx = db.begin().await?;
    let outcome = bring_in(&mut tx, kind, bytes, actor, now).await?;
    if matches!(outcome, Outcome::Done(imported) if imported.created + imported.changed > 0) {
        tx.commit().await?;
    }
    Ok(outcome)
}

/// What [`import`] would do, without doing it: everything happens in a unit of work that is then undone.
///
/// # Errors
/// As [`import`].
pub async fn rehearse(db: &Db, kind: ListKind, bytes: &[u8], actor: &Actor, now: Instant) -> Result<Outcome, Fault> {
    let mut tx = db.begin().await?;
    bring_in(&mut tx, kind, bytes, actor, now).await
}

/// Brings in a list inside the caller's unit of work. After [`Outcome::Refused`] it must not be committed.
///
/// # Errors
/// As [`import`].
pub async fn bring_in(
    tx: &mut Tx,
    kind: ListKind,
    bytes: &[u8],
    actor: &Actor,
    now: Instant,
) -> Result<Outcome, Fault> {
    Permit::ask(actor, ImportFiles {}).map_err(|_| Fault::new("this actor may not import files"))?;
    let lines = match kind {
        ListKind::Interpreters => interpreters::apply(tx, bytes, actor, now).await,
        ListKind::Budgets => budgets::apply(tx, bytes, actor, now).await,
        ListKind::Requests => requests::apply(tx, bytes, actor, now).await,
    };
    match lines {
        Ok(imported) => {
            if imported.created + imported.changed > 0 {
                record(tx, kind, bytes, imported, actor, now).await?;
            }
            Ok(Outcome::Done(imported))
        }
        Err(Stopped::Problems(problems)) => Ok(Outcome::Refused(problems)),
        Err(Stopped::Fault(fault)) => Err(fault),
    }
}

async fn record(
    tx: &Tx,
    kind: ListKind,
    bytes: &[u8],
    imported: Imported,
    actor: &Actor,
    now: Instant,
) -> Result<(), Fault> {
    let facts = json!({
        "list": kind.name(),
        "sha256": data_encoding::HEXLOWER.encode(&Sha256::digest(bytes)),
        "created": imported.created,
        "changed": imported.changed,
        "unchanged": imported.unchanged,
    });
    let subject = Subject { kind: "import", id: uuid::Uuid::now_v7() };
    audit::record(tx, actor, ActionKind::FileImported, subject, &facts, now).await
}
