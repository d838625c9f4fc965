//! Who is asked when, and until when each may answer.
//!
//! *Direct*: the best person alone first, then groups. *Waves*: groups from the start. *Broadcast*: everybody at once. The
//! first yes wins; whoever stays silent loses nothing. A waiting time is a share of the working time that is left, so it
//! shrinks as the session comes nearer. When the time left is too short for another wait, all who remain are asked together.
//! After the last offer the assignment goes to the coordination; it never ends in silence.

use super::recommend::Ranking;
use super::working_hours::{WorkingDay, WorkingHours, civil_minute, instant, next};
use crate::kernel::ids::InterpreterId;
use crate::kernel::time::berlin_date;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
/// How people are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferMode {
    Direct,
    Waves,
    /// All that fit, at once: an emergency.
    Broadcast,
}

/// Hours in which nobody's phone rings, in civil minutes after midnight; from 21:00 to 07:00 is `1260` to `420`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    pub from_min: u16,
    pub to_min: u16,
    /// Whether an emergency may ring nevertheless; only the person may allow it.
    pub except_emergency: bool,
}

impl QuietHours {
    fn include(self, minute: u16) -> bool {
        if self.from_min <= self.to_min {
            self.from_min <= minute && minute < self.to_min
        } else {
            self.from_min <= minute || minute < self.to_min
        }
    }

    /// The first instant from `at` on that is not quiet.
    fn first_loud(self, at: DateTime<Utc>) -> DateTime<Utc> {
        let minute = civil_minute(at);
        if !self.include(minute) {
            return at;
        }
        let today = berlin_date(at);
        let end = instant(if minute < self.to_min { today } else { next(today) }, self.to_min);
        end.max(at)
    }
}

/// The city's rules for offers, as data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OfferRules {
    /// How people are asked when nothing else is said.
    pub mode: OfferMode,
    /// How many people a wave asks; at least one.
    pub wave_size: u16,
    /// Share of the working time left that one wave waits, in percent.
    pub wait_share_pct: u16,
    /// The shortest and the longest wait, in working minutes.
    pub shortest_wait_min: u16,
    pub longest_wait_min: u16,
    /// With less working time than this before the session, everybody is asked at once.
    pub emergency_below_min: u16,
    /// Minutes before the session until which a yes is still of use.
    pub last_answer_before_min: u16,
    pub working_day: WorkingDay,
    /// Quiet hours of those who set none.
    pub quiet: QuietHours,
}

impl OfferRules {
    /// The rules after so many gave the job back: each time twice as many people are asked at once, because less time is left.
    #[must_use]
    pub fn widened(mut self, dropped_out: usize) -> Self {
        let factor = 1_u16 << dropped_out.min(6);
        self.wave_size = self.wave_size.max(1).saturating_mul(factor);
        if self.mode == OfferMode::Direct && dropped_out > 0 {
            self.mode = OfferMode::Waves;
        }
        self
    }
}

impl Default for OfferRules {
    /// Three at a time, a fifth of what is left, between half an hour and two working days.
    fn default() -> Self {
        Self {
            mode: OfferMode::Waves,
            wave_size: 3,
            wait_share_pct: 20,
            shortest_wait_min: 30,
            longest_wait_min: 1200,
            emergency_below_min: 240,
            last_answer_before_min: 60,
            working_day: WorkingDay::default(),
            quiet: QuietHours { from_min: 21 * 60, to_min: 7 * 60, except_emergency: false },
        }
    }
}

/// What the offers are made in: when it is, when the session is, and what the caller knows about days and people.
#[derive(Clone, Copy)]
pub struct Situation<'a> {
    pub now: DateTime<Utc>,
    pub session_starts_at: DateTime<Utc>,
    /// How the city would like to ask; an emergency overrides it.
    pub mode: OfferMode,
    /// A case worker said that it can't wait.
    pub emergency: bool,
    pub is_holiday: &'a dyn Fn(NaiveDate) -> bool,
    /// Whether a person hears of an offer at once. Whoever wants no mail rides along with a wave at their place in the ranking
    /// and takes nobody's place in it, so that a wave never waits for people who don't know of it.
    pub is_told: &'a dyn Fn(InterpreterId) -> bool,
    /// A person's own quiet hours; none means the city's.
    pub quiet_of: &'a dyn Fn(InterpreterId) -> Option<QuietHours>,
}

/// One offer to be sent.
#[doc(alias = "Angebot")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedOffer {
    pub interpreter: InterpreterId,
    /// Counted from 1.
    #[doc(alias = "Welle")]
    pub wave: u16,
    pub ask_at: DateTime<Utc>,
    /// The first instant at which a yes comes too late.
    pub expires_at: DateTime<Utc>,
}

/// All offers of one assignment, and when it goes to the coordination if nobody says yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferPlan {
    /// How people are really asked.
    pub mode: OfferMode,
    /// By wave, within a wave best first.
    pub offers: Vec<PlannedOffer>,
    pub to_coordination_at: DateTime<Utc>,
}

/// Plans the offers for a ranking.
///
/// Nobody is asked in their quiet hours, nor so late that no time to answer is left; such people are left out and the
/// coordination finds them in the ranking. It can't fail; with nobody to ask, the assignment goes to the coordination now.
pub fn plan_offers(ranking: &Ranking, situation: &Situation<'_>, rules: &OfferRules) -> OfferPlan {
    let hours = WorkingHours { day: rules.working_day, is_holiday: situation.is_holiday };
    let last_answer_at = last_answer(situation, rules);
    let left = hours.minutes_between(situation.now, situation.session_starts_at);
    let emergency = situation.emergency || left < i64::from(rules.emergency_below_min);
    let mode = if emergency { OfferMode::Broadcast } else { situation.mode };

    let mut waiting: Vec<InterpreterId> = ranking.interpreters().collect();
    let mut offers = Vec::with_capacity(waiting.len());
    let mut wave_at = situation.now;
    let mut wave = 1_u16;
    while !waiting.is_empty() && wave_at < last_answer_at {
        let expires_at = match wait(rules, hours.minutes_between(wave_at, last_answer_at)) {
            Some(minutes) if mode != OfferMode::Broadcast => hours.after(wave_at, minutes).min(last_answer_at),
            _ => last_answer_at,
        };
        let asked = if expires_at == last_answer_at {
            waiting.len()
        } else {
            reach(&waiting, size(mode, wave, rules), situation)
        };
        for interpreter in waiting.drain(..asked) {
            let quiet = (situation.quiet_of)(interpreter).unwrap_or(rules.quiet);
            let ask_at = if emergency && quiet.except_emergency { wave_at } else { quiet.first_loud(wave_at) };
            // Whoever sleeps through the wave gets as long as the wave still lasts, or a turn of their own at its end.
            let expires_at = if ask_at < expires_at {
                expires_at
            } else {
                hours.after(ask_at, i64::from(rules.shortest_wait_min)).min(last_answer_at)
            };
            if ask_at < expires_at {
                offers.push(PlannedOffer { interpreter, wave, ask_at, expires_at });
            }
        }
        wave_at = expires_at;
        wave = wave.saturating_add(1);
    }
    let to_coordination_at = offers.iter().map(|offer| offer.expires_at).max().unwrap_or(situation.now);
    OfferPlan { mode, offers, to_coordination_at }
}

/// Until when a yes is of use. When even that has passed, until the session begins.
fn last_answer(situation: &Situation<'_>, rules: &OfferRules) -> DateTime<Utc> {
    let wished = situation.session_starts_at - TimeDelta::minutes(i64::from(rules.last_answer_before_min));
    if situation.now < wished { wished } else { situation.session_starts_at }
}

/// How many working minutes a wave waits with so many left; none when there is no time for a wait and a further wave.
fn wait(rules: &OfferRules, left: i64) -> Option<i64> {
    let (shortest, longest) = (i64::from(rules.shortest_wait_min), i64::from(rules.longest_wait_min));
    let share = left * i64::from(rules.wait_share_pct) / 100;
    (left >= 2 * shortest).then(|| share.min(longest).max(shortest).max(1))
}

/// How far down the ranking a wave goes to tell so many people.
fn reach(waiting: &[InterpreterId], size: usize, situation: &Situation<'_>) -> usize {
    let told = waiting.iter().enumerate().filter(|(_, person)| (situation.is_told)(**person));
    told.map(|(at, _)| at + 1).nth(size.saturating_sub(1)).unwrap_or(waiting.len())
}

/// How many people a wave tells.
fn size(mode: OfferMode, wave: u16, rules: &OfferRules) -> usize {
    if mode == OfferMode::Direct && wave == 1 { 1 } else { usize::from(rules.wave_size.max(1)) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use crate::scheduling::{Recommended, Weights};

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }
    fn person(number: u128) -> InterpreterId {
        InterpreterId(uuid::Uuid::from_u128(number))
    }
    fn ranking(people: u128) -> Ranking {
        let recommended =
            (1..=people).map(|n| Recommended { interpreter: person(n), score: -(n as i64), parts: vec![] }).collect();
        Ranking { made_at: utc("2026-12-01T09:00:00Z"), weights: Weights::default(), recommended, obstructed: vec![] }
    }
    fn plan(people: u128, now: &str, starts: &str, mode: OfferMode) -> OfferPlan {
        let situation = Situation {
            now: utc(now),
            session_starts_at: utc(starts),
            mode,
            emergency: false,
            is_holiday: &|_| false,
            is_told: &|_| true,
            quiet_of: &|_| None,
        };
        plan_offers(&ranking(people), &situation, &OfferRules::default())
    }
    fn waves(plan: &OfferPlan) -> Vec<usize> {
        let last = plan.offers.iter().map(|o| o.wave).max().unwrap_or(0);
        (1..=last).map(|w| plan.offers.iter().filter(|o| o.wave == w).count()).collect()
    }

    #[test]
    fn direct_asks_one_then_groups() {
        // Tuesday 10:00 to Tuesday 10:00 a week later, Berlin winter time.
        let plan = plan(8, "2026-12-01T09:00:00Z", "2026-12-08T09:00:00Z", OfferMode::Direct);
        assert_eq!(waves(&plan), [1, 3, 3, 1]);
        assert_eq!(plan.offers[0].interpreter, person(1));
        // 50 working hours less the last one are left (49 h = 2940 min); a fifth is 588 minutes: until Tuesday 18:00 480, then 108.
        assert_eq!(plan.offers[0].expires_at, utc("2026-12-02T08:48:00Z"));
        assert_eq!(plan.offers[1].ask_at, plan.offers[0].expires_at);
    }

    #[test]
    fn waits_shrink_and_the_last_wave_asks_all_who_remain() {
        let plan = plan(34, "2026-12-01T07:00:00Z", "2026-12-01T17:00:00Z", OfferMode::Waves);
        // 540 min until 17:00 Berlin: after 108, 86, 69, 55, 44, 35, 30, 30, 30 less than an hour is left.
        assert_eq!(waves(&plan), [3, 3, 3, 3, 3, 3, 3, 3, 3, 7]);
        let asked: Vec<_> = (0..10).map(|w| plan.offers[w * 3].ask_at).collect();
        let gaps: Vec<i64> = asked.windows(2).map(|pair| (pair[1] - pair[0]).num_minutes()).collect();
        assert_eq!(gaps, [108, 86, 69, 55, 44, 35, 30, 30, 30]);
        assert_eq!(plan.to_coordination_at, utc("2026-12-01T16:00:00Z"));
    }

    #[test]
    fn little_time_makes_it_a_broadcast() {
        let plan = plan(30, "2026-12-01T09:00:00Z", "2026-12-01T12:00:00Z", OfferMode::Direct);
        assert_eq!(plan.mode, OfferMode::Broadcast);
        assert_eq!(waves(&plan), [30]);
        assert!(plan.offers.iter().all(|o| o.expires_at == utc("2026-12-01T11:00:00Z")));
    }

    #[test]
    fn who_wants_no_mail_rides_along_and_takes_nobodys_place() {
        // Of ten people the first, the third and the last want no mail.
        let silent = [person(1), person(3), person(10)];
        let situation = Situation {
            now: utc("2026-12-01T09:00:00Z"),
            session_starts_at: utc("2026-12-15T09:00:00Z"),
            mode: OfferMode::Waves,
            emergency: false,
            is_holiday: &|_| false,
            is_told: &|who| !silent.contains(&who),
            quiet_of: &|_| None,
        };
        let plan = plan_offers(&ranking(10), &situation, &OfferRules::default());
        // Told: 2, 4, 5; then 6, 7, 8; then 9 and whoever is left.
        assert_eq!(waves(&plan), [5, 3, 2]);
    }

    #[test]
    fn each_drop_out_doubles_the_wave() {
        let rules = OfferRules { mode: OfferMode::Direct, ..OfferRules::default() };
        for (dropped_out, size, mode) in [
            (0, 3, OfferMode::Direct),
            (1, 6, OfferMode::Waves),
            (2, 12, OfferMode::Waves),
            (99, 192, OfferMode::Waves),
        ] {
            let widened = rules.widened(dropped_out);
            assert_eq!((widened.wave_size, widened.mode), (size, mode), "{dropped_out}");
        }
        assert_eq!(OfferRules { wave_size: u16::MAX, ..rules }.widened(3).wave_size, u16::MAX);
    }

    #[test]
    fn nobody_is_woken_unless_they_allow_it() {
        let situation = Situation {
            now: utc("2026-12-01T22:00:00Z"), // 23:00 in Berlin
            session_starts_at: utc("2026-12-02T08:00:00Z"),
            mode: OfferMode::Waves,
            emergency: true,
            is_holiday: &|_| false,
            is_told: &|_| true,
            quiet_of: &|who| {
                (who == person(2)).then_some(QuietHours { from_min: 1260, to_min: 420, except_emergency: true })
            },
        };
        let plan = plan_offers(&ranking(3), &situation, &OfferRules::default());
        let asked: Vec<_> = plan.offers.iter().map(|o| o.ask_at).collect();
        assert_eq!(asked, [utc("2026-12-02T06:00:00Z"), utc("2026-12-01T22:00:00Z"), utc("2026-12-02T06:00:00Z")]);
    }

    #[test]
    fn quiet_hours_end_at_their_end_even_when_clocks_change() {
        let quiet = QuietHours { from_min: 1260, to_min: 420, except_emergency: false };
        // In the night to 2026-03-29 an hour is missing; 07:00 is 05:00 UTC.
        assert_eq!(quiet.first_loud(utc("2026-03-28T22:00:00Z")), utc("2026-03-29T05:00:00Z"));
        assert_eq!(quiet.first_loud(utc("2026-03-29T05:00:00Z")), utc("2026-03-29T05:00:00Z"));
        let noon = QuietHours { from_min: 720, to_min: 780, except_emergency: false };
        assert_eq!(noon.first_loud(utc("2026-12-01T11:30:00Z")), utc("2026-12-01T12:00:00Z"));
        let never = QuietHours { from_min: 0, to_min: 0, except_emergency: false };
        assert_eq!(never.first_loud(utc("2026-12-01T11:30:00Z")), utc("2026-12-01T11:30:00Z"));
    }

    #[test]
    fn with_nobody_to_ask_it_goes_to_the_coordination_at_once() {
        let plan = plan(0, "2026-12-01T09:00:00Z", "2026-12-08T09:00:00Z", OfferMode::Waves);
        assert_eq!((plan.offers.len(), plan.to_coordination_at), (0, utc("2026-12-01T09:00:00Z")));
        let past = self::plan(3, "2026-12-08T10:00:00Z", "2026-12-08T09:00:00Z", OfferMode::Waves);
        assert_eq!(past.offers.len(), 0);
    }

    proptest::proptest! {
        #[test]
        fn every_offer_leaves_time_and_ends_before_the_session(people in 0u128..40, ahead in -600i64..60_000, direct: bool) {
            let now = utc("2026-12-01T09:00:00Z");
            let situation = Situation {
                now,
                session_starts_at: now + TimeDelta::minutes(ahead),
                mode: if direct { OfferMode::Direct } else { OfferMode::Waves },
                emergency: false,
                is_holiday: &|_| false,
                is_told: &|_| true,
                quiet_of: &|_| None,
            };
            let plan = plan_offers(&ranking(people), &situation, &OfferRules::default());
            for offer in &plan.offers {
                proptest::prop_assert!(now <= offer.ask_at && offer.ask_at < offer.expires_at);
                proptest::prop_assert!(offer.expires_at <= situation.session_starts_at);
                proptest::prop_assert!(offer.expires_at <= plan.to_coordination_at);
                proptest::prop_assert!(!OfferRules::default().quiet.include(civil_minute(offer.ask_at)));
            }
            let mut asked: Vec<_> = plan.offers.iter().map(|offer| offer.interpreter).collect();
            asked.dedup();
            proptest::prop_assert_eq!(asked.len(), plan.offers.len());
        }
    }
}
