//! Every component on one page, for those who write pages and for those who check them.

use askama::Template;
use chrono::{NaiveDate, NaiveDateTime};

use super::{Choice, FormState, NavItem, PageContext, Pager, Sort};

/// The style guide. Mounted in the demonstration only.
#[derive(Template, Debug)]
#[template(path = "styleguide.html")]
pub struct StyleGuide {
    page: PageContext,
    empty: FormState,
    refused: FormState,
    tabs: Vec<NavItem>,
    languages: Vec<Choice>,
    modes: Vec<Choice>,
    sort: Sort,
    pager: Pager,
    starts: NaiveDateTime,
    ends: NaiveDateTime,
}

impl StyleGuide {
    /// The style guide in the reader's language.
    pub fn new(page: PageContext) -> Self {
        let page = page.titled("styleguide-title");
        let mut refused = FormState::new().with("subject", "Elterngespräch").with("starts_on", "31.02.2027");
        refused.refuse("starts_on", page.t("styleguide-example-date-error"));
        refused.refuse("language", page.t("styleguide-example-language-error"));
        refused.refuse("mode", page.t("styleguide-example-mode-error"));
        refused.refuse("agreed", page.t("styleguide-example-agreed-error"));
        let empty =
            FormState::new().with("how", "phone").with("spoken", "ar").with("wishes", "video").with("pledge", "yes");
        let languages = [("ar", "styleguide-arabic"), ("fa", "styleguide-farsi"), ("uk", "styleguide-ukrainian")];
        let modes = [("on_site", "styleguide-on-site"), ("phone", "styleguide-phone"), ("video", "styleguide-video")];
        let choices = |given: [(&str, &str); 3]| given.map(|(value, key)| Choice::new(value, page.t(key))).to_vec();
        let noon = NaiveDate::from_ymd_opt(2027, 3, 4).unwrap_or_default();
        StyleGuide {
            empty,
            refused,
            tabs: vec![
                NavItem::new("styleguide-tab-open", "/styleguide?tab=open").counting(12).current_if(true),
                NavItem::new("styleguide-tab-filled", "/styleguide?tab=filled").counting(3),
                NavItem::new("styleguide-tab-all", "/styleguide?tab=all"),
            ],
            languages: choices(languages),
            modes: choices(modes),
            sort: Sort::new(Some("-day"), &["day", "office", "fee"], "/styleguide"),
            pager: Pager::new(4, 25, 214, "/styleguide?language=ar"),
            starts: noon.and_hms_opt(14, 0, 0).unwrap_or_default(),
            ends: noon.and_hms_opt(15, 30, 0).unwrap_or_default(),
            page,
        }
    }
}
