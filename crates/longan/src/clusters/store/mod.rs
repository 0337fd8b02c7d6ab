//! All SQL of the register of clusters, one function a statement.

mod background;
mod change;
mod communes;
mod correct;
pub mod figures;
mod list;
pub mod many;
mod of_organization;
mod sheet;
mod standing;
mod tenants;
mod write;

pub use background::list_backgrounds;
pub use change::*;
pub use communes::{
    confirmed_communes, insert_commune, list_commune_choices, recorded_place_ids, retie,
};
pub use correct::{
    Correctable, correct_plot_area, find_state, find_tenant_state, insert_lease_as,
    insert_tenant_state_as, supersede, supersede_lease,
};
pub use list::{Found, Wanted, count, list_page};
pub use of_organization::{
    InvestedLine, ProjectLine, ResultLine, list_invested_by, list_leases_of_organization,
    list_projects_of, list_results_of,
};
pub use sheet::{
    find_lease, list_clearance, list_investors, list_leases, list_leases_of_tenant, list_names,
    list_papers, list_papers_with_ids, list_places, list_plan_entries, list_plots, list_types,
    list_works,
};
pub use standing::{list_standings, list_standings_without_tenants, list_states};
pub use tenants::{
    WantedTenants, count_tenants, find_tenant, list_states_of_tenants, list_tenant_lines,
    list_tenant_results, list_tenant_states,
};
pub use write::*;

use super::model::{Cluster, Tenant};
use crate::store::{Result, Store};
use crate::users::Viewer;

/// One cluster by its slug, if the viewer may see it.
pub async fn find(store: &Store, viewer: &Viewer, slug: &str) -> Result<Option<Cluster>> {
    let cluster = sqlx::query_as(
        "select c.id, c.revision, c.slug, c.code, c.name, c.lead_place_id, c.place_text, c.sectors, c.note, c.known_from
         from clusters c
         where c.slug = $1
           and exists (select 1 from cluster_places cp
                       join user_places up on up.place_id = cp.place_id and up.user_id = $2
                       where cp.cluster_id = c.id)",
    )
    .bind(slug)
    .bind(&viewer.user_id)
    .fetch_optional(store.read())
    .await?;
    Ok(cluster)
}

/// Every cluster of a place that the viewer may see and some paper had named by the day, by name.
pub async fn list_in_place(
    store: &Store,
    viewer: &Viewer,
    place_id: &str,
    on: crate::store::Day,
) -> Result<Vec<Cluster>> {
    let clusters = sqlx::query_as(
        "select c.id, c.revision, c.slug, c.code, c.name, c.lead_place_id, c.place_text, c.sectors, c.note, c.known_from
         from cluster_places in_place
         join clusters c on c.id = in_place.cluster_id
         where in_place.place_id = $1 and c.known_from <= $3
           and exists (select 1 from cluster_places cp
                       join user_places up on up.place_id = cp.place_id and up.user_id = $2
                       where cp.cluster_id = c.id)
         order by c.sort_key, c.id",
    )
    .bind(place_id)
    .bind(&viewer.user_id)
    .bind(on)
    .fetch_all(store.read())
    .await?;
    Ok(clusters)
}

/// Tenants of a cluster the viewer may see, by name.
pub async fn list_tenants(store: &Store, viewer: &Viewer, cluster_id: &str) -> Result<Vec<Tenant>> {
    let tenants = sqlx::query_as(
        "select t.id, t.revision, t.cluster_id, t.organization_id, t.name, t.tax_code, t.activity, t.vsic_version, t.vsic_code, t.capital, t.licensed_on, t.note
         from tenants t
         where t.cluster_id = $1 and t.merged_into is null
           and exists (select 1 from cluster_places cp
                       join user_places up on up.place_id = cp.place_id and up.user_id = $2
                       where cp.cluster_id = t.cluster_id)
         order by t.sort_key, t.id",
    )
    .bind(cluster_id)
    .bind(&viewer.user_id)
    .fetch_all(store.read())
    .await?;
    Ok(tenants)
}
