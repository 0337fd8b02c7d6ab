//! What the forms need of a project besides its money: rows of its estimate and of a training
//! programme, appraisals, the progress of a month, vouchers, acceptances.

use super::words::Source;
use crate::store::Day;
use crate::words;

words! {
    /// What an entry is.
    pub enum EntryKind {
        Cost = "cost" => "Dòng dự toán",
        Lesson = "lesson" => "Môn, nội dung đào tạo",
        Appraisal = "appraisal" => "Thẩm định cấp cơ sở",
        Progress = "progress" => "Tiến độ",
        Voucher = "voucher" => "Chứng từ",
        Acceptance = "acceptance" => "Nghiệm thu",
    }
}

words! {
    /// How an appraisal ends.
    pub enum AppraisalResult {
        Agreed = "agreed" => "Đồng ý trình phê duyệt",
        Supplement = "supplement" => "Đề nghị bổ sung, hoàn thiện",
        Refused = "refused" => "Không đồng ý",
    }
}

words! {
    /// What is accepted: the work at one place (Mẫu 5a), the whole project (5b), the whole by the
    /// agency that leads it (5c).
    pub enum AcceptanceScope {
        Place = "place" => "Từng địa điểm (Mẫu 5a)",
        Whole = "whole" => "Tổng thể đề án (Mẫu 5b)",
        Agency = "agency" => "Của cơ quan quản lý (Mẫu 5c)",
    }
}

words! {
    /// How an acceptance ends.
    pub enum AcceptanceResult {
        Passed = "passed" => "Đạt yêu cầu",
        Remarks = "remarks" => "Đạt, còn nội dung phải hoàn thiện",
        Failed = "failed" => "Không đạt yêu cầu",
    }
}

/// A row of the estimate (dự toán): what is paid for in a year, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct CostEntry {
    /// Its place in the estimate.
    pub ordinal: i64,
    /// What is paid for.
    pub content: String,
    /// The year.
    pub year: i64,
    /// Promotion money, in đồng.
    pub support_vnd: i64,
    /// The beneficiary's own, in đồng.
    pub counterpart_vnd: i64,
    /// From elsewhere, in đồng.
    pub other_vnd: i64,
    /// Remark, or which other source.
    pub note: String,
}

impl CostEntry {
    /// What it costs, in đồng.
    pub fn total_vnd(&self) -> i64 {
        self.support_vnd + self.counterpart_vnd + self.other_vnd
    }
}

/// A row of a training programme.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LessonEntry {
    /// Its place in the programme.
    pub ordinal: i64,
    /// What is taught.
    pub content: String,
    /// Hours in the classroom.
    pub theory_hours: i64,
    /// Hours at the machine.
    pub practice_hours: i64,
    /// Remark.
    pub note: String,
}

/// What the appraisal says of the five contents (TT 36/2013, thẩm định cấp cơ sở).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AppraisalEntry {
    /// The office or council that appraised, not a person.
    pub office: String,
    /// Whether it fits the contents of promotion.
    pub fit: String,
    /// Its goal, need, effect, and whether its money is reasonable.
    pub need: String,
    /// What executor, coordinator and beneficiary are able to do.
    pub capacity: String,
    /// How it goes together with other programmes.
    pub combination: String,
    /// Whether the file is complete.
    pub completeness: String,
    /// How it ends.
    pub result: AppraisalResult,
}

/// How far the work has come.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ProgressEntry {
    /// Share of the work that is done, in percent.
    pub percent: i64,
    /// What was done.
    pub content: String,
    /// What the beneficiary has put in of its own, in đồng.
    pub counterpart_vnd: i64,
    /// What is difficult.
    pub difficulties: String,
    /// What is asked for.
    pub proposals: String,
}

/// A voucher (chứng từ). Its paper is the voucher itself.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct VoucherEntry {
    /// Its number.
    pub number: String,
    /// Who made it out: the seller, whoever was paid.
    pub issuer: String,
    /// What was paid for.
    pub content: String,
    /// The row of the estimate it belongs to; empty for none.
    pub cost_id: String,
}

/// Minutes of an acceptance.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AcceptanceEntry {
    /// What is accepted.
    pub scope: AcceptanceScope,
    /// Where.
    pub place: String,
    /// What was done, against what was agreed.
    pub content: String,
    /// The volume the establishment paid for itself, in đồng (TTLT 26/2014, Điều 8).
    pub counterpart_vnd: i64,
    /// Which offices were there, not which persons.
    pub parties: String,
    /// How it ends.
    pub result: AcceptanceResult,
    /// What remains to be done.
    pub remarks: String,
}

/// What an entry says, by its kind.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum EntrySaid {
    /// A row of the estimate.
    Cost(CostEntry),
    /// A row of a training programme.
    Lesson(LessonEntry),
    /// An appraisal.
    Appraisal(AppraisalEntry),
    /// Progress.
    Progress(ProgressEntry),
    /// A voucher.
    Voucher(VoucherEntry),
    /// An acceptance.
    Acceptance(AcceptanceEntry),
}

impl TryFrom<String> for EntrySaid {
    type Error = serde_json::Error;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        serde_json::from_str(&text)
    }
}

/// An entry to be kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct NewEntry {
    /// The beneficiary it is about; empty for the whole project.
    pub participant_id: String,
    /// What it is.
    pub kind: EntryKind,
    /// The day it is of.
    pub on_day: Day,
    /// Whose money, of a voucher.
    pub source: Option<Source>,
    /// Its money in đồng: total of a row, proposed, paid, of the voucher, accepted.
    pub amount_vnd: i64,
    /// Everything else.
    pub said: EntrySaid,
    /// Where in its paper.
    pub location: String,
}

/// An entry on the register.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Entry {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// Its project.
    pub project_id: String,
    /// The beneficiary it is about; empty for the whole project.
    pub participant_id: String,
    /// Name of that beneficiary.
    pub beneficiary: String,
    /// What it is.
    pub kind: EntryKind,
    /// The day it is of.
    pub on_day: Day,
    /// Whose money; empty where that says nothing.
    pub source: String,
    /// Its money in đồng.
    pub amount_vnd: i64,
    /// Everything else.
    #[sqlx(try_from = "String")]
    pub said: EntrySaid,
    /// The paper.
    pub document_id: String,
    /// How that is called.
    pub document: String,
    /// Where in it.
    pub location: String,
    /// Moment it was superseded; empty while it counts.
    pub superseded_at: String,
    /// Why.
    pub superseded_reason: String,
}

impl Entry {
    /// Whether it counts.
    pub fn counts(&self) -> bool {
        self.superseded_at.is_empty()
    }

    /// Its place among the rows of an estimate or a programme; nothing for others.
    pub fn ordinal(&self) -> i64 {
        match &self.said {
            EntrySaid::Cost(said) => said.ordinal,
            EntrySaid::Lesson(said) => said.ordinal,
            _ => 0,
        }
    }

    /// Whose money it is, of a voucher.
    pub fn source(&self) -> Option<Source> {
        self.source.parse().ok()
    }

    /// The row of the estimate.
    pub fn cost(&self) -> Option<&CostEntry> {
        if let EntrySaid::Cost(said) = &self.said { Some(said) } else { None }
    }

    /// The row of a training programme.
    pub fn lesson(&self) -> Option<&LessonEntry> {
        if let EntrySaid::Lesson(said) = &self.said { Some(said) } else { None }
    }

    /// The appraisal.
    pub fn appraisal(&self) -> Option<&AppraisalEntry> {
        if let EntrySaid::Appraisal(said) = &self.said { Some(said) } else { None }
    }

    /// The progress.
    pub fn progress(&self) -> Option<&ProgressEntry> {
        if let EntrySaid::Progress(said) = &self.said { Some(said) } else { None }
    }

    /// The voucher.
    pub fn voucher(&self) -> Option<&VoucherEntry> {
        if let EntrySaid::Voucher(said) = &self.said { Some(said) } else { None }
    }

    /// The acceptance.
    pub fn acceptance(&self) -> Option<&AcceptanceEntry> {
        if let EntrySaid::Acceptance(said) = &self.said { Some(said) } else { None }
    }

    /// The entry in a line of a list.
    pub fn told(&self) -> String {
        match &self.said {
            EntrySaid::Cost(said) => format!("{} (năm {})", said.content, said.year),
            EntrySaid::Lesson(said) => format!(
                "{}: {} giờ lý thuyết, {} giờ thực hành",
                said.content, said.theory_hours, said.practice_hours
            ),
            EntrySaid::Appraisal(said) => format!("{}: {}", said.office, said.result.label()),
            EntrySaid::Progress(said) => {
                format!("Đạt {} % khối lượng. {}", said.percent, said.content)
            }
            EntrySaid::Voucher(said) => format!("Số {}: {}", said.number, said.content),
            EntrySaid::Acceptance(said) => {
                let place =
                    if said.place.is_empty() { String::new() } else { format!(", {}", said.place) };
                format!("{}{place}: {}", said.scope.label(), said.result.label())
            }
        }
    }
}
