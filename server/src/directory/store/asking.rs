//! How interpreters want to be asked.

use super::{
    entities::{declined_office, declined_topic, interpreter as person},
    load_where,
};
use crate::{
    directory::{
        commands::Asking,
        facts::{InterpreterFacts, OffersBy},
    },
    kernel::ids::*,
    platform::{db::Tx, fault::Fault},
};
use sea_orm::{ExprTrait, QuerySelect, entity::prelude::*};

pub(in crate::directory) async fn save_asking(tx: &Tx, id: InterpreterId, asking: &Asking) -> Result<(), Fault> {
    person::Entity::update_many()
        .col_expr(person::Column::OffersBy, Expr::value(asking.offers_by.name()))
        .col_expr(person::Column::PausedUntil, Expr::value(asking.paused_until))
        .col_expr(person::Column::Version, Expr::col(person::Column::Version).add(1))
        .filter(person::Column::Id.eq(id.0))
        .exec(tx.conn())
        .await?;
    declined_office::Entity::delete_many()
        .filter(declined_office::Column::InterpreterId.eq(id.0))
        .exec(tx.conn())
        .await?;
    for office in &asking.declined_offices {
        let row = declined_office::Model { interpreter_id: id.0, office_id: office.0 };
        declined_office::Entity::insert(declined_office::ActiveModel::from(row))
            .exec_without_returning(tx.conn())
            .await?;
    }
    declined_topic::Entity::delete_many()
        .filter(declined_topic::Column::InterpreterId.eq(id.0))
        .exec(tx.conn())
        .await?;
    for topic in &asking.declined_topics {
        let row = declined_topic::Model { interpreter_id: id.0, profile_id: topic.0 };
        declined_topic::Entity::insert(declined_topic::ActiveModel::from(row))
            .exec_without_returning(tx.conn())
            .await?;
    }
    Ok(())
}

/// Who wants one mail a day with all that is offered.
///
/// # Errors
/// The database can't be read.
pub async fn readers_of_digests(conn: &impl ConnectionTrait) -> Result<Vec<InterpreterFacts>, Fault> {
    let ids: Vec<Uuid> = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::OffersBy.eq(OffersBy::Digest.name()))
        .into_tuple()
        .all(conn)
        .await?;
    if ids.is_empty() { Ok(Vec::new()) } else { load_where(conn, Some(&ids)).await }
}
