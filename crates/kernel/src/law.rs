//! The numbers and words that the law sets, each with its days, its paper and how far it is checked.
//!
//! No statutory number stands in a program file: a rule asks [`Law::on`] for the value in
//! force on a day and carries the citation into its answer.

mod cited;
mod read;
mod resolved;

pub use cited::{Problem, Standing, Statute, find_statutes};
pub use read::LawError;
pub use resolved::Resolved;

use crate::day::Day;
use crate::form::{Form, Reading};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// All parameters and papers that were read, the later files lying over the earlier ones.
#[derive(Clone, Debug, Default)]
pub struct Law {
    documents: BTreeMap<String, Document>,
    parameters: BTreeMap<String, Parameter>,
    forms: BTreeMap<String, Form>,
    readings: Vec<Reading>,
}

/// A paper that sets values: decree, circular, decision.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Short name by which values cite it: `nd-32-2024`.
    pub id: String,
    /// Number with its kind, as cited: "NĐ 32/2024/NĐ-CP".
    pub number: String,
    /// Full title in Vietnamese.
    pub title: String,
    /// Day of signing, when known.
    pub issued: Option<Day>,
    /// First day in force, when known.
    pub in_force: Option<Day>,
    /// First day it is no longer in force, when known.
    pub ended: Option<Day>,
    /// How far the paper's data has been checked.
    pub confidence: Confidence,
    /// What is not certain about it.
    pub note: Option<String>,
}

/// One thing the law sets, with its values over time.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Key by which rules ask for it: `clusters.area.max_ha`.
    pub key: String,
    /// What it is, in Vietnamese.
    pub title: String,
    /// Unit of its values, unless a value names its own.
    pub unit: Unit,
    /// Its values, those of the last file first.
    pub values: Vec<Value>,
}

/// A value in force over some days, for the country or for one province.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Value {
    /// First day in force; absent when no paper says since when.
    pub from: Option<Day>,
    /// Last day in force; absent while it is.
    pub to: Option<Day>,
    /// The value as text: "75", "0,3", words, or a list "a; b".
    pub value: String,
    /// The value in Vietnamese, when it is a word that rules know.
    pub label: Option<String>,
    /// Unit of this value, where a paper counts in another one than the parameter.
    pub unit: Option<Unit>,
    /// How the value limits an amount; absent when it is no limit.
    pub bound: Option<Bound>,
    /// The paper that sets it.
    pub document: String,
    /// The paper whose article is amended, when `article` is counted in that one.
    pub amends: Option<String>,
    /// Article (điều).
    pub article: Option<String>,
    /// Clause (khoản).
    pub clause: Option<String>,
    /// Point (điểm).
    pub point: Option<String>,
    /// Where it stands when that is not an article: "chú thích dưới Biểu số 03".
    pub part: Option<String>,
    /// How far the value has been checked against the paper.
    pub confidence: Confidence,
    /// Code of the province it is set for (the code in use on those days); absent for the country.
    pub place: Option<String>,
    /// What it applies to, in Vietnamese.
    pub scope: Option<String>,
    /// What else an officer should know, in Vietnamese.
    pub note: Option<String>,
    /// Rank of the file it came from: a later file lies over an earlier one.
    #[serde(skip)]
    layer: usize,
}

/// What kind of value a parameter holds; decides how its text is checked and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Hectares.
    Ha,
    /// Percent.
    Percent,
    /// Calendar days.
    Days,
    /// Working days.
    WorkingDays,
    /// Years.
    Years,
    /// Points of a score.
    Points,
    /// Pieces of something the title names: sets, items, groups, times, workers.
    Count,
    /// Billions of đồng.
    BillionDong,
    /// Millions of đồng.
    MillionDong,
    /// How many times an amount is taken.
    Factor,
    /// A day: "2026-12-31".
    Day,
    /// A day of every year: "06-20".
    DayOfYear,
    /// Words from a list that rules know: `required`, `continue`.
    Word,
    /// Words from such a list, separated by semicolons.
    Words,
    /// Free text for people.
    Text,
}

/// On which side of a limit an amount must stay, and whether the limit itself is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// The limit or more (từ … trở lên).
    AtLeast,
    /// More than the limit (trên …).
    Above,
    /// The limit or less (không quá …).
    AtMost,
    /// Less than the limit; of days: before (trước ngày …).
    Below,
}

impl Bound {
    /// Whether an amount keeps within the limit; days and numbers compare alike.
    pub fn allows<T: PartialOrd + Copy>(self, amount: T, limit: T) -> bool {
        match self {
            Self::AtLeast => amount >= limit,
            Self::Above => amount > limit,
            Self::AtMost => amount <= limit,
            Self::Below => amount < limit,
        }
    }

    /// The sign written before the limit: "≤".
    pub fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => "≥",
            Self::Above => ">",
            Self::AtMost => "≤",
            Self::Below => "<",
        }
    }
}

/// How far a value has been checked against the text of the law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Nobody has checked it.
    Unverified,
    /// One weak source says so.
    SecondaryWeak,
    /// A law portal or an article says so; the paper itself was not read.
    Secondary,
    /// The text of the paper was read.
    Verified,
}

impl Confidence {
    /// The word that files and machines use.
    pub fn code(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Secondary => "secondary",
            Self::SecondaryWeak => "secondary-weak",
            Self::Unverified => "unverified",
        }
    }

    /// The words that people read beside a value.
    pub fn label(self) -> &'static str {
        match self {
            Self::Verified => "đã đối chiếu văn bản",
            Self::Secondary => "theo nguồn thứ cấp",
            Self::SecondaryWeak => "theo nguồn thứ cấp, độ tin cậy thấp",
            Self::Unverified => "chưa kiểm chứng",
        }
    }
}

impl Unit {
    /// The unit's name in Vietnamese, written behind a value; empty for words and days.
    pub fn label(self) -> &'static str {
        match self {
            Self::Ha => "ha",
            Self::Percent => "%",
            Self::Days => "ngày",
            Self::WorkingDays => "ngày làm việc",
            Self::Years => "năm",
            Self::Points => "điểm",
            Self::BillionDong => "tỷ đồng",
            Self::MillionDong => "triệu đồng",
            Self::Factor => "lần",
            Self::Count | Self::Day | Self::DayOfYear | Self::Word | Self::Words | Self::Text => "",
        }
    }

    /// Whether values are numbers.
    pub fn is_number(self) -> bool {
        match self {
            Self::Ha
            | Self::Percent
            | Self::Days
            | Self::WorkingDays
            | Self::Years
            | Self::Points
            | Self::Count
            | Self::BillionDong
            | Self::MillionDong
            | Self::Factor => true,
            Self::Day | Self::DayOfYear | Self::Word | Self::Words | Self::Text => false,
        }
    }
}

impl Value {
    /// Whether the value is in force on the day.
    pub fn covers(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    fn overlaps(&self, other: &Self) -> bool {
        let starts_before_end = |a: &Self, b: &Self| match (a.from, b.to) {
            (Some(from), Some(to)) => from <= to,
            _ => true,
        };
        self.place == other.place
            && starts_before_end(self, other)
            && starts_before_end(other, self)
    }
}

impl Law {
    /// Reads the files of the law, each with its name; a later file lies over an earlier one.
    ///
    /// A file may hold papers (`[[document]]`), parameters (`[[parameter]]`), how printed words
    /// are read (`[[reading]]`), and one statutory form (`[form]`), which replaces the form of
    /// the same id of an earlier file. A later file may give a known parameter further values, for a province or instead of a national one,
    /// and need not repeat its title and unit. Papers may stand in any file.
    ///
    /// # Errors
    /// Names the file and what is wrong with it.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, LawError> {
        read::parse(files)
    }

    /// The value in force on a day, the province's own before the national one.
    ///
    /// `province` is the code in use on that day. `None` when no value covers the day.
    pub fn on(&self, key: &str, day: Day, province: Option<&str>) -> Option<Resolved<'_>> {
        let parameter = self.parameters.get(key)?;
        let in_force = |place: Option<&str>| {
            parameter
                .values
                .iter()
                .find(|value| value.place.as_deref() == place && value.covers(day))
        };
        let value = province.and_then(|code| in_force(Some(code))).or_else(|| in_force(None))?;
        Some(Resolved::new(self, parameter, value))
    }

    /// Every key, in alphabetical order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.parameters.keys().map(String::as_str)
    }

    /// A parameter with all its values.
    pub fn parameter(&self, key: &str) -> Option<&Parameter> {
        self.parameters.get(key)
    }

    /// A paper by its id.
    pub fn document(&self, id: &str) -> Option<&Document> {
        self.documents.get(id)
    }

    /// Every paper, by id.
    pub fn documents(&self) -> impl Iterator<Item = &Document> {
        self.documents.values()
    }

    /// Every statutory form in every version, by id.
    pub fn forms(&self) -> impl Iterator<Item = &Form> {
        self.forms.values()
    }

    /// A form by its id, as printed: `tt-14-2024/bieu-01`.
    pub fn form(&self, id: &str) -> Option<&Form> {
        self.forms.get(id)
    }

    /// The version of a form (`bieu-01`) in which a report due on the day is made, as printed;
    /// before the first version it is the first, so that older numbers can be entered too.
    pub fn form_on(&self, family: &str, day: Day) -> Option<&Form> {
        let versions = || self.forms.values().filter(|form| form.family == family);
        versions()
            .find(|form| form.covers(day))
            .or_else(|| versions().min_by_key(|form| form.from).filter(|form| day < form.from))
    }

    /// How printed words are read since a day.
    pub fn readings(&self) -> &[Reading] {
        &self.readings
    }

    /// A parameter's value together with its paper, whether or not it is in force.
    pub fn resolve<'a>(&'a self, parameter: &'a Parameter, value: &'a Value) -> Resolved<'a> {
        Resolved::new(self, parameter, value)
    }
}
