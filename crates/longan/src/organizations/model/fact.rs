//! What is said of a body on the word of a paper: names, addresses, people, industries, states.

use crate::store::Day;
use crate::words;

words! {
    /// What kind of name it is.
    pub enum NameKind {
        Alias = "alias" => "Tên gọi khác",
        Former = "former" => "Tên cũ",
        Short = "short" => "Tên viết tắt",
        Foreign = "foreign" => "Tên nước ngoài",
    }
}

words! {
    /// What is at an address.
    pub enum AddressKind {
        Registered = "registered" => "Trụ sở chính",
        Office = "office" => "Văn phòng, chi nhánh",
        Plant = "plant" => "Nơi sản xuất",
    }
}

words! {
    /// What a person is to the body.
    pub enum PersonKind {
        Representative = "representative" => "Người đại diện theo pháp luật",
        Manager = "manager" => "Người quản lý, điều hành",
        Contact = "contact" => "Đầu mối liên hệ",
        Other = "other" => "Người khác",
    }
}

words! {
    /// How much of the body's work an industry is.
    pub enum IndustryWeight {
        Main = "main" => "Ngành chính",
        Other = "other" => "Ngành khác",
    }
}

words! {
    /// Edition of the classification of industries.
    pub enum VsicVersion {
        Vsic2025 = "2025" => "VSIC 2025",
        Vsic2018 = "2018" => "VSIC 2018",
    }
}

words! {
    /// How a body stands.
    pub enum State {
        Operating = "operating" => "Đang hoạt động",
        Suspended = "suspended" => "Tạm ngừng",
        Dissolved = "dissolved" => "Đã giải thể, chấm dứt",
    }
}

words! {
    /// What can be said of a body.
    pub enum FactKind {
        Renaming = "renaming" => "Ghi việc đổi tên",
        Name = "names" => "Thêm tên gọi",
        Address = "addresses" => "Thêm địa chỉ",
        Person = "people" => "Thêm người",
        Industry = "industries" => "Thêm ngành nghề",
        State = "states" => "Ghi trạng thái",
    }
}

/// Another name of a body.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct OtherName {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// The name.
    pub name: String,
    /// What kind of name it is.
    pub kind: NameKind,
    /// First day, where known.
    pub from_day: Option<Day>,
    /// First day it was no longer the name.
    pub to_day: Option<Day>,
    /// The paper.
    pub document_id: Option<String>,
    /// How the paper is called.
    pub document: String,
}

/// An address of a body.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct Address {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// What is there.
    pub kind: AddressKind,
    /// The unit.
    pub place_id: String,
    /// Full name of the unit.
    pub place: String,
    /// Full name of its province; empty for a province.
    pub province: String,
    /// Number, street, hamlet.
    pub detail: String,
    /// First day.
    pub from_day: Day,
    /// First day it no longer holds.
    pub to_day: Option<Day>,
    /// The paper.
    pub document_id: String,
    /// How the paper is called.
    pub document: String,
}

impl Address {
    /// The whole address on one line.
    pub fn whole(&self) -> String {
        let parts = [self.detail.as_str(), &self.place, &self.province];
        parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ")
    }
}

/// A person of a body: personal data.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct Person {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// What the person is to the body.
    pub kind: PersonKind,
    /// Full name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Telephone.
    pub phone: String,
    /// Mail.
    pub mail: String,
    /// First day.
    pub from_day: Day,
    /// First day the person no longer acts.
    pub to_day: Option<Day>,
    /// The paper.
    pub document_id: String,
    /// How the paper is called.
    pub document: String,
}

/// What a person of a body is called once their data were erased; a number follows.
pub const ERASED: &str = "Người đã xóa số";

impl Person {
    /// Whether who this is was erased.
    pub fn is_erased(&self) -> bool {
        self.name.starts_with(ERASED)
    }
}

/// An industry of a body.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct Industry {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// Edition of the classification.
    pub version: VsicVersion,
    /// The code.
    pub code: String,
    /// How much of its work it is.
    pub weight: IndustryWeight,
    /// First day.
    pub from_day: Day,
    /// First day it no longer holds.
    pub to_day: Option<Day>,
    /// The paper.
    pub document_id: String,
    /// How the paper is called.
    pub document: String,
}

impl Industry {
    /// Name of the industry, where the edition's list has it.
    pub fn name(&self) -> &'static str {
        match self.version {
            VsicVersion::Vsic2025 => super::super::vsic::name(&self.code),
            VsicVersion::Vsic2018 => "",
        }
    }
}

/// A state of a body from a day on.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct StateFact {
    /// Id.
    pub id: String,
    /// The state.
    pub state: State,
    /// First day.
    pub on_day: Day,
    /// The paper.
    pub document_id: String,
    /// How the paper is called.
    pub document: String,
    /// When another one was put in its place; empty while it counts.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub superseded_at: String,
    /// Why.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub superseded_reason: String,
    /// By whom.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub superseded_who: String,
}

impl StateFact {
    /// Whether no other one was put in its place.
    pub fn counts(&self) -> bool {
        self.superseded_at.is_empty()
    }
}

/// A name to keep.
#[derive(Clone, Debug, serde::Serialize)]
pub struct NewName {
    /// The name.
    pub name: String,
    /// What kind of name it is.
    pub kind: NameKind,
    /// First day, where known.
    pub from_day: Option<Day>,
    /// First day it was no longer the name.
    pub to_day: Option<Day>,
}

/// An address to keep.
#[derive(Clone, Debug, serde::Serialize)]
pub struct NewAddress {
    /// What is there.
    pub kind: AddressKind,
    /// The unit.
    pub place_id: String,
    /// Number, street, hamlet.
    pub detail: String,
    /// First day.
    pub from_day: Day,
}

/// A person to keep: personal data. An event keeps what the person is, not who.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// What the person is to the body.
    pub kind: PersonKind,
    /// Full name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Telephone.
    pub phone: String,
    /// Mail.
    pub mail: String,
    /// First day.
    pub from_day: Day,
}

/// An industry to keep.
#[derive(Clone, Debug, serde::Serialize)]
pub struct NewIndustry {
    /// Edition of the classification.
    pub version: VsicVersion,
    /// The code.
    pub code: String,
    /// How much of its work it is.
    pub weight: IndustryWeight,
    /// First day.
    pub from_day: Day,
}

/// A state to keep.
#[derive(Clone, Debug, serde::Serialize)]
pub struct NewState {
    /// The state.
    pub state: State,
    /// First day.
    pub on_day: Day,
}

/// One thing said of a body, ready to be kept.
#[derive(Clone, Debug)]
pub enum Fact {
    /// It has another name from a day on.
    Renaming {
        /// The new name.
        name: String,
        /// First day of the new name.
        from_day: Day,
    },
    /// Another name.
    Name(NewName),
    /// An address.
    Address(NewAddress),
    /// A person.
    Person(NewPerson),
    /// An industry.
    Industry(NewIndustry),
    /// A state.
    State(NewState),
}

/// What people read for a fact of this slice on a paper's page: `organization:` and the word of a
/// table, of what a person is, or of a state.
pub fn fact_label(fact: &str) -> Option<String> {
    let what = fact.strip_prefix("organization:")?;
    let label = match what {
        "name" => "Tên gọi",
        "address" => "Địa chỉ",
        "industry" => "Ngành nghề",
        person_or_state => match person_or_state.parse::<PersonKind>() {
            Ok(kind) => kind.label(),
            Err(_) => return Some(format!("Trạng thái: {}", what.parse::<State>().ok()?.label())),
        },
    };
    Some(label.to_owned())
}
