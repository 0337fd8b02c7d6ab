//! The small language of checks: "5 <= 3", "15 = 15.1 + 15.2", with the numbers of the printed
//! rows, so that an officer can read and change them.

use crate::number::{format_scaled, parse_scaled};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// Decimals kept of a bound: as many as the finest measure has.
const BOUND_SCALE: u32 = 9;
/// Decimals kept of a tolerance between percents.
const PERCENT_SCALE: u32 = 2;

/// What must be true of the numbers. Rows are named by their printed number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Test {
    /// A row is at most a sum of rows: `9 <= 3 + 15.2`.
    AtMost {
        /// The row.
        row: String,
        /// Those that are added.
        sum: Vec<String>,
    },
    /// A row is a sum of rows: `15 = 15.1 + 15.2`.
    Equals {
        /// The row.
        row: String,
        /// Those that are added.
        sum: Vec<String>,
    },
    /// A row is the percentage of two: `19 = 18 / 17 within 0,05`.
    Quotient {
        /// The row.
        row: String,
        /// The part.
        part: String,
        /// The whole.
        whole: String,
        /// How far it may be off, in hundredths of a percent.
        tolerance: i64,
    },
    /// Two rows are zero together: `3 and 4 both zero or neither`.
    Together {
        /// The two rows.
        rows: [String; 2],
    },
    /// A row lies between two bounds in its unit: `13 from 0 to 1`, `4 is zero or from 1 to 100`.
    Range {
        /// The row.
        row: String,
        /// The lower bound, in billionths of the row's unit.
        least: i64,
        /// The upper bound, likewise.
        most: i64,
        /// Whether 0 is right too.
        or_zero: bool,
    },
    /// No row is negative: `every row at least 0`.
    NotNegative,
    /// No row is missing: `every row is given`.
    Given,
    /// No row moves further since the last report: `every row changes at most 30 %`.
    Steady {
        /// Percent of the last report's number.
        percent: i64,
    },
}

/// A test that cannot be read; holds its text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("not a test: {0:?}")]
pub struct UnreadableTest(pub String);

impl Test {
    /// The printed numbers of the rows it names; none when it is about every row.
    pub fn rows(&self) -> Vec<&str> {
        match self {
            Self::AtMost { row, sum } | Self::Equals { row, sum } => {
                std::iter::once(row).chain(sum).map(String::as_str).collect()
            }
            Self::Quotient { row, part, whole, .. } => vec![row, part, whole],
            Self::Together { rows: [first, second] } => vec![first, second],
            Self::Range { row, .. } => vec![row],
            Self::NotNegative | Self::Given | Self::Steady { .. } => Vec::new(),
        }
    }

    /// Its kind, as machines name it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::AtMost { .. } => "at_most",
            Self::Equals { .. } => "sum",
            Self::Quotient { .. } => "ratio",
            Self::Together { .. } => "together",
            Self::Range { .. } => "range",
            Self::NotNegative => "negative",
            Self::Given => "missing",
            Self::Steady { .. } => "change",
        }
    }
}

impl FromStr for Test {
    type Err = UnreadableTest;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let words: Vec<&str> = text.split_whitespace().collect();
        read(&words).ok_or_else(|| UnreadableTest(text.to_owned()))
    }
}

fn read(words: &[&str]) -> Option<Test> {
    let bound = |text: &str| parse_scaled(text, BOUND_SCALE).ok();
    Some(match words {
        ["every", "row", "at", "least", "0"] => Test::NotNegative,
        ["every", "row", "is", "given"] => Test::Given,
        ["every", "row", "changes", "at", "most", percent, "%"] => {
            Test::Steady { percent: percent.parse().ok()? }
        }
        [first, "and", second, "both", "zero", "or", "neither"] => {
            Test::Together { rows: [number(first)?, number(second)?] }
        }
        [row, "=", part, "/", whole, "within", tolerance] => Test::Quotient {
            row: number(row)?,
            part: number(part)?,
            whole: number(whole)?,
            tolerance: parse_scaled(tolerance, PERCENT_SCALE).ok()?,
        },
        [row, "from", least, "to", most] => Test::Range {
            row: number(row)?,
            least: bound(least)?,
            most: bound(most)?,
            or_zero: false,
        },
        [row, "is", "zero", "or", "from", least, "to", most] => Test::Range {
            row: number(row)?,
            least: bound(least)?,
            most: bound(most)?,
            or_zero: true,
        },
        [row, "<=", sum @ ..] => Test::AtMost { row: number(row)?, sum: added(sum)? },
        [row, "=", sum @ ..] => Test::Equals { row: number(row)?, sum: added(sum)? },
        _ => return None,
    })
}

/// A printed row number: digits and dots.
fn number(word: &str) -> Option<String> {
    let reads = word.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || c == '.');
    reads.then(|| word.to_owned())
}

/// Rows with a plus between them.
fn added(words: &[&str]) -> Option<Vec<String>> {
    let between_are_plus = words.iter().skip(1).step_by(2).all(|word| *word == "+");
    if words.len().is_multiple_of(2) || !between_are_plus {
        return None;
    }
    words.iter().step_by(2).map(|word| number(word)).collect()
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bound = |value: &i64| format_scaled(*value, BOUND_SCALE, 0, BOUND_SCALE);
        match self {
            Self::AtMost { row, sum } => write!(f, "{row} <= {}", sum.join(" + ")),
            Self::Equals { row, sum } => write!(f, "{row} = {}", sum.join(" + ")),
            Self::Quotient { row, part, whole, tolerance } => {
                let tolerance = format_scaled(*tolerance, PERCENT_SCALE, 0, PERCENT_SCALE);
                write!(f, "{row} = {part} / {whole} within {tolerance}")
            }
            Self::Together { rows: [first, second] } => {
                write!(f, "{first} and {second} both zero or neither")
            }
            Self::Range { row, least, most, or_zero } => {
                let zero = if *or_zero { " is zero or" } else { "" };
                write!(f, "{row}{zero} from {} to {}", bound(least), bound(most))
            }
            Self::NotNegative => f.write_str("every row at least 0"),
            Self::Given => f.write_str("every row is given"),
            Self::Steady { percent } => write!(f, "every row changes at most {percent} %"),
        }
    }
}

impl TryFrom<String> for Test {
    type Error = UnreadableTest;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Test> for String {
    fn from(test: Test) -> Self {
        test.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_is_written_as_it_was_read() {
        for text in [
            "9 <= 3 + 15.2",
            "15 = 15.1 + 15.2",
            "19 = 18 / 17 within 0,05",
            "3 and 4 both zero or neither",
            "13 from 0 to 1",
            "4 is zero or from 1 to 100",
            "1 from 0 to 100.000",
            "every row at least 0",
            "every row is given",
            "every row changes at most 30 %",
        ] {
            assert_eq!(text.parse::<Test>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_test_is_refused() {
        for text in ["", "5", "5 < 3", "5 <= ", "15 = 15.1 15.2", "15 = 15.1 +", "a <= 3", "I <= 3"]
        {
            assert!(text.parse::<Test>().is_err(), "{text:?}");
        }
    }
}
