//! What a form says: a file of `law/forms/tt-36-2013/`.

use super::super::model::{Content, EntryKind};
use super::sheet;
use paper::letter::Align;
use serde::Deserialize;
use std::sync::LazyLock;

/// Whose form it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormScope {
    /// Of one project.
    Project,
    /// Of a plan with all its projects.
    Plan,
}

/// How much of the official body is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormLayout {
    /// Its columns are known, the rest is ours.
    Columns,
    /// Its name is known, the body is ours.
    Ours,
}

impl FormLayout {
    /// What is said on the paper.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Columns => {
                "Các cột theo mẫu của Thông tư 36/2013/TT-BCT; bố cục của chương trình, chưa đối chiếu với mẫu chính thức."
            }
            Self::Ours => "Bố cục của chương trình, chưa đối chiếu với mẫu chính thức.",
        }
    }
}

/// A form.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormDefinition {
    /// The word in addresses and file names: "mau-01".
    pub id: String,
    /// How it is called: "Mẫu số 1".
    pub number: String,
    /// What it is.
    pub name: String,
    /// Whose it is.
    pub scope: FormScope,
    /// The kind of entry of which each makes one paper; none where there is one paper only.
    #[serde(default)]
    pub each: Option<EntryKind>,
    /// Which of those entries: "place", "whole", "agency", "project", "beneficiary"; empty for all.
    #[serde(default)]
    pub only: String,
    /// The contents it is for; empty for all.
    #[serde(default)]
    pub contents: Vec<Content>,
    /// How much of the official body is known.
    pub layout: FormLayout,
    /// "landscape" for pages that lie across.
    #[serde(default)]
    pub page: String,
    /// What has to be known before it says something.
    pub needs: Vec<String>,
    /// Who issues it: "department", "executor", or nobody.
    #[serde(default)]
    pub issuer: String,
    /// The title in the middle.
    pub title: String,
    /// What stands below it.
    #[serde(default)]
    pub subject: String,
    /// To whom it is written.
    #[serde(default)]
    pub addressees: Vec<String>,
    /// What it says.
    #[serde(rename = "block")]
    pub blocks: Vec<BlockDefinition>,
}

/// A part of a form. `{key}` stands for a value, `{key:words}` for an amount in words.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum BlockDefinition {
    /// A heading.
    Heading {
        /// The words.
        text: String,
    },
    /// "label: text".
    Line {
        /// Before the colon.
        label: String,
        /// Behind it.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// The words.
        text: String,
    },
    /// A remark in the middle: the unit of a table.
    Remark {
        /// The words.
        text: String,
    },
    /// Rows of a table of the sheet.
    Table(TableDefinition),
    /// Who signs, from left to right.
    Signers {
        /// Their offices.
        offices: Vec<String>,
    },
}

/// A table of a form.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableDefinition {
    /// The table of the sheet.
    pub rows: String,
    /// What stands before the sums; empty for a table without sums.
    #[serde(default)]
    pub total: String,
    /// Its columns.
    #[serde(rename = "column")]
    pub columns: Vec<ColumnDefinition>,
}

/// A column of a form's table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnDefinition {
    /// Its heading; `{year}` where there is one for each year.
    pub heading: String,
    /// Its share of the width.
    pub width: u32,
    /// Where its words stand.
    #[serde(default)]
    pub align: ColumnAlign,
    /// The column of the sheet's table.
    pub value: String,
    /// The unit of its money: "million"; else đồng.
    #[serde(default)]
    pub unit: String,
    /// "year" where there is one for each year of a project of several years.
    #[serde(default)]
    pub each: String,
}

/// Where the words of a column stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnAlign {
    /// On the left.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// On the right.
    Right,
}

impl From<ColumnAlign> for Align {
    fn from(align: ColumnAlign) -> Self {
        match align {
            ColumnAlign::Left => Self::Left,
            ColumnAlign::Center => Self::Center,
            ColumnAlign::Right => Self::Right,
        }
    }
}

macro_rules! files {
    ($($name:literal),+) => {
        [$(include_str!(concat!("../../../../../law/forms/tt-36-2013/", $name, ".toml"))),+]
    };
}

static FORMS: LazyLock<Vec<FormDefinition>> = LazyLock::new(|| {
    let files = files!(
        "mau-01", "mau-02", "mau-03a", "mau-03b", "mau-04a", "mau-04b", "mau-05a", "mau-05b",
        "mau-05c", "mau-06", "mau-07", "mau-08a", "mau-08b", "mau-09", "mau-10", "mau-11",
        "mau-12", "mau-13"
    );
    files.iter().map(|text| read(text).expect("a test reads each form")).collect()
});

fn read(text: &str) -> Result<FormDefinition, toml::de::Error> {
    toml::from_str(text)
}

/// Every form, in the order of their numbers.
pub fn all() -> &'static [FormDefinition] {
    &FORMS
}

/// The form of that word.
pub fn find(id: &str, scope: FormScope) -> Option<&'static FormDefinition> {
    all().iter().find(|form| form.id == id && form.scope == scope)
}

impl FormDefinition {
    /// The texts in which values may stand.
    fn texts(&self) -> Vec<&str> {
        let mut texts = vec![self.title.as_str(), &self.subject];
        texts.extend(self.addressees.iter().map(String::as_str));
        for block in &self.blocks {
            match block {
                BlockDefinition::Heading { text }
                | BlockDefinition::Paragraph { text }
                | BlockDefinition::Remark { text } => texts.push(text),
                BlockDefinition::Line { label, text } => texts.extend([label.as_str(), text]),
                BlockDefinition::Signers { offices } => {
                    texts.extend(offices.iter().map(String::as_str));
                }
                BlockDefinition::Table(_) => {}
            }
        }
        texts
    }

    /// Names in it that no sheet knows.
    pub fn unknown(&self) -> Vec<String> {
        let mut unknown: Vec<String> = Vec::new();
        for text in self.texts() {
            for piece in text.split('{').skip(1) {
                let key = piece.split(['}', ':']).next().unwrap_or_default();
                if !sheet::is_value(key) {
                    unknown.push(key.to_owned());
                }
            }
        }
        for block in &self.blocks {
            let BlockDefinition::Table(table) = block else { continue };
            for column in &table.columns {
                if !sheet::is_column(&table.rows, &column.value) {
                    unknown.push(format!("{}.{}", table.rows, column.value));
                }
            }
        }
        let is_known = |key: &&String| sheet::is_value(key) || sheet::is_table(key);
        unknown.extend(self.needs.iter().filter(|key| !is_known(key)).cloned());
        unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_names_only_what_a_sheet_knows_and_its_number_stands_once() {
        assert_eq!(all().len(), 18);
        for form in all() {
            assert_eq!(form.unknown(), Vec::<String>::new(), "{}", form.id);
            assert!(!form.blocks.is_empty(), "{}", form.id);
            let same = all().iter().filter(|other| other.id == form.id).count();
            assert_eq!(same, 1, "{}", form.id);
        }
        assert!(read("id = 'mau-99'").is_err());
    }
}
