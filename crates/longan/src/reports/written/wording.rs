//! The words of the report: a text file that an officer can read, with places for numbers.

use serde::Deserialize;
use std::sync::LazyLock;

/// The parts of the report, from top to bottom.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// Its parts.
    #[serde(rename = "part")]
    pub parts: Vec<WordingPart>,
}

/// What a part is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// A heading alone.
    Heading,
    /// Words drafted from numbers.
    Drafted,
    /// Words an officer writes.
    Free,
}

/// A part of the report.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordingPart {
    /// Key that never changes.
    pub key: String,
    /// What it is made of.
    pub kind: PartKind,
    /// What it is called where it has no heading.
    #[serde(default)]
    pub title: String,
    /// Its heading.
    #[serde(default)]
    pub heading: String,
    /// How deep the heading stands.
    #[serde(default)]
    pub level: usize,
    /// What is asked of whoever writes it.
    #[serde(default)]
    pub hint: String,
    /// Its sentences, a paragraph each.
    #[serde(default, rename = "sentence")]
    pub sentences: Vec<Sentence>,
}

/// A paragraph with places for numbers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sentence {
    /// What must hold for it to stand.
    #[serde(default)]
    pub when: Vec<String>,
    /// Its words.
    pub text: String,
}

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words as they are.
    Words(&'a str),
    /// A number with its unit and its source.
    Number {
        /// The row.
        key: &'a str,
        /// What stands instead of the unit; empty for the unit.
        noun: &'a str,
        /// Whether it is written in words too.
        spoken: Spoken,
    },
    /// How a number stands to that of the last period.
    Change(&'a str),
    /// A word of the report: its place, its period.
    Name(&'a str),
}

/// Whether a number is written in words too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spoken {
    /// In words too.
    Aloud,
    /// In digits.
    No,
}

static WORDING: LazyLock<Wording> = LazyLock::new(|| {
    toml::from_str(include_str!("wording.toml")).expect("a test reads the wording")
});

/// The words of the report.
pub fn wording() -> &'static Wording {
    &WORDING
}

/// Cuts a sentence into its pieces. A brace that is not closed stands as it is.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((inside, behind)) = after.split_once('}') else { break };
        if !before.is_empty() {
            found.push(Piece::Words(before));
        }
        found.push(piece(inside));
        rest = behind;
    }
    if !rest.is_empty() {
        found.push(Piece::Words(rest));
    }
    found
}

fn piece(inside: &str) -> Piece<'_> {
    if let Some(name) = inside.strip_prefix(':') {
        return Piece::Name(name);
    }
    if let Some(key) = inside.strip_suffix('~') {
        return Piece::Change(key);
    }
    let (key, noun) = inside.split_once('|').unwrap_or((inside, ""));
    match key.strip_suffix('!') {
        Some(key) => Piece::Number { key, noun, spoken: Spoken::Aloud },
        None => Piece::Number { key, noun, spoken: Spoken::No },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_cut_into_words_and_numbers() {
        assert_eq!(
            pieces("Có {3!|cụm}{3~} tại {:place}, {15.1}."),
            [
                Piece::Words("Có "),
                Piece::Number { key: "3", noun: "cụm", spoken: Spoken::Aloud },
                Piece::Change("3"),
                Piece::Words(" tại "),
                Piece::Name("place"),
                Piece::Words(", "),
                Piece::Number { key: "15.1", noun: "", spoken: Spoken::No },
                Piece::Words("."),
            ]
        );
        assert_eq!(pieces("một {dấu mở"), [Piece::Words("một {dấu mở")]);
    }

    #[test]
    fn every_row_of_the_form_is_told_and_nothing_else() {
        let law = crate::law::load(None).unwrap();
        let form = law.form("tt-14-2024/bieu-04").unwrap();
        let mut told = std::collections::BTreeSet::new();
        for part in &wording().parts {
            assert_eq!(part.kind == PartKind::Drafted, !part.sentences.is_empty(), "{}", part.key);
            for piece in part.sentences.iter().flat_map(|sentence| pieces(&sentence.text)) {
                if let Piece::Number { key, .. } | Piece::Change(key) = piece {
                    told.insert(key);
                    assert!(key == "legal" || form.row_numbered(key).is_some(), "{key}");
                }
            }
        }
        let silent = |row: &&kernel::form::FormRow| {
            // The areas of parts of what operates are in the annex only.
            !told.contains(row.number.as_str()) && !row.number.starts_with("16.")
        };
        let silent: Vec<&str> =
            form.value_rows().filter(silent).map(|row| row.number.as_str()).collect();
        assert_eq!(silent, Vec::<&str>::new());
    }
}
