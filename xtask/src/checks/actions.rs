//! Every verb is one transaction and one event.

use crate::house;
use crate::source::Function;
use crate::tree::{Problem, Tree};

/// A function of an actions file that begins a transaction also records an event, itself or
/// through a function of the same file.
pub fn record_events(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, source) in tree.program() {
        if !house::is_room(path, "actions") {
            continue;
        }
        let functions = source.functions();
        let recorders: Vec<_> =
            functions.iter().filter(|function| function.body.contains("events::record")).collect();
        let records = |function: &Function| {
            function.body.contains("events::record")
                || recorders.iter().any(|other| function.body.contains(&format!("{}(", other.name)))
        };
        for function in &functions {
            if function.body.contains(".begin(") && !records(function) {
                let message = format!("`{}` changes state and records no event", function.name);
                problems.push(Problem::new(path, function.line, message));
            }
        }
    }
    problems
}

/// In a capability only actions begin a transaction.
pub fn begin_in_actions(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, source) in tree.program() {
        if !house::in_capability(path) || house::is_room(path, "actions") {
            continue;
        }
        for function in source.functions() {
            if function.body.contains(".begin(") {
                let message = format!(
                    "`{}` begins a transaction; a verb stands in actions.rs",
                    function.name
                );
                problems.push(Problem::new(path, function.line, message));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLOSE: &str = "pub async fn close(s: &Store) -> Result<()> {\n let mut tx = s.begin().await?;\n tx.commit().await\n}";

    #[test]
    fn a_verb_without_an_event_is_found() {
        let tree = Tree::of(&[("crates/longan/src/clusters/actions.rs", CLOSE)]);
        assert_eq!(record_events(&tree).len(), 1);
        let recorded = CLOSE.replace("tx.commit()", "events::record(&mut tx).await?; tx.commit()");
        let tree = Tree::of(&[("crates/longan/src/clusters/actions/land.rs", &recorded)]);
        assert!(record_events(&tree).is_empty());
    }

    #[test]
    fn a_transaction_outside_actions_is_found() {
        let tree = Tree::of(&[("crates/longan/src/clusters/pages.rs", CLOSE)]);
        assert_eq!(begin_in_actions(&tree).len(), 1);
    }
}
