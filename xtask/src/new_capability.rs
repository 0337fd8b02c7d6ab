//! Lays out a new slice: its rooms, its migration, its test.
//!
//! The templates stand in `xtask/templates`; what they make compiles once the slice is on the
//! list of capabilities, and does one small thing from page to table.

use crate::house;
use anyhow::{Context as _, bail, ensure};
use std::path::Path;

/// Where each template goes.
const ROOMS: &[(&str, &str)] = &[
    (include_str!("../templates/mod.rs.txt"), "crates/longan/src/@words@/mod.rs"),
    (include_str!("../templates/model.rs.txt"), "crates/longan/src/@words@/model.rs"),
    (include_str!("../templates/rules.rs.txt"), "crates/longan/src/@words@/rules.rs"),
    (include_str!("../templates/store.rs.txt"), "crates/longan/src/@words@/store.rs"),
    (include_str!("../templates/actions.rs.txt"), "crates/longan/src/@words@/actions.rs"),
    (include_str!("../templates/pages.rs.txt"), "crates/longan/src/@words@/pages.rs"),
    (include_str!("../templates/figures.rs.txt"), "crates/longan/src/@words@/figures.rs"),
    (include_str!("../templates/list.html.txt"), "crates/longan/src/@words@/list.html"),
    (include_str!("../templates/migration.sql.txt"), "migrations/@number@_@words@.sql"),
    (include_str!("../templates/test.rs.txt"), "crates/longan/tests/it/@words@.rs"),
];

/// Writes the files of slice `word` under `root` and gives their paths; overwrites nothing.
pub fn write(root: &Path, word: &str) -> anyhow::Result<Vec<String>> {
    let number = next_migration(root)?;
    let rooms = rooms(word, &number)?;
    for (path, _) in &rooms {
        ensure!(!root.join(path).exists(), "{path} is there already");
    }
    for (path, text) in &rooms {
        let path = root.join(path);
        let folder = path.parent().context("a file of a slice has a folder")?;
        std::fs::create_dir_all(folder)?;
        std::fs::write(&path, text)?;
    }
    Ok(rooms.into_iter().map(|(path, _)| path).collect())
}

/// What a person does next.
pub fn what_is_left(word: &str) -> String {
    format!(
        "next: 1. words in docs/glossary.toml  2. `{word}` in SLICES of xtask/src/house.rs, if it is new there
      3. `pub mod {word};` and a line in CAPABILITIES in crates/longan/src/lib.rs
      4. `mod {word};` in crates/longan/tests/it/main.rs"
    )
}

/// Path and text of each file of the slice.
fn rooms(word: &str, number: &str) -> anyhow::Result<Vec<(String, String)>> {
    let is_plain = !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase());
    ensure!(is_plain, "a capability is one English word in small letters: `clusters`");
    if house::slice(word).is_some_and(|slice| slice.kind != house::Kind::Capability) {
        bail!("`{word}` is a foundation or a reader");
    }
    let one = house::singular(word);
    let noun = one[..1].to_uppercase() + &one[1..];
    let fill = |text: &str| {
        text.replace("@words@", word)
            .replace("@word@", &one)
            .replace("@Word@", &noun)
            .replace("@number@", number)
    };
    Ok(ROOMS.iter().map(|(text, path)| (fill(path), fill(text))).collect())
}

/// The number after the highest one in `migrations`.
fn next_migration(root: &Path) -> anyhow::Result<String> {
    let mut highest = 0;
    if let Ok(entries) = std::fs::read_dir(root.join("migrations")) {
        for entry in entries {
            let name = entry?.file_name().to_string_lossy().into_owned();
            let digits = name.split('_').next().unwrap_or("");
            highest = highest.max(digits.parse::<u32>().unwrap_or(0));
        }
    }
    Ok(format!("{:04}", highest + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::{File, Tree};

    #[test]
    fn a_new_slice_is_tidy_and_stands_in_the_right_rooms() {
        let rooms = rooms("awards", "0007").unwrap();
        let paths: Vec<_> = rooms.iter().map(|(path, _)| path.as_str()).collect();
        assert!(paths.contains(&"crates/longan/src/awards/store.rs"));
        assert!(paths.contains(&"migrations/0007_awards.sql"));
        assert!(rooms.iter().all(|(_, text)| !text.contains('@')), "a mark was left");

        let files = rooms.into_iter().map(|(path, text)| File { path, text }).collect();
        let findings = crate::checks::run(&Tree { files, metadata: String::new() });
        assert!(findings.is_empty(), "{}", findings.join("\n"));
    }

    #[test]
    fn a_word_that_is_no_capability_is_refused() {
        for bad in ["", "Awards", "award-rounds", "places", "reports"] {
            assert!(rooms(bad, "0001").is_err(), "{bad}");
        }
    }
}
