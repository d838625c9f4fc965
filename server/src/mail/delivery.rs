//! How a letter leaves the house: through lettre to a mail server, or into a folder.

use super::{MailView, store};
use crate::{
    identity::Site,
    kernel::ids::MailId,
    platform::{
        config::{Config, MailMode, SmtpSecurity},
        fault::Fault,
        jobs::{Handler, JobContext, MOST_ATTEMPTS},
    },
};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Attachment, Mailbox, MultiPart, SinglePart, header::ContentType},
    transport::smtp::authentication::Credentials,
};
use std::{path::PathBuf, sync::Arc, time::Duration};

/// Where letters go.
pub(super) enum Transport {
    /// One file a letter, named by its Message-ID.
    Folder(PathBuf),
    /// A mail server, with a pool of connections.
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

impl Transport {
    /// As configured.
    pub(super) fn of(config: &Config) -> Result<Self, Fault> {
        let mail = &config.mail;
        if mail.mode == MailMode::Folder {
            return Ok(Self::Folder(config.mail_folder()));
        }
        let host = mail.smtp_host.clone().ok_or_else(|| Fault::new("mail.smtp_host is missing"))?;
        let builder = match mail.smtp_security {
            SmtpSecurity::None => AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&host),
            SmtpSecurity::Starttls => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(&host)?,
            SmtpSecurity::Tls => AsyncSmtpTransport::<Tokio1Executor>::relay(&host)?,
        };
        let mut builder = builder.port(mail.port()).timeout(Some(Duration::from_secs(30)));
        if let (Some(user), Some(password)) = (&mail.smtp_user, &mail.smtp_password) {
            builder = builder.credentials(Credentials::new(user.clone(), password.expose().to_owned()));
        }
        Ok(Self::Smtp(builder.build()))
    }

    async fn send(&self, message: Message, name: &str) -> Result<(), Fault> {
        match self {
            Self::Folder(folder) => {
                tokio::fs::create_dir_all(folder).await?;
                tokio::fs::write(folder.join(format!("{name}.eml")), message.formatted()).await?;
                Ok(())
            }
            Self::Smtp(transport) => {
                transport.send(message).await?;
                Ok(())
            }
        }
    }
}

/// Does the jobs of kind `mail.deliver`.
pub(super) struct Deliver {
    transport: Arc<Transport>,
    site: Site,
}

impl Deliver {
    pub(super) fn new(transport: Arc<Transport>, site: Site) -> Self {
        Self { transport, site }
    }
}

#[async_trait::async_trait]
impl Handler for Deliver {
    async fn run(&self, job: &JobContext) -> Result<(), Fault> {
        let id: MailId = job.payload()?;
        let Some(mail) = store::find(&job.db, id).await?.filter(|mail| mail.status != "sent") else { return Ok(()) };
        let name: String = mail.message_id.chars().filter(char::is_ascii_alphanumeric).collect();
        let sent = match message(&mail, &self.site.config) {
            // Between sending and marking the process may die: then the letter goes out twice, with the same Message-ID.
            Ok(message) => self.transport.send(message, &name).await,
            Err(fault) => Err(fault),
        };
        let tx = job.db.begin().await?;
        match sent {
            Ok(()) => {
                store::mark(&tx, id, "sent", None, Some(job.now)).await?;
                job.finish(tx).await
            }
            Err(fault) => {
                let status = if job.attempt >= MOST_ATTEMPTS { "failed" } else { "waiting" };
                store::mark(&tx, id, status, Some(&fault.to_string()), None).await?;
                tx.commit().await?;
                Err(fault)
            }
        }
    }
}

/// The message on the wire: text, HTML, and for invitations the calendar part beside them and once more attached, as real clients
/// take it.
fn message(mail: &MailView, config: &Config) -> Result<Message, Fault> {
    let from: Address = config.mail.from_address.parse()?;
    let to: Address = mail.to_address.parse()?;
    let mut alternative = MultiPart::alternative()
        .singlepart(SinglePart::plain(mail.text.clone()))
        .singlepart(SinglePart::html(mail.html.clone()));
    let mut attachment = None;
    if let Some((calendar, method)) = &mail.calendar {
        let kind = ContentType::parse(&format!("text/calendar; charset=UTF-8; method={method}; component=VEVENT"))?;
        alternative = alternative.singlepart(SinglePart::builder().header(kind).body(calendar.clone()));
        attachment = Some(
            Attachment::new("termin.ics".to_owned()).body(calendar.clone(), ContentType::parse("application/ics")?),
        );
    }
    let builder = Message::builder()
        .message_id(Some(format!("<{}>", mail.message_id)))
        .date(mail.created_at.into())
        .from(Mailbox::new(Some(config.mail_from_name().to_owned()), from))
        .to(Mailbox::new(Some(mail.to_name.clone()), to))
        .subject(mail.subject.clone())
        .header(AutoSubmitted);
    Ok(match attachment {
        Some(attachment) => builder.multipart(MultiPart::mixed().multipart(alternative).singlepart(attachment))?,
        None => builder.multipart(alternative)?,
    })
}

/// `Auto-Submitted: auto-generated` (RFC 3834): no out-of-office answers, please.
#[derive(Clone)]
struct AutoSubmitted;
impl lettre::message::header::Header for AutoSubmitted {
    fn name() -> lettre::message::header::HeaderName {
        lettre::message::header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }
    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }
    fn display(&self) -> lettre::message::header::HeaderValue {
        lettre::message::header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
