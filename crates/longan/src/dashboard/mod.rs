//! The first page: the figures of a place on a day, each leading to its rows; a chart of
//! occupancy with its table; what needs attention.

mod pages;

use crate::App;
use axum::Router;
use axum::routing::get;

/// The first page.
pub fn routes() -> Router<App> {
    Router::new().route("/", get(pages::show))
}
