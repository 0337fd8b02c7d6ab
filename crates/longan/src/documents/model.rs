//! The nouns: a paper, and the facts that rest on it.

use crate::store::Day;
use crate::words;
use kernel::text::{fold, search_text, sort_key};

words! {
    /// What kind of paper it is.
    pub enum Kind {
        Decision = "decision" => "Quyết định",
        Report = "report" => "Báo cáo",
        Workbook = "workbook" => "Bảng tính",
        Contract = "contract" => "Hợp đồng",
        Certificate = "certificate" => "Giấy chứng nhận",
        Letter = "letter" => "Công văn",
        Other = "other" => "Văn bản khác",
    }
}

/// A paper on the register.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Document {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// What kind of paper it is.
    pub kind: Kind,
    /// Số, ký hiệu as written; empty when the paper has none.
    pub number: String,
    /// Day of issue.
    pub issued_on: Option<Day>,
    /// Who issued it.
    pub issuer: String,
    /// Trích yếu.
    pub subject_line: String,
    /// SHA-256 of the file, when it is kept.
    pub file_sha256: Option<String>,
    /// Name of the file as it came.
    pub file_name: String,
    /// Size of the file in bytes.
    pub file_bytes: i64,
    /// Moment it was put on the register, UTC.
    pub recorded_at: String,
}

impl Document {
    /// How the paper is cited: number and day, or its subject where it has no number.
    pub fn citation(&self) -> String {
        let name = if self.number.is_empty() { &self.subject_line } else { &self.number };
        match self.issued_on {
            Some(day) => format!("{name} ngày {}", day.vi()),
            None => name.clone(),
        }
    }
}

/// A paper that is to be found or added.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NewDocument {
    /// What kind of paper it is.
    pub kind: Kind,
    /// Số, ký hiệu; empty when the paper has none.
    pub number: String,
    /// Day of issue.
    pub issued_on: Option<Day>,
    /// Who issued it.
    pub issuer: String,
    /// Trích yếu.
    pub subject_line: String,
    /// SHA-256 of the file, when it is kept.
    pub file_sha256: Option<String>,
    /// Name of the file as it came.
    pub file_name: String,
    /// Size of the file in bytes.
    pub file_bytes: i64,
}

impl NewDocument {
    /// A decision known by its number and day only.
    pub fn decision(
        number: &str,
        issued_on: Option<Day>,
        issuer: &str,
        subject_line: &str,
    ) -> Self {
        Self {
            kind: Kind::Decision,
            number: number.to_owned(),
            issued_on,
            issuer: issuer.to_owned(),
            subject_line: subject_line.to_owned(),
            file_sha256: None,
            file_name: String::new(),
            file_bytes: 0,
        }
    }

    /// One paper has one key, however it is written: a file by its bytes, a numbered paper by
    /// number, day and issuer (numbers start again each year and each body has its own).
    pub fn match_key(&self) -> String {
        match &self.file_sha256 {
            Some(sha256) => format!("file {sha256}"),
            None if self.number.is_empty() => format!("{} {}", self.kind, fold(&self.subject_line)),
            None => {
                let day = self.issued_on.map(|day| day.to_string()).unwrap_or_default();
                format!("{} {day} {}", fold(&self.number).replace(' ', ""), fold(&self.issuer))
            }
        }
    }

    /// Sort key: number, or subject where there is none.
    pub fn sort_key(&self) -> String {
        sort_key(if self.number.is_empty() { &self.subject_line } else { &self.number })
    }

    /// What a search looks in.
    pub fn search_text(&self) -> String {
        search_text(&[&self.number, &self.subject_line, &self.issuer, &self.file_name])
    }
}

/// One fact that rests on a paper.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Use {
    /// Slug of the cluster it is about.
    pub slug: String,
    /// Name of the cluster.
    pub cluster: String,
    /// What it says: an indicator, a state, a lease …
    pub fact: String,
    /// Where in the paper: sheet and cell, or page.
    pub location: String,
    /// Day it is of.
    pub on_day: String,
}
