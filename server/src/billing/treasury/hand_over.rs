//! The file that the treasury takes: one line for each document and cost object, neutral CSV, UTF-8, semicolons.

use crate::{
    billing::documents::Content,
    kernel::{ids::PaymentOrderId, money::Cents},
    platform::fault::Fault,
};

/// An ordered document about to be handed over.
#[derive(Clone, Debug)]
pub struct HandedOver {
    /// The order.
    pub order: PaymentOrderId,
    /// What the document says.
    pub content: Content,
    /// SHA-256 of the document's frozen PDF.
    pub sha256: String,
}

/// The bytes of file number `sequence`, and the sum of its lines.
///
/// # Errors
/// A document without an account, or whose cost shares don't add up: nothing is handed over then.
pub fn file(sequence: i64, documents: &[HandedOver]) -> Result<(Vec<u8>, Cents), Fault> {
    let mut writer =
        csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record([
        "lfd_nr",
        "zeile",
        "anordnung",
        "beleg",
        "beleg_vom",
        "art",
        "kreditor",
        "empfaenger",
        "iban",
        "betrag",
        "waehrung",
        "kostenstelle",
        "kostentraeger",
        "sachkonto",
        "amt",
        "leitweg_id",
        "verwendungszweck",
        "ende_zu_ende",
        "beleg_sha256",
    ])?;
    let mut total = Cents::ZERO;
    let mut line = 0_u32;
    for document in documents {
        let content = &document.content;
        let seller = content.seller.as_ref().ok_or_else(|| Fault::new("a document without a payee was ordered"))?;
        let iban = seller.iban.as_deref().ok_or_else(|| Fault::new("a document without an account was ordered"))?;
        let shares: Cents = content.cost_shares.iter().map(|share| share.gross).sum();
        if shares != content.gross {
            return Err(Fault::new(format!("the cost shares of {} don't add up", content.reference)));
        }
        for share in &content.cost_shares {
            line += 1;
            total += share.gross;
            writer.write_record([
                sequence.to_string().as_str(),
                line.to_string().as_str(),
                document.order.to_string().as_str(),
                content.reference.as_str(),
                content.issued_on.to_string().as_str(),
                content.kind.name(),
                harmless(seller.number.as_deref().unwrap_or_default()).as_str(),
                harmless(seller.account_holder.as_deref().unwrap_or(&seller.name)).as_str(),
                iban,
                share.gross.plain().replace('.', ",").as_str(),
                "EUR",
                harmless(&share.cost_center).as_str(),
                harmless(&share.cost_object).as_str(),
                harmless(&share.account).as_str(),
                harmless(&share.office_code).as_str(),
                content.leitweg_id.as_str(),
                format!("{} Dolmetschen {}", content.reference, content.month).as_str(),
                content.reference.as_str(),
                document.sha256.as_str(),
            ])?;
        }
    }
    let bytes = writer.into_inner().map_err(|error| Fault::new(error.to_string()))?;
    Ok((bytes, total))
}

/// Text that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
