//! Statutory forms: their printed text, what each row holds, and what is checked.
//!
//! A form is data (`law/forms`): a ministry that changes its form adds a file, no code. One
//! definition serves the screen, the workbook, the letter and the machine; the printed text is
//! kept as it stands in the circular, and [`Reading`] says how its words are read today.

mod check;
mod measure;
mod reading;
mod test;

pub use check::{Category, Finding, FormCheck, Severity};
pub use measure::Measure;
pub use reading::Reading;
pub use test::{Test, UnreadableTest};

use crate::day::Day;
use crate::law::Confidence;
use crate::number::NumberProblem;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What is filled in: the whole number kept for each row key. A missing key is a missing
/// number, which is never 0.
pub type Values = BTreeMap<String, i64>;

/// A statutory form in one of its versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// The version, named after its paper: `tt-14-2024/bieu-01`.
    pub id: String,
    /// What stays the same over its versions: `bieu-01`.
    pub family: String,
    /// Name in the corner of the page: "Biểu số 01".
    pub number_label: String,
    /// Title as printed.
    pub title: String,
    /// The paper it is annexed to, by its id in the law.
    pub document: String,
    /// The part of that paper.
    pub part: String,
    /// First day on which a report is due in it.
    pub from: Day,
    /// Last such day; absent while it holds.
    pub to: Option<Day>,
    /// How far it has been checked against the paper.
    pub confidence: Confidence,
    /// Whose numbers one report holds.
    pub subject: Subject,
    /// Who reports, as printed.
    pub reporter: String,
    /// Who receives it, as printed.
    pub receivers: Vec<String>,
    /// The periods it knows, as printed.
    pub period: String,
    /// The note on the days by which it is due, as printed.
    pub deadline: String,
    /// Heads of its five columns: number, indicator, unit, result, note.
    pub columns: [String; 5],
    /// The lines above the table.
    pub header: Vec<HeaderLine>,
    /// Notes printed below the table.
    pub foot_notes: Vec<String>,
    /// Who signs.
    pub signature: Signature,
    /// Sections and indicators, in the printed order.
    #[serde(rename = "row")]
    pub rows: Vec<FormRow>,
    /// What is checked once it is filled in.
    #[serde(rename = "check")]
    pub checks: Vec<FormCheck>,
}

/// Whose numbers one report holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// An enterprise with a project in a cluster.
    Tenant,
    /// A cluster, told by its infrastructure investor.
    Cluster,
    /// All clusters led by a commune.
    Commune,
    /// All clusters of a province.
    Province,
}

/// A line above the table: "Tên dự án đầu tư sản xuất kinh doanh: …".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeaderLine {
    /// What stands behind the colon: `reporter`, `receivers`, `period`, or a word of this form.
    pub key: String,
    /// What stands before it, as printed.
    pub label: String,
}

/// The block at the foot, on the right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// Place and date, with dots to be filled in.
    pub place_date: String,
    /// Office of the signer.
    pub title: String,
    /// What is asked of the signer, in brackets.
    pub note: String,
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormRow {
    /// Key that never changes and is not printed: `r15_1`; sections `s1`.
    pub key: String,
    /// Number as printed: "15.1", "III".
    pub number: String,
    /// Text as printed.
    pub label: String,
    /// A heading, or a number to be filled in.
    #[serde(default)]
    pub kind: RowKind,
    /// Unit as printed; empty for a section.
    #[serde(default)]
    pub unit: String,
    /// What the whole number kept counts.
    #[serde(default)]
    pub measure: Measure,
    /// Fewest and most decimals printed, where they differ from the measure's.
    pub decimals: Option<[u32; 2]>,
    /// Where its number comes from.
    #[serde(default)]
    pub fill: Fill,
    /// How the numbers of several reports become one.
    #[serde(default)]
    pub aggregate: Aggregate,
}

/// A heading, or a number to be filled in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// A heading over the rows that follow.
    Section,
    /// A number.
    #[default]
    Value,
}

/// Where the number of a row comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fill {
    /// A figure, by its code.
    Figure(String),
    /// What somebody reports of the subject, by the indicator's word.
    Indicator(String),
    /// Somebody types it, and nothing else of the program knows it.
    #[default]
    Entered,
}

/// How the numbers of several reports become one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aggregate {
    /// They are added.
    Sum,
    /// The sum of one row over the sum of another, in percent.
    Ratio([String; 2]),
    /// They are not added.
    #[default]
    None,
}

impl Form {
    /// Whether a report due on that day is made in it.
    pub fn covers(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// The row of that key.
    pub fn row(&self, key: &str) -> Option<&FormRow> {
        self.rows.iter().find(|row| row.key == key)
    }

    /// The row with that printed number.
    pub fn row_numbered(&self, number: &str) -> Option<&FormRow> {
        self.rows.iter().find(|row| row.number == number)
    }

    /// The rows that hold a number, in the printed order.
    pub fn value_rows(&self) -> impl Iterator<Item = &FormRow> {
        self.rows.iter().filter(|row| !row.is_section())
    }

    /// The heading over a row; `None` in a form without sections.
    pub fn section_of(&self, key: &str) -> Option<&FormRow> {
        let at = self.rows.iter().position(|row| row.key == key)?;
        self.rows[..at].iter().rev().find(|row| row.is_section())
    }

    /// The text behind the colon of a header line, as printed; `None` for a line that the
    /// reporter fills in.
    pub fn printed_header(&self, key: &str) -> Option<String> {
        match key {
            "reporter" => Some(self.reporter.clone()),
            "receivers" => Some(self.receivers.join(", ")),
            "period" => Some(self.period.clone()),
            _ => None,
        }
    }

    /// Checks what is filled in, for a report due on `on`.
    ///
    /// `previous` is the last report of the same kind of period (half-year beside half-year),
    /// so that like is compared with like.
    pub fn check(&self, values: &Values, previous: Option<&Values>, on: Day) -> Vec<Finding> {
        check::run(self, values, previous, on)
    }

    /// The numbers of several reports as one, row by row.
    ///
    /// A row that no report filled in stays missing; a ratio is one of sums over those reports
    /// that give both its rows.
    pub fn aggregate(&self, reports: &[Values]) -> Values {
        let added = |keys: &[&str]| -> Option<Vec<i64>> {
            let full = reports.iter().filter(|values| keys.iter().all(|k| values.contains_key(*k)));
            let full: Vec<&Values> = full.collect();
            let sum = |key: &&str| {
                full.iter().try_fold(0_i64, |sum, values| sum.checked_add(values[*key]))
            };
            (!full.is_empty()).then(|| keys.iter().map(sum).collect()).flatten()
        };
        let total = |row: &FormRow| match &row.aggregate {
            Aggregate::None => None,
            Aggregate::Sum => added(&[&row.key]).map(|sums| sums[0]),
            Aggregate::Ratio([part, whole]) => {
                let sums = added(&[part, whole])?;
                crate::number::Ratio { numerator: sums[0], denominator: sums[1] }.percent_scaled()
            }
        };
        self.value_rows().filter_map(|row| Some((row.key.clone(), total(row)?))).collect()
    }

    /// What makes the definition unusable, for the person who wrote the file.
    pub fn problem(&self) -> Option<String> {
        let mut seen = BTreeSet::new();
        for row in &self.rows {
            if !seen.insert(row.key.as_str()) || !seen.insert(row.number.as_str()) {
                return Some(format!("row {} ({}) stands twice", row.key, row.number));
            }
            if !row.is_section() && row.unit.is_empty() {
                return Some(format!("row {} has no unit", row.key));
            }
            if let Aggregate::Ratio(keys) = &row.aggregate
                && let Some(unknown) = keys.iter().find(|key| self.row(key).is_none())
            {
                return Some(format!("row {} is a ratio of {unknown}, which is no row", row.key));
            }
        }
        if self.value_rows().next().is_none() {
            return Some("no row holds a number".to_owned());
        }
        if self.to.is_some_and(|to| to < self.from) {
            return Some(format!("ends before {}", self.from));
        }
        let mut named =
            self.checks.iter().flat_map(|c| c.test.rows().into_iter().map(move |r| (c, r)));
        let unknown =
            named.find(|(_, number)| self.row_numbered(number).is_none_or(FormRow::is_section));
        unknown.map(|(check, number)| {
            format!("check \"{}\" names {number}, which is no row", check.test)
        })
    }
}

impl FormRow {
    /// Whether it is a heading.
    pub fn is_section(&self) -> bool {
        self.kind == RowKind::Section
    }

    /// How deep it stands: 0 for a section, 1 for "15", 2 for "15.1".
    pub fn level(&self) -> usize {
        if self.is_section() { 0 } else { 1 + self.number.matches('.').count() }
    }

    /// The number as printed on the form, in the row's unit.
    pub fn print(&self, value: i64) -> String {
        let [least, most] = self.decimals.unwrap_or(self.measure.decimals());
        crate::number::format_scaled(value, self.measure.scale(), least, most)
    }

    /// The number with all the decimals that are kept, for a field that is edited.
    pub fn exact(&self, value: i64) -> String {
        let scale = self.measure.scale();
        crate::number::format_scaled(value, scale, 0, scale)
    }

    /// The number for machines, in the row's unit: "412.62".
    pub fn machine(&self, value: i64) -> String {
        crate::number::decimal_string(value, self.measure.scale())
    }

    /// Reads a number as typed in the row's unit: "1.234,5"; "783,36 triệu đồng" is converted.
    ///
    /// # Errors
    /// As [`crate::number::parse_scaled`]; a unit that is not the row's is no number.
    pub fn read(&self, text: &str) -> Result<i64, NumberProblem> {
        self.measure.read(text, &self.unit)
    }

    /// Takes the number of an Excel cell, which is in the row's unit.
    pub fn read_cell(&self, number: f64) -> Option<i64> {
        crate::number::scaled_from_f64(number, self.measure.scale())
    }
}
