//! Reading a day as people type it.

use super::Day;
use crate::text::{fold, squeeze};
use thiserror::Error;

/// Years that a paper of this administration can bear.
pub(super) const YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// Why a text is not a day.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DayProblem {
    /// Nothing was typed, or a dash that stands for nothing.
    #[error("no day")]
    Empty,
    /// The text has not the form of a day; holds the text.
    #[error("not a day: {0:?}")]
    NotADay(String),
    /// The year has two digits, so the century is not known; holds the text.
    #[error("two-digit year: {0:?}")]
    ShortYear(String),
    /// The year is outside 1900 to 2100.
    #[error("year {year} in {text:?}")]
    Year {
        /// The text as typed.
        text: String,
        /// The year it names.
        year: i64,
    },
    /// There is no such month.
    #[error("month {month} in {text:?}")]
    Month {
        /// The text as typed.
        text: String,
        /// The month it names.
        month: i64,
        /// Whether the text is a day when month and day are exchanged.
        maybe_month_first: MonthFirst,
    },
    /// The month has not so many days.
    #[error("day {day} of month {month} in {text:?}")]
    DayOfMonth {
        /// The text as typed.
        text: String,
        /// The day it names.
        day: i64,
        /// The month it names.
        month: i64,
    },
    /// 29 February of a year that has none.
    #[error("29 February {year}")]
    NotALeapYear {
        /// The year it names.
        year: i64,
    },
}

/// Whether a wrong month is explained by the American order of month and day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthFirst {
    /// Exchanging the two gives a day.
    Likely,
    /// It does not.
    No,
}

impl DayProblem {
    /// Says in Vietnamese which part is impossible and what to do next.
    pub fn message(&self) -> String {
        match self {
            Self::Empty => "Chưa có ngày. Hãy nhập ngày/tháng/năm, ví dụ 31/12/2013.".into(),
            Self::NotADay(text) => {
                format!(
                    "“{text}” không đọc được là ngày. Hãy viết ngày/tháng/năm, ví dụ 31/12/2013."
                )
            }
            Self::ShortYear(text) => {
                format!("“{text}” chỉ có hai chữ số năm. Hãy viết đủ bốn chữ số, ví dụ 2013.")
            }
            Self::Year { text, year } => {
                format!("“{text}”: năm {year} nằm ngoài khoảng 1900–2100. Hãy kiểm tra lại năm.")
            }
            Self::Month { text, month, maybe_month_first: MonthFirst::Likely } => format!(
                "“{text}”: không có tháng {month}; có phải viết kiểu tháng/ngày/năm? Hãy viết \
                 ngày/tháng/năm."
            ),
            Self::Month { text, month, maybe_month_first: MonthFirst::No } => {
                format!("“{text}”: không có tháng {month}. Tháng phải từ 1 đến 12.")
            }
            Self::DayOfMonth { text, day, month } => {
                format!("“{text}”: tháng {month} không có ngày {day}. Hãy kiểm tra lại ngày.")
            }
            Self::NotALeapYear { year } => {
                format!("Năm {year} không nhuận nên không có ngày 29/02. Hãy kiểm tra lại ngày.")
            }
        }
    }
}

/// Reads a day: "09/05/2008", "9.5.2008", "2013-03-01", "ngày 14 tháng 9 năm 2012".
///
/// A midnight behind the day ("2013-03-01 00:00:00"), as exported sheets have it, is dropped.
///
/// # Errors
/// Says which part is impossible; see [`DayProblem`].
pub fn parse_day(text: &str) -> Result<Day, DayProblem> {
    let shown = squeeze(text);
    let folded = fold(text);
    if matches!(folded.as_str(), "" | "-" | "–" | "—") {
        return Err(DayProblem::Empty);
    }
    let unreadable = || DayProblem::NotADay(shown.clone());
    let parts = split_parts(&folded).ok_or_else(unreadable)?;
    let number = |part: &str| part.parse::<i64>().map_err(|_| unreadable());
    let [first, middle, last] = parts;
    let (day, month, year) = match (first.len(), last.len()) {
        (4, 1..=2) => (last, middle, first),
        (1..=2, 4) => (first, middle, last),
        (1..=2, 1..=2) => return Err(DayProblem::ShortYear(shown)),
        (1..=2, _) => return Err(DayProblem::Year { text: shown.clone(), year: number(last)? }),
        _ => return Err(unreadable()),
    };
    check(number(day)?, number(month)?, number(year)?, shown)
}

/// Cuts a folded text into its three numbers, in the order written.
fn split_parts(folded: &str) -> Option<[&str; 3]> {
    let midnight = ["t00:00:00", " 00:00:00", " 00:00", " 0:00:00"];
    let text = midnight.iter().find_map(|tail| folded.strip_suffix(tail)).unwrap_or(folded);
    let text = text.strip_prefix("ngay").unwrap_or(text).trim_start_matches([' ', ':']);
    let parts: Vec<&str> = if text.contains("thang") {
        let (day, rest) = text.split_once("thang")?;
        let (month, year) = rest.split_once("nam")?;
        vec![day, month, year]
    } else {
        let mark = text.chars().find(|c| !c.is_ascii_digit() && *c != ' ')?;
        if !matches!(mark, '/' | '-' | '.') {
            return None;
        }
        text.split(mark).collect()
    };
    let [first, middle, last] = parts[..] else { return None };
    let parts = [first.trim(), middle.trim(), last.trim()];
    let numbers = parts.iter().all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
    numbers.then_some(parts)
}

fn check(day: i64, month: i64, year: i64, text: String) -> Result<Day, DayProblem> {
    let Some(valid_year) = i16::try_from(year).ok().filter(|year| YEARS.contains(year)) else {
        return Err(DayProblem::Year { text, year });
    };
    let Some(valid_month) = i8::try_from(month).ok().filter(|month| (1..=12).contains(month))
    else {
        let exchanged = (1..=12).contains(&day) && (1..=31).contains(&month);
        let maybe_month_first = if exchanged { MonthFirst::Likely } else { MonthFirst::No };
        return Err(DayProblem::Month { text, month, maybe_month_first });
    };
    if (day, month) == (29, 2) && !jiff::civil::date(valid_year, 1, 1).in_leap_year() {
        return Err(DayProblem::NotALeapYear { year });
    }
    i8::try_from(day)
        .ok()
        .and_then(|valid_day| Day::new(valid_year, valid_month, valid_day).ok())
        .ok_or(DayProblem::DayOfMonth { text, day, month })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_is_read_however_it_was_typed() {
        for text in [
            "14/9/2012",
            "14/09/2012",
            " 14 / 9 / 2012 ",
            "14-9-2012",
            "14.09.2012",
            "2012-09-14",
            "2012-09-14 00:00:00",
            "2012-09-14T00:00:00",
            "ngày 14/9/2012",
            "Ngày 14 tháng 9 năm 2012",
            "ngày 14 tháng 09 năm 2012",
        ] {
            assert_eq!(parse_day(text), Ok(date(2012, 9, 14)), "{text}");
        }
        assert_eq!(parse_day("29/02/2012"), Ok(date(2012, 2, 29)));
    }

    #[test]
    fn an_impossible_day_says_which_part_is_wrong() {
        let message = |text| parse_day(text).unwrap_err().message();
        assert_eq!(
            message("31/02/2013"),
            "“31/02/2013”: tháng 2 không có ngày 31. Hãy kiểm tra lại ngày."
        );
        assert_eq!(
            message("29/02/2013"),
            "Năm 2013 không nhuận nên không có ngày 29/02. Hãy kiểm tra lại ngày."
        );
        assert_eq!(
            message("05/13/2013"),
            "“05/13/2013”: không có tháng 13; có phải viết kiểu tháng/ngày/năm? Hãy viết ngày/tháng/năm."
        );
        assert_eq!(
            message("31/13/2013"),
            "“31/13/2013”: không có tháng 13. Tháng phải từ 1 đến 12."
        );
        assert_eq!(
            message("01/01/1013"),
            "“01/01/1013”: năm 1013 nằm ngoài khoảng 1900–2100. Hãy kiểm tra lại năm."
        );
        assert_eq!(
            message("01/01/20133").split(". ").next(),
            Some("“01/01/20133”: năm 20133 nằm ngoài khoảng 1900–2100")
        );
        assert!(message("14/9/12").contains("hai chữ số năm"));
        assert!(matches!(parse_day("0/9/2012"), Err(DayProblem::DayOfMonth { .. })));
    }

    #[test]
    fn nothing_typed_is_told_apart_from_nonsense() {
        for text in ["", " ", "-", "–"] {
            assert_eq!(parse_day(text), Err(DayProblem::Empty), "{text:?}");
        }
        for text in [
            "nt",
            "2012",
            "9/2012",
            "14/9",
            "14/9/2012/1",
            "14/IX/2012",
            "14-9/2012",
            "tháng 9 năm 2012",
            "12 34",
        ] {
            assert!(matches!(parse_day(text), Err(DayProblem::NotADay(_))), "{text:?}");
        }
    }
}
