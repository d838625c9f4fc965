//! `/dev/mail`: what the demo would have sent. Mounted in the demo only.

use super::{MailView, store};
use crate::{
    identity::{Denied, Guest, PageStop},
    kernel::ids::MailId,
    platform::render::{Page, PageContext},
};
use askama::Template;
use rocket::{Route, get, response::content::RawText, routes};

/// The demo's mailbox.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![mailbox, one, calendar]
}

#[derive(Template)]
#[template(path = "mail/mailbox.html")]
struct MailboxPage {
    page: PageContext,
    mails: Vec<MailView>,
}

#[derive(Template)]
#[template(path = "mail/one.html")]
struct OnePage {
    page: PageContext,
    mail: MailView,
    to: String,
    subject: String,
    message_id: String,
    /// Lines of the text; a line that is an address becomes a link.
    lines: Vec<(String, bool)>,
}

#[get("/dev/mail")]
async fn mailbox(guest: Guest) -> Result<Page<MailboxPage>, PageStop> {
    let mails = store::recent(guest.db(), 200).await?;
    Ok(Page::ok(MailboxPage { page: guest.page("mail-box-title"), mails }))
}

#[get("/dev/mail/<id>")]
async fn one(guest: Guest, id: MailId) -> Result<Page<OnePage>, PageStop> {
    let mail = store::find(guest.db(), id).await?.ok_or(Denied::Unknown)?;
    let lines = mail.text.lines().map(|line| (line.to_owned(), line.starts_with("http"))).collect();
    let to = format!("{} <{}>", mail.to_name, mail.to_address);
    let (subject, message_id) = (mail.subject.clone(), mail.message_id.clone());
    Ok(Page::ok(OnePage { page: guest.page("mail-one-title"), mail, to, subject, message_id, lines }))
}

#[get("/dev/mail/<id>/calendar")]
async fn calendar(guest: Guest, id: MailId) -> Result<RawText<String>, PageStop> {
    let mail = store::find(guest.db(), id).await?.ok_or(Denied::Unknown)?;
    let (text, _) = mail.calendar.ok_or(Denied::Unknown)?;
    Ok(RawText(text))
}
