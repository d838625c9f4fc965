//! What the typesetter sees: the fonts, the template, one sheet. No file, no network, no clock.

use crate::{PrintError, sheet::Attachment};
use std::collections::HashSet;
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

const TEMPLATE: &str = include_str!("sheet.typ");

const FILES: [&[u8]; 7] = [
    include_bytes!("../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../fonts/NotoSans-Bold.ttf"),
    include_bytes!("../fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../fonts/NotoSansArmenian-Regular.ttf"),
    include_bytes!("../fonts/NotoSansEthiopic-Regular.ttf"),
    include_bytes!("../fonts/NotoSansGeorgian-Regular.ttf"),
    include_bytes!("../fonts/NotoSansHebrew-Regular.ttf"),
];

/// The fonts, and what is the same for every sheet.
pub(crate) struct Fonts {
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
    library: LazyHash<Library>,
    covered: HashSet<char>,
}

impl Fonts {
    pub(crate) fn load() -> Result<Self, PrintError> {
        let fonts: Vec<Font> = FILES.iter().flat_map(|file| Font::iter(Bytes::new(*file))).collect();
        if fonts.len() != FILES.len() {
            return Err(PrintError::Typesetting("a font can't be read".to_owned()));
        }
        let book = FontBook::from_fonts(&fonts);
        let covered = (0..fonts.len())
            .filter_map(|index| book.info(index))
            .flat_map(|info| info.coverage.iter())
            .filter_map(char::from_u32)
            .filter(|one| !one.is_control())
            .collect();
        Ok(Self { fonts, book: LazyHash::new(book), library: LazyHash::new(Library::default()), covered })
    }

    /// Some font has it. Without this the typesetter would refuse the whole sheet: PDF/A allows no empty boxes.
    pub(crate) fn covers(&self, one: char) -> bool {
        self.covered.contains(&one)
    }
}

/// One sheet before the typesetter.
pub(crate) struct Sheets<'a> {
    fonts: &'a Fonts,
    main: Source,
    json: (FileId, Bytes),
    attachment: Option<(FileId, Bytes)>,
}

fn file(path: &str) -> Result<FileId, PrintError> {
    let path = VirtualPath::new(path).map_err(|why| PrintError::Typesetting(format!("{path}: {why:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl<'a> Sheets<'a> {
    pub(crate) fn new(fonts: &'a Fonts, json: String, attachment: Option<&Attachment>) -> Result<Self, PrintError> {
        let mut template = TEMPLATE.to_owned();
        if let Some(attached) = attachment {
            let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
            template.push_str(&format!(
                "\n#pdf.attach(\"/{}\", relationship: \"alternative\", mime-type: \"text/xml\", description: \"{}\")\n",
                quoted(&attached.name),
                quoted(&attached.description)
            ));
        }
        Ok(Self {
            fonts,
            main: Source::new(file("/sheet.typ")?, template),
            json: (file("/sheet.json")?, Bytes::from_string(json)),
            attachment: attachment
                .map(|attached| Ok::<_, PrintError>((file(&format!("/{}", attached.name))?, Bytes::new(attached.bytes.clone()))))
                .transpose()?,
        })
    }
}

impl World for Sheets<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.fonts.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let known = [Some(&self.json), self.attachment.as_ref()];
        let found = known.into_iter().flatten().find(|(known, _)| *known == id);
        found.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
