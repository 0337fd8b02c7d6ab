//! The day by which a report is due, as the law says it.
//! (Articles and clauses: parameters `clusters.report.bieu0*.due_*`. The days a report tells of
//! are those of [`crate::clusters::rules::reporting_window`].)

use crate::store::Day;
use kernel::Period;
use kernel::law::{Bound, Resolved};

/// The last day on which a report of the period is in time: "before the 20th" ends on the 19th.
pub fn last_day_in_time(period: Period, due: &Resolved<'_>) -> Option<Day> {
    let year = period.first_day().year();
    let named: Day = format!("{year}-{}", due.text()).parse().ok()?;
    match due.bound() {
        Some(Bound::Below) => named.0.yesterday().ok().map(Day),
        _ => Some(named),
    }
}

/// Whether an investor may enter the report of an enterprise in its cluster. `begun` is `None` while
/// nobody has begun one, and says who entered the newest version otherwise: empty where the
/// enterprise itself or an agency did. What they entered is theirs to change; the circular has the
/// enterprise report (parameters `clusters.report.bieu01.*`).
pub fn may_collect(begun: Option<&str>, investor: &str) -> bool {
    begun.is_none_or(|entered_by| entered_by == investor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_investor_enters_what_nobody_has_begun_and_what_it_entered_itself() {
        assert!(may_collect(None, "a"));
        assert!(may_collect(Some("a"), "a"));
        assert!(!may_collect(Some("b"), "a"), "the investor before it");
        assert!(!may_collect(Some(""), "a"), "the enterprise itself");
    }

    #[test]
    fn before_a_day_ends_on_the_day_before() {
        let law = crate::law::load(None).unwrap();
        let day = |text: &str| text.parse::<Day>().unwrap();
        let due = |period: &str, key: &str| {
            let period: Period = period.parse().unwrap();
            last_day_in_time(period, &law.on(key, period.last_day(), None)?)
        };
        let half = due("2026-H1", "clusters.report.bieu01.due_half_year");
        assert_eq!(half, Some(day("2026-06-19")));
        assert_eq!(due("2026", "clusters.report.bieu04.due_year"), Some(day("2026-12-30")));
        // The circular did not exist then.
        assert_eq!(due("2013", "clusters.report.bieu04.due_year"), None);
    }
}
