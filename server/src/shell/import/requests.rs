//! The list of requests that an office kept before, or gets from its own software.

use chrono::{NaiveDate, NaiveTime};

use super::values::{code, delivery, gender_wish, priority};
use super::words::{Delivery, GenderWish, Priority};
use crate::kernel::language::Language;
use crate::kernel::place::District;
use crate::platform::table::{Column, Problem, Row, Table, Why, date, text, time};

/// One request as a list describes it; civil time in Europe/Berlin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestEntry {
    /// The line of the file, for problems that show up later.
    pub line: u64,
    /// The office's own number of the request; the same number of the same office again means the same request.
    pub reference: String,
    /// `JA`, `SVA`, `GA`, `SOA`, `JC`, `IM`, …; whether the office exists is decided later.
    pub office: String,
    pub file_reference: String,
    pub language: Language,
    pub on: NaiveDate,
    pub from: NaiveTime,
    pub to: NaiveTime,
    pub delivery: Delivery,
    /// Always there for sessions on site.
    pub address: Option<String>,
    /// Always there for sessions on site.
    pub district: Option<District>,
    /// The code of the requirement profile; whether it exists is decided later.
    pub profile: String,
    pub gender_wish: GenderWish,
    pub remark: Option<String>,
    pub priority: Priority,
}

const COLUMNS: &[Column] = &[
    Column::new("reference", &["Vorgangsnummer", "Externe Kennung", "external reference"]),
    Column::new("office", &["Fachamt", "Amt", "office code"]),
    Column::new("file_reference", &["Aktenzeichen", "Az."]),
    Column::new("language", &["Sprache"]),
    Column::new("on", &["Datum", "date", "Termin"]),
    Column::new("from", &["von", "Beginn", "start"]),
    Column::new("to", &["bis", "Ende", "end"]),
    Column::new("delivery", &["Einsatzart"]),
    Column::new("address", &["Adresse", "Einsatzort", "place"]),
    Column::new("district", &["Stadtbezirk", "Bezirk"]),
    Column::new("profile", &["Anforderungsprofil", "Anlass", "topic", "requirement profile"]),
    Column::new("gender_wish", &["Wunsch Geschlecht", "Geschlecht", "gender"]).may_be_absent(),
    Column::new("remark", &["Hinweis für die Dolmetscher:in", "Hinweis", "remark for the interpreter"]).may_be_absent(),
    Column::new("priority", &["Priorität", "Dringlichkeit"]).may_be_absent(),
];

/// Reads a list of requests.
///
/// # Errors
/// Every problem of the file; then nothing of it may be used.
pub fn read(bytes: &[u8]) -> Result<Vec<RequestEntry>, Vec<Problem>> {
    Table::parse(bytes, COLUMNS)?.read(entry)
}

fn entry(row: &mut Row<'_>) -> Option<RequestEntry> {
    row.unique(&["reference", "office"]);
    let reference = row.required("reference", code);
    let office = row.required("office", code);
    let file_reference = row.required("file_reference", text(60));
    let language = row.required("language", Language::parse);
    let on = row.required("on", date);
    let hours = hours(row);
    let delivery = row.required("delivery", delivery);
    let address = row.optional("address", text(200));
    let district = row.optional("district", District::parse);
    let placed = is_placed(row, delivery, language);
    let profile = row.required("profile", code);
    let gender_wish = row.optional("gender_wish", gender_wish);
    let remark = row.optional("remark", text(500));
    let priority = row.optional("priority", priority);
    let (from, to) = hours?;
    placed?;
    Some(RequestEntry {
        line: row.line(),
        reference: reference?,
        office: office?.to_uppercase(),
        file_reference: file_reference?,
        language: language?,
        on: on?,
        from,
        to,
        delivery: delivery?,
        address: address?,
        district: district?,
        profile: profile?.to_lowercase(),
        gender_wish: gender_wish?.unwrap_or(GenderWish::Any),
        remark: remark?,
        priority: priority?.unwrap_or(Priority::Normal),
    })
}

/// A session ends on the day it begins, and after it began.
fn hours(row: &mut Row<'_>) -> Option<(NaiveTime, NaiveTime)> {
    let from = row.required("from", time);
    let to = row.required("to", time);
    let (from, to) = (from?, to?);
    if to <= from {
        row.refuse("to", Why::of("table-end-before-start"));
        return None;
    }
    Some((from, to))
}

/// Somebody can only come where the place is known, and nobody signs by telephone.
fn is_placed(row: &mut Row<'_>, delivery: Option<Delivery>, language: Option<Language>) -> Option<()> {
    let mut placed = Some(());
    if delivery == Some(Delivery::OnSite) {
        for key in ["address", "district"] {
            if row.cell(key).is_empty() {
                row.refuse(key, Why::of("table-place-on-site"));
                placed = None;
            }
        }
    }
    if delivery == Some(Delivery::Phone) && language.is_some_and(Language::is_signed) {
        row.refuse("delivery", Why::of("table-signed-by-phone"));
        placed = None;
    }
    placed
}
