//! The house itself: alive, ready, and polite to those who knock at the wrong door.

use dragoman_tests::stories;

stories! {
    /// Whoever operates it can ask.
    async fn it_says_that_it_lives(city: &City) {
        let browser = city.browser();
        assert_eq!(browser.get("/healthz").await.expect(200).text(), "ok");
        assert_eq!(browser.get("/readyz").await.expect(200).text(), "ready");
        assert!(browser.get("/metrics").await.expect(200).headers["content-type"].to_str().unwrap().starts_with("text/plain"));
    }

    /// No page is served without its guards against misuse.
    async fn every_answer_carries_its_guards(city: &City) {
        for path in ["/healthz", "/login", "/nowhere", "/api/v1/nowhere"] {
            let page = city.browser().get(path).await;
            let policy = page.headers.get("content-security-policy").unwrap_or_else(|| panic!("{path}")).to_str().unwrap();
            assert!(policy.contains("default-src 'self'") || policy.contains("default-src 'none'"), "{path}: {policy}");
            assert!(!policy.contains("unsafe-"), "{path}: {policy}");
            assert_eq!(page.headers["x-content-type-options"], "nosniff", "{path}");
        }
    }
}
