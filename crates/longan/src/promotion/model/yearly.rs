//! The rows behind the report of a year.

use super::words::{Content, Source, Stage, Track};
use crate::store::Day;

/// Where a project counts in the report.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct YearGroup {
    /// Which of the nine contents.
    pub content: Content,
    /// Whose money.
    pub track: Track,
    /// The unit it is recorded in; of a report of the country, its province.
    pub unit_id: String,
    /// Name of that unit.
    pub unit: String,
}

/// How many projects of a year's plans count alike.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct YearProjectCount {
    /// Where they count.
    #[sqlx(flatten)]
    pub group: YearGroup,
    /// How many.
    pub projects: i64,
}

/// The money of projects that count alike, of one source and stage.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct YearLineSum {
    /// Where they count.
    #[sqlx(flatten)]
    pub group: YearGroup,
    /// Whose money.
    pub source: Source,
    /// How far it has come.
    pub stage: Stage,
    /// Amount, in đồng.
    pub amount_vnd: i64,
}

/// A project of a year's plan.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct YearProject {
    /// Id.
    pub id: String,
    /// Number within its plan.
    pub code: String,
    /// Name.
    pub name: String,
    /// Where it counts.
    #[sqlx(flatten)]
    pub group: YearGroup,
}

/// A line of money of such a project.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct YearLine {
    /// Id.
    pub id: String,
    /// Its project.
    pub project_id: String,
    /// Whose money.
    pub source: Source,
    /// How far it has come.
    pub stage: Stage,
    /// Amount, in đồng.
    pub amount_vnd: i64,
    /// The day it was approved, paid ….
    pub on_day: Day,
    /// The paper.
    pub document_id: String,
    /// How that is called.
    pub document: String,
    /// Where in it.
    pub location: String,
}
