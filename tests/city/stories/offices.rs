//! Offices join, change, retire and come back.

use dragoman_tests::{acts::office, arabic, html::Form, stories};
use reqwest::Method;
use serde_json::json;

/// The example of XRechnung's own documents; its check digits fit.
const LEITWEG: &str = "04011000-1234512345-06";

fn typed(form: Form) -> Form {
    form.with("code", "SOA")
        .with("name_de", "Sozialamt")
        .with("name_en", "Social Welfare Office")
        .with("kind", "office")
        .with("leitweg_id", LEITWEG)
        .with("email", "soa@city.example")
        .with("contact", "Geschäftszimmer")
        .with("phone", "0711 5550-100")
}

stories! {
    /// The administrator registers an office; a slip in the Leitweg-ID is said beside it, with everything typed.
    async fn an_office_joins(city: &City) {
        let ada = city.somebody("ada");
        let new = "/admin/offices/new";
        let slip = ada.fills(new, "/admin/offices", |form| typed(form).with("leitweg_id", "04011000-1234512345-07")).await;
        assert_eq!(slip.status.as_u16(), 422, "{}", slip.text());
        assert!(slip.text().contains("Prüfziffern passen nicht"), "{}", slip.text());
        assert!(slip.html().0.contains("04011000-1234512345-07") && slip.html().0.contains("Geschäftszimmer"));
        let taken = ada.fills(new, "/admin/offices", |form| typed(form).with("code", "JA")).await;
        assert_eq!(taken.status.as_u16(), 409, "{}", taken.text());

        let page = ada.sends(new, "/admin/offices", typed).await;
        assert!(page.text().contains("Sozialamt") && page.text().contains(LEITWEG), "{}", page.text());
        let row = city.rows("SELECT name_en, kind, leitweg_id, contact FROM office WHERE code = 'SOA'").await.remove(0);
        assert_eq!(row, ["Social Welfare Office", "office", LEITWEG, "Geschäftszimmer"]);
        let events = "SELECT COUNT(*) FROM event WHERE kind = 'directory.office-registered' AND published_at > '2027-01-01'";
        assert_eq!(city.number(events).await, 1);
        // Nobody else comes there.
        assert_eq!(city.somebody("kora").knocks("/admin/offices").await.status.as_u16(), 403);
    }

    /// Two administrators edit at once: the second keeps what was typed and learns of the first.
    async fn two_edit_at_once(city: &City) {
        let ada = city.somebody("ada");
        let path = format!("/admin/offices/{}", office(city, "JA").await);
        let old = ada.opens(&path).await.form(&path);
        let _ = ada.fills(&path, &path, |form| form.with("leitweg_id", LEITWEG).with("contact", "Pforte")).await.expect(303);
        let late = ada.browser().await.submit(&old.with("leitweg_id", LEITWEG).with("contact", "Vorzimmer")).await;
        assert_eq!(late.status.as_u16(), 409, "{}", late.text());
        assert!(late.html().0.contains("Vorzimmer"), "{}", late.html().0);
        assert_eq!(city.text("SELECT contact FROM office WHERE code = 'JA'").await, "Pforte");
    }

    /// With a session ahead an office does not retire; without one it does, asks for nothing more, and comes back.
    async fn an_office_retires(city: &City) {
        let (ada, gina) = (city.somebody("ada"), city.somebody("gina"));
        let id = office(city, "GA").await;
        let path = format!("/admin/offices/{id}");
        let retire = format!("{path}/retire");
        let booking = gina.requests(&arabic()).await;
        let asked = ada.opens(&retire).await;
        assert!(asked.text().contains("kann noch nicht stillgelegt werden"), "{}", asked.text());
        let pressed = ada.browser().await.submit(&asked.form(&retire)).await;
        assert_eq!(pressed.status.as_u16(), 409, "{}", pressed.text());
        assert!(pressed.text().contains("Eine Buchung dieses Fachamts ist noch offen"), "{}", pressed.text());

        let _ = gina.cancels(&booking).await.expect(303);
        let page = ada.sends(&retire, &retire, |form| form).await;
        assert!(page.text().contains("Stillgelegt seit"), "{}", page.text());
        let profile = dragoman_tests::acts::profile(city, "counseling").await;
        let refused = gina.calls("/requests", &arabic().body(&id, &profile)).await.expect(422);
        assert_eq!(refused.json["errors"][0]["code"], "request-office-retired", "{}", refused.text);
        let line = json!({
            "office": id, "fiscal_year": 2028, "cost_center": "5300", "cost_object": "41400", "account": "42910",
            "name": "Dolmetschen 2028", "appropriation_cents": 1_250_000, "warn_percent": 80,
        });
        let fina = city.somebody("fina");
        let broke = fina.calls("/budget-lines", &line).await.expect(422);
        assert_eq!(broke.json["errors"][0]["field"], "office", "{}", broke.text);
        assert!(broke.text.contains("budget-office-not-in-service"), "{}", broke.text);

        let _ = ada.fills(&path, &format!("{path}/reopen"), |form| form).await.expect(303);
        gina.calls("/requests", &arabic().body(&id, &profile)).await.expect(201);
        fina.calls("/budget-lines", &line).await.expect(201);
    }

    /// The same through the API, with the version that was read.
    async fn offices_for_programs(city: &City) {
        let ada = city.somebody("ada");
        let program = ada.program().await;
        let mut details = json!({
            "code": "IM", "name_de": "Integrationsmanagement", "name_en": "Integration management", "kind": "grant",
            "leitweg_id": "0", "email": "im@city.example",
        });
        let wrong = program.post("/offices", &details).await.expect(422);
        assert_eq!(wrong.json["errors"][0]["field"], "leitweg_id", "{}", wrong.text);
        details["leitweg_id"] = json!(LEITWEG);
        let made = program.post("/offices", &details).await.expect(201);
        let path = format!("/offices/{}", made.str("/id"));
        assert_eq!(program.post("/offices", &details).await.expect(409).code(), "office-code-taken");

        let read = program.get(&path).await.expect(200);
        let tag = read.headers["etag"].to_str().unwrap().to_owned();
        details["name_en"] = json!("Integration Management");
        let put = async |tag: &[(&str, &str)]| program.call(Method::PUT, &path, tag, Some(&details)).await;
        assert_eq!(put(&[]).await.expect(428).code(), "if-match-missing");
        assert_eq!(put(&[("if-match", &tag)]).await.expect(200).str("/name_en"), "Integration Management");
        assert_eq!(put(&[("if-match", &tag)]).await.expect(412).code(), "changed-meanwhile");

        let tag = program.get(&path).await.headers["etag"].to_str().unwrap().to_owned();
        let retire = async |tag: &str| {
            program.call(Method::POST, &format!("{path}/retire"), &[("if-match", tag)], None).await
        };
        assert!(retire(&tag).await.expect(200).json["retired_at"].is_string());
        assert_eq!(retire(&tag).await.expect(412).code(), "changed-meanwhile");
        assert_eq!(program.get(&path).await.expect(200).str("/kind"), "grant");
    }
}
