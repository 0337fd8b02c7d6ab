//! Pages that can be found, links that hold, words that are agreed.

use crate::house;
use crate::source::Source;
use crate::tree::{Problem, Tree, line_at};
use std::collections::BTreeSet;

/// Names of types that every slice has, whatever it is about.
const PLAIN_NOUNS: &[&str] = &[
    "new", "form", "filter", "row", "page", "show", "list", "status", "state", "kind", "change",
    "summary", "detail", "problem", "problems", "error", "choice", "option", "answer", "query",
    "sort", "column",
];

/// Every page of the guide and every decision is linked from the README of its folder; every
/// picture is shown on a page.
pub fn reachable(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for folder in ["docs/guide/", "docs/decisions/"] {
        let index = format!("{folder}README.md");
        for file in tree.within(folder, "") {
            let name = &file.path[folder.len()..];
            let is_page = house::is_kind(name, "md");
            if file.path == index {
                continue;
            }
            let is_linked = if is_page {
                tree.text(&index).is_some_and(|text| text.contains(&format!("({name})")))
            } else {
                tree.within("docs/", ".md").any(|page| page.text.contains(name))
            };
            if !is_linked {
                problems.push(Problem::new(
                    &file.path,
                    1,
                    format!("no link leads here; add one to {index}"),
                ));
            }
        }
    }
    problems
}

/// A relative link names a file or folder that is there.
pub fn links(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in tree.within("", ".md") {
        for (at, _) in file.text.match_indices("](") {
            let target = file.text[at + 2..].split([')', '#', ' ']).next().unwrap_or("");
            if target.is_empty() || target.contains(':') || target.starts_with('/') {
                continue;
            }
            let path = resolve(&file.path, target);
            let is_there = tree.text(&path).is_some()
                || tree.files.iter().any(|other| other.path.starts_with(&format!("{path}/")));
            if !is_there {
                let message = format!("`{target}` is not there");
                problems.push(Problem::new(&file.path, line_at(&file.text, at), message));
            }
        }
    }
    problems
}

/// The path that `target` means on the page `from`.
fn resolve(from: &str, target: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.trim_end_matches('/').split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Tables stand in the glossary; the nouns of a slice are made of its words.
pub fn glossary(tree: &Tree) -> Vec<Problem> {
    const PATH: &str = "docs/glossary.toml";
    let Some(text) = tree.text(PATH) else { return Vec::new() };
    let glossary: toml::Table = match text.parse() {
        Ok(glossary) => glossary,
        Err(error) => return vec![Problem::new(PATH, 1, error.to_string())],
    };
    let terms = glossary.get("term").and_then(toml::Value::as_array).map_or(&[][..], Vec::as_slice);
    let stems: BTreeSet<String> = terms.iter().flat_map(stems).collect();
    let words: BTreeSet<String> =
        stems.iter().flat_map(|stem| stem.split('_')).map(house::singular).collect();

    let mut problems = Vec::new();
    for (number, term) in terms.iter().enumerate() {
        for field in ["vi", "stem", "meaning"] {
            if term.get(field).is_none_or(|value| value.as_str().is_none_or(str::is_empty)) {
                let message =
                    format!("term {} ({:?}) has no `{field}`", number + 1, term.get("stem"));
                problems.push(Problem::new(PATH, 1, message));
            }
        }
    }
    for table in super::schema::tables(tree) {
        if !stems.contains(&table.name) && !stems.contains(&house::singular(&table.name)) {
            let message = format!("`{}` is not in {PATH}", table.name);
            problems.push(Problem::new(table.path, table.line, message));
        }
    }
    for (path, source) in tree.program().filter(|(path, _)| house::is_room(path, "model")) {
        for (line, name) in public_types(&source) {
            let mut parts = camel_words(&name).into_iter();
            let is_known = |word: String| {
                words.contains(&house::singular(&word)) || PLAIN_NOUNS.contains(&&*word)
            };
            if !parts.any(is_known) {
                let message = format!("no word of `{name}` is in {PATH}");
                problems.push(Problem::new(path, line, message));
            }
        }
    }
    problems
}

/// The stem of a term and the tables that are named after it.
fn stems(term: &toml::Value) -> Vec<String> {
    let tables = term.get("tables").and_then(toml::Value::as_array).into_iter().flatten();
    term.get("stem")
        .into_iter()
        .chain(tables)
        .filter_map(toml::Value::as_str)
        .flat_map(|stem| stem.split(" / "))
        .map(str::to_owned)
        .collect()
}

fn public_types(source: &Source) -> Vec<(usize, String)> {
    let mut types = Vec::new();
    for mark in ["pub struct ", "pub enum "] {
        for (at, _) in source.code.match_indices(mark) {
            let rest = &source.code[at + mark.len()..];
            let name = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
            types.push((line_at(&source.code, at), name.to_owned()));
        }
    }
    types
}

/// `NewCluster` → `new`, `cluster`.
fn camel_words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for c in name.chars() {
        if c.is_uppercase() || words.is_empty() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_nobody_links_is_found() {
        let tree = Tree::of(&[
            ("docs/guide/README.md", "[Đăng nhập](sign-in.md) ![](pictures/list.png)"),
            ("docs/guide/sign-in.md", ""),
            ("docs/guide/import.md", ""),
            ("docs/guide/pictures/list.png", ""),
            ("docs/guide/pictures/old.png", ""),
            ("docs/decisions/0001-a.md", ""),
        ]);
        let found: Vec<_> = reachable(&tree).into_iter().map(|problem| problem.path).collect();
        assert_eq!(
            found,
            ["docs/guide/import.md", "docs/guide/pictures/old.png", "docs/decisions/0001-a.md"]
        );
    }

    #[test]
    fn a_broken_link_is_found() {
        let page = "[a](../README.md#x) [b](https://host/x) [c](guide/) [d](none.md)";
        let tree = Tree::of(&[("README.md", ""), ("docs/a.md", page), ("docs/guide/b.md", "")]);
        let found = links(&tree);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].message.contains("none.md"));
    }

    #[test]
    fn a_table_or_noun_outside_the_glossary_is_found() {
        let terms =
            "[[term]]\nvi = 'cụm'\nstem = 'cluster'\nmeaning = 'm'\ntables = ['cluster_states']\n";
        let tree = Tree::of(&[
            ("docs/glossary.toml", terms),
            (
                "migrations/1.sql",
                "create table clusters (id text);\ncreate table cluster_states (id text);\ncreate table widgets (id text);\n",
            ),
            ("crates/longan/src/clusters/model.rs", "pub struct NewCluster;\npub struct Gadget;"),
        ]);
        let found: Vec<_> = glossary(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("widgets") && found[1].contains("Gadget"));
    }

    #[test]
    fn a_term_without_a_meaning_is_found() {
        let tree = Tree::of(&[("docs/glossary.toml", "[[term]]\nvi = 'cụm'\nstem = 'cluster'\n")]);
        assert_eq!(glossary(&tree).len(), 1);
    }
}
