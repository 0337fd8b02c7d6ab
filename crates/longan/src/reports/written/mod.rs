//! The report in words that accompanies Biểu số 04: drafted from its numbers with the source
//! after each, completed by an officer, approved, issued by its paper and kept as it was issued.

pub mod actions;
pub mod drafting;
mod facts;
mod letter;
pub mod model;
mod pages;
mod sources;
pub mod store;
mod wording;

pub use model::WritingStatus;

use crate::routes::{Routes, Rule};
use crate::users::Right;

/// Pages of the reports in words.
pub fn routes() -> Routes {
    let see = Rule::Needs(Right::SeeReports);
    let fill = Rule::Needs(Right::FillReports);
    Routes::new()
        .get("/reports/written", see, pages::list::list)
        .post("/reports/written", fill, pages::list::begin)
        .get("/reports/written/{id}", see, pages::show::show)
        .get("/reports/written/{id}/letter.pdf", see, pages::files::pdf)
        .get("/reports/written/{id}/letter.docx", see, pages::files::docx)
        .get("/reports/written/{id}/letter.html", see, pages::files::html)
        .get("/reports/written/{id}/parts/{key}", fill, pages::part::form)
        .post("/reports/written/{id}/parts/{key}", fill, pages::part::write)
        .post(
            "/reports/written/{id}/approval",
            Rule::Needs(Right::ApproveReports),
            pages::steps::approve,
        )
        .post(
            "/reports/written/{id}/issuance",
            Rule::Needs(Right::SendReports),
            pages::steps::issue,
        )
}
