//! Tokens that are too old, used before, meant for something else, or made by somebody else.

use chrono::Duration;
use dragoman_tests::{City, stories};
use serde_json::json;

async fn refreshed(city: &City, token: &str) -> dragoman_tests::visitor::Answer {
    let body = json!({ "refresh_token": token });
    city.program().call(reqwest::Method::POST, "/auth/refresh", &[], Some(&body)).await
}

stories! {
    /// An access token holds a quarter of an hour and opens nothing but the API.
    async fn an_access_token_ends(city: &City) {
        let pair = city.somebody("karin").tokens().await.expect(200);
        let program = city.program().with_token(Some(pair.str("/access_token").to_owned()));
        let me = program.get("/me").await.expect(200);
        assert_eq!(me.str("/name"), "Karin Kurz");
        city.clock.passes(Duration::minutes(16));
        let refused = program.get("/me").await.expect(401);
        assert_eq!(refused.code(), "not-logged-in");
    }

    /// A refresh token counts once. Used twice it was stolen: everything that came from it ends.
    async fn a_refresh_token_used_twice_ends_its_family(city: &City) {
        let first = city.somebody("karin").tokens().await.expect(200);
        let second = refreshed(city, first.str("/refresh_token")).await.expect(200);
        let _ = refreshed(city, first.str("/refresh_token")).await.expect(401);
        let _ = refreshed(city, second.str("/refresh_token")).await.expect(401);
        // Somebody's other login is another family.
        let other = city.somebody("karin").tokens().await.expect(200);
        let _ = refreshed(city, other.str("/refresh_token")).await.expect(200);
    }

    /// Each token has one purpose.
    async fn a_token_opens_one_door(city: &City) {
        let pair = city.somebody("karin").tokens().await.expect(200);
        let (access, refresh) = (pair.str("/access_token"), pair.str("/refresh_token"));
        let as_access = city.program().with_token(Some(refresh.to_owned()));
        let _ = as_access.get("/me").await.expect(401);
        let _ = refreshed(city, access).await.expect(401);
        for door in ["/invitation", "/reset"] {
            let _ = city.browser().get(&format!("{door}/{access}")).await.expect(404);
        }
        // Altered, unsigned, cut off, nonsense.
        let mut parts: Vec<&str> = access.split('.').collect();
        let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
        let unsigned = format!("{none}.{}.", parts[1]);
        parts[2] = "AAAA";
        for forged in [parts.join("."), unsigned, access[..access.len() - 2].to_owned(), "x".to_owned(), String::new()] {
            let _ = city.program().with_token(Some(forged.clone())).get("/me").await.expect(401);
        }
    }

    /// Money and administration get no token without the second factor.
    async fn finance_needs_its_second_factor_here_too(city: &City) {
        let fina = city.somebody("fina");
        let body = json!({ "email": fina.email(), "password": fina.password() });
        let refused = city.program().call(reqwest::Method::POST, "/auth/token", &[], Some(&body)).await;
        assert!([401, 422].contains(&refused.status.as_u16()), "{}", refused.text);
        let pair = fina.tokens().await.expect(200);
        let program = city.program().with_token(Some(pair.str("/access_token").to_owned()));
        assert_eq!(program.get("/me").await.expect(200).str("/name"), "Fina Falk");
    }
}
