//! The same press of a button, sent twice.

use dragoman_tests::{html::Form, stories};

const LINES: &str = "Fachamt;Haushaltsjahr;Kostenstelle;Kostenträger;Sachkonto;Bezeichnung;Ansatz;Warnschwelle (%)
JA;2028;5110-01;36300100;44310000;Dolmetschen Hilfen zur Erziehung;38.000,00;80
";

stories! {
    /// One press of "check file", sent three times, makes one draft and leads to the same page, also after it was taken in.
    async fn a_file_is_checked_once(city: &City) {
        let fina = city.somebody("fina");
        let drafts = async || city.number("SELECT COUNT(*) FROM import_draft").await;
        let form: Form = fina.opens("/imports").await.form("/imports").with("list", "budgets");
        let browser = fina.browser().await;
        let file = |text: &'static str| [("file", "mittel.csv", text.as_bytes())];
        
        let first = browser.upload(&form, &file(LINES)).await.expect(303).location;
        let second = browser.upload(&form, &file(LINES)).await.expect(303).location;
        assert_eq!(first, second);
        assert_eq!(drafts().await, 1);
        let path = first.clone().unwrap_or_default();
        let page = fina.opens(&path).await;
        assert!(page.text().contains("mittel.csv"), "{}", page.text());

        // Gone back, and another file under the same page's key: a draft of its own.
        let others = LINES.replace("JA;", "SVA;");
        let other = browser.upload(&form, &[("file", "mittel.csv", others.as_bytes())]).await.expect(303).location;
        assert_ne!(other, first);
        assert_eq!(drafts().await, 2);

        let _ = browser.submit(&page.form(&format!("{path}/confirm"))).await.expect(303);
        let late = browser.upload(&form, &file(LINES)).await.expect(303).location;
        assert_eq!(late, first, "the same answer, although there is nothing new in the file any more");
        assert_eq!(drafts().await, 1);
        // What waits no longer leads back with a word.
        let gone = fina.knocks(&path).await.expect(303).location;
        assert_eq!(gone.as_deref(), Some("/imports"));
    }

    /// Nobody opens somebody else's draft.
    async fn a_draft_is_its_owners(city: &City) {
        let fina = city.somebody("fina");
        let form = fina.opens("/imports").await.form("/imports").with("list", "budgets");
        let path = fina.browser().await.upload(&form, &[("file", "mittel.csv", LINES.as_bytes())]).await.expect(303).location;
        let path = path.unwrap_or_default();
        let foreign = city.somebody("kora").knocks(&path).await.expect(303).location;
        assert_eq!(foreign.as_deref(), Some("/imports"));
    }

    /// A wrong password, sent twice by one press, is one failure: nine of them don't lock, the tenth does.
    async fn a_wrong_password_counts_once(city: &City) {
        let browser = city.browser();
        let mut statuses = Vec::new();
        for _ in 0..10 {
            let form = browser.get("/login").await.form("/login").with("email", "karin@city.example").with("password", "falsch geraten");
            let first = browser.submit(&form).await.status.as_u16();
            let second = browser.submit(&form).await.status.as_u16();
            statuses.push((first, second));
        }
        assert_eq!(statuses[..9], [(422, 422); 9]);
        assert_eq!(statuses[9], (429, 429));
    }
}
