//! `/imports`: a list is checked as a whole first; it is brought in when somebody has seen what would happen.

use super::{
    apply::{ImportProblem, Imported, ListKind, Outcome, bring_in, rehearse},
    store,
};
use crate::{
    identity::{
        Denied, Done, Door, PageStop,
        policy::{ImportFiles, ManageBudget, ManagePool, SubmitRequest},
    },
    kernel::{ids::OfficeId, message::Message},
    platform::{
        fault::Fault,
        http::whole,
        idempotency::Answer,
        render::{Choice, FormState, Page, PageContext, Submitted},
        table::MAX_BYTES,
    },
};
use askama::Template;
use rocket::{Either, FromForm, Route, data::Capped, form::Form, fs::TempFile, get, http::Status, post, routes};
use sha2::{Digest, Sha256};
use tokio::io::AsyncReadExt;
use uuid::Uuid;

/// More problems than this help nobody at once.
const SHOWN_PROBLEMS: usize = 200;

/// `/imports` and what lies below.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![show, check, preview, confirm]
}

struct ProblemRow {
    line: u64,
    column: String,
    value: String,
    why: String,
}

#[derive(Template)]
#[template(path = "import/upload.html")]
struct UploadPage {
    page: PageContext,
    form: FormState,
    lists: Vec<Choice>,
    problems: Vec<ProblemRow>,
    /// How many problems the file has, all counted.
    found: usize,
}

#[derive(Template)]
#[template(path = "import/preview.html")]
struct PreviewPage {
    page: PageContext,
    list: String,
    file: String,
    imported: Imported,
    draft: Uuid,
}

type Answered = Result<Either<Page<UploadPage>, Done>, PageStop>;

/// Whether the reader may bring in lists of this kind.
fn may(door: &Door, kind: ListKind) -> bool {
    match kind {
        ListKind::Interpreters => door.may(ManagePool {}),
        ListKind::Budgets => door.may(ManageBudget {}),
        // A list of requests names offices: an office that is nobody's is reached by city-wide roles only.
        ListKind::Requests => door.may(SubmitRequest { office: OfficeId(Uuid::nil()) }),
    }
}

fn list_name(page: &PageContext, kind: ListKind) -> String {
    page.t(format!("import-list-{}", kind.name()))
}

fn upload(door: &Door, form: FormState, problems: &[ImportProblem]) -> UploadPage {
    let page = door.page("import-title");
    let lists = ListKind::ALL.into_iter().filter(|kind| may(door, *kind));
    UploadPage {
        lists: lists.map(|kind| Choice::new(kind.name(), list_name(&page, kind))).collect(),
        problems: problems
            .iter()
            .take(SHOWN_PROBLEMS)
            .map(|problem| {
                let (line, column, value, why) = problem.parts(door.locale());
                ProblemRow { line, column, value, why }
            })
            .collect(),
        found: problems.len(),
        form,
        page,
    }
}

#[get("/imports")]
async fn show(door: Door) -> Result<Page<UploadPage>, PageStop> {
    door.permit(ImportFiles {})?;
    Ok(Page::ok(upload(&door, FormState::new(), &[])))
}

/// A file with what it holds.
#[derive(FromForm)]
struct Sent<'r> {
    #[field(name = "_key")]
    key: Option<&'r str>,
    #[field(default = "")]
    list: &'r str,
    file: Capped<TempFile<'r>>,
}

/// Checks a file and keeps it for its owner; leads to what would happen. The same press again leads to the same draft, also if the
/// city has changed in between.
#[post("/imports", data = "<sent>")]
async fn check(door: Door, sent: Form<Sent<'_>>) -> Answered {
    door.permit(ImportFiles {})?;
    let sent = sent.into_inner();
    let mut form = FormState::new().with("list", sent.list);
    let words = door.page("import-title");
    let Some(kind) = ListKind::parse(sent.list).filter(|kind| may(&door, *kind)) else {
        form.refuse("list", words.t("import-list-missing"));
        return Ok(Either::Left(Page::unprocessable(upload(&door, form, &[]))));
    };
    let too_large = |mut form: FormState| {
        form.refuse("file", words.t1("table-too-large", "megabytes", MAX_BYTES / 1024 / 1024));
        Ok(Either::Left(Page::with(Status::PayloadTooLarge, upload(&door, form, &[]))))
    };
    let Ok(file) = whole(sent.file) else { return too_large(form) };
    if file.len() > MAX_BYTES as u64 {
        return too_large(form);
    }
    let name =
        file.raw_name().map(|name| name.dangerous_unsafe_unsanitized_raw().as_str().to_owned()).unwrap_or_default();
    let name: String = name.chars().filter(|c| !c.is_control()).take(120).collect();
    let bytes = read(&file).await?;
    if bytes.is_empty() {
        form.refuse("file", words.t("import-file-missing"));
        return Ok(Either::Left(Page::unprocessable(upload(&door, form, &[]))));
    }
    let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes));
    let pressed = form.clone().with_some("_key", sent.key).with("file", &name).with("sha256", hash);
    let pressed = Submitted(pressed);
    // A press that was done before leaves here. The unit is given up, because the rehearsal needs one of its own.
    drop(door.begin(&pressed).await?);
    match rehearse(door.db(), kind, &bytes, door.actor(), door.now()).await? {
        Outcome::Refused(problems) => Ok(Either::Left(Page::unprocessable(upload(&door, form, &problems)))),
        Outcome::Done(imported) => {
            let once = door.begin(&pressed).await?;
            let draft = store::Draft { kind, file_name: name, bytes, imported };
            let draft = store::keep(&once.tx, door.person().account, draft, door.now()).await?;
            let answer = Answer { status: 303, location: Some(format!("/imports/{draft}")), body: None };
            once.commit(&answer).await?;
            Ok(Either::Right(Done::from(answer)))
        }
    }
}

/// What would happen. A file that waits no longer leads back, whoever's it was.
#[get("/imports/<draft>")]
async fn preview(door: Door, draft: Uuid) -> Result<Either<Page<PreviewPage>, Done>, PageStop> {
    door.permit(ImportFiles {})?;
    let Some(found) = store::find(door.db().read(), door.person().account, draft).await? else {
        return Ok(Either::Right(Done::saying("/imports", Message::new("import-draft-gone"))));
    };
    if !may(&door, found.kind) {
        return Err(Denied::Forbidden.into());
    }
    let page = door.page("import-preview-title");
    let (list, imported) = (list_name(&page, found.kind), found.imported);
    Ok(Either::Left(Page::ok(PreviewPage { page, list, file: found.file_name, imported, draft })))
}

async fn read(file: &TempFile<'_>) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    file.open().await?.read_to_end(&mut bytes).await?;
    Ok(bytes)
}

#[post("/imports/<draft>/confirm", data = "<sent>")]
async fn confirm(door: Door, draft: Uuid, sent: Submitted) -> Answered {
    door.permit(ImportFiles {})?;
    let mut once = door.begin(&sent).await?;
    let found = store::take(&once.tx, door.person().account, draft).await?.ok_or(Denied::Unknown)?;
    if !may(&door, found.kind) {
        return Err(Denied::Forbidden.into());
    }
    match bring_in(&mut once.tx, found.kind, &found.bytes, door.actor(), door.now()).await? {
        Outcome::Done(imported) => {
            let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
            let notice = Message::new("import-done")
                .with("created", count(imported.created))
                .with("changed", count(imported.changed))
                .with("unchanged", count(imported.unchanged));
            Ok(Either::Right(door.finish(once, "/imports", notice).await?))
        }
        // Something changed since the check.
        Outcome::Refused(problems) => {
            drop(once);
            let form = FormState::new().with("list", found.kind.name());
            Ok(Either::Left(Page::conflict(upload(&door, form, &problems))))
        }
    }
}
