#![allow(clippy::unwrap_used, clippy::expect_used)]

use askama::Template;
use rocket::{form::Form, http::Status, local::blocking::Client};

use super::*;
use crate::platform::i18n::{Arg, Locale};

fn page(locale: Locale, path: &str) -> PageContext {
    let page = PageContext::new(locale, path).city("Stuttgart");
    let reader = Reader { name: "Aylin Sommer".into(), role_label: page.t("styleguide-youth-office") };
    page.reader(reader).nav(vec![
        NavItem::new("styleguide-tab-open", "/requests").counting(12),
        NavItem::new("styleguide-title", "/styleguide"),
        NavItem::new("styleguide-tab-all", "/"),
    ])
}

/// Keeps a rendered page where somebody wants to look at it: `DRAGOMAN_SHOW_PAGES=/some/folder cargo test`.
fn show(name: &str, locale: Locale, html: &str) {
    if let Some(folder) = std::env::var_os("DRAGOMAN_SHOW_PAGES") {
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}-{}.html", locale.code())), html).unwrap();
    }
}

#[test]
fn the_style_guide_renders_in_both_languages() {
    for locale in Locale::ALL {
        let page = page(locale, "/styleguide");
        let saved = page.t("styleguide-success");
        let html = StyleGuide::new(page.with_notice(Tone::Success, saved)).render().unwrap();
        assert!(html.starts_with(&format!("<!doctype html>\n<html lang=\"{}\">", locale.code())), "{html}");
        for forbidden in ["style=\"", "onclick", "<style", "hx-on"] {
            assert!(!html.contains(forbidden), "{forbidden} is blocked by the content security policy");
        }
        show("styleguide", locale, &html);
    }
}

#[test]
fn every_error_says_what_happened_and_what_to_do() {
    for locale in Locale::ALL {
        for code in [400, 401, 403, 404, 409, 413, 422, 429, 500, 502, 503] {
            let reference = Some("01JD-7K2M".to_owned());
            let html =
                ErrorPage::new(page(locale, "/x"), Status::new(code), reference).into_template().render().unwrap();
            assert!(!html.contains("page-error-"), "a text for {code} is missing: {html}");
            assert!(html.contains("01JD-7K2M"));
            show(&format!("error-{code}"), locale, &html);
        }
    }
}

#[test]
fn a_confirmation_names_the_consequences_and_carries_its_fields() {
    let confirm = ConfirmPage {
        page: page(Locale::De, "/requests/1/cancel").titled("styleguide-canceled").keyed("key-1"),
        consequences: vec!["Die Dolmetscher:in erhält 50 % des Honorars.".into()],
        action: "/requests/1/cancel".into(),
        fields: vec![("reason".into(), "<b>krank</b>".into())],
        confirm_label: "Stornieren".into(),
        back_href: "/requests/1".into(),
    };
    let html = confirm.render().unwrap();
    assert!(html.contains(r#"<input type="hidden" name="_key" value="key-1">"#), "{html}");
    assert!(html.contains("&#60;b&#62;krank&#60;/b&#62;"), "markup is escaped: {html}");
    show("confirm", Locale::De, &html);
}

#[test]
fn a_page_is_answered_with_its_status_and_kept_by_no_cache() {
    #[rocket::get("/")]
    fn gone() -> Page<ErrorPage> {
        ErrorPage::new(PageContext::new(Locale::En, "/"), Status::Conflict, None)
    }
    let figment = rocket::Config::figment().merge(("log_level", "off"));
    let client = Client::untracked(rocket::custom(figment).mount("/", rocket::routes![gone])).unwrap();
    let answer = client.get("/").dispatch();
    assert_eq!(answer.status(), Status::Conflict);
    assert_eq!(answer.content_type(), Some(rocket::http::ContentType::HTML));
    assert_eq!(answer.headers().get_one("vary"), Some("cookie, accept-language, hx-request"));
    assert_eq!(answer.headers().get_one("cache-control"), Some("private, no-store"));
}

#[test]
fn the_current_place_is_the_longest_address_that_leads_here() {
    for (path, expected) in [
        ("/requests", Some("/requests")),
        ("/requests/17?tab=log", Some("/requests")),
        ("/requests-old", None),
        ("/", Some("/")),
        ("/requests/new", Some("/requests/new")),
    ] {
        let items = ["/", "/requests", "/requests/new"].map(|href| NavItem::new("page-nav", href)).to_vec();
        let nav = PageContext::new(Locale::De, path).nav(items).nav;
        let current: Vec<&str> = nav.iter().filter(|item| item.current).map(|item| item.href.as_str()).collect();
        assert_eq!(current.first().copied(), expected, "{path}");
        assert!(current.len() <= 1);
    }
}

#[test]
fn a_form_keeps_what_was_typed() {
    let form = FormState::parse("name=Ay%C5%9Fe+%26+Co&wish=ar&wish=fa&wish=&empty=+&flag&bad=%zz%ff");
    assert_eq!(form.value("name"), "Ayşe & Co");
    assert_eq!(form.values("wish"), ["ar", "fa"]);
    assert!(form.has("wish", "fa") && !form.has("wish", "uk"));
    assert_eq!(form.filled("empty"), None);
    assert_eq!(form.filled("absent"), None);
    assert_eq!(form.value("flag"), "");
    assert!(form.value("bad").starts_with("%zz"), "what cannot be decoded is kept as far as it can be read");
}

#[test]
fn a_refused_field_says_why_and_points_at_its_message() {
    let mut form = FormState::new().with("day", "31.02.2027");
    assert!(!form.is_refused());
    assert_eq!(form.described_by("day", ""), "");
    form.refuse("day", "first");
    form.refuse("day", "second");
    form.refuse_all("as a whole");
    assert_eq!(form.message("day"), "first");
    assert_eq!(form.described_by("day", "a hint"), "day-hint day-error");
    assert_eq!(form.errors().len(), 3);
    assert_eq!(form.value("day"), "31.02.2027");
}

#[test]
fn a_form_from_the_browser_is_read_and_anything_else_refused() {
    #[rocket::post("/", data = "<sent>")]
    fn take(sent: Submitted) -> String {
        format!("{} {}", sent.key().unwrap_or("none"), sent.0.value("name"))
    }
    let figment = rocket::Config::figment().merge(("log_level", "off")).merge(("limits.form", 64));
    let client = Client::untracked(rocket::custom(figment).mount("/", rocket::routes![take])).unwrap();
    let send = |kind: rocket::http::ContentType, body: String| client.post("/").header(kind).body(body).dispatch();

    let answer = send(rocket::http::ContentType::Form, "_key=k-1&name=J%C3%BCrgen".into());
    assert_eq!(answer.into_string().unwrap(), "k-1 Jürgen");
    assert_eq!(send(rocket::http::ContentType::JSON, "{}".into()).status(), Status::UnsupportedMediaType);
    let long = format!("name={}", "x".repeat(100));
    assert_eq!(send(rocket::http::ContentType::Form, long).status(), Status::PayloadTooLarge);
}

#[test]
fn a_form_read_by_rocket_gives_its_values_too() {
    #[derive(rocket::FromForm)]
    struct Wish {
        #[allow(dead_code)]
        day: u8,
    }
    #[rocket::post("/", data = "<sent>")]
    fn take(sent: Form<rocket::form::Contextual<'_, Wish>>) -> String {
        FormState::from(&sent.context).value("day").to_owned()
    }
    let figment = rocket::Config::figment().merge(("log_level", "off"));
    let client = Client::untracked(rocket::custom(figment).mount("/", rocket::routes![take])).unwrap();
    let answer = client.post("/").header(rocket::http::ContentType::Form).body("day=tomorrow").dispatch();
    assert_eq!(answer.into_string().unwrap(), "tomorrow");
}

#[test]
fn a_list_has_pages() {
    let pager = Pager::new(4, 25, 214, "/requests?language=ar&page=4");
    assert_eq!((pager.pages, pager.offset(), pager.first(), pager.last()), (9, 75, 76, 100));
    assert_eq!((pager.previous(), pager.next()), (Some(3), Some(5)));
    assert_eq!(pager.href(5), "/requests?language=ar&page=5");
    let shown: Vec<String> = pager.links().iter().map(|l| l.page.map_or("…".into(), |page| page.to_string())).collect();
    assert_eq!(shown, ["1", "…", "3", "4", "5", "…", "9"]);

    let empty = Pager::new(7, 25, 0, "/requests");
    assert_eq!((empty.current, empty.pages, empty.first(), empty.last()), (1, 1, 0, 0));
    assert_eq!((empty.previous(), empty.next()), (None, None));
    assert_eq!(Pager::new(u64::MAX, 25, 30, "/").current, 2, "a page beyond the last one is the last one");
}

#[test]
fn a_list_sorts_by_what_its_address_says() {
    let address = "/requests?language=ar&page=3&sort=-day";
    let sort = Sort::new(Some("-day"), &["number", "day"], address);
    assert_eq!((sort.aria("day"), sort.aria("number")), ("descending", "none"));
    assert_eq!(sort.href("day"), "/requests?language=ar&sort=day");
    assert_eq!(sort.href("number"), "/requests?language=ar&sort=number");
    let unknown = Sort::new(Some("-password"), &["number", "day"], "/requests");
    assert_eq!((unknown.column.as_str(), unknown.descending), ("number", false));
    assert_eq!(unknown.href("number"), "/requests?sort=-number");
}

/// The example of `web/README.md`.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "layout.html" %}
{% import "macros.html" as ui %}
{% block content %}
{{ ui::error_summary(form) }}
<form class="dm-form" method="post" action="/requests/new" novalidate>
  {{ ui::form_key() }}
  {{ ui::select(form, "language", page.t("styleguide-language"), languages, empty=page.t("styleguide-choose")) }}
  <div class="dm-row">
    {{ ui::date(form, "day", page.t("styleguide-day"), hint=page.t("styleguide-day-hint")) }}
    {{ ui::time(form, "starts", page.t("styleguide-from")) }}
  </div>
  {{ ui::textarea(form, "note", page.t("styleguide-note"), required=false) }}
  {% for row in rows %}{{ ui::td_num(page.money(row.fee), label=row.label) }}{{ page.date(row.day) }}{{ page.t(row.key) }}{% endfor %}
  {{ page.t1("page-list-page", "page", rows.len()) }} {{ page.t1("page-list-page", "page", title) }}
  <div class="dm-actions">{{ ui::submit(page.t("styleguide-request")) }}</div>
</form>
{% endblock %}"#
)]
struct ExamplePage {
    page: PageContext,
    form: FormState,
    languages: Vec<Choice>,
    rows: Vec<ExampleRow>,
    title: String,
}

struct ExampleRow {
    fee: i64,
    day: chrono::NaiveDate,
    label: String,
    key: String,
}

#[test]
fn the_example_of_the_readme_works() {
    let mut form = FormState::new().with("language", "ar").with("note", "</textarea><script>");
    form.refuse("day", "Bitte angeben");
    let row = ExampleRow {
        fee: 10_720,
        day: chrono::NaiveDate::from_ymd_opt(2027, 3, 4).unwrap(),
        label: "Honorar".into(),
        key: "page-help".into(),
    };
    let html = ExamplePage {
        page: page(Locale::De, "/requests/new").titled_with("page-list-page", &[("page", Arg::from(3))]),
        form,
        languages: vec![Choice::new("ar", "Arabisch"), Choice::new("fa", "Persisch")],
        rows: vec![row],
        title: "x".into(),
    }
    .render()
    .unwrap();
    for expected in [
        "<title>Seite 3 – Dragoman</title>",
        r#"<option value="ar" selected>Arabisch</option>"#,
        r##"<a class="kern-link" href="#day">Bitte angeben</a>"##,
        r#"aria-describedby="day-hint day-error" aria-invalid="true""#,
        "&#60;/textarea&#62;&#60;script&#62;",
        "107,20 €",
        "Do., 04.03.2027",
        "Seite x",
    ] {
        assert!(html.contains(expected), "{expected} is not in {html}");
    }
    show("example", Locale::De, &html);
}

#[test]
fn a_list_goes_on_behind_a_row_and_keeps_its_filter() {
    let on = Onward::new(120, "/timesheets?office=1&done=x", "after", Some("a-_b".to_owned()));
    assert_eq!(on.next.as_deref(), Some("/timesheets?office=1&done=x&after=a-_b"));
    assert_eq!(on.first, None);
    let last = Onward::new(120, "/timesheets?after=a&office=1", "after", None);
    assert_eq!((last.next, last.first.as_deref()), (None, Some("/timesheets?office=1")));
    assert_eq!(Onward::new(0, "/offers?past=", "past", None).first, None);
}
