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

/// Whole percents of the time and of the money that have passed.
pub fn shares(on: Day, progress: &Progress) -> Option<(i64, i64)> {
    let year = i16::try_from(progress.to_year).ok()?;
    let end = Day(jiff::civil::Date::new(year, 1, 1).ok()?.last_of_year());
    let whole = days_between(progress.approved_on, end);
    if whole <= 0 || progress.support_vnd <= 0 {
        return None;
    }
    let passed = days_between(progress.approved_on, on).clamp(0, whole);
    let paid = i128::from(progress.paid_vnd) * 100 / i128::from(progress.support_vnd);
    Some((passed * 100 / whole, i64::try_from(paid).ok()?))
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
