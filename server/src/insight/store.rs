//! The only place of the reports that names the database. The tables are seen with the columns that are counted.

use crate::{
    billing, budget,
    kernel::{
        ids::{AssignmentId, BookingRequestId, FeeId, OfficeId, RequirementProfileId},
        money::Cents,
    },
    platform::fault::Fault,
};
use chrono::NaiveDate;
use sea_orm::{
    Condition, JoinType, QueryOrder, QuerySelect, RelationDef,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait, Func, Query},
};

mod request {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "booking_request")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub reference: String,
        pub office_id: Uuid,
        pub language: String,
        pub profile_id: Uuid,
        pub on_date: Date,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

mod assignment {
    use sea_orm::entity::prelude::*;
    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "assignment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub request_id: Uuid,
        pub status: String,
        pub estimate: i64,
        pub unfilled_reason: Option<String>,
    }
    impl ActiveModelBehavior for ActiveModel {}
}

/// What belongs to an assignment, by its key alone.
macro_rules! parts {
    ($($part:ident in $table:literal),+) => {$(
        mod $part {
            use sea_orm::entity::prelude::*;
            #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
            #[sea_orm(table_name = $table)]
            pub struct Model {
                #[sea_orm(primary_key, auto_increment = false)]
                pub id: Uuid,
                pub assignment_id: Uuid,
            }
            #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}
            impl ActiveModelBehavior for ActiveModel {}
        }
    )+};
}
parts!(offer in "offer", timesheet in "timesheet", fee in "fee");

fn to_assignment() -> RelationDef {
    request::Entity::belongs_to(assignment::Entity).from(request::Column::Id).to(assignment::Column::RequestId).into()
}

/// Requests of one office, month, language and state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Count {
    pub(super) office: OfficeId,
    /// `2027-03`.
    pub(super) month: String,
    pub(super) language: String,
    /// The assignment's; a request that was never planned has none.
    pub(super) status: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) requests: i64,
    pub(super) estimate: Cents,
}

type Row = (Uuid, String, String, Option<String>, Option<String>, i64, Option<i64>);

/// Both databases write a day as `2027-03-04`.
const MONTH: &str = "substr(CAST(on_date AS text), 1, 7)";
const YEAR: &str = "substr(CAST(on_date AS text), 1, 4)";

/// Every request with a session in the year, counted: one grouped query.
pub(super) async fn counts(
    conn: &impl ConnectionTrait,
    first: NaiveDate,
    last: NaiveDate,
    office: Option<OfficeId>,
) -> Result<Vec<Count>, Fault> {
    let mut query = request::Entity::find()
        .select_only()
        .column(request::Column::OfficeId)
        .column_as(Expr::cust(MONTH), "month")
        .column(request::Column::Language)
        .column(assignment::Column::Status)
        .column(assignment::Column::UnfilledReason)
        .column_as(request::Column::Id.count(), "requests")
        .column_as(
            Func::sum(Expr::col((assignment::Entity, assignment::Column::Estimate))).cast_as("bigint"),
            "estimate",
        )
        .join(JoinType::LeftJoin, to_assignment())
        .filter(request::Column::OnDate.between(first, last));
    if let Some(office) = office {
        query = query.filter(request::Column::OfficeId.eq(office.0));
    }
    let rows: Vec<Row> = query
        .group_by(request::Column::OfficeId)
        .group_by(Expr::cust(MONTH))
        .group_by(request::Column::Language)
        .group_by(assignment::Column::Status)
        .group_by(assignment::Column::UnfilledReason)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(office, month, language, status, reason, requests, estimate)| Count {
            office: OfficeId(office),
            month,
            language,
            status,
            reason,
            requests,
            estimate: Cents(estimate.unwrap_or_default()),
        })
        .collect())
}

/// What is committed or consumed for the services of one day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct DayBound {
    pub(super) office: OfficeId,
    /// The year of the line that bears it.
    pub(super) fiscal_year: i32,
    pub(super) on_date: NaiveDate,
    pub(super) amount: Cents,
}

/// What lines of these years bear, by office and day of service: one grouped query, at most one row for each office and day.
pub(super) async fn bound_by_day(conn: &impl ConnectionTrait, years: &[i32]) -> Result<Vec<DayBound>, Fault> {
    let of = |column| ("borne", column);
    let session = Expr::col((assignment::Entity, assignment::Column::Id)).equals(of("assignment_id"));
    let asked =
        Expr::col((request::Entity, request::Column::Id)).equals((assignment::Entity, assignment::Column::RequestId));
    let query = Query::select()
        .expr_as(Expr::col(of("office_id")), "office_id")
        .expr_as(Expr::col(of("fiscal_year")), "fiscal_year")
        .expr_as(Expr::col((request::Entity, request::Column::OnDate)), "on_date")
        .expr_as(Func::sum(Expr::col(of("amount"))).cast_as("bigint"), "total")
        .from_subquery(budget::borne(years), "borne")
        .inner_join(assignment::Entity, session)
        .inner_join(request::Entity, asked)
        .add_group_by([
            Expr::col(of("office_id")),
            Expr::col(of("fiscal_year")),
            Expr::col((request::Entity, request::Column::OnDate)),
        ])
        .to_owned();
    let rows = conn.query_all_raw(conn.get_database_backend().build(&query)).await?;
    rows.iter()
        .map(|row| {
            Ok(DayBound {
                office: OfficeId(row.try_get("", "office_id")?),
                fiscal_year: row.try_get("", "fiscal_year")?,
                on_date: row.try_get("", "on_date")?,
                amount: Cents(row.try_get("", "total")?),
            })
        })
        .collect()
}

/// The years in which sessions were asked for, latest first.
pub(super) async fn years(conn: &impl ConnectionTrait) -> Result<Vec<i32>, Fault> {
    let rows: Vec<String> = request::Entity::find()
        .select_only()
        .column_as(Expr::cust(YEAR), "year")
        .group_by(Expr::cust(YEAR))
        .into_tuple()
        .all(conn)
        .await?;
    let mut years: Vec<i32> = rows.iter().filter_map(|year| year.parse().ok()).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    Ok(years)
}

/// A request that could not be covered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnmetView {
    /// The request.
    pub request: BookingRequestId,
    /// Its number.
    pub reference: String,
    /// Who asked.
    pub office: OfficeId,
    /// Language code.
    pub language: String,
    /// What kind of session.
    pub profile: RequirementProfileId,
    /// The day it was wanted.
    pub on_date: NaiveDate,
    /// `nobody_free`, `nobody_qualified`, `no_money`, `too_late`.
    pub reason: String,
    /// What it would have cost.
    pub estimate: Cents,
}

fn unmet_in(first: NaiveDate, last: NaiveDate, office: Option<OfficeId>) -> Condition {
    let unmet = Condition::all()
        .add(request::Column::OnDate.between(first, last))
        .add(assignment::Column::Status.eq("unfilled"));
    match office {
        Some(office) => unmet.add(request::Column::OfficeId.eq(office.0)),
        None => unmet,
    }
}

/// How many requests between two days (both counted) could not be covered.
///
/// # Errors
/// The database can't be read.
pub async fn count_unmet(
    conn: &impl ConnectionTrait,
    first: NaiveDate,
    last: NaiveDate,
    office: Option<OfficeId>,
) -> Result<u64, Fault> {
    let query = request::Entity::find().join(JoinType::InnerJoin, to_assignment());
    Ok(query.filter(unmet_in(first, last, office)).count(conn).await?)
}

/// Requests between two days (both counted) that could not be covered, latest first: `offset` are left out, or all down to
/// and including the one `after` (its day and key).
///
/// # Errors
/// The database can't be read.
pub async fn unmet(
    conn: &impl ConnectionTrait,
    (first, last): (NaiveDate, NaiveDate),
    office: Option<OfficeId>,
    after: Option<(NaiveDate, Uuid)>,
    offset: u64,
    limit: u64,
) -> Result<Vec<UnmetView>, Fault> {
    let mut query = request::Entity::find()
        .select_only()
        .columns([
            request::Column::Id,
            request::Column::Reference,
            request::Column::OfficeId,
            request::Column::Language,
            request::Column::ProfileId,
            request::Column::OnDate,
        ])
        .column(assignment::Column::UnfilledReason)
        .column(assignment::Column::Estimate)
        .join(JoinType::InnerJoin, to_assignment())
        .filter(unmet_in(first, last, office));
    if let Some((day, id)) = after {
        query = query.filter(
            Condition::any()
                .add(request::Column::OnDate.lt(day))
                .add(Condition::all().add(request::Column::OnDate.eq(day)).add(request::Column::Id.lt(id))),
        );
    }
    let rows: Vec<UnmetRow> = query
        .order_by_desc(request::Column::OnDate)
        .order_by_desc(request::Column::Id)
        .offset(offset)
        .limit(limit)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(request, reference, office, language, profile, on_date, reason, estimate)| UnmetView {
            request: BookingRequestId(request),
            reference,
            office: OfficeId(office),
            language,
            profile: RequirementProfileId(profile),
            on_date,
            reason: reason.unwrap_or_default(),
            estimate: Cents(estimate),
        })
        .collect())
}

/// Everything of the trace that belongs to one booking: request, assignment, offers, timesheet, fee, commitment, and
/// what became of the fee: documents, orders, hand-overs, payments. `id` is the
/// key of the request or of its assignment. Empty if there is no such booking.
///
/// # Errors
/// The database can't be read.
pub async fn subjects_of_booking(conn: &impl ConnectionTrait, id: Uuid) -> Result<Vec<(String, Uuid)>, Fault> {
    let found = assignment::Entity::find()
        .filter(Condition::any().add(assignment::Column::Id.eq(id)).add(assignment::Column::RequestId.eq(id)))
        .one(conn)
        .await?;
    let Some(found) = found else { return Ok(Vec::new()) };
    let mut all = vec![("booking_request".to_owned(), found.request_id), ("assignment".to_owned(), found.id)];
    macro_rules! add {
        ($($part:ident as $kind:literal),+) => {$(
            let parts = $part::Entity::find().filter($part::Column::AssignmentId.eq(found.id)).all(conn).await?;
            all.extend(parts.into_iter().map(|part| ($kind.to_owned(), part.id)));
        )+};
    }
    add!(offer as "offer", timesheet as "timesheet", fee as "fee");
    let bound = budget::commitment_of(conn, AssignmentId(found.id)).await?;
    all.extend(bound.map(|one| ("budget_commitment".to_owned(), one.id.0)));
    let fees = all.iter().filter(|(kind, _)| kind == "fee").map(|(_, id)| FeeId(*id)).collect();
    all.extend(billing::subjects_of_claims(conn, fees).await?);
    Ok(all)
}

/// Assignment, request number, office, language, profile, day, reason, estimate.
type UnmetRow = (Uuid, String, Uuid, String, Uuid, NaiveDate, Option<String>, i64);
