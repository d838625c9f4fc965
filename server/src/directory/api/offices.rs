//! Offices and grants for programs.

use super::{
    input::{Check, is_email},
    unknown,
};
use crate::{
    directory::{
        commands::{OfficeDetails, change_office, open_office},
        office, offices as all_offices,
        views::OfficeJson,
    },
    identity::{
        ApiDone, ApiDoor, ApiStop, Denied,
        policy::{ManageOffices, ViewBudget},
    },
    kernel::{
        ids::OfficeId,
        leitweg::{LeitwegId, LeitwegRefused},
        place::District,
    },
    platform::{
        http::{EntityTag, IfMatch, JsonBody, Problem, Tagged, TextRule, clean_text},
        i18n::Locale,
        table::Why,
    },
};
use rocket::{get, http::Status, post, put, serde::json::Json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An office as the administrator describes it; a PUT replaces everything that stands here.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::directory) struct OfficeInput {
    /// Short code: capitals, digits, hyphens. Wanted for a new office; it never changes.
    #[schema(example = "JA", max_length = 12)]
    pub code: Option<String>,
    /// Name in German.
    #[schema(max_length = 120)]
    pub name_de: String,
    /// Name in English.
    #[schema(max_length = 120)]
    pub name_en: String,
    /// `office`, or `grant` for project money that a welfare organization orders from.
    #[schema(example = "office")]
    pub kind: String,
    /// Leitweg-ID (BT-10 of its documents) with its check digits.
    #[schema(example = "04011000-1234512345-06")]
    pub leitweg_id: String,
    /// Mail for the whole office.
    pub email: String,
    /// Whom to ask there: a function or a name.
    #[serde(default)]
    #[schema(max_length = 120)]
    pub contact: String,
    /// Phone number of that contact.
    #[serde(default)]
    #[schema(max_length = 40)]
    pub phone: String,
    /// Usual place of its sessions.
    #[serde(default)]
    #[schema(max_length = 300)]
    pub address: String,
    /// District of that place, by its name or code.
    #[serde(default)]
    pub district: String,
}

impl OfficeInput {
    /// What the command takes. `code` is that of an office that is there.
    ///
    /// # Errors
    /// Everything that is wrong, field by field.
    pub(in crate::directory) fn details(&self, code: Option<&str>, locale: Locale) -> Result<OfficeDetails, Problem> {
        let mut check = Check::new(locale);
        let code = match code {
            Some(code) => code.to_owned(),
            None => {
                let typed = self.code.as_deref().unwrap_or_default().trim();
                let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
                if typed.is_empty() || typed.len() > 12 || !typed.bytes().all(plain) {
                    check.wrong("code", &Why::of("directory-office-code-form"));
                }
                typed.to_owned()
            }
        };
        let name_de = check.line("name_de", &self.name_de, 120).unwrap_or_default();
        let name_en = check.line("name_en", &self.name_en, 120).unwrap_or_default();
        check.one_of("kind", &self.kind, &KINDS);
        let leitweg_id = match self.leitweg_id.parse::<LeitwegId>() {
            Ok(id) => Some(id),
            Err(refused) => {
                check.wrong(
                    "leitweg_id",
                    &Why::of(match refused {
                        LeitwegRefused::Form => "directory-leitweg-form",
                        LeitwegRefused::CheckDigits => "directory-leitweg-check-digits",
                    }),
                );
                None
            }
        };
        if !is_email(self.email.trim()) {
            check.wrong("email", &Why::of("table-email"));
        }
        let mut some = |field: &str, text: &str, max: usize| {
            let cleaned = clean_text(text, TextRule::line(max).or_empty());
            cleaned.unwrap_or_else(|_| {
                check.wrong(field, &Why::of("table-text-too-long").number("max", max));
                String::new()
            })
        };
        let contact = some("contact", &self.contact, 120);
        let phone = some("phone", &self.phone, 40);
        let address = some("address", &self.address, 300);
        let district = match self.district.trim() {
            "" => String::new(),
            typed => match District::parse(typed) {
                Ok(district) => district.name().to_owned(),
                Err(_) => {
                    check.wrong("district", &Why::of("directory-office-district-unknown"));
                    String::new()
                }
            },
        };
        check.finish()?;
        let Some(leitweg_id) = leitweg_id else { return Err(Problem::of_status(Status::UnprocessableEntity)) };
        Ok(OfficeDetails {
            code,
            name_de,
            name_en,
            is_grant: self.kind == "grant",
            leitweg_id,
            email: self.email.trim().to_lowercase(),
            address,
            district,
            contact,
            phone,
        })
    }
}

/// What an office can be.
pub(in crate::directory) const KINDS: [&str; 2] = ["office", "grant"];

/// The offices whose work the reader may see, by code; all for the administrator. Few enough for one page; those that retired are
/// among them.
#[utoipa::path(
    get,
    path = "/api/v1/offices",
    tag = "directory",
    operation_id = "list_offices",
    responses((status = 200, body = [OfficeJson]), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/offices")]
pub(super) async fn list(api: ApiDoor) -> Result<Json<Vec<OfficeJson>>, ApiStop> {
    let all = all_offices(api.db().read()).await?;
    let manages = api.permit(ManageOffices {}).is_ok();
    let visible: Vec<OfficeJson> = all
        .into_iter()
        .filter(|office| manages || api.permit(ViewBudget { office: office.id }).is_ok())
        .map(OfficeJson::from)
        .collect();
    if visible.is_empty() && !manages { Err(Denied::Forbidden.into()) } else { Ok(Json(visible)) }
}

/// One office.
#[utoipa::path(
    get,
    path = "/api/v1/offices/{id}",
    tag = "directory",
    operation_id = "get_office",
    params(("id" = uuid::Uuid, Path, description = "The office")),
    responses(
        (status = 200, body = OfficeJson, headers(("ETag" = String, description = "The version read"))),
        (status = 404, body = Problem)
    ),
    security(("bearer" = []))
)]
#[get("/offices/<id>")]
pub(super) async fn one(api: ApiDoor, id: OfficeId) -> Result<Tagged<Json<OfficeJson>>, ApiStop> {
    if api.permit(ManageOffices {}).is_err() {
        api.permit(ViewBudget { office: id })?;
    }
    let facts = office(api.db().read(), id).await?.ok_or_else(unknown)?;
    Ok(Tagged(EntityTag::of_version(facts.version.into()), Json(facts.into())))
}

/// Registers an office or grant.
#[utoipa::path(
    post,
    path = "/api/v1/offices",
    tag = "directory",
    operation_id = "open_office",
    request_body = OfficeInput,
    responses(
        (status = 201, body = OfficeJson),
        (status = 409, body = Problem, description = "The code is taken"),
        (status = 422, body = Problem)
    ),
    security(("bearer" = []))
)]
#[post("/offices", data = "<body>")]
pub(super) async fn create(api: ApiDoor, body: JsonBody<OfficeInput>) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(ManageOffices {})?;
    let details = body.0.details(None, api.locale())?;
    let mut once = api.begin(&body.0).await?;
    let id = open_office(permit, &details, api.now(), &mut once.tx).await?;
    let facts = office(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    let location = Some(format!("/api/v1/offices/{id}"));
    api.finish(once, Status::Created, location, &OfficeJson::from(facts)).await
}

/// Changes an office; `If-Match` carries the tag that was read.
#[utoipa::path(
    put,
    path = "/api/v1/offices/{id}",
    tag = "directory",
    operation_id = "replace_office",
    params(
        ("id" = uuid::Uuid, Path, description = "The office"),
        ("If-Match" = String, Header, description = "The ETag read")
    ),
    request_body = OfficeInput,
    responses(
        (status = 200, body = OfficeJson),
        (status = 404, body = Problem),
        (status = 412, body = Problem, description = "Somebody else changed it meanwhile"),
        (status = 422, body = Problem),
        (status = 428, body = Problem, description = "If-Match is missing")
    ),
    security(("bearer" = []))
)]
#[put("/offices/<id>", data = "<body>")]
pub(super) async fn replace(
    api: ApiDoor,
    id: OfficeId,
    seen: IfMatch,
    body: JsonBody<OfficeInput>,
) -> Result<ApiDone, ApiStop> {
    let permit = api.permit(ManageOffices {})?;
    let known = office(api.db().read(), id).await?.ok_or_else(unknown)?;
    let details = body.0.details(Some(&known.code), api.locale())?;
    let mut once = api.begin(&body.0).await?;
    once.tx.lock_for_use([id.into()]).await?;
    let known = office(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    seen.require(EntityTag::of_version(known.version.into()))?;
    change_office(&permit, id, &details, known.version, api.now(), &mut once.tx).await?;
    let facts = office(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    api.finish(once, Status::Ok, None, &OfficeJson::from(facts)).await
}
