//! The board for programs.

use super::{interpreters::me, unknown};
use crate::{
    booking::{board, commands, store, views::*},
    identity::{ApiDone, ApiDoor, ApiStop, policy::TakeJob},
    kernel::ids::*,
    platform::http::Problem,
};
use rocket::{get, http::Status as Http, post, serde::json::Json};

/// The open jobs that fit the interpreter who asks and that they may take now, by begin.
#[utoipa::path(
    get,
    path = "/api/v1/board",
    tag = "booking",
    operation_id = "list_board",
    responses((status = 200, body = Vec<BoardJobJson>), (status = 403, body = Problem)),
    security(("bearer" = []))
)]
#[get("/board")]
pub(super) async fn list(api: ApiDoor) -> Result<Json<Vec<BoardJobJson>>, ApiStop> {
    let me = me(&api)?;
    let postings = board::board(store::read(api.db()), me, api.now()).await?;
    Ok(Json(postings.into_iter().map(|one| BoardJobJson::of(me, api.locale(), one)).collect()))
}

/// Takes a job. The first yes wins; whoever was not first gets 409 `assignment-taken`.
#[utoipa::path(
    post,
    path = "/api/v1/board/{id}/take",
    tag = "booking",
    operation_id = "take_job",
    params(("id" = Uuid, Path, description = "The assignment")),
    responses((status = 200, body = BookingJson), (status = 404, body = Problem), (status = 409, body = Problem)),
    security(("bearer" = []))
)]
#[post("/board/<id>/take")]
pub(super) async fn take(api: ApiDoor, id: AssignmentId) -> Result<ApiDone, ApiStop> {
    let interpreter = me(&api)?;
    store::assignment(store::read(api.db()), id).await?.ok_or_else(unknown)?;
    let permit = api.permit(TakeJob { interpreter, assignment: id })?;
    let mut once = api.begin(&()).await?;
    commands::take_job(&permit, api.now(), &mut once.tx).await?;
    let facts = store::snapshots::assignment_facts(once.tx.conn(), id).await?.ok_or_else(unknown)?;
    let view = BookingJson::for_interpreter(interpreter, api.locale(), facts);
    api.finish(once, Http::Ok, Some(format!("/api/v1/jobs/{id}")), &view).await
}
