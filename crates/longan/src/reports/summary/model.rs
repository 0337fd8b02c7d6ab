//! A report that is added up (Biểu số 03 and 04): its rows beside each other, with what stands
//! behind each. The same thing is shown while it is worked on and frozen when it is sent.

use super::super::model::{ReportForm, ReportStatus};
use crate::figures::{Row, Window};
use crate::places;
use crate::store::Day;
use crate::words;
use kernel::form::{Form, FormRow, Values};

words! {
    /// Which number a row takes where the register and the reports below differ.
    pub enum SummarySettled {
        Computed = "computed" => "lấy số tính từ hồ sơ",
        Below = "below" => "lấy số cấp dưới báo cáo",
        Entered = "entered" => "nhập số khác, có giải trình",
    }
}

/// What marks a frozen report, with the version of its layout.
pub const SCHEMA: &str = "longan-report-1";

/// A report that is added up, as it stands now or as it was when it was sent.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Summary {
    /// [`SCHEMA`].
    pub schema: String,
    /// The form, its words as they are read on the day the report is due.
    pub form: Form,
    /// The paper that sets the form: "TT 14/2024/TT-BCT".
    pub law: String,
    /// The period: "2026-H1".
    pub period: String,
    /// The days it tells of, and where the law says so.
    pub window: Window,
    /// The unit whose report it is, as it was named on the last of those days.
    pub place: SummaryPlace,
    /// 1, and one more for each correction.
    pub version: i64,
    /// Why there is a correction; empty in the first.
    pub reason: String,
    /// Last day on which it is in time.
    pub due_on: Option<Day>,
    /// The paper of the report; `None` until it is sent.
    pub paper: Option<SummaryPaper>,
    /// The rows that hold a number, in the order of the form.
    pub rows: Vec<SummaryRow>,
    /// The reports of the level below that it takes up.
    pub below: Vec<SummaryBelow>,
    /// The units below from which no report has come.
    pub silent: Vec<String>,
}

/// The unit of a report.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SummaryPlace {
    /// Id.
    pub id: String,
    /// Official code.
    pub code: String,
    /// Full name.
    pub full_name: String,
    /// The province it lies in, or its own name.
    pub province: String,
}

/// The paper by which a report went.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SummaryPaper {
    /// Số, ký hiệu.
    pub number: String,
    /// Its day.
    pub issued_on: Day,
    /// Who issued it.
    pub issuer: String,
}

/// One row with its numbers and what they are made of.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SummaryRow {
    /// Key of the row in the form.
    pub key: String,
    /// What is reported; `None` is a missing number, which is never 0.
    pub value: Option<i64>,
    /// What the register comes to.
    pub computed: Option<i64>,
    /// What the reports below come to.
    pub below: Option<i64>,
    /// Which of them was taken; `None` while nobody has decided.
    pub settled: Option<SummarySettled>,
    /// Why the number differs or jumps.
    pub explanation: String,
    /// The column "Ghi chú".
    pub note: String,
    /// What must be said of the register's number.
    pub told: Vec<String>,
    /// The rows of the register's number, with their papers.
    pub sources: Vec<Row>,
}

/// A report of the level below.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SummaryBelow {
    /// Its id.
    pub report_id: String,
    /// Whose it is.
    pub place_id: String,
    /// The name of that unit.
    pub full_name: String,
    /// Which version.
    pub version: i64,
    /// Where it stood.
    pub status: ReportStatus,
    /// The day it was sent.
    pub sent_on: Option<Day>,
    /// Its numbers.
    pub values: Values,
    /// What it says of them.
    pub explanations: std::collections::BTreeMap<String, String>,
}

impl Summary {
    /// A row by its key, with its place in the form.
    pub fn row(&self, key: &str) -> Option<(&FormRow, &SummaryRow)> {
        let row = self.rows.iter().find(|row| row.key == key)?;
        Some((self.form.row(key)?, row))
    }

    /// What is reported, by row.
    pub fn values(&self) -> Values {
        self.rows.iter().filter_map(|row| Some((row.key.clone(), row.value?))).collect()
    }

    /// Whether anything came from below.
    pub fn has_below(&self) -> bool {
        !self.below.is_empty()
    }

    /// Who issues the paper of a form, as the paper names them.
    pub fn issuer(&self, form: ReportForm) -> String {
        match form {
            ReportForm::Department => places::department_vi(&self.place.full_name),
            _ => places::committee_vi(&self.place.full_name),
        }
    }

    /// The period in words.
    pub fn period_vi(&self) -> String {
        super::super::duties::period_vi(&self.period)
    }
}

impl SummaryRow {
    /// By how much the register's number is above that of the reports below.
    pub fn difference(&self) -> Option<i64> {
        self.computed?.checked_sub(self.below?)
    }

    /// What is reported, as printed in a line of the form.
    pub fn value_vi(&self, line: &FormRow) -> String {
        printed(line, self.value)
    }

    /// What the register comes to, as printed.
    pub fn computed_vi(&self, line: &FormRow) -> String {
        printed(line, self.computed)
    }

    /// What the reports below come to, as printed.
    pub fn below_vi(&self, line: &FormRow) -> String {
        printed(line, self.below)
    }

    /// By how much the register is above what is below; nothing where they agree.
    pub fn difference_vi(&self, line: &FormRow) -> String {
        let apart = self.difference().filter(|difference| *difference != 0);
        apart.map(|difference| line.exact(difference)).unwrap_or_default()
    }

    /// Which number was taken, where it is not the register's.
    pub fn settled_vi(&self) -> &'static str {
        match self.settled {
            Some(settled @ (SummarySettled::Entered | SummarySettled::Below)) => settled.label(),
            _ => "",
        }
    }

    /// Whether somebody still has to say which number holds.
    pub fn is_open(&self) -> bool {
        self.settled.is_none()
    }
}

/// A number as printed, or that it is missing.
pub fn printed(row: &FormRow, value: Option<i64>) -> String {
    value.map_or_else(|| "chưa có".to_owned(), |value| row.print(value))
}
