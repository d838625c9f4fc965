//! The rules of booking for programs.

use crate::{
    booking::{
        commands::change_rules,
        rules::{
            Rules,
            fields::{field, fields},
            mode_name, parse_mode,
        },
        store,
    },
    identity::{
        ApiDone, ApiDoor, ApiStop,
        policy::{ManageRules, ViewRules},
    },
    platform::{
        http::{EntityTag, IfMatch, JsonBody, Problem, Tagged},
        i18n::{Locale, t},
    },
};
use rocket::{get, http::Status as Http, put, serde::json::Json};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// One number that the city decides.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub(super) struct RuleJson {
    /// Its stable name.
    name: String,
    /// What it is now.
    value: i64,
    /// The least it may be.
    least: i64,
    /// The most it may be.
    most: i64,
    /// `points`, `count`, `minutes`, `days`, `percent`, `minutes_after_midnight`, `cents`.
    unit: String,
    /// What it means, in the reader's language.
    meaning: String,
}

/// The rules of booking.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub(super) struct RulesJson {
    /// How people are asked when nothing else is said: `direct`, `waves`, `broadcast`.
    mode: String,
    /// Every number.
    rules: Vec<RuleJson>,
    /// Raised with every change; the entity tag. 0 while nobody has changed the defaults.
    version: i32,
}

impl RulesJson {
    fn of(locale: Locale, rules: &Rules, version: i32) -> Self {
        let view = fields().map(|field| RuleJson {
            name: field.name.to_owned(),
            value: (field.get)(rules),
            least: field.least,
            most: field.most,
            unit: field.unit.name().to_owned(),
            meaning: t(locale, &format!("booking-rule-{}-hint", field.name.replace('_', "-"))),
        });
        Self { mode: mode_name(rules.offers.mode).to_owned(), rules: view.collect(), version }
    }
}

/// What to change; what is not named stays.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RulesInput {
    /// `direct`, `waves`, `broadcast`.
    mode: Option<String>,
    /// Numbers by their names.
    #[serde(default)]
    values: BTreeMap<String, i64>,
}

/// The rules of booking, each with its bounds and meaning.
#[utoipa::path(
    get,
    path = "/api/v1/rules",
    tag = "booking",
    operation_id = "get_rules",
    responses(
        (status = 200, body = RulesJson, headers(("ETag" = String, description = "The version read"))),
        (status = 403, body = Problem)
    ),
    security(("bearer" = []))
)]
#[get("/rules")]
pub(super) async fn show(api: ApiDoor) -> Result<Tagged<Json<RulesJson>>, ApiStop> {
    api.permit(ViewRules {})?;
    let (rules, version) = store::rules_with_version(store::read(api.db())).await?;
    Ok(Tagged(EntityTag::of_version(version.into()), Json(RulesJson::of(api.locale(), &rules, version))))
}

/// Changes rules; `If-Match` carries the tag that was read. What was booked and asked before stays as it is.
#[utoipa::path(
    put,
    path = "/api/v1/rules",
    tag = "booking",
    operation_id = "change_rules",
    params(("If-Match" = String, Header, description = "The ETag read")),
    request_body = RulesInput,
    responses(
        (status = 200, body = RulesJson),
        (status = 403, body = Problem),
        (status = 412, body = Problem, description = "Somebody else changed them meanwhile"),
        (status = 422, body = Problem),
        (status = 428, body = Problem, description = "If-Match is missing")
    ),
    security(("bearer" = []))
)]
#[put("/rules", data = "<body>")]
pub(super) async fn change(api: ApiDoor, seen: IfMatch, body: JsonBody<RulesInput>) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(ManageRules {})?;
    let mut once = api.begin(&body.0).await?;
    let (mut rules, version) = store::rules_with_version(once.tx.conn()).await?;
    seen.require(EntityTag::of_version(version.into()))?;
    let wrong = |name: &str, detail: String| {
        let problem = Problem::new(Http::UnprocessableEntity, "invalid").detail("Some values are wrong.");
        ApiStop::from(problem.field(name.to_owned(), "rule-out-of-bounds", detail))
    };
    if let Some(name) = &body.0.mode {
        let mode = parse_mode(name).ok_or_else(|| wrong("mode", "One of direct, waves, broadcast.".to_owned()))?;
        rules.offers.mode = mode;
    }
    for (name, value) in &body.0.values {
        let Some(field) = field(name) else { return Err(wrong(name, "There is no rule of this name.".to_owned())) };
        if !(field.least..=field.most).contains(value) {
            return Err(wrong(name, format!("Between {} and {}.", field.least, field.most)));
        }
        (field.set)(&mut rules, *value);
    }
    let version = change_rules(&permit, &rules, version, api.now(), &mut once.tx).await?;
    api.finish(once, Http::Ok, None, &RulesJson::of(api.locale(), &rules, version)).await
}
