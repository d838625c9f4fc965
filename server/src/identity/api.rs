//! The API of identity: tokens, oneself, and the accounts of the house.

mod accounts;
mod auth;
mod views;

use rocket::{Route, routes};
use utoipa::OpenApi;

/// This slice's part of the API's description.
#[derive(OpenApi)]
#[openapi(
    paths(
        auth::token,
        auth::refresh,
        auth::revoke,
        auth::me,
        accounts::list,
        accounts::invite,
        accounts::show,
        accounts::change,
        accounts::grant,
        accounts::revoke,
        accounts::disable,
        accounts::enable,
        accounts::unlock,
        accounts::remove_second_factor,
        accounts::invite_again,
        accounts::rotate,
    ),
    tags((name = "identity", description = "Tokens, oneself, accounts and roles"))
)]
pub struct ApiDoc;

/// All routes, to be mounted at `/api/v1`.
#[must_use]
pub fn api_routes() -> Vec<Route> {
    routes![
        auth::token,
        auth::refresh,
        auth::revoke,
        auth::me,
        accounts::list,
        accounts::invite,
        accounts::show,
        accounts::change,
        accounts::grant,
        accounts::revoke,
        accounts::disable,
        accounts::enable,
        accounts::unlock,
        accounts::remove_second_factor,
        accounts::invite_again,
        accounts::rotate,
    ]
}
