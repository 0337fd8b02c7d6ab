//! Where SQL lives and what it may do.

use crate::house;
use crate::tree::{Problem, Tree, line_at};

/// `sqlx` is named in store files and in events; models and figures may derive `FromRow`.
pub fn only_in_stores(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, source) in tree.program() {
        if house::is_room(path, "store") || house::is_room(path, "events") {
            continue;
        }
        for (line, named) in source.paths() {
            let is_sqlx = named == "sqlx" || named.starts_with("sqlx::");
            let has_rows = house::is_room(path, "model") || house::is_room(path, "figures");
            let is_derived = has_rows && matches!(&*named, "sqlx" | "sqlx::FromRow");
            if is_sqlx && !is_derived {
                let message = format!("`{named}` belongs in store.rs");
                problems.push(Problem::new(path, line, message));
            }
        }
    }
    problems
}

/// Rows leave housekeeping tables only.
pub fn nothing_is_deleted(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, source) in tree.program() {
        let text = source.text.to_lowercase();
        for (at, words) in word_pairs(&text, "delete", "from") {
            let table = words.trim_matches(|c: char| !c.is_alphanumeric());
            if !house::HOUSEKEEPING.iter().any(|(kept, _)| *kept == table) {
                let message =
                    format!("rows of `{table}` are deleted; close, revoke or supersede them");
                problems.push(Problem::new(path, line_at(&text, at), message));
            }
        }
        for (at, _) in word_pairs(&text, "drop", "table") {
            problems.push(Problem::new(
                path,
                line_at(&text, at),
                "a table is dropped outside migrations",
            ));
        }
    }
    problems
}

/// Where `first` is followed by `second`, and the word after them.
fn word_pairs<'a>(text: &'a str, first: &'a str, second: &'a str) -> Vec<(usize, &'a str)> {
    text.match_indices(first)
        .filter_map(|(at, _)| {
            let mut words = text[at + first.len()..].split_whitespace();
            let is_pair = words.next() == Some(second);
            let after = words.next().unwrap_or("");
            let table =
                after.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
            is_pair.then_some((at, table))
        })
        .collect()
}

/// Permission by place cannot be forgotten: it is a parameter.
pub fn takes_the_viewer(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, source) in tree.program() {
        if !house::in_capability(path) || !house::is_room(path, "store") {
            continue;
        }
        for function in source.functions() {
            // `find_or_insert…` writes, inside a verb that has looked at the viewer.
            let writes = function.name.starts_with("find_or_");
            let asks = function.name.starts_with("list") || function.name.starts_with("find");
            if function.is_public
                && function.is_async
                && asks
                && !writes
                && !has_viewer(&function.signature)
            {
                let message = format!("`{}` does not take `viewer: &Viewer`", function.name);
                problems.push(Problem::new(path, function.line, message));
            }
        }
    }
    problems
}

fn has_viewer(signature: &str) -> bool {
    signature
        .split("viewer: &")
        .nth(1)
        .and_then(|rest| rest.split([',', ')']).next())
        .is_some_and(|kind| kind.trim() == "Viewer" || kind.trim().ends_with("::Viewer"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sql_outside_a_store_is_found() {
        let tree = Tree::of(&[
            ("crates/longan/src/clusters/pages.rs", "fn f() {\n sqlx::query(\"select 1\"); }"),
            ("crates/longan/src/clusters/model.rs", "use sqlx::{FromRow, AnyPool};"),
        ]);
        let found: Vec<_> = only_in_stores(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("pages.rs:2:"));
        assert!(found[1].contains("sqlx::AnyPool"));
    }

    #[test]
    fn sql_in_stores_and_derived_rows_pass() {
        let tree = Tree::of(&[
            ("crates/longan/src/clusters/store/land.rs", "use sqlx::Any;"),
            ("crates/longan/src/store.rs", "use sqlx::Any;"),
            (
                "crates/longan/src/clusters/model.rs",
                "#[derive(sqlx::FromRow)]\nstruct A { #[sqlx(flatten)] b: B }",
            ),
        ]);
        assert!(only_in_stores(&tree).is_empty());
    }

    #[test]
    fn a_deleted_row_is_found_but_not_a_stale_session() {
        let tree = Tree::of(&[
            (
                "crates/longan/src/clusters/store.rs",
                "let q = \"DELETE\n  FROM clusters where id = $1\";",
            ),
            (
                "crates/longan/src/users/store.rs",
                "let q = \"delete from sessions where expires_at < $1\";",
            ),
        ]);
        let found = nothing_is_deleted(&tree);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].message.contains("`clusters`"));
    }

    #[test]
    fn a_list_without_a_viewer_is_found() {
        let with =
            "pub async fn list(store: &Store, viewer: &users::Viewer, place: &str) -> A { b }";
        let without = "pub async fn find_by_slug(store: &Store, viewer: &str) -> A { b }";
        let tree = Tree::of(&[
            ("crates/longan/src/clusters/store.rs", with),
            ("crates/longan/src/dossiers/store/list.rs", without),
            ("crates/longan/src/places/store.rs", without),
        ]);
        let found = takes_the_viewer(&tree);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].path.contains("dossiers"));
    }
}
