//! Licences of what we build on, against the list in `deny.toml`.

use crate::tree::{Problem, Tree};
use serde_json::Value;

/// Licences that a package spells in a way of its own, and their SPDX name.
const SPELLINGS: &[(&str, &str)] = &[("BSD-0-Clause", "0BSD")];

/// The licences that `deny.toml` allows; none when it cannot be read.
fn allowed(tree: &Tree) -> Vec<String> {
    let table: Option<toml::Table> = tree.text("deny.toml").and_then(|text| text.parse().ok());
    let list = table.as_ref().and_then(|table| table.get("licenses")?.get("allow")?.as_array());
    list.into_iter().flatten().filter_map(|licence| licence.as_str().map(str::to_owned)).collect()
}

/// Every crate we compile has a licence of the list.
pub fn crates(tree: &Tree) -> Vec<Problem> {
    if tree.metadata.is_empty() {
        return Vec::new();
    }
    let Ok(metadata) = serde_json::from_str::<Value>(&tree.metadata) else {
        return vec![Problem::new("Cargo.toml", 1, "cargo metadata gave no JSON")];
    };
    let allowed = allowed(tree);
    let mut problems = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let licence = package["license"].as_str().unwrap_or("");
        if !is_allowed(licence, &allowed) {
            let message = format!("{} {} is `{licence}`", package["name"], package["version"]);
            problems.push(Problem::new("deny.toml", 1, message));
        }
    }
    problems
}

/// Every package of a lock file of npm has a licence of the list.
pub fn packages(tree: &Tree) -> Vec<Problem> {
    let allowed = allowed(tree);
    let mut problems = Vec::new();
    for file in tree.files.iter().filter(|file| file.path.ends_with("package-lock.json")) {
        let Ok(lock) = serde_json::from_str::<Value>(&file.text) else {
            problems.push(Problem::new(&file.path, 1, "is no JSON"));
            continue;
        };
        for (name, package) in lock["packages"].as_object().into_iter().flatten() {
            let licence = package["license"].as_str().unwrap_or("");
            if !is_allowed(licence, &allowed) {
                problems.push(Problem::new(&file.path, 1, format!("{name} is `{licence}`")));
            }
        }
    }
    problems
}

/// Whether an SPDX expression can be met with allowed licences: one of each `OR`, all of each
/// `AND`; `/` is how old crates write `OR`.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let fits = either(&words, &mut at, allowed);
    fits && at == words.len()
}

fn either(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let mut fits = both(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        let other = both(words, at, allowed);
        fits = fits || other;
    }
    fits
}

fn both(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let mut fits = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        let other = one(words, at, allowed);
        fits = fits && other;
    }
    fits
}

fn one(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let fits = either(words, at, allowed);
        let is_closed = words.get(*at) == Some(&")");
        *at += 1;
        return fits && is_closed;
    }
    let mut name = (*word).to_owned();
    if words.get(*at) == Some(&"WITH") {
        name = format!("{name} WITH {}", words.get(*at + 1).unwrap_or(&""));
        *at += 2;
    }
    let spelt = SPELLINGS.iter().find(|(own, _)| *own == name);
    allowed.contains(&spelt.map_or(name, |(_, spdx)| (*spdx).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DENY: &str = "[licenses]\nallow = ['MIT', 'Apache-2.0', 'Apache-2.0 WITH LLVM-exception', 'Unicode-3.0']";

    #[test]
    fn a_crate_with_a_foreign_licence_is_found() {
        let mut tree = Tree::of(&[("deny.toml", DENY)]);
        tree.metadata = r#"{"packages": [
            {"name": "a", "version": "1.0.0", "license": "MIT OR Apache-2.0"},
            {"name": "b", "version": "1.0.0", "license": "GPL-3.0-only"},
            {"name": "c", "version": "1.0.0", "license": null}]}"#
            .to_owned();
        assert_eq!(crates(&tree).len(), 2);
    }

    #[test]
    fn a_package_with_a_foreign_licence_is_found() {
        let lock =
            r#"{"packages": {"": {"license": "MIT"}, "node_modules/x": {"license": "SSPL-1.0"}}}"#;
        let tree = Tree::of(&[("deny.toml", DENY), ("e2e/package-lock.json", lock)]);
        let found = packages(&tree);
        assert_eq!(found.len(), 1);
        assert!(found[0].message.contains("node_modules/x"));
    }

    #[test]
    fn licence_expressions_are_read() {
        let allowed: Vec<String> =
            ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "Unicode-3.0"]
                .map(str::to_owned)
                .into();
        for good in
            ["MIT/GPL-2.0", "(MIT OR GPL-2.0) AND Unicode-3.0", "Apache-2.0 WITH LLVM-exception"]
        {
            assert!(is_allowed(good, &allowed), "{good}");
        }
        for bad in ["", "MIT AND GPL-2.0", "(MIT", "GPL-2.0 WITH Classpath", "MIT MIT"] {
            assert!(!is_allowed(bad, &allowed), "{bad}");
        }
    }
}
