//! Reporting periods: a year, a half, a quarter or a month.

use super::Day;
use super::read::YEARS;
use jiff::civil::date;
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// A calendar period, always within a year. Built by reading ("2013-H1") or by its functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// A whole year: `2013`.
    #[non_exhaustive]
    Year {
        /// The year.
        year: i16,
    },
    /// Half a year: `2013-H1`.
    #[non_exhaustive]
    Half {
        /// The year.
        year: i16,
        /// 1 or 2.
        half: i8,
    },
    /// A quarter: `2013-Q2`.
    #[non_exhaustive]
    Quarter {
        /// The year.
        year: i16,
        /// 1 to 4.
        quarter: i8,
    },
    /// A month: `2013-05`.
    #[non_exhaustive]
    Month {
        /// The year.
        year: i16,
        /// 1 to 12.
        month: i8,
    },
}

/// A text that is not a period; holds the text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("not a period: {0:?}")]
pub struct PeriodProblem(pub String);

impl PeriodProblem {
    /// Says in Vietnamese what to do next.
    pub fn message(&self) -> String {
        format!(
            "“{}” không phải là kỳ báo cáo. Hãy viết 2013 (năm), 2013-H1 (sáu tháng), 2013-Q2 (quý) \
             hoặc 2013-05 (tháng).",
            self.0
        )
    }
}

impl Period {
    /// The year; `None` outside 1900 to 2100.
    pub fn year(year: i16) -> Option<Self> {
        YEARS.contains(&year).then_some(Self::Year { year })
    }

    /// Half a year, 1 or 2.
    pub fn half(year: i16, half: i8) -> Option<Self> {
        (YEARS.contains(&year) && (1..=2).contains(&half)).then_some(Self::Half { year, half })
    }

    /// A quarter, 1 to 4.
    pub fn quarter(year: i16, quarter: i8) -> Option<Self> {
        (YEARS.contains(&year) && (1..=4).contains(&quarter))
            .then_some(Self::Quarter { year, quarter })
    }

    /// A month, 1 to 12.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        (YEARS.contains(&year) && (1..=12).contains(&month)).then_some(Self::Month { year, month })
    }

    /// The first day of the period.
    pub fn first_day(self) -> Day {
        let (year, first_month, _) = self.months();
        date(year, first_month, 1)
    }

    /// The last day of the period.
    pub fn last_day(self) -> Day {
        let (year, _, last_month) = self.months();
        date(year, last_month, 1).last_of_month()
    }

    /// Whether the day lies in the period.
    pub fn contains(self, day: Day) -> bool {
        self.first_day() <= day && day <= self.last_day()
    }

    /// The period in words: "6 tháng đầu năm 2013".
    pub fn label(self) -> String {
        match self {
            Self::Year { year } => format!("năm {year}"),
            Self::Half { year, half: 1 } => format!("6 tháng đầu năm {year}"),
            Self::Half { year, .. } => format!("6 tháng cuối năm {year}"),
            Self::Quarter { year, quarter } => {
                let roman = match quarter {
                    1 => "I",
                    2 => "II",
                    3 => "III",
                    _ => "IV",
                };
                format!("quý {roman} năm {year}")
            }
            Self::Month { year, month } => format!("tháng {month} năm {year}"),
        }
    }

    /// The year, the first month and the last month.
    fn months(self) -> (i16, i8, i8) {
        match self {
            Self::Year { year } => (year, 1, 12),
            Self::Half { year, half } => (year, half * 6 - 5, half * 6),
            Self::Quarter { year, quarter } => (year, quarter * 3 - 2, quarter * 3),
            Self::Month { year, month } => (year, month, month),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year { year } => write!(f, "{year}"),
            Self::Half { year, half } => write!(f, "{year}-H{half}"),
            Self::Quarter { year, quarter } => write!(f, "{year}-Q{quarter}"),
            Self::Month { year, month } => write!(f, "{year}-{month:02}"),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodProblem;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let (year, part) = text.split_once('-').unwrap_or((text, ""));
        let number = |digits: &str, length: usize| {
            (digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit()))
                .then(|| digits.parse::<i16>().ok())
                .flatten()
        };
        let small = |digits, length| number(digits, length).and_then(|n| i8::try_from(n).ok());
        let read = || {
            let year = number(year, 4)?;
            match part.split_at_checked(1)? {
                ("H" | "h", half) => Self::half(year, small(half, 1)?),
                ("Q" | "q", quarter) => Self::quarter(year, small(quarter, 1)?),
                _ => Self::month(year, small(part, 2)?),
            }
        };
        if part.is_empty() && !text.ends_with('-') {
            return number(year, 4)
                .and_then(Self::year)
                .ok_or_else(|| PeriodProblem(text.to_owned()));
        }
        read().ok_or_else(|| PeriodProblem(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_knows_its_first_and_last_day() {
        let cases = [
            ("2013", date(2013, 1, 1), date(2013, 12, 31)),
            ("2013-H1", date(2013, 1, 1), date(2013, 6, 30)),
            ("2013-H2", date(2013, 7, 1), date(2013, 12, 31)),
            ("2013-Q2", date(2013, 4, 1), date(2013, 6, 30)),
            ("2013-02", date(2013, 2, 1), date(2013, 2, 28)),
            ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ];
        for (text, first, last) in cases {
            assert_eq!(
                (period(text).first_day(), period(text).last_day()),
                (first, last),
                "{text}"
            );
        }
        assert!(period("2013-Q2").contains(date(2013, 6, 30)));
        assert!(!period("2013-Q2").contains(date(2013, 7, 1)));
    }

    #[test]
    fn a_wrong_period_is_refused() {
        for text in [
            "",
            "13",
            "2013-",
            "2013-H3",
            "2013-Q0",
            "2013-13",
            "2013-5",
            "2013-H",
            "1899",
            "2013-é",
            "2013-01-02",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text:?}");
        }
        assert_eq!(period("2013-H1").label(), "6 tháng đầu năm 2013");
        assert_eq!(period("2013-Q4").label(), "quý IV năm 2013");
    }

    proptest! {
        #[test]
        fn a_written_period_reads_back(year in YEARS, month in 1_i8..=12) {
            for period in [Period::year(year), Period::half(year, (month + 5) / 6), Period::quarter(year, (month + 2) / 3), Period::month(year, month)] {
                let period = period.unwrap();
                prop_assert_eq!(period.to_string().parse::<Period>(), Ok(period));
                prop_assert!(period.contains(date(year, month, 15)));
            }
        }
    }
}
