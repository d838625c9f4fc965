//! Read models: rows with the names that people know them by.

use super::{
    claim::Claim,
    documents::{Obstacle, obstacles},
    open_work::open_work,
    store::{self, DocumentFilter, DocumentRow, MatchesOf},
    treasury::{named_by, propose},
    views::*,
};
use crate::{
    directory,
    kernel::{
        clock::Instant,
        ids::*,
        time::{Month, berlin_date},
    },
    platform::{db::Db, fault::Fault},
};
use std::collections::HashMap;

/// Codes of the offices.
///
/// # Errors
/// The database can't be read.
pub async fn office_codes(db: &Db) -> Result<HashMap<OfficeId, String>, Fault> {
    Ok(directory::offices(db.read()).await?.into_iter().map(|office| (office.id, office.code)).collect())
}

/// Claims with names.
///
/// # Errors
/// The database can't be read.
pub async fn claim_views(db: &Db, claims: &[Claim]) -> Result<Vec<ClaimView>, Fault> {
    let conn = db.read();
    let offices = office_codes(db).await?;
    let people = store::people(conn, claims.iter().map(|claim| claim.interpreter).collect()).await?;
    let bookings = store::bookings(conn, claims.iter().map(|claim| claim.assignment).collect()).await?;
    let accounts = claims.iter().flat_map(|claim| claim.certifications.iter().map(|one| one.account));
    let colleagues = store::colleagues(conn, accounts.collect()).await?;
    let colleague = |id: AccountId| colleagues.get(&id).cloned().unwrap_or_default();
    Ok(claims
        .iter()
        .map(|claim| {
            ClaimView::of(
                claim,
                bookings.get(&claim.assignment),
                people.get(&claim.interpreter),
                offices.get(&claim.office).map(String::as_str),
                colleague,
            )
        })
        .collect())
}

/// One claim with names and its calculation.
///
/// # Errors
/// The database can't be read.
pub async fn claim_view(db: &Db, claim: &Claim) -> Result<ClaimView, Fault> {
    let view = claim_views(db, std::slice::from_ref(claim)).await?.pop();
    Ok(view.ok_or_else(|| Fault::new("a claim has no view"))?.with_lines(claim)?)
}

/// Documents with names.
///
/// # Errors
/// The database can't be read.
pub async fn document_views(db: &Db, rows: &[DocumentRow]) -> Result<Vec<DocumentView>, Fault> {
    let offices = office_codes(db).await?;
    let people = store::people(db.read(), rows.iter().filter_map(|row| row.interpreter).collect()).await?;
    let ids: Vec<DocumentId> = rows.iter().filter(|row| row.order.is_some()).map(|row| row.id).collect();
    let paid_on = store::paid_on(db.read(), &ids).await?;
    Ok(rows
        .iter()
        .map(|row| {
            let person = row.interpreter.and_then(|id| people.get(&id)).map(|person| person.name.clone());
            let office = row.office.and_then(|id| offices.get(&id)).cloned();
            DocumentView::of(row, person.or(office).unwrap_or_default(), paid_on.get(&row.id).copied())
        })
        .collect())
}

/// Documents that fit a filter, with names.
///
/// # Errors
/// The database can't be read.
pub async fn documents(db: &Db, filter: &DocumentFilter) -> Result<Vec<DocumentView>, Fault> {
    let rows = store::documents(db.read(), filter).await?;
    document_views(db, &rows).await
}

/// What a month waits for, with names.
///
/// # Errors
/// The database can't be read.
pub async fn missing(db: &Db, month: Month, now: Instant) -> Result<Vec<MissingView>, Fault> {
    let conn = db.read();
    let sessions = store::sessions(conn, month).await?;
    let fees = store::fees(conn, month).await?;
    let today = berlin_date(now);
    let people = directory::interpreters(conn).await?;
    let incomplete: HashMap<InterpreterId, Vec<Obstacle>> = people
        .iter()
        .map(|person| (person.id, obstacles(person, today)))
        .filter(|(_, missing)| !missing.is_empty())
        .collect();
    let names: HashMap<InterpreterId, String> = people.iter().map(|person| (person.id, person.name())).collect();
    let offices = office_codes(db).await?;
    Ok(open_work(&sessions, &fees, &incomplete, now)
        .iter()
        .map(|work| {
            let office = offices.get(&work.office).cloned().unwrap_or_default();
            let person = work.interpreter.and_then(|id| names.get(&id)).cloned().unwrap_or_default();
            MissingView::of(work, office, person)
        })
        .collect())
}

/// Payments of which a part belongs to no order, with proposals.
///
/// # Errors
/// The database can't be read.
pub async fn unmatched(db: &Db) -> Result<Vec<PaymentView>, Fault> {
    let open = store::open_items(db.read(), true).await?;
    let mut views = Vec::new();
    for (row, rest) in store::unmatched(db.read()).await? {
        let named = store::items_by_reference(db.read(), &named_by(&row.entry)).await?;
        let mut view = PaymentView::of(&row, rest.get());
        view.proposals = propose(&row.entry, rest, &named, &open).into_iter().map(ProposalView::from).collect();
        views.push(view);
    }
    Ok(views)
}

/// One payment with its matches and proposals.
///
/// # Errors
/// The database can't be read.
pub async fn payment(db: &Db, id: PaymentId) -> Result<Option<PaymentView>, Fault> {
    let Some(row) = store::payment(db.read(), id).await? else { return Ok(None) };
    let matches = store::matches(db.read(), MatchesOf::Payment(id)).await?;
    let taken: i64 = matches.iter().filter(|one| one.undone.is_none()).map(|one| one.amount.get()).sum();
    let mut view = PaymentView::of(&row, row.entry.amount.get() - taken);
    if view.unmatched_cents != 0 {
        let open = store::open_items(db.read(), true).await?;
        let named = store::items_by_reference(db.read(), &named_by(&row.entry)).await?;
        let rest = crate::kernel::money::Cents(view.unmatched_cents);
        view.proposals = propose(&row.entry, rest, &named, &open).into_iter().map(ProposalView::from).collect();
    }
    view.matches = matches.iter().map(MatchView::from).collect();
    Ok(Some(view))
}
