//! Everything about one person, by sections that each slice registers about its own tables (Art. 15 GDPR, § 83 SGB X).
//!
//! A section names columns and where they come from; `{id}` is the person's key. Values are handed out as text, as they are stored:
//! instants in UTC, amounts in cents, codes as the API knows them.

use super::fault::Fault;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use uuid::Uuid;

/// One table's part about a person.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// Whose key `{id}` is: `account` or `interpreter`.
    pub kind: &'static str,
    /// The stable name; its title is the locale key `personal-section-<name>`.
    pub name: &'static str,
    /// Column names, with the table's short name where needed; what stands behind the dot is the field's name, and its title the
    /// locale key `personal-field-<name>` with hyphens.
    pub columns: &'static [&'static str],
    /// What stands behind FROM.
    pub from: &'static str,
}

impl Section {
    /// The names of its fields.
    pub fn fields(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|column| column.rsplit('.').next().unwrap_or(column))
    }
}

/// A section with what was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Disclosed {
    /// The section's name.
    pub name: &'static str,
    /// Its fields.
    pub fields: Vec<&'static str>,
    /// Its rows; a value that is absent is `None`.
    pub rows: Vec<Vec<Option<String>>>,
}

/// What is known of a person, section by section, one query each.
///
/// # Errors
/// The database can't be read.
pub async fn disclose(
    conn: &impl ConnectionTrait,
    sections: &[Section],
    kind: &str,
    id: Uuid,
) -> Result<Vec<Disclosed>, Fault> {
    let backend = conn.get_database_backend();
    let key = match backend {
        DbBackend::Postgres => format!("'{id}'"),
        _ => format!("x'{}'", id.simple()),
    };
    let mut found = Vec::new();
    for section in sections.iter().filter(|section| section.kind == kind) {
        let columns: Vec<String> = section.columns.iter().map(|column| format!("CAST({column} AS TEXT)")).collect();
        let sql = format!("SELECT {} FROM {}", columns.join(", "), section.from.replace("{id}", &key));
        let rows = conn.query_all_raw(Statement::from_string(backend, sql.clone())).await;
        let rows = rows.map_err(|error| Fault::from(error).while_doing(sql))?;
        let rows: Result<Vec<Vec<Option<String>>>, _> = rows
            .iter()
            .map(|row| (0..section.columns.len()).map(|at| row.try_get_by_index::<Option<String>>(at)).collect())
            .collect();
        found.push(Disclosed { name: section.name, fields: section.fields().collect(), rows: rows? });
    }
    Ok(found)
}
