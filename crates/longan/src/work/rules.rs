//! When something is due, as the law says it.

use crate::store::Day;
use kernel::law::{Bound, Resolved, Unit};
use kernel::working_days::WorkingDays;

/// The last days on which what a parameter asks for can still be done in time, from `first` to
/// `last`. A day of the year comes each year; "before the 20th" ends on the 19th.
pub fn last_days(value: &Resolved<'_>, first: Day, last: Day) -> Vec<Day> {
    let named: Vec<Day> = match value.unit() {
        Unit::Day => value.day().map(Day).into_iter().collect(),
        Unit::DayOfYear => {
            let years = first.0.year()..=last.0.year().saturating_add(1);
            years.filter_map(|year| format!("{year}-{}", value.text()).parse().ok()).collect()
        }
        _ => Vec::new(),
    };
    let ends = named.into_iter().filter_map(|day| match value.bound() {
        Some(Bound::Below) => day.0.yesterday().ok().map(Day),
        _ => Some(day),
    });
    ends.filter(|day| *day >= first && *day <= last).collect()
}

/// The last day of a plan that looks to the year a text ends with: "2020", "2021-2030".
pub fn plan_ends_on(horizon: &str) -> Option<Day> {
    let year = horizon.trim().rsplit(|c: char| !c.is_ascii_digit()).next()?;
    format!("{year}-12-31").parse().ok()
}

/// Working days after `today` up to `due`. A year whose days off nobody has entered counts
/// Monday to Friday: a reminder that comes a little early does no harm.
pub fn working_days_left(calendar: &WorkingDays, today: Day, due: Day) -> usize {
    let mut day = today.0;
    let mut left = 0;
    while day < due.0 {
        let Ok(next) = day.tomorrow() else { break };
        day = next;
        if is_working_day(calendar, Day(day)) {
            left += 1;
        }
    }
    left
}

/// Whether offices work on a day, as far as the calendar knows.
pub fn is_working_day(calendar: &WorkingDays, day: Day) -> bool {
    use jiff::civil::Weekday::{Saturday, Sunday};
    let known = calendar.is_working_day(day.0);
    known.unwrap_or_else(|_| !matches!(day.0.weekday(), Saturday | Sunday))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn before_a_day_ends_the_day_before_and_comes_each_year() {
        let law = crate::law::load(None).unwrap();
        let today = day("2026-11-23");
        let report = law.on("clusters.report.bieu04.due_year", today.0, None).unwrap();
        let days = last_days(&report, today, day("2027-12-31"));
        assert_eq!(days, [day("2026-12-30"), day("2027-12-30")]);
        let deadline = law.on("clusters.legacy.pre2009_deadline", today.0, None).unwrap();
        assert_eq!(last_days(&deadline, today, day("2027-12-31")), [day("2026-12-30")]);
        assert!(last_days(&deadline, day("2027-01-01"), day("2027-12-31")).is_empty());
    }

    #[test]
    fn a_plan_ends_with_its_last_year() {
        assert_eq!(plan_ends_on("2021-2030"), Some(day("2030-12-31")));
        assert_eq!(plan_ends_on("2020"), Some(day("2020-12-31")));
        assert_eq!(plan_ends_on("không rõ"), None);
    }

    #[test]
    fn days_off_are_not_counted() {
        let calendar = crate::law::working_days();
        // Tuesday 24 November 2026 is a day off.
        assert_eq!(working_days_left(calendar, day("2026-11-23"), day("2026-11-25")), 1);
        assert_eq!(working_days_left(calendar, day("2026-11-23"), day("2026-11-23")), 0);
        // Nobody has entered 2027: Friday and Monday.
        assert_eq!(working_days_left(calendar, day("2027-01-07"), day("2027-01-11")), 2);
    }
}
