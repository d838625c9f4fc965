//! Numbers of documents: no gap and no twin, also when the unit of work that took one dies.

use dragoman_tests::{Database, acts::held, arabic, stories};
use futures::future::join_all;

stories! {
    /// Three interpreters have a certified claim. The month is closed by six presses at once; before that, a guard in the
    /// database lets the first tries die after they have taken a number.
    async fn a_month_is_closed_by_many_and_by_some_who_die(city: &City) {
        let (karin, helga, fina, kora) = (city.somebody("karin"), city.somebody("helga"), city.somebody("fina"), city.somebody("kora"));
        for (day, name) in [("2027-03-02", "amal"), ("2027-03-03", "yusuf"), ("2027-03-04", "samir")] {
            let booking = karin.requests(&arabic().on(day)).await;
            let page = format!("/dispatch/{}", booking.assignment);
            let _ = kora.fills(&page, &format!("{page}/offers"), |form| form.forged("who", "everybody")).await;
            city.works().await;
            city.somebody(name).accepts(&booking).await;
            city.clock.is(&format!("{day} 16:00"));
            city.somebody(name).records(&booking, held("14:00", "15:30")).await;
            karin.signs(&booking).await;
            city.works().await;
            helga.certifies(&booking).await;
            fina.certifies(&booking).await;
        }
        city.clock.is("2027-04-01 09:00");
        // The internal settlement comes last: whoever gets there has taken every other number.
        let (guard, without): (&[&str], &str) = match city.database {
            Database::Sqlite => (
                &["CREATE TRIGGER dies BEFORE INSERT ON document WHEN NEW.kind = 'internal_settlement' BEGIN SELECT RAISE(ABORT, 'the light went out'); END"],
                "DROP TRIGGER dies",
            ),
            Database::Postgres => (
                &[
                    "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the light went out'; END $$",
                    "CREATE TRIGGER dies BEFORE INSERT ON document FOR EACH ROW WHEN (NEW.kind = 'internal_settlement') EXECUTE FUNCTION die()",
                ],
                "DROP TRIGGER dies ON document",
            ),
        };
        for sql in guard {
            city.sql(sql).await.unwrap();
        }
        let path = "/months/2027-03/close";
        let form = fina.opens(path).await.form(path);
        let browser = fina.browser().await;
        for round in 0..3 {
            let died = browser.submit(&form.clone().forged("_key", format!("dies-{round}"))).await;
            assert_eq!(died.status.as_u16(), 500, "{}", died.text());
        }
        assert_eq!(city.number("SELECT COUNT(*) FROM document").await, 0, "all of it or nothing");
        city.sql(without).await.unwrap();
        let forms: Vec<_> = (0..6).map(|round| form.clone().forged("_key", format!("lives-{round}"))).collect();
        let answers = join_all(forms.iter().map(|form| browser.submit(form))).await;
        assert!(answers.iter().all(|answer| !answer.status.is_server_error()), "{:?}", answers.iter().map(|a| a.status).collect::<Vec<_>>());
        // Amal: 87.00. Yusuf charges VAT: 75.00 and 14.25. Samir writes no self-billed invoices: a voucher over 75.00.
        let documents = city.rows("SELECT reference, gross FROM document ORDER BY reference").await;
        let mut totals: Vec<(String, String)> = documents.iter().map(|row| (row[0].clone(), row[1].clone())).collect();
        totals.retain(|(reference, _)| reference.starts_with("GS"));
        let numbers: Vec<&str> = documents.iter().map(|row| row[0].as_str()).collect();
        assert_eq!(numbers, ["AB-2027-000001", "GS-2027-000001", "GS-2027-000002", "IV-2027-000001"], "{documents:?}");
        let mut gross: Vec<&str> = totals.iter().map(|(_, gross)| gross.as_str()).collect();
        gross.sort_unstable();
        assert_eq!(gross, ["8700", "8925"]);
        assert_eq!(city.number("SELECT CAST(SUM(gross) AS BIGINT) FROM document WHERE series = 'IV'").await, 8_700 + 8_925 + 7_500);
    }
}
