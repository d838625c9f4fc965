//! An interpreter's jobs in their own calendar.

use dragoman_tests::{arabic, stories};
use std::{path::Path, process::Command};

/// What an independent reader of RFC 5545 has to say about a file.
fn lint(file: &Path) -> Result<String, String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tools/calendar/feed_lint.py");
    let output = Command::new("python3").arg(script).arg(file).output().expect("python3 is there");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    if output.status.success() { Ok(said) } else { Err(said) }
}

stories! {
    /// The feed holds the accepted job with its address, keeps to the standard, says when nothing changed, and ends when it is
    /// revoked. Its address needs no password and opens nothing else.
    async fn a_feed(city: &City) {
        let (karin, amal) = (city.somebody("karin"), city.somebody("amal"));
        let booking = karin.requests(&arabic().child_protection().with("address", "Straße „Zur Linde“; Hof 3, hinten\\links, 70190 Stuttgart-Ost, beim großen Tor")).await;
        city.works().await;
        amal.accepts(&booking).await;
        let page = amal.sends("/calendars", "/calendars", |form| form.with("name", "Telefon")).await;
        let text = page.text();
        let at = text.find("/calendar/").expect("the address is shown");
        let path = text[at..].split_whitespace().next().unwrap().to_owned();

        let stranger = city.browser();
        let feed = stranger.get(&path).await.expect(200);
        assert_eq!(feed.headers["content-type"], "text/calendar; charset=utf-8");
        let file = city.folder.join("feed.ics");
        std::fs::write(&file, &feed.bytes).unwrap();
        if let Err(said) = lint(&file) {
            panic!("{said}\n{}", String::from_utf8_lossy(&feed.bytes));
        }
        let unfolded = String::from_utf8(feed.bytes.clone()).unwrap().replace("\r\n ", "");
        assert!(unfolded.contains("Linde"), "{unfolded}");
        assert!(!unfolded.contains("51-2"), "{unfolded}");
        let tag = feed.headers["etag"].to_str().unwrap().to_owned();
        let same = stranger.raw(reqwest::Method::GET, &path, &[("if-none-match", tag.as_str())], Vec::new()).await;
        assert_eq!(same.status.as_u16(), 304);

        // Revoked.
        let page = amal.opens("/calendars").await;
        let _ = amal.browser().await.submit(&page.form("/revoke")).await.expect(303);
        assert_eq!(stranger.get(&path).await.status.as_u16(), 404);
        // Somebody made up.
        assert_eq!(stranger.get("/calendar/abc/auftraege.ics").await.status.as_u16(), 404);
    }
}
