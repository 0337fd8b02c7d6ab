//! The register of papers in and out: decisions, reports, contracts, workbooks. Every fact
//! points to one.
//!
//! A paper is seen by whoever reaches the unit whose register it stands in, by whoever wrote it
//! in, and by whoever sees a fact that rests on it; its file only by who may see all of it
//! (`store/seen.rs`). Files are looked at before they are kept, and pages are drawn by a process
//! of their own (`pictures.rs`).

pub mod actions;
pub mod form;
mod model;
pub mod pages;
mod pictures;
mod reach;
mod search;
pub mod store;
mod upload;
mod vocabulary;

pub use model::{Direction, Document, Entry, KeptFile, Kind, NewDocument, Urgency, Use};
pub use pictures::{NoPicture, Pictures};
pub use search::{NumberQuery, Wanted};
pub use upload::{Arrived, Upload, look_at, plain_name, read as read_upload};
pub use vocabulary::VOCABULARY;

use crate::routes::{Routes, Rule};
use crate::users::Right;
use axum::extract::DefaultBodyLimit;

/// Pages of the papers.
pub fn routes() -> Routes {
    let see = Rule::Needs(Right::SeeDocuments);
    let write = Rule::Needs(Right::WriteDocuments);
    // Who belongs to an enterprise sees single papers, not the register: `store` decides which.
    let one = Rule::SignedIn;
    // Files are counted as they come; the settings say how large one may be.
    let with_files = Routes::new()
        .post("/documents", write, pages::edit::register)
        .post("/documents/{id}/files", write, pages::files::add)
        .limit(DefaultBodyLimit::disable());
    Routes::new()
        .get("/documents", see, pages::list::list)
        .get("/documents.xlsx", see, pages::export::xlsx)
        .get("/documents.csv", see, pages::export::csv)
        .get("/documents/new", write, pages::edit::new_form)
        .get("/documents/{id}", one, pages::show::show)
        .get("/documents/{id}/edit", write, pages::edit::edit_form)
        .post("/documents/{id}/edit", write, pages::edit::edit)
        .get("/documents/{id}/file", one, pages::files::newest)
        .get("/documents/{id}/files/{version}", one, pages::files::version)
        .get("/documents/{id}/preview/{page}", one, pages::files::preview)
        .post("/documents/{id}/links", write, pages::links::add)
        .post("/document-links/{id}/withdrawal", write, pages::links::withdraw)
        .merge(with_files)
}
