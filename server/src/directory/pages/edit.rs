//! `/pool/new` and `/pool/<id>/edit`: an interpreter's master data. The same checks as the API's: a form is turned into its input.

use super::{choices, deliveries, districts, genders, languages};
use crate::{
    directory::{
        api::input::InterpreterInput,
        commands::register_interpreter,
        facts::InterpreterFacts,
        interpreter,
        store::interpreter_by_number,
        views::{AvailabilityJson, SpokenJson, WindowJson},
    },
    identity::{Denied, Done, Door, PageStop, policy::ManagePool},
    kernel::{ids::InterpreterId, message::Message, refusal::Refusal},
    platform::{
        fault::Stop,
        http::Problem,
        i18n::{Locale, say, t},
        render::{Choice, FormState, Page, PageContext, Submitted},
        table::{Why, date, whole},
    },
};
use askama::Template;
use chrono::NaiveDate;
use rocket::{Either, get, post};

/// Rows for languages below those that are there.
const SPARE_ROWS: usize = 2;
/// More languages than anybody interprets.
const MOST_ROWS: usize = 20;
const LEVELS: [&str; 7] = ["A1", "A2", "B1", "B2", "C1", "C2", "native"];

#[derive(Template)]
#[template(path = "directory/edit.html")]
pub(in crate::directory) struct EditPage {
    page: PageContext,
    form: FormState,
    action: String,
    back: String,
    is_new: bool,
    rows: usize,
    languages: Vec<Choice>,
    levels: Vec<Choice>,
    genders: Vec<Choice>,
    districts: Vec<Choice>,
    employments: Vec<Choice>,
    vat_kinds: Vec<Choice>,
    deliveries: Vec<Choice>,
    locales: Vec<Choice>,
}

impl EditPage {
    fn new(page: PageContext, form: FormState, known: Option<InterpreterId>) -> Self {
        let filled = (0..MOST_ROWS).filter(|row| form.filled(format!("language_{row}")).is_some()).max();
        let levels = LEVELS.map(|level| {
            let label = if level == "native" { page.t("directory-level-native") } else { level.to_owned() };
            Choice::new(level, label)
        });
        Self {
            action: known.map_or_else(|| "/pool/new".to_owned(), |id| format!("/pool/{id}/edit")),
            back: known.map_or_else(|| "/pool".to_owned(), |id| format!("/pool/{id}")),
            is_new: known.is_none(),
            rows: (filled.map_or(0, |last| last + 1) + SPARE_ROWS).min(MOST_ROWS),
            languages: languages(&page),
            levels: levels.into(),
            genders: genders(&page),
            districts: districts(),
            employments: choices(&page, "directory-employment", &["full_time", "part_time"]),
            vat_kinds: choices(&page, "directory-vat", &["small_business", "standard", "exempt"]),
            deliveries: deliveries(&page),
            locales: choices(&page, "directory-locale", &["de", "en"]),
            form,
            page,
        }
    }
}

/// The form of somebody who is there.
fn form_of(person: &InterpreterFacts) -> FormState {
    let form = FormState::new()
        .with("version", person.version)
        .with("number", &person.number)
        .with("first_name", &person.first_name)
        .with("last_name", &person.last_name)
        .with("gender", &person.gender)
        .with("email", &person.email)
        .with("phone", &person.phone)
        .with("street", &person.street)
        .with("postcode", &person.postcode)
        .with("city", &person.city)
        .with("district", &person.district)
        .with("employment", &person.employment)
        .with("vat_kind", &person.vat_kind)
        .with_some("vat_id", person.vat_id.as_deref())
        .with_some("tax_number", person.tax_number.as_deref())
        .with_some("iban", person.iban.as_deref())
        .with_some("self_billing_agreed_on", person.self_billing_agreed_on)
        .with("locale", &person.locale)
        .with("delivery", &person.delivery)
        .with("max_travel_minutes", person.max_travel_minutes)
        .with("weekly_cap_hours", person.weekly_cap_minutes / 60)
        .with("min_notice_hours", person.min_notice_hours);
    person.languages.iter().enumerate().fold(form, |form, (row, (language, level))| {
        form.with(format!("language_{row}"), language).with(format!("level_{row}"), level)
    })
}

/// A field read with a parser of tables; what is wrong is noted beside it.
fn read<T>(form: &mut FormState, locale: Locale, field: &str, parse: impl Fn(&str) -> Result<T, Why>) -> Option<T> {
    let typed = form.filled(field)?.to_owned();
    parse(&typed).map_err(|why| form.refuse(field, why.sentence(locale))).ok()
}

fn number(form: &mut FormState, locale: Locale, field: &str, most: i64) -> i32 {
    if form.filled(field).is_none() {
        form.refuse(field, t(locale, "table-required"));
    }
    read(form, locale, field, whole(0, most)).and_then(|number| i32::try_from(number).ok()).unwrap_or_default()
}

/// What was typed, as the API takes it. When and in which quiet hours somebody works is theirs to say and stays as it is.
fn input_of(form: &mut FormState, known: Option<&InterpreterFacts>, locale: Locale) -> InterpreterInput {
    let text = |form: &FormState, field: &str| form.value(field).trim().to_owned();
    let some = |form: &FormState, field: &str| form.filled(field).map(str::to_owned);
    let day = |form: &mut FormState, field: &str| -> Option<NaiveDate> { read(form, locale, field, date) };
    let spoken = (0..MOST_ROWS).filter_map(|row| {
        let language = form.filled(format!("language_{row}"))?.to_owned();
        Some(SpokenJson { language, level: form.value(format!("level_{row}")).to_owned() })
    });
    let spoken: Vec<SpokenJson> = spoken.collect();
    let clock = |time: Option<chrono::NaiveTime>| time.map(|time| time.format("%H:%M").to_string());
    let windows = known.map(|person| person.windows.iter().copied().map(WindowJson::from).collect());
    InterpreterInput {
        number: known.map_or_else(|| text(form, "number"), |person| person.number.clone()),
        first_name: text(form, "first_name"),
        last_name: text(form, "last_name"),
        gender: text(form, "gender"),
        email: text(form, "email"),
        phone: text(form, "phone"),
        street: text(form, "street"),
        postcode: text(form, "postcode"),
        city: text(form, "city"),
        district: text(form, "district"),
        employment: text(form, "employment"),
        vat_kind: text(form, "vat_kind"),
        vat_id: some(form, "vat_id"),
        tax_number: some(form, "tax_number"),
        iban: some(form, "iban"),
        self_billing_agreed_on: day(form, "self_billing_agreed_on"),
        rate_agreement_signed_on: day(form, "rate_agreement_signed_on"),
        active: known.is_none_or(|person| person.active),
        locale: text(form, "locale"),
        languages: spoken,
        availability: AvailabilityJson {
            delivery: text(form, "delivery"),
            max_travel_minutes: number(form, locale, "max_travel_minutes", 240),
            weekly_cap_minutes: number(form, locale, "weekly_cap_hours", 60) * 60,
            min_notice_hours: number(form, locale, "min_notice_hours", 720),
            quiet_from: clock(known.and_then(|person| person.quiet_from)),
            quiet_to: clock(known.and_then(|person| person.quiet_to)),
            windows: windows.unwrap_or_default(),
        },
    }
}

/// Puts the API's problems beside the fields of the form.
fn refuse(form: &mut FormState, problem: &Problem, rows: &[usize]) {
    for error in problem.errors() {
        let field = error.field.trim_start_matches("availability.");
        let spoken = field.strip_prefix("languages[").and_then(|rest| rest.split_once("]."));
        let place = match spoken {
            Some((index, part)) => {
                let row = index.parse::<usize>().ok().and_then(|index| rows.get(index)).copied().unwrap_or_default();
                format!("{part}_{row}")
            }
            None if field == "weekly_cap_minutes" => "weekly_cap_hours".to_owned(),
            None => field.to_owned(),
        };
        form.refuse(place, error.detail.clone());
    }
}

/// The rows in which a language stands.
fn spoken_rows(form: &FormState) -> Vec<usize> {
    (0..MOST_ROWS).filter(|row| form.filled(format!("language_{row}")).is_some()).collect()
}

#[get("/pool/new")]
pub(in crate::directory) async fn new(door: Door) -> Result<Page<EditPage>, PageStop> {
    door.permit(ManagePool {})?;
    let form = FormState::new()
        .with("city", "Stuttgart")
        .with("locale", "de")
        .with("delivery", "any")
        .with("max_travel_minutes", 60)
        .with("weekly_cap_hours", 20)
        .with("min_notice_hours", 24);
    Ok(Page::ok(EditPage::new(door.page("directory-new-title"), form, None)))
}

#[post("/pool/new", data = "<sent>")]
pub(in crate::directory) async fn create(
    door: Door,
    sent: Submitted,
) -> Result<Either<Page<EditPage>, Done>, PageStop> {
    store(door, None, sent).await
}

fn title(door: &Door, person: &InterpreterFacts) -> PageContext {
    door.page("directory-pool-title").titled_with("directory-edit-title", &[("name", person.name().into())])
}

#[get("/pool/<id>/edit")]
pub(in crate::directory) async fn edit(door: Door, id: InterpreterId) -> Result<Page<EditPage>, PageStop> {
    door.permit(ManagePool {})?;
    let person = interpreter(door.db().read(), id).await?.ok_or(Denied::Unknown)?;
    Ok(Page::ok(EditPage::new(title(&door, &person), form_of(&person), Some(id))))
}

#[post("/pool/<id>/edit", data = "<sent>")]
pub(in crate::directory) async fn change(
    door: Door,
    id: InterpreterId,
    sent: Submitted,
) -> Result<Either<Page<EditPage>, Done>, PageStop> {
    store(door, Some(id), sent).await
}

/// Stores what was typed. What is wrong, or was changed by somebody else meanwhile, is said with everything that was typed.
async fn store(
    door: Door,
    id: Option<InterpreterId>,
    sent: Submitted,
) -> Result<Either<Page<EditPage>, Done>, PageStop> {
    let permit = door.permit(ManagePool {})?;
    let mut once = door.begin(&sent).await?;
    let known = match id {
        Some(id) => {
            once.tx.lock_for_use([id.into()]).await?;
            Some(interpreter(once.tx.conn(), id).await?.ok_or(Denied::Unknown)?)
        }
        None => None,
    };
    let page = known.as_ref().map_or_else(|| door.page("directory-new-title"), |person| title(&door, person));
    let mut form = sent.0.clone();
    let rows = spoken_rows(&form);
    let input = input_of(&mut form, known.as_ref(), door.locale());
    let details = input.details(known.as_ref().is_some_and(|person| person.invented), door.locale());
    let details = match details {
        Ok(details) if !form.is_refused() => details,
        other => {
            if let Err(problem) = &other {
                refuse(&mut form, problem, &rows);
            }
            return Ok(Either::Left(Page::unprocessable(EditPage::new(page, form, id))));
        }
    };
    if known.is_none() && interpreter_by_number(once.tx.conn(), &details.number).await?.is_some() {
        form.refuse("number", page.t("directory-number-taken"));
        return Ok(Either::Left(Page::conflict(EditPage::new(page, form, id))));
    }
    // A form without its version has seen nothing.
    let seen: i32 = form.value("version").parse().unwrap_or(0);
    if known.as_ref().is_some_and(|person| person.version != seen) {
        form.refuse_all(page.t("refusal-interpreter-changed-meanwhile"));
        return Ok(Either::Left(Page::conflict(EditPage::new(page, form, id))));
    }
    match register_interpreter(permit, &details, door.now(), &mut once.tx).await {
        Ok((id, _)) => {
            let notice = Message::new("directory-interpreter-stored");
            Ok(Either::Right(door.finish(once, format!("/pool/{id}"), notice).await?))
        }
        Err(Stop::Refused(refused)) => {
            let field =
                refused.field().map_or("language_0", |field| if field == "languages" { "language_0" } else { field });
            form.refuse(field, say(door.locale(), &refused.message()));
            Ok(Either::Left(Page::unprocessable(EditPage::new(page, form, id))))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}
