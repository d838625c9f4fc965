//! Booking requests of the offices. A line whose number (within its office) is known already changes nothing.

use super::{ImportProblem, Imported, Lines, Stopped};
use crate::{
    booking::{
        self,
        ask::{Ask, WishedTime},
        commands::book,
        facts::Delivery,
        request::{AskedGender, Priority},
    },
    directory,
    identity::{Permit, policy::SubmitRequest},
    kernel::{actor::Actor, clock::Instant, message::Message, refusal::Refusal, time::Fold},
    platform::{
        db::Tx,
        fault::{Fault, Stop},
    },
    shell::import::{
        RequestEntry,
        requests::read,
        words::{self, Gender, GenderWish},
    },
};

pub(super) async fn apply(tx: &mut Tx, bytes: &[u8], actor: &Actor, now: Instant) -> Lines {
    let entries = read(bytes)?;
    let offices = directory::offices(tx.conn()).await?;
    let profiles = directory::profiles(tx.conn()).await?;
    let mut problems = Vec::new();
    let mut imported = Imported::default();
    for entry in entries {
        let unknown = |column: &str, key: &str, code: &str| ImportProblem::Command {
            line: entry.line,
            column: Some(column.to_owned()),
            why: Message::new(key).with("code", code),
        };
        let office = offices.iter().find(|office| office.code == entry.office);
        let profile = profiles.iter().find(|profile| profile.code == entry.profile);
        let (Some(office), Some(profile)) = (office, profile) else {
            if office.is_none() {
                problems.push(unknown("office", "import-office-unknown", &entry.office));
            }
            if profile.is_none() {
                problems.push(unknown("profile", "import-profile-unknown", &entry.profile));
            }
            continue;
        };
        if booking::is_known_externally(tx.conn(), office.id, &entry.reference).await? {
            imported.unchanged += 1;
            continue;
        }
        let permit = Permit::ask(actor, SubmitRequest { office: office.id })
            .map_err(|_| Fault::new("this actor may not submit requests"))?;
        let ask = ask_of(&entry, office, profile.id);
        match book(&permit, &ask, now, tx).await {
            Ok(_) => imported.created += 1,
            Err(Stop::Refused(refused)) => {
                for problem in refused.problems() {
                    let column = problem.field().map(str::to_owned);
                    problems.push(ImportProblem::Command { line: entry.line, column, why: problem.message() });
                }
            }
            Err(Stop::Fault(fault)) => return Err(fault.into()),
        }
    }
    if problems.is_empty() { Ok(imported) } else { Err(Stopped::Problems(problems)) }
}

fn ask_of(
    entry: &RequestEntry,
    office: &directory::facts::OfficeFacts,
    profile: crate::kernel::ids::RequirementProfileId,
) -> Ask {
    let (gender, gender_required) = match entry.gender_wish {
        GenderWish::Any => (None, false),
        GenderWish::Wished(gender) => (asked(gender), false),
        GenderWish::Required(gender) => (asked(gender), true),
    };
    Ask {
        office: office.id,
        language: entry.language.code().to_owned(),
        profile,
        time: WishedTime { date: entry.on, from: entry.from, to: entry.to, fold: Fold::Unsaid },
        delivery: match entry.delivery {
            words::Delivery::OnSite => Delivery::OnSite,
            words::Delivery::Phone => Delivery::Phone,
            words::Delivery::Video => Delivery::Video,
        },
        address: entry.address.clone().unwrap_or_default(),
        district: entry.district.map(|district| district.name().to_owned()).unwrap_or_default(),
        gender,
        gender_required,
        preferred: None,
        file_reference: entry.file_reference.clone(),
        remark: entry.remark.clone().unwrap_or_default(),
        priority: Priority::parse(entry.priority.code()).unwrap_or(Priority::Normal),
        external_reference: Some(entry.reference.clone()),
    }
}

/// A list can name a third gender; nobody can be asked for it, so it is no wish.
fn asked(gender: Gender) -> Option<AskedGender> {
    match gender {
        Gender::Female => Some(AskedGender::Female),
        Gender::Male => Some(AskedGender::Male),
        Gender::Diverse => None,
    }
}
