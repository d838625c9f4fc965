//! What people type, paste and try.

use dragoman_tests::{City, Wish, acts::office, arabic, in_language, stories};

/// Karin's wish is refused at this field, with this word in the message, and everything typed is kept.
async fn refused(city: &City, wish: &Wish, word: &str) {
    let page = city.somebody("karin").asks_for(wish).await;
    assert_eq!(page.status.as_u16(), 422, "{word}: {:?} {}", page.location, page.text());
    assert!(page.text().contains(word), "no {word} in {}", page.text());
    let form = page.form("/requests/new");
    assert_eq!(form.value("address"), Some("Neckarstraße 48, 70190 Stuttgart"), "what was typed is kept");
    assert_eq!(city.number("SELECT COUNT(*) FROM booking_request").await, 0);
}

stories! {
    /// Times that do not exist, that come twice, that end before they start, or have passed.
    async fn impossible_times(city: &City) {
        city.clock.is("2026-03-20 09:00");
        refused(city, &arabic().on("2026-03-29").from("02:30").to("04:00"), "Uhr").await;
        refused(city, &arabic().on("2026-03-27").from("15:30").to("15:30"), "nde").await;
        refused(city, &arabic().on("2026-03-27").from("15:30").to("14:00"), "nde").await;
        refused(city, &arabic().on("2026-03-19"), "vorbei").await;
        refused(city, &arabic().on("2026-02-30"), "Tag des Kalenders").await;
        refused(city, &arabic().on("morgen"), "Tag des Kalenders").await;
        refused(city, &arabic().from("25:00"), "Uhr").await;
        refused(city, &arabic().on("9999-12-31"), "").await;
    }

    /// The night the clock goes back: the doubled hour wants to know which, and 01:00 to 04:00 lasts four hours.
    async fn the_doubled_hour(city: &City) {
        city.clock.is("2026-10-20 09:00");
        refused(city, &arabic().on("2026-10-25").from("02:30").to("04:00"), "").await;
        let karin = city.somebody("karin");
        let asked = karin.asks_for(&arabic().on("2026-10-25").from("02:30").to("04:00")).await;
        let form = asked.form("/requests/new");
        assert!(form.names.iter().any(|name| name == "fold"), "the page asks which of the two");
        let later = karin.browser().await.submit(&form.with("fold", "later")).await;
        assert_eq!(later.status.as_u16(), 303, "{}", later.text());
        let starts = "SELECT CAST(COUNT(*) AS BIGINT) FROM booking_request WHERE starts_at = ";
        let at = if city.database == dragoman_tests::Database::Sqlite { "'2026-10-25T01:30:00+00:00'" } else { "'2026-10-25T01:30:00Z'" };
        assert_eq!(city.number(&format!("{starts}{at}")).await, 1, "02:30 in standard time is 01:30 UTC");
    }

    /// A language that nobody knows, one that names several, a sign language by telephone.
    async fn impossible_languages(city: &City) {
        let karin = city.somebody("karin");
        for (language, delivery) in [("Klingonisch", "on_site"), ("xx", "on_site"), ("", "on_site"), ("gsg", "phone")] {
            let profile = dragoman_tests::acts::profile(city, "counseling").await;
            let form = arabic().typed(karin.opens("/requests/new").await.form("/requests/new"), &profile);
            let form = form.forged("language", language).forged("delivery", delivery);
            let page = karin.browser().await.submit(&form).await;
            assert_eq!(page.status.as_u16(), 422, "{language}: {}", page.text());
        }
        assert_eq!(city.number("SELECT COUNT(*) FROM booking_request").await, 0);
    }

    /// A name in the file reference is taken with a warning: it should not be there, and nobody can be sure.
    async fn a_name_in_the_file_reference(city: &City) {
        let karin = city.somebody("karin");
        let profile = dragoman_tests::acts::profile(city, "counseling").await;
        let page = karin
            .sends("/requests/new", "/requests/new", |form| {
                arabic().typed(form, &profile).with("file_reference", "Familie Mustafa Özdemir")
            })
            .await;
        assert!(page.text().contains("Name"), "{}", page.text());
        let page = karin
            .sends("/requests/new", "/requests/new", |form| {
                arabic().on("2027-03-05").typed(form, &profile).with("file_reference", "51-2/2027-00418")
            })
            .await;
        let notice = page.text();
        assert!(!notice.contains("Namen"), "{notice}");
    }

    /// Markup stays text, marks that turn the writing direction are taken out, a NUL is refused.
    async fn texts_that_do_harm(city: &City) {
        let karin = city.somebody("karin");
        let profile = dragoman_tests::acts::profile(city, "counseling").await;
        let remark = "<script>alert(1)</script> & \"Zitat\" '\u{202E}umgekehrt\u{202C}' {{ 7*7 }}";
        let page = karin
            .sends("/requests/new", "/requests/new", |form| arabic().typed(form, &profile).with("remark", remark))
            .await;
        let html = page.html().0;
        assert!(!html.contains("<script>alert"), "markup came through");
        assert!(!html.contains('\u{202E}'), "a mark that turns the writing came through");
        assert!(page.text().contains("<script>alert(1)</script> & \"Zitat\" 'umgekehrt' {{ 7*7 }}"), "{}", page.text());
        for nul in ["a\0b", "\u{1b}[31mrot"] {
            let page = karin
                .fills("/requests/new", "/requests/new", |form| arabic().on("2027-03-05").typed(form, &profile).with("remark", nul))
                .await;
            assert_eq!(page.status.as_u16(), 422, "{nul:?}");
        }
        assert_eq!(city.number("SELECT COUNT(*) FROM booking_request").await, 1);
    }

    /// An office does not see another's bookings, and cannot act on them: for a stranger they do not exist.
    async fn another_offices_booking_does_not_exist(city: &City) {
        let (karin, silke, stefan) = (city.somebody("karin"), city.somebody("silke"), city.somebody("stefan"));
        let booking = karin.requests(&arabic()).await;
        let path = format!("/requests/{}", booking.request);
        for stranger in [&silke, &stefan] {
            let browser = stranger.browser().await;
            for page in [path.clone(), format!("{path}/cancel"), format!("{path}/change")] {
                assert_eq!(browser.get(&page).await.status.as_u16(), 404, "{page}");
            }
            let own = browser.get("/account").await;
            let key = own.form("/account/sessions/end-others").value("_key").unwrap().to_owned();
            for action in ["cancel", "change", "override"] {
                let form = dragoman_tests::html::Form {
                    action: format!("{path}/{action}"), method: "post".to_owned(),
                    fields: vec![("_key".to_owned(), format!("{key}-{action}")), ("reason".to_owned(), "weg damit".to_owned())],
                    ..Default::default()
                };
                let answer = browser.submit(&form).await;
                assert_eq!(answer.status.as_u16(), 404, "{action}: {}", answer.text());
            }
        }
        assert_eq!(booking.status().await, "searching");
        // Nor can somebody ask in another office's name.
        let profile = dragoman_tests::acts::profile(city, "counseling").await;
        let foreign = office(city, "JA").await;
        let page = silke
            .fills("/requests/new", "/requests/new", |form| arabic().typed(form, &profile).forged("office", foreign))
            .await;
        assert_eq!(page.status.as_u16(), 404, "{}", page.text());
        // And another interpreter's job is not there, either.
        let oksana = city.somebody("oksana");
        assert_eq!(oksana.knocks(&format!("/jobs/{}", booking.assignment)).await.status.as_u16(), 404);
        let list = silke.opens("/requests").await.text();
        assert!(!list.contains("2027-000001"), "{list}");
    }

    /// Addresses that are nobody's key.
    async fn keys_that_are_none(city: &City) {
        let karin = city.somebody("karin");
        let unknown = "01900000-0000-7000-8000-00000000dead";
        for path in [format!("/requests/{unknown}"), "/requests/7".to_owned(), "/requests/..%2f..%2fetc".to_owned(), "/requests/%00".to_owned()] {
            let status = karin.knocks(&path).await.status.as_u16();
            assert!([400, 404, 422].contains(&status), "{path}: {status}");
        }
    }

    /// A year without a budget line is told, not guessed.
    async fn a_year_without_money(city: &City) {
        let page = city.somebody("karin").asks_for(&in_language("ti").on("2028-01-06")).await;
        assert_eq!(page.status.as_u16(), 422);
        assert!(page.text().contains("2028"), "{}", page.text());
    }
}
