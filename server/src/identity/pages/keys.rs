//! `/admin/keys`: the keys that sign tokens.

use crate::{
    identity::{Done, Door, PageStop, policy::RotateKeys, queries, rotate_keys},
    kernel::message::Message,
    platform::render::{FormState, Page, PageContext, Submitted},
};
use askama::Template;
use rocket::{get, post};

/// A key as it is shown.
struct KeyRow {
    id: String,
    created: String,
    retired: Option<String>,
}

#[derive(Template)]
#[template(path = "identity/keys.html")]
pub(super) struct KeysPage {
    page: PageContext,
    form: FormState,
    keys: Vec<KeyRow>,
}

#[get("/admin/keys")]
pub(super) async fn show(door: Door) -> Result<Page<KeysPage>, PageStop> {
    door.permit(RotateKeys {})?;
    let page = door.page("identity-keys-title");
    let keys = queries::keys(door.db()).await?.into_iter().map(|key| KeyRow {
        id: key.id.to_string(),
        created: page.moment(key.created_at),
        retired: key.retired_at.map(|at| page.moment(at)),
    });
    Ok(Page::ok(KeysPage { keys: keys.collect(), form: FormState::new(), page }))
}

#[post("/admin/keys", data = "<sent>")]
pub(super) async fn rotate(door: Door, sent: Submitted) -> Result<Done, PageStop> {
    let permit = door.permit(RotateKeys {})?;
    let mut once = door.begin(&sent).await?;
    let forget_old = sent.0.has("forget", "yes");
    rotate_keys(permit, forget_old, door.now(), &mut once.tx).await?;
    let notice =
        if forget_old { Message::new("identity-keys-forgotten") } else { Message::new("identity-keys-rotated") };
    door.finish(once, "/admin/keys", notice).await
}
