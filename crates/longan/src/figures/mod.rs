//! Figures (chỉ tiêu): a figure is its rows.
//!
//! Each slice defines its figures once: code, name, unit, legal definition, and one query
//! that returns the contributing rows. The value is the sum over that same query, so the
//! explanation can never disagree with the number.

mod answer;
pub mod pages;
pub mod store;

pub use answer::{Answer, Question, answer, explain};
pub use kernel::figure::{Basis, Unit};

use crate::App;
use crate::store::Day;
use axum::Router;
use axum::routing::get;
use kernel::law::{Law, Resolved};

/// A figure, defined once.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// Its code, promised to scripts.
    pub code: &'static str,
    /// Its name in Vietnamese.
    pub name: &'static str,
    /// What it counts or measures.
    pub unit: Unit,
    /// What it means, and by which law or practice.
    pub definition: &'static str,
    /// How it is computed, in words an officer can check.
    pub formula: &'static str,
    /// The bases it can be asked on; empty for figures that need none.
    pub bases: &'static [Basis],
    /// Whether it is of a day or of a period.
    pub time: Time,
    /// The legal limit its query compares with, resolved for the day.
    pub limit: Option<LimitRule>,
    /// The query of its rows on a basis.
    pub rows: fn(Basis) -> &'static str,
}

/// Finds the parameter that sets a figure's limit on a day, in the province asked for.
pub type LimitRule = for<'a> fn(&'a Law, Day, Option<&str>) -> Option<Resolved<'a>>;

/// Whether a figure is of a day or of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// As things stand on a day.
    Day,
    /// What happened in a period.
    Period,
}

/// Every figure the program can tell, in the order people expect.
pub fn all() -> impl Iterator<Item = &'static Figure> {
    crate::CAPABILITIES.iter().flat_map(|capability| capability.figures)
}

/// The figure with this code.
pub fn find(code: &str) -> Option<&'static Figure> {
    all().find(|figure| figure.code == code)
}

/// One contributing row.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Row {
    /// numerator, denominator, or `left_out` for what the figure cannot count and says so.
    pub part: String,
    /// Id of the record.
    pub subject: String,
    /// Name of the record.
    pub name: String,
    /// Page of the record.
    pub path: String,
    /// What it contributes: m², đồng, people or 1.
    pub amount: i64,
    /// Day the fact is of.
    pub as_of: String,
    /// Id of the paper.
    pub document_id: String,
    /// Number of the paper, or the name of the file.
    pub document: String,
    /// Day of the paper; empty when it has none.
    pub document_date: String,
    /// Where in the paper.
    pub location: String,
}

/// Pages and machine interface of the figures.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/figures", get(pages::list))
        .route("/figures/{code}", get(pages::show))
        .route("/api/figures", get(pages::list_json))
        .route("/api/figures/{code}", get(pages::show_json))
}
