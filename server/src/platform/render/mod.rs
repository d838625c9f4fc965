//! Pages: what every template knows about its reader, and how a template becomes an answer.
//!
//! A page is a struct with `#[derive(Template)]` that has a field `page: PageContext`; its template extends
//! `layout.html` and uses the macros of `macros.html`. `web/README.md` tells how to write one.

mod context;
mod error_page;
mod form;
mod lists;
mod responder;
mod styleguide;
#[cfg(test)]
mod tests;

pub use context::{NavItem, Notice, PageContext, Reader, Tone};
pub use error_page::{ConfirmPage, ErrorPage};
pub use form::{Choice, FieldError, FormState, Submitted};
pub use lists::{Onward, PageLink, Pager, Sort};
pub use responder::Page;
pub use styleguide::StyleGuide;
