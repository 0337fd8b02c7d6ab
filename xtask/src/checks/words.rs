//! Words that must not stand in the repository.

use crate::house;
use crate::source::Source;
use crate::tree::{File, Problem, Tree, line_at};

/// Where somebody's own machine shows through.
const MACHINE_PATHS: &[&str] =
    &["/work/", "/farm/", "/home/", "/root/", "/Users/", "/workspace/", "/builds/"];

/// Pages of the slice `work`, which are no folder of anybody.
const OWN_PAGES: &[&str] = &["/work/duties", "/work/calendar", "/work/tasks", "/work/handovers"];

/// This check names what it looks for.
fn is_own(file: &File) -> bool {
    file.path.starts_with("xtask/src/checks/")
}

/// No text names a folder of the machine it was written on.
pub fn machine_paths(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in tree.files.iter().filter(|file| !is_own(file)) {
        let is_page = house::is_kind(&file.path, "md") || file.path.starts_with("docs/");
        let temporary = is_page.then_some("/tmp/");
        for place in MACHINE_PATHS.iter().copied().chain(temporary) {
            for (at, _) in file.text.match_indices(place) {
                // Behind a word it is a path inside something; a machine's begins with the slash.
                let before = file.text[..at].chars().next_back();
                let is_page = OWN_PAGES.iter().any(|page| file.text[at..].starts_with(page));
                let is_inside = before.is_some_and(|c| c.is_alphanumeric() || "._-}*".contains(c));
                if !is_inside && !is_page {
                    let message = format!("`{place}` is a folder of one machine");
                    problems.push(Problem::new(&file.path, line_at(&file.text, at), message));
                }
            }
        }
    }
    problems
}

/// Packages are asked for by name; where they come from is the machine's affair.
pub fn registries(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in &tree.files {
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        let words: &[&str] = match name {
            "package-lock.json" => &["\"resolved\": \"http"],
            ".npmrc" => &["registry="],
            "config.toml" if file.path.contains(".cargo/") => &["[source", "[registries"],
            _ => continue,
        };
        for word in words {
            if let Some(at) = file.text.find(word) {
                let message = format!("`{word}` ties the build to one registry");
                problems.push(Problem::new(&file.path, line_at(&file.text, at), message));
            }
        }
    }
    problems
}

/// Nothing is left to be done later, and no test is passed over.
pub fn unfinished(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in &tree.files {
        let is_script = ["mjs", "js", "ts"].iter().any(|end| house::is_kind(&file.path, end));
        let (text, words): (String, &[&str]) = if house::is_kind(&file.path, "rs") {
            // A marker in a test counts too, so tests are kept: only strings and comments go.
            let whole = file.text.replace("#[cfg(test)]", "            ");
            (Source::read(&whole).code, &["todo!", "unimplemented!", "#[ignore"])
        } else if is_script && house::is_test(&file.path) {
            (file.text.clone(), &[".skip(", ".todo(", ".only(", "skip: true", "todo: true"])
        } else {
            continue;
        };
        for word in words {
            for (at, _) in text.match_indices(word) {
                let message = format!("`{word}` leaves something undone");
                problems.push(Problem::new(&file.path, line_at(&text, at), message));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_one_machine_is_found() {
        let tree = Tree::of(&[
            ("docs/guide/a.md", "line\nsee /tmp/x\n"),
            ("crates/longan/src/main.rs", "let a = \"/home/lan/data\";"),
            ("scripts/test", "mktemp -d /tmp/longan.XXXX"),
            ("docs/b.md", "crates/work/ and $HOME/work/"),
            ("crates/longan/src/work/show.html", "<a href=\"/work/tasks/new\">"),
        ]);
        let found: Vec<_> = machine_paths(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].contains("a.md:2:"));
    }

    #[test]
    fn a_lock_file_with_a_host_is_found() {
        let tree =
            Tree::of(&[("e2e/package-lock.json", "{\n\"resolved\": \"https://host/x.tgz\"}")]);
        assert_eq!(registries(&tree)[0].line, 2);
    }

    #[test]
    fn what_is_left_undone_is_found() {
        let tree = Tree::of(&[
            ("crates/longan/src/lib.rs", "fn f() { todo!() } // todo! is fine in words\n"),
            (
                "crates/longan/tests/it/a.rs",
                "#[cfg(test)]\nmod tests {\n#[ignore = \"slow\"]\nfn f() {} }",
            ),
            ("e2e/journeys/a.test.mjs", "test.skip('x')"),
            ("crates/longan/tests/it/b.rs", "let rest = rows.iter().skip(1);"),
        ]);
        let found: Vec<_> = unfinished(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[1].contains("a.rs:3:"));
    }
}
