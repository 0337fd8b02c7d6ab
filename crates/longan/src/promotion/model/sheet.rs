//! What a project's page shows: its lines of money, bodies, contracts and states.

use super::super::procedure;
use super::words::{Axis, Part, Source, Stage, State};
use crate::store::Day;

/// A line of money.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct MoneyLine {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// Its project.
    pub project_id: String,
    /// The beneficiary it is for; empty for the whole project.
    pub participant_id: String,
    /// Name of that beneficiary.
    pub beneficiary: String,
    /// Whose money.
    pub source: Source,
    /// How far it has come.
    pub stage: Stage,
    /// Year.
    pub year: i64,
    /// Batch.
    pub batch: i64,
    /// Amount.
    pub amount_vnd: i64,
    /// The day it was approved, paid ….
    pub on_day: Day,
    /// The paper.
    pub document_id: String,
    /// How that is called.
    pub document: String,
    /// Where in it.
    pub location: String,
    /// Why it passes the law's limit.
    pub explanation: String,
    /// Remark.
    pub note: String,
    /// Moment it was superseded; empty while it counts.
    pub superseded_at: String,
    /// Why.
    pub superseded_reason: String,
    /// Key of the step it was taken back with; empty where it counts or was corrected.
    pub withdrawn_step: String,
}

impl MoneyLine {
    /// How it came to count no more, and why.
    pub fn superseded_told(&self) -> String {
        superseded_told("đã đính chính", &self.withdrawn_step, &self.superseded_reason)
    }

    /// Whether it counts.
    pub fn counts(&self) -> bool {
        self.superseded_at.is_empty()
    }

    /// Whether it is promotion money of a stage.
    pub fn is_promotion_of(&self, stage: Stage) -> bool {
        self.counts() && self.stage == stage && self.source.is_promotion()
    }
}

/// "đã rút lại cùng bước “Tạm ứng”: ghi nhầm đề án", or what is said where no step was taken back.
fn superseded_told(otherwise: &str, step: &str, reason: &str) -> String {
    match procedure::title(step) {
        Some(title) => format!("đã rút lại cùng bước “{title}”: {reason}"),
        None => format!("{otherwise}: {reason}"),
    }
}

/// A body in a project.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Participant {
    /// Id.
    pub id: String,
    /// The body.
    pub organization_id: String,
    /// Its name.
    pub name: String,
    /// Its tax code.
    pub tax_code: Option<String>,
    /// What it does.
    pub part: Part,
    /// The paper.
    pub document_id: String,
    /// How that is called.
    pub document: String,
    /// Where in it.
    pub location: String,
}

/// A contract.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Contract {
    /// Id.
    pub id: String,
    /// Its number.
    pub number: String,
    /// The day it was signed.
    pub signed_on: Day,
    /// Its amount, when it is known.
    pub amount_vnd: Option<i64>,
    /// Name of the beneficiary it is with; empty for the whole project.
    pub beneficiary: String,
    /// Remark.
    pub note: String,
    /// The paper.
    pub document_id: String,
    /// How that is called.
    pub document: String,
    /// Where in it.
    pub location: String,
    /// Moment it was taken back; empty while it counts.
    pub superseded_at: String,
    /// Why.
    pub superseded_reason: String,
    /// Key of the step it was taken back with; empty while it counts.
    pub withdrawn_step: String,
}

impl Contract {
    /// How it came to count no more, and why.
    pub fn superseded_told(&self) -> String {
        superseded_told("đã rút", &self.withdrawn_step, &self.superseded_reason)
    }

    /// Whether it counts.
    pub fn counts(&self) -> bool {
        self.superseded_at.is_empty()
    }
}

/// A state with its day and paper.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct StateFact {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// The side it is on.
    pub axis: Axis,
    /// The state.
    pub state: State,
    /// Its day.
    pub on_day: Day,
    /// The paper.
    pub document_id: String,
    /// How that is called.
    pub document: String,
    /// Where in it.
    pub location: String,
    /// Remark.
    pub note: String,
    /// Moment it was superseded; empty while it counts.
    pub superseded_at: String,
    /// Why.
    pub superseded_reason: String,
}
