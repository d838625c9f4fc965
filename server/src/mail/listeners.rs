//! Which event leads to which letters.

use super::{
    Letter,
    compose::{Links, compose},
    store::{self, Receiver},
};
use crate::{
    billing::events::{DocumentIssued, DocumentPaid},
    booking::{self, events::*, facts::AssignmentFacts},
    budget::{self, events::BudgetMarkReached},
    calendar::ics::{self, Entry, Party, Standing},
    directory::{
        self,
        facts::{InterpreterFacts, OffersBy},
    },
    identity::{self, Site, tokens},
    kernel::{
        actor::Role,
        clock::Instant,
        ids::{AssignmentId, InterpreterId, OfficeId},
    },
    platform::{
        db::Tx,
        fault::Fault,
        i18n::Locale,
        jobs::{Handler, JobContext, Registry},
        outbox::Event,
    },
};

/// What one event means to the post office.
#[async_trait::async_trait]
trait Post: Event {
    async fn write(&self, desk: &mut Desk<'_>) -> Result<(), Fault>;
}

struct Listener<E> {
    site: Site,
    event: std::marker::PhantomData<fn() -> E>,
}

#[async_trait::async_trait]
impl<E: Post> Handler for Listener<E> {
    async fn run(&self, job: &JobContext) -> Result<(), Fault> {
        let event: E = job.payload()?;
        let mut tx = job.db.begin().await?;
        let mut desk = Desk { site: &self.site, tx: &mut tx, now: job.now, about: job.id.to_string() };
        event.write(&mut desk).await?;
        job.finish(tx).await
    }
}

macro_rules! listeners {
    ($($event:ident => $kind:literal),+ $(,)?) => {
        pub(super) fn register(registry: &mut Registry, site: &Site) {
            $(
                registry.listen($event::KIND, $kind);
                registry.handle($kind, Listener::<$event> { site: site.clone(), event: std::marker::PhantomData });
            )+
        }
    };
}

listeners! {
    AccountInvited => "mail.on-account-invited",
    PasswordResetAsked => "mail.on-password-reset-asked",
    OffersSent => "mail.on-offers-sent",
    OfferEnded => "mail.on-offer-ended",
    SearchExhausted => "mail.on-search-exhausted",
    AssignmentFilled => "mail.on-assignment-filled",
    InterpreterDroppedOut => "mail.on-interpreter-dropped-out",
    AssignmentUnfilled => "mail.on-assignment-unfilled",
    AssignmentCancelled => "mail.on-assignment-cancelled",
    AssignmentChanged => "mail.on-assignment-changed",
    BudgetExhausted => "mail.on-budget-exhausted",
    BudgetMarkReached => "mail.on-budget-mark-reached",
    SessionRecorded => "mail.on-session-recorded",
    TimesheetDisputed => "mail.on-timesheet-disputed",
    DocumentIssued => "mail.on-document-issued",
    DocumentPaid => "mail.on-document-paid",
}

use identity::events::{AccountInvited, PasswordResetAsked};

/// Where letters are written: one unit of work, one event.
pub(super) struct Desk<'a> {
    pub(super) site: &'a Site,
    pub(super) tx: &'a mut Tx,
    pub(super) now: Instant,
    /// What the letters are about; with kind and receiver the key that makes a letter unique.
    pub(super) about: String,
}

impl Desk<'_> {
    pub(super) fn url(&self, path: &str) -> Result<String, Fault> {
        Ok(self.site.config.public_url()?.join(path))
    }

    pub(super) async fn send(
        &mut self,
        receiver: &Receiver,
        letter: &Letter,
        links: Links,
        calendar: Option<(String, ics::Method)>,
    ) -> Result<(), Fault> {
        let mut composed = compose(letter, &receiver.name, &self.site.config.city_name, &links, receiver.locale);
        composed.calendar = calendar;
        let key = format!("{}:{}:{}", letter.kind(), self.about, receiver.address);
        store::post(self.tx, &key, letter.kind(), receiver, composed, self.now).await
    }

    async fn facts(&self, assignment: AssignmentId) -> Result<AssignmentFacts, Fault> {
        booking::assignment_facts(self.tx.conn(), assignment)
            .await?
            .ok_or_else(|| Fault::new(format!("assignment {assignment} does not exist")))
    }

    async fn person(&self, id: InterpreterId) -> Result<InterpreterFacts, Fault> {
        directory::interpreter(self.tx.conn(), id)
            .await?
            .ok_or_else(|| Fault::new(format!("interpreter {id} does not exist")))
    }

    async fn interpreter(&self, id: InterpreterId) -> Result<Receiver, Fault> {
        Ok(receiver_of(&self.person(id).await?))
    }

    /// An interpreter who wants a mail for each offer; `None` for those who look for themselves or get one mail a day.
    async fn told_at_once(&self, id: InterpreterId) -> Result<Option<Receiver>, Fault> {
        let person = self.person(id).await?;
        Ok((person.offers_by == OffersBy::Mail).then(|| receiver_of(&person)))
    }

    /// Who asked, if that person is still there; else the office.
    async fn requester(&self, facts: &AssignmentFacts) -> Result<Receiver, Fault> {
        if let Some(account) = facts.requested_by
            && let Some(contact) = identity::contact(self.tx.conn(), account).await?
        {
            return Ok(Receiver {
                account: Some(account),
                address: contact.email,
                name: contact.name,
                locale: contact.locale,
            });
        }
        self.office(facts.office).await
    }

    async fn office(&self, office: OfficeId) -> Result<Receiver, Fault> {
        let office =
            directory::office(self.tx.conn(), office).await?.ok_or_else(|| Fault::new("the office is gone"))?;
        Ok(Receiver { account: None, address: office.email, name: office.name_de, locale: Locale::De })
    }

    /// A letter to whoever asked for the session, leading to the request.
    async fn tell_requester(
        &mut self,
        assignment: AssignmentId,
        letter: fn(Box<AssignmentFacts>) -> Letter,
    ) -> Result<(), Fault> {
        let facts = self.facts(assignment).await?;
        let receiver = self.requester(&facts).await?;
        let main = Some(self.url(&format!("/requests/{}", facts.request))?);
        self.send(&receiver, &letter(Box::new(facts)), Links { main, second: None }, None).await
    }

    /// A letter to an interpreter about a job, with its calendar entry as an invitation, a change or a cancellation.
    async fn tell_interpreter(
        &mut self,
        interpreter: InterpreterId,
        assignment: AssignmentId,
        letter: fn(Box<AssignmentFacts>) -> Letter,
        entry: Option<(Standing, ics::Method)>,
    ) -> Result<(), Fault> {
        let facts = self.facts(assignment).await?;
        let receiver = self.interpreter(interpreter).await?;
        let card = self.url(&format!("/jobs/{}", facts.assignment))?;
        let calendar = entry.map(|(standing, method)| {
            let organizer = Party {
                email: self.site.config.mail.from_address.clone(),
                name: self.site.config.mail_from_name().to_owned(),
            };
            let attendee = Party { email: receiver.address.clone(), name: receiver.name.clone() };
            let entry = Entry::new(facts.clone(), standing, Some(card.clone())).between(organizer, attendee);
            (ics::calendar(method, "", &[entry], receiver.locale), method)
        });
        self.send(&receiver, &letter(Box::new(facts)), Links { main: Some(card), second: None }, calendar).await
    }
}

/// Where letters to an interpreter go.
pub(super) fn receiver_of(person: &InterpreterFacts) -> Receiver {
    Receiver {
        account: None,
        address: person.email.clone(),
        name: person.name(),
        locale: Locale::from_code(&person.locale).unwrap_or_default(),
    }
}

#[async_trait::async_trait]
impl Post for AccountInvited {
    async fn write(&self, desk: &mut Desk<'_>) -> Result<(), Fault> {
        let Some(contact) = identity::contact(desk.tx.conn(), self.account).await? else { return Ok(()) };
        let token = tokens::mint_invitation(desk.tx, &desk.site.config, self.account, desk.now).await?;
        let main = Some(desk.url(&format!("/invitation/{token}"))?);
        let receiver = Receiver {
            account: Some(self.account),
            address: contact.email,
            name: contact.name,
            locale: contact.locale,
        };
        desk.send(&receiver, &Letter::Invitation, Links { main, second: None }, None).await
    }
}

#[async_trait::async_trait]
impl Post for PasswordResetAsked {
    async fn write(&self, desk: &mut Desk<'_>) -> Result<(), Fault> {
        let Some(contact) = identity::contact(desk.tx.conn(), self.account).await? else { return Ok(()) };
        let token = tokens::mint_reset(desk.tx, &desk.site.config, self.account, desk.now).await?;
        let main = Some(desk.url(&format!("/reset/{token}"))?);
        let receiver = Receiver {
            account: Some(self.account),
            address: contact.email,
            name: contact.name,
            locale: contact.locale,
        };
        desk.send(&receiver, &Letter::PasswordReset, Links { main, second: None }, None).await
    }
}

#[async_trait::async_trait]
impl Post for OffersSent {
    async fn write(&self, desk: &mut Desk<'_>) -> Result<(), Fault> {
        for offer in &self.offers {
            let Some(facts) = booking::offer_facts(desk.tx.conn(), *offer).await? else { continue };
            // It may have ended while this letter waited: then its end is what the addressee hears of.
            if facts.status != "open" {
                continue;
            }
            let Some(receiver) = desk.told_at_once(facts.interpreter).await? else { continue };
            let (interpreter, until, sent_at) = (facts.interpreter, facts.expires_at, facts.sent_at);
            let config = &desk.site.config;
            let token = tokens::mint_offer_reply(desk.tx, config, *offer, interpreter, until, desk.now).await?;
            let links = Links {
                main: Some(desk.url(&format!("/o/{token}"))?),
                second: Some(desk.url(&format!("/o/{token}?answer=no"))?),
            };
            // Told again if it is offered again: after a yes that was taken back.
            desk.about = format!("{offer}:{}", sent_at.timestamp());
            desk.send(&receiver, &Letter::Offer(Box::new(facts)), links, None).await?;
        }
        Ok(())
    }
}

#[async_trait::async_trait]
impl Post for OfferEnded {
    async fn write(&self, desk: &mut Desk<'_>) -> Result<(), Fault> {
        let letter: fn(Box<AssignmentFacts>) -> Letter = match self.how {
            // Whoever said no knows it.
            OfferEnd::Declined => return Ok(()),
            OfferEnd::Expired => Letter::OfferExpired,
            OfferEnd::Filled => Letter::OfferFilled,
            OfferEnd::Withdrawn => Letter::OfferWithdrawn,
        };
        // A yes may have been taken back while this letter waited: then the offer is open again, and nothing has ended.
        let offer = booking::offer_facts(desk.tx.conn(), self.offer).await?;
        if offer.is_some_and(|offer| offer.status == "open") {
            return Ok(());
        }
        // Whoever got no letter of the offer reads its end where they read the offer.
        let Some(receiver) = desk.told_at_once(self.interpreter).await? else { return Ok(()) };
        let facts = desk.facts(self.assignment).await?;
        let main = Some(desk.url("/offers")?);
        desk.about = self.offer.to_string();
        desk.send(&receiver, &letter(Box::new(facts)), Links { main, second: None }, None).await
    }
}

#[async_trait::async_trait]
impl Post for SearchExhausted {
    async fn write(&self, desk: &mut Desk<'_>) -> Result<(), Fault> {
        let facts = desk.facts(self.assignment).await?;
        let main = Some(desk.url(&format!("/dispatch/{}", self.assignment))?);
        let letter = Letter::SearchExhausted(Box::new(facts));
        // Once for each search, however often somebody looks for the next wave in vain.
        desk.about = format!("{}:{}", self.assignment, self.round);
        for one in identity::contacts(desk.tx.conn(), Role::Coordination, None, desk.now).await? {
            let receiver =
                Receiver { account: Some(one.account), address: one.email, name: one.name, locale: one.locale };
            desk.send(&receiver, &letter, Links { main: main.clone(), second: None }, None).await?;
        }
        Ok(())
    }
}

#[async_trait::async_trait]
impl Post for AssignmentFilled {
    async fn write(&self, desk: &mut Desk<'_>) -> Result<(), Fault> {
        // Taken back while this letter waited: nobody has been told, so nobody need be.
        if desk.facts(self.assignment).await?.interpreter != Some(self.interpreter) {
            return Ok(());
        }
        let entry = Some((Standing::Confirmed, ics::Method::Request));
        desk.tell_interpreter(self.interpreter, self.assignment, Letter::JobAccepted, entry).await?;
        desk.tell_requester(self.assignment, Letter::RequestFilled).await
    }
}

#[async_trait::async_trait]
impl Post for InterpreterDroppedOut {
    async fn write(&self, desk: &mut Desk<'_>) -> Result<(), Fault> {
        desk.tell_requester(self.assignment, Letter::InterpreterDroppedOut).await
    }
}

#[async_trait::async_trait]
impl Post for AssignmentUnfilled {
    async fn write(&self, desk: &mut Desk<'_>) -> Result<(), Fault> {
        desk.tell_requester(self.assignment, Letter::RequestUnfilled).await
    }
}

#[async_trait::async_trait]
impl Post for AssignmentCancelled {
    async fn write(&self, desk: &mut Desk<'_>) -> Result<(), Fault> {
        let Some(interpreter) = self.interpreter else { return Ok(()) };
        let entry = Some((Standing::Cancelled, ics::Method::Cancel));
        desk.tell_interpreter(interpreter, self.assignment, Letter::JobCancelled, entry).await
    }
}

#[async_trait::async_trait]
impl Post for AssignmentChanged {
    async fn write(&self, desk: &mut Desk<'_>) -> Result<(), Fault> {
        let Some(interpreter) = self.interpreter else { return Ok(()) };
        let entry = Some((Standing::Confirmed, ics::Method::Request));
        desk.tell_interpreter(interpreter, self.assignment, Letter::JobChanged, entry).await
    }
}

#[async_trait::async_trait]
impl Post for BudgetExhausted {
    async fn write(&self, desk: &mut Desk<'_>) -> Result<(), Fault> {
        let facts = desk.facts(self.assignment).await?;
        let main = Some(desk.url(&format!("/requests/{}", facts.request))?);
        let letter = Letter::BudgetExhausted(Box::new(facts));
        let heads = identity::contacts(desk.tx.conn(), Role::OfficeHead, Some(self.office), desk.now).await?;
        for head in heads {
            let receiver =
                Receiver { account: Some(head.account), address: head.email, name: head.name, locale: head.locale };
            desk.send(&receiver, &letter, Links { main: main.clone(), second: None }, None).await?;
        }
        Ok(())
    }
}

#[async_trait::async_trait]
impl Post for BudgetMarkReached {
    async fn write(&self, desk: &mut Desk<'_>) -> Result<(), Fault> {
        let Some(line) = budget::find_balance(desk.tx.conn(), self.line).await? else { return Ok(()) };
        let main = Some(desk.url(&format!("/budgets/{}", self.line))?);
        let letter = Letter::BudgetMark {
            line: line.name.clone(),
            year: line.fiscal_year.0,
            percent: self.percent,
            granted: line.granted,
            available: line.available(),
        };
        // Once for each line and mark, whatever else is told of it.
        desk.about = format!("{}:{}", self.line, self.percent);
        for head in identity::contacts(desk.tx.conn(), Role::OfficeHead, Some(self.office), desk.now).await? {
            let receiver =
                Receiver { account: Some(head.account), address: head.email, name: head.name, locale: head.locale };
            desk.send(&receiver, &letter, Links { main: main.clone(), second: None }, None).await?;
        }
        Ok(())
    }
}

#[async_trait::async_trait]
impl Post for SessionRecorded {
    async fn write(&self, desk: &mut Desk<'_>) -> Result<(), Fault> {
        desk.tell_requester(self.assignment, Letter::TimesheetToConfirm).await
    }
}

#[async_trait::async_trait]
impl Post for TimesheetDisputed {
    async fn write(&self, desk: &mut Desk<'_>) -> Result<(), Fault> {
        desk.tell_interpreter(self.interpreter, self.assignment, Letter::TimesheetDisputed, None).await
    }
}

#[async_trait::async_trait]
impl Post for DocumentIssued {
    async fn write(&self, desk: &mut Desk<'_>) -> Result<(), Fault> {
        let Some(interpreter) = self.interpreter else { return Ok(()) };
        let receiver = desk.interpreter(interpreter).await?;
        let main = Some(desk.url(&format!("/documents/{}", self.document))?);
        let letter = Letter::DocumentIssued { reference: self.reference.clone(), gross: self.gross };
        desk.send(&receiver, &letter, Links { main, second: None }, None).await
    }
}

#[async_trait::async_trait]
impl Post for DocumentPaid {
    async fn write(&self, desk: &mut Desk<'_>) -> Result<(), Fault> {
        let receiver = desk.interpreter(self.interpreter).await?;
        let main = Some(desk.url("/money")?);
        let letter =
            Letter::DocumentPaid { reference: self.reference.clone(), amount: self.amount, paid_on: self.paid_on };
        desk.send(&receiver, &letter, Links { main, second: None }, None).await
    }
}
