//! Industrial clusters (cụm công nghiệp): their plan, decisions, land, works, plots and tenants.
//!
//! A cluster is listed in a plan, established by a decision, receives enterprises, and may
//! be revoked or become an industrial park. Its states stand on independent axes, each with
//! its day and paper. Nothing here knows about grants or reports.

pub mod actions;
mod attention;
pub mod figures;
pub mod known;
pub mod model;
mod of_organization;
pub mod pages;
pub mod rules;
pub mod search;
pub mod store;
mod vocabulary;

pub use attention::{Attention, attention};
pub use model::{Axis, Class, Cluster, Standing, State};
pub use vocabulary::VOCABULARY;

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
    of_organization: of_organization::tell,
    organization_moves: of_organization::MOVES,
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
        .get("/leases/{id}/correction", write, pages::lease_correction::form)
        .post("/leases/{id}/correction", write, pages::lease_correction::correct)
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
        .get("/observations/{id}/correction", write, pages::correction::form)
        .post("/observations/{id}/correction", write, pages::correction::correct)
        .get("/clusters/{slug}/states/{id}/correction", write, pages::state_correction::state_form)
        .post(
            "/clusters/{slug}/states/{id}/correction",
            write,
            pages::state_correction::correct_state,
        )
        .get(
            "/tenants/{tenant_id}/states/{id}/correction",
            write,
            pages::state_correction::tenant_state_form,
        )
        .post(
            "/tenants/{tenant_id}/states/{id}/correction",
            write,
            pages::state_correction::correct_tenant_state,
        )
        .get("/clusters/{slug}", see, pages::show::show)
        .get("/clusters/{slug}/difference", see, pages::difference::show)
        .get("/clusters.xlsx", see, pages::export::xlsx)
        .get("/clusters.csv", see, pages::export::csv)
        .api("/api/clusters", see, &pages::api::LIST, pages::list::list_json)
        .api("/api/clusters/{slug}", see, &pages::api::SHOW, pages::api::show)
}
