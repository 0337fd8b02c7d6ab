//! The reports of all provinces for one period, beside each other and added up.

use crate::reports::model::{ReportStatus, ReportTerm};
use crate::store::Day;
use crate::words;
use kernel::form::{Form, FormRow, Values};
use kernel::number::Ratio;
use std::collections::BTreeMap;

words! {
    /// How a province stands with its report.
    pub enum RollupState {
        Missing = "missing" => "chưa gửi",
        Returned = "returned" => "bị trả lại",
        Late = "late" => "gửi muộn",
        Sent = "sent" => "đã gửi",
        InTime = "in_time" => "đúng hạn",
    }
}

impl RollupState {
    /// Whether its numbers are in the sums.
    pub fn counts(self) -> bool {
        matches!(self, Self::InTime | Self::Late | Self::Sent)
    }

    /// Colour of its badge.
    pub fn colour(self) -> &'static str {
        match self {
            Self::Missing => "bg-red-lt",
            Self::Returned | Self::Late => "bg-yellow-lt",
            Self::Sent => "bg-blue-lt",
            Self::InTime => "bg-green-lt",
        }
    }
}

words! {
    /// In which order provinces stand.
    pub enum RollupSort {
        Name = "name" => "theo tên tỉnh",
        State = "state" => "chưa gửi trước",
        Sent = "sent" => "theo ngày gửi",
        Late = "late" => "muộn nhiều trước",
        Filled = "filled" => "thiếu số trước",
        Value = "value" => "số lớn trước",
    }
}

/// What a province sent, as it was frozen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollupReport {
    /// Id of the report.
    pub report_id: String,
    /// Which version.
    pub version: i64,
    /// Where it stands.
    pub status: ReportStatus,
    /// The day it was sent.
    pub sent_on: Option<Day>,
    /// When it was decided on, UTC.
    pub decided_at: Option<String>,
    /// Version of the form it was made in.
    pub form_id: String,
    /// Its numbers; a missing one is not there.
    pub values: Values,
    /// What it says of them.
    pub explanations: BTreeMap<String, String>,
    /// Its paper.
    pub paper: String,
    /// SHA-256 of what was frozen.
    pub sha256: String,
    /// When and how it came, when it came as a bundle.
    pub received: Option<RollupReceived>,
}

/// How a report came that was made elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollupReceived {
    /// When it was taken in, UTC.
    pub received_at: String,
    /// Number of the receipt.
    pub receipt_number: String,
}

/// One province.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollupProvince {
    /// Id of the unit.
    pub place_id: String,
    /// Its full name.
    pub name: String,
    /// How it stands.
    pub state: RollupState,
    /// Days it came after its day, or is overdue.
    pub late_days: i64,
    /// What it sent last, taken or given back.
    pub report: Option<RollupReport>,
    /// How many rows of the form have a number.
    pub filled: i64,
}

impl RollupProvince {
    /// What it sent, when its numbers are in the sums.
    pub fn counted(&self) -> Option<&RollupReport> {
        self.report.as_ref().filter(|_| self.state.counts())
    }

    /// The number of a row.
    pub fn value(&self, key: &str) -> Option<i64> {
        self.counted()?.values.get(key).copied()
    }
}

/// One row of the form for the country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollupTotal {
    /// Key of the row.
    pub key: String,
    /// The sum, or the ratio of sums; `None` when no province gave a number.
    pub value: Option<i64>,
    /// How many provinces it is made of.
    pub given: i64,
}

/// A period of the whole country.
#[derive(Clone, Debug)]
pub struct Rollup {
    /// Form, period and days.
    pub term: ReportTerm,
    /// The form in force.
    pub form: Form,
    /// Every province that owes a report, in the order of their names unless sorted.
    pub provinces: Vec<RollupProvince>,
    /// The rows that hold a number.
    pub totals: Vec<RollupTotal>,
    /// How many rows of the form hold a number.
    pub rows: i64,
}

impl Rollup {
    /// The total of a row.
    pub fn total(&self, key: &str) -> Option<&RollupTotal> {
        self.totals.iter().find(|total| total.key == key)
    }

    /// A total as printed.
    pub fn total_vi(&self, line: &FormRow) -> String {
        let value = self.total(&line.key).and_then(|total| total.value);
        value.map_or_else(|| "chưa có".to_owned(), |value| line.print(value))
    }

    /// How many provinces a total is made of: "3/34".
    pub fn given_vi(&self, line: &FormRow) -> String {
        let given = self.total(&line.key).map_or(0, |total| total.given);
        format!("{given}/{}", self.provinces.len())
    }

    /// How many provinces stand so.
    pub fn count(&self, state: RollupState) -> usize {
        self.provinces.iter().filter(|province| province.state == state).count()
    }

    /// How many provinces are in the sums.
    pub fn sent(&self) -> usize {
        self.provinces.iter().filter(|province| province.state.counts()).count()
    }

    /// How many reports were taken.
    pub fn accepted(&self) -> usize {
        let taken = |province: &&RollupProvince| {
            province.report.as_ref().is_some_and(|report| report.status.is_accepted())
        };
        self.provinces.iter().filter(taken).count()
    }

    /// Provinces that sent, in per cent of those that owe.
    pub fn completeness_vi(&self) -> String {
        percent_vi(self.sent(), self.provinces.len())
    }

    /// Provinces that sent in time, in per cent of those that owe.
    pub fn timeliness_vi(&self) -> String {
        percent_vi(self.count(RollupState::InTime), self.provinces.len())
    }

    /// The rows with a number, in per cent of the form's, for one province.
    pub fn filled_vi(&self, province: &RollupProvince) -> String {
        let ratio = Ratio { numerator: province.filled, denominator: self.rows };
        ratio.percent_vi().unwrap_or_default()
    }
}

fn percent_vi(part: usize, whole: usize) -> String {
    let whole_number = |number| i64::try_from(number).unwrap_or_default();
    let ratio = Ratio { numerator: whole_number(part), denominator: whole_number(whole) };
    ratio.percent_vi().unwrap_or_default()
}
