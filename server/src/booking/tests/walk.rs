//! One booking from the request to the confirmed timesheet.

use super::city::{City, at};
use crate::{
    booking::{
        self,
        ask::Warning,
        assignment::Status,
        commands::{self, RecordRefused, SessionRecord, SignRefused},
        estimate::Basis,
        offer::OfferStatus,
        timesheet::Outcome,
    },
    kernel::money::Cents,
    platform::fault::Stop,
};

fn as_agreed() -> SessionRecord {
    SessionRecord {
        outcome: Outcome::Held,
        held: Some((at("2027-03-04 14:00"), at("2027-03-04 15:35"))),
        break_minutes: 0,
        travel_minutes: 24,
        travel_meters: 3000,
        tickets: Cents(0),
        deviation_reason: String::new(),
    }
}

#[tokio::test]
async fn a_booking_is_asked_for_filled_held_and_confirmed() {
    let city = City::with(5, Cents(100_000)).await;
    let booked = city.books(&city.ask()).await;
    let id = booked.submitted.assignment;
    // An hour and a half at 42 €, and 12 € for the way.
    assert_eq!(booked.planned.estimate, Cents(7_500));
    assert_eq!((booked.planned.status, booked.planned.basis), (Status::Searching, Basis::DearestEligible));
    assert_eq!(booked.submitted.reference, "2027-000001");
    assert_eq!(booked.submitted.warnings, []);
    assert_eq!(city.available().await, Cents(92_500));

    city.works().await;
    let offers = city.open_offers(id).await;
    assert_eq!(offers.len(), 3, "a wave asks three");
    assert!(offers.iter().all(|offer| offer.expected_fee == Cents(7_500) && offer.wave == 1));

    let interpreter = city.somebody_accepts(id).await;
    assert_eq!(city.status(id).await, Status::Filled);
    let ends: Vec<OfferStatus> = city.offers(id).await.iter().map(|offer| offer.status).collect();
    assert_eq!(ends.iter().filter(|end| **end == OfferStatus::Filled).count(), 2, "the others learn their end");

    let early = record(&city, interpreter, id, &as_agreed()).await;
    assert!(matches!(early, Err(Stop::Refused(RecordRefused::NotYet))));
    city.clock_is("2027-03-04 16:00");
    let timesheet = record(&city, interpreter, id, &as_agreed()).await.unwrap();
    assert_eq!(city.status(id).await, Status::Held);
    assert!(booking::billable(city.db.read(), id).await.unwrap().is_none(), "nothing to price before it is confirmed");

    let mut tx = city.db.begin().await.unwrap();
    commands::sign_timesheet(&city.may_sign(timesheet), Some(1), city.now(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let billable = booking::billable(city.db.read(), id).await.unwrap().unwrap();
    assert_eq!((billable.outcome.as_str(), billable.interpreter), ("held", interpreter));
    assert_eq!(billable.held, Some((at("2027-03-04 14:00"), at("2027-03-04 15:35"))));
    assert_eq!((billable.travel_meters, billable.schedule_id.as_str()), (3000, "stuttgart-2022"));
    let jobs = booking::interpreter_jobs(city.db.read(), interpreter, at("2027-03-01 00:00"), at("2027-04-01 00:00"));
    assert_eq!(jobs.await.unwrap().len(), 1);
    assert_eq!(crate::audit::verify(&city.db).await.unwrap().broken, None);
}

#[tokio::test]
async fn the_office_disputes_and_the_interpreter_corrects() {
    let city = City::with(2, Cents(100_000)).await;
    let (booked, interpreter) = city.filled(&city.ask()).await;
    let id = booked.submitted.assignment;
    city.clock_is("2027-03-04 17:00");
    let mut long = as_agreed();
    long.held = Some((at("2027-03-04 14:00"), at("2027-03-04 16:30")));
    let refused = record(&city, interpreter, id, &long).await;
    assert!(matches!(refused, Err(Stop::Refused(RecordRefused::DeviationUnexplained { tolerance: 10 }))));
    long.deviation_reason = "Die Lehrerin kam später.".to_owned();
    let timesheet = record(&city, interpreter, id, &long).await.unwrap();

    let mut tx = city.db.begin().await.unwrap();
    commands::dispute_timesheet(&city.may_sign(timesheet), "Ende war 15:30 Uhr.", city.now(), &mut tx).await.unwrap();
    let signed = commands::sign_timesheet(&city.may_sign(timesheet), None, city.now(), &mut tx).await;
    assert!(matches!(signed, Err(Stop::Refused(SignRefused::Disputed))));
    let permit = city.may_record(interpreter, id);
    commands::correct_timesheet(&permit, &as_agreed(), city.now(), &mut tx).await.unwrap();
    let signed = commands::sign_timesheet(&city.may_sign(timesheet), Some(1), city.now(), &mut tx).await;
    assert!(matches!(signed, Err(Stop::Refused(SignRefused::ChangedMeanwhile))), "not what was shown");
    commands::sign_timesheet(&city.may_sign(timesheet), None, city.now(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let billable = booking::billable(city.db.read(), id).await.unwrap().unwrap();
    assert_eq!(billable.held, Some((at("2027-03-04 14:00"), at("2027-03-04 15:35"))));
}

#[tokio::test]
async fn the_interpreter_did_not_come() {
    use crate::identity::{Permit, policy::ReportInterpreterAbsent};
    let city = City::with(1, Cents(100_000)).await;
    let (booked, _) = city.filled(&city.ask()).await;
    let id = booked.submitted.assignment;
    city.clock_is("2027-03-04 14:20");
    let action = ReportInterpreterAbsent { office: city.office, assignment: id };
    let permit = Permit::ask(&city.case_worker, action).unwrap();
    let mut tx = city.db.begin().await.unwrap();
    let reason = "Nach 20 Minuten niemand da.";
    commands::report_interpreter_absent(&permit, reason, city.now(), &mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let billable = booking::billable(city.db.read(), id).await.unwrap().unwrap();
    assert_eq!(billable.outcome, "interpreter_absent");
}

#[tokio::test]
async fn a_name_in_the_file_reference_is_stored_with_a_warning() {
    let city = City::with(1, Cents(100_000)).await;
    let mut ask = city.ask();
    ask.file_reference = "Frau Musterfrau".to_owned();
    let booked = city.books(&ask).await;
    assert_eq!(booked.submitted.warnings, [Warning::FileReferenceLooksLikeAName]);
}

#[tokio::test]
async fn everything_wrong_with_a_request_is_said_at_once() {
    let city = City::with(1, Cents(100_000)).await;
    let mut ask = city.ask();
    ask.language = "Kurdisch".to_owned();
    ask.time = super::city::wished("2027-03-28", "02:30", "04:00");
    ask.address = String::new();
    ask.remark = "Guten\0Tag".to_owned();
    ask.profile = crate::kernel::ids::RequirementProfileId::new();
    let mut tx = city.db.begin().await.unwrap();
    let refused = commands::book(&city.may_submit(), &ask, city.now(), &mut tx).await.unwrap_err();
    let Stop::Refused(refused) = refused else { panic!("{refused:?}") };
    use crate::kernel::refusal::Refusal;
    let codes: Vec<&str> = refused.problems().iter().map(|problem| problem.code()).collect();
    let wanted =
        ["time-skipped", "language-collective", "address-missing", "text-control-character", "profile-unknown"];
    assert_eq!(codes, wanted);
}

async fn record(
    city: &City,
    interpreter: crate::kernel::ids::InterpreterId,
    id: crate::kernel::ids::AssignmentId,
    record: &SessionRecord,
) -> Result<crate::kernel::ids::TimesheetId, Stop<RecordRefused>> {
    let mut tx = city.db.begin().await.unwrap();
    let done = commands::record_session(&city.may_record(interpreter, id), record, city.now(), &mut tx).await?;
    tx.commit().await.unwrap();
    Ok(done)
}
