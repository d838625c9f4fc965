//! The verbs of people, through pages: each opens the page a person would open and sends the form that stands on it.

use crate::{city::City, people::Somebody, visitor::Page, wish::Wish};

/// One booking on its way.
#[derive(Clone)]
pub struct Booking<'c> {
    city: &'c City,
    /// The request's key.
    pub request: String,
    /// The assignment's key.
    pub assignment: String,
}

impl<'c> Booking<'c> {
    /// The booking behind a request.
    pub async fn of_request(city: &'c City, request: &str) -> Self {
        let sql = format!("SELECT id FROM assignment WHERE request_id = {}", city.key(request));
        Self { city, request: request.to_owned(), assignment: city.text(&sql).await }
    }

    async fn column(&self, column: &str) -> String {
        let sql = format!("SELECT {column} FROM assignment WHERE id = {}", self.city.key(&self.assignment));
        self.city.text(&sql).await
    }

    /// Where it stands.
    pub async fn status(&self) -> String {
        self.column("status").await
    }

    /// Why nobody was found.
    pub async fn unfilled_reason(&self) -> String {
        self.column("unfilled_reason").await
    }

    /// Who has it.
    pub async fn interpreter(&self) -> String {
        let sql = format!(
            "SELECT i.first_name FROM assignment a JOIN interpreter i ON i.id = a.interpreter_id WHERE a.id = {}",
            self.city.key(&self.assignment)
        );
        self.city.text(&sql).await
    }

    /// The offers: `(first name, status)` by name.
    pub async fn offers(&self) -> Vec<(String, String)> {
        let sql = format!(
            "SELECT i.first_name, o.status FROM offer o JOIN interpreter i ON i.id = o.interpreter_id WHERE o.assignment_id = {}
             ORDER BY i.first_name, o.search_round",
            self.city.key(&self.assignment)
        );
        self.city
            .rows(&sql)
            .await
            .into_iter()
            .filter_map(|row| Some((row.first()?.clone(), row.get(1)?.clone())))
            .collect()
    }

    /// The key of somebody's newest offer, by the first part of their address; empty if there is none.
    pub async fn offer_to(&self, address: &str) -> String {
        let sql = format!(
            "SELECT o.id FROM offer o JOIN account a ON a.interpreter_id = o.interpreter_id
             WHERE o.assignment_id = {} AND a.email = '{address}@city.example' ORDER BY o.search_round DESC",
            self.city.key(&self.assignment)
        );
        self.city.text(&sql).await
    }

    /// The key of its timesheet; empty if there is none.
    pub async fn timesheet(&self) -> String {
        let key = self.city.key(&self.assignment);
        self.city.text(&format!("SELECT id FROM timesheet WHERE assignment_id = {key}")).await
    }

    /// The key of its claim; empty if there is none.
    pub async fn claim(&self) -> String {
        let key = self.city.key(&self.assignment);
        self.city.text(&format!("SELECT id FROM fee WHERE assignment_id = {key}")).await
    }

    /// The claim in cents: net, VAT, gross.
    pub async fn fee(&self) -> (i64, i64, i64) {
        let key = self.city.key(&self.assignment);
        let row = self.city.rows(&format!("SELECT net, vat, gross FROM fee WHERE assignment_id = {key}")).await;
        let number =
            |index: usize| row.first().and_then(|row| row.get(index)).and_then(|text| text.parse().ok()).unwrap_or(-1);
        (number(0), number(1), number(2))
    }

    /// Where the claim stands.
    pub async fn claim_status(&self) -> String {
        let key = self.city.key(&self.assignment);
        self.city.text(&format!("SELECT status FROM fee WHERE assignment_id = {key}")).await
    }
}

/// A line of the budget in cents: committed, consumed, available.
pub async fn budget(city: &City, office: &str, year: i32) -> (i64, i64, i64) {
    let rows = city
        .rows(&format!(
            "SELECT l.committed, l.consumed, l.granted + l.overridden - l.committed - l.consumed FROM budget_line l
             JOIN office o ON o.id = l.office_id WHERE o.code = '{office}' AND l.fiscal_year = {year}"
        ))
        .await;
    let number =
        |index: usize| rows.first().and_then(|row| row.get(index)).and_then(|text| text.parse().ok()).unwrap_or(-1);
    (number(0), number(1), number(2))
}

/// The key of an office's budget line.
pub async fn line(city: &City, office: &str, year: i32) -> String {
    city.text(&format!(
        "SELECT l.id FROM budget_line l JOIN office o ON o.id = l.office_id WHERE o.code = '{office}' AND l.fiscal_year = {year}"
    ))
    .await
}

/// The key of a profile.
pub async fn profile(city: &City, code: &str) -> String {
    city.text(&format!("SELECT id FROM requirement_profile WHERE code = '{code}'")).await
}

/// The key of an office.
pub async fn office(city: &City, code: &str) -> String {
    city.text(&format!("SELECT id FROM office WHERE code = '{code}'")).await
}

/// What an interpreter writes down.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    /// `held`, `client_absent`, `interpreter_absent`.
    pub outcome: &'static str,
    /// From and to, `14:00`.
    pub held: Option<(&'static str, &'static str)>,
    /// Why it was otherwise than agreed.
    pub why: &'static str,
}

/// Held from … to.
#[must_use]
pub fn held(from: &'static str, to: &'static str) -> Record {
    Record { outcome: "held", held: Some((from, to)), why: "" }
}

impl<'c> Somebody<'c> {
    /// Types a wish into the form; whatever it answers.
    pub async fn asks_for(&self, wish: &Wish) -> Page {
        let profile = profile(self.city, wish.profile()).await;
        self.fills("/requests/new", "/requests/new", |form| wish.typed(form, &profile)).await
    }

    /// Asks for a session; the booking that comes of it.
    ///
    /// # Panics
    /// It is refused.
    pub async fn requests(&self, wish: &Wish) -> Booking<'c> {
        let next = self.asks_for(wish).await.expect(303).location.unwrap_or_default();
        let request = next.rsplit('/').next().unwrap_or_default();
        Booking::of_request(self.city, request).await
    }

    /// Says yes or no (`accept`, `decline`) to an offer; whatever it answers.
    pub async fn answers(&self, booking: &Booking<'_>, answer: &str) -> Page {
        let offer = booking.offer_to(&self.address).await;
        self.fills("/offers", &format!("/offers/{offer}/{answer}"), |form| form).await
    }

    /// Says yes.
    pub async fn accepts(&self, booking: &Booking<'_>) {
        let _ = self.answers(booking, "accept").await.expect(303);
    }

    /// Says no.
    pub async fn declines(&self, booking: &Booking<'_>) {
        let _ = self.answers(booking, "decline").await.expect(303);
    }

    /// Writes down what took place; whatever it answers.
    pub async fn writes_down(&self, booking: &Booking<'_>, record: Record) -> Page {
        let page = self.opens(&format!("/jobs/{}", booking.assignment)).await;
        let mut form = page.form_with("outcome").with("outcome", record.outcome);
        if let Some((from, to)) = record.held {
            form = form.with("held_from", from).with("held_to", to);
        }
        if !record.why.is_empty() {
            form = form.with("deviation_reason", record.why);
        }
        self.browser().await.submit(&form).await
    }

    /// Writes down what took place.
    pub async fn records(&self, booking: &Booking<'_>, record: Record) {
        let _ = self.writes_down(booking, record).await.expect(303);
    }

    /// Confirms the timesheet.
    pub async fn signs(&self, booking: &Booking<'_>) {
        let sheet = booking.timesheet().await;
        let _ = self.fills("/timesheets", &format!("/timesheets/{sheet}/sign"), |form| form).await.expect(303);
    }

    /// Disagrees with the timesheet.
    pub async fn disputes(&self, booking: &Booking<'_>, reason: &str) {
        let path = format!("/timesheets/{}/dispute", booking.timesheet().await);
        let _ = self.fills(&path, &path, |form| form.with("reason", reason)).await.expect(303);
    }

    /// Cancels for the office, as the page asks; whatever it answers.
    pub async fn cancels(&self, booking: &Booking<'_>) -> Page {
        let path = format!("/requests/{}/cancel", booking.request);
        self.fills(&path, &path, |form| form).await
    }

    /// Gives the job back.
    pub async fn drops_out(&self, booking: &Booking<'_>) {
        let path = format!("/jobs/{}/drop-out", booking.assignment);
        let _ = self.fills(&path, &path, |form| form).await.expect(303);
    }

    /// Certifies the claim, as far as this person may.
    pub async fn certifies(&self, booking: &Booking<'_>) {
        let path = format!("/claims/{}", booking.claim().await);
        let _ = self.fills(&path, &format!("{path}/certify"), |form| form).await.expect(303);
    }

    /// Proposes to move money, `100,00`, between the lines of two offices.
    pub async fn proposes_transfer(&self, from: &str, to: &str, year: i32, amount: &str) {
        let (from, to) = (line(self.city, from, year).await, line(self.city, to, year).await);
        let page = format!("/budgets/{from}");
        let _ = self
            .fills(&page, &format!("{page}/transfers"), |form| {
                form.with("to", &to).with("transfer_amount", amount).with("transfer_reason", "Beschluss")
            })
            .await
            .expect(303);
    }

    /// Closes a month, `2027-03`.
    pub async fn closes(&self, month: &str) {
        let path = format!("/months/{month}/close");
        let _ = self.fills(&path, &path, |form| form).await.expect(303);
    }

    /// Orders the payment of everything that waits.
    pub async fn orders_all(&self) {
        let form = self.opens("/orders").await.form("/orders");
        let documents: Vec<String> =
            form.choices.iter().filter(|(name, ..)| name == "document").map(|(_, value, _)| value.clone()).collect();
        let mut form = form;
        form.fields.retain(|(name, _)| name != "document");
        form.fields.extend(documents.into_iter().map(|id| ("document".to_owned(), id)));
        let _ = self.browser().await.submit(&form).await.expect(303);
    }

    /// Hands everything ordered over to the treasury, which takes it; the file's text.
    pub async fn hands_over(&self) -> String {
        let _ = self.fills("/treasury", "/treasury/hand-over", |form| form).await.expect(303);
        let page = self.opens("/treasury").await;
        let accept = page.form("/accept");
        let answer = self.browser().await.submit(&accept).await;
        String::from_utf8_lossy(&answer.bytes).into_owned()
    }

    /// Brings in what was paid; whatever it answers.
    pub async fn brings_feedback(&self, list: &str) -> Page {
        let form = self.opens("/treasury").await.form("/treasury/feedback");
        self.browser().await.upload(&form, &[("file", "zahlungen.csv", list.as_bytes())]).await
    }
}
