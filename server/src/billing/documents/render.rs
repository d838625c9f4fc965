//! A document's frozen form: one HTML file that needs nothing else, in German as the law reads it.

use super::content::{Claimed, Content, Line};
use crate::{
    kernel::money::Cents,
    platform::{
        fault::Fault,
        i18n::{self, Locale},
    },
};
use askama::Template;
use chrono::NaiveDate;
use sha2::{Digest, Sha256};

/// What the frozen bytes are.
pub const MEDIA_TYPE: &str = "text/html; charset=utf-8";

/// The bytes of a numbered document and their SHA-256 in lower-case hexadecimal.
///
/// # Errors
/// The template can't be filled.
pub fn freeze(content: &Content) -> Result<(Vec<u8>, String), Fault> {
    let bytes = Paper { content }.render()?.into_bytes();
    let sha256 = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes));
    Ok((bytes, sha256))
}

#[derive(Template)]
#[template(path = "billing/paper.html")]
struct Paper<'a> {
    content: &'a Content,
}

impl Paper<'_> {
    fn t(&self, key: &str) -> String {
        i18n::t(Locale::De, key)
    }
    fn title(&self) -> String {
        self.t(&self.content.kind.key())
    }
    fn money(&self, cents: &Cents) -> String {
        i18n::money(Locale::De, cents.get())
    }
    fn date(&self, date: &NaiveDate) -> String {
        i18n::date(Locale::De, *date)
    }
    fn number(&self, text: &str) -> String {
        text.replace('.', ",")
    }
    fn unit(&self, line: &Line) -> String {
        self.t(&format!("billing-unit-{}", line.unit.to_lowercase()))
    }
    fn outcome(&self, claimed: &Claimed) -> String {
        self.t(&format!("billing-outcome-{}", claimed.outcome.replace('_', "-")))
    }
    /// The notes that the tax status demands (§ 14 Abs. 4, § 19 UStG).
    fn tax_note(&self) -> String {
        match self.content.seller.as_ref().and_then(|seller| seller.vat_kind.as_deref()) {
            Some("small_business") => self.t("billing-paper-small-business"),
            Some("exempt") => self.t("billing-paper-exempt"),
            _ => String::new(),
        }
    }
    fn gross_of(&self, claimed: &Claimed) -> String {
        self.money(&(claimed.net + claimed.vat))
    }
    fn is(&self, kind: &str) -> bool {
        self.content.kind.name() == kind
    }
}
