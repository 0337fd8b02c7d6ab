//! Files that can be read in one sitting, folders that say what they hold.

use crate::house;
use crate::tree::{Problem, Tree};

const LONGEST: usize = 400;
const LONGEST_TEST: usize = 600;
const COUNTED: &[&str] = &["rs", "html", "ts", "css", "js", "mjs"];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &[
    "util", "utils", "helper", "helpers", "common", "service", "services", "manager", "managers",
    "misc",
];

/// A file past the limit becomes a folder with a file a resource.
pub fn lengths(tree: &Tree) -> Vec<Problem> {
    tree.files
        .iter()
        .filter(|file| COUNTED.iter().any(|end| file.path.ends_with(&format!(".{end}"))))
        .filter_map(|file| {
            let lines = file.text.lines().count();
            let longest = if house::is_test(&file.path) { LONGEST_TEST } else { LONGEST };
            let message =
                format!("{lines} lines; make it a folder with a file a resource (limit {longest})");
            (lines > longest).then(|| Problem::new(&file.path, longest, message))
        })
        .collect()
}

/// No folder or module has an empty name.
pub fn names(tree: &Tree) -> Vec<Problem> {
    tree.files
        .iter()
        .filter_map(|file| {
            let empty = file.path.split(['/', '.']).find(|word| EMPTY_NAMES.contains(word))?;
            Some(Problem::new(&file.path, 1, format!("`{empty}` does not say what is inside")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_is_found() {
        let long = "x\n".repeat(LONGEST + 1);
        let tree = Tree::of(&[
            ("crates/longan/src/clusters/store.rs", &long),
            ("crates/longan/tests/it/clusters.rs", &long),
            ("data/vsic/list.csv", &long),
        ]);
        assert_eq!(lengths(&tree).len(), 1);
    }

    #[test]
    fn an_empty_name_is_found() {
        let tree = Tree::of(&[
            ("crates/longan/src/utils.rs", ""),
            ("e2e/helpers/a.mjs", ""),
            ("docs/a.md", ""),
        ]);
        assert_eq!(names(&tree).len(), 2);
    }
}
