//! The pages that every public service has: imprint, privacy, accessibility, help.

use crate::{
    identity::Guest,
    platform::render::{Page, PageContext, StyleGuide},
};
use askama::Template;
use rocket::{Route, get, routes};

/// Imprint, privacy, accessibility, help.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![imprint, privacy, accessibility, help]
}

/// The style guide; mounted in the demo only.
#[must_use]
pub fn demo_routes() -> Vec<Route> {
    routes![styleguide]
}

#[get("/styleguide")]
fn styleguide(guest: Guest) -> Page<StyleGuide> {
    Page::ok(StyleGuide::new(guest.page("styleguide-title")))
}

#[derive(Template)]
#[template(path = "shell/text.html")]
struct TextPage {
    page: PageContext,
    paragraphs: Vec<String>,
}

/// The paragraphs of `house-<name>-text`, parted by empty lines.
fn text(guest: &Guest, name: &str) -> Page<TextPage> {
    let page = guest.page(&format!("house-{name}-title"));
    let text = page.t1(format!("house-{name}-text"), "city", guest.site().config.city_name.as_str());
    let paragraphs = text.split("\n\n").map(|paragraph| paragraph.replace('\n', " ")).collect();
    Page::ok(TextPage { page, paragraphs })
}

#[get("/imprint")]
fn imprint(guest: Guest) -> Page<TextPage> {
    text(&guest, "imprint")
}

#[get("/privacy")]
fn privacy(guest: Guest) -> Page<TextPage> {
    text(&guest, "privacy")
}

#[get("/accessibility")]
fn accessibility(guest: Guest) -> Page<TextPage> {
    text(&guest, "accessibility")
}

#[get("/help")]
fn help(guest: Guest) -> Page<TextPage> {
    text(&guest, "help")
}

#[cfg(test)]
mod tests {
    use crate::platform::i18n::{Locale, t_args};

    #[test]
    fn each_page_has_its_title_and_text() {
        for name in ["imprint", "privacy", "accessibility", "help"] {
            for locale in Locale::ALL {
                for part in ["title", "text"] {
                    let key = format!("house-{name}-{part}");
                    let said = t_args(locale, &key, &[("city", "X".into())]);
                    assert!(!said.contains("house-"), "{key} in {locale:?}: {said}");
                }
            }
        }
    }
}
