//! The price of one session: which rules apply to which outcome.

use rust_decimal::Decimal;

use crate::{
    Rounding,
    because::{Basis, Reason},
    billable_time::{Counted, Steps, begun_minutes, hours},
    cancellation,
    facts::{Delivery, Facts, FactsError, Group, HeldFacts, Outcome, VatStatus, name_of},
    money::Money,
    quote::{Lines, Quote, QuoteError, Unit},
    schedule::{Absence, CancellationPay, RateRow, Schedule, Split, SurchargePay},
    surcharge, travel,
};

/// More windows than this are refused when a schedule is read.
pub(crate) const MOST_WINDOWS: usize = 16;

/// What the session of these facts costs by this schedule. Nothing else is asked: the same facts and the same schedule
/// give the same quote forever.
#[doc(alias = "Honorarberechnung")]
pub fn quote(schedule: &Schedule, facts: &Facts) -> Result<Quote, QuoteError> {
    facts.check()?;
    must_be_valid(schedule, facts)?;
    Pricing::of(schedule, facts)?.price(facts.outcome, facts.held)
}

/// What the session will cost if it is held at the agreed time, whatever the facts say of its outcome. This is the
/// figure that a booking commits in the budget.
#[doc(alias = "Kostenschätzung")]
pub fn estimate(schedule: &Schedule, facts: &Facts) -> Result<Quote, QuoteError> {
    facts.check()?;
    must_be_valid(schedule, facts)?;
    Pricing::of(schedule, facts)?.price(Outcome::Held, None)
}

/// The net that a schedule would give even on days on which it is not in force: for comparisons, never for payment.
pub(crate) fn net_as_if_valid(schedule: &Schedule, facts: &Facts) -> Result<Money, QuoteError> {
    facts.check()?;
    let mut pricing = Pricing::of(schedule, facts)?;
    pricing.apply(facts.outcome, facts.held)?;
    Ok(pricing.lines.sum()?)
}

/// A missing rate is an error, never last year's rate.
fn must_be_valid(schedule: &Schedule, facts: &Facts) -> Result<(), QuoteError> {
    let date = facts.service_on();
    if schedule.is_valid_on(date) {
        return Ok(());
    }
    Err(QuoteError::NotValidOn { schedule: schedule.id.clone(), date })
}

struct Pricing<'s> {
    schedule: &'s Schedule,
    facts: &'s Facts,
    row: &'s RateRow,
    steps: Steps,
    lines: Lines,
}

impl<'s> Pricing<'s> {
    fn of(schedule: &'s Schedule, facts: &'s Facts) -> Result<Self, QuoteError> {
        let row = schedule.rate(facts).ok_or_else(|| QuoteError::NoRate {
            schedule: schedule.id.clone(),
            group: name_of(Group::NAMES, &facts.interpreter.group),
            trained: if facts.interpreter.trained { "trained" } else { "untrained" },
            delivery: name_of(Delivery::NAMES, &facts.delivery),
            class: facts.class.clone(),
        })?;
        let steps = Steps::of(&schedule.time, row);
        Ok(Pricing { schedule, facts, row, steps, lines: Lines::new(schedule.currency) })
    }

    fn price(mut self, outcome: Outcome, held: Option<HeldFacts>) -> Result<Quote, QuoteError> {
        self.apply(outcome, held)?;
        self.sum_up()
    }

    /// The lines of an outcome.
    fn apply(&mut self, outcome: Outcome, held: Option<HeldFacts>) -> Result<(), QuoteError> {
        match outcome {
            Outcome::Held => self.held(held),
            Outcome::CancelledByOffice => self.cancelled(),
            Outcome::ClientAbsent => self.client_absent(held),
            Outcome::CancelledByInterpreter | Outcome::InterpreterAbsent => {
                let hourly = self.row.hourly;
                self.lines.add("interpreter_away", Decimal::ZERO, Unit::Hour, hourly, Reason::InterpreterAway)
            }
        }
    }

    /// Time, unused time, surcharges, travel, short notice.
    fn held(&mut self, held: Option<HeldFacts>) -> Result<(), QuoteError> {
        let counted = Counted::of(&self.schedule.time, self.facts.agreed, held);
        let travel_seconds = travel::seconds_with_session(self.schedule, self.facts)?;
        let billed = self.steps.billed(counted.seconds() + travel_seconds);
        let because = Reason::Time {
            session_minutes: begun_minutes(counted.seconds()),
            travel_minutes: travel_seconds / 60,
            first_minutes: self.steps.first_minutes,
            step_minutes: self.steps.step_minutes,
            basis: counted.basis,
        };
        self.add_time("time", billed, Decimal::ONE_HUNDRED, because)?;
        if counted.basis != Basis::Agreed {
            self.unused(billed, travel_seconds)?;
        }
        if self.schedule.has_surcharges() {
            self.surcharges(counted.with_travel(travel_seconds), billed)?;
        }
        travel::add_lines(&mut self.lines, self.schedule, self.facts, self.row.hourly, Decimal::ONE_HUNDRED, None)?;
        self.express(billed)
    }

    /// Billed minutes at the hourly rate, or the first block at its own price and the rest at the rate.
    fn add_time(
        &mut self,
        rule: &'static str,
        minutes: i64,
        percent: Decimal,
        because: Reason,
    ) -> Result<(), QuoteError> {
        let share = |price: Decimal| {
            if percent == Decimal::ONE_HUNDRED { price } else { price * percent / Decimal::ONE_HUNDRED }
        };
        let first_minutes = self.steps.first_minutes;
        let Some(first) = self.row.first.filter(|_| minutes >= first_minutes) else {
            return self.lines.add(rule, hours(minutes), Unit::Hour, share(self.row.hourly), because);
        };
        self.lines.add(rule, Decimal::ONE, Unit::Flat, share(first), Reason::FirstBlock { first_minutes })?;
        match minutes - first_minutes {
            0 => Ok(()),
            rest => self.lines.add(rule, hours(rest), Unit::Hour, share(self.row.hourly), because),
        }
    }

    /// Time that was booked and not used is paid at a share, if the schedule says so.
    fn unused(&mut self, billed: i64, travel_seconds: i64) -> Result<(), QuoteError> {
        let percent = self.schedule.time.unused_percent;
        let agreed = self.steps.billed(Counted::agreed(self.facts.agreed).seconds() + travel_seconds);
        let minutes = agreed - billed;
        if percent.is_zero() || minutes <= 0 {
            return Ok(());
        }
        let price = self.row.hourly * percent / Decimal::ONE_HUNDRED;
        self.lines.add("unused", hours(minutes), Unit::Hour, price, Reason::Unused { minutes, percent })
    }

    /// Percentages on the time within each window, lump sums for each window touched.
    fn surcharges(&mut self, span: Counted, billed: i64) -> Result<(), QuoteError> {
        let rules = &self.schedule.surcharges;
        let mut found = [0_i64; MOST_WINDOWS];
        surcharge::seconds_within(rules, self.schedule.holidays, span.from, span.to, &mut found);
        if found.iter().all(|seconds| *seconds == 0) {
            return Ok(());
        }
        let whole = (span.to - span.from).num_seconds();
        // Windows stand in falling order of percentage, so the dearer one takes its share of the whole first.
        let mut left = [billed; MOST_WINDOWS];
        for (rule, seconds) in rules.windows.iter().zip(found).filter(|(_, seconds)| *seconds > 0) {
            let because = Reason::SaidMinutes(rule.because.clone(), begun_minutes(seconds));
            let percent = match rule.pay {
                SurchargePay::Percent(percent) => percent,
                SurchargePay::Flat(amount) => {
                    self.lines.add(rule.rule.clone(), Decimal::ONE, Unit::Flat, amount, because)?;
                    continue;
                }
            };
            let quantity = match rules.split {
                Split::Begun => {
                    let Some(left) = left.get_mut(usize::from(rule.group)) else { continue };
                    let minutes = self.steps.billed(seconds).min(*left);
                    *left -= minutes;
                    hours(minutes)
                }
                Split::Minutes => {
                    let share = Decimal::from(billed) * Decimal::from(seconds) / Decimal::from(whole * 60);
                    Rounding::Commercial.to_places(share, 6).normalize()
                }
            };
            if !quantity.is_zero() {
                let price = self.row.hourly * percent / Decimal::ONE_HUNDRED;
                self.lines.add(rule.rule.clone(), quantity, Unit::Hour, price, because)?;
            }
        }
        Ok(())
    }

    /// What a request at short notice costs more.
    fn express(&mut self, billed: i64) -> Result<(), QuoteError> {
        let Some(express) = &self.schedule.express else { return Ok(()) };
        let Some(requested_at) = self.facts.requested_at else {
            let reason = format!("schedule {} prices short notice; say when the request was made", self.schedule.id);
            return Err(FactsError { field: "requested_at".to_owned(), reason }.into());
        };
        if cancellation::is_under(express.under, self.schedule.holidays, requested_at, self.facts.agreed.from) {
            let because = Reason::Said(express.because.clone());
            match express.pay {
                SurchargePay::Flat(amount) => {
                    self.lines.add("express", Decimal::ONE, Unit::Flat, amount, because)?;
                }
                SurchargePay::Percent(percent) => {
                    let price = self.row.hourly * percent / Decimal::ONE_HUNDRED;
                    self.lines.add("express", hours(billed), Unit::Hour, price, because)?;
                }
            }
        }
        Ok(())
    }

    /// What the ladder says.
    fn cancelled(&mut self) -> Result<(), QuoteError> {
        let Some(notified_at) = self.facts.notified_at else {
            return Err(FactsError { field: "notified_at".to_owned(), reason: "is missing".to_owned() }.into());
        };
        let (_, rung) = cancellation::rung(self.schedule, self.facts.agreed.from, notified_at);
        let because = Reason::Said(rung.because.clone());
        self.lost("cancellation", rung.pays, because)
    }

    /// As if held for the time that was waited, or a share.
    fn client_absent(&mut self, held: Option<HeldFacts>) -> Result<(), QuoteError> {
        match &self.schedule.client_absent {
            Absence::AsHeld => self.held(held),
            Absence::Share(pays, because) => self.lost("client_absent", *pays, Reason::Said(because.clone())),
        }
    }

    /// What is paid for a session that did not take place.
    fn lost(&mut self, rule: &'static str, pays: CancellationPay, because: Reason) -> Result<(), QuoteError> {
        let (hourly, said) = (self.row.hourly, because.clone());
        let capped = |minutes: i64| pays.most_minutes.map_or(minutes, |most| minutes.min(most));
        if pays.proven_loss {
            let loss = self.facts.proven_loss.unwrap_or_default();
            let amount = pays.most_minutes.map_or(loss, |most| loss.min(hours(most) * hourly));
            let because = match because {
                Reason::Said(text) => Reason::SaidLoss(text, self.facts.proven_loss),
                other => other,
            };
            self.lines.add(rule, Decimal::ONE, Unit::Flat, amount, because)?;
        } else if pays.percent.is_zero() {
            self.lines.add(rule, Decimal::ZERO, Unit::Hour, hourly, because)?;
        } else {
            let minutes = capped(self.steps.billed(Counted::agreed(self.facts.agreed).seconds()));
            self.add_time(rule, minutes, pays.percent, because)?;
        }
        if self.facts.delivery != Delivery::OnSite {
            return Ok(());
        }
        if pays.travel_minutes > 0 {
            self.lines.add("travel.time", hours(pays.travel_minutes), Unit::Hour, hourly, said)?;
        }
        if !pays.travel_percent.is_zero() {
            let alone = Some(self.steps);
            travel::add_lines(&mut self.lines, self.schedule, self.facts, hourly, pays.travel_percent, alone)?;
        }
        Ok(())
    }

    fn sum_up(self) -> Result<Quote, QuoteError> {
        let net = self.lines.sum()?;
        let (vat_rate, vat) = match self.facts.interpreter.vat {
            VatStatus::SmallBusiness | VatStatus::Exempt => (None, Money::zero(net.currency())),
            VatStatus::Standard if self.schedule.prices_include_vat => (None, Money::zero(net.currency())),
            VatStatus::Standard => {
                let date = self.facts.service_on();
                let missing = || QuoteError::NoVatRate { schedule: self.schedule.id.clone(), date };
                let percent = self.schedule.vat_percent(date).ok_or_else(missing)?;
                let exact = net.decimal() * percent / Decimal::ONE_HUNDRED;
                (Some(percent), Rounding::Commercial.to_money(exact, net.currency())?)
            }
        };
        Ok(Quote {
            schedule: self.schedule.id.clone(),
            valid_from: self.schedule.valid_from,
            figures: self.schedule.figures,
            gross: net.plus(vat)?,
            lines: self.lines.lines,
            net,
            vat_rate,
            vat,
        })
    }
}
