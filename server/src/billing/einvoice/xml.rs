//! Writing XML: elements in order, text escaped, characters left out that XML 1.0 can't hold.

use quick_xml::escape::escape;

/// A document being written.
pub(in crate::billing) struct Xml {
    out: String,
    open: Vec<&'static str>,
}

impl Xml {
    /// Opens the root.
    pub(in crate::billing) fn new(root: &'static str, namespaces: &[(&str, &str)]) -> Self {
        let mut xml = Self { out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), open: Vec::new() };
        xml.begin(root, namespaces);
        xml
    }

    /// An element that holds others.
    pub(in crate::billing) fn within(&mut self, name: &'static str, inside: impl FnOnce(&mut Self)) {
        self.begin(name, &[]);
        inside(self);
        self.end();
    }

    /// The same with attributes.
    pub(in crate::billing) fn within_with(
        &mut self,
        name: &'static str,
        attributes: &[(&str, &str)],
        inside: impl FnOnce(&mut Self),
    ) {
        self.begin(name, attributes);
        inside(self);
        self.end();
    }

    /// An element that holds text.
    pub(in crate::billing) fn leaf(&mut self, name: &'static str, text: impl AsRef<str>) {
        self.leaf_with(name, &[], text);
    }

    /// The same with attributes.
    pub(in crate::billing) fn leaf_with(
        &mut self,
        name: &'static str,
        attributes: &[(&str, &str)],
        text: impl AsRef<str>,
    ) {
        self.indent();
        self.tag(name, attributes);
        self.out.push_str(&escape(valid(text.as_ref())));
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
    }

    /// The same if there is text.
    pub(in crate::billing) fn leaf_if(&mut self, name: &'static str, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            self.leaf(name, text);
        }
    }

    /// The bytes; closes what is open.
    pub(in crate::billing) fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.end();
        }
        self.out.into_bytes()
    }

    fn begin(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.indent();
        self.tag(name, attributes);
        self.out.push('\n');
        self.open.push(name);
    }

    fn end(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push_str(">\n");
        }
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            self.out.push_str(&escape(valid(value)));
            self.out.push('"');
        }
        self.out.push('>');
    }

    fn indent(&mut self) {
        self.out.extend(std::iter::repeat_n("  ", self.open.len()));
    }
}

/// Trimmed, and without what XML 1.0 § 2.2 leaves out.
fn valid(text: &str) -> String {
    let kept =
        |one: &char| matches!(*one, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    text.trim().chars().filter(kept).collect()
}
