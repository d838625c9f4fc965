//! `facts/1` from JSON and back. Each refusal names the path of the field.

use chrono::{DateTime, DurationRound, SecondsFormat, TimeDelta, Utc};
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::{
    Delivery, FORMAT, Facts, FactsError, Group, HeldFacts, InterpreterFacts, Outcome, SpanFacts, TravelFacts,
    VatStatus, name_of,
};
use crate::money::parse_decimal;

/// Reads and checks.
pub(super) fn facts(value: &Value) -> Result<Facts, FactsError> {
    let root = Object::of(value, "")?;
    root.only(&[
        "format",
        "interpreter",
        "language",
        "delivery",
        "class",
        "requested_at",
        "agreed",
        "outcome",
        "held",
        "notified_at",
        "proven_loss",
        "travel",
    ])?;
    match root.text("format")? {
        FORMAT => {}
        other => return Err(root.wrong("format", format!("\"{other}\" is not \"{FORMAT}\""))),
    }
    let facts = Facts {
        interpreter: interpreter(&root.object("interpreter")?)?,
        language: language(&root)?,
        delivery: root.choice("delivery", Delivery::NAMES)?,
        class: root.optional("class", Object::text)?.unwrap_or("standard").to_owned(),
        requested_at: root.optional("requested_at", Object::instant)?,
        agreed: span(&root.object("agreed")?)?,
        outcome: root.choice("outcome", Outcome::NAMES)?,
        held: root.optional("held", |root, name| held(&root.object(name)?))?,
        notified_at: root.optional("notified_at", Object::instant)?,
        proven_loss: root.optional("proven_loss", |root, name| root.decimal(name, 2))?,
        travel: root.optional("travel", |root, name| travel(&root.object(name)?))?.unwrap_or_default(),
    };
    facts.check()?;
    Ok(facts)
}

fn interpreter(object: &Object<'_>) -> Result<InterpreterFacts, FactsError> {
    object.only(&["group", "trained", "vat"])?;
    Ok(InterpreterFacts {
        group: object.choice("group", Group::NAMES)?,
        trained: object.boolean("trained")?,
        vat: object.choice("vat", VatStatus::NAMES)?,
    })
}

fn language(root: &Object<'_>) -> Result<String, FactsError> {
    let code = root.text("language")?;
    let primary = code.split('-').next().unwrap_or_default();
    let known_shape = (2..=3).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_lowercase())
        && code.len() <= 35
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if known_shape { Ok(code.to_owned()) } else { Err(root.wrong("language", "is not a language code like \"ti\"")) }
}

fn span(object: &Object<'_>) -> Result<SpanFacts, FactsError> {
    object.only(&["from", "to"])?;
    Ok(SpanFacts { from: object.instant("from")?, to: object.instant("to")? })
}

fn held(object: &Object<'_>) -> Result<HeldFacts, FactsError> {
    object.only(&["from", "to", "break_minutes"])?;
    let break_minutes = object.optional("break_minutes", Object::minutes)?.unwrap_or(0);
    Ok(HeldFacts { from: object.instant("from")?, to: object.instant("to")?, break_minutes })
}

fn travel(object: &Object<'_>) -> Result<TravelFacts, FactsError> {
    object.only(&["minutes", "km", "zone", "tickets", "already_paid"])?;
    Ok(TravelFacts {
        minutes: object.optional("minutes", Object::minutes)?.unwrap_or(0),
        km: object.optional("km", |object, name| object.decimal(name, 3))?.unwrap_or_default(),
        zone: object.optional("zone", Object::text)?.map(str::to_owned),
        tickets: object.optional("tickets", |object, name| object.decimal(name, 2))?.unwrap_or_default(),
        already_paid: object.optional("already_paid", Object::boolean)?.unwrap_or(false),
    })
}

/// A JSON object that knows its path.
struct Object<'v> {
    fields: &'v Map<String, Value>,
    path: String,
}

impl<'v> Object<'v> {
    fn of(value: &'v Value, path: &str) -> Result<Self, FactsError> {
        match value {
            Value::Object(fields) => Ok(Object { fields, path: path.to_owned() }),
            _ => Err(FactsError::new(if path.is_empty() { "facts" } else { path }, "must be an object")),
        }
    }

    fn path(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    fn wrong(&self, name: &str, reason: impl Into<String>) -> FactsError {
        FactsError::new(self.path(name), reason)
    }

    fn only(&self, known: &[&str]) -> Result<(), FactsError> {
        match self.fields.keys().find(|name| !known.contains(&name.as_str())) {
            Some(stranger) => Err(self.wrong(stranger, "unknown field")),
            None => Ok(()),
        }
    }

    fn field(&self, name: &str) -> Result<&'v Value, FactsError> {
        match self.fields.get(name) {
            Some(Value::Null) | None => Err(self.wrong(name, "is missing")),
            Some(value) => Ok(value),
        }
    }

    fn optional<T>(
        &self,
        name: &str,
        read: impl Fn(&Self, &str) -> Result<T, FactsError>,
    ) -> Result<Option<T>, FactsError> {
        match self.fields.get(name) {
            Some(Value::Null) | None => Ok(None),
            Some(_) => read(self, name).map(Some),
        }
    }

    fn object(&self, name: &str) -> Result<Object<'v>, FactsError> {
        Object::of(self.field(name)?, &self.path(name))
    }

    fn text(&self, name: &str) -> Result<&'v str, FactsError> {
        self.field(name)?.as_str().ok_or_else(|| self.wrong(name, "must be a text"))
    }

    fn boolean(&self, name: &str) -> Result<bool, FactsError> {
        self.field(name)?.as_bool().ok_or_else(|| self.wrong(name, "must be true or false"))
    }

    fn minutes(&self, name: &str) -> Result<u32, FactsError> {
        let whole = self.field(name)?.as_u64().and_then(|minutes| u32::try_from(minutes).ok());
        whole.ok_or_else(|| self.wrong(name, "must be whole minutes, not negative"))
    }

    fn choice<T: Copy>(&self, name: &str, names: &[(&str, T)]) -> Result<T, FactsError> {
        let text = self.text(name)?;
        names.iter().find(|(known, _)| *known == text).map(|(_, value)| *value).ok_or_else(|| {
            let known: Vec<&str> = names.iter().map(|(known, _)| *known).collect();
            self.wrong(name, format!("\"{text}\" is none of {}", known.join(", ")))
        })
    }

    fn decimal(&self, name: &str, places: usize) -> Result<Decimal, FactsError> {
        let text = self.field(name)?.as_str().ok_or_else(|| self.wrong(name, "must be a text like \"12.50\""))?;
        parse_decimal(text, places).map_err(|reason| self.wrong(name, reason))
    }

    /// An instant with its offset, cut to whole seconds.
    fn instant(&self, name: &str) -> Result<DateTime<Utc>, FactsError> {
        let text = self.text(name)?;
        DateTime::parse_from_rfc3339(text)
            .ok()
            .and_then(|at| at.with_timezone(&Utc).duration_trunc(TimeDelta::seconds(1)).ok())
            .ok_or_else(|| self.wrong(name, format!("\"{text}\" is not an instant like 2026-03-05T14:00:00+01:00")))
    }
}

/// The document of these facts. Instants are written in civil time with its offset.
pub(super) fn written(facts: &Facts) -> Value {
    json!({
        "format": FORMAT,
        "interpreter": {
            "group": name_of(Group::NAMES, &facts.interpreter.group),
            "trained": facts.interpreter.trained,
            "vat": name_of(VatStatus::NAMES, &facts.interpreter.vat),
        },
        "language": facts.language,
        "delivery": name_of(Delivery::NAMES, &facts.delivery),
        "class": facts.class,
        "requested_at": facts.requested_at.map(instant),
        "agreed": {"from": instant(facts.agreed.from), "to": instant(facts.agreed.to)},
        "outcome": name_of(Outcome::NAMES, &facts.outcome),
        "held": facts.held.map(|held| json!({
            "from": instant(held.from), "to": instant(held.to), "break_minutes": held.break_minutes,
        })),
        "notified_at": facts.notified_at.map(instant),
        "proven_loss": facts.proven_loss.map(|loss| loss.to_string()),
        "travel": {
            "minutes": facts.travel.minutes,
            "km": facts.travel.km.to_string(),
            "zone": facts.travel.zone,
            "tickets": facts.travel.tickets.to_string(),
            "already_paid": facts.travel.already_paid,
        },
    })
}

fn instant(at: DateTime<Utc>) -> String {
    at.with_timezone(&crate::civil::ZONE).to_rfc3339_opts(SecondsFormat::Secs, false)
}
