//! What a run did, and what one would do now.

use super::rules;
use crate::{
    kernel::{clock::Instant, message::Message},
    platform::{
        config::RetentionConfig,
        db::Db,
        fault::Fault,
        retention::{self, Run, Term},
    },
};
use uuid::Uuid;

/// One rule: what went or would go.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The rule's name; its sentence is `retention-<name>`.
    pub rule: String,
    /// How long it is kept, as configured now.
    pub term: Option<Term>,
    /// What is older than this went, or would go.
    pub before: Instant,
    /// How many went, or would go.
    pub count: i64,
    /// How many stay because they are still needed.
    pub held: i64,
}

impl Line {
    /// What the rule is about.
    #[must_use]
    pub fn sentence(&self) -> Message {
        Message::new(&format!("retention-{}", self.rule))
    }

    /// How long it is kept, in words.
    #[must_use]
    pub fn kept(&self) -> Message {
        match self.term {
            Some(Term::Days(0)) | None => Message::new("retention-kept-none"),
            Some(Term::Days(days)) => Message::new("retention-kept-days").with("count", i64::from(days)),
            Some(Term::Years(years)) => Message::new("retention-kept-years").with("count", i64::from(years)),
        }
    }
}

/// A run with what it did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RunReport {
    /// The run.
    pub run: Run,
    /// By rule, in the order of the rules.
    pub lines: Vec<Line>,
}

impl RunReport {
    /// How many rows and things went.
    #[must_use]
    pub fn erased(&self) -> i64 {
        self.lines.iter().map(|line| line.count).sum()
    }

    /// How many are still needed.
    #[must_use]
    pub fn held(&self) -> i64 {
        self.lines.iter().map(|line| line.held).sum()
    }
}

/// What a run would do now, by rule.
///
/// # Errors
/// The database can't be read.
pub async fn preview(db: &Db, periods: &RetentionConfig, now: Instant) -> Result<Vec<Line>, Fault> {
    let rules = rules();
    let mut lines = Vec::new();
    for rule in rules.all() {
        let term = (rule.term)(periods);
        let cutoff = term.cutoff(now);
        let counted = retention::count(db.read(), &rules, rule, cutoff, now).await?;
        let (before, count, held) = (cutoff.instant, counted.due, counted.held);
        lines.push(Line { rule: rule.name.to_owned(), term: Some(term), before, count, held });
    }
    Ok(lines)
}

/// Runs with what they did, in the order given, in two queries.
///
/// # Errors
/// The database can't be read.
pub async fn report(db: &Db, periods: &RetentionConfig, runs: Vec<Run>) -> Result<Vec<RunReport>, Fault> {
    let rules = rules();
    let place = |name: &str| rules.all().iter().position(|rule| rule.name == name);
    let ids: Vec<Uuid> = runs.iter().map(|run| run.id).collect();
    let mut outcomes = retention::outcomes(db.read(), ids).await?;
    outcomes.sort_by_key(|one| place(&one.rule).unwrap_or(usize::MAX));
    Ok(runs
        .into_iter()
        .map(|run| {
            let lines = outcomes.iter().filter(|one| one.run == run.id).map(|one| Line {
                rule: one.rule.clone(),
                term: place(&one.rule).and_then(|at| rules.all().get(at)).map(|rule| (rule.term)(periods)),
                before: one.before,
                count: one.erased,
                held: one.held,
            });
            RunReport { lines: lines.collect(), run }
        })
        .collect())
}
