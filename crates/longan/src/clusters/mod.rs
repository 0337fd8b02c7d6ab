//! Industrial clusters (cụm công nghiệp): their plan, decisions, land, works, plots and tenants.
//!
//! A cluster is listed in a plan, established by a decision, receives enterprises, and may
//! be revoked or become an industrial park. Its states stand on independent axes, each with
//! its day and paper. Nothing here knows about grants or reports.

pub mod actions;
mod attention;
pub mod figures;
pub mod model;
pub mod pages;
pub mod rules;
pub mod store;
mod vsic;

pub use attention::{Attention, attention};
pub use model::{Axis, Class, Cluster, Standing, State};

use crate::{App, Capability};
use axum::Router;
use axum::routing::get;

/// The capability.
pub const CAPABILITY: Capability = Capability {
    name: "clusters",
    title: "Cụm công nghiệp",
    routes,
    figures: figures::FIGURES,
    fact_label: model::fact_label,
};

fn routes() -> Router<App> {
    Router::new()
        .route("/clusters", get(pages::list::list))
        .route("/clusters/{slug}", get(pages::show::show))
        .route("/clusters.xlsx", get(pages::export::xlsx))
        .route("/clusters.csv", get(pages::export::csv))
        .route("/api/clusters", get(pages::list::list_json))
}
