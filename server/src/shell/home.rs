//! The first page of each role: what waits for me.

use crate::{
    billing, booking, budget,
    identity::{Door, PageStop},
    kernel::{actor::Role, task::Task, time::berlin_date},
    platform::render::{Page, PageContext},
};
use askama::Template;
use rocket::{Route, get, routes};

/// `/`.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![home]
}

#[derive(Template)]
#[template(path = "shell/home.html")]
struct HomePage {
    page: PageContext,
    today: String,
    tasks: Vec<Task>,
    may_ask: bool,
    reads_only: bool,
}

#[get("/")]
async fn home(door: Door) -> Result<Page<HomePage>, PageStop> {
    let mut tasks = booking::waiting(door.db(), door.actor(), door.now()).await?;
    tasks.extend(budget::waiting(door.db(), door.actor()).await?);
    tasks.extend(billing::waiting(door.db(), door.actor()).await?);
    tasks.sort_by_key(|task| (!(task.urgent && task.count > 0), task.count == 0));
    let page = door.page("home-title");
    Ok(Page::ok(HomePage {
        today: page.date_in_words(berlin_date(door.now())),
        may_ask: door.actor().holds(Role::CaseWorker),
        reads_only: tasks.is_empty(),
        tasks,
        page,
    }))
}
