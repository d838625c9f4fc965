//! Sheets of paper as PDF/A-3b that is also PDF/UA-1, with an invoice as data inside (ZUGFeRD / Factur-X) where there is one.
//!
//! A [`Sheet`] is what stands on the paper, already in words; [`Press::print`] sets it. The crate knows nothing of interpreters,
//! cities or databases, opens no file and asks for no time: the same sheet gives the same bytes, on every machine. Fonts are
//! compiled in (`fonts/README.md`).
//!
//! It is a crate of its own because the typesetter compiles long and changes seldom.

mod hybrid;
mod sheet;
mod world;

pub use hybrid::HybridError;
pub use sheet::{Attachment, Cell, Fact, Group, Note, Row, Sheet, Sum, Table, Words};

use std::fmt::Write as _;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use world::{Fonts, Sheets};

/// Why a sheet could not be printed. None of it is the reader's doing.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PrintError {
    /// The typesetter refuses.
    #[error("typesetting failed: {0}")]
    Typesetting(String),
    /// The invoice can't be put in.
    #[error("the invoice can't be embedded: {0}")]
    Hybrid(#[from] HybridError),
    /// The sheet can't be told to the template.
    #[error("the sheet can't be written as JSON: {0}")]
    Json(String),
}

/// Prints sheets. Making one reads the fonts; keep it.
pub struct Press {
    fonts: Fonts,
    standards: PdfStandards,
}

impl Press {
    /// A press with the fonts of the house.
    ///
    /// # Errors
    /// A font is broken, or the typesetter knows no PDF/A-3b.
    pub fn new() -> Result<Self, PrintError> {
        let standards = PdfStandards::new(&[PdfStandard::A_3b, PdfStandard::Ua_1])
            .map_err(|why| PrintError::Typesetting(why.message().to_string()))?;
        Ok(Self { fonts: Fonts::load()?, standards })
    }

    /// The PDF of a sheet. What no font can show is printed as `U+FFFD`; the attachment is untouched.
    ///
    /// # Errors
    /// See [`PrintError`].
    pub fn print(&self, sheet: &Sheet) -> Result<Vec<u8>, PrintError> {
        let json = serde_json::to_string(&self.shown(sheet)?).map_err(|why| PrintError::Json(why.to_string()))?;
        let sheets = Sheets::new(&self.fonts, json, sheet.attachment.as_ref())?;
        let compiled = typst::compile::<PagedDocument>(&sheets);
        let document = compiled.output.map_err(|errors| told(&errors))?;
        let options = PdfOptions {
            ident: Smart::Custom(sheet.number.clone()),
            creator: Smart::Custom(Some("Dragoman".to_owned())),
            standards: self.standards.clone(),
            ..PdfOptions::default()
        };
        let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| told(&errors))?;
        // What the typesetter remembers of this sheet is of no use to the next one.
        typst::comemo::evict(0);
        match &sheet.attachment {
            Some(attachment) => Ok(hybrid::declare(pdf, attachment)?),
            None => Ok(pdf),
        }
    }

    /// The sheet as the template reads it, with everything replaced that the fonts don't have.
    fn shown(&self, sheet: &Sheet) -> Result<serde_json::Value, PrintError> {
        let mut value = serde_json::to_value(sheet).map_err(|why| PrintError::Json(why.to_string()))?;
        self.cover(&mut value);
        Ok(value)
    }

    fn cover(&self, value: &mut serde_json::Value) {
        match value {
            serde_json::Value::String(text) if !text.chars().all(|one| self.fonts.covers(one)) => {
                *text = text.chars().map(|one| if self.fonts.covers(one) { one } else { '\u{FFFD}' }).collect();
            }
            serde_json::Value::Array(items) => items.iter_mut().for_each(|item| self.cover(item)),
            serde_json::Value::Object(fields) => fields.values_mut().for_each(|field| self.cover(field)),
            _ => {}
        }
    }
}

fn told(errors: &[typst::diag::SourceDiagnostic]) -> PrintError {
    let mut text = String::new();
    for error in errors {
        let _ = write!(text, "{}; ", error.message);
        for hint in &error.hints {
            let _ = write!(text, "({}) ", hint.v);
        }
    }
    PrintError::Typesetting(text.trim_end_matches("; ").to_owned())
}

#[cfg(test)]
mod tests;
