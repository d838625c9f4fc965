//! The ends of the past months: closed, ordered, handed over, paid.

use super::{Founded, happened, may};
use crate::{
    billing::{
        self,
        commands::{Taker, accept_hand_over, close_settlement, hand_over, import_feedback, order_payment},
    },
    identity::policy,
    kernel::{
        actor::Role,
        city::City,
        clock::Instant,
        ids::{DocumentId, HandOverId},
        time::{Month, berlin_date},
    },
    platform::{db::Tx, fault::Fault},
};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// What the months have produced so far.
#[derive(Default)]
pub(super) struct Files {
    documents: BTreeMap<i64, Vec<DocumentId>>,
    handed_over: BTreeMap<i64, HandOverId>,
}

/// The demo's city, as `Config::into_demo` has it.
fn hall() -> City {
    City {
        name: "Stuttgart".to_owned(),
        street: "Marktplatz 1".to_owned(),
        postcode: "70173".to_owned(),
        place: "Stuttgart".to_owned(),
    }
}

/// Months since the year 0, so that a step can carry one.
pub(super) fn serial(month: Month) -> i64 {
    i64::from(month.first().year()) * 12 + i64::from(month.first().month0())
}

/// The month behind such a number.
pub(super) fn month(serial: i64) -> Month {
    let year = i32::try_from(serial.div_euclid(12)).unwrap_or(0);
    let month0 = u32::try_from(serial.rem_euclid(12)).unwrap_or(0);
    Month::of(NaiveDate::from_ymd_opt(year, month0 + 1, 1).unwrap_or_default())
}

impl Files {
    pub(super) async fn close(&mut self, city: &Founded, month: Month, now: Instant, tx: &mut Tx) -> Result<(), Fault> {
        let clerk = city.staff(Role::FinanceClerk, None)?;
        let permit = may(&clerk, policy::CloseSettlement {})?;
        if let Some(closed) = happened(close_settlement(permit, month, Some(&hall()), now, tx).await)? {
            self.documents.entry(serial(month)).or_default().extend(closed.documents);
        }
        Ok(())
    }

    /// Settlements between offices are no payments; ordering them is refused and so did not happen.
    pub(super) async fn order(&mut self, city: &Founded, month: Month, now: Instant, tx: &mut Tx) -> Result<(), Fault> {
        let officer = city.staff(Role::AuthorizingOfficer, None)?;
        for document in self.documents.get(&serial(month)).into_iter().flatten() {
            let permit = may(&officer, policy::OrderPayment { document: *document })?;
            happened(order_payment(permit, now, tx).await)?;
        }
        Ok(())
    }

    pub(super) async fn hand_over(
        &mut self,
        city: &Founded,
        month: Month,
        now: Instant,
        tx: &mut Tx,
    ) -> Result<(), Fault> {
        let treasury = city.staff(Role::Treasury, None)?;
        let permit = may(&treasury, policy::HandOver {})?;
        if let Some(id) = happened(hand_over(permit, None, now, tx).await)? {
            let permit = may(&treasury, policy::HandOver {})?;
            happened(accept_hand_over(permit, id, Taker::Treasury, now, tx).await)?;
            self.handed_over.insert(serial(month), id);
        }
        Ok(())
    }

    /// The treasury pays what was handed over and says so in its own list.
    pub(super) async fn pay(&mut self, city: &Founded, month: Month, now: Instant, tx: &mut Tx) -> Result<(), Fault> {
        let Some(id) = self.handed_over.get(&serial(month)) else { return Ok(()) };
        let Some((_, bytes)) = billing::hand_over_file(tx.conn(), *id).await? else { return Ok(()) };
        let list = feedback(&bytes, berlin_date(now))?;
        let treasury = city.staff(Role::Treasury, None)?;
        let permit = may(&treasury, policy::MatchPayments {})?;
        happened(import_feedback(permit, list.as_bytes(), now, tx).await)?;
        Ok(())
    }
}

/// One line for each document of a hand-over file.
fn feedback(file: &[u8], paid_on: NaiveDate) -> Result<String, Fault> {
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(file);
    let headers = reader.headers()?.clone();
    let column = |name: &str| {
        let found = headers.iter().position(|header| header == name);
        found.ok_or_else(|| Fault::new(format!("the hand-over file has no column {name}")))
    };
    let (reference, amount, payee, iban) =
        (column("ende_zu_ende")?, column("betrag")?, column("empfaenger")?, column("iban")?);
    let mut documents: BTreeMap<String, (i64, String, String)> = BTreeMap::new();
    for record in reader.records() {
        let record = record?;
        let text = |column: usize| record.get(column).unwrap_or_default().to_owned();
        let cents: i64 = text(amount).replace([',', '.'], "").parse()?;
        let entry = documents.entry(text(reference)).or_insert_with(|| (0, text(payee), text(iban)));
        entry.0 += cents;
    }
    let mut list =
        String::from("Buchungsreferenz;Buchungstag;Betrag;Währung;Belegnummer;Verwendungszweck;Empfänger;IBAN\n");
    for (reference, (cents, payee, iban)) in documents {
        let amount = crate::kernel::money::Cents(cents).plain().replace('.', ",");
        let day = paid_on.format("%d.%m.%Y");
        list.push_str(&format!("Z-{reference};{day};{amount};EUR;{reference};{reference};\"{payee}\";{iban}\n"));
    }
    Ok(list)
}
