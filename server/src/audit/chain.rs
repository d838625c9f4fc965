//! The hash chain and its check.

use super::store;
use crate::platform::{db::Db, fault::Fault};
use sha2::{Digest, Sha256};

/// What an entry's hash covers, in this order, each part closed by a unit separator.
pub(super) struct Link<'a> {
    pub(super) prev_hash: &'a str,
    pub(super) seq: i64,
    pub(super) at: &'a str,
    pub(super) actor: &'a str,
    pub(super) action: &'a str,
    pub(super) subject: &'a str,
    pub(super) facts: &'a str,
    pub(super) personal_digests: &'a str,
}

impl Link<'_> {
    pub(super) fn hash(&self) -> String {
        let mut digest = Sha256::new();
        for part in [
            self.prev_hash,
            &self.seq.to_string(),
            self.at,
            self.actor,
            self.action,
            self.subject,
            self.facts,
            self.personal_digests,
        ] {
            digest.update(part.as_bytes());
            digest.update([0x1f]);
        }
        data_encoding::HEXLOWER.encode(&digest.finalize())
    }
}

/// The digest of a personal value: it can be checked while the value is there and says nothing once it is erased.
pub(super) fn personal_digest(salt: &str, value: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(format!("{salt}\u{1f}{value}")))
}

/// The first place where the chain does not hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Broken {
    /// The entry's number.
    pub seq: i64,
    /// What is wrong.
    pub why: &'static str,
}

impl Broken {
    /// The locale key of the sentence that says what is wrong.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self.why {
            MISSING => "audit-page-broken-missing",
            ORDER => "audit-page-broken-order",
            CUT => "audit-page-broken-cut",
            PERSONAL => "audit-page-broken-personal",
            _ => "audit-page-broken-changed",
        }
    }
}

const MISSING: &str = "an entry is missing";
const ORDER: &str = "it does not follow the entry before it";
const CHANGED: &str = "it was changed";
const CUT: &str = "entries at the end are missing";
const PERSONAL: &str = "a personal value beside it was changed";

/// The answer of [`verify()`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// How many entries were read.
    pub entries: i64,
    /// The first break, if there is one.
    pub broken: Option<Broken>,
}

/// Walks the whole chain in pages of 1,000; memory stays flat as the trace grows.
///
/// # Errors
/// The database can't be read.
pub async fn verify(db: &Db) -> Result<Verdict, Fault> {
    let mut verdict = Verdict { entries: 0, broken: None };
    let mut prev_hash = "0".repeat(64);
    loop {
        let page = store::page_after(db, verdict.entries, 1000).await?;
        if page.is_empty() {
            break;
        }
        for entry in page {
            verdict.entries += 1;
            let why = if entry.seq != verdict.entries {
                Some(MISSING)
            } else if entry.prev_hash != prev_hash {
                Some(ORDER)
            } else if entry.recomputed_hash() != entry.hash {
                Some(CHANGED)
            } else {
                None
            };
            if let Some(why) = why {
                verdict.broken = Some(Broken { seq: verdict.entries, why });
                return Ok(verdict);
            }
            prev_hash = entry.hash;
        }
    }
    let (seq, hash) = store::head(db).await?;
    if seq != verdict.entries || hash != prev_hash {
        verdict.broken = Some(Broken { seq: verdict.entries + 1, why: CUT });
    } else if let Some(seq) = store::personal_mismatch(db).await? {
        verdict.broken = Some(Broken { seq, why: PERSONAL });
    }
    Ok(verdict)
}
