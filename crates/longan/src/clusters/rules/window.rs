//! The days that the periodic reports on clusters tell of.

use crate::figures::Window;
use crate::store::Day;
use kernel::day::Period;
use kernel::law::{Law, Resolved};

/// The days of a reporting period, by the law in force on the period's last day: parameters
/// `clusters.report.period.half_year.first` and `.last`, `clusters.report.period.year.first` and
/// `.last`. A first day that comes later in the year than the last one is of the year before.
/// The year is a period of its own, not two halves: it takes in the half-year's days again.
///
/// `None` for a quarter, a month and the second half of a year: nobody reports those. On days for
/// which the law sets nothing the days are those of the calendar.
pub fn reporting_window(law: &Law, period: Period) -> Option<Window> {
    let (year, first, last) = match period {
        Period::Year { year, .. } => {
            (year, "clusters.report.period.year.first", "clusters.report.period.year.last")
        }
        Period::Half { year, half: 1, .. } => (
            year,
            "clusters.report.period.half_year.first",
            "clusters.report.period.half_year.last",
        ),
        _ => return None,
    };
    let on = |key| law.on(key, period.last_day(), None);
    let by_law = on(first).zip(on(last)).and_then(|(first, last)| between(year, &first, &last));
    Some(by_law.unwrap_or_else(|| Window::of_calendar(period)))
}

fn between(year: i16, first: &Resolved<'_>, last: &Resolved<'_>) -> Option<Window> {
    let day = |year: i16, value: &Resolved<'_>| format!("{year}-{}", value.text()).parse().ok();
    let last_day: Day = day(year, last)?;
    let same_year: Day = day(year, first)?;
    let first_day =
        if same_year > last_day { day(year.checked_sub(1)?, first)? } else { same_year };
    Some(Window { first: first_day, last: last_day, citation: last.citation() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(period: &str) -> Option<(String, String)> {
        let law = crate::law::load(None).unwrap();
        let window = reporting_window(&law, period.parse().unwrap())?;
        Some((window.first.to_string(), window.last.to_string()))
    }

    #[test]
    fn a_report_tells_of_the_days_the_circular_sets() {
        let days = |first: &str, last: &str| Some((first.to_owned(), last.to_owned()));
        assert_eq!(window("2026-H1"), days("2025-12-15", "2026-06-14"));
        // The whole year, not what is left of it after the half.
        assert_eq!(window("2026"), days("2025-12-15", "2026-12-14"));
        assert_eq!(window("2026-H2"), None);
        assert_eq!(window("2026-Q1"), None);
        // Before the circular was in force: the calendar.
        assert_eq!(window("2013"), days("2013-01-01", "2013-12-31"));
        assert_eq!(window("2024-H1"), days("2024-01-01", "2024-06-30"));
        assert_eq!(window("2024"), days("2023-12-15", "2024-12-14"));
    }

    #[test]
    fn a_window_says_where_the_law_sets_it() {
        let law = crate::law::load(None).unwrap();
        let told = |period: &str| reporting_window(&law, period.parse().unwrap()).unwrap().told();
        assert_eq!(
            told("2026-H1"),
            "Kỳ số liệu từ 15/12/2025 đến hết 14/06/2026 theo TT 14/2024/TT-BCT, Điều 3 khoản 2 điểm a."
        );
        assert!(told("2013").contains("theo lịch"));
    }
}
