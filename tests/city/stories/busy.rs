//! An interpreter's own calendar says when they are busy: advice with an age, and nothing of it but times.

use dragoman_tests::{arabic, stories};
use reqwest::Method;
use serde_json::{Value, json};

/// Thursday 2027-03-04 from 14:30 to 15:00 in Berlin: half of what [`arabic`] asks for.
const DENTIST: &str = "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Zahnarzt Dr. Bohrer\r\nLOCATION:Königstraße 1\r\nDTSTART;TZID=Europe/Berlin:20270304T143000\r\nDTEND;TZID=Europe/Berlin:20270304T150000\r\nEND:VEVENT\r\n";
/// The week after.
const LATER: &str =
    "BEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Geheim\r\nDTSTART:20270311T090000Z\r\nDTEND:20270311T100000Z\r\nEND:VEVENT\r\n";
/// Nobody knows when.
const RIDDLE: &str = "BEGIN:VEVENT\r\nUID:3\r\nDTSTART:irgendwann\r\nEND:VEVENT\r\n";

fn calendar(events: &[&str]) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//DE\r\n{}END:VCALENDAR\r\n", events.concat())
}

/// The place of somebody in a ranking, with their points and sentences; the ranking names them by key.
fn standing(ranking: &Value, key: &str) -> (usize, i64, Vec<String>) {
    let all = ranking["recommended"].as_array().unwrap();
    let place = all.iter().position(|one| one["interpreter"] == key).expect("is recommended");
    let reasons = all[place]["reasons"].as_array().unwrap();
    let said = reasons.iter().map(|one| one["sentence"].as_str().unwrap().to_owned()).collect();
    (place, all[place]["score"].as_i64().unwrap(), said)
}

stories! {
    /// Amal connects her calendar on a page. The coordination reads it as advice with its age, it costs points and stops nobody; her
    /// board and her offer warn her; nothing of the file is kept but times, and what she disconnects is gone.
    async fn a_file_on_a_page(city: &City) {
        let (karin, amal, kora) = (city.somebody("karin"), city.somebody("amal"), city.somebody("kora"));
        let her = city.text("SELECT id FROM interpreter WHERE number = 'D-1'").await;
        let booking = karin.requests(&arabic()).await;
        let before = kora.program().await.get(&format!("/assignments/{}/ranking", booking.assignment)).await;
        let (_, points, _) = standing(&before.json, &her);

        let browser = amal.browser().await;
        let form = browser.open("/connected-calendars").await.form("/connected-calendars").with("name", " privat ");
        let file = calendar(&[DENTIST, LATER, RIDDLE]);
        let done = browser.upload(&form, &[("file", "meiner.ics", file.as_bytes())]).await.expect(303);
        assert_eq!(done.location.as_deref(), Some("/connected-calendars"));
        // The same press again acts once.
        let _ = browser.upload(&form, &[("file", "meiner.ics", file.as_bytes())]).await.expect(303);
        assert_eq!(city.number("SELECT COUNT(*) FROM connected_calendar").await, 1);
        let text = browser.open("/connected-calendars").await.text();
        assert!(text.contains("privat") && text.contains("gerade eben"), "{text}");
        assert!(text.contains("ein Termin, dessen Zeit oder Regel nicht zu verstehen war"), "{text}");
        assert_eq!(city.text("SELECT starts_at || '|' || ends_at FROM busy_time ORDER BY starts_at").await.replace(['T', ' '], "-").get(..16), Some("2027-03-04-13:30"));
        assert_eq!(city.number("SELECT COUNT(*) FROM busy_time").await, 2);

        // Three hours later the ranking says so, with 200 points less.
        city.clock.is("2027-03-01 12:00");
        let after = kora.program().await.get(&format!("/assignments/{}/ranking", booking.assignment)).await;
        let (_, now, said) = standing(&after.json, &her);
        assert_eq!(points - now, 200, "{:?}", after.json);
        let sentence = "Ist laut eigenem Kalender dann beschäftigt (Stand: vor 3 Stunden).";
        assert!(said.iter().any(|one| one == sentence), "{said:?}");
        assert!(kora.opens(&format!("/dispatch/{}", booking.assignment)).await.text().contains(sentence));
        // It is kept with the decision as it was shown, and she may still say yes.
        city.works().await;
        assert!(city.text("SELECT ranking FROM ranking").await.contains("said_busy"));
        let warning = "Ihr eigener Kalender sagt, dass Sie dann beschäftigt sind (Stand: vor 3 Stunden).";
        assert!(amal.opens("/offers").await.text().contains(warning));
        assert!(amal.opens("/board").await.text().contains(warning));
        amal.accepts(&booking).await;
        assert_eq!(booking.interpreter().await, "Amal");

        // No word of the file anywhere.
        let trace = city.text("SELECT facts FROM audit_entry WHERE action = 'calendar-connected'").await;
        assert_eq!(serde_json::from_str::<Value>(&trace).unwrap(), json!({ "busy": 2, "left_out": 1 }));
        for (table, column) in [("job", "payload"), ("idempotency_record", "answer"), ("event", "payload")] {
            let found = format!("SELECT COUNT(*) FROM {table} WHERE {column} LIKE '%Bohrer%' OR {column} LIKE '%Zahnarzt%'");
            assert_eq!(city.number(&found).await, 0, "{table}");
        }

        // Disconnected.
        let key = city.text("SELECT id FROM connected_calendar").await;
        let page = format!("/connected-calendars/{key}");
        amal.sends(&page, &format!("{page}/remove"), |form| form).await;
        assert_eq!(city.number("SELECT COUNT(*) FROM connected_calendar").await, 0);
        assert_eq!(city.number("SELECT COUNT(*) FROM busy_time").await, 0);
    }

    /// What can't be read changes nothing and says so beside the field; a new file takes the place of the old.
    async fn a_bad_file_keeps_the_last_good_one(city: &City) {
        let amal = city.somebody("amal");
        let browser = amal.browser().await;
        let form = browser.open("/connected-calendars").await.form("/connected-calendars").with("name", "privat");
        for (file, why) in [
            ("", "Bitte wählen Sie die Kalenderdatei aus."),
            (" \r\n", "Die Datei ist leer."),
            ("<!doctype html><title>Anmelden</title>", "Das ist kein Kalender"),
            ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:2027", "Die Datei hört vor ihrem Kalender auf"),
        ] {
            let name = if file.is_empty() { "" } else { "meiner.ics" };
            let refused = browser.upload(&form, &[("file", name, file.as_bytes())]).await.expect(422);
            assert!(refused.text().contains(why), "{}", refused.text());
        }
        let nameless = browser.open("/connected-calendars").await.form("/connected-calendars").with("name", "  ");
        let refused = browser.upload(&nameless, &[("file", "a.ics", calendar(&[LATER]).as_bytes())]).await.expect(422);
        assert!(refused.text().contains("Bitte geben Sie dem Kalender einen Namen"), "{}", refused.text());
        let huge = vec![b' '; 5 * 1024 * 1024 + 1];
        let refused = browser.upload(&form, &[("file", "a.ics", &huge)]).await.expect(413);
        assert!(refused.text().contains("Die Datei ist größer als 5 MB."), "{}", refused.text());
        assert_eq!(city.number("SELECT COUNT(*) FROM connected_calendar").await, 0);

        let _ = browser.upload(&form, &[("file", "a.ics", calendar(&[DENTIST, LATER]).as_bytes())]).await.expect(303);
        let key = city.text("SELECT id FROM connected_calendar").await;
        let page = format!("/connected-calendars/{key}");
        city.clock.is("2027-03-02 09:00");
        let browser = amal.browser().await;
        let again = browser.open(&page).await.form(&page);
        let refused = browser.upload(&again, &[("file", "a.ics", b"BEGIN:VCALENDAR\r\n")]).await.expect(422);
        assert!(refused.text().contains("bleibt in Kraft."), "{}", refused.text());
        assert_eq!(city.number("SELECT COUNT(*) FROM busy_time").await, 2);
        let _ = browser.upload(&again, &[("file", "a.ics", calendar(&[LATER]).as_bytes())]).await.expect(303);
        assert_eq!(city.number("SELECT COUNT(*) FROM busy_time").await, 1);
        // Nobody else sees it, and five are enough.
        city.somebody("oksana").knocks(&page).await.expect(404);
        for number in 2..=5 {
            let form = browser.open("/connected-calendars").await.form("/connected-calendars").with("name", format!("{number}"));
            let _ = browser.upload(&form, &[("file", "a.ics", calendar(&[]).as_bytes())]).await.expect(303);
        }
        let refused = browser.upload(&form.clone().with("_key", "0190a000-0000-7000-8000-000000000001"), &[("file", "a.ics", calendar(&[]).as_bytes())]).await.expect(422);
        assert!(refused.text().contains("Mehr als 5 Kalender sind nicht möglich."), "{}", refused.text());
    }

    /// A program does the same; its word is guarded by the tag it read.
    async fn by_a_program(city: &City) {
        let program = city.somebody("amal").program().await;
        let made = program.sends_file("/connected-calendars?name=Arbeit", "text/calendar; charset=utf-8", &calendar(&[DENTIST])).await.expect(201);
        let path = format!("/connected-calendars/{}", made.str("/id"));
        assert_eq!((made.int("/busy"), made.int("/left_out"), made.str("/name")), (1, 0, "Arbeit"));
        assert_eq!(made.headers["location"], format!("/api/v1{path}"));
        let read = program.get(&path).await.expect(200);
        let tag = read.headers["etag"].to_str().unwrap().to_owned();
        let headers = |tag| [("content-type", "text/calendar"), ("if-match", tag)];
        let replaced = program.sends_file_by(Method::PUT, &path, &headers(tag.as_str()), &calendar(&[DENTIST, LATER])).await.expect(200);
        assert_eq!(replaced.int("/busy"), 2);
        program.sends_file_by(Method::PUT, &path, &headers(tag.as_str()), &calendar(&[])).await.expect(412);
        program.sends_file_by(Method::PUT, &path, &[("content-type", "text/calendar")], &calendar(&[])).await.expect(428);
        let bad = program.sends_file_by(Method::PUT, &path, &headers("*"), "<html>").await.expect(422);
        assert_eq!(bad.code(), "calendar-file-not-a-calendar");
        program.sends_file("/connected-calendars?name=x", "text/plain", &calendar(&[])).await.expect(415);
        assert_eq!(program.sends_file("/connected-calendars", "text/calendar", &calendar(&[])).await.expect(422).code(), "connected-calendar-name");
        let stranger = city.somebody("oksana").program().await;
        stranger.get(&path).await.expect(404);
        stranger.call(Method::DELETE, &path, &[], None).await.expect(404);
        assert_eq!(program.get("/connected-calendars").await.items().len(), 1);
        program.call(Method::DELETE, &path, &[], None).await.expect(200);
        assert!(program.get("/connected-calendars").await.items().is_empty());
    }

    /// A week on it counts half, after five weeks no more; what is past goes, and all of it with the person.
    async fn it_ages_and_goes(city: &City) {
        let (karin, amal, kora, ada) = (city.somebody("karin"), city.somebody("amal"), city.somebody("kora"), city.somebody("ada"));
        let her = city.text("SELECT id FROM interpreter WHERE number = 'D-1'").await;
        let program = amal.program().await;
        let late = DENTIST.replace("20270304", "20270430");
        program.sends_file("/connected-calendars?name=privat", "text/calendar", &calendar(&[DENTIST, &late])).await.expect(201);
        let booking = karin.requests(&arabic().on("2027-04-30")).await;
        let said = async || {
            let ranking = kora.program().await.get(&format!("/assignments/{}/ranking", booking.assignment)).await;
            standing(&ranking.json, &her).2.into_iter().find(|one| one.contains("Kalender")).unwrap_or_default()
        };
        city.clock.is("2027-03-09 09:00");
        assert_eq!(said().await, "Ist laut eigenem Kalender dann beschäftigt (Stand: vor 8 Tagen); der Stand ist älter als eine Woche und zählt halb.");
        assert!(amal.opens("/connected-calendars").await.text().contains("zählt nur noch halb"));
        city.works().await;
        assert_eq!(city.number("SELECT COUNT(*) FROM busy_time").await, 1, "the fourth of March is past");
        city.clock.is("2027-04-06 09:00");
        assert_eq!(said().await, "Ist laut eigenem Kalender dann beschäftigt (Stand: vor 35 Tagen); der Stand ist älter als fünf Wochen und zählt nicht.");
        // Handed out, and gone with the person.
        let known = amal.opens("/account/data").await.text();
        assert!(known.contains("Verbundene Kalender") && known.contains("privat"), "{known}");
        let _ = karin.cancels(&booking).await;
        let (pool, account) = (format!("/pool/{her}"), city.text("SELECT id FROM account WHERE email = 'amal@city.example'").await);
        let _ = kora.fills(&pool, &format!("{pool}/active"), |form| form.forged("active", "no")).await.expect(303);
        let person = format!("/admin/people/{account}");
        let _ = ada.fills(&person, &format!("{person}/disable"), |form| form).await.expect(303);
        let page = format!("/admin/data/interpreter/{her}");
        let _ = ada.fills(&page, &format!("{page}/erase"), |form| form).await.expect(303);
        assert_eq!(city.number("SELECT COUNT(*) FROM busy_time").await, 0);
        assert_eq!(city.number("SELECT COUNT(*) FROM connected_calendar").await, 0);
    }
}
