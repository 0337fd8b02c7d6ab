//! The nouns: a report in words, its parts, and what is kept of it when it is issued.

use super::super::summary::model::SummaryPlace;
use crate::figures::Window;
use crate::store::Day;
use crate::words;
use kernel::form::{Form, Values};
use std::collections::BTreeMap;

words! {
    /// Where a report in words stands.
    pub enum WritingStatus {
        Draft = "draft" => "bản dự thảo",
        Approved = "approved" => "đã duyệt, chờ lấy số",
        Issued = "issued" => "đã ban hành",
    }
}

words! {
    /// Whose words a part holds.
    pub enum WritingAuthor {
        Program = "program" => "dự thảo từ số liệu",
        Officer = "officer" => "chuyên viên viết",
        Nobody = "nobody" => "chưa viết",
    }
}

/// What marks an issued report, with the version of its layout.
pub const SCHEMA: &str = "longan-written-1";

/// A report in words as it is kept; its content is read apart.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Writing {
    /// Its id.
    pub id: String,
    /// Counts its changes.
    pub revision: i64,
    /// The Biểu số 04 it tells of.
    pub report_id: String,
    /// The province.
    pub place_id: String,
    /// The period: 2026-H1.
    pub period: String,
    /// Where it stands.
    pub status: WritingStatus,
    /// By which what was approved is known again.
    pub approved_sha256: String,
    /// When it was issued.
    pub issued_at: Option<String>,
    /// Its paper.
    pub document_id: Option<String>,
    /// By which what was issued is checked.
    pub sha256: String,
}

/// What an officer wrote in place of the draft of a part.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Passage {
    /// Key of the part.
    pub part_key: String,
    /// The words; empty where the draft holds.
    pub body: String,
    /// The numbers of the draft when it was written, as JSON.
    pub numbers: String,
    /// When it was written.
    pub edited_at: String,
}

/// A number that stands in a part, with the row it comes from.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct UsedNumber {
    /// Number of the row as printed: "15.1"; a word for what is no row.
    pub key: String,
    /// What it counts.
    pub label: String,
    /// The number as printed, with its unit.
    pub printed: String,
    /// Where its rows are; empty where it has no page.
    pub path: String,
}

/// A part of the report.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct WritingPart {
    /// Its key in the wording.
    pub key: String,
    /// What it is called where it has no heading.
    pub title: String,
    /// Its heading; empty where it has none.
    pub heading: String,
    /// How deep the heading stands: 1 or 2.
    pub level: usize,
    /// Whose words it holds; `None` for a heading alone.
    pub author: Option<WritingAuthor>,
    /// The paragraphs that hold.
    pub paragraphs: Vec<String>,
    /// What the numbers come to, paragraph by paragraph; empty for what an officer writes freely.
    pub drafted: Vec<String>,
    /// The numbers of the draft.
    pub numbers: Vec<UsedNumber>,
    /// What is asked of whoever writes it.
    pub hint: String,
    /// The numbers that have changed since an officer wrote it: label, before, after.
    #[serde(skip)]
    pub changed: Vec<ChangedNumber>,
}

/// A number that is not what it was when an officer wrote the words around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedNumber {
    /// What it counts.
    pub label: String,
    /// The number then; empty when it did not stand there.
    pub before: String,
    /// The number now; empty when it stands there no longer.
    pub after: String,
}

/// The paper of a report, and who signed it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct WritingPaper {
    /// Số, ký hiệu.
    pub number: String,
    /// Its day.
    pub issued_on: Day,
    /// Who issued it.
    pub issuer: String,
    /// Office of the signer, a line each.
    pub office: Vec<String>,
    /// Name of the signer.
    pub signer: String,
}

/// A report in words with everything it is printed from.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct WritingContent {
    /// [`SCHEMA`].
    pub schema: String,
    /// The Biểu số 04 it tells of.
    pub report_id: String,
    /// By which that is checked, once it was sent.
    pub report_sha256: String,
    /// The period: 2026-H1.
    pub period: String,
    /// The days it tells of.
    pub window: Window,
    /// The province.
    pub place: SummaryPlace,
    /// The Department, as papers name it.
    pub department: String,
    /// To whom it is written.
    pub addressees: Vec<String>,
    /// Its parts, from top to bottom.
    pub parts: Vec<WritingPart>,
    /// The form that is annexed.
    pub form: Form,
    /// The paper that sets the form.
    pub law: String,
    /// The numbers of the annex.
    pub values: Values,
    /// The last column of the annex.
    pub notes: BTreeMap<String, String>,
    /// Its paper; `None` until it is issued.
    pub paper: Option<WritingPaper>,
}

impl Writing {
    /// Whether its words may still change.
    pub fn is_open(&self) -> bool {
        self.status != WritingStatus::Issued
    }

    /// The period in words.
    pub fn period_vi(&self) -> String {
        super::super::duties::period_vi(&self.period)
    }
}

impl WritingPart {
    /// What it is called on the screen.
    pub fn name(&self) -> &str {
        if self.heading.is_empty() { &self.title } else { &self.heading }
    }

    /// Whether it is a heading alone.
    pub fn is_heading(&self) -> bool {
        self.author.is_none()
    }

    /// Whether nobody has written what is to be written freely.
    pub fn is_unwritten(&self) -> bool {
        self.author == Some(WritingAuthor::Nobody)
    }

    /// Whether an officer's words stand in place of the draft.
    pub fn is_edited(&self) -> bool {
        self.author == Some(WritingAuthor::Officer) && !self.drafted.is_empty()
    }
}

impl WritingContent {
    /// The period in words.
    pub fn period_vi(&self) -> String {
        super::super::duties::period_vi(&self.period)
    }

    /// The part of that key, if it has words.
    pub fn part(&self, key: &str) -> Option<&WritingPart> {
        self.parts.iter().find(|part| part.key == key && !part.is_heading())
    }

    /// What has to be done before it can be approved: the part and what to do there.
    pub fn obstacles(&self) -> Vec<(&WritingPart, &'static str)> {
        let obstacle = |part: &WritingPart| {
            if part.is_unwritten() {
                return Some("chưa viết; không có gì thì ghi “Không có.”");
            }
            (!part.changed.is_empty())
                .then_some("số liệu đã đổi từ khi sửa; hãy đọc lại, sửa cho khớp rồi ghi")
        };
        self.parts.iter().filter_map(|part| Some((part, obstacle(part)?))).collect()
    }
}
