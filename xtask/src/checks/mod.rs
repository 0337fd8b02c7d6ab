//! What tidy looks at. Each check is a pure function over the tree, and each has a test
//! that breaks its rule on purpose.

mod actions;
mod docs;
mod law;
mod licences;
mod purity;
mod schema;
mod sizes;
mod slices;
mod sql;
mod templates;
mod words;

use crate::tree::{Problem, Tree};

type Check = fn(&Tree) -> Vec<Problem>;

/// Every check, with the sentence that it keeps true.
pub const CHECKS: &[(&str, Check)] = &[
    ("every module of the program is on the plan of the house", slices::known),
    ("a capability never names another capability", slices::boundaries),
    ("sqlx is named in store files and where a model derives FromRow", sql::only_in_stores),
    ("nothing is deleted", sql::nothing_is_deleted),
    ("every list and find takes the viewer", sql::takes_the_viewer),
    ("rules and kernel are pure", purity::check),
    ("no statutory number stands in the code", law::no_numbers_in_rules),
    ("every law parameter is used", law::parameters_are_used),
    ("what is updated has a revision", schema::revisions),
    ("columns have types that both databases read", schema::types),
    ("a table is named after its slice", schema::names),
    ("every change of state leaves an event", actions::record_events),
    ("a transaction begins in actions", actions::begin_in_actions),
    ("files are short", sizes::lengths),
    ("folders are named after what they hold", sizes::names),
    ("every guide page and decision can be reached", docs::reachable),
    ("links lead somewhere", docs::links),
    ("tables and nouns come from the glossary", docs::glossary),
    ("the text speaks of the project alone", words::machine_paths),
    ("no package is tied to one registry", words::registries),
    ("nothing is left undone or skipped", words::unfinished),
    ("templates keep the content security policy", templates::policy),
    ("every field has a label", templates::labels),
    ("every dependency has a licence that we allow", licences::crates),
    ("every npm package has a licence that we allow", licences::packages),
];

/// Runs every check; each finding begins with the sentence it breaks.
pub fn run(tree: &Tree) -> Vec<String> {
    CHECKS
        .iter()
        .flat_map(|(title, check)| {
            check(tree).into_iter().map(move |problem| format!("{problem}\n    ({title})"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_house_is_tidy() {
        let findings = super::run(&crate::read_repository().unwrap());
        assert!(findings.is_empty(), "\n{}", findings.join("\n"));
    }

    #[test]
    fn an_empty_tree_is_tidy() {
        assert!(super::run(&crate::tree::Tree::default()).is_empty());
    }
}
