//! Reads `plan/1`. Whatever is wrong is answered with the JSON path of the place and the reason.

use super::instance::{Instance, WEEK};
use std::fmt;

/// Why a file is no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct PlanRefused {
    /// Such as `$.sessions[17].start`.
    pub path: String,
    pub reason: String,
}

fn refuse<T>(path: impl fmt::Display, reason: impl fmt::Display) -> Result<T, PlanRefused> {
    Err(PlanRefused { path: path.to_string(), reason: reason.to_string() })
}

/// No single amount may be larger: sums over a nation of sessions then stay far below the range of an `i64`.
pub(super) const LARGEST_AMOUNT: i64 = 400_000_000;
/// No pair may have more points of the caller's own: all points of a pair fit into an `i32`.
pub(super) const LARGEST_EXTRA: i64 = 100_000_000;
const LARGEST_PLACE: i32 = 10_000_000;
const MOST_WEEKS: usize = 520;

/// Reads and checks a plan.
///
/// # Errors
/// Names the first place that is wrong.
pub fn read(text: &str) -> Result<Instance, PlanRefused> {
    let instance: Instance = match serde_json::from_str(text) {
        Ok(instance) => instance,
        Err(error) => {
            let reason = error.to_string();
            let reason = reason.rsplit_once(" at line ").map_or(reason.as_str(), |(reason, _)| reason);
            let reason = format!("{reason} (line {}, column {})", error.line(), error.column());
            return refuse(path_at(text, error.line(), error.column()), reason);
        }
    };
    check(&instance)?;
    Ok(instance)
}

/// The JSON path of the value that ends at, or holds, a place of the text.
fn path_at(text: &str, line: usize, column: usize) -> String {
    enum Level {
        Object(String),
        Array(usize),
    }
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let end = (before + column).min(text.len());
    let bytes = text.as_bytes().get(..end).unwrap_or_default();
    let mut levels: Vec<Level> = Vec::new();
    let mut at = 0;
    let mut key_follows = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                let start = at + 1;
                at = start;
                while let Some(inner) = bytes.get(at) {
                    match inner {
                        b'\\' => at += 1,
                        b'"' => break,
                        _ => {}
                    }
                    at += 1;
                }
                if let (true, Some(Level::Object(key))) = (key_follows, levels.last_mut()) {
                    *key = String::from_utf8_lossy(bytes.get(start..at.min(end)).unwrap_or_default()).into_owned();
                    key_follows = false;
                }
            }
            b'{' => {
                levels.push(Level::Object(String::new()));
                key_follows = true;
            }
            b'[' => levels.push(Level::Array(0)),
            // The last byte may close the very value that is complained about.
            b'}' | b']' if at + 1 < end => {
                levels.pop();
                key_follows = false;
            }
            b',' => match levels.last_mut() {
                Some(Level::Array(index)) if at + 1 < end => *index += 1,
                Some(Level::Object(_)) if at + 1 < end => key_follows = true,
                _ => {}
            },
            _ => {}
        }
        at += 1;
    }
    let mut path = String::from("$");
    let depth = levels.len();
    for (number, level) in levels.into_iter().enumerate() {
        // What closes with the last byte is itself the place: its last member is not meant.
        let closing = number + 1 == depth && matches!(bytes.last(), Some(b'}' | b']'));
        match level {
            _ if closing => {}
            Level::Object(key) if key.is_empty() => {}
            Level::Object(key) => path = format!("{path}.{key}"),
            Level::Array(index) => path = format!("{path}[{index}]"),
        }
    }
    path
}

fn amount(path: impl fmt::Display, value: i64) -> Result<(), PlanRefused> {
    if (0..=LARGEST_AMOUNT).contains(&value) {
        Ok(())
    } else {
        refuse(path, format!("must be between 0 and {LARGEST_AMOUNT}, not {value}"))
    }
}

fn index(path: impl fmt::Display, value: usize, of: usize, what: &str) -> Result<(), PlanRefused> {
    if value < of { Ok(()) } else { refuse(path, format!("there is no {what} {value}")) }
}

fn place(path: impl fmt::Display, value: [i32; 2]) -> Result<(), PlanRefused> {
    let fits = value.iter().all(|axis| (-LARGEST_PLACE..=LARGEST_PLACE).contains(axis));
    if fits { Ok(()) } else { refuse(path, format!("both axes must lie between -{LARGEST_PLACE} and {LARGEST_PLACE}")) }
}

fn check(plan: &Instance) -> Result<(), PlanRefused> {
    if plan.format != "plan/1" {
        return refuse("$.format", format!("must be \"plan/1\", not {:?}", plan.format));
    }
    if plan.weeks == 0 || plan.weeks > MOST_WEEKS {
        return refuse("$.weeks", format!("must be between 1 and {MOST_WEEKS}"));
    }
    amount("$.gap_min", plan.gap_min)?;
    amount("$.travel.base_min", plan.travel.base_min)?;
    amount("$.travel.min_num", plan.travel.min_num)?;
    amount("$.travel.min_den", plan.travel.min_den - 1)
        .or_else(|_| refuse("$.travel.min_den", "must be at least 1"))?;
    amount("$.travel.cents_per_unit", plan.travel.cents_per_unit)?;
    amount("$.fee.block_min", plan.fee.block_min - 1).or_else(|_| refuse("$.fee.block_min", "must be at least 1"))?;
    amount("$.fee.min_billed_min", plan.fee.min_billed_min)?;
    let weights = &plan.weights;
    amount("$.weights.new_face", weights.new_face)?;
    amount("$.weights.not_preferred", weights.not_preferred)?;
    amount("$.weights.gender_wish", weights.gender_wish)?;
    amount("$.weights.trained_on_plain", weights.trained_on_plain)?;
    if weights.fair_pct.len() != weights.fair_slope.len() {
        return refuse("$.weights.fair_slope", "must have as many entries as fair_pct");
    }
    for (k, (pct, slope)) in weights.fair_pct.iter().zip(&weights.fair_slope).enumerate() {
        amount(format!("$.weights.fair_pct[{k}]"), *pct)?;
        amount(format!("$.weights.fair_slope[{k}]"), *slope)?;
    }
    for (k, office) in plan.offices.iter().enumerate() {
        same(format!("$.offices[{k}].id"), office.id, k)?;
        if !(0..=i64::MAX / 4096).contains(&office.budget) {
            return refuse(format!("$.offices[{k}].budget"), "must not be negative or beyond all measure");
        }
    }
    for (k, case) in plan.cases.iter().enumerate() {
        same(format!("$.cases[{k}].id"), case.id, k)?;
        for (n, known) in case.known.iter().enumerate() {
            index(format!("$.cases[{k}].known[{n}]"), *known, plan.interpreters.len(), "interpreter")?;
        }
    }
    check_interpreters(plan)?;
    check_sessions(plan)
}

fn same(path: String, id: usize, position: usize) -> Result<(), PlanRefused> {
    if id == position { Ok(()) } else { refuse(path, format!("must be its position {position}, not {id}")) }
}

fn check_interpreters(plan: &Instance) -> Result<(), PlanRefused> {
    for (k, person) in plan.interpreters.iter().enumerate() {
        let at = |field: &str| format!("$.interpreters[{k}].{field}");
        same(at("id"), person.id, k)?;
        place(at("home"), person.home)?;
        amount(at("rate"), person.rate)?;
        amount(at("cap_min_week"), person.cap_min_week)?;
        if person.worked_min.len() > plan.weeks {
            return refuse(at("worked_min"), "has more entries than the plan has weeks");
        }
        for (n, worked) in person.worked_min.iter().enumerate() {
            amount(at(&format!("worked_min[{n}]")), *worked)?;
        }
        for (n, lang) in person.langs.iter().enumerate() {
            index(at(&format!("langs[{n}]")), *lang, plan.languages.len(), "language")?;
        }
        for kind in person.certs.keys() {
            if kind.parse::<i64>().map(|number| number.to_string()).as_deref() != Ok(kind) {
                return refuse(at(&format!("certs.{kind}")), "the kind must be a whole number");
            }
        }
        for (n, [weekday, from, to]) in person.windows.iter().enumerate() {
            if !(0..7).contains(weekday) || *from > *to || *from < -WEEK || *to > WEEK {
                return refuse(at(&format!("windows[{n}]")), "must be [weekday 0 to 6, from, to] with from before to");
            }
        }
        for (n, [from, to]) in person.absences.iter().enumerate() {
            if from > to {
                return refuse(at(&format!("absences[{n}]")), "ends before it begins");
            }
        }
    }
    Ok(())
}

fn check_sessions(plan: &Instance) -> Result<(), PlanRefused> {
    let latest = i64::try_from(plan.weeks).unwrap_or_default() * WEEK;
    for (k, session) in plan.sessions.iter().enumerate() {
        let at = |field: &str| format!("$.sessions[{k}].{field}");
        same(at("id"), session.id, k)?;
        index(at("office"), session.office, plan.offices.len(), "office")?;
        index(at("case"), session.case, plan.cases.len(), "case")?;
        index(at("lang"), session.lang, plan.languages.len(), "language")?;
        if !(0..latest).contains(&session.start) {
            return refuse(at("start"), format!("must lie in the weeks of the plan, between 0 and {}", latest - 1));
        }
        if session.end <= session.start || session.end - session.start > WEEK {
            return refuse(at("end"), "must be after the start, by a week at most");
        }
        if let Some(value) = session.place {
            place(at("place"), value)?;
        }
        amount(at("penalty"), session.penalty)?;
        if let Some(pin) = session.pin {
            index(at("pin"), pin, plan.interpreters.len(), "interpreter")?;
        }
    }
    Ok(())
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    pub(crate) const SMALL: &str = r#"{"format":"plan/1","name":"small","weeks":1,"languages":["Arabic"],"gap_min":5,
"travel":{"base_min":6,"min_num":3,"min_den":10,"cents_per_unit":12},"fee":{"block_min":30,"min_billed_min":60},
"weights":{"new_face":800,"not_preferred":400,"gender_wish":300,"trained_on_plain":200,"fair_pct":[25,50,75],"fair_slope":[2,3,5]},
"offices":[{"id":0,"name":"social","budget":20000}],"cases":[{"id":0,"known":[]}],
"interpreters":[{"id":0,"home":[0,0],"gender":"f","langs":[0],"certs":{"1":640},"rate":3150,"mode":"both","max_travel_min":60,
"cap_min_week":900,"worked_min":[0],"windows":[[0,450,1110]],"absences":[],"ban_offices":[],"ban_cases":[]}],
"sessions":[{"id":0,"office":0,"case":0,"lang":0,"start":570,"end":630,"place":[40,0],"qual":0,"gender":null,"gender_wish":"f",
"preferred":[],"prio":"normal","penalty":100000,"pin":null}]}"#;

    #[test]
    fn the_small_plan_is_read() {
        let plan = read(SMALL).unwrap();
        assert_eq!((plan.sessions.len(), plan.interpreters.len()), (1, 1));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_path() {
        // what is replaced, by what, the path, a part of the reason
        let table = [
            (r#""start":570"#, r#""start":"noon""#, "$.sessions[0].start", "invalid type: string"),
            (r#""start":570"#, r#""start":570.5"#, "$.sessions[0].start", "floating point"),
            (r#""start":570,"#, "", "$.sessions[0]", "missing field `start`"),
            (r#""home":[0,0]"#, r#""home":[0,null]"#, "$.interpreters[0].home[1]", "invalid type: null"),
            (r#""mode":"both""#, r#""mode":"teleport""#, "$.interpreters[0].mode", "unknown variant"),
            (r#""fair_slope":[2,3,5]"#, r#""fair_slope":[2,3]"#, "$.weights.fair_slope", "as many entries"),
            (r#""start":570"#, r#""start":10080"#, "$.sessions[0].start", "between 0 and 10079"),
            (r#""end":630"#, r#""end":570"#, "$.sessions[0].end", "after the start"),
            (r#""pin":null"#, r#""pin":1"#, "$.sessions[0].pin", "there is no interpreter 1"),
            (r#""rate":3150"#, r#""rate":-1"#, "$.interpreters[0].rate", "between 0"),
            (r#""min_den":10"#, r#""min_den":0"#, "$.travel.min_den", "at least 1"),
            (r#""id":0,"office""#, r#""id":3,"office""#, "$.sessions[0].id", "position 0"),
            (r#""format":"plan/1""#, r#""format":"plan/2""#, "$.format", "plan/1"),
            (r#""certs":{"1":640}"#, r#""certs":{"a":640}"#, "$.interpreters[0].certs.a", "whole number"),
        ];
        for (old, new, path, reason) in table {
            assert!(SMALL.contains(old), "{old}");
            let refused = read(&SMALL.replacen(old, new, 1)).unwrap_err();
            assert_eq!(refused.path, path, "{new}: {refused}");
            assert!(refused.reason.contains(reason), "{new}: {refused}");
        }
        assert_eq!(read("[]").unwrap_err().path, "$");
        assert_eq!(read("").unwrap_err().path, "$");
        assert!(read(&SMALL[..400]).is_err());
    }
}
