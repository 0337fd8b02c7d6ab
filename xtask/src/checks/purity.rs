//! Rules and the kernel read no clock, no file, no database.

use crate::house;
use crate::source::Source;
use crate::tree::{Problem, Tree};

/// What reaches out of a pure function, as the beginning or the end of a path.
const REACHES_OUT: &[&str] = &[
    "async",
    "sqlx",
    "axum",
    "tokio",
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "SystemTime",
    "Instant",
    "Timestamp::now",
    "Zoned::now",
    "Date::today",
];

/// Finds what is impure in rules and in the kernel.
pub fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in tree.within("crates/", ".rs") {
        let is_rule =
            file.path.starts_with("crates/longan/src/") && house::is_room(&file.path, "rules");
        let is_kernel = file.path.starts_with("crates/kernel/src/");
        if house::is_test(&file.path) || !(is_rule || is_kernel) {
            continue;
        }
        for (line, path) in Source::read(&file.text).paths() {
            let reach = REACHES_OUT.iter().find(|word| names(&path, word));
            if let Some(reach) = reach {
                let message = format!("`{reach}` has no place in a pure file; pass its answer in");
                problems.push(Problem::new(&file.path, line, message));
            }
        }
    }
    problems
}

/// Whether `path` holds the whole words of `wanted` in a row.
fn names(path: &str, wanted: &str) -> bool {
    format!("::{path}::").contains(&format!("::{wanted}::"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_that_reads_the_world_is_found() {
        let tree = Tree::of(&[
            ("crates/longan/src/clusters/rules.rs", "pub async fn f() {}\nuse std::{fmt, fs};"),
            (
                "crates/kernel/src/period.rs",
                "fn now() { jiff::Zoned::now(); std::time::Instant::now(); }",
            ),
        ]);
        let found: Vec<_> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 4, "{found:?}");
        assert!(found[1].contains("rules.rs:2: `std::fs`"));
    }

    #[test]
    fn pure_files_and_their_tests_pass() {
        let tree = Tree::of(&[
            (
                "crates/kernel/src/lib.rs",
                "#[cfg(test)]\nmod tests { fn f() { std::fs::read(\"x\"); } }",
            ),
            ("crates/longan/src/clusters/store.rs", "pub async fn f() {}"),
        ]);
        assert!(check(&tree).is_empty());
    }
}
