//! What is to be planned: the file `plan/1`, and nothing that is derived from it.
//!
//! Money in cents (one cent is one point), time in minutes on one local axis with 0 = Monday 00:00 of the first week, places
//! in units of 100 m. An index in a list is the id.

use crate::scheduling::travel::Point;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Minutes of a day.
pub const DAY: i64 = 1440;
/// Minutes of a week.
pub const WEEK: i64 = 7 * DAY;

/// Everything that a plan is made of.
#[derive(Debug, Clone, Deserialize)]
pub struct Instance {
    pub format: String,
    pub name: String,
    /// Weeks covered; a session starts in one of them.
    pub weeks: usize,
    pub languages: Vec<String>,
    /// Minutes between any two sessions of a person.
    pub gap_min: i64,
    pub travel: Travel,
    pub fee: Fee,
    pub weights: PlanWeights,
    pub offices: Vec<Office>,
    pub cases: Vec<Case>,
    pub interpreters: Vec<Interpreter>,
    pub sessions: Vec<Session>,
}

/// How ways are estimated and paid.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Travel {
    pub base_min: i64,
    pub min_num: i64,
    pub min_den: i64,
    pub cents_per_unit: i64,
}

/// How time is billed when nothing better is known.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Fee {
    pub block_min: i64,
    pub min_billed_min: i64,
}

/// Points of the soft rules.
#[derive(Debug, Clone, Deserialize)]
pub struct PlanWeights {
    pub new_face: i64,
    pub not_preferred: i64,
    pub gender_wish: i64,
    pub trained_on_plain: i64,
    /// Shares of the weekly cap, in percent …
    pub fair_pct: Vec<i64>,
    /// … and the points for each minute beyond them.
    pub fair_slope: Vec<i64>,
}

/// Who pays.
#[derive(Debug, Clone, Deserialize)]
pub struct Office {
    pub id: usize,
    pub name: String,
    pub budget: i64,
}

/// A file: several sessions that one person had better hold.
#[derive(Debug, Clone, Deserialize)]
pub struct Case {
    pub id: usize,
    /// Interpreters who served it before.
    pub known: Vec<usize>,
}

/// Who works.
#[derive(Debug, Clone, Deserialize)]
pub struct Interpreter {
    pub id: usize,
    pub home: [i32; 2],
    pub gender: String,
    pub langs: Vec<usize>,
    /// By kind of certificate (a number as text), the last day on which it is valid.
    pub certs: BTreeMap<String, i64>,
    /// Cents for each block.
    pub rate: i64,
    pub mode: Mode,
    pub max_travel_min: i64,
    pub cap_min_week: i64,
    pub worked_min: Vec<i64>,
    /// Weekday, from, to.
    pub windows: Vec<[i64; 3]>,
    pub absences: Vec<[i64; 2]>,
    pub ban_offices: Vec<usize>,
    pub ban_cases: Vec<usize>,
}

/// Where somebody works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    Both,
    Onsite,
    Remote,
}

/// What is to be held.
#[derive(Debug, Clone, Deserialize)]
pub struct Session {
    pub id: usize,
    pub office: usize,
    pub case: usize,
    pub lang: usize,
    pub start: i64,
    pub end: i64,
    /// None when remote.
    pub place: Option<[i32; 2]>,
    /// The kind of certificate needed; 0 for none.
    pub qual: i64,
    pub gender: Option<String>,
    pub gender_wish: Option<String>,
    pub preferred: Vec<usize>,
    pub prio: String,
    /// Points when nobody holds it.
    pub penalty: i64,
    /// Who has accepted it already.
    pub pin: Option<usize>,
}

impl Session {
    /// The day of its start.
    pub fn day(&self) -> i64 {
        self.start.div_euclid(DAY)
    }
    /// The week of its start.
    pub fn week(&self) -> usize {
        usize::try_from(self.start.div_euclid(WEEK)).unwrap_or_default()
    }
    /// Minutes.
    pub fn duration(&self) -> i64 {
        self.end - self.start
    }
}

impl Interpreter {
    /// Whether a certificate of this kind is valid on that day (its last day still counts).
    pub fn holds(&self, kind: i64, day: i64) -> bool {
        self.certs.get(kind.to_string().as_str()).is_some_and(|until| *until >= day)
    }
    /// Whether any certificate is valid on that day.
    pub fn is_trained(&self, day: i64) -> bool {
        self.certs.values().any(|until| *until >= day)
    }
    /// Minutes worked already in a week.
    pub fn worked(&self, week: usize) -> i64 {
        self.worked_min.get(week).copied().unwrap_or_default()
    }
}

impl Instance {
    /// Minutes from one place to another; a metric.
    pub fn travel_min(&self, a: [i32; 2], b: [i32; 2]) -> i64 {
        match distance(a, b) {
            0 => 0,
            way => {
                let scaled = way * self.travel.min_num;
                self.travel.base_min + scaled / self.travel.min_den + i64::from(scaled % self.travel.min_den > 0)
            }
        }
    }

    /// Whether one person can't hold both: not enough time for the way and the gap between them.
    pub fn clash(&self, interpreter: &Interpreter, a: &Session, b: &Session) -> bool {
        let (a, b) = if a.start > b.start { (b, a) } else { (a, b) };
        let (from, to) = (a.place.unwrap_or(interpreter.home), b.place.unwrap_or(interpreter.home));
        a.end + self.gap_min + self.travel_min(from, to) > b.start
    }

    /// What a pair costs by the simple formula of the file, in cents.
    pub fn money(&self, interpreter: &Interpreter, session: &Session) -> i64 {
        let billed = session.duration().max(self.fee.min_billed_min);
        let blocks = billed / self.fee.block_min + i64::from(billed % self.fee.block_min > 0);
        let way = session.place.map_or(0, |place| 2 * distance(interpreter.home, place) * self.travel.cents_per_unit);
        blocks * interpreter.rate + way
    }

    /// The separable points of a pair: money, wishes, the trained on plain work. New faces and fairness are not separable.
    pub fn pair_points(&self, interpreter: &Interpreter, session: &Session, money: i64) -> i64 {
        let mut points = money;
        if !session.preferred.is_empty() && !session.preferred.contains(&interpreter.id) {
            points += self.weights.not_preferred;
        }
        if session.gender_wish.as_ref().is_some_and(|wish| *wish != interpreter.gender) {
            points += self.weights.gender_wish;
        }
        if session.qual == 0 && interpreter.is_trained(session.day()) {
            points += self.weights.trained_on_plain;
        }
        points
    }

    /// Fairness points for a load in one week.
    pub fn fairness(&self, interpreter: &Interpreter, load: i64) -> i64 {
        let steps = self.weights.fair_pct.iter().zip(&self.weights.fair_slope);
        steps.map(|(pct, slope)| slope * (load - interpreter.cap_min_week * pct / 100).max(0)).sum()
    }
}

/// Units along both axes.
pub fn distance(a: [i32; 2], b: [i32; 2]) -> i64 {
    let [ax, ay] = a;
    let [bx, by] = b;
    Point { x: ax, y: ay }.distance(Point { x: bx, y: by })
}
