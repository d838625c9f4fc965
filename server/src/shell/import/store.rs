//! Files that were checked and wait for a word.

use super::apply::{Imported, ListKind};
use crate::{
    kernel::{clock::Instant, ids::AccountId},
    platform::{
        db::Tx,
        fault::Fault,
        retention::{Fate, Rule, Rules, Term, What},
    },
};
use sea_orm::{ActiveValue::Set, entity::prelude::*};

mod draft {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_draft")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub account_id: Uuid,
        pub list: String,
        pub file_name: String,
        pub bytes: Vec<u8>,
        pub created: i32,
        pub changed: i32,
        pub unchanged: i32,
        pub created_at: DateTimeUtc,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

/// A checked file.
pub(super) struct Draft {
    pub(super) kind: ListKind,
    /// As it was called where it came from.
    pub(super) file_name: String,
    pub(super) bytes: Vec<u8>,
    /// What would have happened when it was checked.
    pub(super) imported: Imported,
}

/// When files go that nobody came back for.
pub(in crate::shell) fn retention(rules: &mut Rules) {
    rules.rule(Rule {
        name: "import-drafts",
        term: |periods| Term::Days(periods.draft_days),
        what: What::Rows { table: "import_draft", due: "created_at < {before}", fate: Fate::Deleted },
    });
    rules.erase("account", ["DELETE FROM import_draft WHERE account_id IN ({due})"]);
}

/// Keeps a checked file for its owner.
pub(super) async fn keep(tx: &Tx, owner: AccountId, draft: Draft, now: Instant) -> Result<Uuid, Fault> {
    let id = Uuid::now_v7();
    let count = |number: usize| Set(i32::try_from(number).unwrap_or(i32::MAX));
    let row = draft::ActiveModel {
        id: Set(id),
        account_id: Set(owner.0),
        list: Set(draft.kind.name().to_owned()),
        file_name: Set(draft.file_name),
        bytes: Set(draft.bytes),
        created: count(draft.imported.created),
        changed: count(draft.imported.changed),
        unchanged: count(draft.imported.unchanged),
        created_at: Set(now),
    };
    draft::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(id)
}

/// The owner's file.
pub(super) async fn find(conn: &impl ConnectionTrait, owner: AccountId, id: Uuid) -> Result<Option<Draft>, Fault> {
    let row = draft::Entity::find_by_id(id).filter(draft::Column::AccountId.eq(owner.0)).one(conn).await?;
    let count = |number: i32| usize::try_from(number).unwrap_or_default();
    Ok(row.and_then(|row| {
        Some(Draft {
            kind: ListKind::parse(&row.list)?,
            file_name: row.file_name,
            bytes: row.bytes,
            imported: Imported {
                created: count(row.created),
                changed: count(row.changed),
                unchanged: count(row.unchanged),
            },
        })
    }))
}

/// The owner's file; it is forgotten with the unit of work.
pub(super) async fn take(tx: &Tx, owner: AccountId, id: Uuid) -> Result<Option<Draft>, Fault> {
    let found = find(tx.conn(), owner, id).await?;
    if found.is_some() {
        draft::Entity::delete_by_id(id).exec(tx.conn()).await?;
    }
    Ok(found)
}
