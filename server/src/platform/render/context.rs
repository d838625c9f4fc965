//! What every template knows: who reads it, in which language, where they are and what happened just before.

use chrono::Datelike;
use uuid::Uuid;

use crate::{
    kernel::{message::Message, time::CivilSlot},
    platform::{
        assets,
        i18n::{self, Amount, Arg, Day, Locale, ToArg, WallTime, Whole},
    },
};

/// How a message or a status is meant. Never told by color alone: each has its icon and its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Neither good nor bad: for your information, planned, waiting.
    Info,
    /// Done, confirmed, paid.
    Success,
    /// Needs somebody's attention soon.
    Warning,
    /// Failed, refused, overdue.
    Danger,
}

impl Tone {
    /// The design system's suffix: "info", "success", "warning", "danger".
    pub fn name(self) -> &'static str {
        match self {
            Tone::Info => "info",
            Tone::Success => "success",
            Tone::Warning => "warning",
            Tone::Danger => "danger",
        }
    }
}

/// A link of the main navigation, or a tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    /// Key of the text.
    pub label_key: &'static str,
    /// Where it leads.
    pub href: String,
    /// How many things wait there; shown from 1 on.
    pub count: Option<u64>,
    /// Whether the reader is there now.
    pub current: bool,
}

impl NavItem {
    /// A link that is not the current one; [`PageContext::nav`] finds out which is.
    pub fn new(label_key: &'static str, href: impl Into<String>) -> Self {
        NavItem { label_key, href: href.into(), count: None, current: false }
    }

    /// The same with a number of waiting things.
    pub fn counting(mut self, count: impl Into<Option<u64>>) -> Self {
        self.count = count.into().filter(|count| *count > 0);
        self
    }

    /// The same, marked as the place where the reader is (for tabs that differ in the query only).
    pub fn current_if(mut self, current: bool) -> Self {
        self.current = current;
        self
    }
}

/// The person who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// The person's name.
    pub name: String,
    /// What they are here, in their language, e.g. "Sachbearbeitung, Jugendamt".
    pub role_label: String,
}

/// One message above the page: what the last action did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How it is meant.
    pub tone: Tone,
    /// The message, in the reader's language.
    pub text: String,
}

/// What every template knows. Built by the request guard of the shell; a page adds its title.
#[derive(Clone, Debug)]
pub struct PageContext {
    /// The reader's language.
    pub locale: Locale,
    /// Path and query of this page; the language switch leads back to it.
    pub path: String,
    /// The city whose service this is.
    pub city: String,
    /// The main navigation.
    pub nav: Vec<NavItem>,
    /// Who is signed in, if anybody.
    pub reader: Option<Reader>,
    /// What the last action did.
    pub notice: Option<Notice>,
    /// The idempotency key that forms of this page carry in the hidden field `_key`: sent twice, acted once.
    pub form_key: String,
    /// Address of the event stream that tells when this page has become old, if it should follow.
    pub live: Option<String>,
    /// What holds for everything on the page, said before it.
    pub notes: Vec<String>,
    title: String,
}

impl PageContext {
    /// A page for nobody in particular: not signed in, no navigation.
    pub fn new(locale: Locale, path: impl Into<String>) -> Self {
        PageContext {
            locale,
            path: path.into(),
            city: String::new(),
            nav: Vec::new(),
            reader: None,
            notice: None,
            form_key: Uuid::now_v7().to_string(),
            live: None,
            notes: Vec::new(),
            title: String::new(),
        }
    }

    /// The city's name, as the header shows it.
    pub fn city(mut self, name: impl Into<String>) -> Self {
        self.city = name.into();
        self
    }

    /// The person who is signed in.
    pub fn reader(mut self, reader: Reader) -> Self {
        self.reader = Some(reader);
        self
    }

    /// The main navigation; the item whose address is the longest beginning of this page's path becomes the current
    /// one.
    pub fn nav(mut self, mut items: Vec<NavItem>) -> Self {
        let here = self.path.split(['?', '#']).next().unwrap_or_default();
        let current = items.iter().enumerate().filter(|(_, item)| leads_to(&item.href, here));
        let current = current.max_by_key(|(_, item)| item.href.len()).map(|(position, _)| position);
        for (position, item) in items.iter_mut().enumerate() {
            item.current = Some(position) == current;
        }
        self.nav = items;
        self
    }

    /// The title, for the browser's tab and the page's heading.
    pub fn titled(mut self, key: &str) -> Self {
        self.title = self.t(key);
        self
    }

    /// The title with values, e.g. the number of an assignment.
    pub fn titled_with(mut self, key: &str, args: &[(&str, Arg<'_>)]) -> Self {
        self.title = i18n::t_args(self.locale, key, args);
        self
    }

    /// A message above the page.
    pub fn with_notice(mut self, tone: Tone, text: impl Into<String>) -> Self {
        self.notice = Some(Notice { tone, text: text.into() });
        self
    }

    /// Something that holds for everything on the page, if there is something to say.
    #[must_use]
    pub fn noted(mut self, key: Option<&str>) -> Self {
        self.notes.extend(key.map(|key| i18n::t(self.locale, key)));
        self
    }

    /// Follow this event stream: each `changed` event refreshes the parts marked `data-live`.
    pub fn following(mut self, stream: impl Into<String>) -> Self {
        self.live = Some(stream.into());
        self
    }

    /// Use this idempotency key instead of a new one: a form that is shown again after a refusal keeps its key only if
    /// nothing was stored for it.
    pub fn keyed(mut self, form_key: impl Into<String>) -> Self {
        self.form_key = form_key.into();
        self
    }

    /// The title in the reader's language.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The text of a key.
    pub fn t(&self, key: impl AsRef<str>) -> String {
        i18n::t(self.locale, key.as_ref())
    }

    /// The text of a key that names one value: `page.t1("booking-list-count", "count", total)`.
    pub fn t1(&self, key: impl AsRef<str>, name: &str, value: impl ToArg) -> String {
        i18n::t_args(self.locale, key.as_ref(), &[(name, value.to_arg())])
    }

    /// The text of a key that names two values.
    pub fn t2(&self, key: impl AsRef<str>, first: &str, one: impl ToArg, second: &str, two: impl ToArg) -> String {
        i18n::t_args(self.locale, key.as_ref(), &[(first, one.to_arg()), (second, two.to_arg())])
    }

    /// The text of a key with any number of values, for code outside templates.
    pub fn ta(&self, key: impl AsRef<str>, args: &[(&str, Arg<'_>)]) -> String {
        i18n::t_args(self.locale, key.as_ref(), args)
    }

    /// "1.234,50 €"; takes whole cents.
    pub fn money(&self, amount: impl Amount) -> String {
        i18n::money(self.locale, amount)
    }

    /// "12.345".
    pub fn number(&self, value: impl Whole) -> String {
        i18n::number(self.locale, value)
    }

    /// "12,5 %"; takes basis points.
    pub fn percent(&self, basis_points: impl Whole) -> String {
        i18n::percent(self.locale, basis_points)
    }

    /// "Do., 04.03.2027": a day with its weekday, as appointments are shown.
    pub fn date(&self, day: impl Day) -> String {
        i18n::date_with_weekday(self.locale, day)
    }

    /// "04.03.2027": a day of a document or of a validity, without weekday.
    pub fn date_short(&self, day: impl Day) -> String {
        i18n::date(self.locale, day)
    }

    /// "Donnerstag, 4. März 2027".
    pub fn date_in_words(&self, day: impl Day) -> String {
        i18n::date_in_words(self.locale, day)
    }

    /// "März 2027".
    pub fn month(&self, day: impl Day) -> String {
        i18n::month(self.locale, day)
    }

    /// "14:00 Uhr".
    pub fn time(&self, time: impl WallTime) -> String {
        i18n::time(self.locale, time)
    }

    /// "Do., 04.03.2027, 14:00 Uhr".
    pub fn moment(&self, moment: impl Day + WallTime) -> String {
        i18n::moment(self.locale, moment)
    }

    /// "Do., 04.03.2027, 14:00–15:30 Uhr".
    pub fn slot<T: Day + WallTime>(&self, from: T, to: T) -> String {
        i18n::slot(self.locale, from, to)
    }

    /// An agreed appointment: "Do., 04.03.2027, 14:00–15:30 Uhr".
    pub fn appointment(&self, agreed: &CivilSlot) -> String {
        i18n::appointment(self.locale, agreed)
    }

    /// A sentence of the kernel, e.g. of a refusal.
    pub fn say(&self, message: &Message) -> String {
        i18n::say(self.locale, message)
    }

    /// "1 Std. 30 Min.".
    pub fn minutes(&self, minutes: impl Whole) -> String {
        i18n::minutes(self.locale, minutes)
    }

    /// "Donnerstag".
    pub fn weekday(&self, day: impl Day) -> &'static str {
        i18n::weekday(self.locale, day.civil_day().weekday())
    }

    /// The address of a front-end file, for the layout.
    pub fn asset(&self, source: &str) -> &'static str {
        assets::asset(source)
    }
}

/// Whether `here` is the page of `href` or lies below it. The front page is nobody's parent.
fn leads_to(href: &str, here: &str) -> bool {
    let href = href.split(['?', '#']).next().unwrap_or_default();
    here == href || (href != "/" && here.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
}
