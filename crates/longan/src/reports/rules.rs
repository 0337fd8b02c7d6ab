//! The days of a report, as the law says them.
//! (Articles and clauses: parameters `clusters.report.period.*` and `clusters.report.bieu0*.due_*`.)

use crate::store::Day;
use kernel::Period;
use kernel::law::{Bound, Resolved};

/// The day of a year that a parameter names: "12-15" in 2026.
fn day_in(value: &Resolved<'_>, year: i16) -> Option<Day> {
    format!("{year}-{}", value.text()).parse().ok()
}

/// The days whose facts count. A first day that comes later in the year than the last is of the
/// year before.
pub fn window(period: Period, first: &Resolved<'_>, last: &Resolved<'_>) -> Option<(Day, Day)> {
    let year = period.first_day().year();
    let last = day_in(last, year)?;
    let first_of_year = day_in(first, year)?;
    let first = if first_of_year > last { day_in(first, year - 1)? } else { first_of_year };
    Some((first, last))
}

/// The last day on which a report of the period is in time: "before the 20th" ends on the 19th.
pub fn last_day_in_time(period: Period, due: &Resolved<'_>) -> Option<Day> {
    let named = day_in(due, period.first_day().year())?;
    match due.bound() {
        Some(Bound::Below) => named.0.yesterday().ok().map(Day),
        _ => Some(named),
    }
}

/// Whether there are statutory reports of such a period: of a year, or of its first half.
pub fn is_reported(period: Period) -> bool {
    matches!(period, Period::Year { .. } | Period::Half { half: 1, .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_runs_from_the_middle_of_december() {
        let law = crate::law::load(None).unwrap();
        let on = day("2026-06-01").0;
        let value = |key: &str| law.on(key, on, None).unwrap();
        let half = Period::half(2026, 1).unwrap();
        let days = window(
            half,
            &value("clusters.report.period.half_year.first"),
            &value("clusters.report.period.half_year.last"),
        );
        assert_eq!(days, Some((day("2025-12-15"), day("2026-06-14"))));
        let year = Period::year(2026).unwrap();
        let days = window(
            year,
            &value("clusters.report.period.year.first"),
            &value("clusters.report.period.year.last"),
        );
        assert_eq!(days, Some((day("2025-12-15"), day("2026-12-14"))));
        let due = last_day_in_time(half, &value("clusters.report.bieu01.due_half_year"));
        assert_eq!(due, Some(day("2026-06-19")));
        let due = last_day_in_time(year, &value("clusters.report.bieu04.due_year"));
        assert_eq!(due, Some(day("2026-12-30")));
        assert!(is_reported(half) && is_reported(year));
        assert!(!is_reported(Period::half(2026, 2).unwrap()));
    }
}
