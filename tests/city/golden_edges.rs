//! Who knows whom: every edge from module to module is one line in `golden/edges.txt`, and each goes the way of the house.

use dragoman_tests::golden;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// From left to right; a module knows those of the rows before its own, and those before it in its row.
const ORDER: &[&[&str]] = &[
    &["kernel"],
    &["platform"],
    &["audit"],
    &["identity"],
    &["directory", "budget"],
    &["scheduling"],
    &["booking"],
    &["billing"],
    &["calendar", "mail", "insight"],
    &["shell"],
];

fn server() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("server/src")
}

fn rust_files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, into);
        } else if path.extension().is_some_and(|end| end == "rs") {
            into.push(path);
        }
    }
}

/// Files that are compiled for tests only.
fn is_test(path: &Path) -> bool {
    let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    name == "tests"
        || name == "testing"
        || name.ends_with("_tests")
        || path.iter().any(|part| part == "tests" || part == "testing")
}

/// Without comments and without the tests at the end.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The names that follow directly after `prefix`, through `{…}` groups.
fn named_after(code: &str, prefix: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_' || letter == ':' || letter == '$') {
            continue;
        }
        names_at(&code[at + prefix.len()..], &mut found);
    }
    found
}

fn names_at(rest: &str, found: &mut Vec<String>) {
    let rest = rest.trim_start();
    let Some(group) = rest.strip_prefix('{') else {
        found.push(rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect());
        return;
    };
    let mut depth = 0;
    let mut start = true;
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => return,
            '}' => depth -= 1,
            ',' if depth == 0 => start = true,
            letter if start && !letter.is_whitespace() => {
                names_at(&group[at..], found);
                start = false;
            }
            _ => {}
        }
    }
}

fn rank(module: &str) -> Option<(usize, usize)> {
    ORDER
        .iter()
        .enumerate()
        .find_map(|(row, modules)| modules.iter().position(|known| *known == module).map(|place| (row, place)))
}

/// Scheduling is pure; only those who book ask it.
fn goes_the_right_way(from: &str, to: &str) -> bool {
    let (Some(from_rank), Some(to_rank)) = (rank(from), rank(to)) else { return false };
    match (from, to) {
        ("scheduling", to) => to == "kernel",
        _ => to_rank < from_rank,
    }
}

#[test]
fn imports_go_one_way() {
    let root = server();
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    let mut edges = BTreeSet::new();
    let mut wrong = Vec::new();
    for file in files.iter().filter(|file| !is_test(file)) {
        let inside = file.strip_prefix(&root).unwrap();
        let Some(from) = inside.iter().next().and_then(|part| part.to_str()).filter(|part| !part.ends_with(".rs"))
        else {
            continue;
        };
        let code = code(file);
        let mut to = named_after(&code, "crate::");
        // `super::` that climbs out of the slice.
        let depth = inside.components().count() - usize::from(inside.file_name().is_some_and(|name| name == "mod.rs"));
        to.extend(named_after(&code, &"super::".repeat(depth)));
        for to in to.into_iter().filter(|to| to != from && rank(to).is_some()) {
            edges.insert(format!("{from} -> {to}"));
            if !goes_the_right_way(from, &to) {
                wrong.push(format!("{} imports {to}", inside.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "imports that go the wrong way:\n{}", wrong.join("\n"));
    let text: String = edges.iter().map(|edge| format!("{edge}\n")).collect();
    golden("edges.txt", &text);
}

#[test]
fn every_module_has_its_place() {
    for entry in fs::read_dir(server()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(!path.is_dir() || rank(&name).is_some(), "{name} has no place in the order of the house");
    }
}

/// `store` alone speaks to the database.
#[test]
fn only_stores_name_the_database() {
    let root = server();
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    let slices = [
        "audit",
        "identity",
        "directory",
        "budget",
        "scheduling",
        "booking",
        "billing",
        "calendar",
        "mail",
        "insight",
        "kernel",
    ];
    let wrong: Vec<String> = files
        .iter()
        .filter(|file| !is_test(file))
        .map(|file| (file.strip_prefix(&root).unwrap(), code(file)))
        .filter(|(inside, _)| slices.iter().any(|slice| inside.starts_with(slice)))
        .filter(|(inside, _)| !inside.iter().any(|part| part == "store" || part == "store.rs"))
        .filter(|(_, code)| code.contains("sea_orm"))
        .map(|(inside, _)| inside.display().to_string())
        .collect();
    assert!(wrong.is_empty(), "sea_orm outside a store:\n{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_imports_reads() {
    let code = "use crate::{\n  kernel::{a::B, c},\n  platform::db::{Db, Tx},\n  booking,\n};\nlet x = crate::audit::verify(); $crate::no; super::super::identity::x";
    assert_eq!(named_after(code, "crate::"), ["kernel", "platform", "booking", "audit"]);
    assert_eq!(named_after(code, "super::super::"), ["identity"]);
}
