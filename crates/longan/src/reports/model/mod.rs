//! The nouns: a form, a period and its days, a report, its values and what is wrong with them.

mod owed;
mod report;
mod upload;

pub use owed::{
    Owed, OwedCount, OwedGroup, OwedReach, OwedStage, OwedState, ReportCollector, WantedOwed,
};
pub use report::{
    NewReport, NewValue, ReminderWay, Report, ReportProblem, ReportSeverity, ReportStatus,
    ReportSubject, ReportValue, ValueWay, WaitingReport,
};
pub use upload::{NewUpload, ReportUpload, UploadOutcome};

use crate::places::Level;
use crate::store::Day;
use crate::words;
pub use kernel::Period;

words! {
    /// A family of statutory forms; which version holds on a day, the law files say.
    pub enum ReportForm {
        Tenant = "bieu-01" => "Biểu số 01",
        Investor = "bieu-02" => "Biểu số 02",
        Commune = "bieu-03" => "Biểu số 03",
        Department = "bieu-04" => "Biểu số 04",
    }
}

/// What people read for a report that rests on a paper: `report:` and its form.
pub fn fact_label(fact: &str) -> Option<String> {
    let form: ReportForm = fact.strip_prefix("report:")?.parse().ok()?;
    Some(format!("Báo cáo theo {}", form.label()))
}

impl ReportForm {
    /// What it is about, in a few words.
    pub fn about(self) -> &'static str {
        match self {
            Self::Tenant => "Hoạt động của dự án đầu tư trong cụm công nghiệp",
            Self::Investor => "Dự án đầu tư xây dựng hạ tầng kỹ thuật cụm công nghiệp",
            Self::Commune => "Tổng hợp cụm công nghiệp trên địa bàn cấp xã",
            Self::Department => "Tổng hợp cụm công nghiệp trên địa bàn cấp tỉnh",
        }
    }

    /// Who sends it.
    pub fn reporters(self) -> &'static str {
        match self {
            Self::Tenant => "doanh nghiệp trong cụm",
            Self::Investor => "chủ đầu tư hạ tầng",
            Self::Commune => "UBND cấp xã (trước 01/7/2025: cấp huyện)",
            Self::Department => "Sở Công Thương",
        }
    }

    /// Its part of the keys of the law.
    pub fn law_word(self) -> &'static str {
        match self {
            Self::Tenant => "bieu01",
            Self::Investor => "bieu02",
            Self::Commune => "bieu03",
            Self::Department => "bieu04",
        }
    }

    /// What kind of record it reports about.
    pub fn subject(self) -> ReportSubject {
        match self {
            Self::Tenant => ReportSubject::Tenant,
            Self::Investor => ReportSubject::Cluster,
            Self::Commune | Self::Department => ReportSubject::Place,
        }
    }

    /// Whether a unit of that level draws it up.
    pub fn is_of(self, level: Level) -> bool {
        match self {
            Self::Department => level == Level::Province,
            Self::Commune => matches!(level, Level::District | Level::Commune),
            Self::Tenant | Self::Investor => false,
        }
    }

    /// The level that draws it up, in words.
    pub fn level_vi(self) -> &'static str {
        match self {
            Self::Department => "tỉnh",
            _ => "xã (trước 01/7/2025: huyện)",
        }
    }

    /// Whether the investor of a cluster may enter it for the enterprises in it.
    pub fn is_collected(self) -> bool {
        self == Self::Tenant
    }

    /// Whether its numbers are typed by those who owe it; the others are added up.
    pub fn is_entered(self) -> bool {
        matches!(self, Self::Tenant | Self::Investor)
    }
}

/// A form for a period: the days it covers and the last day on which it is in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportTerm {
    /// The form.
    pub form: ReportForm,
    /// The period.
    pub period: Period,
    /// First day whose facts count.
    pub first: Day,
    /// The cut-off: last day whose facts count.
    pub last: Day,
    /// Last day on which it is in time; `None` where no rule of the day is known.
    pub due_on: Option<Day>,
    /// Which article says so, and how far that was checked; empty where none is known.
    pub citation: String,
}

impl ReportTerm {
    /// The day as text for SQL; a day that never comes where none is known.
    pub fn due_text(&self) -> String {
        self.due_on.map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string())
    }

    /// Whether the day has passed.
    pub fn is_over(&self, today: Day) -> bool {
        self.due_on.is_some_and(|due| due < today)
    }

    /// "19/06/2026", or that none is known.
    pub fn due_vi(&self) -> String {
        self.due_on.map_or_else(|| "chưa có quy định về hạn cho kỳ này".to_owned(), Day::vi)
    }
}
