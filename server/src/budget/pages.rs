//! `/budgets`: what each office may spend, has promised and has spent.

mod carry_over;
mod line;
mod list;
mod open;
mod transfers;

use crate::{
    budget::BalanceView,
    directory::{self, facts::OfficeFacts},
    identity::{Denied, Door, PageStop, policy::ViewBudget},
    kernel::money::Cents,
    platform::render::PageContext,
};
use rocket::{Route, routes};

/// `/budgets` and what lies below.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![
        list::list,
        open::new,
        open::create,
        line::one,
        line::supplement,
        line::transfer,
        carry_over::ask,
        carry_over::propose,
        transfers::list,
        transfers::approve,
        transfers::reject,
    ]
}

/// The offices whose budget the reader may see.
async fn visible_offices(door: &Door) -> Result<Vec<OfficeFacts>, PageStop> {
    let all = directory::offices(door.db().read()).await?;
    let visible: Vec<OfficeFacts> =
        all.into_iter().filter(|office| door.may(ViewBudget { office: office.id })).collect();
    if visible.is_empty() { Err(Denied::Forbidden.into()) } else { Ok(visible) }
}

fn office_name(page: &PageContext, office: &OfficeFacts) -> String {
    if page.locale.code() == "en" { office.name_en.clone() } else { office.name_de.clone() }
}

/// How full a line is, in words and as a bar.
struct Fill {
    text: String,
    /// Cents used and cents there are, for the bar.
    used: i64,
    total: i64,
    /// Word and tone of a warning, if there is one.
    warning: Option<(String, &'static str)>,
}

impl Fill {
    fn of(page: &PageContext, line: &BalanceView) -> Self {
        let used = line.committed + line.consumed;
        let warning = if line.available() <= Cents::ZERO {
            Some((page.t("budget-exhausted"), "danger"))
        } else {
            line.is_to_warn().then(|| (page.t1("budget-warning", "percent", line.warn_percent), "warning"))
        };
        Self {
            text: page.t1("budget-used-percent", "percent", line.used_percent()),
            used: used.get(),
            total: Ord::max((line.granted + line.overridden).get(), 1),
            warning,
        }
    }
}
