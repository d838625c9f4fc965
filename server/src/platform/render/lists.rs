//! Long lists: pages and columns that sort, kept in the address.

use rocket::http::RawStr;

use crate::platform::i18n::Whole;

/// The pages of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pager {
    /// The page shown, from 1.
    pub current: u64,
    /// How many pages there are, at least 1.
    pub pages: u64,
    /// How many entries there are in all.
    pub total: u64,
    per_page: u64,
    address: String,
}

/// One link of the pager; a gap has no page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLink {
    /// The page's number; `None` for "…".
    pub page: Option<u64>,
    /// Whether it is the page shown.
    pub current: bool,
}

impl Pager {
    /// `address` is the list's path and query (filters included); its `page=` is replaced. A page beyond the last one
    /// is the last one.
    pub fn new(current: u64, per_page: u64, total: u64, address: &str) -> Self {
        let per_page = per_page.max(1);
        let pages = total.div_ceil(per_page).max(1);
        Pager { current: current.clamp(1, pages), pages, total, per_page, address: address.to_owned() }
    }

    /// How many entries come before this page.
    pub fn offset(&self) -> u64 {
        (self.current - 1) * self.per_page
    }

    /// The number of the first entry shown, from 1; 0 if there is none.
    pub fn first(&self) -> u64 {
        if self.total == 0 { 0 } else { self.offset() + 1 }
    }

    /// The number of the last entry shown.
    pub fn last(&self) -> u64 {
        (self.offset() + self.per_page).min(self.total)
    }

    /// The page before, if any.
    pub fn previous(&self) -> Option<u64> {
        self.current.checked_sub(1).filter(|page| *page >= 1)
    }

    /// The page after, if any.
    pub fn next(&self) -> Option<u64> {
        Some(self.current + 1).filter(|page| *page <= self.pages)
    }

    /// The address of a page.
    pub fn href(&self, page: impl Whole) -> String {
        with_query(&self.address, "page", &page.whole().to_string())
    }

    /// The first, the last and those around the current one, with gaps between.
    pub fn links(&self) -> Vec<PageLink> {
        let near = |page: u64| page == 1 || page == self.pages || page.abs_diff(self.current) <= 1;
        let mut links: Vec<PageLink> = Vec::new();
        for page in 1..=self.pages {
            if near(page) {
                links.push(PageLink { page: Some(page), current: page == self.current });
            } else if links.last().is_some_and(|link| link.page.is_some()) {
                links.push(PageLink { page: None, current: false });
            }
        }
        links
    }
}

/// The way on in a list that is worked through: rows leave it while somebody reads, so it goes on behind a row and not by number,
/// and none is skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Onward {
    /// How many entries there are in all, counted by the database.
    pub total: u64,
    /// Back to the beginning; `None` on the first piece.
    pub first: Option<String>,
    /// The next piece; `None` on the last.
    pub next: Option<String>,
}

impl Onward {
    /// `address` is the list's path and query (filters and other lists of the page included); its `parameter` holds the place.
    pub fn new(total: u64, address: &str, parameter: &str, next: Option<String>) -> Self {
        let query = address.split_once('?').map_or("", |(_, query)| query);
        let is_on = query.split('&').any(|pair| pair.split_once('=').is_some_and(|(name, to)| name == parameter && !to.is_empty()));
        Self {
            total,
            first: is_on.then(|| without_query(address, parameter)),
            next: next.map(|place| with_query(address, parameter, &place)),
        }
    }
}

/// By which column a list is sorted, as `sort=name` or `sort=-name` in its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The column's name.
    pub column: String,
    /// From the highest down.
    pub descending: bool,
    address: String,
}

impl Sort {
    /// Reads `sort` if it names one of the columns; otherwise the first column, ascending. `address` is the list's path
    /// and query.
    pub fn new(sort: Option<&str>, columns: &[&str], address: &str) -> Self {
        let wanted = sort.unwrap_or_default();
        let (column, descending) = match wanted.strip_prefix('-') {
            Some(column) => (column, true),
            None => (wanted, false),
        };
        let known = columns.contains(&column);
        let column = if known { column } else { columns.first().copied().unwrap_or_default() };
        Sort { column: column.to_owned(), descending: known && descending, address: address.to_owned() }
    }

    /// What `aria-sort` says of a column.
    pub fn aria(&self, column: impl AsRef<str>) -> &'static str {
        match (self.column == column.as_ref(), self.descending) {
            (false, _) => "none",
            (true, false) => "ascending",
            (true, true) => "descending",
        }
    }

    /// The address that sorts by this column; by the current one the other way round. Starts at the first page.
    pub fn href(&self, column: impl AsRef<str>) -> String {
        let column = column.as_ref();
        let descending = self.column == column && !self.descending;
        let sorted = with_query(&self.address, "sort", &format!("{}{column}", if descending { "-" } else { "" }));
        without_query(&sorted, "page")
    }
}

/// The address with this query parameter set, the others kept.
fn with_query(address: &str, name: &str, value: &str) -> String {
    let rest = without_query(address, name);
    let joint = if rest.contains('?') { '&' } else { '?' };
    format!("{rest}{joint}{name}={}", RawStr::new(value).percent_encode())
}

fn without_query(address: &str, name: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let others = query.split('&').filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(name));
    let others: Vec<&str> = others.collect();
    if others.is_empty() { path.to_owned() } else { format!("{path}?{}", others.join("&")) }
}
