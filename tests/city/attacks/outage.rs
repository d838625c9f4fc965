//! The database goes away while people work, and comes back.

use dragoman_tests::{City, Database, acts::profile, arabic};
use futures::future::join_all;
use sea_orm::{ConnectionTrait, Database as SeaOrm};
use std::time::Duration;

async fn requests(city: &City) -> i64 {
    city.number("SELECT COUNT(*) FROM booking_request").await
}

/// Sixteen requests are under way when PostgreSQL's connections break. Whoever gets an answer gets the right one: done, or 503
/// and to be sent again. Sent again with the same keys, each is there once, and everything that belongs to it with it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_goes_away_in_the_middle_of_requests() {
    let Some((city, cable)) = City::on_cable().await else {
        println!("skipped: {} is not set", dragoman_tests::database::SERVER);
        return;
    };
    let karin = city.somebody("karin");
    let profile = profile(&city, "counseling").await;
    let form = karin.opens("/requests/new").await.form("/requests/new");
    let browser = karin.browser().await;
    let forms: Vec<_> =
        (0..16).map(|index| arabic().typed(form.clone(), &profile).forged("_key", format!("outage-{index}"))).collect();
    let sending = join_all(forms.iter().map(|form| browser.submit(form)));
    let cutting = async {
        tokio::time::sleep(Duration::from_millis(120)).await;
        cable.cut();
        let away = city.browser().get("/readyz").await;
        assert_eq!(away.status.as_u16(), 503);
        let page = browser.get("/requests").await;
        assert_eq!(page.status.as_u16(), 503, "{}", page.text());
        assert!(page.text().contains("später") || page.text().contains("Minute"), "{}", page.text());
        cable.mend();
    };
    let (answers, ()) = futures::future::join(sending, cutting).await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    assert!(statuses.iter().all(|status| [303, 503].contains(status)), "{statuses:?}");

    // It works again by itself.
    let mut again = Vec::new();
    for form in &forms {
        again.push(browser.submit(form).await);
    }
    assert!(
        again.iter().all(|answer| answer.status == 303),
        "{:?}",
        again.iter().map(|a| a.status).collect::<Vec<_>>()
    );
    assert_eq!(requests(&city).await, 16);
    for (before, after) in answers.iter().zip(&again).filter(|(before, _)| before.status == 303) {
        assert_eq!(before.location, after.location, "done before, and the same answer now");
    }
    // Nothing half-done: each request has its assignment, its commitment, its event and its trace.
    for table in ["assignment", "budget_commitment"] {
        assert_eq!(city.number(&format!("SELECT COUNT(*) FROM {table}")).await, 16, "{table}");
    }
    assert_eq!(city.number("SELECT COUNT(*) FROM event WHERE kind = 'booking.request-submitted'").await, 16);
    assert!(dragoman::budget::verify(city.db()).await.unwrap().is_empty());
    assert!(dragoman::audit::verify(city.db()).await.unwrap().broken.is_none());
    // Units of work that died left no hole in the numbers.
    let references: Vec<String> =
        city.rows("SELECT reference FROM booking_request ORDER BY reference").await.into_iter().flatten().collect();
    assert_eq!(references, (1..=16).map(|number| format!("2027-{number:06}")).collect::<Vec<_>>());
    assert_eq!(city.browser().get("/readyz").await.status.as_u16(), 200);
}

/// Somebody holds the file of SQLite for longer than anybody waits: 503, nothing stored, pages still read, and it works again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_is_held_by_somebody_else() {
    let city = City::on(Database::Sqlite).await.unwrap();
    let karin = city.somebody("karin");
    let profile = profile(&city, "counseling").await;
    let form = arabic().typed(karin.opens("/requests/new").await.form("/requests/new"), &profile);
    let other = SeaOrm::connect(&city.url).await.unwrap();
    other.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();
    let browser = karin.browser().await;
    let (answer, reading) = futures::future::join(browser.submit(&form), browser.get("/healthz")).await;
    assert_eq!(answer.status.as_u16(), 503, "{}", answer.text());
    assert_eq!(reading.status.as_u16(), 200);
    assert_eq!(requests(&city).await, 0);
    other.execute_unprepared("ROLLBACK").await.unwrap();
    assert_eq!(browser.submit(&form).await.status.as_u16(), 303);
    assert_eq!(requests(&city).await, 1);
    city.ends().await;
}
