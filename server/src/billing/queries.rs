//! Read models: rows with the names that people know them by.

use super::{
    claim::Claim,
    documents::obstacles,
    open_work::open_work,
    store::{self, Conn, DocumentFilter, DocumentRow, MatchesOf},
    treasury::{OpenItem, named_by, propose},
    views::*,
};
use crate::{
    directory::{self, MissingForDocument},
    kernel::{
        clock::Instant,
        ids::*,
        time::{Month, berlin_date},
    },
    platform::fault::Fault,
};
use std::collections::{BTreeSet, HashMap};

/// Codes of the offices.
///
/// # Errors
/// The database can't be read.
pub async fn office_codes(conn: &impl Conn) -> Result<HashMap<OfficeId, String>, Fault> {
    Ok(directory::offices(conn).await?.into_iter().map(|office| (office.id, office.code)).collect())
}

/// Claims with names.
///
/// # Errors
/// The database can't be read.
pub async fn claim_views(conn: &impl Conn, claims: &[Claim]) -> Result<Vec<ClaimView>, Fault> {
    let offices = office_codes(conn).await?;
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
pub async fn claim_view(conn: &impl Conn, claim: &Claim) -> Result<ClaimView, Fault> {
    let view = claim_views(conn, std::slice::from_ref(claim)).await?.pop();
    Ok(view.ok_or_else(|| Fault::new("a claim has no view"))?.with_lines(claim)?)
}

/// Documents with names.
///
/// # Errors
/// The database can't be read.
pub async fn document_views(conn: &impl Conn, rows: &[DocumentRow]) -> Result<Vec<DocumentView>, Fault> {
    let offices = office_codes(conn).await?;
    let people = store::people(conn, rows.iter().filter_map(|row| row.interpreter).collect()).await?;
    let ids: Vec<DocumentId> = rows.iter().filter(|row| row.order.is_some()).map(|row| row.id).collect();
    let paid_on = store::paid_on(conn, &ids).await?;
    let all: Vec<DocumentId> = rows.iter().map(|row| row.id).collect();
    let mut forms: HashMap<DocumentId, Vec<FormView>> = HashMap::new();
    for (document, form, sha256) in store::forms(conn, &all).await? {
        forms.entry(document).or_default().push(FormView { form, sha256 });
    }
    Ok(rows
        .iter()
        .map(|row| {
            let person = row.interpreter.and_then(|id| people.get(&id)).map(|person| person.name.clone());
            let office = row.office.and_then(|id| offices.get(&id)).cloned();
            let forms = forms.remove(&row.id).unwrap_or_default();
            DocumentView::of(row, person.or(office).unwrap_or_default(), paid_on.get(&row.id).copied(), forms)
        })
        .collect())
}

/// Documents that fit a filter, with names.
///
/// # Errors
/// The database can't be read.
pub async fn documents(conn: &impl Conn, filter: &DocumentFilter) -> Result<Vec<DocumentView>, Fault> {
    let rows = store::documents(conn, filter).await?;
    document_views(conn, &rows).await
}

/// What a month waits for, with names.
///
/// # Errors
/// The database can't be read.
pub async fn missing(conn: &impl Conn, month: Month, now: Instant) -> Result<Vec<MissingView>, Fault> {
    Pool::load(conn, now).await?.missing(conn, month, now).await
}

/// What several months have in common: names, and whose data are incomplete.
pub struct Pool {
    names: HashMap<InterpreterId, String>,
    incomplete: HashMap<InterpreterId, Vec<MissingForDocument>>,
    offices: HashMap<OfficeId, String>,
}

impl Pool {
    /// Loads it once.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn load(conn: &impl Conn, now: Instant) -> Result<Self, Fault> {
        let today = berlin_date(now);
        let people = directory::interpreters(conn).await?;
        let incomplete = people
            .iter()
            .map(|person| (person.id, obstacles(person, today)))
            .filter(|(_, missing)| !missing.is_empty())
            .collect();
        let names = people.iter().map(|person| (person.id, person.name())).collect();
        Ok(Self { names, incomplete, offices: office_codes(conn).await? })
    }

    /// What a month waits for, with names.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn missing(&self, conn: &impl Conn, month: Month, now: Instant) -> Result<Vec<MissingView>, Fault> {
        let sessions = store::sessions(conn, month).await?;
        let fees = store::fees(conn, month).await?;
        Ok(open_work(&sessions, &fees, &self.incomplete, now)
            .iter()
            .map(|work| {
                let office = self.offices.get(&work.office).cloned().unwrap_or_default();
                let person = work.interpreter.and_then(|id| self.names.get(&id)).cloned().unwrap_or_default();
                MissingView::of(work, office, person)
            })
            .collect())
    }
}

/// Payments of which a part belongs to no order, with proposals; the oldest, at most so many.
///
/// # Errors
/// The database can't be read.
pub async fn unmatched(conn: &impl Conn, limit: Option<u64>) -> Result<Vec<PaymentView>, Fault> {
    let open = store::open_items(conn, true).await?;
    let waiting = store::unmatched(conn, limit).await?;
    let names: BTreeSet<String> = waiting.iter().flat_map(|(row, _)| named_by(&row.entry)).collect();
    let names: Vec<String> = names.into_iter().collect();
    let named = store::items_by_reference(conn, &names).await?;
    let named: HashMap<&str, &OpenItem> = named.iter().map(|item| (item.reference.as_str(), item)).collect();
    let mut views = Vec::with_capacity(waiting.len());
    for (row, rest) in &waiting {
        let ours = named_by(&row.entry);
        let named: Vec<OpenItem> =
            ours.iter().filter_map(|name| named.get(name.as_str())).map(|item| (*item).clone()).collect();
        let mut view = PaymentView::of(row, rest.get());
        view.proposals = propose(&row.entry, *rest, &named, &open).into_iter().map(ProposalView::from).collect();
        views.push(view);
    }
    Ok(views)
}

/// One payment with its matches and proposals.
///
/// # Errors
/// The database can't be read.
pub async fn payment(conn: &impl Conn, id: PaymentId) -> Result<Option<PaymentView>, Fault> {
    let Some(row) = store::payment(conn, id).await? else { return Ok(None) };
    let matches = store::matches(conn, MatchesOf::Payment(id)).await?;
    let taken: i64 = matches.iter().filter(|one| one.undone.is_none()).map(|one| one.amount.get()).sum();
    let mut view = PaymentView::of(&row, row.entry.amount.get() - taken);
    if view.unmatched_cents != 0 {
        let open = store::open_items(conn, true).await?;
        let named = store::items_by_reference(conn, &named_by(&row.entry)).await?;
        let rest = crate::kernel::money::Cents(view.unmatched_cents);
        view.proposals = propose(&row.entry, rest, &named, &open).into_iter().map(ProposalView::from).collect();
    }
    view.matches = matches.iter().map(MatchView::from).collect();
    Ok(Some(view))
}
