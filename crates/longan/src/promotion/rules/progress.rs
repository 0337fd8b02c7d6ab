//! Whether a project slips, how its spending stands to its time, and when its effects are to be
//! looked at again. Days on which the province reminds are its own (`promotion.watch.*`).

use super::due::due;
use crate::store::Day;
use jiff::ToSpan as _;
use kernel::law::{Law, Resolved};

/// How far a project has come on a day.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// The day its plan was approved.
    pub approved_on: Day,
    /// Year of its plan.
    pub plan_year: i64,
    /// Last year in which it is carried out.
    pub to_year: i64,
    /// The day of its contract.
    pub contracted_on: Option<Day>,
    /// The day it was accepted.
    pub accepted_on: Option<Day>,
    /// The day it was settled.
    pub settled_on: Option<Day>,
    /// The day it was liquidated.
    pub liquidated_on: Option<Day>,
    /// The day it was stopped or refused.
    pub stopped_on: Option<Day>,
    /// Promotion money approved, in đồng.
    pub support_vnd: i64,
    /// Promotion money advanced or settled, in đồng.
    pub paid_vnd: i64,
    /// Whether the deadlines of national money hold.
    pub is_national: &'static str,
}

/// Why a project is said to slip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// The reason in a sentence.
    pub told: String,
    /// By which paper, or whose level.
    pub citation: String,
    /// How far that has been checked.
    pub confidence: &'static str,
}

fn slip(told: String, rule: &Resolved<'_>) -> Slip {
    Slip { told, citation: rule.citation(), confidence: rule.confidence_label() }
}

/// Why a project slips on a day; empty when it does not, or when it was stopped. (Parameters
/// `promotion.watch.contract_days`, `promotion.watch.spending_gap`,
/// `promotion.deadline.settlement_file`, `promotion.deadline.liquidation`.)
pub fn slips(law: &Law, on: Day, progress: &Progress, province: Option<&str>) -> Vec<Slip> {
    if progress.stopped_on.is_some() || progress.liquidated_on.is_some() {
        return Vec::new();
    }
    let mut found = Vec::new();
    found.extend(without_contract(law, on, progress, province));
    if progress.accepted_on.is_none() && i64::from(on.0.year()) > progress.to_year {
        found.push(Slip {
            told: format!("Đã hết năm thực hiện {} mà chưa nghiệm thu.", progress.to_year),
            citation: "theo thời gian thực hiện ghi ở đề án".to_owned(),
            confidence: "",
        });
    }
    found.extend(behind_in_spending(law, on, progress, province));
    if !progress.is_national.is_empty() {
        found.extend(unsettled(law, on, progress));
        found.extend(unliquidated(law, on, progress));
    }
    found
}

fn without_contract(
    law: &Law,
    on: Day,
    progress: &Progress,
    province: Option<&str>,
) -> Option<Slip> {
    if progress.contracted_on.is_some() || progress.accepted_on.is_some() {
        return None;
    }
    let rule = law.on("promotion.watch.contract_days", on.0, province)?;
    let days = days_between(progress.approved_on, on);
    let told = format!("Đã duyệt {days} ngày mà chưa ký hợp đồng; mức nhắc {}.", rule.display());
    (days > rule.integer()?).then(|| slip(told, &rule))
}

/// How many days of a project have passed of how many; `None` where it has none.
fn time_of(on: Day, progress: &Progress) -> Option<(i64, i64)> {
    let year = i16::try_from(progress.to_year).ok()?;
    let end = Day(jiff::civil::Date::new(year, 1, 1).ok()?.last_of_year());
    let whole = days_between(progress.approved_on, end);
    (whole > 0).then(|| (days_between(progress.approved_on, on).clamp(0, whole), whole))
}

/// Whole percents of the time and of the money that have passed.
pub fn shares(on: Day, progress: &Progress) -> Option<(i64, i64)> {
    let (passed, whole) = time_of(on, progress)?;
    if progress.support_vnd <= 0 {
        return None;
    }
    let paid = i128::from(progress.paid_vnd) * 100 / i128::from(progress.support_vnd);
    Some((passed * 100 / whole, i64::try_from(paid).ok()?))
}

/// What would have been paid of `support_vnd` by a day if it were paid evenly from the approval of its
/// plan to the end of its last year; of a stopped project nothing more from that day on.
pub fn expected_vnd(progress: &Progress, support_vnd: i64, on: Day) -> i64 {
    let on = progress.stopped_on.map_or(on, |stopped_on| stopped_on.min(on));
    if on < progress.approved_on {
        return 0;
    }
    // Where its time was over before its plan was approved, everything was due on that day.
    let Some((passed, whole)) = time_of(on, progress) else { return support_vnd };
    let vnd = i128::from(support_vnd) * i128::from(passed) / i128::from(whole);
    i64::try_from(vnd).unwrap_or(support_vnd)
}

/// Whether the spending of a plan lags behind the time that has passed, both in whole percents of
/// what was approved. (Parameter `promotion.watch.spending_gap`.)
pub fn lag(
    law: &Law,
    on: Day,
    province: Option<&str>,
    (planned_vnd, expected_vnd, paid_vnd): (i64, i64, i64),
) -> Option<Slip> {
    let rule = law.on("promotion.watch.spending_gap", on.0, province)?;
    let share = |vnd: i64| i64::try_from(i128::from(vnd) * 100 / i128::from(planned_vnd)).ok();
    if planned_vnd <= 0 {
        return None;
    }
    let (expected, paid) = (share(expected_vnd)?, share(paid_vnd)?);
    let told = format!(
        "Theo thời gian phải chi {expected} %, mới chi {paid} %; chậm quá mức nhắc {}.",
        rule.display()
    );
    (expected - paid > rule.integer()?).then(|| slip(told, &rule))
}

fn behind_in_spending(
    law: &Law,
    on: Day,
    progress: &Progress,
    province: Option<&str>,
) -> Option<Slip> {
    let rule = law.on("promotion.watch.spending_gap", on.0, province)?;
    let (passed, paid) = shares(on, progress)?;
    let told = format!("Đã qua {passed} % thời gian, mới chi {paid} % kinh phí hỗ trợ.");
    (passed - paid > rule.integer()?).then(|| slip(told, &rule))
}

fn unsettled(law: &Law, on: Day, progress: &Progress) -> Option<Slip> {
    let accepted = progress.accepted_on.filter(|_| progress.settled_on.is_none())?;
    let rule = law.on("promotion.deadline.settlement_file", on.0, None)?;
    let last = Day(accepted.0.checked_add(rule.integer()?.days()).ok()?);
    let told = format!("Quá hạn gửi hồ sơ quyết toán ({}, {}).", last.vi(), rule.limit());
    (on > last).then(|| slip(told, &rule))
}

fn unliquidated(law: &Law, on: Day, progress: &Progress) -> Option<Slip> {
    let year = i16::try_from(progress.plan_year.max(progress.to_year)).ok()?;
    let due = due(law, "promotion.deadline.liquidation", year, None)?;
    (on > due.last_day).then(|| Slip {
        told: format!("Quá hạn thanh lý hợp đồng ({}).", due.last_day.vi()),
        citation: due.citation,
        confidence: due.confidence,
    })
}

fn days_between(first: Day, last: Day) -> i64 {
    (last.0 - first.0).get_days().into()
}

/// The day by which the effects of a project are to be looked at again, `years` after it was accepted.
pub fn check_day(accepted_on: Day, years: i64) -> Option<Day> {
    Some(Day(accepted_on.0.checked_add(years.years()).ok()?))
}

/// Who sets what is looked at: the province. (Parameter `promotion.effects.indicators`.)
pub fn effects_rule(law: &Law, on: Day) -> Option<Resolved<'_>> {
    law.on("promotion.effects.indicators", on.0, None)
}
