//! The nouns: a choice of figures, units and times that can be answered.

use crate::figures::{Figure, Question, Time, Window};
use crate::places::Place;
use crate::store::Day;
use crate::ui::url_encode;
use crate::words;
use kernel::Period;

words! {
    /// How the days of a period are counted.
    pub enum ChoiceCounting {
        Calendar = "calendar" => "theo lịch",
        Report = "report" => "theo kỳ báo cáo định kỳ (thời gian chốt số liệu của Thông tư)",
    }
}

/// A day, or a period and how its days are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChoiceMoment {
    /// As things stand on a day.
    Day(Day),
    /// A period of the calendar.
    Calendar(Period),
    /// A period as it is reported.
    Report(Period),
}

/// One column of the table.
#[derive(Clone, Debug)]
pub struct Column {
    /// The figure.
    pub figure: &'static Figure,
    /// When.
    pub moment: ChoiceMoment,
    /// What is asked of it.
    pub question: Question,
}

/// A choice that can be answered.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The columns, figure by figure.
    pub columns: Vec<Column>,
    /// The place that everything lies in.
    pub whole: Place,
    /// The units that are the rows; empty where they are the units of the next level within.
    pub named: Vec<Place>,
    /// The day whose units are the rows.
    pub units_on: Day,
}

impl ChoiceMoment {
    /// "31/12/2025", "6 tháng đầu năm 2026".
    pub fn vi(&self) -> String {
        match self {
            Self::Day(day) => day.vi(),
            Self::Calendar(period) | Self::Report(period) => period.label(),
        }
    }

    /// The day as of which things are told.
    pub fn last(&self, window: Option<&Window>) -> Day {
        match (window, self) {
            (Some(window), _) => window.last,
            (None, Self::Day(day)) => *day,
            (None, Self::Calendar(period) | Self::Report(period)) => Day(period.last_day()),
        }
    }

    /// As a part of the address of the figure's own page.
    fn query(&self) -> String {
        match self {
            Self::Day(day) => format!("on={day}"),
            Self::Calendar(period) => format!("period={period}"),
            Self::Report(period) => format!("report={period}"),
        }
    }
}

impl Column {
    /// When, as the head of the column says: a figure of a period asked of a day is of the year.
    pub fn when_vi(&self) -> String {
        match (&self.moment, self.figure.time) {
            (ChoiceMoment::Day(day), Time::Period) => {
                format!("từ đầu năm {} đến {}", day.0.year(), day.vi())
            }
            (ChoiceMoment::Report(period), _) => format!("kỳ báo cáo {}", period.label()),
            (moment, _) => moment.vi(),
        }
    }

    /// The base, where the figure has several.
    pub fn basis_vi(&self) -> &'static str {
        if self.figure.bases.is_empty() { "" } else { self.question.basis.label() }
    }

    /// The page of the rows for a unit.
    pub fn path(&self, place_id: &str) -> String {
        let basis = if self.figure.bases.is_empty() {
            String::new()
        } else {
            format!("&basis={}", self.question.basis.code())
        };
        format!(
            "/figures/{}?place={}&{}{basis}#rows",
            self.figure.code,
            url_encode(place_id),
            self.moment.query()
        )
    }
}
