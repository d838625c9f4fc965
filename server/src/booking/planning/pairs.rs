//! Everybody against every session, by the rules and weights of the single ranking; and the price of whoever fits.

use super::{
    entry::Tally,
    world::{Member, Wanted, World},
};
use crate::{
    booking::estimate::PriceList,
    kernel::money::Cents,
    platform::fault::{Fault, Stop},
    scheduling::{
        Candidate, Points, Reason,
        recommend::obstacles_of,
        rules::{PREFERENCES, Pairing, Verdict},
    },
};

/// A pair that may be, taken by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Pair {
    /// The place of the interpreter in the pool.
    pub(super) member: usize,
    /// What the interpreter can expect.
    pub(super) net: Cents,
    /// What the office pays.
    pub(super) gross: Cents,
    /// Points of the ranking, without those for money and for knowing the file, which the planner counts itself.
    pub(super) score: i64,
}

/// One session with whom it may go to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Choices {
    /// By place in the pool.
    pub(super) pairs: Vec<Pair>,
    /// How many are left after each question.
    pub(super) tally: Tally,
}

/// All pairs that may be, by wanted session.
///
/// # Errors
/// A fee schedule is broken. A session without a price has no pairs.
pub(super) fn pairs(world: &World) -> Result<Vec<Choices>, Fault> {
    let mut all: Vec<Choices> = vec![Choices::default(); world.wanted.len()];
    for week in 0..world.span.weeks() {
        let candidates: Vec<Candidate> = world.pool.iter().map(|member| in_week(member, week)).collect();
        for (wanted, choices) in world.wanted.iter().zip(&mut all).filter(|(wanted, _)| wanted.week == week) {
            *choices = of_session(world, wanted, &candidates)?;
        }
    }
    Ok(all)
}

/// Somebody with the minutes that they work already in that week.
pub(super) fn in_week(member: &Member, week: usize) -> Candidate {
    let mut candidate = member.candidate.clone();
    candidate.worked_min = member.worked.get(week).copied().unwrap_or_default();
    candidate
}

fn of_session(world: &World, wanted: &Wanted, candidates: &[Candidate]) -> Result<Choices, Fault> {
    let left = world.money.get(&wanted.request.budget_line).copied().unwrap_or(Cents::ZERO);
    let mut choices = Choices::default();
    let Ok(mut prices) = PriceList::of(&wanted.request) else { return Ok(choices) };
    for (number, (candidate, member)) in candidates.iter().zip(&world.pool).enumerate() {
        let pairing = Pairing { need: &wanted.need, candidate, weights: &world.rules.weights, now: world.now };
        let first = obstacles_of(&pairing).iter().map(question).min();
        let tally = &mut choices.tally;
        for (passed, count) in [
            (Question::Language, &mut tally.speak),
            (Question::Qualification, &mut tally.qualified),
            (Question::Availability, &mut tally.free),
            (Question::Week, &mut tally.within_cap),
        ] {
            *count += i64::from(first.is_none_or(|obstacle| obstacle > passed));
        }
        if first.is_some() || wanted.said_no(candidate.id) {
            continue;
        }
        tally.willing += 1;
        let (net, gross) = match prices.price(&member.facts) {
            Ok(price) => price,
            Err(Stop::Refused(_)) => continue,
            Err(Stop::Fault(fault)) => return Err(fault),
        };
        if gross > left {
            continue;
        }
        tally.affordable += 1;
        let counted = preferences(&pairing).filter(|part| !is_counted_by_the_planner(&part.reason));
        let score = counted.map(|part| i64::from(part.points)).sum();
        choices.pairs.push(Pair { member: number, net, gross, score });
    }
    Ok(choices)
}

/// What speaks for somebody, as the single ranking says it.
pub(super) fn preferences<'a>(pairing: &'a Pairing<'a>) -> impl Iterator<Item = Points> + 'a {
    PREFERENCES.iter().filter_map(|rule| match rule(pairing) {
        Verdict::Score(points, reason) => Some(Points { points, reason }),
        _ => None,
    })
}

fn is_counted_by_the_planner(reason: &Reason) -> bool {
    matches!(reason, Reason::KnowsTheFile | Reason::Fee { .. })
}

/// What a plan asks, in this order; whoever fails at one is not counted for the next.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Question {
    Language,
    Qualification,
    Availability,
    Week,
    Money,
}

/// Which question an obstacle answers with no. All that is not named is about when, where and how somebody works.
fn question(reason: &Reason) -> Question {
    match reason {
        Reason::Inactive | Reason::DoesNotSpeak { .. } | Reason::ProficiencyTooLow { .. } => Question::Language,
        Reason::CredentialMissing { .. }
        | Reason::CredentialNotValid { .. }
        | Reason::GenderRequired { .. }
        | Reason::ExcludedForThisSession
        | Reason::DoesNotWorkForThisOffice
        | Reason::DoesNotTakeThisTopic => Question::Qualification,
        Reason::WeeklyCap { .. } => Question::Week,
        Reason::NoMoney { .. } => Question::Money,
        _ => Question::Availability,
    }
}
