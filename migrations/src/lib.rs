//! The history of Dragoman's database schema. Imports nothing of the server.
//!
//! Each migration is one SQL file that reads the same for both databases; [`dialect`] turns its type words into each
//! database's own. Migrations only expand, then contract; what has shipped is never edited.

mod dialect;

use sea_orm_migration::prelude::*;

/// Applies all migrations in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(Step { name: "m20261122_000001_house", sql: include_str!("sql/0001_house.sql") }),
            Box::new(Step { name: "m20261122_000002_people", sql: include_str!("sql/0002_people.sql") }),
            Box::new(Step { name: "m20261122_000003_money", sql: include_str!("sql/0003_money.sql") }),
            Box::new(Step { name: "m20261122_000004_booking", sql: include_str!("sql/0004_booking.sql") }),
            Box::new(Step { name: "m20261122_000005_billing", sql: include_str!("sql/0005_billing.sql") }),
            Box::new(Step { name: "m20261122_000006_letters", sql: include_str!("sql/0006_letters.sql") }),
            Box::new(Step { name: "m20261124_000007_entry", sql: include_str!("sql/0007_entry.sql") }),
            Box::new(Step { name: "m20261124_000008_retention", sql: include_str!("sql/0008_retention.sql") }),
            Box::new(Step { name: "m20261124_000009_asking", sql: include_str!("sql/0009_asking.sql") }),
            Box::new(Step { name: "m20261124_000010_planning", sql: include_str!("sql/0010_planning.sql") }),
            Box::new(Step { name: "m20261124_000011_budget", sql: include_str!("sql/0011_budget.sql") }),
            Box::new(Step { name: "m20261125_000012_closing", sql: include_str!("sql/0012_closing.sql") }),
            Box::new(Step { name: "m20261125_000013_rates", sql: include_str!("sql/0013_rates.sql") }),
            Box::new(Step {
                name: "m20261125_000014_document_forms",
                sql: include_str!("sql/0014_document_forms.sql"),
            }),
            Box::new(Step {
                name: "m20261125_000015_connected_calendars",
                sql: include_str!("sql/0015_connected_calendars.sql"),
            }),
            Box::new(Step {
                name: "m20261125_000016_hand_over_forms",
                sql: include_str!("sql/0016_hand_over_forms.sql"),
            }),
            Box::new(Step { name: "m20261125_000017_bank_answers", sql: include_str!("sql/0017_bank_answers.sql") }),
        ]
    }
}

struct Step {
    name: &'static str,
    sql: &'static str,
}

impl MigrationName for Step {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    // Without this SQLite would keep half of a migration that fails.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        for statement in dialect::statements(self.sql, manager.get_database_backend())? {
            connection
                .execute_unprepared(&statement)
                .await
                .map_err(|error| DbErr::Migration(format!("{}: {error}\n{statement}", self.name)))?;
        }
        Ok(())
    }
}
