//! The same booking through `/api/v1` alone, as a program would do it.

use dragoman_tests::{
    acts::{budget, office, profile},
    arabic, stories,
};
use reqwest::Method;
use serde_json::json;

stories! {
    /// From the request to the reconciled payment, each step by somebody who may.
    async fn from_a_request_to_a_reconciled_payment(city: &City) {
        let (karin, helga, amal) = (city.somebody("karin"), city.somebody("helga"), city.somebody("amal"));
        let (fina, otto, tessa) = (city.somebody("fina"), city.somebody("otto"), city.somebody("tessa"));
        let (youth, protection) = (office(city, "JA").await, profile(city, "child_protection").await);

        // Requested. The same call sent twice acts once and answers the same.
        let wish = arabic().child_protection().body(&youth, &protection);
        let program = karin.program().await;
        let key = [("idempotency-key", "walk-1")];
        let booked = program.call(Method::POST, "/requests", &key, Some(&wish)).await.expect(201);
        let again = program.call(Method::POST, "/requests", &key, Some(&wish)).await.expect(201);
        assert_eq!(booked.json, again.json);
        assert_eq!(city.number("SELECT COUNT(*) FROM booking_request").await, 1);
        let other = arabic().child_protection().from("14:30").body(&youth, &protection);
        let mismatch = program.call(Method::POST, "/requests", &key, Some(&other)).await.expect(422);
        assert_eq!(mismatch.code(), "idempotency-key-reused");
        assert_eq!((booked.str("/status"), booked.int("/estimate_cents"), booked.int("/committed_cents")), ("searching", 8_700, 8_700));
        let (request, assignment) = (booked.str("/id").to_owned(), booked.str("/assignment").to_owned());
        assert_eq!(booked.headers["location"], format!("/api/v1/requests/{request}"));

        // Offered: the place, but not the address.
        city.works().await;
        let offers = amal.program().await.get("/offers").await.expect(200);
        assert_eq!(offers.items().len(), 1, "{}", offers.text);
        let offer = offers.items()[0]["id"].as_str().unwrap().to_owned();
        assert!(!offers.text.contains("Neckarstraße"), "{}", offers.text);
        // Accepted.
        amal.program().await.call(Method::POST, &format!("/offers/{offer}/accept"), &[("idempotency-key", "yes")], None).await.expect_ok();
        city.works().await;
        let job = amal.program().await.get(&format!("/jobs/{assignment}")).await.expect(200);
        assert!(job.text.contains("Neckarstraße 48"), "{}", job.text);
        assert_eq!(karin.reads(&format!("/requests/{request}")).await["status"], "filled");

        // Held, confirmed, priced.
        city.clock.is("2027-03-04 15:40");
        let session = json!({ "outcome": "held", "started_at": "2027-03-04T13:00:00Z", "ended_at": "2027-03-04T14:30:00Z" });
        amal.calls(&format!("/jobs/{assignment}/session"), &session).await.expect_ok();
        let sheet = city.text("SELECT id FROM timesheet").await;
        karin.calls(&format!("/timesheets/{sheet}/sign"), &json!({ "version": 1 })).await.expect_ok();
        city.works().await;
        assert_eq!(budget(city, "JA", 2027).await, (0, 8_700, 1_991_300));

        // Certified by two.
        let claims = fina.program().await.get("/claims?month=2027-03").await.expect(200);
        let claim = claims.items()[0]["id"].as_str().unwrap().to_owned();
        assert_eq!(claims.items()[0]["gross_cents"], 8_700);
        let certify = format!("/claims/{claim}/certifications");
        let early = fina.calls(&certify, &json!({ "kind": "arithmetic" })).await;
        assert_eq!(early.status.as_u16(), 409, "first the office: {}", early.text);
        helga.calls(&certify, &json!({ "kind": "factual" })).await.expect_ok();
        fina.calls(&certify, &json!({ "kind": "arithmetic" })).await.expect_ok();

        // Closed, ordered, handed over.
        city.clock.is("2027-04-01 09:00");
        let closed = fina.program().await.call(Method::POST, "/months/2027-03/close", &[("idempotency-key", "close")], None).await.expect(201);
        assert_eq!(closed.int("/claims"), 1, "{}", closed.text);
        let documents = otto.program().await.get("/documents?month=2027-03&to_order=true").await.expect(200);
        assert_eq!(documents.items().len(), 1, "{}", documents.text);
        assert_eq!((&documents.items()[0]["reference"], &documents.items()[0]["gross_cents"]), (&json!("GS-2027-000001"), &json!(8_700)));
        let document = documents.items()[0]["id"].as_str().unwrap().to_owned();
        otto.calls("/orders", &json!({ "document": document })).await.expect_ok();
        let twice = otto.calls("/orders", &json!({ "document": document })).await;
        assert_eq!(twice.status.as_u16(), 409, "{}", twice.text);
        let program = tessa.program().await;
        let handed = program.call(Method::POST, "/hand-overs", &[("idempotency-key", "hand")], None).await.expect(201);
        let file = handed.str("/id").to_owned();
        program.call(Method::POST, &format!("/hand-overs/{file}/acceptance"), &[("idempotency-key", "take")], None).await.expect_ok();
        let csv = program.get(&format!("/hand-overs/{file}/file")).await.expect(200);
        assert!(csv.text.contains("GS-2027-000001") && csv.text.contains("87,00"), "{}", csv.text);
        assert_eq!(program.get("/open-items").await.expect(200).items().len(), 1);

        // Paid. The same file twice changes nothing.
        let list = "Buchungsreferenz;Buchungstag;Betrag;Belegnummer\nK-1;06.04.2027;87,00;GS-2027-000001\n";
        let imported = program.sends_file("/payments/feedback", "application/octet-stream", list).await.expect(201);
        assert_eq!((imported.int("/new"), imported.int("/matched"), imported.int("/waiting")), (1, 1, 0));
        let twice = program.sends_file("/payments/feedback", "application/octet-stream", list).await.expect(201);
        assert_eq!((twice.int("/new"), twice.int("/known")), (0, 1));
        assert!(program.get("/open-items").await.expect(200).items().is_empty());
        assert_eq!(fina.reads(&format!("/claims/{claim}")).await["status"], "paid");
        let proof = fina.reads("/months/2027-03/reconciliation").await;
        assert_eq!(proof["differences"], json!([]), "{proof}");
        assert!(dragoman::audit::verify(city.db()).await.unwrap().broken.is_none());
        assert!(dragoman::budget::verify(city.db()).await.unwrap().is_empty());
    }

    /// What a program gets wrong has a status, a stable code and the field it is about.
    async fn refusals_are_problem_documents(city: &City) {
        let karin = city.somebody("karin");
        let (youth, counseling) = (office(city, "JA").await, profile(city, "counseling").await);
        let body = |wish: dragoman_tests::Wish| wish.body(&youth, &counseling);
        for (wish, code) in [
            (body(arabic().on("2027-03-28").from("02:30").to("04:00")), "time-skipped"),
            (body(arabic().on("2027-10-31").from("02:30").to("04:00")), "time-ambiguous"),
            (body(arabic().from("15:30").to("15:30")), "slot-ends-before-it-starts"),
            (body(arabic().on("2027-02-26")), "slot-is-past"),
            (body(arabic().with("language", "xx")), "language-unknown"),
            (body(arabic().with("district", "")), "district-missing"),
            (body(arabic().with("district", "Atlantis")), "district-unknown"),
            (body(arabic().with("remark", "a\u{0}b")), "text-control-character"),
        ] {
            let refused = karin.calls("/requests", &wish).await.expect(422);
            let _ = refused.code();
            assert!(refused.text.contains(&format!("\"{code}\"")), "{code}: {}", refused.text);
        }
        let missing = karin.calls("/requests", &json!({ "office": youth })).await.expect(422);
        assert_eq!(missing.code(), "invalid");
        let wrong_media = karin.program().await.call(Method::POST, "/requests", &[("content-type", "text/plain")], None).await;
        assert_eq!(wrong_media.status.as_u16(), 415);
        assert_eq!(city.number("SELECT COUNT(*) FROM booking_request").await, 0);
        // The doubled hour, said which.
        let later = body(arabic().on("2027-10-31").from("02:30").to("04:00").with("fold", "later"));
        let booked = karin.calls("/requests", &later).await.expect(201);
        let shown = karin.reads(&format!("/requests/{}", booked.str("/id"))).await;
        assert_eq!(shown["slot"]["starts_at"], "2027-10-31T01:30:00Z");
        // In the caller's language.
        let english = karin.program().await
            .call(Method::POST, "/requests", &[("accept-language", "en")], Some(&body(arabic().on("2027-02-26")))).await;
        let german = karin.calls("/requests", &body(arabic().on("2027-02-26"))).await;
        assert_ne!(english.json["detail"], german.json["detail"]);
    }

    /// Another office's things do not exist for a program, either.
    async fn strangers_see_nothing(city: &City) {
        let (karin, silke, aldo) = (city.somebody("karin"), city.somebody("silke"), city.somebody("aldo"));
        let (youth, counseling) = (office(city, "JA").await, profile(city, "counseling").await);
        let secret = arabic().with("file_reference", "51-2/2027-00418").body(&youth, &counseling);
        let booked = karin.calls("/requests", &secret).await.expect(201);
        let path = format!("/requests/{}", booked.str("/id"));
        assert!(karin.program().await.get(&path).await.expect(200).text.contains("51-2/2027-00418"));
        let _ = silke.program().await.get(&path).await.expect(404);
        let _ = silke.calls(&format!("{path}/cancel"), &json!({ "reason": "" })).await.expect(404);
        let _ = silke.calls("/requests", &secret).await.expect(404);
        assert!(silke.program().await.get("/requests").await.expect(200).items().is_empty());
        // Auditors read everything but the file reference, and change nothing.
        let read = aldo.program().await.get(&path).await.expect(200);
        assert!(!read.text.contains("51-2/2027-00418"), "{}", read.text);
        let _ = aldo.calls(&format!("{path}/cancel"), &json!({ "reason": "" })).await.expect(403);
        let _ = city.program().get(&path).await.expect(401);
    }
}
