//! Several sessions asked for as one.

use dragoman_tests::{
    City,
    acts::{Booking, budget, profile},
    arabic,
    html::Form,
    people::Somebody,
    stories,
    visitor::Page,
};
use serde_json::json;

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

/// Types a change; what it would mean.
async fn changes(who: &Somebody<'_>, booking: &Booking<'_>, change: impl FnOnce(Form) -> Form) -> Page {
    let path = format!("/requests/{}/change", booking.request);
    who.fills(&path, &path, change).await
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

    /// An hour later, from the second on: what it means is shown first.
    async fn moved_by_scope(city: &City) {
        let karin = city.somebody("karin");
        let series = four_thursdays(city).await;
        let means = changes(&karin, &series[1], |form| form.with("scope", "following").with("from", "15:00").with("to", "16:30")).await;
        assert_eq!(means.status.as_u16(), 200, "{}", means.text());
        assert_eq!(dates(city).await[1], "2027-03-11T13:00:00+00:00", "nothing is stored yet");
        let _ = karin.browser().await.submit(&means.form_with("step")).await.expect(303);
        assert_eq!(dates(city).await, [
            "2027-03-04T13:00:00+00:00", "2027-03-11T14:00:00+00:00", "2027-03-18T14:00:00+00:00", "2027-03-25T14:00:00+00:00",
        ]);
    }

    /// The first is over, the second is accepted, the others are searched for. Half an hour more for all: what is over stays, who said yes is
    /// asked again, the search begins anew, and the money follows.
    async fn changed_in_place(city: &City) {
        let (karin, amal) = (city.somebody("karin"), city.somebody("amal"));
        let series = four_thursdays(city).await;
        city.works().await;
        amal.accepts(&series[0]).await;
        amal.accepts(&series[1]).await;
        city.works().await;
        city.clock.is("2027-03-05 09:00");
        assert_eq!(statuses(&series).await, ["filled", "filled", "searching", "searching"]);

        let means = changes(&karin, &series[1], |form| form.with("scope", "all").with("to", "16:00")).await.expect(200);
        let text = means.text();
        assert!(text.contains("Amal Haddad") && text.contains("vorbei"), "{text}");
        // An hour and a half cost 87.00, two hours 112.00 (50.00 an hour and 12.00 for the way): three times 25.00 more.
        assert!(text.contains("112,00") && text.contains("75,00"), "{text}");
        assert_eq!(statuses(&series).await, ["filled", "filled", "searching", "searching"], "nothing is stored yet");
        assert_eq!(budget(city, "JA", 2027).await.0, 4 * 8_700);

        let _ = karin.browser().await.submit(&means.form_with("step")).await.expect(303);
        assert_eq!(statuses(&series).await, ["filled", "searching", "searching", "searching"]);
        assert_eq!(budget(city, "JA", 2027).await.0, 8_700 + 3 * 11_200);
        assert_eq!(series[1].offers().await.last().unwrap(), &("Amal".to_owned(), "open".to_owned()));
        amal.accepts(&series[1]).await;

        // Another room for all: nobody need say yes again, and what is over keeps its own.
        let room = "Neckarstraße 48, Raum 7, 70190 Stuttgart";
        let means = changes(&karin, &series[2], |form| form.with("scope", "all").with("address", room)).await.expect(200);
        assert!(means.text().contains("Zusage bleibt"), "{}", means.text());
        let _ = karin.browser().await.submit(&means.form_with("step")).await.expect(303);
        assert_eq!(statuses(&series).await, ["filled", "filled", "searching", "searching"]);
        assert_eq!(city.number(&format!("SELECT COUNT(*) FROM booking_request WHERE address = '{room}'")).await, 3);
        assert_eq!(budget(city, "JA", 2027).await.0, 8_700 + 3 * 11_200);
    }

    /// Who said yes is not edited out of the session, and a late move is no way around what a cancellation costs. All or nothing: each date
    /// is named with its reason.
    async fn a_yes_is_kept_faith(city: &City) {
        let (karin, amal) = (city.somebody("karin"), city.somebody("amal"));
        let series = four_thursdays(city).await;
        city.works().await;
        amal.accepts(&series[0]).await;
        let man = changes(&karin, &series[0], |form| form.with("scope", "all").with("gender", "male_required")).await;
        assert_eq!(man.status.as_u16(), 422, "{}", man.text());
        assert!(man.text().contains("Wer zugesagt hat, darf den Einsatz so nicht übernehmen"), "{}", man.text());

        // Twenty-three hours before.
        city.clock.is("2027-03-03 15:00");
        let later = |form: Form| form.with("from", "15:00").with("to", "16:30");
        let late = changes(&karin, &series[0], |form| later(form).with("scope", "all")).await;
        assert_eq!(late.status.as_u16(), 422, "{}", late.text());
        assert!(late.text().contains("Sagen Sie diesen Termin ab"), "{}", late.text());
        let alone = changes(&karin, &series[0], |form| later(form).with("scope", "one")).await;
        assert_eq!(alone.status.as_u16(), 409, "{}", alone.text());
        assert!(dates(city).await.iter().all(|date| date.ends_with("T13:00:00+00:00")), "{:?}", dates(city).await);
        // The others can still be moved.
        let rest = changes(&karin, &series[1], |form| later(form).with("scope", "following")).await.expect(200);
        let _ = karin.browser().await.submit(&rest.form_with("step")).await.expect(303);
        assert_eq!(dates(city).await[1..], [
            "2027-03-11T14:00:00+00:00", "2027-03-18T14:00:00+00:00", "2027-03-25T14:00:00+00:00",
        ]);
    }

    /// Between looking and pressing somebody said yes: it is shown again, not done.
    async fn what_changed_meanwhile_is_shown_again(city: &City) {
        let (karin, amal) = (city.somebody("karin"), city.somebody("amal"));
        let series = four_thursdays(city).await;
        city.works().await;
        let means = changes(&karin, &series[0], |form| form.with("scope", "all").with("to", "16:00")).await.expect(200);
        amal.accepts(&series[2]).await;
        let again = karin.browser().await.submit(&means.form_with("step")).await;
        assert_eq!(again.status.as_u16(), 409, "{}", again.text());
        assert!(again.text().contains("Amal Haddad wird neu gefragt"), "{}", again.text());
        assert_eq!(statuses(&series).await, ["searching", "searching", "filled", "searching"]);
        let _ = karin.browser().await.submit(&again.form_with("step")).await.expect(303);
        assert_eq!(statuses(&series).await, ["searching"; 4]);
        assert_eq!(budget(city, "JA", 2027).await.0, 4 * 11_200);
    }

    /// The same through the API: what it would mean, then exactly that.
    async fn changed_by_a_program(city: &City) {
        let karin = city.somebody("karin");
        let series = four_thursdays(city).await;
        let counseling = profile(city, "school_conference").await;
        let path = format!("/requests/{}/series", series[1].request);
        let mut wanted = json!({ "scope": "following", "delivery": "video", "profile": counseling, "remark": "Bitte zehn Minuten früher" });
        let means = karin.calls(&format!("{path}/preview"), &wanted).await.expect(200);
        assert_eq!(means.items().len(), 3);
        assert!(means.items().iter().all(|one| one["effect"] == "anew"), "{}", means.text);
        assert_eq!(city.number("SELECT COUNT(*) FROM booking_request WHERE delivery = 'video'").await, 0);
        let seen: serde_json::Map<String, serde_json::Value> = means
            .items()
            .iter()
            .map(|one| (one["assignment"].as_str().unwrap().to_owned(), one["version"].clone()))
            .collect();
        let program = karin.program().await;
        let patch = async |body: &serde_json::Value| program.call(reqwest::Method::PATCH, &path, &[], Some(body)).await;
        let mut stale = seen.clone();
        stale.values_mut().for_each(|version| *version = json!(0));
        wanted["seen"] = stale.into();
        assert_eq!(patch(&wanted).await.expect(422).code(), "series-dates-refused");
        wanted["seen"] = seen.into();
        assert_eq!(patch(&wanted).await.expect(200).json["assignments"].as_array().unwrap().len(), 3);
        assert_eq!(city.number("SELECT COUNT(*) FROM booking_request WHERE delivery = 'video' AND remark <> ''").await, 3);
        // A sign language can't be interpreted by telephone; an unknown topic is none.
        let unknown = json!({ "scope": "all", "profile": "00000000-0000-0000-0000-000000000001" });
        let refused = karin.calls(&format!("{path}/preview"), &unknown).await.expect(200);
        assert!(refused.items().iter().all(|one| one["code"] == "profile-unknown"), "{}", refused.text);
    }
}
