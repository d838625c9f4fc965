//! One session of a plan: what was, what is proposed, what became of it.

use crate::{
    booking::{assignment::Status, names::names},
    kernel::{clock::Instant, ids::*, message::Message, money::Cents},
    scheduling::Points,
};
use serde::{Deserialize, Serialize};

names! {
    /// What a plan says about a session.
    EntryOutcome {
        /// Somebody said yes already; it stays so.
        Accepted = "accepted",
        /// Is offered to this person already; the offer stays.
        Asked = "asked",
        /// This person should be asked.
        Proposed = "proposed",
        /// Nobody; the reason is told.
        Open = "open",
    }
}

names! {
    /// How far the offer of a proposal is.
    Sending {
        /// Will be sent in a moment.
        Waiting = "waiting",
        /// Was sent.
        Sent = "sent",
        /// Was not sent; the refusal says why.
        Refused = "refused",
    }
}

/// Why nobody takes a session in a plan, the first that applies.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum OpenReason {
    /// The office has no money for it yet; it waits.
    NoMoneyYet,
    /// Nobody of the pool speaks the language well enough.
    NobodySpeaks,
    /// Of those who speak it, nobody has what the session asks for: credentials on that day, gender, no exclusion.
    NobodyQualified,
    /// Of those, nobody is free, near and told early enough.
    NobodyFree,
    /// Who would be free works as many hours that week as they want to.
    WeeklyCap,
    /// Who could was asked and said no, or gave it back.
    SaidNo,
    /// Who could costs more than the office has left.
    Budget,
    /// Who could is needed for other sessions.
    Outweighed,
}

impl OpenReason {
    /// The name in the API and (with `-` for `_`) in locale keys.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::NoMoneyYet => "no_money_yet",
            Self::NobodySpeaks => "nobody_speaks",
            Self::NobodyQualified => "nobody_qualified",
            Self::NobodyFree => "nobody_free",
            Self::WeeklyCap => "weekly_cap",
            Self::SaidNo => "said_no",
            Self::Budget => "budget",
            Self::Outweighed => "outweighed",
        }
    }
}

/// How many are left after each question; the sentence about an open session is made of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Tally {
    /// Speak the language well enough.
    pub(super) speak: i64,
    /// And have what the session asks for.
    pub(super) qualified: i64,
    /// And are free, near and told early enough.
    pub(super) free: i64,
    /// And want to work that much in the week.
    pub(super) within_cap: i64,
    /// And have not said no.
    pub(super) willing: i64,
    /// And cost no more than the line has.
    pub(super) affordable: i64,
}

/// What is kept of a session as it was shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct EntryFacts {
    /// Where it stood.
    pub(super) status: Status,
    /// Raised with every change of the assignment.
    pub(super) version: i32,
    /// What was committed for it.
    pub(super) committed: Cents,
    /// Who had an open offer.
    pub(super) asked: Vec<InterpreterId>,
    /// What speaks for whom the plan names, as the ranking says it.
    pub(super) parts: Vec<Points>,
    /// Why nobody.
    pub(super) why: Option<OpenReason>,
    /// How many could.
    pub(super) tally: Tally,
}

/// One session of a plan as it is stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Entry {
    pub(super) plan: CityPlanId,
    pub(super) assignment: AssignmentId,
    pub(super) starts_at: Instant,
    pub(super) ends_at: Instant,
    pub(super) outcome: EntryOutcome,
    pub(super) interpreter: Option<InterpreterId>,
    /// Who had accepted it and can't come.
    pub(super) held_by: Option<InterpreterId>,
    /// What the interpreter can expect.
    pub(super) net: Cents,
    /// What the office pays.
    pub(super) gross: Cents,
    pub(super) facts: EntryFacts,
    pub(super) sending: Option<Sending>,
    pub(super) refused: Option<Message>,
}

impl Entry {
    /// Its offer can be sent, or sent again after a refusal.
    pub(super) fn can_be_sent(&self) -> bool {
        self.outcome == EntryOutcome::Proposed && matches!(self.sending, None | Some(Sending::Refused))
    }

    /// Whose open offers end when it is sent.
    pub(super) fn called_back(&self) -> impl Iterator<Item = InterpreterId> + '_ {
        let stays = self.outcome != EntryOutcome::Proposed;
        self.facts.asked.iter().copied().filter(move |one| !stays && Some(*one) != self.interpreter)
    }
}
