//! The days that a report of a period tells of.

use crate::store::Day;
use kernel::day::Period;
use kernel::law::Law;

/// The days between which a report of a period counts, both among them.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Window {
    /// First day.
    pub first: Day,
    /// Last day: things are told as they stand then.
    pub last: Day,
    /// Where the law says so; empty on days for which it says nothing.
    pub citation: String,
}

/// Finds the days of a reporting period; `None` for what is no reporting period.
pub type WindowRule = fn(&Law, Period) -> Option<Window>;

impl Window {
    /// The days of the calendar, where no law sets others.
    pub fn of_calendar(period: Period) -> Self {
        Self {
            first: Day(period.first_day()),
            last: Day(period.last_day()),
            citation: String::new(),
        }
    }

    /// What is said of it beside a number.
    pub fn told(&self) -> String {
        let days = format!("Kỳ số liệu từ {} đến hết {}", self.first.vi(), self.last.vi());
        if self.citation.is_empty() {
            format!("{days} (theo lịch; ngày ấy chưa có quy định về thời gian chốt số liệu).")
        } else {
            format!("{days} theo {}.", self.citation)
        }
    }
}
