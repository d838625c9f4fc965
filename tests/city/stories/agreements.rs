//! What is agreed with an interpreter about rates changes from a day on; what was booked keeps what it was promised.

use dragoman_tests::{
    acts::{budget, held},
    arabic, stories,
};
use reqwest::Method;
use serde_json::json;

stories! {
    /// Amal is paid by the city's table, 50.00 an hour and 12.00 for the way. From 3 March on it is the JVEG: 90 minutes and
    /// 20 minutes of way are two hours at 93.00.
    async fn a_new_agreement_counts_from_its_day_and_changes_nothing_before(city: &City) {
        let (karin, kora, fina, amal) =
            (city.somebody("karin"), city.somebody("kora"), city.somebody("fina"), city.somebody("amal"));
        let booked = karin.requests(&arabic().child_protection().on("2027-03-04")).await;
        city.works().await;
        amal.accepts(&booked).await;
        assert_eq!(budget(city, "JA", 2027).await, (8_700, 0, 1_991_300));

        let id = city.text("SELECT id FROM interpreter WHERE number = 'D-1'").await;
        let page = format!("/pool/{id}/agreements");
        let before = kora.opens(&page).await;
        assert!(before.text().contains("01.01.2025"), "{}", before.text());
        let signed = |from: &'static str| move |form: dragoman_tests::html::Form| {
            form.with("series", "jveg").with("valid_from", from).with("signed_on", "2027-02-25")
        };
        // Finance may as well; neither rewrites the past.
        let past = fina.fills(&page, &page, signed("2027-02-28")).await;
        assert_eq!(past.status.as_u16(), 422);
        assert!(past.text().contains("frühestens heute"), "{}", past.text());
        let after = kora.sends(&page, &page, signed("2027-03-03")).await;
        assert!(after.text().contains("vor dem 03.03.2027"), "{}", after.text());
        // Whoever saw the page before sees something old.
        let late = fina.browser().await.submit(&signed("2027-03-08")(before.form(&page))).await;
        assert_eq!(late.status.as_u16(), 409, "{}", late.text());

        let next = karin.requests(&arabic().child_protection().on("2027-03-05")).await;
        city.works().await;
        let offers = amal.reads("/offers").await.to_string();
        assert!(offers.contains("\"expected_fee_cents\":18600"), "{offers}");
        assert!(offers.contains("\"schedule\":\"jveg-2025\"") && offers.contains("\"figures\":\"official\""), "{offers}");
        let letter = city.text("SELECT body_text FROM mail_message WHERE kind = 'offer' ORDER BY id DESC LIMIT 1").await;
        assert!(letter.contains("186,00") && !letter.contains("angenommenen Sätzen"), "{letter}");
        amal.accepts(&next).await;
        // 87.00 and 186.00.
        assert_eq!(budget(city, "JA", 2027).await, (27_300, 0, 1_972_700));

        // Both are held and priced: each by what it was promised.
        city.clock.is("2027-03-05 17:00");
        for booking in [&booked, &next] {
            amal.records(booking, held("14:00", "15:30")).await;
            karin.signs(booking).await;
        }
        city.works().await;
        assert_eq!(booked.fee().await.0, 8_700);
        let by = |booking: &dragoman_tests::acts::Booking<'_>| {
            format!("SELECT schedule_id FROM fee WHERE assignment_id = {}", city.key(&booking.assignment))
        };
        assert_eq!((city.text(&by(&booked)).await, city.text(&by(&next)).await), ("stuttgart-2022".into(), "jveg-2025".into()));
        assert!(dragoman::budget::verify(city.db()).await.unwrap().is_empty());
    }

    /// Who has no agreement on the day is reckoned by the JVEG, and everybody who looks is told.
    async fn without_an_agreement_it_is_the_jveg(city: &City) {
        let (karin, kora, amal) = (city.somebody("karin"), city.somebody("kora"), city.somebody("amal"));
        let id = city.text("SELECT id FROM interpreter WHERE number = 'D-1'").await;
        city.sql(&format!("DELETE FROM rate_agreement WHERE interpreter_id = {}", city.key(&id))).await.unwrap();
        let page = kora.opens(&format!("/pool/{id}")).await;
        assert!(page.text().contains("keine unterschriebene Vereinbarung: Es gilt das JVEG"), "{}", page.text());
        let own = amal.opens(&format!("/pool/{id}/agreements")).await;
        assert!(own.text().contains("Heute gilt keine Vereinbarung"), "{}", own.text());
        let booking = karin.requests(&arabic().child_protection()).await;
        city.works().await;
        amal.accepts(&booking).await;
        assert_eq!(budget(city, "JA", 2027).await.0, 18_600);
    }

    /// The API: a tag that was read, the next one after the last, and what has not begun can be taken back.
    async fn a_program_keeps_agreements(city: &City) {
        let (kora, fina, amal, oksana) =
            (city.somebody("kora"), city.somebody("fina"), city.somebody("amal"), city.somebody("oksana"));
        let id = city.text("SELECT id FROM interpreter WHERE number = 'D-1'").await;
        let path = format!("/interpreters/{id}/agreements");
        let read = kora.program().await.get(&path).await.expect(200);
        let tag = read.headers.get("etag").and_then(|tag| tag.to_str().ok()).unwrap_or_default().to_owned();
        assert_eq!(read.json["agreements"][0]["valid_from"], "2025-01-01");
        assert_eq!(amal.reads(&path).await["agreements"][0]["series"], "stuttgart");
        assert_eq!(oksana.program().await.get(&path).await.status.as_u16(), 404);
        let body = json!({"series": "stuttgart", "group": "full_time", "valid_from": "2027-07-01", "signed_on": "2027-03-01"});
        let program = fina.program().await;
        assert_eq!(program.post(&path, &body).await.status.as_u16(), 428);
        let sent = program.call(Method::POST, &path, &[("if-match", &tag)], Some(&body)).await.expect(201);
        assert_eq!(sent.json["agreements"][0]["valid_before"], "2027-07-01");
        let stale = program.call(Method::POST, &path, &[("if-match", &tag)], Some(&body)).await;
        assert_eq!(stale.status.as_u16(), 412);
        let (first, second) = (sent.str("/agreements/0/id").to_owned(), sent.str("/agreements/1/id").to_owned());
        let begun = program.call(Method::DELETE, &format!("{path}/{first}"), &[], None).await;
        assert_eq!((begun.status.as_u16(), begun.code()), (409, "agreement-has-begun"));
        let left = program.call(Method::DELETE, &format!("{path}/{second}"), &[], None).await.expect(200);
        assert_eq!(left.json["agreements"].as_array().map(Vec::len), Some(1));
        let told = "SELECT COUNT(*) FROM audit_entry WHERE action IN ('rate-agreement-signed', 'rate-agreement-withdrawn')";
        assert!(city.number(told).await >= 2);
    }

    /// The database has the last word: no two from one day, and none ever changes.
    async fn the_database_keeps_agreements_apart(city: &City) {
        let id = city.text("SELECT id FROM interpreter WHERE number = 'D-1'").await;
        let key = city.key(&id);
        let another = city.key("018f0000-0000-7000-8000-00000000aaaa");
        let twin = format!(
            "INSERT INTO rate_agreement (id, interpreter_id, rate_group, valid_from, signed_on, created_at, series)
             SELECT {another}, interpreter_id, 'full_time', valid_from, signed_on, created_at, 'jveg'
             FROM rate_agreement WHERE interpreter_id = {key}"
        );
        assert!(city.sql(&twin).await.is_err());
        assert!(city.sql(&format!("UPDATE rate_agreement SET rate_group = 'full_time' WHERE interpreter_id = {key}")).await.is_err());
        assert!(city.sql(&format!("UPDATE rate_agreement SET valid_from = '2026-01-01' WHERE interpreter_id = {key}")).await.is_err());
    }
}
