//! A small city, built by the product's own commands: one office, its budget, a few people. Monday 1 March 2027, 09:00.

use crate::{
    booking::{
        ask::{Ask, WishedTime},
        assignment::{Assignment, Status},
        commands::{self, Booked},
        facts::Delivery,
        offer::{Offer, OfferStatus},
        register,
        request::{BookingRequest, Priority},
        store,
    },
    budget::{self, commands::LineDetails},
    directory::{
        commands::{InterpreterDetails, NewCredential, OfficeDetails, ProfileDetails},
        facts::{CredentialKind, WindowFacts},
    },
    identity::{self, Permit, policy::*},
    kernel::{
        actor::{Actor, Role},
        clock::{Clock, Instant},
        ids::*,
        money::Cents,
        time::{FiscalYear, Fold},
    },
    platform::{
        db::{Db, Tx},
        jobs::{Registry, Worker},
    },
};
use chrono::{NaiveDate, NaiveTime};
use sea_orm_migration::MigratorTrait;
use std::sync::Arc;

pub(crate) const HOUSE: Actor = Actor::House("test");

pub(crate) struct City {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    pub(crate) office: OfficeId,
    pub(crate) line: BudgetLineId,
    pub(crate) school: RequirementProfileId,
    pub(crate) child_protection: RequirementProfileId,
    pub(crate) case_worker: Actor,
    pub(crate) head: Actor,
    pub(crate) coordination: Actor,
    /// The interpreters with their logins, in the order of their numbers.
    pub(crate) pool: Vec<(InterpreterId, Actor)>,
}

pub(crate) fn at(text: &str) -> Instant {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    crate::kernel::time::resolve(local, Fold::Unsaid).unwrap()
}

pub(crate) fn wished(date: &str, from: &str, to: &str) -> WishedTime {
    let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
    WishedTime { date: date.parse().unwrap(), from: time(from), to: time(to), fold: Fold::Unsaid }
}

/// SQLite always; PostgreSQL too if a server is named.
pub(crate) async fn databases() -> Vec<Db> {
    let mut all = vec![identity::testing::fresh_db().await];
    if let Ok(server) = std::env::var("DRAGOMAN_TEST_POSTGRES") {
        use sea_orm::ConnectionTrait;
        let name = format!("booking_{}", uuid::Uuid::now_v7().simple());
        let server = server.trim_end_matches('/').to_owned();
        let admin = Db::open(&format!("{server}/postgres")).await.unwrap();
        admin.for_migration().execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
        let db = Db::open(&format!("{server}/{name}")).await.unwrap();
        migrations::Migrator::up(db.for_migration(), None).await.unwrap();
        all.push(db);
    }
    all
}

impl City {
    /// A city on SQLite with so many interpreters who speak Arabic, and this appropriation.
    pub(crate) async fn with(interpreters: usize, appropriation: Cents) -> Self {
        Self::on(identity::testing::fresh_db().await, interpreters, appropriation).await
    }

    pub(crate) async fn on(db: Db, interpreters: usize, appropriation: Cents) -> Self {
        let clock = Clock::standing_at(at("2027-03-01 09:00"));
        let now = clock.now();
        let mut tx = db.begin().await.unwrap();
        let office = register_office(&mut tx, now).await;
        let line = open_line(&mut tx, office, appropriation, now).await;
        let school = define_profile(&mut tx, "school", vec![CredentialKind::Measles], false, now).await;
        let child_protection = define_profile(&mut tx, "child", vec![], true, now).await;
        let mut people = Vec::new();
        for number in 1..=interpreters {
            people.push(register_interpreter(&mut tx, number, now).await);
        }
        tx.commit().await.unwrap();
        let actor = async |email: &str, role: Role, office: Option<OfficeId>, interpreter: Option<InterpreterId>| {
            let account = identity::testing::account(&db, email, &[(role, office)], interpreter, true, now).await;
            Actor::Person(identity::visitor::person(&db, account, now).await.unwrap().unwrap())
        };
        let case_worker = actor("worker@ja.example", Role::CaseWorker, Some(office), None).await;
        let head = actor("head@ja.example", Role::OfficeHead, Some(office), None).await;
        let coordination = actor("coordination@city.example", Role::Coordination, None, None).await;
        let mut pool = Vec::new();
        for (index, id) in people.into_iter().enumerate() {
            let email = format!("interpreter{index}@pool.example");
            pool.push((id, actor(&email, Role::Interpreter, None, Some(id)).await));
        }
        Self { db, clock, office, line, school, child_protection, case_worker, head, coordination, pool }
    }

    pub(crate) fn now(&self) -> Instant {
        self.clock.now()
    }

    pub(crate) fn clock_is(&self, text: &str) {
        self.clock.set(at(text));
    }

    /// Everything that is due is done.
    pub(crate) async fn works(&self) {
        let mut registry = Registry::default();
        register(&mut registry);
        let worker = Worker::new(self.db.clone(), self.clock.clone(), Arc::new(registry));
        worker.drain().await.unwrap();
        assert!(crate::platform::jobs::count_failed(&self.db).await.unwrap() == 0, "a job failed");
    }

    /// A parents' talk at a school: Arabic, Thursday 4 March 2027, 14:00 to 15:30.
    pub(crate) fn ask(&self) -> Ask {
        Ask {
            office: self.office,
            language: "ar".to_owned(),
            profile: self.school,
            time: wished("2027-03-04", "14:00", "15:30"),
            delivery: Delivery::OnSite,
            address: "Grundschule Ostheim, Landhausstr. 117, 70190 Stuttgart".to_owned(),
            district: "Ost".to_owned(),
            gender: None,
            gender_required: false,
            preferred: None,
            file_reference: "JA-2027/0815".to_owned(),
            remark: "Elterngespräch, drei Personen.".to_owned(),
            priority: Priority::Normal,
            external_reference: None,
        }
    }

    /// Somebody else joins the pool: number `number`, otherwise than the others by `change`.
    pub(crate) async fn joins(&self, number: usize, change: impl Fn(&mut InterpreterDetails)) -> InterpreterId {
        let mut details = interpreter(number);
        change(&mut details);
        let mut tx = self.db.begin().await.unwrap();
        let id = joins_the_pool(&mut tx, &details, self.now()).await;
        tx.commit().await.unwrap();
        id
    }

    pub(crate) fn may_submit(&self) -> Permit<SubmitRequest> {
        Permit::ask(&self.case_worker, SubmitRequest { office: self.office }).unwrap()
    }

    pub(crate) fn may_dispatch(&self, assignment: AssignmentId) -> Permit<Dispatch> {
        Permit::ask(&self.coordination, Dispatch { assignment }).unwrap()
    }

    pub(crate) fn may_cancel(&self, assignment: AssignmentId) -> Permit<CancelAssignment> {
        Permit::ask(&self.case_worker, CancelAssignment { office: self.office, assignment }).unwrap()
    }

    pub(crate) fn may_change(&self, request: BookingRequestId) -> Permit<ChangeRequest> {
        Permit::ask(&self.case_worker, ChangeRequest { office: self.office, request }).unwrap()
    }

    pub(crate) fn may_answer(&self, offer: &Offer) -> Permit<AnswerOffer> {
        let (_, actor) = self.pool.iter().find(|(id, _)| *id == offer.interpreter).unwrap();
        let action = AnswerOffer { interpreter: offer.interpreter, offer: offer.id, assignment: offer.assignment };
        Permit::ask(actor, action).unwrap()
    }

    pub(crate) fn may_record(&self, interpreter: InterpreterId, assignment: AssignmentId) -> Permit<RecordSession> {
        let (_, actor) = self.pool.iter().find(|(id, _)| *id == interpreter).unwrap();
        Permit::ask(actor, RecordSession { interpreter, assignment }).unwrap()
    }

    pub(crate) fn may_sign(&self, timesheet: TimesheetId) -> Permit<AnswerTimesheet> {
        Permit::ask(&self.case_worker, AnswerTimesheet { office: self.office, timesheet }).unwrap()
    }

    pub(crate) async fn books(&self, ask: &Ask) -> Booked {
        let mut tx = self.db.begin().await.unwrap();
        let booked = commands::book(&self.may_submit(), ask, self.now(), &mut tx).await.unwrap();
        tx.commit().await.unwrap();
        booked
    }

    /// What the booking's offers are now.
    pub(crate) async fn offers(&self, assignment: AssignmentId) -> Vec<Offer> {
        store::offers(self.db.read(), assignment).await.unwrap()
    }

    pub(crate) async fn open_offers(&self, assignment: AssignmentId) -> Vec<Offer> {
        self.offers(assignment).await.into_iter().filter(|offer| offer.status == OfferStatus::Open).collect()
    }

    pub(crate) async fn booking(&self, assignment: AssignmentId) -> (BookingRequest, Assignment) {
        store::booking(self.db.read(), assignment).await.unwrap().unwrap()
    }

    pub(crate) async fn status(&self, assignment: AssignmentId) -> Status {
        self.booking(assignment).await.1.status
    }

    pub(crate) async fn available(&self) -> Cents {
        budget::balance(&self.db, self.line).await.unwrap().available()
    }

    /// The first open offer of the booking is accepted; gives who.
    pub(crate) async fn somebody_accepts(&self, assignment: AssignmentId) -> InterpreterId {
        let offer = self.open_offers(assignment).await.remove(0);
        let mut tx = self.db.begin().await.unwrap();
        commands::accept_offer(&self.may_answer(&offer), self.now(), &mut tx).await.unwrap();
        tx.commit().await.unwrap();
        offer.interpreter
    }

    /// A booking that somebody has said yes to.
    pub(crate) async fn filled(&self, ask: &Ask) -> (Booked, InterpreterId) {
        let booked = self.books(ask).await;
        self.works().await;
        let interpreter = self.somebody_accepts(booked.submitted.assignment).await;
        (booked, interpreter)
    }
}

async fn register_office(tx: &mut Tx, now: Instant) -> OfficeId {
    let details = OfficeDetails {
        code: "JA".to_owned(),
        name_de: "Jugendamt".to_owned(),
        name_en: "Youth Welfare Office".to_owned(),
        is_grant: false,
        leitweg_id: crate::kernel::leitweg::LeitwegId::completed("08111000-JA").unwrap(),
        email: "ja@city.example".to_owned(),
        address: "Wilhelmstr. 3, 70182 Stuttgart".to_owned(),
        district: "Mitte".to_owned(),
        contact: String::new(),
        phone: String::new(),
    };
    let permit = Permit::ask(&HOUSE, ManageOffices {}).unwrap();
    crate::directory::commands::register_office(permit, &details, now, tx).await.unwrap().0
}

async fn open_line(tx: &mut Tx, office: OfficeId, appropriation: Cents, now: Instant) -> BudgetLineId {
    let details = LineDetails {
        office,
        fiscal_year: FiscalYear(2027),
        cost_center: "5100".to_owned(),
        cost_object: "36300".to_owned(),
        account: "44290".to_owned(),
        name: "Dolmetschen".to_owned(),
        appropriation,
        warn_percent: 80,
    };
    let permit = Permit::ask(&HOUSE, ManageBudget {}).unwrap();
    budget::commands::open_line(&permit, &details, now, tx).await.unwrap().0
}

async fn define_profile(
    tx: &mut Tx,
    code: &str,
    credentials: Vec<CredentialKind>,
    legal_duty: bool,
    now: Instant,
) -> RequirementProfileId {
    let details = ProfileDetails {
        code: code.to_owned(),
        name_de: format!("Profil {code}"),
        name_en: format!("profile {code}"),
        credentials,
        legal_duty,
        active: true,
    };
    let permit = Permit::ask(&HOUSE, ManagePool {}).unwrap();
    crate::directory::commands::define_profile(&permit, &details, None, now, tx).await.unwrap().0
}

/// Speaks Arabic, lives in Stuttgart-Ost, works on all days from 8 to 20, not trained: 42 € an hour.
pub(crate) fn interpreter(number: usize) -> InterpreterDetails {
    InterpreterDetails {
        number: format!("D-{number:04}"),
        first_name: "Erfunden".to_owned(),
        last_name: format!("Nummer {number}"),
        gender: if number % 2 == 1 { "female" } else { "male" }.to_owned(),
        email: format!("i{number}@pool.example"),
        phone: String::new(),
        street: "Landhausstr. 1".to_owned(),
        postcode: "70190".to_owned(),
        city: "Stuttgart".to_owned(),
        district: "ost".to_owned(),
        home: (20, 6),
        employment: "part_time".to_owned(),
        vat_kind: "small_business".to_owned(),
        vat_id: None,
        tax_number: None,
        iban: None,
        delivery: "any".to_owned(),
        max_travel_minutes: 60,
        weekly_cap_minutes: 2400,
        min_notice_hours: 0,
        quiet: None,
        self_billing_agreed_on: None,
        rate_agreement_signed_on: NaiveDate::from_ymd_opt(2020, 1, 1),
        active: true,
        invented: true,
        locale: "de".to_owned(),
        languages: vec![("ar".to_owned(), "C1".to_owned())],
        windows: (0..7).map(|weekday| WindowFacts { weekday, from_minute: 480, to_minute: 1200 }).collect(),
    }
}

/// The same, protected against measles.
async fn register_interpreter(tx: &mut Tx, number: usize, now: Instant) -> InterpreterId {
    joins_the_pool(tx, &interpreter(number), now).await
}

async fn joins_the_pool(tx: &mut Tx, details: &InterpreterDetails, now: Instant) -> InterpreterId {
    let permit = Permit::ask(&HOUSE, ManagePool {}).unwrap();
    let (id, _) = crate::directory::commands::register_interpreter(permit, details, now, tx).await.unwrap();
    let measles = NewCredential {
        kind: CredentialKind::Measles,
        course_group: None,
        valid_from: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
        valid_to: None,
    };
    let permit = Permit::ask(&HOUSE, ManagePool {}).unwrap();
    crate::directory::commands::record_credential(&permit, id, &measles, now, tx).await.unwrap();
    id
}
