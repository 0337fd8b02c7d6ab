//! The law is data: no statutory number in the code, no parameter without a use.

use crate::house;
use crate::source::Source;
use crate::tree::{Problem, Tree};

/// Rules and figures of slices hold plain numbers only. (The foundation `figures` defines no
/// figure; it adds up and rounds.)
pub fn no_numbers_in_rules(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, source) in tree.program() {
        let tells_figures =
            house::is_room(path, "figures") && house::slice_of(path) != Some("figures");
        if !house::is_room(path, "rules") && !tells_figures {
            continue;
        }
        for (line, number) in source.numbers() {
            if !house::PLAIN_NUMBERS.contains(&plain(&number).as_str()) {
                let message = format!(
                    "`{number}` stands in the code; if the law says it, take it from law/parameters"
                );
                problems.push(Problem::new(path, line, message));
            }
        }
    }
    problems
}

/// The digits of a number without separators and type.
fn plain(number: &str) -> String {
    let digits = number.replace('_', "");
    let end = digits.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(digits.len());
    digits[..end].to_owned()
}

/// Every parameter is named by a rule, a check or a figure, or tried by an example.
pub fn parameters_are_used(tree: &Tree) -> Vec<Problem> {
    let mut uses: Vec<String> =
        tree.within("law/examples/", ".toml").map(|file| file.text.clone()).collect();
    uses.extend(
        tree.within("crates/longan/src/", ".rs")
            .filter(|file| {
                ["rules", "checks", "figures"].iter().any(|room| house::is_room(&file.path, room))
            })
            .map(|file| Source::read(&file.text).text),
    );
    let mut problems = Vec::new();
    for file in tree.within("law/parameters/", ".toml") {
        match keys(&file.text) {
            Ok(keys) => problems.extend(
                keys.into_iter().filter(|key| !uses.iter().any(|text| names(text, key))).map(
                    |key| {
                        let line = file
                            .text
                            .find(&key)
                            .map_or(1, |at| crate::tree::line_at(&file.text, at));
                        let message = format!(
                            "parameter `{key}` is named by no rule and tried by no example"
                        );
                        Problem::new(&file.path, line, message)
                    },
                ),
            ),
            Err(error) => problems.push(Problem::new(&file.path, 1, error.to_string())),
        }
    }
    problems
}

/// The keys of a parameter file: its tables, or the `key` of each `[[parameter]]`.
fn keys(text: &str) -> Result<Vec<String>, toml::de::Error> {
    let table: toml::Table = text.parse()?;
    let mut keys = Vec::new();
    for (name, value) in table {
        match value {
            toml::Value::Table(_) => keys.push(name),
            toml::Value::Array(entries) => keys.extend(
                entries.iter().filter_map(|entry| entry.get("key")?.as_str()).map(str::to_owned),
            ),
            _ => {}
        }
    }
    Ok(keys)
}

/// Whether `text` holds `key` as a whole word.
fn names(text: &str, key: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(key).any(|(at, _)| {
        !text[..at].ends_with(is_word) && !text[at + key.len()..].starts_with(is_word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_the_law_in_a_rule_is_found() {
        let rule = "/// At most 75 ha.\nfn f(a: i64) -> bool {\n a * 100 >= 60 * 10_000\n}";
        let tree = Tree::of(&[("crates/longan/src/clusters/rules.rs", rule)]);
        let found: Vec<_> = no_numbers_in_rules(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("rules.rs:3: `60`"));
    }

    #[test]
    fn a_parameter_that_nobody_uses_is_found() {
        let parameters =
            "[min_lease_share]\ntitle = 'a'\n[max_area]\ntitle = 'b'\n[max_area_m2]\ntitle = 'c'\n";
        let tree = Tree::of(&[
            ("law/parameters/clusters.toml", parameters),
            ("law/examples/clusters.toml", "parameter = \"max_area_m2\""),
            ("crates/longan/src/clusters/rules.rs", "const KEY: &str = \"min_lease_share\";"),
        ]);
        let found: Vec<_> = parameters_are_used(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("clusters.toml:3: parameter `max_area`"));
    }

    #[test]
    fn parameters_may_be_written_as_a_list() {
        assert_eq!(keys("[[parameter]]\nkey = 'a.b'\n").unwrap(), ["a.b"]);
    }
}
