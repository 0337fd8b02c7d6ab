//! The nouns: a rule, what its query returns, and what is told of it.

use crate::words;

words! {
    /// How much a finding matters.
    pub enum Severity {
        Error = "error" => "Lỗi",
        Warning = "warning" => "Cảnh báo",
    }
}

/// A rule whose findings one query returns.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Code, for scripts.
    pub code: &'static str,
    /// How much a finding matters.
    pub severity: Severity,
    /// What must hold, in Vietnamese.
    pub title: &'static str,
    /// The query: subject, name, path, amount, other, detail.
    pub query: &'static str,
    /// What was found, in the words a person will read.
    pub told: fn(&Found) -> String,
}

/// A row that a rule's query returns.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Found {
    /// Id of the record.
    pub subject: String,
    /// Its name.
    pub name: String,
    /// Its page; empty when it has none.
    pub path: String,
    /// The number that is wrong.
    pub amount: i64,
    /// The number it is compared with.
    pub other: i64,
    /// What else the sentence needs.
    pub detail: String,
}

/// Something that was found.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Finding {
    /// Code of the rule.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Id of the record.
    pub subject: String,
    /// Its name.
    pub name: String,
    /// Its page; empty when it has none.
    pub path: String,
    /// What was found, in Vietnamese.
    pub message: String,
}
