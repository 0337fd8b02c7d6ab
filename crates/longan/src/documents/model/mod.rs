//! The nouns: a paper, its place in a register, its files and links, the facts that rest on it.

mod entry;
mod file;

pub use entry::{Entry, entry_fields, read_entry, typed_entry};
pub use file::{FileVersion, KeptFile, NewLink, PaperLink, Relation, page_in};

use super::search::number_words;
use crate::store::Day;
use crate::words;
use kernel::text::{fold, search_text, sort_key};

words! {
    /// What kind of paper it is: the kinds of NĐ 30/2020 that are used, statutes, and workbooks.
    pub enum Kind {
        Decision = "decision" => "Quyết định",
        Letter = "letter" => "Công văn",
        Report = "report" => "Báo cáo",
        Submission = "submission" => "Tờ trình",
        Plan = "plan" => "Kế hoạch",
        Notice = "notice" => "Thông báo",
        Minutes = "minutes" => "Biên bản",
        Contract = "contract" => "Hợp đồng",
        Certificate = "certificate" => "Giấy chứng nhận",
        Invitation = "invitation" => "Giấy mời",
        Resolution = "resolution" => "Nghị quyết",
        Directive = "directive" => "Chỉ thị",
        Regulation = "regulation" => "Quy chế, quy định",
        Guideline = "guideline" => "Hướng dẫn",
        Programme = "programme" => "Chương trình",
        Scheme = "scheme" => "Phương án, đề án",
        Telegram = "telegram" => "Công điện",
        Law = "law" => "Luật",
        Decree = "decree" => "Nghị định",
        Circular = "circular" => "Thông tư",
        Workbook = "workbook" => "Bảng tính",
        Other = "other" => "Văn bản khác",
    }
}

words! {
    /// Which way a paper went through the register it stands in.
    pub enum Direction {
        None = "" => "Chưa vào sổ",
        In = "in" => "Văn bản đến",
        Out = "out" => "Văn bản đi",
        Internal = "internal" => "Văn bản nội bộ",
    }
}

words! {
    /// How soon a paper must be dealt with (độ khẩn).
    pub enum Urgency {
        Plain = "" => "Thường",
        Urgent = "urgent" => "Khẩn",
        VeryUrgent = "very_urgent" => "Thượng khẩn",
        Express = "express" => "Hỏa tốc",
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
    /// Which way it went.
    pub direction: Direction,
    /// The unit whose register it stands in; `None` while only facts know it.
    pub place_id: Option<String>,
    /// Số đến, số đi.
    pub register_number: String,
    /// Ngày đến, ngày đi.
    pub registered_on: Option<Day>,
    /// Who signed it.
    pub signer: String,
    /// As what they signed it.
    pub signer_title: String,
    /// How soon it must be dealt with.
    pub urgency: Urgency,
    /// Căn cứ, as written.
    pub grounds: String,
    /// First day in force, where it is a rule.
    pub in_force_from: Option<Day>,
    /// Last day in force, where it is a rule.
    pub in_force_to: Option<Day>,
    /// Id of the person who wrote it into the register.
    pub added_by: Option<String>,
}

impl Document {
    /// What a list shows first: the number, or the file or subject of a paper without one.
    pub fn name(&self) -> &str {
        let names = [&self.number, &self.subject_line, &self.file_name];
        names.into_iter().find(|name| !name.is_empty()).map_or("", String::as_str)
    }

    /// The text in which the paper names what it rests on.
    pub fn cites(&self) -> String {
        format!("{}\n{}", self.grounds, self.subject_line)
    }

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
            None => numbered_key(&self.number, self.issued_on, &self.issuer),
        }
    }

    /// The number as words, for search.
    pub fn number_words(&self) -> String {
        number_words(&self.number)
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

/// The key of a numbered paper.
fn numbered_key(number: &str, issued_on: Option<Day>, issuer: &str) -> String {
    let day = issued_on.map(|day| day.to_string()).unwrap_or_default();
    format!("{} {day} {}", fold(number).replace(' ', ""), fold(issuer))
}

/// One fact that rests on a paper.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Use {
    /// Page of the record it is about.
    pub path: String,
    /// Name of the record.
    pub name: String,
    /// What it says: an indicator, a state, a lease …
    pub fact: String,
    /// Where in the paper: sheet and cell, or page.
    pub location: String,
    /// Day it is of.
    pub on_day: String,
}

impl Use {
    /// The page of the paper it stands on, when the location names one.
    pub fn page(&self) -> Option<i64> {
        page_in(&self.location)
    }

    /// The day as people write it.
    pub fn day_vi(&self) -> String {
        crate::ui::day_vi(&self.on_day)
    }
}
