//! Several sessions asked for as one.

use dragoman_tests::{
    City,
    acts::{Booking, budget, profile},
    arabic,
    html::Form,
    stories,
};

/// Four Thursdays in March.
async fn four_thursdays(city: &City) -> Vec<Booking<'_>> {
    let karin = city.somebody("karin");
    let profile = profile(city, "child_protection").await;
    let typed = |form: Form| arabic().child_protection().typed(form, &profile).with("every", "week").with("times", "4");
    karin.sends("/requests/new", "/requests/new", typed).await;
    let rows = city.rows("SELECT id FROM booking_request ORDER BY starts_at").await;
    let mut all = Vec::new();
    for row in rows {
        all.push(Booking::of_request(city, &row[0]).await);
    }
    all
}

async fn dates(city: &City) -> Vec<String> {
    let text = if city.database == dragoman_tests::Database::Sqlite {
        "starts_at"
    } else {
        "to_char(starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"+00:00\"')"
    };
    city.rows(&format!("SELECT {text} FROM booking_request ORDER BY starts_at")).await.into_iter().flatten().collect()
}

async fn statuses(series: &[Booking<'_>]) -> Vec<String> {
    let mut all = Vec::new();
    for booking in series {
        all.push(booking.status().await);
    }
    all
}

stories! {
    /// Every date is booked at the same time on the wall, also after the clock went forward, and each binds its money.
    async fn four_weeks(city: &City) {
        let series = four_thursdays(city).await;
        assert_eq!(series.len(), 4);
        // 14:00 in Berlin is 13:00 UTC; the clock goes forward on 28 March.
        assert_eq!(dates(city).await, [
            "2027-03-04T13:00:00+00:00", "2027-03-11T13:00:00+00:00", "2027-03-18T13:00:00+00:00", "2027-03-25T13:00:00+00:00",
        ]);
        assert_eq!(budget(city, "JA", 2027).await.0, 4 * 8_700);
    }

    /// One date that can't be booked, and none is: each is named with its reason.
    async fn every_date_is_checked(city: &City) {
        let karin = city.somebody("karin");
        let profile = profile(city, "counseling").await;
        let page = karin
            .fills("/requests/new", "/requests/new", |form| {
                arabic().on("2027-03-19").typed(form, &profile).with("every", "week").with("times", "3")
            })
            .await;
        // 26 March 2027 is Good Friday.
        assert_eq!(page.status.as_u16(), 422, "{:?}", page.location);
        assert!(page.text().contains("26.03.2027"), "{}", page.text());
        assert_eq!(city.number("SELECT COUNT(*) FROM booking_request").await, 0);
        karin
            .sends("/requests/new", "/requests/new", |form| {
                let form = arabic().on("2027-03-19").typed(form, &profile).with("every", "week").with("times", "3");
                form.with("skip_holidays", "yes")
            })
            .await;
        assert!(!dates(city).await.iter().any(|date| date.starts_with("2027-03-26")), "{:?}", dates(city).await);
    }

    /// This one; this one and those after it; all.
    async fn cancelled_by_scope(city: &City) {
        let karin = city.somebody("karin");
        let series = four_thursdays(city).await;
        let cancel = async |booking: &Booking<'_>, scope: &str| {
            let path = format!("/requests/{}/cancel", booking.request);
            karin.sends(&path, &path, |form| form.with("scope", scope)).await;
        };
        cancel(&series[1], "one").await;
        assert_eq!(statuses(&series).await, ["searching", "cancelled", "searching", "searching"]);
        cancel(&series[2], "following").await;
        assert_eq!(statuses(&series).await, ["searching", "cancelled", "cancelled", "cancelled"]);
        cancel(&series[0], "all").await;
        assert_eq!(statuses(&series).await, ["cancelled"; 4]);
        assert_eq!(budget(city, "JA", 2027).await, (0, 0, 2_000_000));
    }

    /// An hour later, from the second on.
    async fn moved_by_scope(city: &City) {
        let karin = city.somebody("karin");
        let series = four_thursdays(city).await;
        let path = format!("/requests/{}/change", series[1].request);
        karin.sends(&path, &path, |form| form.with("scope", "following").with("from", "15:00").with("to", "16:30")).await;
        assert_eq!(dates(city).await, [
            "2027-03-04T13:00:00+00:00", "2027-03-11T14:00:00+00:00", "2027-03-18T14:00:00+00:00", "2027-03-25T14:00:00+00:00",
        ]);
    }
}
