//! The nouns, and how one body is recognised under several spellings.

use crate::words;
use kernel::text::{fold, search_text, sort_key};

words! {
    /// What kind of body it is.
    pub enum Kind {
        Enterprise = "enterprise" => "Doanh nghiệp",
        Cooperative = "cooperative" => "Hợp tác xã",
        Household = "household" => "Hộ kinh doanh",
        Agency = "agency" => "Cơ quan, đơn vị",
        Unknown = "unknown" => "Chưa rõ",
    }
}

/// A body on the register.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct Organization {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// Name as its papers write it.
    pub name: String,
    /// What kind of body it is.
    pub kind: Kind,
    /// Tax code, digits and dash.
    pub tax_code: Option<String>,
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
        let folded = fold(name);
        let begins = |words: &[&str]| words.iter().any(|word| folded.starts_with(word));
        let kind = if begins(&[
            "cong ty",
            "cty",
            "dntn",
            "doanh nghiep",
            "chi nhanh",
            "tap doan",
            "xi nghiep",
        ]) {
            Kind::Enterprise
        } else if begins(&["htx", "hop tac xa", "lien hiep"]) {
            Kind::Cooperative
        } else if begins(&["hkd", "ho kinh doanh", "co so"]) {
            Kind::Household
        } else if begins(&["trung tam", "ban quan ly", "ubnd", "uy ban", "so ", "phong "]) {
            Kind::Agency
        } else {
            Kind::Unknown
        };
        Self { name: name.to_owned(), kind, tax_code }
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

/// How names are compared: folded, with the usual abbreviations of legal forms spelled one way.
pub fn match_key(name: &str) -> String {
    let folded = fold(name);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let spelled = words.map(|word| match word {
        "cty" => "cong ty",
        "cp" => "co phan",
        "htx" => "hop tac xa",
        "dntn" => "doanh nghiep tu nhan",
        other => other,
    });
    spelled.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_enterprise_is_known_however_its_form_is_abbreviated() {
        assert_eq!(
            match_key("Cty CP Hạ tầng Chích Chòe"),
            match_key("Công ty cổ phần Hạ tầng Chích Choè")
        );
        assert_ne!(
            match_key("Cty CP Hạ tầng Chích Chòe"),
            match_key("Cty TNHH Hạ tầng Chích Chòe")
        );
        assert_eq!(
            NewOrganization::named("Trung tâm Phát triển cụm công nghiệp", None).kind,
            Kind::Agency
        );
    }
}
