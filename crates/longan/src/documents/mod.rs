//! The register of papers: decisions, reports, contracts, workbooks. Every fact points to one.

pub mod form;
mod model;
pub mod pages;
pub mod store;

pub use model::{Document, Kind, NewDocument, Use};

use crate::App;
use axum::Router;
use axum::routing::get;

/// Pages of the papers.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/documents", get(pages::list))
        .route("/documents/{id}", get(pages::show))
        .route("/documents/{id}/file", get(pages::file))
}
