//! What a filled form is checked for, and what is found.

use super::{Form, FormRow, Measure, Test, Values};
use crate::day::Day;
use crate::number::{Ratio, format_scaled};
use serde::{Deserialize, Serialize};

/// Bounds of a range are kept in billionths of the row's unit.
const BOUND_SCALE: u32 = 9;

/// One thing that must be true of a filled form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormCheck {
    /// What must be true.
    pub test: Test,
    /// Whether the report can go when it is not.
    pub severity: Severity,
    /// Where the fault lies.
    pub category: Category,
    /// What the person reads, in Vietnamese.
    pub message: String,
    /// Whether a reason has to be given when the number is right.
    #[serde(default)]
    pub explain: bool,
    /// First day on which an error blocks; before it warns, so that a new check surprises nobody.
    pub blocks_from: Option<Day>,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The report cannot go as it is.
    Error,
    /// Somebody should look.
    Warning,
}

/// Where a fault lies; the six kinds by which returns are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// The file as a whole.
    File,
    /// One number.
    Value,
    /// The numbers of one subject against each other.
    Row,
    /// The numbers of one section against each other.
    Section,
    /// Sections or forms against each other.
    Between,
    /// This period against an earlier one.
    History,
}

impl Severity {
    /// The word that machines use.
    pub fn code(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }

    /// The word that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Error => "Lỗi",
            Self::Warning => "Cảnh báo",
        }
    }
}

impl Category {
    /// Every category, from the whole to the past.
    pub const ALL: [Self; 6] =
        [Self::File, Self::Value, Self::Row, Self::Section, Self::Between, Self::History];

    /// The word that machines use.
    pub fn code(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Value => "value",
            Self::Row => "row",
            Self::Section => "section",
            Self::Between => "between",
            Self::History => "history",
        }
    }

    /// The words that people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::File => "Tệp",
            Self::Value => "Giá trị",
            Self::Row => "Trong một dòng",
            Self::Section => "Trong một phần",
            Self::Between => "Giữa các phần",
            Self::History => "So với kỳ trước",
        }
    }
}

/// A check that was not met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The test, as the form's file writes it.
    pub test: String,
    /// Keys of the rows concerned; the first is the one to mark.
    pub rows: Vec<String>,
    /// How grave it is on the day asked for.
    pub severity: Severity,
    /// Where the fault lies.
    pub category: Category,
    /// What kind of test it was: `at_most`, `sum`, `ratio`, `together`, `range`, `negative`,
    /// `missing`, `change`.
    pub kind: &'static str,
    /// The number that was found, as printed; empty when it is missing.
    pub found: String,
    /// What would be right, in Vietnamese.
    pub expected: String,
    /// What the person reads.
    pub message: String,
    /// Whether the number may stand once a reason is given.
    pub explain: bool,
}

/// Runs all checks of a form, in the order of its file.
pub(super) fn run(
    form: &Form,
    values: &Values,
    previous: Option<&Values>,
    on: Day,
) -> Vec<Finding> {
    let filled = Filled { form, values, previous };
    let mut findings = Vec::new();
    for check in &form.checks {
        let severity = match check.blocks_from {
            Some(day) if on < day => Severity::Warning,
            _ => check.severity,
        };
        findings.extend(filled.faults(&check.test).into_iter().map(|fault| Finding {
            test: check.test.to_string(),
            rows: fault.rows,
            severity,
            category: check.category,
            kind: check.test.kind(),
            found: fault.found,
            expected: fault.expected,
            message: check.message.clone(),
            explain: check.explain,
        }));
    }
    findings
}

struct Filled<'a> {
    form: &'a Form,
    values: &'a Values,
    previous: Option<&'a Values>,
}

struct Fault {
    rows: Vec<String>,
    found: String,
    expected: String,
}

impl<'a> Filled<'a> {
    /// Where a test fails. Numbers that are missing make no test fail but the one for them.
    fn faults(&self, test: &Test) -> Vec<Fault> {
        match test {
            Test::NotNegative => self.each(|row, value| {
                (value < 0).then(|| fault(row, value, "từ 0 trở lên".to_owned()))
            }),
            Test::Given => self
                .form
                .value_rows()
                .filter(|row| !self.values.contains_key(&row.key))
                .map(|row| Fault {
                    rows: vec![row.key.clone()],
                    found: String::new(),
                    expected: "có số liệu, ghi 0 nếu không phát sinh".to_owned(),
                })
                .collect(),
            Test::Steady { percent } => self.each(|row, value| self.jump(row, value, *percent)),
            Test::AtMost { row, sum } => self.against_sum(row, sum, "không quá", |a, b| a <= b),
            Test::Equals { row, sum } => self.against_sum(row, sum, "bằng", |a, b| a == b),
            Test::Quotient { row, part, whole, tolerance } => {
                self.quotient(row, part, whole, *tolerance).into_iter().collect()
            }
            Test::Together { rows: [first, second] } => {
                self.together(first, second).into_iter().collect()
            }
            Test::Range { row, least, most, or_zero } => {
                self.range(row, *least, *most, *or_zero).into_iter().collect()
            }
        }
    }

    fn each(&self, fault: impl Fn(&FormRow, i64) -> Option<Fault>) -> Vec<Fault> {
        let given =
            self.form.value_rows().filter_map(|row| Some((row, *self.values.get(&row.key)?)));
        given.filter_map(|(row, value)| fault(row, value)).collect()
    }

    /// The row of a printed number, and its value.
    fn given(&self, number: &str) -> Option<(&'a FormRow, i64)> {
        let row = self.form.row_numbered(number)?;
        Some((row, *self.values.get(&row.key)?))
    }

    fn against_sum(
        &self,
        row: &str,
        sum: &[String],
        word: &str,
        holds: impl Fn(i128, i128) -> bool,
    ) -> Vec<Fault> {
        let added = sum.iter().map(|number| self.given(number)).collect::<Option<Vec<_>>>();
        let (Some((row, value)), Some(added)) = (self.given(row), added) else {
            return Vec::new();
        };
        let total: i128 = added.iter().map(|(_, value)| i128::from(*value)).sum();
        if holds(value.into(), total) {
            return Vec::new();
        }
        let printed = i64::try_from(total).map_or_else(|_| "…".to_owned(), |sum| row.exact(sum));
        let mut fault = fault(row, value, format!("{word} {printed}"));
        fault.rows.extend(added.iter().map(|(row, _)| row.key.clone()));
        vec![fault]
    }

    fn quotient(&self, row: &str, part: &str, whole: &str, tolerance: i64) -> Option<Fault> {
        let ((row, value), (part, above), (whole, below)) =
            (self.given(row)?, self.given(part)?, self.given(whole)?);
        let right = Ratio { numerator: above, denominator: below }.percent_scaled()?;
        if value.abs_diff(right) <= tolerance.unsigned_abs() {
            return None;
        }
        let mut fault = fault(row, value, row.print(right));
        fault.rows.extend([part.key.clone(), whole.key.clone()]);
        Some(fault)
    }

    fn together(&self, first: &str, second: &str) -> Option<Fault> {
        let ((first, one), (second, other)) = (self.given(first)?, self.given(second)?);
        if (one == 0) == (other == 0) {
            return None;
        }
        // The zero is what looks wrong.
        let (zero, rest, its) =
            if one == 0 { (first, second, other) } else { (second, first, one) };
        let expected = format!("lớn hơn 0, vì mục {} là {}", rest.number, rest.print(its));
        let mut fault = fault(zero, 0, expected);
        fault.rows.push(rest.key.clone());
        Some(fault)
    }

    fn range(&self, row: &str, least: i64, most: i64, or_zero: bool) -> Option<Fault> {
        let (row, value) = self.given(row)?;
        let unit = 10_i128.pow(BOUND_SCALE - row.measure.scale());
        let number = i128::from(value) * unit;
        let inside = (i128::from(least)..=i128::from(most)).contains(&number);
        if inside || (or_zero && value == 0) {
            return None;
        }
        let bound = |bound| format_scaled(bound, BOUND_SCALE, 0, BOUND_SCALE);
        Some(fault(row, value, format!("từ {} đến {}", bound(least), bound(most))))
    }

    /// A number that moved too far since the last report. From nothing there is no percentage.
    fn jump(&self, row: &FormRow, value: i64, percent: i64) -> Option<Fault> {
        let before = *self.previous?.get(&row.key)?;
        let moved = (i128::from(value) - i128::from(before)).abs() * 100;
        if row.measure == Measure::Flag || moved <= i128::from(before).abs() * i128::from(percent) {
            return None;
        }
        if before == 0 {
            return None;
        }
        let expected = format!("kỳ trước {}, thay đổi không quá {percent} %", row.print(before));
        Some(fault(row, value, expected))
    }
}

fn fault(row: &FormRow, value: i64, expected: String) -> Fault {
    Fault { rows: vec![row.key.clone()], found: row.exact(value), expected }
}
