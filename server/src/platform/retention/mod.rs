//! What has served its time goes, by rules that each slice registers about its own tables.
//!
//! - A [`Rule`] says what goes and when: single rows ([`What::Rows`]), or *things* that reach over tables ([`What::Things`]).
//! - An *erasure* ([`Rules::erase`]) says how a thing of one kind goes: each slice names the statements on its own tables. The same
//!   erasures serve the right of erasure (Art. 17 GDPR), which asks for one thing and not for its term.
//! - A *hold* ([`Rules::hold`]) names the things that are still needed, and why. Higher slices hold what lower ones would forget.
//!
//! Rules are SQL and read like the sentences that a data protection officer checks. They hold these words: `{before}` (the instant
//! before which the term is over), `{before_day}` (its day), `{year}` (its year), `{due}` (a query of the keys in hand), `{now}`.
//!
//! [`batch`] takes one bite in the caller's transaction: rows and the count of the report stay together, or neither happened.
//! Guards of append-only tables let pass what lies in `retention_pick`, which is filled and emptied inside that transaction.

mod runs;
mod sql;
mod term;

pub use runs::{Outcome, Run, begin, finish, note, outcomes, run, runs, unfinished};
pub use sql::{Counted, batch, count, erase_one, held_by, stays_of};
pub use term::{Cutoff, Term};

/// What a query needs: the database or a unit of work.
pub use sea_orm::ConnectionTrait as Conn;

use super::config::RetentionConfig;

/// When something goes, and what.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The stable name; its sentence is the locale key `retention-<name>`.
    pub name: &'static str,
    /// How long it is kept, as configured.
    pub term: fn(&RetentionConfig) -> Term,
    /// What goes.
    pub what: What,
}

/// What a rule lets go.
#[derive(Clone, Copy, Debug)]
pub enum What {
    /// The rows of `table` for which `due` holds, one by one.
    Rows {
        /// The table.
        table: &'static str,
        /// A condition.
        due: &'static str,
        /// What becomes of them.
        fate: Fate,
    },
    /// Things of a kind, with everything that the slices erase with them, unless somebody holds them.
    Things {
        /// The kind: whatever erasures and holds agree on.
        kind: &'static str,
        /// A query of one column `id`.
        due: &'static str,
    },
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug)]
pub enum Fate {
    /// It goes.
    Deleted,
    /// These assignments are made; afterwards the rule's condition holds for it no more.
    Blanked(&'static str),
}

/// How things of a kind go: statements with `{due}`, in order.
#[derive(Clone, Debug)]
struct Erasure {
    kind: &'static str,
    steps: Vec<String>,
}

/// Which things of a kind are still needed.
#[derive(Clone, Copy, Debug)]
struct Hold {
    kind: &'static str,
    name: &'static str,
    /// A query of one column `id`.
    keep: &'static str,
}

/// What of a thing stays when it is erased, and how much.
#[derive(Clone, Copy, Debug)]
struct Stay {
    kind: &'static str,
    name: &'static str,
    /// A query of one number, with `{id}`.
    count: &'static str,
}

/// Everything the slices registered, filled once by the composition.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    rules: Vec<Rule>,
    erasures: Vec<Erasure>,
    holds: Vec<Hold>,
    stays: Vec<Stay>,
}

impl Rules {
    /// Adds a rule. Rules run in the order in which they are added.
    pub fn rule(&mut self, rule: Rule) {
        self.rules.push(rule);
    }

    /// Things of this kind go like this. What was added last goes first, because higher slices point at lower ones.
    pub fn erase(&mut self, kind: &'static str, steps: impl IntoIterator<Item = impl Into<String>>) {
        self.erasures.push(Erasure { kind, steps: steps.into_iter().map(Into::into).collect() });
    }

    /// Things of this kind that `keep` (a query of `id`) gives are needed; the sentence is the locale key `retention-hold-<name>`.
    pub fn hold(&mut self, kind: &'static str, name: &'static str, keep: &'static str) {
        self.holds.push(Hold { kind, name, keep });
    }

    /// What of a thing of this kind stays although it is erased: `count` gives how much of it there is for `{id}`; why is the locale
    /// key `retention-stay-<name>`.
    pub fn stay(&mut self, kind: &'static str, name: &'static str, count: &'static str) {
        self.stays.push(Stay { kind, name, count });
    }

    /// The names of everything that stays, for the test that each has its sentence.
    pub fn stay_names(&self) -> impl Iterator<Item = &'static str> {
        self.stays.iter().map(|stay| stay.name)
    }

    /// All rules, in their order.
    #[must_use]
    pub fn all(&self) -> &[Rule] {
        &self.rules
    }

    /// The names of all holds, for the test that each has its sentence.
    pub fn hold_names(&self) -> impl Iterator<Item = &'static str> {
        self.holds.iter().map(|hold| hold.name)
    }
}

/// What the house's own machinery forgets.
pub fn house(rules: &mut Rules) {
    let rows = |table, due| What::Rows { table, due, fate: Fate::Deleted };
    rules.rule(Rule {
        name: "answers",
        term: |periods| Term::Days(periods.answer_days),
        what: rows("idempotency_record", "created_at < {before}"),
    });
    rules.rule(Rule {
        name: "events",
        term: |periods| Term::Days(periods.work_days),
        what: rows("event", "dispatched_at < {before}"),
    });
    // What was given up stays until somebody has seen to it.
    rules.rule(Rule {
        name: "jobs",
        term: |periods| Term::Days(periods.work_days),
        what: rows("job", "done_at < {before}"),
    });
}
