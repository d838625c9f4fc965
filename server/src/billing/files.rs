//! Files to keep, as they were frozen: the documents of a month, and the forms of a hand-over.

use super::store::{self, Conn, DocumentFilter};
use crate::{
    kernel::{ids::*, time::Month},
    platform::fault::Fault,
};

/// A file under its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NamedFile {
    /// As downloads are called.
    pub name: String,
    /// As it was frozen.
    pub bytes: Vec<u8>,
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
        let suffix = if media_type.starts_with("text/html") { "html" } else { "pdf" };
        files.push(NamedFile { name: format!("{reference}.{suffix}"), bytes });
    }
    for (_, form, _) in store::forms(conn, &[id]).await? {
        if let Some((_, bytes)) = store::form(conn, id, form).await? {
            files.push(NamedFile { name: format!("{reference}-{}", form.suffix()), bytes });
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
    let mut files = Vec::new();
    if let Some((_, bytes)) = store::hand_over_file(conn, id).await? {
        files.push(NamedFile { name: format!("uebergabe-{:06}.csv", row.sequence), bytes });
    }
    for (form, _) in &row.forms {
        if let Some((_, bytes)) = store::hand_over_form(conn, id, *form).await? {
            files.push(NamedFile { name: form.file_name(row.sequence), bytes });
        }
    }
    if is_copy {
        for file in &mut files {
            file.name = copy_name(&file.name);
        }
    }
    Ok(files)
}

/// The name of a copy.
#[must_use]
pub fn copy_name(name: &str) -> String {
    name.rsplit_once('.').map_or_else(|| name.to_owned(), |(stem, suffix)| format!("{stem}-zweitschrift.{suffix}"))
}
