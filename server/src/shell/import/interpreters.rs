//! The list of interpreters.

use chrono::NaiveDate;

use super::values::{
    availability, code, deliveries, email, employment, gender, iban, phone, postcode, spoken, vat_id, vat_kind,
};
use super::words::{Delivery, Employment, Gender, Spoken, Training, VatKind, WeeklyWindow};
use crate::kernel::place::District;
use crate::platform::table::{Column, Problem, Row, Table, Why, date, text, whole, yes_or_no};

/// One interpreter as a list describes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterpreterEntry {
    /// The line of the file, for problems that show up later.
    pub line: u64,
    /// The city's number of the person; the same number again means the same person.
    pub number: String,
    pub first_name: String,
    pub last_name: String,
    pub gender: Gender,
    pub email: String,
    pub phone: Option<String>,
    pub street: String,
    pub postcode: String,
    pub city: String,
    /// Absent for those who live outside Stuttgart.
    pub district: Option<District>,
    pub languages: Vec<Spoken>,
    pub employment: Employment,
    pub vat: VatKind,
    pub tax_number: Option<String>,
    pub vat_id: Option<String>,
    pub iban: Option<String>,
    pub deliveries: Vec<Delivery>,
    pub max_travel_minutes: Option<i64>,
    pub weekly_cap_hours: Option<i64>,
    pub availability: Vec<WeeklyWindow>,
    pub training: Option<Training>,
    /// The last valid day of the certificate of conduct.
    pub conduct_last_valid_on: Option<NaiveDate>,
    pub pledge_on: Option<NaiveDate>,
    pub measles_protection: bool,
    pub self_billing_agreed_on: Option<NaiveDate>,
    pub rate_agreement_signed_on: Option<NaiveDate>,
}

const COLUMNS: &[Column] = &[
    Column::new("number", &["Nummer", "Nr.", "Personalnummer"]),
    Column::new("first_name", &["Vorname", "given name"]),
    Column::new("last_name", &["Nachname", "Familienname", "surname"]),
    Column::new("gender", &["Geschlecht"]),
    Column::new("email", &["E-Mail", "E-Mail-Adresse", "mail"]),
    Column::new("phone", &["Telefon", "Mobil", "phone number"]).may_be_absent(),
    Column::new("street", &["Straße", "Straße und Hausnummer", "address"]),
    Column::new("postcode", &["PLZ", "Postleitzahl", "zip"]),
    Column::new("city", &["Ort", "Stadt", "Wohnort"]),
    Column::new("district", &["Stadtbezirk", "Bezirk"]),
    Column::new("languages", &["Sprachen", "Sprache"]),
    Column::new("employment", &["Gruppe", "Tätigkeit", "employment group"]),
    Column::new("vat", &["Umsatzsteuer", "USt", "vat kind"]),
    Column::new("tax_number", &["Steuernummer"]),
    Column::new("vat_id", &["USt-IdNr.", "USt-ID", "Umsatzsteuer-ID"]),
    Column::new("iban", &["IBAN", "Bankverbindung"]),
    Column::new("delivery", &["Einsatzart", "Einsatzarten"]),
    Column::new("max_travel_minutes", &["Max. Fahrzeit (Min.)", "Max. Fahrzeit"]).may_be_absent(),
    Column::new("weekly_cap_hours", &["Max. Wochenstunden", "Wochenstunden"]).may_be_absent(),
    Column::new("availability", &["Verfügbarkeit", "weekly availability"]),
    Column::new("training_group", &["Kursgruppe", "course group"]).may_be_absent(),
    Column::new("training_from", &["Zertifikat gültig ab", "certificate from"]).may_be_absent(),
    Column::new("training_until", &["Zertifikat gültig bis", "certificate until"]).may_be_absent(),
    Column::new("conduct_until", &["Führungszeugnis gültig bis", "police certificate until"]),
    Column::new("pledge_on", &["Verschwiegenheit vom", "confidentiality pledge on"]),
    Column::new("measles", &["Masernschutz", "measles protection"]),
    Column::new("self_billing_on", &["Gutschriftverfahren seit", "self-billing agreed on"]).may_be_absent(),
    Column::new("rate_agreement_on", &["Honorarvereinbarung vom", "rate agreement signed on"]).may_be_absent(),
];

/// Reads a list of interpreters.
///
/// # Errors
/// Every problem of the file; then nothing of it may be used.
pub fn read(bytes: &[u8]) -> Result<Vec<InterpreterEntry>, Vec<Problem>> {
    Table::parse(bytes, COLUMNS)?.read(entry)
}

fn entry(row: &mut Row<'_>) -> Option<InterpreterEntry> {
    row.unique(&["number"]);
    row.unique(&["email"]);
    let number = row.required("number", code);
    let first_name = row.required("first_name", text(80));
    let last_name = row.required("last_name", text(80));
    let gender = row.required("gender", gender);
    let email = row.required("email", email);
    let phone = row.optional("phone", phone);
    let street = row.required("street", text(120));
    let postcode = row.required("postcode", postcode);
    let city = row.required("city", text(80));
    let district = row.optional("district", District::parse);
    let languages = row.required("languages", spoken);
    let employment = row.required("employment", employment);
    let vat = row.required("vat", vat_kind);
    let (tax_number, vat_id) = tax(row);
    let iban = row.optional("iban", iban);
    let deliveries = row.required("delivery", deliveries);
    let max_travel_minutes = row.optional("max_travel_minutes", whole(5, 240));
    let weekly_cap_hours = row.optional("weekly_cap_hours", whole(1, 60));
    let availability = row.optional("availability", availability);
    let training = training(row);
    let conduct_last_valid_on = row.optional("conduct_until", date);
    let pledge_on = row.optional("pledge_on", date);
    let measles = row.optional("measles", yes_or_no);
    let self_billing_agreed_on = row.optional("self_billing_on", date);
    let rate_agreement_signed_on = row.optional("rate_agreement_on", date);
    Some(InterpreterEntry {
        line: row.line(),
        number: number?,
        first_name: first_name?,
        last_name: last_name?,
        gender: gender?,
        email: email?,
        phone: phone?,
        street: street?,
        postcode: postcode?,
        city: city?,
        district: district?,
        languages: languages?,
        employment: employment?,
        vat: vat?,
        tax_number: tax_number?,
        vat_id: vat_id?,
        iban: iban?,
        deliveries: deliveries?,
        max_travel_minutes: max_travel_minutes?,
        weekly_cap_hours: weekly_cap_hours?,
        availability: availability?.unwrap_or_default(),
        training: training?,
        conduct_last_valid_on: conduct_last_valid_on?,
        pledge_on: pledge_on?,
        measles_protection: measles?.unwrap_or(false),
        self_billing_agreed_on: self_billing_agreed_on?,
        rate_agreement_signed_on: rate_agreement_signed_on?,
    })
}

/// A document needs one of the two numbers of its issuer (§ 14(4) no. 2 UStG).
fn tax(row: &mut Row<'_>) -> (Option<Option<String>>, Option<Option<String>>) {
    let tax_number = row.optional("tax_number", text(20));
    let vat_id = row.optional("vat_id", vat_id);
    if tax_number == Some(None) && vat_id == Some(None) {
        row.refuse("tax_number", Why::of("table-tax-number"));
    }
    (tax_number, vat_id)
}

/// All three cells of the certificate, or none.
fn training(row: &mut Row<'_>) -> Option<Option<Training>> {
    let group = row.optional("training_group", whole(1, 99));
    let from = row.optional("training_from", date);
    let until = row.optional("training_until", date);
    match (group?, from?, until?) {
        (None, None, None) => Some(None),
        (Some(group), Some(valid_from), Some(last_valid_on)) if valid_from <= last_valid_on => {
            Some(Some(Training { group: u8::try_from(group).unwrap_or(u8::MAX), valid_from, last_valid_on }))
        }
        (Some(_), Some(_), Some(_)) => {
            row.refuse("training_until", Why::of("table-end-before-start"));
            None
        }
        _ => {
            row.refuse("training_group", Why::of("table-training-incomplete"));
            None
        }
    }
}
