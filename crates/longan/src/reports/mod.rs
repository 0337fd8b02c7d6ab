//! Statutory reports (báo cáo định kỳ): who owes which form by which day, what was sent for it,
//! and what became of it.
//!
//! Who owes what is worked out from the register and the law each time it is asked; only what was
//! reported is kept. A correction is a new version, and a report that was accepted tells the
//! register its numbers as observations.

pub mod actions;
pub mod asked;
pub mod duties;
mod entering;
pub mod filling;
pub mod model;
mod moves;
mod pages;
pub mod papers;
mod rules;
pub mod store;
pub mod summary;
mod vocabulary;
pub mod workbook;
pub mod written;

pub use model::fact_label;
pub use moves::MOVES;
pub use pages::show::{Whole, whole};
pub use vocabulary::VOCABULARY;

use crate::routes::{Routes, Rule};
use crate::users::Right;
use axum::extract::DefaultBodyLimit;

/// Pages of reports.
pub fn routes() -> Routes {
    let see = Rule::Needs(Right::SeeReports);
    let review = Rule::Needs(Right::ReviewReports);
    // Files are counted as they come; the settings say how large one may be.
    let with_files = Routes::new()
        .post("/reports/fill/{form}/{period}/{subject}", see, pages::fill::post)
        .post("/reports/uploads", see, pages::upload::upload)
        .limit(DefaultBodyLimit::disable());
    Routes::new()
        .merge(summary::routes())
        .merge(written::routes())
        .merge(asked::routes())
        .get("/reports", see, pages::overview::show)
        .get("/reports/owed", see, pages::owed::list)
        .get("/reports/owed.xlsx", see, pages::owed::xlsx)
        .get("/reports/workbook", see, pages::upload::template)
        .get("/reports/uploads/{id}", see, pages::upload::show)
        .get("/reports/uploads/{id}/annotated.xlsx", see, pages::upload::annotated)
        .api("/api/reports/uploads/{id}", see, &pages::api::UPLOAD, pages::upload::show_json)
        .get("/reports/waiting", review, pages::waiting::list)
        .post("/reports/acceptances", review, pages::waiting::accept)
        .post("/reports/reminders", review, pages::remind::remind)
        .get("/reports/letter", review, pages::remind::letter)
        .get("/reports/fill/{form}/{period}/{subject}", see, pages::fill::form)
        .get("/reports/{id}", see, pages::show::show)
        .get("/reports/{id}/papers/{format}", see, pages::paper::show)
        .post("/reports/{id}/decision", review, pages::show::decide)
        .api("/api/reports/{id}", see, &pages::api::SHOW, pages::show::show_json)
        .merge(with_files)
        .api("/api/reports/owed", see, &pages::api::OWED, pages::owed::list_json)
}
