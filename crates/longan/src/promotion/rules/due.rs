//! The days by which a year's plan has to be registered, sent, reported and liquidated.

use crate::store::Day;
use kernel::law::{Bound, Law, Resolved};

/// A deadline of a plan's year.
#[derive(Clone, Debug)]
pub struct Due {
    /// The last day on which it is in time.
    pub last_day: Day,
    /// What has to be done.
    pub title: String,
    /// Where the law says so.
    pub citation: String,
    /// How far that has been checked.
    pub confidence: &'static str,
}

/// Deadlines that lie in the year before the plan's, and those in the year after.
const BEFORE: &[&str] = &[
    "promotion.deadline.register",
    "promotion.deadline.submit_to_central",
    "promotion.deadline.sct_plan_report",
];
const AFTER: &[&str] = &["promotion.deadline.liquidation"];

/// The day of a deadline (`promotion.deadline.register`, `.submit_to_central`, `.liquidation`,
/// `.sct_plan_report`) for a plan's year, by the law in force on that day; `None` where none is.
pub fn due(law: &Law, key: &str, plan_year: i16, province: Option<&str>) -> Option<Due> {
    let year = match () {
        () if BEFORE.contains(&key) => plan_year.checked_sub(1)?,
        () if AFTER.contains(&key) => plan_year.checked_add(1)?,
        () => plan_year,
    };
    let parameter = law.parameter(key)?;
    let on =
        |rule: &Resolved<'_>| -> Option<Day> { format!("{year}-{}", rule.text()).parse().ok() };
    let found = parameter.values.iter().find_map(|value| {
        let rule = law.resolve(parameter, value);
        let day = on(&rule)?;
        let is_here = value.place.is_none() || value.place.as_deref() == province;
        (value.covers(day.0) && is_here).then_some((rule, day))
    });
    let (rule, day) = found?;
    let last_day =
        if rule.bound() == Some(Bound::Below) { Day(day.0.yesterday().ok()?) } else { day };
    Some(Due {
        last_day,
        title: rule.parameter.title.clone(),
        citation: rule.citation(),
        confidence: rule.confidence_label(),
    })
}
