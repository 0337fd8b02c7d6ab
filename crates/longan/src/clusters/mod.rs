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
pub mod search;
pub mod store;
mod vsic;

pub use attention::{Attention, attention};
pub use model::{Axis, Class, Cluster, Standing, State};

use crate::{App, Capability};
use axum::Router;
use axum::routing::{get, post};

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
        .route("/clusters", get(pages::list::list).post(pages::edit::add))
        .route("/clusters/new", get(pages::edit::new_form))
        .route("/clusters/{slug}/edit", get(pages::edit::edit_form).post(pages::edit::edit))
        .route("/clusters/{slug}/{kind}", post(pages::edit::add_fact))
        .route("/clusters/{slug}/{kind}/new", get(pages::edit::fact_form))
        .route("/leases/{id}/end", get(pages::edit::end_lease_form).post(pages::edit::end_lease))
        .route("/tenants", get(pages::tenants::list))
        .route("/tenants/{id}", get(pages::tenants::show))
        .route("/tenants/{id}/edit", get(pages::tenants::edit_form).post(pages::tenants::edit))
        .route("/tenants/{id}/states", post(pages::tenants::add_state))
        .route("/tenants/{id}/states/new", get(pages::tenants::state_form))
        .route("/tenants/{id}/results", post(pages::tenants::add_results))
        .route("/tenants/{id}/results/new", get(pages::tenants::results_form))
        .route("/conflicts", get(pages::conflicts::list).post(pages::conflicts::settle))
        .route("/clusters/{slug}", get(pages::show::show))
        .route("/clusters.xlsx", get(pages::export::xlsx))
        .route("/clusters.csv", get(pages::export::csv))
        .route("/api/clusters", get(pages::list::list_json))
}
