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

#[cfg(test)]
mod tests {
    use super::*;

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
