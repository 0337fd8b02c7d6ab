//! The first page: the figures of a place on a day, each leading to its rows; a chart of
//! occupancy with its table; what needs attention.

mod pages;

use crate::routes::{Routes, Rule};

/// The first page.
pub fn routes() -> Routes {
    Routes::new().get("/", Rule::SignedIn, pages::show)
}
