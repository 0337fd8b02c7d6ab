//! Versions of a paper's file, and what papers say of each other.

use super::Document;
use crate::words;
use kernel::text::fold;
use paper::content::Kind as Content;

/// One version of a paper's file.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct FileVersion {
    /// Counts the versions of one paper, from one.
    pub version: i64,
    /// SHA-256 of its bytes.
    pub file_sha256: String,
    /// Its name as it came.
    pub file_name: String,
    /// Its size in bytes.
    pub file_bytes: i64,
    /// What it is: pdf, png, docx …; empty when nobody has looked.
    pub kind: String,
    /// Its pages; 0 when not known.
    pub pages: i64,
    /// Full name of whoever brought it; empty when nobody is known.
    pub added_by: String,
    /// The moment, UTC.
    pub added_at: String,
    /// What they said of it.
    pub note: String,
}

impl FileVersion {
    /// What it is, when its pages can be drawn.
    pub fn picture_kind(&self) -> Option<Content> {
        Content::of_name(&format!("x.{}", self.kind)).filter(|kind| kind.has_pictures())
    }

    /// Its size for people: "1,2 MB".
    pub fn size_vi(&self) -> String {
        size_vi(self.file_bytes)
    }

    /// When it was brought, for people.
    pub fn added_vi(&self) -> String {
        crate::ui::moment_vi(&self.added_at)
    }
}

/// A size for people.
fn size_vi(bytes: i64) -> String {
    const KB: i64 = 1024;
    if bytes < KB {
        return format!("{bytes} byte");
    }
    if bytes < KB * KB {
        return format!("{} KB", kernel::number::format_scaled(bytes / KB, 0, 0, 0));
    }
    format!("{} MB", kernel::number::format_scaled(bytes * 10 / (KB * KB), 1, 1, 1))
}

/// A file that is kept and is to be noted with its paper.
#[derive(Clone, Debug)]
pub struct KeptFile {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// How many bytes it has.
    pub bytes: i64,
    /// Its name as it came.
    pub name: String,
    /// What it is.
    pub kind: Content,
    /// Its pages; 0 when it has none that can be drawn.
    pub pages: i64,
}

words! {
    /// What a paper says of another one.
    pub enum Relation {
        RestsOn = "rests_on" => "Căn cứ",
        Replaces = "replaces" => "Thay thế",
        Amends = "amends" => "Sửa đổi, bổ sung",
        Abolishes = "abolishes" => "Bãi bỏ",
    }
}

impl Relation {
    /// What the other paper reads.
    pub fn label_back(self) -> &'static str {
        match self {
            Self::RestsOn => "Là căn cứ của",
            Self::Replaces => "Được thay thế bởi",
            Self::Amends => "Được sửa đổi, bổ sung bởi",
            Self::Abolishes => "Bị bãi bỏ bởi",
        }
    }
}

/// A link between two papers, as seen from one of them.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct PaperLink {
    /// Id of the link.
    pub id: String,
    /// Counts its changes.
    pub revision: i64,
    /// Id of the paper that says so.
    pub document_id: String,
    /// What it says.
    pub relation: Relation,
    /// Where it says so.
    pub location: String,
    /// Id of the paper at the other end.
    pub other_id: String,
    /// Its number.
    pub number: String,
    /// Its day.
    pub issued_on: Option<crate::store::Day>,
    /// Its subject line.
    pub subject_line: String,
    /// First day it is in force.
    pub in_force_from: Option<crate::store::Day>,
    /// Last day it is in force.
    pub in_force_to: Option<crate::store::Day>,
}

impl PaperLink {
    /// What stands before the other paper, seen from `document`.
    pub fn label_from(&self, document: &Document) -> &'static str {
        if self.document_id == document.id {
            self.relation.label()
        } else {
            self.relation.label_back()
        }
    }

    /// How the other paper is cited.
    pub fn other(&self) -> String {
        let name = if self.number.is_empty() { &self.subject_line } else { &self.number };
        match self.issued_on {
            Some(day) => format!("{name} ngày {}", day.vi()),
            None => name.clone(),
        }
    }

    /// The page of the paper that says so.
    pub fn page(&self) -> Option<i64> {
        page_in(&self.location)
    }
}

/// A link that is to be made.
#[derive(Clone, Debug)]
pub struct NewLink<'a> {
    /// The paper that says so.
    pub document_id: &'a str,
    /// The paper it speaks of.
    pub target_id: &'a str,
    /// What it says.
    pub relation: Relation,
    /// Where it says so.
    pub location: &'a str,
}

/// The page that a location names: "Điều 1, trang 3", "tr. 3", "tr.3".
pub fn page_in(location: &str) -> Option<i64> {
    let folded = fold(location);
    ["trang", "tr."].iter().find_map(|word| {
        let (before, after) = folded.split_once(word)?;
        let begins = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let after = after.trim_start();
        let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        after[..end].parse().ok().filter(|page| begins && *page > 0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_names_its_page() {
        for (location, page) in [
            ("trang 3", Some(3)),
            ("Điều 1, Trang 12", Some(12)),
            ("tr. 4", Some(4)),
            ("tr.5, dòng 2", Some(5)),
            ("Sheet1!B7", None),
            ("trang", None),
            ("trang 0", None),
            ("", None),
        ] {
            assert_eq!(page_in(location), page, "{location}");
        }
        assert_eq!((size_vi(900), size_vi(51_200)), ("900 byte".to_owned(), "50 KB".to_owned()));
        assert_eq!(size_vi(1_310_720), "1,2 MB");
    }
}
