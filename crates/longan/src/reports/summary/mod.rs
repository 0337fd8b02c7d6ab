//! Biểu số 03 and 04: added up from the register and the reports below, settled, checked,
//! approved, sent, and frozen as they were sent.

pub mod actions;
pub mod adding;
pub(super) mod authority;
pub mod model;
pub(super) mod pages;
pub mod paper;
pub mod rules;
pub mod store;

pub use authority::receives;
pub use model::{SCHEMA, Summary, SummaryPaper, SummarySettled};

use crate::routes::{Routes, Rule};
use crate::users::Right;

/// Pages of the reports that are added up.
pub fn routes() -> Routes {
    let see = Rule::Needs(Right::SeeReports);
    let fill = Rule::Needs(Right::FillReports);
    Routes::new()
        .get("/reports/summaries", see, pages::list::list)
        .post("/reports/summaries", fill, pages::list::draw_up)
        .get("/reports/summaries/{id}", see, pages::show::show)
        .get("/reports/summaries/{id}/rows/{key}", see, pages::row::show)
        .post("/reports/summaries/{id}/rows/{key}", fill, pages::row::settle)
        .post("/reports/summaries/{id}/computation", fill, pages::steps::compute)
        .post("/reports/summaries/{id}/settlement", fill, pages::steps::settle_all)
        .post("/reports/summaries/{id}/check", fill, pages::steps::check)
        .post(
            "/reports/summaries/{id}/approval",
            Rule::Needs(Right::ApproveReports),
            pages::steps::approve,
        )
        .post(
            "/reports/summaries/{id}/sending",
            Rule::Needs(Right::SendReports),
            pages::steps::send,
        )
        .post(
            "/reports/summaries/{id}/decision",
            Rule::Needs(Right::TakeReports),
            pages::steps::decide,
        )
        .post("/reports/summaries/{id}/correction", fill, pages::steps::correct)
        .get("/reports/summaries/{id}/papers/{format}", see, pages::paper::show)
        .get("/reports/summaries/{id}/difference", see, pages::difference::show)
        .api("/api/reports/summaries/{id}", see, &pages::api::SHOW, pages::api::show)
}
