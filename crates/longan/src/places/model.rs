//! The nouns: an administrative unit, and how a record is tied to one.

use crate::store::Day;
use crate::words;

/// Id of the whole country, which everything lies in.
pub const COUNTRY_ID: &str = "country:VN:";

words! {
    /// Level of an administrative unit.
    pub enum Level {
        Country = "country" => "Cả nước",
        Region = "region" => "Vùng",
        Province = "province" => "Cấp tỉnh",
        District = "district" => "Cấp huyện",
        Commune = "commune" => "Cấp xã",
    }
}

words! {
    /// How a record is tied to a unit.
    pub enum Relation {
        Recorded = "recorded" => "ghi trong hồ sơ",
        Within = "within" => "đơn vị cấp trên",
        Mapped = "mapped" => "chuyển đổi theo lần sắp xếp đơn vị hành chính",
        Itself = "itself" => "chính hồ sơ này",
    }
}

words! {
    /// How a unit of another time was found; the surer, the earlier.
    pub enum Mapping {
        Recorded = "" => "đơn vị ghi trong hồ sơ",
        Confirmed = "confirmed" => "xã đã được xác nhận theo văn bản",
        Whole = "whole" => "cả xã cũ thuộc xã mới",
        Before = "before" => "địa bàn trước khi sắp xếp",
        Default = "default" => "xã cũ bị chia; lấy xã mới mặc định, cần xác nhận",
        Province = "province" => "chưa rõ xã; chỉ xác định được tỉnh mới",
    }
}

/// An administrative unit during its life.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Place {
    /// `level:code:first day`; the first day is empty for units older than the records.
    pub id: String,
    /// Official code with its leading zeros.
    pub code: String,
    /// Level.
    pub level: Level,
    /// tỉnh, thành phố, huyện, xã, phường …
    pub kind: String,
    /// Name without its kind.
    pub name: String,
    /// Name with its kind.
    pub full_name: String,
    /// The unit above it.
    pub parent_id: Option<String>,
    /// The province it lies in; its own id for a province.
    pub province_id: Option<String>,
    /// First day, empty when not known.
    pub valid_from: String,
    /// Last day; `None` while it exists.
    pub valid_to: Option<String>,
    /// The decree it began by.
    pub decree: String,
    /// Id of that decree, when it is on the register.
    pub document_id: Option<String>,
}

words! {
    /// Which of several units an old one became is meant when nothing else is known.
    pub enum Preference {
        Default = "default" => "mặc định",
        Alternative = "alternative" => "một phần",
    }
}

/// One unit became another, whole or in part.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Change {
    /// The old unit.
    pub old_id: String,
    /// The new unit.
    pub new_id: String,
    /// unchanged, renamed, merged, divided, converted, moved.
    pub kind: String,
    /// Whether it is the one meant where the old unit was divided.
    pub preference: Preference,
    /// First day of the new unit.
    pub effective_on: String,
    /// The decree.
    pub decree: String,
}

/// What people read for a kind of change.
pub fn kind_label(kind: &str) -> &'static str {
    match kind {
        "unchanged" => "giữ nguyên",
        "renamed" => "đổi tên hoặc đổi loại",
        "merged" => "nhập",
        "divided" => "chia",
        "converted" => "chuyển cấp",
        "moved" => "chuyển đơn vị cấp trên",
        _ => "thay đổi",
    }
}

/// What people read for a fact of this slice on a paper's page: `place:` and the kind of change.
pub fn fact_label(fact: &str) -> Option<String> {
    let kind = fact.strip_prefix("place:")?;
    if kind == "unit" {
        return Some("Đơn vị hành chính".to_owned());
    }
    Some(format!("Thay đổi đơn vị hành chính: {}", kind_label(kind)))
}

impl Place {
    /// Whether the unit exists on `day`.
    pub fn exists_on(&self, day: Day) -> bool {
        self.began_by(day)
            && self.valid_to.as_deref().is_none_or(|last| last >= day.to_string().as_str())
    }

    /// Whether the unit ended before `other` did.
    pub fn ended_before(&self, other: &Self) -> bool {
        match (&self.valid_to, &other.valid_to) {
            (Some(last), Some(others)) => last < others,
            (Some(_), None) => true,
            (None, _) => false,
        }
    }

    /// Whether the unit had begun on `day`.
    pub fn began_by(&self, day: Day) -> bool {
        self.valid_from.as_str() <= day.to_string().as_str()
    }

    /// The full name, and until when it held if it has ended: "Tỉnh Long An (đến 30/06/2025)".
    pub fn long_name(&self) -> String {
        match self.last_day() {
            Some(last) => format!("{} (đến {})", self.full_name, last.vi()),
            None => self.full_name.clone(),
        }
    }

    /// As the place before the day of a paper names it: its name alone, and its full name where
    /// the name is a number (decree 30/2020/NĐ-CP, Annex I).
    pub fn signed_at(&self) -> String {
        let is_number = self.name.chars().next().is_some_and(|first| first.is_ascii_digit());
        if is_number { self.full_name.clone() } else { self.name.clone() }
    }

    /// The first day, when it is known.
    pub fn first_day(&self) -> Option<Day> {
        self.valid_from.parse().ok()
    }

    /// The last day, when it has ended.
    pub fn last_day(&self) -> Option<Day> {
        self.valid_to.as_deref().and_then(|last| last.parse().ok())
    }
}

/// A place a record is reached through: a unit it lies in and how that is known, or the record itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The unit.
    pub place_id: String,
    /// How the record is tied to it.
    pub relation: Relation,
    /// How it was found.
    pub mapping: Mapping,
}

impl Link {
    /// By which whoever has a role at this one record reaches it: `cluster:ID`.
    pub fn itself(kind: &str, id: &str) -> Self {
        Self {
            place_id: format!("{kind}:{id}"),
            relation: Relation::Itself,
            mapping: Mapping::Recorded,
        }
    }
}

/// The committee of a unit, from its full name: "UBND xã Đức Hòa".
pub fn committee_vi(full_name: &str) -> String {
    format!("UBND {}", kernel::text::lower_first(full_name))
}

/// The same in full, as it reports: "Ủy ban nhân dân xã Đức Hòa".
pub fn full_committee_vi(full_name: &str) -> String {
    format!("Ủy ban nhân dân {}", kernel::text::lower_first(full_name))
}

/// The Department of a province, from its full name: "Sở Công Thương tỉnh Tây Ninh".
pub fn department_vi(full_name: &str) -> String {
    format!("Sở Công Thương {}", kernel::text::lower_first(full_name))
}
