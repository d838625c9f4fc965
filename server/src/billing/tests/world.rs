//! A small city in a fresh database: one office with money, two interpreters, a colleague for each right.

use crate::{
    identity::{Permit, policy::Action},
    kernel::{
        actor::{Actor, Grant, Person, Role},
        clock::Instant,
        ids::*,
    },
    platform::db::Db,
};
use chrono::{DateTime, Duration, NaiveDate, NaiveTime};
use migrations::Migrator;
use sea_orm::{ConnectionTrait, DbBackend, Statement, Value};
use sea_orm_migration::MigratorTrait;
use uuid::Uuid;

pub struct World {
    pub db: Db,
    pub office: OfficeId,
    pub line: BudgetLineId,
    /// Agreed to self-billing, liable to VAT.
    pub amara: InterpreterId,
    /// Writes invoices himself, small business.
    pub bilal: InterpreterId,
    pub worker: Actor,
    pub clerk: Actor,
    pub officer: Actor,
    pub cashier: Actor,
    profile: Uuid,
    booked: std::sync::atomic::AtomicU32,
}

pub fn at(text: &str) -> Instant {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

/// 1 April 2027, 9 o'clock: March can be closed.
pub fn april() -> Instant {
    at("2027-04-01T07:00:00Z")
}

pub fn permit<A: Action>(actor: &Actor, action: A) -> Permit<A> {
    Permit::ask(actor, action).unwrap()
}

/// A database of its own; on PostgreSQL if the tests are told of a server.
pub async fn database() -> Db {
    let name = format!("billing_{}", Uuid::now_v7().simple());
    let url = match std::env::var("DRAGOMAN_TEST_POSTGRES") {
        Ok(server) => {
            let admin = Db::open(&format!("{}/postgres", server.trim_end_matches('/'))).await.unwrap();
            admin.for_migration().execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
            format!("{}/{name}", server.trim_end_matches('/'))
        }
        Err(_) => format!("sqlite://{}/{name}.db?mode=rwc", std::env::temp_dir().display()),
    };
    let db = Db::open(&url).await.unwrap();
    Migrator::up(db.for_migration(), None).await.unwrap();
    db
}

pub async fn insert(db: &Db, table: &str, columns: &[(&str, Value)]) {
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let marks: Vec<String> = (1..=columns.len()).map(|number| format!("${number}")).collect();
    let sql = format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), marks.join(", "));
    let values: Vec<Value> = columns.iter().map(|(_, value)| value.clone()).collect();
    let backend: DbBackend = db.backend();
    db.for_migration().execute_raw(Statement::from_sql_and_values(backend, sql, values)).await.unwrap();
}

impl World {
    pub async fn new() -> Self {
        let db = database().await;
        let now = at("2027-01-02T08:00:00Z");
        let office = OfficeId::new();
        insert(
            &db,
            "office",
            &[
                ("id", office.0.into()),
                ("code", "JA".into()),
                ("name_de", "Jugendamt".into()),
                ("name_en", "Youth Welfare Office".into()),
                ("kind", "office".into()),
                ("leitweg_id", "08111000-JA-00".into()),
                ("email", "ja@example.org".into()),
                ("address", "Wilhelmstr. 3, 70182 Stuttgart".into()),
                ("district", "Mitte".into()),
                ("created_at", now.into()),
            ],
        )
        .await;
        let line = BudgetLineId::new();
        insert(
            &db,
            "budget_line",
            &[
                ("id", line.0.into()),
                ("office_id", office.0.into()),
                ("fiscal_year", 2027.into()),
                ("cost_center", "5100".into()),
                ("cost_object", "36300".into()),
                ("account", "42710".into()),
                ("name", "Dolmetschen".into()),
                ("warn_percent", 80.into()),
                ("created_at", now.into()),
            ],
        )
        .await;
        let profile = Uuid::now_v7();
        insert(
            &db,
            "requirement_profile",
            &[
                ("id", profile.into()),
                ("code", "talk".into()),
                ("name_de", "Gespräch".into()),
                ("name_en", "Talk".into()),
                ("credentials", "[]".into()),
                ("legal_duty", false.into()),
                ("active", true.into()),
                ("version", 1.into()),
            ],
        )
        .await;
        let amara = interpreter(&db, "D-0001", "Amara", "Okafor", "standard", Some("2027-01-01"), now).await;
        let bilal = interpreter(&db, "D-0002", "Bilal", "Haddad", "small_business", None, now).await;
        let worker = account(&db, "Wanda Amt", Role::CaseWorker, Some(office), now).await;
        let clerk = account(&db, "Fritz Finanz", Role::FinanceClerk, None, now).await;
        let officer = account(&db, "Olga Ordnung", Role::AuthorizingOfficer, None, now).await;
        let cashier = account(&db, "Karl Kasse", Role::Treasury, None, now).await;
        let booked = std::sync::atomic::AtomicU32::new(0);
        let world = Self { db, office, line, amara, bilal, worker, clerk, officer, cashier, profile, booked };
        world.grant(1_000_000).await;
        let mut tx = world.db.begin().await.unwrap();
        for actor in [&world.clerk, &world.officer] {
            let accept = permit(actor, crate::identity::policy::AcceptFigures {});
            crate::billing::commands::accept_figures(accept, "stuttgart-2022", "Test", now, &mut tx).await.unwrap();
        }
        tx.commit().await.unwrap();
        world
    }

    /// More money for the office, in cents.
    pub async fn grant(&self, cents: i64) {
        insert(
            &self.db,
            "budget_posting",
            &[
                ("id", Uuid::now_v7().into()),
                ("budget_line_id", self.line.0.into()),
                ("kind", "appropriation".into()),
                ("amount", cents.into()),
                ("reason", "".into()),
                ("posted_at", at("2027-01-02T08:00:00Z").into()),
            ],
        )
        .await;
    }

    /// A confirmed session on `day` of March 2027 from 14:00 for `minutes`, with tickets; `committed` cents are bound for it.
    pub async fn held(&self, who: InterpreterId, day: u32, minutes: i64, tickets: i64, committed: i64) -> AssignmentId {
        let from = at(&format!("2027-03-{day:02}T13:00:00Z"));
        let to = from + Duration::minutes(minutes);
        let number = self.booked.fetch_add(1, std::sync::atomic::Ordering::SeqCst) + 1;
        let (request, assignment) = (Uuid::now_v7(), AssignmentId::new());
        let civil = |instant: Instant| instant.with_timezone(&chrono_tz::Europe::Berlin).time();
        let on: NaiveDate = from.date_naive();
        let (starts, ends): (NaiveTime, NaiveTime) = (civil(from), civil(to));
        insert(
            &self.db,
            "booking_request",
            &[
                ("id", request.into()),
                ("reference", format!("2027-{number:06}").into()),
                ("office_id", self.office.0.into()),
                ("budget_line_id", self.line.0.into()),
                ("language", "ar".into()),
                ("profile_id", self.profile.into()),
                ("on_date", on.into()),
                ("from_time", starts.into()),
                ("to_time", ends.into()),
                ("starts_at", from.into()),
                ("ends_at", to.into()),
                ("delivery", "on_site".into()),
                ("address", format!("Schulstr. {number}").into()),
                ("gender_required", false.into()),
                ("remark", "".into()),
                ("priority", "normal".into()),
                ("requested_at", at("2027-02-01T08:00:00Z").into()),
            ],
        )
        .await;
        insert(
            &self.db,
            "assignment",
            &[
                ("id", assignment.0.into()),
                ("request_id", request.into()),
                ("office_id", self.office.0.into()),
                ("status", "confirmed".into()),
                ("interpreter_id", who.0.into()),
                ("starts_at", from.into()),
                ("ends_at", to.into()),
                ("estimate", committed.into()),
                ("schedule_id", "stuttgart-2022".into()),
                ("search_round", 1.into()),
                ("created_at", from.into()),
                ("updated_at", from.into()),
                ("version", 1.into()),
            ],
        )
        .await;
        insert(
            &self.db,
            "timesheet",
            &[
                ("id", Uuid::now_v7().into()),
                ("assignment_id", assignment.0.into()),
                ("interpreter_id", who.0.into()),
                ("outcome", "held".into()),
                ("started_at", from.into()),
                ("ended_at", to.into()),
                ("break_minutes", 0.into()),
                ("travel_minutes", 0.into()),
                ("travel_meters", 0.into()),
                ("tickets", tickets.into()),
                ("deviation_reason", "".into()),
                ("status", "confirmed".into()),
                ("recorded_at", to.into()),
                ("answered_at", to.into()),
                ("version", 1.into()),
            ],
        )
        .await;
        let mut tx = self.db.begin().await.unwrap();
        let actor = Actor::House("test");
        crate::budget::commit(&mut tx, &actor, self.line, assignment, crate::kernel::money::Cents(committed), to)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assignment
    }
}

async fn interpreter(
    db: &Db,
    number: &str,
    first: &str,
    last: &str,
    vat: &str,
    agreed: Option<&str>,
    now: Instant,
) -> InterpreterId {
    let id = InterpreterId::new();
    let agreed: Option<NaiveDate> = agreed.map(|day| day.parse().unwrap());
    insert(
        db,
        "interpreter",
        &[
            ("id", id.0.into()),
            ("number", number.into()),
            ("first_name", first.into()),
            ("last_name", last.into()),
            ("gender", "diverse".into()),
            ("email", format!("{first}@example.org").into()),
            ("phone", "0711 1".into()),
            ("street", "Weg 1".into()),
            ("postcode", "70173".into()),
            ("city", "Stuttgart".into()),
            ("district", "Mitte".into()),
            ("home_x", 0.into()),
            ("home_y", 0.into()),
            ("employment", "part_time".into()),
            ("vat_kind", vat.into()),
            ("tax_number", "99/123/45678".into()),
            ("iban", "DE02120300000000202051".into()),
            ("delivery", "any".into()),
            ("max_travel_minutes", 60.into()),
            ("weekly_cap_minutes", 2400.into()),
            ("min_notice_hours", 0.into()),
            ("self_billing_agreed_on", agreed.into()),
            ("active", true.into()),
            ("invented", true.into()),
            ("locale", "de".into()),
            ("created_at", now.into()),
            ("version", 1.into()),
        ],
    )
    .await;
    id
}

async fn account(db: &Db, name: &str, role: Role, office: Option<OfficeId>, now: Instant) -> Actor {
    let account = AccountId::new();
    insert(
        db,
        "account",
        &[
            ("id", account.0.into()),
            ("email", format!("{account}@example.org").into()),
            ("name", name.into()),
            ("locale", "de".into()),
            ("status", "active".into()),
            ("totp_last_step", 0_i64.into()),
            ("created_at", now.into()),
            ("version", 1.into()),
        ],
    )
    .await;
    Actor::Person(Person { account, name: name.into(), grants: vec![Grant { role, office }], interpreter: None })
}
