//! `/availability`: when and how an interpreter can work, and when they are away.

use super::{asking, deliveries, own, weekdays};
use crate::{
    directory::{
        AbsenceView, absences,
        commands::{add_absence, change_availability, remove_absence},
        forms, interpreter, offices, profiles,
    },
    identity::{Denied, Done, Door, PageStop, policy::ManageOwnAvailability},
    kernel::{ids::InterpreterId, message::Message, refusal::Refusal},
    platform::{
        fault::Stop,
        i18n::say,
        render::{Choice, FormState, Page, PageContext, Submitted},
    },
};
use askama::Template;
use rocket::{Either, get, post};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "directory/availability.html")]
pub(super) struct AvailabilityPage {
    page: PageContext,
    /// The weekly pattern and the settings.
    form: FormState,
    /// How and for what the reader wants to be asked.
    asking: FormState,
    ways: Vec<Choice>,
    offices: Vec<Choice>,
    topics: Vec<Choice>,
    /// A new absence.
    away: FormState,
    rows: usize,
    weekdays: Vec<Choice>,
    deliveries: Vec<Choice>,
    absences: Vec<AbsenceView>,
}

async fn page(
    door: &Door,
    interpreter_id: InterpreterId,
    form: Option<FormState>,
    away: FormState,
) -> Result<AvailabilityPage, PageStop> {
    let page = door.page("directory-availability-title");
    let conn = door.db().read();
    let person = interpreter(conn, interpreter_id).await?.ok_or(Denied::Unknown)?;
    let form = form.unwrap_or_else(|| forms::settings_form(&person));
    Ok(AvailabilityPage {
        asking: forms::asking_form(&person),
        ways: asking::ways(&page),
        offices: asking::offices(&page, offices(conn).await?),
        topics: asking::topics(&page, profiles(conn).await?),
        rows: forms::window_rows(&form),
        weekdays: weekdays(&page),
        deliveries: deliveries(&page),
        absences: absences(conn, interpreter_id, door.now()).await?,
        form,
        away,
        page,
    })
}

/// The page with what was typed about being asked.
pub(super) async fn with_asking(
    door: &Door,
    interpreter_id: InterpreterId,
    typed: FormState,
) -> Result<AvailabilityPage, PageStop> {
    let page = page(door, interpreter_id, None, FormState::new()).await?;
    Ok(AvailabilityPage { asking: typed, ..page })
}

#[get("/availability")]
pub(super) async fn show(door: Door) -> Result<Page<AvailabilityPage>, PageStop> {
    let id = own(&door)?;
    door.permit(ManageOwnAvailability { interpreter: id })?;
    Ok(Page::ok(page(&door, id, None, FormState::new()).await?))
}

#[post("/availability", data = "<sent>")]
pub(super) async fn change(door: Door, sent: Submitted) -> Result<Either<Page<AvailabilityPage>, Done>, PageStop> {
    let id = own(&door)?;
    let permit = door.permit(ManageOwnAvailability { interpreter: id })?;
    let mut form = sent.0.clone();
    let Some(settings) = forms::settings(&mut form, door.locale()) else {
        return Ok(Either::Left(Page::unprocessable(page(&door, id, Some(form), FormState::new()).await?)));
    };
    let mut once = door.begin(&sent).await?;
    match change_availability(permit, &settings, door.now(), &mut once.tx).await {
        Ok(()) => {
            let notice = Message::new("directory-availability-stored");
            Ok(Either::Right(door.finish(once, "/availability", notice).await?))
        }
        Err(Stop::Refused(refused)) => {
            drop(once);
            form.refuse(refused.field().unwrap_or_default(), say(door.locale(), &refused.message()));
            Ok(Either::Left(Page::unprocessable(page(&door, id, Some(form), FormState::new()).await?)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

#[post("/availability/absences", data = "<sent>")]
pub(super) async fn add(door: Door, sent: Submitted) -> Result<Either<Page<AvailabilityPage>, Done>, PageStop> {
    let id = own(&door)?;
    let permit = door.permit(ManageOwnAvailability { interpreter: id })?;
    let mut form = sent.0.clone();
    let Some(away) = forms::absence(&mut form, door.locale()) else {
        return Ok(Either::Left(Page::unprocessable(page(&door, id, None, form).await?)));
    };
    let mut once = door.begin(&sent).await?;
    match add_absence(permit, away, door.now(), &mut once.tx).await {
        Ok(_) => {
            let notice = Message::new("directory-absence-stored");
            Ok(Either::Right(door.finish(once, "/availability#absences", notice).await?))
        }
        Err(Stop::Refused(refused)) => {
            drop(once);
            form.refuse("to_day", say(door.locale(), &refused.message()));
            Ok(Either::Left(Page::unprocessable(page(&door, id, None, form).await?)))
        }
        Err(Stop::Fault(fault)) => Err(fault.into()),
    }
}

#[post("/availability/absences/<absence>/remove", data = "<sent>")]
pub(super) async fn remove(door: Door, absence: Uuid, sent: Submitted) -> Result<Done, PageStop> {
    let id = own(&door)?;
    let permit = door.permit(ManageOwnAvailability { interpreter: id })?;
    let mut once = door.begin(&sent).await?;
    if !remove_absence(permit, absence, door.now(), &mut once.tx).await? {
        return Err(Denied::Unknown.into());
    }
    door.finish(once, "/availability#absences", Message::new("directory-absence-removed")).await
}
