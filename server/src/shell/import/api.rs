//! Lists for programs: `text/csv` in, counts or every problem out.

use super::apply::{ImportProblem, Imported, ListKind, Outcome, bring_in, rehearse};
use crate::{
    identity::{
        ApiDone, ApiDoor, ApiStop, Denied,
        policy::{ImportFiles, ManageBudget, ManagePool, SubmitRequest},
    },
    kernel::ids::OfficeId,
    platform::{
        http::{Problem, read_upload},
        i18n::Locale,
        table::MAX_BYTES,
    },
};
use rocket::{
    Data, Route,
    data::ByteUnit,
    http::{ContentType, Status},
    post, routes,
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

/// `POST /imports/<list>`.
#[must_use]
pub fn api_routes() -> Vec<Route> {
    routes![import]
}

/// The imports' part of the API's description.
#[derive(OpenApi)]
#[openapi(paths(import), components(schemas(ImportJson, Problem)))]
pub struct ApiDoc;

/// What became of a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
struct ImportJson {
    /// Nothing was stored: it was a rehearsal.
    dry_run: bool,
    /// New rows.
    created: usize,
    /// Rows brought up to date.
    changed: usize,
    /// Rows that were there, exactly so.
    unchanged: usize,
}

impl ImportJson {
    fn of(imported: Imported, dry_run: bool) -> Self {
        Self { dry_run, created: imported.created, changed: imported.changed, unchanged: imported.unchanged }
    }
}

fn permit(api: &ApiDoor, kind: ListKind) -> Result<(), ApiStop> {
    api.permit(ImportFiles {})?;
    match kind {
        ListKind::Interpreters => api.permit(ManagePool {}).map(|_| ()),
        ListKind::Budgets => api.permit(ManageBudget {}).map(|_| ()),
        // A list of requests names offices: an office that is nobody's is reached by city-wide roles only.
        ListKind::Requests => api.permit(SubmitRequest { office: OfficeId(Uuid::nil()) }).map(|_| ()),
    }
}

/// Every problem of a file, each with its place: `lines[7].date`.
fn refused(problems: &[ImportProblem], locale: Locale) -> Problem {
    let document = Problem::new(Status::UnprocessableEntity, "file-refused")
        .detail(format!("Nothing was stored: {} problems.", problems.len()));
    problems.iter().fold(document, |document, problem| {
        let (line, column, value, why) = problem.parts(locale);
        let place = if column.is_empty() { format!("lines[{line}]") } else { format!("lines[{line}].{column}") };
        let detail = if value.is_empty() { why } else { format!("{value}: {why}") };
        document.field(place, "file-line-refused", detail)
    })
}

/// Brings in a list: all of it, or nothing and every problem. The same file twice changes nothing.
#[utoipa::path(
    post,
    path = "/api/v1/imports/{list}",
    tag = "imports",
    operation_id = "import_list",
    params(
        ("list" = String, Path, description = "interpreters, requests, budgets"),
        ("dry_run" = Option<bool>, Query, description = "Only say what would happen")
    ),
    request_body(content = String, content_type = "text/csv", description = "UTF-8 or Windows-1252, comma or semicolon"),
    responses(
        (status = 200, body = ImportJson),
        (status = 403, body = Problem),
        (status = 413, body = Problem, description = "Larger than 16 MiB"),
        (status = 422, body = Problem, description = "Every problem of the file")
    ),
    security(("bearer" = []))
)]
#[post("/imports/<list>?<dry_run>", data = "<body>")]
async fn import(
    api: ApiDoor,
    list: &str,
    dry_run: Option<bool>,
    media: Option<&ContentType>,
    body: Data<'_>,
) -> Result<ApiDone, ApiStop> {
    if !media.is_some_and(|media| media.is_csv()) {
        return Err(Problem::of_status(Status::UnsupportedMediaType).into());
    }
    let kind = ListKind::parse(list).ok_or(Denied::Unknown)?;
    permit(&api, kind)?;
    let bytes = read_upload(body, ByteUnit::from(MAX_BYTES)).await?;
    if dry_run == Some(true) {
        return match rehearse(api.db(), kind, &bytes, api.actor(), api.now()).await? {
            Outcome::Refused(problems) => Err(refused(&problems, api.locale()).into()),
            // Nothing is stored but the answer.
            Outcome::Done(imported) => {
                let once = api.begin(&"dry run").await?;
                api.finish(once, Status::Ok, None, &ImportJson::of(imported, true)).await
            }
        };
    }
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes));
    let mut once = api.begin(&digest).await?;
    match bring_in(&mut once.tx, kind, &bytes, api.actor(), api.now()).await? {
        Outcome::Done(imported) => api.finish(once, Status::Ok, None, &ImportJson::of(imported, false)).await,
        Outcome::Refused(problems) => Err(refused(&problems, api.locale()).into()),
    }
}
