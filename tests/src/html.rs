//! As much of HTML as a person without JavaScript needs: the text, the links, the forms with what stands in them.

use std::fmt::Write as _;

/// A page as text.
#[derive(Clone, Debug)]
pub struct Html(pub String);

/// A form as the browser would send it if nobody typed anything.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// Where it goes; empty is the page's own address.
    pub action: String,
    /// `get` or `post`.
    pub method: String,
    /// `multipart/form-data` or empty.
    pub enctype: String,
    /// Names and values in the order of the page.
    pub fields: Vec<(String, String)>,
    /// Every name that could be sent, also unchecked boxes.
    pub names: Vec<String>,
    /// Values that may be chosen: `(name, value, text)`.
    pub choices: Vec<(String, String, String)>,
    /// Submit buttons with a name.
    pub buttons: Vec<(String, String)>,
}

enum Token<'a> {
    Open(String, Vec<(String, String)>),
    Close(String),
    Text(&'a str),
}

impl Html {
    fn tokens(&self) -> Vec<Token<'_>> {
        let mut rest = self.0.as_str();
        let mut tokens = Vec::new();
        while let Some(at) = rest.find('<') {
            let (text, tail) = rest.split_at(at);
            if !text.is_empty() {
                tokens.push(Token::Text(text));
            }
            if let Some(comment) = tail.strip_prefix("<!--") {
                rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
                continue;
            }
            let Some(end) = end_of_tag(tail) else { break };
            let inside = &tail[1..end];
            rest = &tail[end + 1..];
            if let Some(name) = inside.strip_prefix('/') {
                tokens.push(Token::Close(name.trim().to_lowercase()));
            } else {
                let (name, attributes) = tag(inside.trim_end_matches('/'));
                // Scripts and styles are no text.
                if name == "script" || name == "style" {
                    let close = format!("</{name}");
                    rest = rest.find(&close).map_or("", |end| &rest[end..]);
                }
                tokens.push(Token::Open(name, attributes));
            }
        }
        if !rest.is_empty() {
            tokens.push(Token::Text(rest));
        }
        tokens
    }

    /// What a person reads, white space collapsed.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for token in self.tokens() {
            match token {
                Token::Text(words) => text.push_str(&decode(words)),
                Token::Open(..) | Token::Close(_) => text.push(' '),
            }
        }
        text.replace(['\u{a0}', '\u{202f}'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// `(address, text)` of each link.
    #[must_use]
    pub fn links(&self) -> Vec<(String, String)> {
        let mut links: Vec<(String, String)> = Vec::new();
        let mut inside = false;
        for token in self.tokens() {
            match token {
                Token::Open(name, attributes) if name == "a" => {
                    if let Some(href) = value(&attributes, "href") {
                        links.push((href.to_owned(), String::new()));
                        inside = true;
                    }
                }
                Token::Close(name) if name == "a" => inside = false,
                Token::Text(words) if inside => {
                    if let Some((_, text)) = links.last_mut() {
                        let _ = write!(text, "{}", decode(words));
                    }
                }
                _ => {}
            }
        }
        links.into_iter().map(|(href, text)| (href, text.split_whitespace().collect::<Vec<_>>().join(" "))).collect()
    }

    /// All forms of the page.
    #[must_use]
    pub fn forms(&self) -> Vec<Form> {
        let mut forms: Vec<Form> = Vec::new();
        let mut open = false;
        let mut select: Option<(String, bool)> = None;
        let mut option: Option<(String, String)> = None;
        let mut area: Option<(String, String)> = None;
        for token in self.tokens() {
            match token {
                Token::Open(name, attributes) if name == "form" => {
                    forms.push(Form {
                        action: value(&attributes, "action").unwrap_or_default().to_owned(),
                        method: value(&attributes, "method").unwrap_or("get").to_lowercase(),
                        enctype: value(&attributes, "enctype").unwrap_or_default().to_owned(),
                        ..Form::default()
                    });
                    open = true;
                }
                Token::Close(name) if name == "form" => open = false,
                _ if !open => {}
                Token::Open(name, attributes) => {
                    let Some(form) = forms.last_mut() else { continue };
                    match name.as_str() {
                        "input" => form.input(&attributes),
                        "button" => form.button(&attributes),
                        "textarea" => {
                            area = value(&attributes, "name").map(|name| (name.to_owned(), String::new()));
                        }
                        "select" => {
                            let name = value(&attributes, "name").unwrap_or_default().to_owned();
                            form.names.push(name.clone());
                            select = Some((name, false));
                        }
                        "option" => {
                            let Some((name, chosen)) = &mut select else { continue };
                            let text = value(&attributes, "value").unwrap_or_default().to_owned();
                            let selected = has(&attributes, "selected");
                            let first = !form.fields.iter().any(|(field, _)| field == name);
                            if selected && !*chosen {
                                form.fields.retain(|(field, _)| field != name);
                            }
                            if selected || first {
                                form.fields.push((name.clone(), text.clone()));
                            }
                            *chosen |= selected;
                            form.choices.push((name.clone(), text.clone(), String::new()));
                            option = Some((name.clone(), text));
                        }
                        _ => {}
                    }
                }
                Token::Text(words) => {
                    if let Some((_, text)) = &mut area {
                        text.push_str(&decode(words));
                    } else if option.is_some()
                        && let Some((_, _, text)) = forms.last_mut().and_then(|form| form.choices.last_mut())
                    {
                        text.push_str(decode(words).trim());
                    }
                }
                Token::Close(name) => match name.as_str() {
                    "textarea" => {
                        if let (Some((name, text)), Some(form)) = (area.take(), forms.last_mut()) {
                            form.names.push(name.clone());
                            form.fields.push((name, text.strip_prefix('\n').unwrap_or(&text).to_owned()));
                        }
                    }
                    "option" => option = None,
                    "select" => select = None,
                    _ => {}
                },
            }
        }
        forms
    }
}

impl Form {
    fn input(&mut self, attributes: &[(String, String)]) {
        if has(attributes, "disabled") {
            return;
        }
        let Some(name) = value(attributes, "name") else { return };
        let text = value(attributes, "value").unwrap_or_default();
        match value(attributes, "type").unwrap_or("text") {
            kind @ ("checkbox" | "radio") => {
                self.names.push(name.to_owned());
                self.choices.push((name.to_owned(), text.to_owned(), String::new()));
                if has(attributes, "checked") {
                    self.fields.push((
                        name.to_owned(),
                        if kind == "checkbox" && text.is_empty() { "on" } else { text }.to_owned(),
                    ));
                }
            }
            "submit" | "image" => self.buttons.push((name.to_owned(), text.to_owned())),
            _ => {
                self.names.push(name.to_owned());
                self.fields.push((name.to_owned(), text.to_owned()));
            }
        }
    }

    fn button(&mut self, attributes: &[(String, String)]) {
        if let Some(name) = value(attributes, "name") {
            self.buttons.push((name.to_owned(), value(attributes, "value").unwrap_or_default().to_owned()));
        }
    }

    /// What stands in a field.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Types something into a field, or chooses it.
    ///
    /// # Panics
    /// The form has no such field.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        assert!(self.names.iter().any(|known| known == name), "no field {name} among {:?}", self.names);
        let value = value.into();
        match self.fields.iter_mut().find(|(field, _)| field == name) {
            Some((_, old)) => *old = value,
            None => self.fields.push((name.to_owned(), value)),
        }
        self
    }

    /// Sends something that a person could not have typed there.
    #[must_use]
    pub fn forged(mut self, name: &str, value: impl Into<String>) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value.into()));
        self
    }

    /// Chooses the value whose text contains `text`.
    ///
    /// # Panics
    /// There is none.
    #[must_use]
    pub fn choosing(self, name: &str, text: &str) -> Self {
        let found = self.choices.iter().find(|(field, _, shown)| field == name && shown.contains(text));
        let value = found.unwrap_or_else(|| panic!("no choice {text} for {name} among {:?}", self.choices)).1.clone();
        self.with(name, value)
    }
}

fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            (None, '>') => return Some(at),
            _ => {}
        }
    }
    None
}

fn tag(inside: &str) -> (String, Vec<(String, String)>) {
    let end = inside.find(char::is_whitespace).unwrap_or(inside.len());
    let (name, mut rest) = inside.split_at(end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return (name.to_lowercase(), attributes);
        }
        let end = rest.find(|letter: char| letter == '=' || letter.is_whitespace()).unwrap_or(rest.len());
        let key = rest[..end].to_lowercase();
        rest = &rest[end..];
        let Some(value) = rest.strip_prefix('=') else {
            attributes.push((key, String::new()));
            continue;
        };
        let (value, tail) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = &value[1..];
                let end = inner.find(quote).unwrap_or(inner.len());
                (&inner[..end], inner.get(end + 1..).unwrap_or(""))
            }
            _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        attributes.push((key, decode(value)));
        rest = tail;
    }
}

fn value<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

fn has(attributes: &[(String, String)], name: &str) -> bool {
    attributes.iter().any(|(key, _)| key == name)
}

/// Character references as templates write them.
fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        let Some(end) = tail.find(';').filter(|end| *end < 10) else {
            out.push('&');
            rest = &tail[1..];
            continue;
        };
        let name = &tail[1..end];
        let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => digits.parse().ok(),
        });
        let letter = number.and_then(char::from_u32).or(match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some('\u{a0}'),
            _ => None,
        });
        match letter {
            Some(letter) => out.push(letter),
            None => out.push_str(&tail[..=end]),
        }
        rest = &tail[end + 1..];
    }
    out.push_str(rest);
    out
}
