//! What was typed into a form becomes values, and what is wrong with them. Nothing here reads a
//! database or a clock.

use super::model::{
    NewValue, Owed, ReportProblem, ReportSeverity, ReportTerm, ReportValue, ValueWay,
};
use crate::store::Day;
use crate::ui::form::Typed;
use kernel::form::{Finding, Form, Severity, Values};

/// What a form holds and what the checks say to it.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    /// A value a row; missing where nothing was typed or it cannot be read.
    pub values: Vec<NewValue>,
    /// What was found.
    pub problems: Vec<FoundProblem>,
}

/// Something found, and whether a reason may be given for it.
#[derive(Clone, Debug)]
pub struct FoundProblem {
    /// What is kept.
    pub problem: ReportProblem,
    /// Whether the number may stand once a reason is given.
    pub wants_reason: WantsReason,
}

/// Whether a finding asks for a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WantsReason {
    /// The number may stand once a reason is given.
    Yes,
    /// No reason is asked for.
    No,
}

impl FoundProblem {
    /// Something that was weighed already.
    pub fn plain(problem: ReportProblem) -> Self {
        Self { problem, wants_reason: WantsReason::No }
    }

    /// Whether the report cannot be sent because of it.
    pub fn stops(&self) -> bool {
        let unexplained =
            self.wants_reason == WantsReason::Yes && self.problem.explained.is_empty();
        self.problem.severity == ReportSeverity::Error || unexplained
    }

    /// Whether the typed text could not be read.
    pub fn is_unreadable(&self) -> bool {
        self.problem.kind == UNREADABLE
    }
}

const UNREADABLE: &str = "unreadable";

/// Name of the field for the column "Ghi chú".
pub fn note_field(key: &str) -> String {
    format!("note_{key}")
}

/// Name of the field for the reason of a number.
pub fn reason_field(key: &str) -> String {
    format!("reason_{key}")
}

impl Filled {
    /// Reads the fields of a form and checks them, for a report due on `on`.
    pub fn read(form: &Form, typed: &Typed, previous: Option<&Values>, on: Day) -> Self {
        let mut unreadable = Vec::new();
        let mut values = Vec::new();
        for row in form.value_rows() {
            let raw = typed.text(&row.key);
            let value = match (raw.is_empty(), row.read(raw)) {
                (true, _) => None,
                (_, Ok(value)) => Some(value),
                (_, Err(problem)) => {
                    unreadable.push(FoundProblem {
                        problem: ReportProblem {
                            row_key: row.key.clone(),
                            severity: ReportSeverity::Error,
                            category: "value".to_owned(),
                            kind: UNREADABLE.to_owned(),
                            found: raw.to_owned(),
                            expected: row.unit.clone(),
                            message: problem.message(),
                            ..ReportProblem::default()
                        },
                        wants_reason: WantsReason::No,
                    });
                    None
                }
            };
            values.push(NewValue {
                row_key: row.key.clone(),
                value,
                raw: raw.to_owned(),
                way: ValueWay::Page,
                computed: None,
                reported_below: None,
                settled: "",
                explanation: kernel::text::nfc(typed.text(&reason_field(&row.key))),
                note: kernel::text::nfc(typed.text(&note_field(&row.key))),
                location: String::new(),
            });
        }
        let mut problems = check(form, &values, previous, on);
        problems.retain(|found| {
            !unreadable.iter().any(|other| other.problem.row_key == found.problem.row_key)
        });
        unreadable.append(&mut problems);
        Self { values, problems: unreadable }
    }

    /// Whether it can be sent.
    pub fn can_be_sent(&self) -> bool {
        !self.problems.iter().any(FoundProblem::stops)
    }

    /// What is to be kept of the findings.
    pub fn kept(&self) -> Vec<ReportProblem> {
        self.problems.iter().map(|found| found.problem.clone()).collect()
    }
}

/// What the checks of the form say to the values.
pub fn check(
    form: &Form,
    values: &[NewValue],
    previous: Option<&Values>,
    on: Day,
) -> Vec<FoundProblem> {
    let numbers: Values =
        values.iter().filter_map(|value| Some((value.row_key.clone(), value.value?))).collect();
    let findings = form.check(&numbers, previous, on.0);
    findings.into_iter().map(|finding| found(finding, values)).collect()
}

fn found(finding: Finding, values: &[NewValue]) -> FoundProblem {
    let key = finding.rows.first().cloned().unwrap_or_default();
    let reason = values.iter().find(|value| value.row_key == key);
    let explained = reason.map(|value| value.explanation.clone()).unwrap_or_default();
    FoundProblem {
        wants_reason: if finding.explain { WantsReason::Yes } else { WantsReason::No },
        problem: ReportProblem {
            row_key: key,
            severity: match finding.severity {
                Severity::Error => ReportSeverity::Error,
                Severity::Warning => ReportSeverity::Warning,
            },
            category: finding.category.code().to_owned(),
            kind: finding.kind.to_owned(),
            found: finding.found,
            expected: finding.expected,
            message: finding.message,
            explained: if finding.explain { explained } else { String::new() },
            ..ReportProblem::default()
        },
    }
}

/// The subject line of a report's paper.
pub fn subject_line(term: &ReportTerm, owed: &Owed) -> String {
    format!("{} {}: {}", term.form.label(), term.period.label(), owed.subject)
}

/// The numbers of a report that is kept.
pub fn numbers(values: &[ReportValue]) -> Values {
    values.iter().filter_map(|value| Some((value.row_key.clone(), value.value?))).collect()
}

/// The fields of a form as they were kept, to be edited.
pub fn typed_of(form: &Form, values: &[ReportValue]) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for value in values {
        let Some(row) = form.row(&value.row_key) else { continue };
        let text = value.value.map_or_else(|| value.raw.clone(), |number| row.exact(number));
        pairs.push((row.key.clone(), text));
        pairs.push((note_field(&row.key), value.note.clone()));
        pairs.push((reason_field(&row.key), value.explanation.clone()));
    }
    pairs
}
