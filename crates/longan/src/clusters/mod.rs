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

use crate::Capability;
use crate::routes::{Routes, Rule};
use crate::users::Right;

/// The capability.
pub const CAPABILITY: Capability = Capability {
    name: "clusters",
    title: "Cụm công nghiệp",
    routes,
    figures: figures::FIGURES,
    fact_label: model::fact_label,
};

fn routes() -> Routes {
    let see = Rule::Needs(Right::SeeRegister);
    let write = Rule::Needs(Right::WriteRegister);
    Routes::new()
        .get("/clusters", see, pages::list::list)
        .post("/clusters", write, pages::edit::add)
        .get("/clusters/new", write, pages::edit::new_form)
        .get("/clusters/{slug}/edit", write, pages::edit::edit_form)
        .post("/clusters/{slug}/edit", write, pages::edit::edit)
        .get("/clusters/{slug}/commune", write, pages::commune::form)
        .post("/clusters/{slug}/commune", write, pages::commune::confirm)
        .post("/clusters/{slug}/{kind}", write, pages::edit::add_fact)
        .get("/clusters/{slug}/{kind}/new", write, pages::edit::fact_form)
        .get("/leases/{id}/end", write, pages::edit::end_lease_form)
        .post("/leases/{id}/end", write, pages::edit::end_lease)
        .get("/tenants", see, pages::tenants::list)
        .get("/tenants/{id}", Rule::SignedIn, pages::tenants::show)
        .get("/tenants/{id}/edit", write, pages::tenants::edit_form)
        .post("/tenants/{id}/edit", write, pages::tenants::edit)
        .post("/tenants/{id}/states", write, pages::tenants::add_state)
        .get("/tenants/{id}/states/new", write, pages::tenants::state_form)
        .post("/tenants/{id}/results", write, pages::tenants::add_results)
        .get("/tenants/{id}/results/new", write, pages::tenants::results_form)
        .get("/conflicts", see, pages::conflicts::list)
        .post("/conflicts", Rule::Needs(Right::SettleConflicts), pages::conflicts::settle)
        .get("/clusters/{slug}", see, pages::show::show)
        .get("/clusters.xlsx", see, pages::export::xlsx)
        .get("/clusters.csv", see, pages::export::csv)
        .get("/api/clusters", see, pages::list::list_json)
}
