//! Coming in: passwords, second factors, invitations, forgotten passwords, sessions.

use chrono::Duration;
use dragoman_tests::{City, stories, world::PASSWORD};

/// The path of the first link with `part` in the newest mail to an address.
pub(crate) async fn link_in_mail(city: &City, email: &str, part: &str) -> String {
    let body = city
        .text(&format!(
            "SELECT body_text FROM mail_message WHERE to_address = '{email}' ORDER BY created_at DESC, id DESC"
        ))
        .await;
    let at = body.find(part).unwrap_or_else(|| panic!("no {part} in the mail to {email}: {body}"));
    body[at..].split(|letter: char| letter.is_whitespace() || letter == '>' || letter == '"').next().unwrap().to_owned()
}

stories! {
    /// One person of each role.
    async fn everybody_comes_in_and_sees_their_first_page(city: &City) {
        for address in ["karin", "helga", "kora", "amal", "fina", "otto", "tessa", "aldo", "ada"] {
            let page = city.somebody(address).opens("/").await;
            assert_eq!(page.path, "/", "{address}");
            let navigation = page.html().links();
            assert!(navigation.iter().any(|(href, _)| href == "/account"), "{address}: {navigation:?}");
        }
    }

    /// A stranger is sent to the login page and comes back to where they wanted to go, and never to another site.
    async fn the_login_leads_back(city: &City) {
        let browser = city.browser();
        let sent = browser.get("/account").await.expect(303).location.unwrap();
        assert_eq!(sent, "/login?next=%2Faccount");
        let form = browser.get(&sent).await.expect(200).form("/login").with("email", "karin@city.example").with("password", PASSWORD);
        assert_eq!(browser.submit(&form).await.expect(303).location.unwrap(), "/account");
        for evil in ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"] {
            let browser = city.browser();
            let form = browser.get("/login").await.form("/login");
            let form = form.with("email", "karin@city.example").with("password", PASSWORD).forged("next", evil);
            assert_eq!(browser.submit(&form).await.expect(303).location.unwrap(), "/", "{evil}");
        }
    }

    /// Ten wrong passwords lock an account, known or not, for a quarter of an hour, and answer alike.
    async fn guessing_locks(city: &City) {
        let mut answers = Vec::new();
        for email in ["karin@city.example", "nobody@city.example"] {
            let browser = city.browser();
            let mut statuses = Vec::new();
            for _ in 0..11 {
                let form = browser.get("/login").await.form("/login").with("email", email).with("password", "falsch geraten");
                let page = browser.submit(&form).await;
                statuses.push((page.status.as_u16(), page.text().replace(email, "…")));
            }
            answers.push(statuses);
        }
        assert_eq!(answers[0], answers[1], "a lockout tells who has an account");
        assert_eq!(answers[0][8].0, 422);
        assert_eq!(answers[0][9].0, 429);
        let right = || async {
            let browser = city.browser();
            let form = browser.get("/login").await.form("/login").with("email", "karin@city.example").with("password", PASSWORD);
            browser.submit(&form).await.status.as_u16()
        };
        assert_eq!(right().await, 429, "the right password does not help before");
        city.clock.passes(Duration::minutes(16));
        assert_eq!(right().await, 303);
    }

    /// A forgotten password: the link comes by mail, holds for one change, ends every session, and tells nobody who has an account.
    async fn a_forgotten_password(city: &City) {
        let (known, unknown) = (city.browser(), city.browser());
        let karin = city.somebody("karin");
        karin.opens("/account").await;
        let ask = |browser: dragoman_tests::visitor::Browser, email: &'static str| async move {
            let form = browser.get("/reset").await.expect(200).form("/reset").with("email", email);
            let page = browser.submit(&form).await;
            (page.status.as_u16(), page.location.clone(), page.text().replace(email, "…"))
        };
        let answer = ask(known, "karin@city.example").await;
        assert_eq!(answer, ask(unknown, "nobody@city.example").await);
        city.works().await;
        assert_eq!(city.number("SELECT COUNT(*) FROM mail_message WHERE to_address = 'nobody@city.example'").await, 0);
        let link = link_in_mail(city, "karin@city.example", "/reset/").await;

        let browser = city.browser();
        let form = |password: &'static str| {
            let (browser, link) = (browser.clone(), link.clone());
            async move {
                let page = browser.get(&link).await.expect(200);
                page.form(&link).with("password", password).with("repeated", password)
            }
        };
        let weak = browser.submit(&form("kurz").await).await;
        assert_eq!(weak.status.as_u16(), 422);
        browser.submit(&form("drei grüne Boote am Neckar").await).await.expect(303);
        // Once.
        browser.get(&link).await.expect(410);
        // Sessions that were open are closed.
        assert_eq!(karin.knocks("/account").await.status.as_u16(), 303);
        let login = |password: &'static str| async move {
            let browser = city.browser();
            let form = browser.get("/login").await.form("/login").with("email", "karin@city.example").with("password", password);
            browser.submit(&form).await.status.as_u16()
        };
        assert_eq!(login(PASSWORD).await, 422);
        assert_eq!(login("drei grüne Boote am Neckar").await, 303);
    }

    /// Somebody new is invited, chooses a password and comes in; the link counts once and not for ever.
    async fn an_invitation(city: &City) {
        let ada = city.somebody("ada");
        ada.sends("/admin/people/new", "/admin/people/new", |form| {
            form.with("name", "Nora Neu").with("email", "nora@city.example").choosing("role", "Koordinierung")
        })
        .await;
        city.works().await;
        let link = link_in_mail(city, "nora@city.example", "/invitation/").await;
        let browser = city.browser();
        // A token for invitations opens no other door.
        let token = link.trim_start_matches("/invitation/");
        city.browser().get(&format!("/reset/{token}")).await.expect(404);
        assert_ne!(city.browser().get(&format!("/calendar/{token}/feed.ics")).await.status.as_u16(), 200);
        assert_eq!(city.program().with_token(Some(token.to_owned())).get("/me").await.status.as_u16(), 401);

        let form = browser.get(&link).await.expect(200).form(&link);
        let page = browser.submit(&form.with("password", "sieben rote Schirme").with("repeated", "sieben rote Schirme")).await;
        page.expect(303);
        city.browser().get(&link).await.expect(410);
        let newcomer = city.browser();
        let login = newcomer.get("/login").await.form("/login").with("email", "nora@city.example").with("password", "sieben rote Schirme");
        assert_eq!(newcomer.submit(&login).await.expect(303).location.unwrap(), "/");

        // Another one waits too long.
        ada.sends("/admin/people/new", "/admin/people/new", |form| {
            form.with("name", "Late Spät").with("email", "late@city.example").choosing("role", "Rechnungsprüfung")
        })
        .await;
        city.works().await;
        let link = link_in_mail(city, "late@city.example", "/invitation/").await;
        city.clock.passes(Duration::days(60));
        city.browser().get(&link).await.expect(410);
    }

    /// An own session on another device can be ended; it is over there at once.
    async fn sessions_are_listed_and_revoked(city: &City) {
        let (here, there) = (city.somebody("karin"), city.somebody("karin"));
        there.opens("/account").await;
        here.sends("/account", "/account/sessions/end-others", |form| form).await;
        assert_eq!(there.knocks("/account").await.status.as_u16(), 303);
        here.opens("/account").await;
    }

    /// Whoever leaves is out at once, with every session and token; and no administrator can shut themselves out.
    async fn a_disabled_account_is_out_at_once(city: &City) {
        let (ada, karin) = (city.somebody("ada"), city.somebody("karin"));
        karin.opens("/account").await;
        let id = city.text("SELECT id FROM account WHERE email = 'karin@city.example'").await;
        ada.sends(&format!("/admin/people/{id}"), &format!("/admin/people/{id}/disable"), |form| form).await;
        assert_eq!(karin.knocks("/account").await.status.as_u16(), 303);
        let own = city.text("SELECT id FROM account WHERE email = 'ada@city.example'").await;
        let page = ada.opens(&format!("/admin/people/{own}")).await;
        let form = page.form_with("version");
        let forged = dragoman_tests::html::Form { action: format!("/admin/people/{own}/disable"), ..form };
        let refused = ada.browser().await.submit(&forged).await;
        assert_eq!(refused.status.as_u16(), 403, "{}", refused.text());
    }

    /// Keys rotate without logging everybody out.
    async fn keys_rotate_and_nobody_is_logged_out(city: &City) {
        let (ada, karin) = (city.somebody("ada"), city.somebody("karin"));
        karin.opens("/account").await;
        ada.sends("/admin/keys", "/admin/keys", |form| form).await;
        karin.opens("/account").await;
        assert_eq!(karin.knocks("/account").await.status.as_u16(), 200);
    }
}
