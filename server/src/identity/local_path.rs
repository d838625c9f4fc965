//! Where to go after a login: only to a page of this house.

/// `path` if it is a path of this house, else the front page. What a browser could take for another host is refused: two
/// slashes, a backslash (browsers read it as a slash), a character that browsers drop (tab, line break) or a scheme.
#[must_use]
pub(super) fn local_path(path: Option<&str>) -> String {
    let path = path.unwrap_or_default();
    let is_local = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && path.len() <= 1000
        && path.chars().all(|c| !c.is_control() && !c.is_whitespace() && c.is_ascii());
    if is_local { path.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The specification of `next` and `return_to`.
    #[test]
    fn only_paths_of_this_house() {
        let table = [
            ("/", "/"),
            ("/requests?page=2&q=a%20b", "/requests?page=2&q=a%20b"),
            ("/requests#top", "/requests#top"),
            ("", "/"),
            ("requests", "/"),
            ("//evil.example", "/"),
            ("///evil.example", "/"),
            ("/\\evil.example", "/"),
            ("\\\\evil.example", "/"),
            ("/\t/evil.example", "/"),
            ("/\n/evil.example", "/"),
            ("https://evil.example/", "/"),
            ("javascript:alert(1)", "/"),
            (" /requests", "/"),
            ("/a\r\nSet-Cookie: x=y", "/"),
            ("/ü", "/"),
        ];
        for (given, expected) in table {
            assert_eq!(local_path(Some(given)), expected, "{given:?}");
        }
        assert_eq!(local_path(None), "/");
    }
}
