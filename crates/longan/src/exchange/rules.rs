//! Rolling up: how a province stands, and how its numbers become one of the country. And whether a
//! report that came is the one its bundle says it is.

use super::bundle::{Opened, Reply};
use super::model::{Refusal, RollupProvince, RollupReport, RollupState, RollupTotal, SentBundle};
use crate::places::COUNTRY_ID;
use crate::reports::model::{ReportForm, ReportStatus};
use crate::reports::summary::{SCHEMA, Summary};
use crate::store::Day;
use kernel::form::{Aggregate, Form, Values};
use std::collections::BTreeSet;

/// How a province stands with what it sent last.
pub fn state(report: Option<&RollupReport>, due_on: Option<Day>) -> RollupState {
    let Some(report) = report else { return RollupState::Missing };
    if report.status == ReportStatus::Rejected {
        return RollupState::Returned;
    }
    match (report.sent_on, due_on) {
        (Some(sent), Some(due)) if sent > due => RollupState::Late,
        (Some(_), Some(_)) => RollupState::InTime,
        _ => RollupState::Sent,
    }
}

/// Days by which it came after its day; of what has not come, days since then.
pub fn late_days(state: RollupState, sent_on: Option<Day>, due_on: Option<Day>, today: Day) -> i64 {
    let until = if state.counts() { sent_on.unwrap_or(today) } else { today };
    due_on.map_or(0, |due| i64::from(due.0.until(until.0).map_or(0, |span| span.get_days())).max(0))
}

/// The rows of the form, over the provinces whose report is in the sums and was made in it.
pub fn totals(form: &Form, provinces: &[RollupProvince]) -> Vec<RollupTotal> {
    let counted = provinces.iter().filter_map(RollupProvince::counted);
    let values: Vec<Values> = counted
        .filter(|report| report.form_id == form.id)
        .map(|report| report.values.clone())
        .collect();
    let sums = form.aggregate(&values);
    let rows = form.value_rows().map(|row| {
        let keys: Vec<&String> = match &row.aggregate {
            Aggregate::Ratio(keys) => keys.iter().collect(),
            _ => vec![&row.key],
        };
        let given = values.iter().filter(|one| keys.iter().all(|key| one.contains_key(*key)));
        RollupTotal {
            key: row.key.clone(),
            value: sums.get(&row.key).copied(),
            given: i64::try_from(given.count()).unwrap_or_default(),
        }
    });
    rows.collect()
}

/// The report in a bundle, when it is the one that the manifest tells of.
pub fn inside(opened: &Opened, now: jiff::Timestamp) -> Result<Summary, Refusal> {
    let (sender, told) = (&opened.head.manifest.sender, &opened.head.manifest.report);
    // The one character that PostgreSQL cannot keep.
    if opened.report.contains("\\u0000") || opened.head.has_nul() {
        return Err(Refusal::OtherReport("a character that no text has"));
    }
    let summary: Summary =
        serde_json::from_str(&opened.report).map_err(|_| Refusal::OtherReport("not readable"))?;
    if summary.schema != SCHEMA {
        return Err(Refusal::Schema(summary.schema.chars().take(100).collect()));
    }
    let is_told = summary.form.family == told.form.word()
        && summary.form.id == told.form_version
        && summary.period == told.period
        && summary.version == told.version
        && summary.reason == told.reason
        && summary.place.id == sender.place_id
        && summary.place.code == sender.code;
    if !is_told {
        return Err(Refusal::OtherReport("told otherwise"));
    }
    if told.form != ReportForm::Department || told.version < 1 || summary.paper.is_none() {
        return Err(Refusal::OtherReport("no report of a province that was sent"));
    }
    let moment = told.moment().ok_or(Refusal::OtherReport("no moment of sending"))?;
    if told.day() != Some(told.sent_on) || moment > now + jiff::SignedDuration::from_hours(1) {
        return Err(Refusal::OtherReport("sent on another day, or tomorrow"));
    }
    let keys: BTreeSet<&str> = summary.rows.iter().map(|row| row.key.as_str()).collect();
    let known = keys.iter().all(|key| summary.form.row(key).is_some());
    if keys.len() != summary.rows.len() || !known {
        return Err(Refusal::OtherReport("rows that the form does not have"));
    }
    Ok(summary)
}

/// Whether an answer is one to this bundle of ours, whose report was frozen with that hash.
pub fn answers(
    opened: &Opened,
    reply: &Reply,
    (bundle, form_version, report_sha256): (&SentBundle, &str, &str),
    now: jiff::Timestamp,
) -> Result<(), Refusal> {
    let (sender, told) = (&opened.head.manifest.sender, &opened.head.manifest.report);
    // The statutory receiver of what a province adds up is the Ministry (Điều 3 of the circular).
    if sender.place_id != COUNTRY_ID {
        return Err(Refusal::NoReceiver);
    }
    let is_ours = reply.bundle_sha256 == bundle.sha256
        && reply.report_sha256 == report_sha256
        && told.form == bundle.form
        && told.form_version == form_version
        && told.period == bundle.period
        && told.version == bundle.version;
    if !is_ours {
        return Err(Refusal::ReplyForNothing("another report"));
    }
    if opened.head.has_nul() || !Reply::DECISIONS.contains(&reply.decision) {
        return Err(Refusal::OtherReport("no decision of ours"));
    }
    if reply.is_return() && reply.remarks.trim().is_empty() {
        return Err(Refusal::OtherReport("given back without a word"));
    }
    match reply.moment() {
        Some(moment) if moment <= now + jiff::SignedDuration::from_hours(1) => Ok(()),
        _ => Err(Refusal::OtherReport("decided tomorrow, or at no moment")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn report(status: ReportStatus, sent_on: &str, values: &[(&str, i64)]) -> RollupReport {
        RollupReport {
            report_id: String::new(),
            version: 1,
            status,
            sent_on: sent_on.parse().ok(),
            decided_at: None,
            form_id: "tt-14-2024/bieu-04".to_owned(),
            values: values.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect(),
            explanations: BTreeMap::new(),
            paper: String::new(),
            sha256: String::new(),
            received: None,
        }
    }

    fn province(report: Option<RollupReport>) -> RollupProvince {
        let state = state(report.as_ref(), "2026-12-30".parse().ok());
        RollupProvince {
            place_id: String::new(),
            name: String::new(),
            state,
            late_days: 0,
            report,
            filled: 0,
        }
    }

    #[test]
    fn what_is_missing_or_given_back_is_in_no_sum_and_a_ratio_is_one_of_sums() {
        let law = crate::law::load(None).unwrap();
        let form = law.form("tt-14-2024/bieu-04").unwrap();
        let sent = |values| Some(report(ReportStatus::Pending, "2026-12-20", values));
        let provinces = [
            // Half of a small province and all of a large one: 91 %, never (50 + 100) / 2.
            province(sent(&[("r03", 2), ("r17", 1_000), ("r18", 500), ("r19", 5_000)])),
            province(sent(&[("r03", 5), ("r17", 4_560), ("r18", 4_560), ("r19", 10_000)])),
            province(sent(&[("r18", 9)])),
            province(Some(report(ReportStatus::Rejected, "2026-12-20", &[("r03", 70)]))),
            province(None),
        ];
        let totals = totals(form, &provinces);
        let total = |key: &str| totals.iter().find(|total| total.key == key).unwrap();
        assert_eq!((total("r03").value, total("r03").given), (Some(7), 2));
        assert_eq!((total("r19").value, total("r19").given), (Some(9_101), 2));
        assert_eq!((total("r01").value, total("r01").given), (None, 0), "missing, not 0");
    }

    #[test]
    fn a_day_after_the_last_one_is_late_by_one() {
        let day = |text: &str| text.parse::<Day>().ok();
        let today = day("2027-01-10").unwrap();
        let late = report(ReportStatus::Accepted, "2026-12-31", &[]);
        let due = day("2026-12-30");
        assert_eq!(state(Some(&late), due), RollupState::Late);
        assert_eq!(late_days(RollupState::Late, late.sent_on, due, today), 1);
        assert_eq!(late_days(RollupState::Missing, None, due, today), 11);
        let last = report(ReportStatus::Accepted, "2026-12-30", &[]);
        assert_eq!(state(Some(&last), due), RollupState::InTime);
        assert_eq!(late_days(RollupState::InTime, last.sent_on, due, today), 0);
        assert_eq!(state(Some(&last), None), RollupState::Sent, "no rule, so neither");
    }
}
