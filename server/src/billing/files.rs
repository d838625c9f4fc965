//! Files to keep, as they were frozen: the documents of a month, and the forms of a hand-over.

use super::{
    commands::Taker,
    documents::FormKind,
    store::{self, Conn, DocumentFilter, HandOverRow},
    treasury::HandOverForm,
};
use crate::{
    kernel::{ids::*, time::Month},
    platform::fault::Fault,
};

/// A file under its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NamedFile {
    /// As downloads are called.
    pub name: String,
    /// What its bytes are.
    pub media_type: String,
    /// As it was frozen.
    pub bytes: Vec<u8>,
}

impl NamedFile {
    /// A document under its number. Before there were PDFs, documents were HTML.
    pub(super) fn of_document(reference: &str, media_type: String, bytes: Vec<u8>) -> Self {
        let suffix = if media_type.starts_with("text/html") { "html" } else { "pdf" };
        Self { name: format!("{reference}.{suffix}"), media_type, bytes }
    }

    /// Another form of it.
    pub(super) fn of_form(reference: &str, form: FormKind, media_type: String, bytes: Vec<u8>) -> Self {
        Self { name: format!("{reference}-{}", form.suffix()), media_type, bytes }
    }

    /// The same under the name of a copy.
    pub(super) fn copied(mut self) -> Self {
        if let Some((stem, suffix)) = self.name.rsplit_once('.') {
            self.name = format!("{stem}-zweitschrift.{suffix}");
        }
        self
    }
}

/// A file of a hand-over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum HandOverFile {
    Csv,
    Form(HandOverForm),
}

impl HandOverFile {
    /// `csv`, which also holds if nothing is named, `xml` or `pain001`.
    pub(super) fn parse(name: &str) -> Option<Self> {
        match name {
            "" | "csv" => Some(Self::Csv),
            _ => HandOverForm::parse(name).map(Self::Form),
        }
    }

    /// Whoever it is for.
    pub(super) const fn taker(self) -> Taker {
        match self {
            Self::Form(HandOverForm::Pain001) => Taker::Bank,
            Self::Csv | Self::Form(HandOverForm::Xml) => Taker::Treasury,
        }
    }

    /// The file itself; `None` if this hand-over has none of that kind.
    pub(super) async fn of(self, row: &HandOverRow, conn: &impl Conn) -> Result<Option<NamedFile>, Fault> {
        let (name, found) = match self {
            Self::Csv => (format!("uebergabe-{:06}.csv", row.sequence), store::hand_over_file(conn, row.id).await?),
            Self::Form(form) => (form.file_name(row.sequence), store::hand_over_form(conn, row.id, form).await?),
        };
        Ok(found.map(|(media_type, bytes)| NamedFile { name, media_type, bytes }))
    }
}

/// The documents of a month with their numbers, in the order they were issued.
///
/// # Errors
/// The database can't be read.
pub async fn documents_of(conn: &impl Conn, month: Month) -> Result<Vec<(DocumentId, String)>, Fault> {
    let filter = DocumentFilter { month: Some(month), ..DocumentFilter::default() };
    Ok(store::documents(conn, &filter).await?.into_iter().map(|row| (row.id, row.reference)).collect())
}

/// A document in all its forms.
///
/// # Errors
/// The database can't be read.
pub async fn document_files(conn: &impl Conn, id: DocumentId, reference: &str) -> Result<Vec<NamedFile>, Fault> {
    let mut files = Vec::new();
    if let Some((media_type, bytes)) = store::frozen(conn, id).await? {
        files.push(NamedFile::of_document(reference, media_type, bytes));
    }
    for (_, form, _) in store::forms(conn, &[id]).await? {
        if let Some((media_type, bytes)) = store::form(conn, id, form).await? {
            files.push(NamedFile::of_form(reference, form, media_type, bytes));
        }
    }
    Ok(files)
}

/// The hand-over of this number.
///
/// # Errors
/// The database can't be read.
pub async fn hand_over_of(conn: &impl Conn, sequence: i64) -> Result<Option<HandOverId>, Fault> {
    store::hand_over_of(conn, sequence).await
}

/// A hand-over in all its forms. A copy says so in its name.
///
/// # Errors
/// It does not exist, or the database can't be read.
pub async fn hand_over_files(conn: &impl Conn, id: HandOverId, is_copy: bool) -> Result<Vec<NamedFile>, Fault> {
    let row = store::hand_overs(conn, Some(id)).await?.pop();
    let row = row.ok_or_else(|| Fault::new(format!("hand-over {id} does not exist")))?;
    let others = row.forms.iter().map(|(form, _)| HandOverFile::Form(*form));
    let mut files = Vec::new();
    for file in std::iter::once(HandOverFile::Csv).chain(others) {
        let found = file.of(&row, conn).await?;
        files.extend(found.map(|found| if is_copy { found.copied() } else { found }));
    }
    Ok(files)
}
