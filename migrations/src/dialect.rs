//! One readable SQL for two databases.
//!
//! - Type words: `UUID`, `INSTANT`, `DAY`, `CLOCK`, `BYTES`, `BOOL`; everything else is SQL that both understand.
//! - SQLite compares instants as text, so each `INSTANT` column there gets a CHECK that it is UTC in whole seconds.
//! - A block that follows `-- postgres` or `-- sqlite` is for that database only; `-- both` ends it.
//! - Statements end with `;;` on a line of their own, because triggers contain `;`.

use sea_orm_migration::{prelude::DbErr, sea_orm::DbBackend};

/// The statements of `sql` for `backend`, in order.
pub(crate) fn statements(sql: &str, backend: DbBackend) -> Result<Vec<String>, DbErr> {
    let sqlite = match backend {
        DbBackend::Sqlite => true,
        DbBackend::Postgres => false,
        other => return Err(DbErr::Migration(format!("{other:?} is not supported: use SQLite or PostgreSQL"))),
    };
    let mut wanted = true;
    let mut statement = String::new();
    let mut all = Vec::new();
    for line in sql.lines() {
        match line.trim() {
            "-- postgres" => wanted = !sqlite,
            "-- sqlite" => wanted = sqlite,
            "-- both" => wanted = true,
            ";;" => all.extend(Some(std::mem::take(&mut statement)).filter(|statement| !statement.trim().is_empty())),
            text if wanted && !text.starts_with("--") => {
                statement.push_str(&translate(line, sqlite));
                statement.push('\n');
            }
            _ => {}
        }
    }
    if statement.trim().is_empty() {
        Ok(all)
    } else {
        Err(DbErr::Migration(format!("a statement does not end with ;;\n{statement}")))
    }
}

/// One column to a line: `name TYPE …`.
fn translate(line: &str, sqlite: bool) -> String {
    let mut words = line.split_whitespace();
    let (Some(column), Some(kind)) = (words.next(), words.next()) else { return line.to_owned() };
    let kind = kind.trim_end_matches(',');
    let native = match (kind, sqlite) {
        ("UUID", true) => "uuid_text",
        ("UUID", false) => "uuid",
        ("INSTANT", true) => "timestamp_with_timezone_text",
        ("INSTANT", false) => "timestamptz",
        ("DAY", true) => "date_text",
        ("DAY", false) => "date",
        ("CLOCK", true) => "time_text",
        ("CLOCK", false) => "time",
        ("BYTES", true) => "blob",
        ("BYTES", false) => "bytea",
        ("BOOL", _) => "boolean",
        _ => return line.to_owned(),
    };
    let line = line.replacen(&format!(" {kind}"), &format!(" {native}"), 1);
    if kind == "INSTANT" && sqlite {
        let comma = if line.trim_end().ends_with(',') { "," } else { "" };
        let line = line.trim_end().trim_end_matches(',');
        format!("{line} CHECK ({column} IS NULL OR {column} GLOB '????-??-??T??:??:??+00:00'){comma}")
    } else {
        line
    }
}
