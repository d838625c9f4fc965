//! Who of the cast could have held a session: the rules of the house in small, so that the past is believable.

use chrono::{Datelike, NaiveDate, Weekday};

use super::cast::DemoInterpreter;
use super::prng::Chance;
use super::script::{DemoSlot, Wanted};
use crate::kernel::place::District;
use crate::shell::import::words::{CredentialKind, GenderWish};

/// The cast with what each has taken already.
pub(super) struct Pool<'c> {
    cast: &'c [DemoInterpreter],
    taken: Vec<Vec<(DemoSlot, District)>>,
}

impl<'c> Pool<'c> {
    pub(super) fn of(cast: &'c [DemoInterpreter]) -> Pool<'c> {
        Pool { cast, taken: vec![Vec::new(); cast.len()] }
    }

    /// Somebody who fits and is free takes the session; the trained only if it requires them or nobody else can.
    pub(super) fn book(&mut self, chance: &mut Chance, wanted: &Wanted, slot: DemoSlot) -> Option<usize> {
        let free: Vec<usize> = (0..self.cast.len())
            .filter(|&index| self.qualifies(index, wanted, slot.on) && self.is_free(index, wanted, slot))
            .collect();
        let untrained: Vec<usize> = free.iter().copied().filter(|&index| !self.is_trained(index)).collect();
        let chosen = *chance.pick(&untrained).or_else(|| chance.pick(&free))?;
        let place = self.place(chosen, wanted);
        self.taken.get_mut(chosen)?.push((slot, place));
        Some(chosen)
    }

    /// Whether there is anybody at all who could hold such a session on that day, were they free.
    pub(super) fn anybody_qualified(&self, wanted: &Wanted, on: NaiveDate) -> bool {
        (0..self.cast.len()).any(|index| self.qualifies(index, wanted, on))
    }

    fn qualifies(&self, index: usize, wanted: &Wanted, on: NaiveDate) -> bool {
        self.cast.get(index).is_some_and(|person| {
            person.level(wanted.language).is_some_and(|level| level >= wanted.profile.minimum_level)
                && person.deliveries.contains(&wanted.delivery)
                && wanted.profile.required.iter().all(|kind| person.holds(*kind, on))
                && !matches!(wanted.gender_wish, GenderWish::Required(gender) if gender != person.gender)
                && person.joined_on <= on
                && person.rate_agreement_signed_on.is_some()
        })
    }

    /// Available in their week (or called at a weekend), with the way between two sessions, within the hours they want.
    fn is_free(&self, index: usize, wanted: &Wanted, slot: DemoSlot) -> bool {
        let (Some(person), Some(taken)) = (self.cast.get(index), self.taken.get(index)) else { return false };
        let weekend = matches!(slot.on.weekday(), Weekday::Sat | Weekday::Sun);
        let available = person
            .availability
            .iter()
            .any(|window| window.weekday == slot.on.weekday() && window.from <= slot.from && slot.to <= window.to);
        let place = self.place(index, wanted);
        let near =
            wanted.place.is_none() || i64::from(person.district.travel_minutes(place)) <= person.max_travel_minutes;
        let apart = taken.iter().filter(|(other, _)| other.on == slot.on).all(|(other, elsewhere)| {
            // Half an hour on top, for sessions that last longer than planned.
            let gap = chrono::TimeDelta::minutes(i64::from(elsewhere.travel_minutes(place)) + 30);
            slot.from - other.to >= gap || other.from - slot.to >= gap
        });
        let week = slot.on.iso_week();
        let hours = taken
            .iter()
            .filter(|(other, _)| other.on.iso_week() == week)
            .map(|(other, _)| (other.to - other.from).num_minutes());
        let booked = hours.sum::<i64>() + (slot.to - slot.from).num_minutes();
        (available || weekend) && near && apart && booked <= person.weekly_cap_hours * 60
    }

    fn is_trained(&self, index: usize) -> bool {
        self.cast
            .get(index)
            .is_some_and(|person| person.credentials.iter().any(|each| each.kind == CredentialKind::Training))
    }

    /// Where somebody is during the session: at its place, or at home with a telephone.
    fn place(&self, index: usize, wanted: &Wanted) -> District {
        let home = self.cast.get(index).map_or(District::CENTER, |person| person.district);
        wanted.place.as_ref().map_or(home, |place| place.district)
    }
}
