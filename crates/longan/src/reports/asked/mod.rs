//! Reports on request: somebody chooses figures, units, days or periods and a base, and gets a
//! table with its chart, its sources, and files to take away. A choice can be kept.
//!
//! The numbers are figures; nothing is worked out here that a figure does not tell.

pub mod actions;
mod answer;
mod leaving;
mod model;
mod pages;
mod reading;
pub mod store;

use crate::routes::{Routes, Rule};
use crate::users::Right;

/// Pages of the reports on request.
pub fn routes() -> Routes {
    let see = Rule::Needs(Right::SeeRegister);
    Routes::new()
        .get("/reports/asked", see, pages::show::show)
        .get("/reports/asked/table.xlsx", see, pages::files::xlsx)
        .get("/reports/asked/letter.docx", see, pages::files::docx)
        .get("/reports/asked/letter.pdf", see, pages::files::pdf)
        .post("/reports/asked/choices", see, pages::choices::keep)
        .post("/reports/asked/choices/{id}/closure", see, pages::choices::close)
}
