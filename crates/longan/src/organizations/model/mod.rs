//! The nouns: a body, what is said of it, and how one body is recognised under several spellings.

mod fact;
mod kind;
mod name;

pub use fact::{
    Address, AddressKind, Fact, FactKind, Industry, IndustryWeight, NameKind, NewAddress,
    NewIndustry, NewName, NewPerson, NewState, OtherName, Person, PersonKind, State, StateFact,
    VsicVersion,
};
pub use kind::{Kind, Partner};
pub use name::{core_words, legal_form, match_key, name_core};

use crate::users::Role;
use kernel::tax_code::{TaxCode, TaxCodeKind};
use kernel::text::{search_text, sort_key};

/// A body on the register.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Organization {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// Name as its papers write it.
    pub name: String,
    /// What kind of body it is.
    pub kind: Kind,
    /// Which partner body it is; empty where it is none.
    pub partner: String,
    /// Tax code, digits and dash.
    pub tax_code: Option<String>,
    /// Telephone of the body.
    pub phone: String,
    /// Mail of the body.
    pub mail: String,
    /// Remarks.
    pub note: String,
    /// Id of the body it turned out to be.
    pub merged_into: Option<String>,
}

impl Organization {
    /// What kind of body it is, in words; a partner is called by what it is.
    pub fn kind_label(&self) -> &'static str {
        kind_label(self.kind, &self.partner)
    }

    /// What an officer should look at in its tax code; empty when nothing is to be said.
    pub fn tax_code_warning(&self) -> &'static str {
        self.tax_code.as_deref().map_or("", tax_code_warning)
    }
}

/// What kind of body it is, in words; a partner is called by what it is.
pub fn kind_label(kind: Kind, partner: &str) -> &'static str {
    partner.parse::<Partner>().map_or_else(|_| kind.label(), Partner::label)
}

/// What an officer should look at in a tax code although it is kept.
pub fn tax_code_warning(code: &str) -> &'static str {
    match TaxCode::parse(code) {
        Err(_) => {
            "Mã số thuế này sai độ dài hoặc sai chữ số kiểm tra. Hãy đối chiếu với giấy chứng nhận đăng ký rồi sửa."
        }
        Ok(code) if code.has_unknown_province() => {
            "Mã 12 số là số định danh cá nhân, nhưng ba số đầu không phải mã tỉnh nơi sinh. Hãy đối chiếu với giấy tờ gốc."
        }
        Ok(code) if code.kind() == TaxCodeKind::Personal => {
            "Mã 12 số là số định danh cá nhân, không có chữ số kiểm tra. Hãy đối chiếu với giấy tờ gốc."
        }
        Ok(_) => "",
    }
}

/// A body that is to be found or added.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, PartialEq, Eq)]
pub struct NewOrganization {
    /// Name as the paper writes it.
    pub name: String,
    /// What kind of body it is.
    pub kind: Kind,
    /// Tax code, digits and dash.
    pub tax_code: Option<String>,
}

impl NewOrganization {
    /// Reads the kind from the way the name begins.
    pub fn named(name: &str, tax_code: Option<String>) -> Self {
        Self { name: name.to_owned(), kind: Kind::of_name(name), tax_code }
    }

    /// Sort key of the name.
    pub fn sort_key(&self) -> String {
        sort_key(&self.name)
    }

    /// What a search looks in: name and tax code.
    pub fn search_text(&self) -> String {
        search_text(&[&self.name, self.tax_code.as_deref().unwrap_or_default()])
    }
}

/// The words of a body that a form changes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct OrganizationWords {
    /// Name as its papers write it.
    pub name: String,
    /// What kind of body it is.
    pub kind: Kind,
    /// Which partner body it is; empty where it is none.
    pub partner: String,
    /// Tax code, digits and dash.
    pub tax_code: Option<String>,
    /// Telephone of the body.
    pub phone: String,
    /// Mail of the body.
    pub mail: String,
    /// Remarks.
    pub note: String,
}

/// A body as the list shows it.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct OrganizationLine {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// What kind of body it is.
    pub kind: Kind,
    /// Which partner body it is.
    pub partner: String,
    /// Tax code.
    pub tax_code: Option<String>,
    /// Number, street and unit of an address that holds; empty when none is known.
    pub address: String,
    /// Its state that day, where a paper says so.
    pub state: Option<State>,
    /// In how many clusters it has a project.
    pub projects: i64,
    /// In how many clusters it invests.
    pub invested: i64,
}

impl OrganizationLine {
    /// What kind of body it is, in words.
    pub fn kind_label(&self) -> &'static str {
        kind_label(self.kind, &self.partner)
    }

    /// Its state in words.
    pub fn state_label(&self) -> &'static str {
        self.state.map_or("chưa ghi", State::label)
    }

    /// What it is in clusters: "2 dự án; đầu tư 1 cụm".
    pub fn in_clusters(&self) -> String {
        let told = [(self.projects, "dự án"), (self.invested, "cụm đầu tư hạ tầng")];
        let told = told.iter().filter(|(count, _)| *count > 0);
        told.map(|(count, what)| format!("{count} {what}")).collect::<Vec<_>>().join("; ")
    }
}

/// What is known of a body besides its words.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct OrganizationFacts {
    /// Other names.
    pub names: Vec<OtherName>,
    /// Addresses, those that hold first.
    pub addresses: Vec<Address>,
    /// People; empty where the viewer may not see personal data.
    pub people: Vec<Person>,
    /// Industries.
    pub industries: Vec<Industry>,
    /// States, latest first.
    pub states: Vec<StateFact>,
}

/// Whether any of some roles gives a right.
pub fn any_gives(roles: &[Role], right: crate::users::Right) -> bool {
    roles.iter().any(|role| role.gives(right))
}
