//! A report, its values, and what the checks found.

use super::{Owed, ReportForm, ReportTerm};
use crate::store::Day;
use crate::words;

words! {
    /// What kind of record a report is about.
    pub enum ReportSubject {
        Tenant = "tenant" => "Doanh nghiệp trong cụm",
        Cluster = "cluster" => "Cụm công nghiệp",
        Place = "place" => "Đơn vị hành chính",
    }
}

words! {
    /// Where a report stands.
    pub enum ReportStatus {
        Draft = "draft" => "bản nháp",
        Checked = "checked" => "đã kiểm tra",
        Approved = "approved" => "đã duyệt, chờ gửi",
        Pending = "pending" => "đã gửi, chờ xem xét",
        Accepted = "accepted" => "đã tiếp nhận",
        AcceptedWithWarnings = "accepted_with_warnings" => "đã tiếp nhận, có lưu ý",
        PartlyAccepted = "partly_accepted" => "tiếp nhận một phần",
        Rejected = "rejected" => "trả lại để sửa",
        Superseded = "superseded" => "đã có bản thay thế",
    }
}

impl ReportStatus {
    /// What was sent and still holds.
    pub const SENT: &'static [Self] =
        &[Self::Pending, Self::Accepted, Self::AcceptedWithWarnings, Self::PartlyAccepted];
    /// What was taken, whole or in part.
    pub const TAKEN: &'static [Self] =
        &[Self::Accepted, Self::AcceptedWithWarnings, Self::PartlyAccepted];
    /// What was sent and not taken.
    pub const UNTAKEN: &'static [Self] = &[Self::Pending, Self::Rejected];
    /// Whatever was sent, taken or not.
    pub const EVER_SENT: &'static [Self] = &[
        Self::Pending,
        Self::Accepted,
        Self::AcceptedWithWarnings,
        Self::PartlyAccepted,
        Self::Rejected,
    ];

    /// Whether the reporter may still change it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Checked | Self::Approved)
    }

    /// Whether whoever received it took it, whole or in part.
    pub fn is_accepted(self) -> bool {
        Self::TAKEN.contains(&self)
    }
}

/// A report as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Report {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// The form.
    pub form: ReportForm,
    /// Which version of it: "tt-14-2024/bieu-01".
    pub form_version: String,
    /// The period: "2026-H1".
    pub period: String,
    /// What kind of record it is about.
    pub subject_kind: ReportSubject,
    /// Id of that record.
    pub subject_id: String,
    /// Its cluster, for a tenant and a cluster.
    pub cluster_id: Option<String>,
    /// The unit it goes to; for a place: the unit whose report it is.
    pub place_id: Option<String>,
    /// 1, and one more for each correction.
    pub version: i64,
    /// Where it stands.
    pub status: ReportStatus,
    /// Last day on which it is in time.
    pub due_on: Option<Day>,
    /// When it was begun, UTC.
    pub made_at: String,
    /// When it was sent, UTC.
    pub sent_at: Option<String>,
    /// The day it was in Việt Nam.
    pub sent_on: Option<Day>,
    /// When it was decided on, UTC.
    pub decided_at: Option<String>,
    /// What whoever decided says to the reporter.
    pub remarks: String,
    /// Why there is a correction.
    pub reason: String,
    /// The paper of this report.
    pub document_id: Option<String>,
    /// The body that entered it instead of the one that owes it; `None` where that did it itself,
    /// or an agency for it.
    pub entered_by: Option<String>,
}

impl Report {
    /// Whether it came after its day.
    pub fn is_late(&self) -> bool {
        matches!((self.sent_on, self.due_on), (Some(sent), Some(due)) if sent > due)
    }

    /// The period in words.
    pub fn period_vi(&self) -> String {
        super::super::duties::period_vi(&self.period)
    }
}

/// A report to begin.
#[derive(Clone, Debug, serde::Serialize)]
pub struct NewReport {
    /// The form.
    pub form: ReportForm,
    /// Which version of it.
    pub form_version: String,
    /// The period.
    pub period: String,
    /// What kind of record it is about.
    pub subject_kind: ReportSubject,
    /// Id of that record.
    pub subject_id: String,
    /// Its cluster, for a tenant and a cluster.
    #[serde(skip)]
    pub cluster_id: Option<String>,
    /// The unit it goes to.
    #[serde(skip)]
    pub place_id: Option<String>,
    /// 1, and one more for each correction.
    pub version: i64,
    /// Last day on which it is in time.
    pub due_on: Option<Day>,
    /// Why there is a correction.
    pub reason: String,
    /// The body that enters it instead of the one that owes it.
    pub entered_by: Option<String>,
}

impl NewReport {
    /// The first report of what is owed; a correction counts on from here.
    pub fn first(
        term: &ReportTerm,
        form_version: &str,
        owed: &Owed,
        receiver: Option<String>,
    ) -> Self {
        Self {
            form: term.form,
            form_version: form_version.to_owned(),
            period: term.period.to_string(),
            subject_kind: owed.subject_kind,
            subject_id: owed.subject_id.clone(),
            cluster_id: Some(owed.cluster_id.clone()),
            place_id: receiver,
            version: 1,
            due_on: term.due_on,
            reason: String::new(),
            entered_by: None,
        }
    }
}

/// A report that waits for a decision.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct WaitingReport {
    /// Id.
    pub id: String,
    /// The form.
    pub form: ReportForm,
    /// The period.
    pub period: String,
    /// Which version it is.
    pub version: i64,
    /// The day it was sent.
    pub sent_on: Option<Day>,
    /// Last day on which it was in time.
    pub due_on: Option<Day>,
    /// What it is about.
    pub subject: String,
    /// Who reports.
    pub reporter: String,
    /// The cluster.
    pub cluster: String,
    /// Errors found.
    pub errors: i64,
    /// Warnings found.
    pub warnings: i64,
}

impl WaitingReport {
    /// Whether the checks found nothing.
    pub fn is_clean(&self) -> bool {
        self.errors == 0 && self.warnings == 0
    }

    /// Whether it came after its day.
    pub fn is_late(&self) -> bool {
        matches!((self.sent_on, self.due_on), (Some(sent), Some(due)) if sent > due)
    }

    /// The period in words.
    pub fn period_vi(&self) -> String {
        super::super::duties::period_vi(&self.period)
    }
}

words! {
    /// How somebody was reminded.
    pub enum ReminderWay {
        Notice = "notice" => "thông báo trong phần mềm",
        Mail = "mail" => "thư điện tử",
        Letter = "letter" => "giấy nhắc",
    }
}

words! {
    /// How a value came into a report.
    pub enum ValueWay {
        Page = "page" => "nhập trên trang",
        Workbook = "workbook" => "bảng tính mẫu",
        Upload = "upload" => "tệp tải lên",
        Figure = "figure" => "tính từ hồ sơ",
        Carried = "carried" => "lấy lại số kỳ trước",
    }
}

/// One value of a report.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct ReportValue {
    /// The report.
    pub report_id: String,
    /// Key of its row in the form.
    pub row_key: String,
    /// The value as the form keeps it; `None` where nothing was reported.
    pub value: Option<i64>,
    /// As typed.
    pub raw: String,
    /// How it came in.
    pub way: ValueWay,
    /// What the register comes to.
    pub computed: Option<i64>,
    /// What the reports below come to.
    pub reported_below: Option<i64>,
    /// Which of them was taken: computed, below, entered; empty while nobody has decided.
    pub settled: String,
    /// Why the number differs or jumps.
    pub explanation: String,
    /// The column "Ghi chú".
    pub note: String,
    /// The paper that says so.
    pub document_id: Option<String>,
    /// Where in the paper.
    pub location: String,
}

/// A value to keep.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct NewValue {
    /// Key of its row in the form.
    pub row_key: String,
    /// The value as the form keeps it; `None` where nothing is reported.
    pub value: Option<i64>,
    /// As typed.
    pub raw: String,
    /// How it came in.
    pub way: ValueWay,
    /// What the register comes to, where it is asked.
    pub computed: Option<i64>,
    /// What the reports below come to, where there are any.
    pub reported_below: Option<i64>,
    /// Which of them was taken; empty where nobody chooses or has chosen.
    pub settled: &'static str,
    /// Why the number differs or jumps.
    pub explanation: String,
    /// The column "Ghi chú".
    pub note: String,
    /// Where in the paper.
    pub location: String,
}

words! {
    /// How much a finding weighs.
    #[derive(Default)]
    pub enum ReportSeverity {
        Error = "error" => "lỗi",
        #[default]
        Warning = "warning" => "cần xem lại",
    }
}

/// Something the checks found in a report.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct ReportProblem {
    /// Key of the row; empty when it is of the whole.
    pub row_key: String,
    /// How much it weighs.
    pub severity: ReportSeverity,
    /// file, value, row, section, between, history.
    pub category: String,
    /// Which check found it.
    pub kind: String,
    /// Sheet of the workbook, when it came by one.
    pub sheet: String,
    /// Cell of the sheet.
    pub cell: String,
    /// What stands there.
    pub found: String,
    /// What should stand there.
    pub expected: String,
    /// What the person reads.
    pub message: String,
    /// What the reporter says to it.
    pub explained: String,
}

impl ReportProblem {
    /// What people read for its category.
    pub fn category_label(&self) -> &'static str {
        let mut all = kernel::form::Category::ALL.into_iter();
        let own = all.find(|category| category.code() == self.category);
        own.map(kernel::form::Category::label).unwrap_or_default()
    }
}
