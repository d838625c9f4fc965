//! The list of budget lines of a fiscal year.

use super::values::code;
use crate::platform::table::{Column, Problem, Row, Table, Why, text, whole};

/// One budget line as a list describes it.
#[doc(alias = "Haushaltsstelle")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetLineEntry {
    /// The line of the file, for problems that show up later.
    pub line: u64,
    pub office: String,
    pub fiscal_year: i32,
    #[doc(alias = "Kostenstelle")]
    pub cost_center: String,
    #[doc(alias = "Kostenträger, PSP-Element")]
    pub cost_object: String,
    #[doc(alias = "Sachkonto")]
    pub account: String,
    pub name: String,
    /// Cents.
    #[doc(alias = "Haushaltsansatz")]
    pub appropriation_cents: i64,
    /// The share of the appropriation at which the office is warned, in percent.
    pub warn_percent: i64,
}

const COLUMNS: &[Column] = &[
    Column::new("office", &["Fachamt", "Amt", "office code"]),
    Column::new("fiscal_year", &["Haushaltsjahr", "Jahr", "year"]),
    Column::new("cost_center", &["Kostenstelle"]),
    Column::new("cost_object", &["Kostenträger", "PSP-Element", "Auftrag"]),
    Column::new("account", &["Sachkonto", "Konto"]),
    Column::new("name", &["Bezeichnung", "Name"]),
    Column::new("appropriation", &["Ansatz", "Haushaltsansatz", "Betrag"]),
    Column::new("warn_percent", &["Warnschwelle (%)", "Warnschwelle"]).may_be_absent(),
];

/// The share that warns where the list names none.
const WARN_PERCENT: i64 = 80;

/// Reads a list of budget lines.
///
/// # Errors
/// Every problem of the file; then nothing of it may be used.
pub fn read(bytes: &[u8]) -> Result<Vec<BudgetLineEntry>, Vec<Problem>> {
    Table::parse(bytes, COLUMNS)?.read(entry)
}

fn entry(row: &mut Row<'_>) -> Option<BudgetLineEntry> {
    row.unique(&["cost_center", "fiscal_year", "office", "cost_object", "account"]);
    let office = row.required("office", code);
    let fiscal_year = row.required("fiscal_year", whole(2015, 2100));
    let cost_center = row.required("cost_center", code);
    let cost_object = row.required("cost_object", code);
    let account = row.required("account", code);
    let name = row.required("name", text(120));
    let appropriation = row.required_cents("appropriation");
    if appropriation.is_some_and(|cents| cents < 0) {
        row.refuse("appropriation", Why::of("table-money-negative"));
    }
    let warn_percent = row.optional("warn_percent", whole(1, 100));
    Some(BudgetLineEntry {
        line: row.line(),
        office: office?.to_uppercase(),
        fiscal_year: i32::try_from(fiscal_year?).ok()?,
        cost_center: cost_center?,
        cost_object: cost_object?,
        account: account?,
        name: name?,
        appropriation_cents: appropriation.filter(|cents| *cents >= 0)?,
        warn_percent: warn_percent?.unwrap_or(WARN_PERCENT),
    })
}
