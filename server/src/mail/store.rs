//! The only place of the mail that names the database.

use super::{Composed, DELIVER};
use crate::{
    kernel::{
        clock::Instant,
        ids::{AccountId, MailId},
    },
    platform::{
        db::{Db, Tx},
        fault::Fault,
        i18n::Locale,
    },
};
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, entity::prelude::*};
use sha2::{Digest, Sha256};

mod message {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "mail_message")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub once_key: String,
        pub message_id: String,
        pub kind: String,
        pub locale: String,
        pub account_id: Option<Uuid>,
        pub to_address: String,
        pub to_name: String,
        pub subject: String,
        pub body_text: String,
        pub body_html: String,
        pub calendar: Option<String>,
        pub calendar_method: Option<String>,
        pub status: String,
        pub failure: Option<String>,
        pub created_at: DateTimeUtc,
        pub sent_at: Option<DateTimeUtc>,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

/// To whom a letter goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Receiver {
    pub(super) account: Option<AccountId>,
    pub(super) address: String,
    pub(super) name: String,
    pub(super) locale: Locale,
}

/// A letter with everything delivery and the list of mails need.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailView {
    /// Its key.
    pub id: MailId,
    /// What kind of letter.
    pub kind: String,
    /// RFC 5322 Message-ID, without brackets.
    pub message_id: String,
    /// To whom.
    pub to_address: String,
    /// Their name.
    pub to_name: String,
    /// Language.
    pub locale: String,
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML.
    pub html: String,
    /// Calendar object and METHOD.
    pub calendar: Option<(String, String)>,
    /// `waiting`, `sent`, `failed`.
    pub status: String,
    /// The last failure.
    pub failure: Option<String>,
    /// When it was written.
    pub created_at: Instant,
    /// When it left.
    pub sent_at: Option<Instant>,
}

impl From<message::Model> for MailView {
    fn from(row: message::Model) -> Self {
        Self {
            id: MailId(row.id),
            kind: row.kind,
            message_id: row.message_id,
            to_address: row.to_address,
            to_name: row.to_name,
            locale: row.locale,
            subject: row.subject,
            text: row.body_text,
            html: row.body_html,
            calendar: row.calendar.zip(row.calendar_method),
            status: row.status,
            failure: row.failure,
            created_at: row.created_at,
            sent_at: row.sent_at,
        }
    }
}

/// Puts a letter into the post, once for its key, with its delivery job.
pub(super) async fn post(
    tx: &mut Tx,
    once_key: &str,
    kind: &str,
    receiver: &Receiver,
    letter: Composed,
    now: Instant,
) -> Result<(), Fault> {
    let there = message::Entity::find().filter(message::Column::OnceKey.eq(once_key)).one(tx.conn()).await?;
    if there.is_some() {
        return Ok(());
    }
    let id = MailId::new();
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(once_key.as_bytes()));
    let (calendar, method) = match letter.calendar {
        Some((text, method)) => (Some(text), method.name().map(str::to_owned)),
        None => (None, None),
    };
    let row = message::ActiveModel {
        id: Set(id.0),
        once_key: Set(once_key.to_owned()),
        message_id: Set(format!("{}@dragoman", digest.get(..40).unwrap_or(&digest))),
        kind: Set(kind.to_owned()),
        locale: Set(receiver.locale.code().to_owned()),
        account_id: Set(receiver.account.map(|account| account.0)),
        to_address: Set(receiver.address.clone()),
        to_name: Set(receiver.name.clone()),
        subject: Set(letter.subject),
        body_text: Set(letter.text),
        body_html: Set(letter.html),
        calendar: Set(calendar),
        calendar_method: Set(method),
        status: Set("waiting".to_owned()),
        failure: Set(None),
        created_at: Set(now),
        sent_at: Set(None),
    };
    message::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    tx.enqueue(DELIVER, &id, &format!("{DELIVER}:{id}"), now, now).await
}

pub(super) async fn find(db: &Db, id: MailId) -> Result<Option<MailView>, Fault> {
    Ok(message::Entity::find_by_id(id.0).one(db.read()).await?.map(MailView::from))
}

pub(super) async fn mark(
    tx: &Tx,
    id: MailId,
    status: &str,
    failure: Option<&str>,
    sent_at: Option<Instant>,
) -> Result<(), Fault> {
    message::Entity::update_many()
        .col_expr(message::Column::Status, Expr::value(status))
        .col_expr(message::Column::Failure, Expr::value(failure))
        .col_expr(message::Column::SentAt, Expr::value(sent_at))
        .filter(message::Column::Id.eq(id.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// The newest letters, at most `limit`; `only_trouble` leaves out those that were sent.
///
/// # Errors
/// The database can't be read.
pub async fn recent(db: &Db, limit: u64) -> Result<Vec<MailView>, Fault> {
    let query = message::Entity::find().order_by_desc(message::Column::Id).limit(limit);
    Ok(query.all(db.read()).await?.into_iter().map(MailView::from).collect())
}

fn in_trouble() -> Select<message::Entity> {
    message::Entity::find().filter(message::Column::Failure.is_not_null())
}

/// How many mails could not be delivered.
///
/// # Errors
/// The database can't be read.
pub async fn count_in_trouble(db: &Db) -> Result<u64, Fault> {
    Ok(in_trouble().count(db.read()).await?)
}

/// Mails that could not be delivered, newest first, behind `after` in that list, at most `limit`.
///
/// # Errors
/// The database can't be read.
pub async fn troubled(db: &Db, after: Option<MailId>, limit: u64) -> Result<Vec<MailView>, Fault> {
    let mut query = in_trouble();
    if let Some(after) = after {
        query = query.filter(message::Column::Id.lt(after.0));
    }
    let query = query.order_by_desc(message::Column::Id).limit(limit);
    Ok(query.all(db.read()).await?.into_iter().map(MailView::from).collect())
}
