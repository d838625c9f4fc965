//! Who should be asked for a session, and how should many sessions be shared among many people?
//!
//! The story: a booked session becomes a [`Need`]; every interpreter of the pool becomes a [`Candidate`]. [`recommend`] holds
//! the one against the others, rule by rule ([`rules`]), and answers for *everybody*: either all the obstacles, or the score
//! taken apart. [`waves`] turns such a ranking into the order in which people are asked and until when each may answer.
//!
//! Invariants: nothing here knows a database, a clock or a language of the reader. Numbers are integers. The same input
//! gives the same output, and the order in which candidates are handed over changes nothing. Nobody with an obstacle is
//! recommended. A refusal or a silence of the past is never counted against anyone: there is no field for it.

pub mod board;
pub mod code;
pub mod facts;
pub mod plan;
pub mod reason;
pub mod recommend;
#[cfg(test)]
mod recommend_tests;
pub mod rules;
pub mod travel;
pub mod waves;
pub mod weights;
pub mod working_hours;

pub use board::{BoardRules, Stage};
pub use code::Code;
pub use facts::{
    Busy, Candidate, Credential, CredentialKind, Delivery, DeliveryModes, Gender, GenderWish, Language, Level, Need,
    SaidBusy, Slot, Spoken, WeeklyWindow,
};
pub use reason::Reason;
pub use recommend::{Obstructed, Points, Ranking, Recommended, recommend};
pub use travel::{Point, TravelModel};
pub use waves::{OfferMode, OfferPlan, OfferRules, PlannedOffer, QuietHours, Situation};
pub use weights::{Weights, WeightsRefused};
