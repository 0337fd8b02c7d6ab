//! Changes of units brought by a file: read, checked against what is known, looked at, applied.

pub mod impact;
pub mod plan;
pub mod read;
pub mod regions;

use super::model::Level;
use crate::store::Day;
use crate::words;

words! {
    /// What a file of changes is about.
    pub enum Content {
        Units = "units" => "Đơn vị hành chính",
        Regions = "regions" => "Vùng",
    }
}

words! {
    /// What happens to a unit.
    pub enum Kind {
        New = "new" => "lập mới",
        Renamed = "renamed" => "đổi tên",
        Merged = "merged" => "nhập",
        Divided = "divided" => "chia",
        Abolished = "abolished" => "giải thể",
        Moved = "moved" => "chuyển",
    }
}

words! {
    /// A column of a file of unit changes, with its heading.
    pub enum Column {
        Kind = "kind" => "Loại thay đổi",
        OldLevel = "old_level" => "Cấp cũ",
        OldCode = "old_code" => "Mã cũ",
        NewLevel = "new_level" => "Cấp mới",
        NewCode = "new_code" => "Mã mới",
        Name = "name" => "Tên mới",
        FullName = "full_name" => "Tên đầy đủ mới",
        Type = "type" => "Loại đơn vị mới",
        ParentCode = "parent_code" => "Mã cấp trên mới",
        Default = "default" => "Mặc định",
        Effective = "effective_on" => "Ngày hiệu lực",
        Decree = "decree" => "Nghị quyết",
        DecreeDay = "decree_issued_on" => "Ngày ban hành",
    }
}

words! {
    /// A column of a file of regions, with its heading.
    pub enum RegionColumn {
        Set = "set" => "Loại vùng",
        Code = "region_code" => "Mã vùng",
        Name = "region_name" => "Tên vùng",
        Member = "member_code" => "Mã tỉnh",
        Effective = "effective_on" => "Ngày hiệu lực",
        Source = "source" => "Nguồn",
        Confidence = "confidence" => "Độ tin cậy",
    }
}

/// What is wrong with a line, in the words of whoever wrote it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Fault {
    /// Line of the file, from 1.
    pub line: u32,
    /// Heading of the column; empty where the line as a whole is wrong.
    pub column: String,
    /// What stands there.
    pub found: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// A level and a code.
pub type Key = (Level, String);

/// A line of a file of unit changes, read but not yet compared with the units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Line of the file, from 1.
    pub number: u32,
    /// What happens.
    pub kind: Kind,
    /// The unit it happens to.
    pub old: Option<Key>,
    /// The unit that comes of it.
    pub new: Option<Key>,
    /// Name of the new unit without its kind.
    pub name: String,
    /// Name of the new unit with its kind.
    pub full_name: String,
    /// xã, phường, tỉnh …
    pub unit_kind: String,
    /// Code of the unit above the new one.
    pub parent_code: String,
    /// Whether the new unit is the one meant when nothing else is known: yes, no, or not said.
    pub preference: Option<super::model::Preference>,
    /// First day of the new state.
    pub effective: Day,
    /// Number of the decree.
    pub decree: String,
    /// Day of the decree.
    pub decree_day: Option<Day>,
}

/// A line of a file of regions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionLine {
    /// Line of the file, from 1.
    pub number: u32,
    /// What kind of region: vùng kinh tế - xã hội …
    pub set: String,
    /// Code of the region, our own.
    pub code: String,
    /// Name of the region.
    pub name: String,
    /// Code of a province that is a member from that day.
    pub member_code: String,
    /// First day of this membership.
    pub effective: Day,
    /// Where this is said.
    pub source: String,
    /// How surely.
    pub confidence: kernel::law::Confidence,
}
