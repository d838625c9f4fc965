#![allow(clippy::unwrap_used, clippy::expect_used)]

use askama::Template;

use super::*;
use crate::platform::i18n::Locale;

/// Renders the style guide, and keeps it where somebody wants to look at it.
#[test]
fn the_style_guide_renders_in_both_languages() {
    for locale in Locale::ALL {
        let page = PageContext::new(locale, "/styleguide").city("Stuttgart");
        let nav = vec![
            NavItem::new("styleguide-tab-open", "/requests").counting(12),
            NavItem::new("styleguide-title", "/styleguide"),
            NavItem::new("styleguide-tab-filled", "/filled"),
            NavItem::new("styleguide-tab-all", "/all"),
        ];
        let reader = Reader { name: "Aylin Sommer".into(), role_label: page.t("styleguide-youth-office") };
        let page = page.nav(nav).reader(reader);
        let page = page.with_notice(Tone::Success, i18n_text(locale));
        let html = StyleGuide::new(page).render().unwrap();
        assert!(html.starts_with("<!doctype html>"), "{html}");
        assert!(!html.contains("Unknown localization key"), "{html}");
        if let Some(folder) = std::env::var_os("DRAGOMAN_SHOW_PAGES") {
            let name = format!("styleguide-{}.html", locale.code());
            std::fs::write(std::path::Path::new(&folder).join(name), html).unwrap();
        }
    }
}

fn i18n_text(locale: Locale) -> String {
    crate::platform::i18n::t(locale, "styleguide-success")
}
