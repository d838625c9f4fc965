//! What the bank says of a file that it was given: ISO 20022 pain.002, read by the same library that writes the file.
//!
//! A refused transfer stays owed. It is shown to whoever pays, with the bank's reason, until money has moved another way.

use super::pain::sequence_of;
use crate::platform::table::{Problem, Why};
use sepa::pain002::{ReasonCode, TransactionStatus, parse_pain002};

/// The bank's answer to one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BankAnswer {
    /// The bank's own id of this answer.
    pub message: String,
    /// The hand-over it is about.
    pub sequence: i64,
    /// Of the whole file, such as `ACCP`, `PART`, `RJCT`; empty if the bank does not say.
    pub status: String,
    /// Why, if it refuses all of it.
    pub reason: String,
    /// In the bank's words.
    pub words: String,
    /// How many transfers it speaks of and does not refuse.
    pub accepted: usize,
    /// The transfers that it refuses.
    pub refused: Vec<RefusedTransfer>,
}

/// A transfer that the bank does not carry out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RefusedTransfer {
    /// What we sent along: the document's number.
    pub end_to_end: String,
    /// The code, such as `AC04`.
    pub reason: String,
    /// In the bank's words.
    pub words: String,
}

/// Whether a file is such an answer.
#[must_use]
pub fn is_answer(text: &[u8]) -> bool {
    let head = text.get(..2_048).unwrap_or(text);
    String::from_utf8_lossy(head).contains("xsd:pain.002.")
}

/// Reads an answer.
///
/// # Errors
/// It is no pain.002, cut off, names entities of its own, or is about a file that is not ours.
pub fn read_answer(bytes: &[u8]) -> Result<BankAnswer, Problem> {
    let wrong = |value: &str, key| Problem::new(1, None, value, Why::of(key));
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes))
        .map_err(|_| wrong("", "billing-camt-not-utf8"))?;
    if text.contains("<!DOCTYPE") {
        return Err(wrong("DOCTYPE", "billing-camt-entity"));
    }
    let read = parse_pain002(text).map_err(|error| wrong(&error.to_string(), "billing-camt-malformed"))?;
    let sequence =
        sequence_of(&read.original_msg_id).ok_or_else(|| wrong(&read.original_msg_id, "billing-answer-not-ours"))?;
    let transfers = || read.payment_info_statuses.iter().flat_map(|batch| &batch.transactions);
    let is_refused = |one: &&TransactionStatus| one.status.as_ref().is_some_and(|status| status.is_rejected());
    let refused: Vec<RefusedTransfer> = transfers()
        .filter(is_refused)
        .map(|one| RefusedTransfer {
            end_to_end: one.original_end_to_end_id.clone().unwrap_or_default(),
            reason: codes(&one.reason_codes),
            words: one.additional_info.join(" "),
        })
        .collect();
    Ok(BankAnswer {
        message: read.msg_id.clone(),
        sequence,
        status: read.group_status.as_ref().map(|status| status.as_code().to_owned()).unwrap_or_default(),
        reason: codes(&read.group_reason_codes),
        words: read.group_additional_info.join(" "),
        accepted: transfers().count() - refused.len(),
        refused,
    })
}

fn codes(codes: &[ReasonCode]) -> String {
    codes.iter().map(ReasonCode::as_code).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    const ANSWER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>BANK-7</MsgId><CreDtTm>2027-04-01T09:05:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>DRAGOMAN-000012</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>DRAGOMAN-000012</OrgnlPmtInfId>
<TxInfAndSts><OrgnlEndToEndId>GS-2027-000001</OrgnlEndToEndId><TxSts>ACCP</TxSts></TxInfAndSts>
<TxInfAndSts><OrgnlEndToEndId>GS-2027-000002</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>closed</AddtlInf></StsRsnInf></TxInfAndSts>
</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"#;

    #[test]
    fn an_answer_is_read() {
        assert!(is_answer(ANSWER.as_bytes()));
        let answer = read_answer(ANSWER.as_bytes()).unwrap();
        assert_eq!((answer.message.as_str(), answer.sequence, answer.status.as_str()), ("BANK-7", 12, "PART"));
        assert_eq!(answer.accepted, 1);
        let refused = RefusedTransfer {
            end_to_end: "GS-2027-000002".to_owned(),
            reason: "AC04".to_owned(),
            words: "closed".to_owned(),
        };
        assert_eq!(answer.refused, [refused]);
    }

    #[test]
    fn what_is_no_answer_to_us_is_refused() {
        for (file, key) in [
            (ANSWER.replace("DRAGOMAN-000012", "LOHN-7"), "billing-answer-not-ours"),
            (ANSWER.replace("<Document", "<!DOCTYPE d [<!ENTITY a \"b\">]><Document"), "billing-camt-entity"),
            (ANSWER.replace("</CstmrPmtStsRpt>", ""), "billing-camt-malformed"),
            (ANSWER.replace("</Document>", ""), "billing-camt-malformed"),
        ] {
            assert_eq!(read_answer(file.as_bytes()).unwrap_err().why.key, key, "{file}");
        }
    }
}
