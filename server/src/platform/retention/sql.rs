//! How rules become statements. What is put into them are keys, instants and dates of our own; nothing a person typed.

use super::{Cutoff, Fate, Rule, Rules, What};
use crate::{
    kernel::clock::Instant,
    platform::{
        db::{Tx, stored},
        fault::Fault,
    },
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use uuid::Uuid;

/// What a rule would do now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counted {
    /// Its term is over and nobody holds it.
    pub due: i64,
    /// Its term is over, but it is still needed.
    pub held: i64,
}

/// The words of a rule for one database.
#[derive(Clone, Copy)]
struct Words {
    backend: DbBackend,
    cutoff: Cutoff,
    now: Instant,
}

fn instant(at: Instant) -> String {
    format!("'{}'", stored(at).to_rfc3339())
}

impl Words {
    fn key(self, id: Uuid) -> String {
        match self.backend {
            DbBackend::Postgres => format!("CAST('{id}' AS uuid)"),
            _ => format!("x'{}'", id.simple()),
        }
    }

    fn fill(self, sql: &str) -> String {
        let (row, id_text) = match self.backend {
            DbBackend::Postgres => ("ctid", "CAST(id AS TEXT)"),
            _ => ("rowid", "lower(hex(id))"),
        };
        sql.replace("{before}", &instant(self.cutoff.instant))
            .replace("{before_day}", &format!("'{}'", self.cutoff.day))
            .replace("{year}", &self.cutoff.year.to_string())
            .replace("{now}", &instant(self.now))
            .replace("{due}", "SELECT id FROM retention_pick")
            .replace("{row}", row)
            .replace("{id_text}", id_text)
    }

    async fn number(self, conn: &impl ConnectionTrait, sql: &str) -> Result<i64, Fault> {
        let sql = self.fill(sql);
        let row = conn.query_one_raw(Statement::from_string(self.backend, sql.clone())).await;
        let row = row.map_err(|error| Fault::from(error).while_doing(sql))?;
        Ok(row.map(|row| row.try_get_by_index::<i64>(0)).transpose()?.unwrap_or_default())
    }

    async fn act(self, conn: &impl ConnectionTrait, sql: &str) -> Result<u64, Fault> {
        let sql = self.fill(sql);
        let done = conn.execute_raw(Statement::from_string(self.backend, sql.clone())).await;
        Ok(done.map_err(|error| Fault::from(error).while_doing(sql))?.rows_affected())
    }
}

impl Rules {
    /// The things of a kind that nobody holds, out of a query of `id`.
    fn free(&self, kind: &str, due: &str) -> String {
        let mut sql = format!("SELECT d.id FROM ({due}) d WHERE TRUE");
        for hold in self.holds.iter().filter(|hold| hold.kind == kind) {
            sql.push_str(&format!(" AND d.id NOT IN (SELECT h.id FROM ({}) h WHERE h.id IS NOT NULL)", hold.keep));
        }
        sql
    }

    /// Erases the things in hand, the highest slice first, and lets go of them.
    async fn erase_picked(&self, kind: &str, run: Uuid, tx: &Tx, words: Words) -> Result<(), Fault> {
        for erasure in self.erasures.iter().rev().filter(|erasure| erasure.kind == kind) {
            for step in &erasure.steps {
                words.act(tx.conn(), &step.replace("{run}", &words.key(run))).await?;
            }
        }
        words.act(tx.conn(), "DELETE FROM retention_pick").await?;
        Ok(())
    }
}

/// How much a rule would let go now, and how much is held.
///
/// # Errors
/// The database can't be read.
pub async fn count(
    conn: &impl ConnectionTrait,
    rules: &Rules,
    rule: &Rule,
    cutoff: Cutoff,
    now: Instant,
) -> Result<Counted, Fault> {
    let words = Words { backend: conn.get_database_backend(), cutoff, now };
    match rule.what {
        What::Rows { table, due, .. } => {
            let due = words.number(conn, &format!("SELECT COUNT(*) FROM {table} WHERE {due}")).await?;
            Ok(Counted { due, held: 0 })
        }
        What::Things { kind, due } => {
            let all = words.number(conn, &format!("SELECT COUNT(*) FROM ({due}) d")).await?;
            let free = words.number(conn, &format!("SELECT COUNT(*) FROM ({}) f", rules.free(kind, due))).await?;
            Ok(Counted { due: free, held: all - free })
        }
    }
}

/// One bite of a rule: at most `limit` rows or things go. Gives how many went; fewer than `limit` means that the rule is through.
///
/// # Errors
/// The database can't be written, or a guard refused; nothing of this bite happened then.
pub async fn batch(
    tx: &Tx,
    rules: &Rules,
    rule: &Rule,
    run: Uuid,
    cutoff: Cutoff,
    now: Instant,
    limit: u64,
) -> Result<u64, Fault> {
    let words = Words { backend: tx.conn().get_database_backend(), cutoff, now };
    let done = match rule.what {
        What::Rows { table, due, fate } => {
            let rows = format!("{{row}} IN (SELECT {{row}} FROM {table} WHERE {due} LIMIT {limit})");
            let sql = match fate {
                Fate::Deleted => format!("DELETE FROM {table} WHERE {rows}"),
                Fate::Blanked(with) => format!("UPDATE {table} SET {with} WHERE {rows}"),
            };
            words.act(tx.conn(), &sql).await
        }
        What::Things { kind, due } => {
            let pick = format!(
                "INSERT INTO retention_pick (id, run_id) SELECT f.id, {} FROM ({}) f ORDER BY f.id LIMIT {limit}",
                words.key(run),
                rules.free(kind, due)
            );
            match words.act(tx.conn(), &pick).await {
                Ok(0) => Ok(0),
                Ok(picked) => rules.erase_picked(kind, run, tx, words).await.map(|()| picked),
                Err(fault) => Err(fault),
            }
        }
    };
    done.map_err(|fault| fault.while_doing(format!("the retention rule {}", rule.name)))
}

/// Why one thing is still needed: the names of the holds on it. Empty means that it may go.
///
/// # Errors
/// The database can't be read.
pub async fn held_by(
    conn: &impl ConnectionTrait,
    rules: &Rules,
    kind: &str,
    id: Uuid,
    now: Instant,
) -> Result<Vec<&'static str>, Fault> {
    let words = Words { backend: conn.get_database_backend(), cutoff: super::Term::Days(0).cutoff(now), now };
    let mut names = Vec::new();
    for hold in rules.holds.iter().filter(|hold| hold.kind == kind) {
        let sql = format!("SELECT COUNT(*) FROM ({}) h WHERE h.id = {}", hold.keep, words.key(id));
        if words.number(conn, &sql).await? > 0 {
            names.push(hold.name);
        }
    }
    Ok(names)
}

/// What of one thing stays when it is erased: names and how much of it there is, without what there is none of.
///
/// # Errors
/// The database can't be read.
pub async fn stays_of(
    conn: &impl ConnectionTrait,
    rules: &Rules,
    kind: &str,
    id: Uuid,
    now: Instant,
) -> Result<Vec<(&'static str, i64)>, Fault> {
    let words = Words { backend: conn.get_database_backend(), cutoff: super::Term::Days(0).cutoff(now), now };
    let mut stays = Vec::new();
    for stay in rules.stays.iter().filter(|stay| stay.kind == kind) {
        let count = words.number(conn, &stay.count.replace("{id}", &words.key(id))).await?;
        if count > 0 {
            stays.push((stay.name, count));
        }
    }
    Ok(stays)
}

/// Erases one thing now, whatever its term. The caller has asked [`held_by`] in the same unit of work.
///
/// # Errors
/// The database can't be written, or a guard refused.
pub async fn erase_one(tx: &Tx, rules: &Rules, kind: &str, id: Uuid, run: Uuid, now: Instant) -> Result<(), Fault> {
    let words = Words { backend: tx.conn().get_database_backend(), cutoff: super::Term::Days(0).cutoff(now), now };
    let pick = format!("INSERT INTO retention_pick (id, run_id) VALUES ({}, {})", words.key(id), words.key(run));
    words.act(tx.conn(), &pick).await?;
    rules.erase_picked(kind, run, tx, words).await
}
