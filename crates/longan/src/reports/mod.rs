//! Statutory reports (báo cáo định kỳ): who owes which form by which day, what was sent for it,
//! and what became of it.
//!
//! Who owes what is worked out from the register and the law each time it is asked; only what was
//! reported is kept. A correction is a new version, and a report that was accepted tells the
//! register its numbers as observations.

pub mod duties;
pub mod model;
mod pages;
mod rules;
pub mod store;
pub mod summary;
mod vocabulary;

pub use vocabulary::VOCABULARY;

use crate::routes::{Routes, Rule};
use crate::users::Right;

/// Pages of reports.
pub fn routes() -> Routes {
    let see = Rule::Needs(Right::SeeReports);
    Routes::new()
        .merge(summary::routes())
        .get("/reports", see, pages::overview::show)
        .get("/reports/owed", see, pages::owed::list)
        .get("/reports/owed.xlsx", see, pages::owed::xlsx)
        .api("/api/reports/owed", see, &pages::api::OWED, pages::owed::list_json)
}
