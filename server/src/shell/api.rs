//! `/api/v1` as one OpenAPI 3.1 document, and a viewer for it that loads nothing from outside.

mod complete;

use rocket::{Route, get, http::ContentType, routes};
use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Dragoman",
        description = include_str!("api/introduction.md"),
        license(name = "EUPL-1.2", identifier = "EUPL-1.2")
    ),
    modifiers(&Bearer)
)]
struct House;

/// How a program gets a token.
const BEARER: &str = "`access_token` of `issueToken` (`POST /api/v1/auth/token`), sent as `Authorization: Bearer …`. It holds 15 \
                      minutes; `refreshToken` gives the next pair. Roles of finance and administration need the second factor \
                      (`totp`).";

struct Bearer;
impl Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme =
            HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").description(Some(BEARER)).build();
        document
            .components
            .get_or_insert_with(Default::default)
            .add_security_scheme("bearer", SecurityScheme::Http(scheme));
    }
}

/// The whole document, made of each slice's part and of what holds for every call.
///
/// # Errors
/// It can't be written as JSON.
pub fn document() -> Result<serde_json::Value, serde_json::Error> {
    let mut document = House::openapi();
    for part in super::slices::api_documents() {
        document.merge(part);
    }
    let mut document = serde_json::to_value(document)?;
    complete::complete(&mut document);
    Ok(document)
}

/// `/api/v1/openapi.json` and the viewer at `/api/docs/`.
#[must_use]
pub fn viewer_routes() -> Vec<Route> {
    let mut all = routes![openapi];
    let viewer = utoipa_swagger_ui::SwaggerUi::new("/api/docs/<_..>")
        .config(utoipa_swagger_ui::Config::from("/api/v1/openapi.json").validator_url("none"));
    all.extend(Vec::<Route>::from(viewer));
    all
}

#[get("/api/v1/openapi.json")]
fn openapi() -> Result<(ContentType, String), rocket::http::Status> {
    match document().and_then(|document| serde_json::to_string_pretty(&document)) {
        Ok(text) => Ok((ContentType::JSON, text)),
        Err(error) => {
            tracing::error!(%error, "the API's document can't be written");
            Err(rocket::http::Status::InternalServerError)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    /// Two slices that call different things by one name would tell programs the wrong one.
    #[test]
    fn one_name_is_one_schema() {
        let mut told: HashMap<String, serde_json::Value> = HashMap::new();
        for part in super::super::slices::api_documents() {
            for (name, schema) in part.components.into_iter().flat_map(|components| components.schemas) {
                let schema = serde_json::to_value(schema).unwrap();
                let before = told.entry(name.clone()).or_insert_with(|| schema.clone());
                assert_eq!(*before, schema, "{name} is two things");
            }
        }
    }
}
