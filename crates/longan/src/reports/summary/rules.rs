//! Adding up: what counts once, which number holds, and what still stands in the way.

use super::model::{Summary, SummaryRow, SummarySettled};
use kernel::form::{Aggregate, Finding, Form, Severity, Values};
use kernel::number::Ratio;
use std::collections::BTreeSet;

/// A unit that reported, with the units above it.
#[derive(Clone, Debug)]
pub struct Reported<'a> {
    /// Its id.
    pub place_id: &'a str,
    /// Ids of the units above it, up to the one that adds up.
    pub above: Vec<&'a str>,
}

/// The units whose reports are added: where a unit and one inside it both reported, the outer
/// one has the inner one's numbers in it already.
pub fn counted_once<'a>(reported: &[Reported<'a>]) -> BTreeSet<&'a str> {
    let all: BTreeSet<&str> = reported.iter().map(|unit| unit.place_id).collect();
    let alone = reported.iter().filter(|unit| !unit.above.iter().any(|above| all.contains(above)));
    alone.map(|unit| unit.place_id).collect()
}

/// The number that holds without a decision: where only one side speaks, or both say the same.
pub fn agreed(computed: Option<i64>, below: Option<i64>) -> Option<(Option<i64>, SummarySettled)> {
    match (computed, below) {
        (Some(one), Some(other)) if one != other => None,
        (None, Some(below)) => Some((Some(below), SummarySettled::Below)),
        (computed, _) => Some((computed, SummarySettled::Computed)),
    }
}

/// The numbers of a form with each ratio worked out from the rows it is a ratio of, so that it
/// follows whatever was settled there.
pub fn with_ratios(form: &Form, mut values: Values) -> Values {
    for row in form.value_rows() {
        let Aggregate::Ratio([part, whole]) = &row.aggregate else { continue };
        let ratio = values.get(part).zip(values.get(whole)).and_then(|(part, whole)| {
            Ratio { numerator: *part, denominator: *whole }.percent_scaled()
        });
        match ratio {
            Some(percent) => values.insert(row.key.clone(), percent),
            None => values.remove(&row.key),
        };
    }
    values
}

/// Something that has to be done before a report can be checked off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The register and the reports below differ and nobody has said which holds; the row's key.
    Unsettled(String),
    /// A number was entered without saying why; the row's key.
    Unexplained(String),
    /// There is no number and nobody has said why; the row's key.
    Missing(String),
    /// A check of the form was not met: the row's key and what it says.
    Finding(String, String),
}

impl Obstacle {
    /// The row concerned.
    pub fn key(&self) -> &str {
        match self {
            Self::Unsettled(key)
            | Self::Unexplained(key)
            | Self::Missing(key)
            | Self::Finding(key, _) => key,
        }
    }
}

/// What stands in the way of a report: differences nobody settled, numbers without a reason,
/// errors, and warnings that ask for a reason and have none.
pub fn obstacles(summary: &Summary, findings: &[Finding]) -> Vec<Obstacle> {
    let mut found = Vec::new();
    for row in &summary.rows {
        if row.is_open() {
            found.push(Obstacle::Unsettled(row.key.clone()));
        } else if row.settled == Some(SummarySettled::Entered) && row.explanation.is_empty() {
            found.push(Obstacle::Unexplained(row.key.clone()));
        } else if row.value.is_none() && row.explanation.is_empty() && !is_ratio(summary, row) {
            found.push(Obstacle::Missing(row.key.clone()));
        }
    }
    for finding in findings {
        let Some(key) = finding.rows.first() else { continue };
        let is_explained = summary.row(key).is_some_and(|(_, row)| !row.explanation.is_empty());
        let blocks = finding.severity == Severity::Error || finding.explain;
        // A reason lets a number stand that is unusual, never one that cannot be.
        if blocks && !(finding.explain && is_explained) {
            found.push(Obstacle::Finding(key.clone(), finding.message.clone()));
        }
    }
    found
}

/// Whether a row is worked out from others, and missing only where those leave nothing to divide.
fn is_ratio(summary: &Summary, row: &SummaryRow) -> bool {
    let line = summary.form.row(&row.key);
    line.is_some_and(|line| matches!(line.aggregate, Aggregate::Ratio(_)))
}

/// What changed in one row between two states of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Key of the row.
    pub key: String,
    /// The number before.
    pub before: Option<i64>,
    /// The number after.
    pub after: Option<i64>,
    /// What contributes otherwise than before: name, before, after.
    pub sources: Vec<SourceChange>,
}

/// What one record contributes otherwise than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceChange {
    /// Id of the record.
    pub subject: String,
    /// Its name.
    pub name: String,
    /// Its page.
    pub path: String,
    /// Its part of the number before; `None` when it was not in it.
    pub before: Option<i64>,
    /// Its part of the number after; `None` when it is not in it.
    pub after: Option<i64>,
}

/// The rows in which two states of a report differ: in the number that `side` takes of them, or
/// in the records it is made of.
pub fn changes(
    before: &[SummaryRow],
    after: &[SummaryRow],
    side: fn(&SummaryRow) -> Option<i64>,
) -> Vec<Change> {
    let changed = after.iter().filter_map(|new| {
        let old = before.iter().find(|old| old.key == new.key)?;
        let sources = source_changes(old, new);
        (side(old) != side(new) || !sources.is_empty()).then(|| Change {
            key: new.key.clone(),
            before: side(old),
            after: side(new),
            sources,
        })
    });
    changed.collect()
}

/// Amounts that count, by record and part.
fn source_changes(before: &SummaryRow, after: &SummaryRow) -> Vec<SourceChange> {
    let sum = |row: &SummaryRow, subject: &str, part: &str| {
        let own = row.sources.iter().filter(|one| one.subject == subject && one.part == part);
        own.map(|one| one.amount).reduce(i64::saturating_add)
    };
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for one in before.sources.iter().chain(&after.sources) {
        if one.part == "left_out" || !seen.insert((one.subject.as_str(), one.part.as_str())) {
            continue;
        }
        let (was, is) = (sum(before, &one.subject, &one.part), sum(after, &one.subject, &one.part));
        if was != is {
            found.push(SourceChange {
                subject: one.subject.clone(),
                name: one.name.clone(),
                path: one.path.clone(),
                before: was,
                after: is,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_inside_one_that_reported_is_not_added_again() {
        let unit = |place_id, above: &[&'static str]| Reported { place_id, above: above.to_vec() };
        let kept = counted_once(&[
            unit("district", &["province"]),
            unit("inside", &["district", "province"]),
            unit("beside", &["other district", "province"]),
        ]);
        assert_eq!(kept.into_iter().collect::<Vec<_>>(), ["beside", "district"]);
    }

    #[test]
    fn a_difference_waits_for_a_decision_and_silence_does_not() {
        assert_eq!(agreed(Some(5), Some(5)), Some((Some(5), SummarySettled::Computed)));
        assert_eq!(agreed(Some(5), None), Some((Some(5), SummarySettled::Computed)));
        assert_eq!(agreed(None, Some(7)), Some((Some(7), SummarySettled::Below)));
        assert_eq!(agreed(Some(5), Some(7)), None);
        assert_eq!(agreed(None, None), Some((None, SummarySettled::Computed)), "missing, not 0");
    }

    #[test]
    fn a_ratio_follows_the_rows_it_is_made_of() {
        let law = crate::law::load(None).unwrap();
        let form = law.form("tt-14-2024/bieu-04").unwrap();
        let values = Values::from([
            ("r17".to_owned(), 5_200_000),
            ("r18".to_owned(), 4_126_200),
            ("r19".to_owned(), 1),
        ]);
        assert_eq!(with_ratios(form, values)["r19"], 7935);
        let without = Values::from([("r19".to_owned(), 7935)]);
        assert!(!with_ratios(form, without).contains_key("r19"), "nothing to divide");
    }
}
