//! What stands on a sheet.

use chrono::NaiveDate;
use serde::Serialize;

/// Words, and the same in the reader's own language beside them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Words {
    /// In the sheet's language.
    pub text: String,
    /// In the other one, printed smaller.
    pub beside: Option<String>,
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), beside: None }
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Self { text, beside: None }
    }
}

/// One line of what is known about the document.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Fact {
    /// What.
    pub label: Words,
    /// Which.
    pub value: String,
}

/// A field of a table.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Cell {
    /// What stands in it.
    pub words: Words,
    /// Set to the right, as numbers are.
    pub number: bool,
}

impl Cell {
    /// Text, set to the left.
    #[must_use]
    pub fn text(words: impl Into<Words>) -> Self {
        Self { words: words.into(), number: false }
    }

    /// A number or an amount, set to the right.
    #[must_use]
    pub fn number(words: impl Into<Words>) -> Self {
        Self { words: words.into(), number: true }
    }
}

/// A line of a table.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Row {
    /// As many as the table has columns.
    pub cells: Vec<Cell>,
}

/// Lines that belong together.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Group {
    /// Over them; none where the table is not divided.
    pub heading: Option<Words>,
    /// The lines.
    pub rows: Vec<Row>,
    /// Below them: the words and the amount.
    pub total: Option<Sum>,
}

/// A table with a head that comes again on each page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Table {
    /// Over it.
    pub heading: Words,
    /// Share of the width of each column.
    pub widths: Vec<u8>,
    /// The head.
    pub columns: Vec<Cell>,
    /// The lines.
    pub groups: Vec<Group>,
}

/// An amount and what it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Sum {
    /// What.
    pub label: Words,
    /// How much, as written.
    pub amount: String,
    /// The one that counts.
    pub strong: bool,
}

/// A paragraph.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Note {
    /// What it says.
    pub words: Words,
    /// Set apart, so that nobody overlooks it.
    pub strong: bool,
}

/// A file inside the PDF: the same invoice as data.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attachment {
    /// The name that readers look for: `factur-x.xml`.
    pub name: String,
    /// What it is, in words.
    pub description: String,
    /// The conformance level as Factur-X writes it: `EN 16931`.
    pub level: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// A document to print on A4.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Sheet {
    /// Language of the text: `de`.
    pub language: String,
    /// Language of what stands beside it: `en`.
    pub language_beside: String,
    /// What it is.
    pub title: Words,
    /// Its number; also the PDF's identity.
    pub number: String,
    /// Who made it, for the PDF's metadata.
    pub author: String,
    /// In a sentence, for the PDF's metadata.
    pub subject: String,
    /// Its date; the PDF's date as well.
    pub issued_on: NaiveDate,
    /// Who writes: the first line is printed large.
    pub sender: Vec<String>,
    /// What the sender is on this document.
    pub sender_role: Words,
    /// To whom.
    pub receiver: Vec<String>,
    /// What the receiver is on this document.
    pub receiver_role: Words,
    /// Beside the address.
    pub facts: Vec<Fact>,
    /// Before the tables.
    pub lead: Vec<Note>,
    /// What it is about.
    pub services: Table,
    /// The sums, the last one strong.
    pub sums: Vec<Sum>,
    /// After the sums.
    pub notes: Vec<Note>,
    /// Further tables.
    pub annexes: Vec<Table>,
    /// The word for "page", for the foot.
    pub page_word: String,
    /// The file inside.
    #[serde(skip)]
    pub attachment: Option<Attachment>,
}
