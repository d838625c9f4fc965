//! Finding people of the pool: filters and pages are the database's work.

use super::{
    entities::{credential, interpreter as person, language},
    load_where,
};
use crate::{
    directory::{facts::InterpreterFacts, queries::PoolFilter},
    platform::fault::Fault,
};
use sea_orm::{
    Condition, QueryOrder, QuerySelect, QueryTrait,
    entity::prelude::*,
    sea_query::{ExprTrait, Func},
};

fn matching(filter: &PoolFilter) -> Condition {
    let mut all = Condition::all().add(person::Column::ErasedAt.is_null());
    if let Some(code) = &filter.language {
        let speakers = language::Entity::find()
            .select_only()
            .column(language::Column::InterpreterId)
            .filter(language::Column::Language.eq(code))
            .into_query();
        all = all.add(person::Column::Id.in_subquery(speakers));
    }
    if let Some(district) = &filter.district {
        all = all.add(person::Column::District.eq(district));
    }
    if let Some(day) = filter.trained_on {
        let trained = credential::Entity::find()
            .select_only()
            .column(credential::Column::InterpreterId)
            .filter(credential::Column::Kind.eq("training"))
            .filter(credential::Column::ValidFrom.lte(day))
            .filter(
                Condition::any().add(credential::Column::ValidTo.is_null()).add(credential::Column::ValidTo.gte(day)),
            )
            .into_query();
        all = all.add(person::Column::Id.in_subquery(trained));
    }
    if let Some(gender) = &filter.gender {
        all = all.add(person::Column::Gender.eq(gender));
    }
    if let Some(active) = filter.active {
        all = all.add(person::Column::Active.eq(active));
    }
    for word in filter.text.iter().flat_map(|text| text.split_whitespace()) {
        // Percent and underscore are signs of the pattern, not of a name.
        let pattern = format!("%{}%", word.to_lowercase().replace(['%', '_', '\\'], " "));
        let like = |column: person::Column| Expr::expr(Func::lower(Expr::col(column))).like(pattern.as_str());
        let anywhere = Condition::any()
            .add(like(person::Column::FirstName))
            .add(like(person::Column::LastName))
            .add(like(person::Column::Number));
        all = all.add(anywhere);
    }
    all
}

/// How many interpreters the filter leaves.
///
/// # Errors
/// The database can't be read.
pub async fn count_pool(conn: &impl ConnectionTrait, filter: &PoolFilter) -> Result<u64, Fault> {
    Ok(person::Entity::find().filter(matching(filter)).count(conn).await?)
}

/// A part of the pool with languages, credentials and windows, by number: `offset` rows are left out, or everything up to and
/// including the number `after`.
///
/// # Errors
/// The database can't be read.
pub async fn find_pool(
    conn: &impl ConnectionTrait,
    filter: &PoolFilter,
    after: Option<&str>,
    offset: u64,
    limit: u64,
) -> Result<Vec<InterpreterFacts>, Fault> {
    let mut query = person::Entity::find().select_only().column(person::Column::Id).filter(matching(filter));
    if let Some(number) = after {
        query = query.filter(person::Column::Number.gt(number));
    }
    let ids: Vec<Uuid> =
        query.order_by_asc(person::Column::Number).offset(offset).limit(limit).into_tuple().all(conn).await?;
    load_where(conn, Some(&ids)).await
}
