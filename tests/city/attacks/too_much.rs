//! Bodies that are too large, and requests that are none.

use dragoman_tests::stories;
use reqwest::Method;

stories! {
    /// Fifty megabytes are refused at every door, and the house goes on.
    async fn fifty_megabytes_are_refused(city: &City) {
        let body = vec![b'a'; 50 * 1024 * 1024];
        let origin = city.origin.clone();
        for (path, kind) in [
            ("/login", "application/x-www-form-urlencoded"),
            ("/api/v1/auth/token", "application/json"),
            ("/treasury/feedback", "multipart/form-data; boundary=x"),
        ] {
            let headers = [("content-type", kind), ("origin", origin.as_str())];
            let page = city.browser().raw(Method::POST, path, &headers, body.clone()).await;
            assert_eq!(page.status.as_u16(), 413, "{path}: {}", page.text());
        }
        assert_eq!(city.browser().get("/readyz").await.expect(200).text(), "ready");
    }

    /// A form that another site made a browser send.
    async fn foreign_forms_are_refused(city: &City) {
        let karin = city.somebody("karin");
        let browser = karin.browser().await;
        for headers in [
            vec![("origin", "https://evil.example")],
            vec![("sec-fetch-site", "cross-site")],
            vec![("origin", "null")],
            vec![],
        ] {
            let mut headers = headers;
            headers.push(("content-type", "application/x-www-form-urlencoded"));
            let page = browser.raw(Method::POST, "/account/sessions/end-others", &headers, b"_key=x".to_vec()).await;
            assert_eq!(page.status.as_u16(), 403, "{headers:?}");
        }
        let _ = karin.opens("/account").await;
    }

    /// JSON that is none, of the wrong type, or with the wrong media type has its problem document.
    async fn what_is_no_json_is_told_so(city: &City) {
        let browser = city.browser();
        for (kind, body, status) in [
            ("application/json", "{", 400),
            ("application/json", "{\"email\": 7}", 422),
            ("application/json", "[]", 422),
            ("text/plain", "{}", 415),
        ] {
            let page = browser.raw(Method::POST, "/api/v1/auth/token", &[("content-type", kind)], body.as_bytes().to_vec()).await;
            assert_eq!(page.status.as_u16(), status, "{kind} {body}: {}", page.text());
            assert_eq!(page.headers["content-type"], "application/problem+json", "{kind} {body}");
        }
    }
}
