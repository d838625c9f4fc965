//! The only place of the trace that names the database.

use super::{
    ActionKind, Subject,
    chain::{Link, personal_digest},
};
use crate::{
    kernel::{actor::Actor, clock::Instant},
    platform::{
        db::{Db, Tx},
        fault::Fault,
    },
};
use sea_orm::{
    ActiveValue::Set,
    Condition, QueryOrder, QuerySelect, QueryTrait,
    entity::prelude::*,
    sea_query::{ExprTrait, Func, LockType},
};
use std::collections::{BTreeMap, HashMap};

mod head {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_head")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        pub seq: i64,
        pub hash: String,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

mod entry {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_entry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub at: DateTimeUtc,
        pub actor_account: Option<Uuid>,
        pub actor_house: Option<String>,
        pub action: String,
        pub subject_kind: String,
        pub subject_id: Uuid,
        pub facts: String,
        pub personal_digests: String,
        pub prev_hash: String,
        pub hash: String,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

mod personal {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_personal")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub field: String,
        pub salt: String,
        pub value: String,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

/// Who acted, by name only: the trace stands below identity and asks nothing else of an account.
mod account {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "account")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub name: String,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

fn actor_text(account: Option<Uuid>, house: Option<&str>) -> String {
    match (account, house) {
        (Some(account), _) => account.to_string(),
        (None, Some(house)) => format!("house:{house}"),
        (None, None) => String::new(),
    }
}

pub(super) async fn append(
    tx: &Tx,
    actor: &Actor,
    action: ActionKind,
    subject: Subject,
    facts: String,
    personal_values: &[(&str, &str)],
    now: Instant,
) -> Result<(), Fault> {
    let conn = tx.conn();
    let head = head::Entity::find_by_id(1)
        .lock(LockType::Update)
        .one(conn)
        .await?
        .ok_or_else(|| Fault::new("the audit chain has no head: run the migrations"))?;
    let seq = head.seq + 1;

    let mut digests = BTreeMap::new();
    let mut personal_rows = Vec::new();
    for (field, value) in personal_values {
        let mut salt = [0_u8; 16];
        getrandom::fill(&mut salt).map_err(|error| Fault::new(format!("no randomness: {error}")))?;
        let salt = data_encoding::HEXLOWER.encode(&salt);
        digests.insert((*field).to_owned(), personal_digest(&salt, value));
        personal_rows.push(personal::ActiveModel {
            seq: Set(seq),
            field: Set((*field).to_owned()),
            salt: Set(salt),
            value: Set((*value).to_owned()),
        });
    }
    let mut entry = EntryView {
        seq,
        at: now,
        actor_account: actor.account().map(|account| account.0),
        actor_house: match actor {
            Actor::Person(_) => None,
            Actor::House(name) => Some((*name).to_owned()),
        },
        action: action.name().to_owned(),
        subject_kind: subject.kind.to_owned(),
        subject_id: subject.id,
        facts,
        personal_digests: serde_json::to_string(&digests)?,
        prev_hash: head.hash,
        hash: String::new(),
    };
    entry.hash = entry.recomputed_hash();

    head::Entity::update_many()
        .col_expr(head::Column::Seq, Expr::value(seq))
        .col_expr(head::Column::Hash, Expr::value(entry.hash.clone()))
        .filter(head::Column::Id.eq(1))
        .exec(conn)
        .await?;
    entry::Entity::insert(entry::ActiveModel {
        seq: Set(entry.seq),
        at: Set(entry.at),
        actor_account: Set(entry.actor_account),
        actor_house: Set(entry.actor_house),
        action: Set(entry.action),
        subject_kind: Set(entry.subject_kind),
        subject_id: Set(entry.subject_id),
        facts: Set(entry.facts),
        personal_digests: Set(entry.personal_digests),
        prev_hash: Set(entry.prev_hash),
        hash: Set(entry.hash),
    })
    .exec_without_returning(conn)
    .await?;
    if !personal_rows.is_empty() {
        personal::Entity::insert_many(personal_rows).exec_without_returning(conn).await?;
    }
    Ok(())
}

/// One entry of the trace.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntryView {
    /// Its number, from 1, without gaps.
    pub seq: i64,
    /// When.
    pub at: Instant,
    /// Who, if it was a person.
    pub actor_account: Option<Uuid>,
    /// Which part of the house, if it was no person.
    pub actor_house: Option<String>,
    /// The action's name; its sentence is the locale key `audit-<action>`.
    pub action: String,
    /// The kind of row it is about.
    pub subject_kind: String,
    /// Its key.
    pub subject_id: Uuid,
    /// What changed, as JSON.
    pub facts: String,
    /// Digests of the personal values, as JSON.
    pub personal_digests: String,
    /// The hash of the entry before.
    pub prev_hash: String,
    /// Its own hash.
    pub hash: String,
}

impl EntryView {
    pub(super) fn recomputed_hash(&self) -> String {
        Link {
            prev_hash: &self.prev_hash,
            seq: self.seq,
            at: &self.at.to_rfc3339(),
            actor: &actor_text(self.actor_account, self.actor_house.as_deref()),
            action: &self.action,
            subject: &format!("{}:{}", self.subject_kind, self.subject_id),
            facts: &self.facts,
            personal_digests: &self.personal_digests,
        }
        .hash()
    }
}

impl From<entry::Model> for EntryView {
    fn from(row: entry::Model) -> Self {
        Self {
            seq: row.seq,
            at: row.at,
            actor_account: row.actor_account,
            actor_house: row.actor_house,
            action: row.action,
            subject_kind: row.subject_kind,
            subject_id: row.subject_id,
            facts: row.facts,
            personal_digests: row.personal_digests,
            prev_hash: row.prev_hash,
            hash: row.hash,
        }
    }
}

/// A personal value beside an entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonalView {
    /// The entry's number.
    pub seq: i64,
    /// Which field.
    pub field: String,
    /// The value.
    pub value: String,
}

pub(super) async fn page_after(db: &Db, seq: i64, limit: u64) -> Result<Vec<EntryView>, Fault> {
    let rows = entry::Entity::find()
        .filter(entry::Column::Seq.gt(seq))
        .order_by_asc(entry::Column::Seq)
        .limit(limit)
        .all(db.read())
        .await?;
    Ok(rows.into_iter().map(EntryView::from).collect())
}

pub(super) async fn head(db: &Db) -> Result<(i64, String), Fault> {
    let head = head::Entity::find_by_id(1).one(db.read()).await?;
    Ok(head.map(|head| (head.seq, head.hash)).unwrap_or_default())
}

/// The first entry whose personal value no longer fits its digest; an erased value is no mismatch.
pub(super) async fn personal_mismatch(db: &Db) -> Result<Option<i64>, Fault> {
    let mut after = 0;
    loop {
        let rows = personal::Entity::find()
            .filter(personal::Column::Seq.gt(after))
            .order_by_asc(personal::Column::Seq)
            .order_by_asc(personal::Column::Field)
            .limit(1000)
            .all(db.read())
            .await?;
        let Some(last) = rows.last() else { return Ok(None) };
        // The last number may continue on the next page: read it again there, unless it is alone on this one.
        let first_seq = rows.first().map_or(last.seq, |row| row.seq);
        let up_to = if rows.len() == 1000 && first_seq < last.seq { last.seq - 1 } else { last.seq };
        let seqs: Vec<i64> = rows.iter().map(|row| row.seq).filter(|seq| *seq <= up_to).collect();
        let entries = entry::Entity::find().filter(entry::Column::Seq.is_in(seqs)).all(db.read()).await?;
        let digests: BTreeMap<i64, BTreeMap<String, String>> = entries
            .into_iter()
            .map(|entry| (entry.seq, serde_json::from_str(&entry.personal_digests).unwrap_or_default()))
            .collect();
        for row in rows.iter().filter(|row| row.seq <= up_to) {
            let kept = digests.get(&row.seq).and_then(|fields| fields.get(&row.field));
            if kept != Some(&personal_digest(&row.salt, &row.value)) {
                return Ok(Some(row.seq));
            }
        }
        after = up_to;
    }
}

/// Which entries a list shows; what is absent doesn't narrow it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TraceFilter {
    /// The action's name.
    pub action: Option<String>,
    /// A part of the name of the person who acted, in any case.
    pub actor: Option<String>,
    /// From this instant on.
    pub from: Option<Instant>,
    /// Before this instant.
    pub until: Option<Instant>,
}

fn matching(filter: &TraceFilter) -> Condition {
    let mut all = Condition::all();
    if let Some(action) = &filter.action {
        all = all.add(entry::Column::Action.eq(action));
    }
    if let Some(name) = &filter.actor {
        // Percent and underscore are signs of the pattern, not of a name.
        let pattern = format!("%{}%", name.to_lowercase().replace(['%', '_', '\\'], " "));
        let people = account::Entity::find()
            .select_only()
            .column(account::Column::Id)
            .filter(Expr::expr(Func::lower(Expr::col(account::Column::Name))).like(pattern))
            .into_query();
        all = all.add(entry::Column::ActorAccount.in_subquery(people));
    }
    if let Some(from) = filter.from {
        all = all.add(entry::Column::At.gte(from));
    }
    if let Some(until) = filter.until {
        all = all.add(entry::Column::At.lt(until));
    }
    all
}

/// How many entries the filter leaves.
///
/// # Errors
/// The database can't be read.
pub async fn count_entries(conn: &impl ConnectionTrait, filter: &TraceFilter) -> Result<u64, Fault> {
    Ok(entry::Entity::find().filter(matching(filter)).count(conn).await?)
}

/// Entries, newest first: `offset` are left out, or all down to and including the number `before`.
///
/// # Errors
/// The database can't be read.
pub async fn find_entries(
    conn: &impl ConnectionTrait,
    filter: &TraceFilter,
    before: Option<i64>,
    offset: u64,
    limit: u64,
) -> Result<Vec<EntryView>, Fault> {
    let mut query = entry::Entity::find().filter(matching(filter));
    if let Some(before) = before {
        query = query.filter(entry::Column::Seq.lt(before));
    }
    let rows = query.order_by_desc(entry::Column::Seq).offset(offset).limit(limit).all(conn).await?;
    Ok(rows.into_iter().map(EntryView::from).collect())
}

/// What happened to these things (kind and key), oldest first, at most 1,000 entries.
///
/// # Errors
/// The database can't be read.
pub async fn history_of(
    conn: &impl ConnectionTrait,
    subjects: impl IntoIterator<Item = (String, Uuid)>,
) -> Result<Vec<EntryView>, Fault> {
    let mut any = Condition::any();
    for (kind, id) in subjects {
        let one = Condition::all().add(entry::Column::SubjectKind.eq(kind)).add(entry::Column::SubjectId.eq(id));
        any = any.add(one);
    }
    if any.is_empty() {
        return Ok(Vec::new());
    }
    let rows = entry::Entity::find().filter(any).order_by_asc(entry::Column::Seq).limit(1000).all(conn).await?;
    Ok(rows.into_iter().map(EntryView::from).collect())
}

/// What happened to these things, oldest first.
///
/// # Errors
/// The database can't be read.
pub async fn history(db: &Db, subjects: &[Subject]) -> Result<Vec<EntryView>, Fault> {
    history_of(db.read(), subjects.iter().map(|subject| (subject.kind.to_owned(), subject.id))).await
}

/// The personal values beside these entries that were not erased, in one query.
///
/// # Errors
/// The database can't be read.
pub async fn personal_of(conn: &impl ConnectionTrait, seqs: Vec<i64>) -> Result<Vec<PersonalView>, Fault> {
    if seqs.is_empty() {
        return Ok(Vec::new());
    }
    let rows = personal::Entity::find()
        .filter(personal::Column::Seq.is_in(seqs))
        .order_by_asc(personal::Column::Seq)
        .order_by_asc(personal::Column::Field)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| PersonalView { seq: row.seq, field: row.field, value: row.value }).collect())
}

/// The newest entries before `before` (a sequence number; `None` is the end), newest first.
///
/// # Errors
/// The database can't be read.
pub async fn recent(db: &Db, before: Option<i64>, limit: u64) -> Result<Vec<EntryView>, Fault> {
    let mut query = entry::Entity::find().order_by_desc(entry::Column::Seq).limit(limit);
    if let Some(before) = before {
        query = query.filter(entry::Column::Seq.lt(before));
    }
    Ok(query.all(db.read()).await?.into_iter().map(EntryView::from).collect())
}

/// The names of those who acted, in one query; accounts that are gone are absent.
///
/// # Errors
/// The database can't be read.
pub async fn actor_names(
    conn: &impl ConnectionTrait,
    accounts: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>, Fault> {
    let mut ids: Vec<Uuid> = accounts.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
