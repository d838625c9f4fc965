//! Billing below `/api/v1`: the same verbs as the pages.

mod claims;
mod documents;
mod months;
mod rates;
mod treasury;

use super::{
    claim::{CertificationKind, ClaimStatus},
    documents::{DocumentKind, FormKind},
    open_work::Missing,
    reconcile,
    store::DocumentState,
    treasury::{Certainty, HandOverForm, Why},
    views,
};
use crate::{
    identity::{ApiStop, Denied},
    kernel::time::Month,
};
use rocket::{Route, routes};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

/// Mounted at `/api/v1`.
#[must_use]
pub fn api_routes() -> Vec<Route> {
    routes![
        claims::list,
        claims::one,
        claims::certify,
        claims::send_back,
        claims::pay_beyond_budget,
        months::month,
        months::close,
        months::reconciliation,
        rates::list,
        rates::accept,
        rates::compare,
        documents::list,
        documents::one,
        documents::content,
        documents::file,
        documents::form,
        documents::reverse,
        documents::orders,
        documents::order,
        treasury::hand_overs,
        treasury::hand_over,
        treasury::accept,
        treasury::take_to_bank,
        treasury::file,
        treasury::form,
        treasury::open_items,
        treasury::payments,
        treasury::payment,
        treasury::feedback,
        treasury::match_one,
        treasury::match_all,
        treasury::undo,
    ]
}

/// Billing's part of the API's description.
#[derive(OpenApi)]
#[openapi(
    paths(
        claims::list,
        claims::one,
        claims::certify,
        claims::send_back,
        claims::pay_beyond_budget,
        months::month,
        months::close,
        months::reconciliation,
        rates::list,
        rates::accept,
        rates::compare,
        documents::list,
        documents::one,
        documents::content,
        documents::file,
        documents::form,
        documents::reverse,
        documents::orders,
        documents::order,
        treasury::hand_overs,
        treasury::hand_over,
        treasury::accept,
        treasury::take_to_bank,
        treasury::file,
        treasury::form,
        treasury::open_items,
        treasury::payments,
        treasury::payment,
        treasury::feedback,
        treasury::match_one,
        treasury::match_all,
        treasury::undo,
    ),
    components(schemas(
        CertificationKind,
        ClaimStatus,
        DocumentKind,
        DocumentState,
        FormKind,
        Missing,
        Certainty,
        Why,
        ReasonForm,
        rates::ScheduleView,
        rates::AcceptanceView,
        rates::AcceptanceForm,
        rates::ComparisonView,
        rates::DifferenceView,
        reconcile::Report,
        reconcile::OfficeProof,
        reconcile::Sums,
        reconcile::Difference,
        reconcile::Cause,
        views::ClaimView,
        views::CertificationView,
        views::LineView,
        views::DocumentView,
        views::FormView,
        views::OrderView,
        views::HandOverView,
        views::HandOverFormView,
        views::RefusedView,
        HandOverForm,
        views::PaymentView,
        views::ProposalView,
        views::MatchView,
        views::OpenItemView,
        views::MissingView,
        claims::CertificationForm,
        months::MonthView,
        months::ClosedView,
        months::HeldBackView,
        documents::OrderForm,
        treasury::ImportedView,
        treasury::MatchForm,
        treasury::MatchedView,
    ))
)]
pub struct ApiDoc;

/// Why something is done.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReasonForm {
    /// At most 500 characters, no names of clients.
    pub reason: String,
}

/// The month of an address.
fn month_of(text: &str) -> Result<Month, ApiStop> {
    Month::parse(text).ok_or_else(|| ApiStop::from(Denied::Unknown))
}
