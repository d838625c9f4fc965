//! Marks that lines have passed.

use crate::{
    kernel::{clock::Instant, ids::BudgetLineId},
    platform::{db::Tx, fault::Fault},
};
use sea_orm::{ActiveValue::Set, entity::prelude::*};

mod mark {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "budget_mark")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub budget_line_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub percent: i32,
        pub reached_at: DateTimeUtc,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

/// The marks a line has passed, in percent.
pub(in crate::budget) async fn marks_of(conn: &impl ConnectionTrait, line: BudgetLineId) -> Result<Vec<i32>, Fault> {
    let rows = mark::Entity::find().filter(mark::Column::BudgetLineId.eq(line.0)).all(conn).await?;
    Ok(rows.into_iter().map(|row| row.percent).collect())
}

/// Notes marks that were passed now.
pub(in crate::budget) async fn insert_marks(
    tx: &Tx,
    line: BudgetLineId,
    percents: &[i32],
    now: Instant,
) -> Result<(), Fault> {
    let rows = percents.iter().map(|percent| mark::ActiveModel {
        budget_line_id: Set(line.0),
        percent: Set(*percent),
        reached_at: Set(now),
    });
    mark::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(())
}
