//! Who may name whom.

use crate::house::{self, Kind};
use crate::tree::{Problem, Tree};

/// Every module at the root of the program is listed in `house.rs`.
pub fn known(tree: &Tree) -> Vec<Problem> {
    tree.within("crates/longan/src/", ".rs")
        .filter_map(|file| {
            let word = house::slice_of(&file.path)?;
            let message = format!("`{word}` is not among SLICES in xtask/src/house.rs");
            house::slice(word).is_none().then(|| Problem::new(&file.path, 1, message))
        })
        .collect()
}

/// Foundations and capabilities name foundations only (and themselves).
pub fn boundaries(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, source) in tree.program() {
        let Some(own) = house::slice_of(path).and_then(house::slice) else { continue };
        if own.kind == Kind::Reader {
            continue;
        }
        for (line, named) in source.paths() {
            let Some(other) = other_slice(&named) else { continue };
            if other.word != own.word && other.kind != Kind::Foundation {
                let message = format!(
                    "`{}` names `{}`; what two slices need is a foundation or a figure",
                    own.word, other.word
                );
                problems.push(Problem::new(path, line, message));
            }
        }
    }
    problems
}

/// The slice that a path from the root of the crate leads to.
fn other_slice(path: &str) -> Option<&'static house::Slice> {
    let rest = path
        .strip_prefix("crate::")
        .or_else(|| path.strip_prefix("longan::"))
        .or_else(|| path.strip_prefix("super::super::"))?;
    let word = rest.trim_start_matches("super::").split("::").next()?;
    house::slice(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capability_that_names_another_is_found() {
        let tree = Tree::of(&[
            ("crates/longan/src/clusters/pages.rs", "use crate::{events, promotion::Project};"),
            ("crates/longan/src/dossiers/actions.rs", "fn f() { super::super::clusters::g(); }"),
            ("crates/longan/src/places/store.rs", "// text\nuse crate::reports::Form;"),
        ]);
        let found: Vec<_> = boundaries(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].contains("pages.rs:1: `clusters` names `promotion`"));
        assert!(found[2].contains("store.rs:2:"));
    }

    #[test]
    fn readers_name_everything_and_capabilities_name_foundations() {
        let tree = Tree::of(&[
            ("crates/longan/src/dashboard/pages.rs", "use crate::clusters::Cluster;"),
            (
                "crates/longan/src/clusters/pages.rs",
                "use crate::{clusters, ui::Page}; // crate::awards",
            ),
        ]);
        assert!(boundaries(&tree).is_empty());
    }

    #[test]
    fn a_module_nobody_planned_is_found() {
        let tree = Tree::of(&[("crates/longan/src/misc/mod.rs", "")]);
        assert_eq!(known(&tree).len(), 1);
    }
}
