//! The register of papers: decisions, reports, contracts, workbooks. Every fact points to one.

pub mod form;
mod model;
pub mod pages;
pub mod store;

pub use model::{Document, Kind, NewDocument, Use};

use crate::routes::{Routes, Rule};
use crate::users::Right;

/// Pages of the papers.
pub fn routes() -> Routes {
    let see = Rule::Needs(Right::SeeDocuments);
    Routes::new().get("/documents", see, pages::list).get("/documents/{id}", see, pages::show).get(
        "/documents/{id}/file",
        see,
        pages::file,
    )
}
