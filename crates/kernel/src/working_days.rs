//! Working days, by the State's table of days off and of Saturdays worked in exchange.

use crate::day::{self, Day};
use jiff::civil::Weekday;
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// The days off and the extra working days of the years that have been entered.
#[derive(Clone, Debug)]
pub struct WorkingDays {
    exceptions: BTreeMap<Day, Exception>,
    years: BTreeSet<i16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exception {
    Off,
    Work,
}

/// Why working days cannot be counted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CalendarProblem {
    /// A line of the table cannot be read; holds the line number and what is wrong.
    #[error("line {0} of the calendar: {1}")]
    Unreadable(u64, String),
    /// The days off of this year have not been entered.
    #[error("the calendar has no days off for {0}")]
    MissingYear(i16),
}

impl CalendarProblem {
    /// Says in Vietnamese what to do next.
    pub fn message(&self) -> String {
        match self {
            Self::Unreadable(line, what) => {
                format!("Bảng ngày nghỉ, dòng {line}: không đọc được ({what}).")
            }
            Self::MissingYear(year) => format!(
                "Chưa có lịch nghỉ năm {year} nên chưa tính được hạn. Hãy nhập lịch nghỉ lễ của năm {year}."
            ),
        }
    }
}

impl WorkingDays {
    /// Reads the table `data/calendar/holidays.csv`: columns `date` and `kind` (off or work).
    ///
    /// # Errors
    /// Names the first line that cannot be read.
    pub fn parse(csv_text: &str) -> Result<Self, CalendarProblem> {
        let mut reader = csv::Reader::from_reader(csv_text.as_bytes());
        let unreadable = |line, what: &str| CalendarProblem::Unreadable(line, what.to_owned());
        let headers = reader.headers().map_err(|e| unreadable(1, &e.to_string()))?.clone();
        let column = |name: &str| {
            let at = headers.iter().position(|header| header == name);
            at.ok_or_else(|| unreadable(1, &format!("column {name} is missing")))
        };
        let (date_at, kind_at) = (column("date")?, column("kind")?);

        let (mut exceptions, mut years) = (BTreeMap::new(), BTreeSet::new());
        for row in reader.records() {
            let row = row.map_err(|e| {
                unreadable(e.position().map_or(0, csv::Position::line), &e.to_string())
            })?;
            let line = row.position().map_or(0, csv::Position::line);
            let day =
                day::parse_day(&row[date_at]).map_err(|e| unreadable(line, &e.to_string()))?;
            let exception = match &row[kind_at] {
                "off" => Exception::Off,
                "work" => Exception::Work,
                other => return Err(unreadable(line, &format!("kind {other:?}"))),
            };
            if exceptions.insert(day, exception).is_some() {
                return Err(unreadable(line, &format!("{day} stands twice")));
            }
            years.insert(day.year());
        }
        Ok(Self { exceptions, years })
    }

    /// Whether offices work on the day.
    ///
    /// # Errors
    /// `MissingYear` rather than a guess, when the year has not been entered.
    pub fn is_working_day(&self, day: Day) -> Result<bool, CalendarProblem> {
        if !self.years.contains(&day.year()) {
            return Err(CalendarProblem::MissingYear(day.year()));
        }
        Ok(match self.exceptions.get(&day) {
            Some(Exception::Off) => false,
            Some(Exception::Work) => true,
            None => !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday),
        })
    }

    /// The last day of a time limit in working days; counting begins the day after `from`.
    ///
    /// # Errors
    /// `MissingYear` when the limit runs into a year that has not been entered.
    pub fn add_working_days(&self, from: Day, days: u32) -> Result<Day, CalendarProblem> {
        let mut day = from;
        for _ in 0..days {
            day = self.working_day_from(following(day)?)?;
        }
        Ok(day)
    }

    /// The day itself when offices work on it, otherwise the next working day: a time limit
    /// in calendar days that ends on a day off moves there.
    ///
    /// # Errors
    /// `MissingYear` when that day lies in a year that has not been entered.
    pub fn working_day_from(&self, day: Day) -> Result<Day, CalendarProblem> {
        let mut day = day;
        while !self.is_working_day(day)? {
            day = following(day)?;
        }
        Ok(day)
    }
}

fn following(day: Day) -> Result<Day, CalendarProblem> {
    day.tomorrow().map_err(|_| CalendarProblem::MissingYear(day.year()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn calendar() -> WorkingDays {
        WorkingDays::parse(include_str!("../../../data/calendar/holidays.csv")).unwrap()
    }

    #[test]
    fn a_time_limit_passes_over_weekends_and_days_off() {
        let calendar = calendar();
        // Friday 24 April 2026; Monday 27 is the day off for Giỗ Tổ, 30 April and 1 May are off.
        assert_eq!(calendar.add_working_days(date(2026, 4, 24), 2), Ok(date(2026, 4, 29)));
        assert_eq!(calendar.add_working_days(date(2026, 4, 24), 3), Ok(date(2026, 5, 4)));
        assert_eq!(calendar.add_working_days(date(2026, 4, 24), 0), Ok(date(2026, 4, 24)));
    }

    #[test]
    fn a_saturday_worked_in_exchange_counts() {
        let calendar = calendar();
        assert_eq!(calendar.is_working_day(date(2026, 8, 22)), Ok(true));
        assert_eq!(calendar.is_working_day(date(2026, 8, 31)), Ok(false));
        assert_eq!(calendar.add_working_days(date(2026, 8, 21), 1), Ok(date(2026, 8, 22)));
    }

    #[test]
    fn the_new_day_off_of_november_2026_moves_a_deadline() {
        assert_eq!(calendar().working_day_from(date(2026, 11, 24)), Ok(date(2026, 11, 25)));
    }

    #[test]
    fn a_year_without_a_table_is_not_guessed() {
        let problem = calendar().add_working_days(date(2026, 12, 31), 1).unwrap_err();
        assert_eq!(problem, CalendarProblem::MissingYear(2027));
        assert!(problem.message().contains("lịch nghỉ lễ của năm 2027"));
    }

    #[test]
    fn a_broken_table_names_its_line() {
        let read = |text| WorkingDays::parse(text).unwrap_err().to_string();
        assert!(read("date,kind\n2026-13-01,off\n").starts_with("line 2"));
        assert!(read("date,kind\n2026-01-01,off\n2026-01-01,work\n").contains("stands twice"));
        assert!(read("date,kind\n2026-01-01,nghỉ\n").contains("kind"));
        assert!(read("day,kind\n").contains("column date"));
        assert!(read("date,kind\n2026-01-01\n").starts_with("line 2"));
    }
}
