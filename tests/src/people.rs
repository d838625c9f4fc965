//! Somebody of the city, who comes through both doors.

use crate::{
    city::City,
    html::Form,
    visitor::{Answer, Browser, Page, Program},
    world::PASSWORD,
};
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use tokio::sync::Mutex;

/// A person with an account; logs in when a door is first used.
pub struct Somebody<'c> {
    /// Their city.
    pub city: &'c City,
    /// The first part of their address.
    pub address: String,
    browser: Mutex<Option<(Browser, DateTime<Utc>)>>,
    program: Mutex<Option<(Program, DateTime<Utc>)>>,
}

impl<'c> Somebody<'c> {
    pub(crate) fn new(city: &'c City, address: &str) -> Self {
        Self { city, address: address.to_owned(), browser: Mutex::new(None), program: Mutex::new(None) }
    }

    /// Their mail address.
    #[must_use]
    pub fn email(&self) -> String {
        format!("{}@city.example", self.address)
    }

    /// Their password.
    #[must_use]
    pub fn password(&self) -> &'static str {
        PASSWORD
    }

    /// Types address and password; where this leads.
    ///
    /// # Panics
    /// The login page refuses.
    pub async fn types_password(&self, browser: &Browser) -> String {
        let login = browser.get("/login").await.expect(200).form("/login");
        let login = login.with("email", self.email()).with("password", PASSWORD);
        browser.submit(&login).await.expect(303).location.expect("leads on")
    }

    /// The second factor, as the demo's page tells it. Half a minute passes first, because a code counts once.
    async fn code(&self, browser: &Browser, path: &str) -> (Form, String) {
        self.city.clock.passes(Duration::seconds(30));
        let page = browser.get(path).await.expect(200);
        let html = page.html().0;
        let code = html.split("id=\"demo-code\">").nth(1).and_then(|rest| rest.split('<').next());
        let code = code.unwrap_or_else(|| panic!("{path} tells no code: {}", page.text())).trim().to_owned();
        (page.form("/login/second-factor"), code)
    }

    /// Their browser, logged in; again if a session would have ended meanwhile.
    ///
    /// # Panics
    /// They can't log in.
    pub async fn browser(&self) -> Browser {
        let mut door = self.browser.lock().await;
        let now = self.city.clock.0.now();
        if let Some((browser, seen)) = door.as_mut()
            && now - *seen < Duration::minutes(55)
        {
            *seen = now;
            return browser.clone();
        }
        let browser = self.city.browser();
        let next = self.types_password(&browser).await;
        if next.starts_with("/login/second-factor") {
            let (form, code) = self.code(&browser, &next).await;
            let page = browser.submit(&form.with("code", code)).await.expect(303);
            assert!(!page.location.unwrap_or_default().starts_with("/login"), "{} is not in", self.address);
        }
        *door = Some((browser.clone(), self.city.clock.0.now()));
        browser
    }

    /// Their program, with a token of the API; a new one if the old one has ended.
    ///
    /// # Panics
    /// They get none.
    pub async fn program(&self) -> Program {
        let mut door = self.program.lock().await;
        let now = self.city.clock.0.now();
        if let Some((program, since)) = door.as_ref()
            && now - *since < Duration::minutes(14)
        {
            return program.clone();
        }
        let token = self.tokens().await.expect(200).str("/access_token").to_owned();
        let program = self.city.program().with_token(Some(token));
        *door = Some((program.clone(), self.city.clock.0.now()));
        program
    }

    /// Asks for a pair of tokens.
    pub async fn tokens(&self) -> Answer {
        let browser = self.city.browser();
        let next = self.types_password(&browser).await;
        let mut body = json!({ "email": self.email(), "password": PASSWORD });
        if next.starts_with("/login/second-factor") {
            body["totp"] = json!(self.code(&browser, &next).await.1);
        }
        self.city.program().call(reqwest::Method::POST, "/auth/token", &[], Some(&body)).await
    }

    /// Opens a page that must be there.
    pub async fn opens(&self, path: &str) -> Page {
        self.browser().await.open(path).await
    }

    /// Knocks at a page; whatever it answers.
    pub async fn knocks(&self, path: &str) -> Page {
        self.browser().await.get(path).await
    }

    /// Opens `page`, changes the form that goes to `action`, and sends it; whatever it answers.
    pub async fn fills(&self, page: &str, action: &str, change: impl FnOnce(Form) -> Form) -> Page {
        let form = self.opens(page).await.form(action);
        self.browser().await.submit(&change(form)).await
    }

    /// The same where it must be taken: the page it leads to.
    pub async fn sends(&self, page: &str, action: &str, change: impl FnOnce(Form) -> Form) -> Page {
        let taken = self.fills(page, action, change).await.expect(303);
        self.opens(&taken.location.expect("leads on")).await
    }

    /// Reads through the API what must be there.
    pub async fn reads(&self, path: &str) -> Value {
        self.program().await.get(path).await.expect(200).json
    }

    /// Calls the API; whatever it answers.
    pub async fn calls(&self, path: &str, body: &Value) -> Answer {
        self.program().await.post(path, body).await
    }
}
