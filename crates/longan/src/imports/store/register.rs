//! What the register knows already, a whole workbook at a time.

use crate::clusters::model::{Cluster, Tenant};
use crate::imports::model::known::{
    KnownAlias, KnownInvestor, KnownLease, KnownNumber, KnownPlanEntry, KnownState,
    KnownTenantState, KnownWork,
};
use crate::store::{Result, Statement, Store};
use crate::users::Viewer;

/// The clusters of a place that the viewer may see.
pub async fn list_clusters(store: &Store, viewer: &Viewer, place_id: &str) -> Result<Vec<Cluster>> {
    let clusters = sqlx::query_as(
        "select c.id, c.revision, c.slug, c.code, c.name, c.lead_place_id, c.place_text, c.sectors, c.note, c.known_from
         from cluster_places in_place join clusters c on c.id = in_place.cluster_id
         where in_place.place_id = $1
           and exists (select 1 from cluster_places cp
                       join user_places up on up.place_id = cp.place_id and up.user_id = $2
                       where cp.cluster_id = c.id)
         order by c.sort_key, c.id",
    )
    .bind(place_id)
    .bind(&viewer.user_id)
    .fetch_all(store.read())
    .await?;
    Ok(clusters)
}

/// Other names of the clusters of a place: cluster, name, key.
pub async fn list_names(
    store: &Store,
    viewer: &Viewer,
    place_id: &str,
) -> Result<Vec<(String, String, String)>> {
    let names = sqlx::query_as(
        "select n.cluster_id, n.name, n.match_key
         from cluster_places in_place join cluster_names n on n.cluster_id = in_place.cluster_id
         where in_place.place_id = $1
           and exists (select 1 from cluster_places cp
                       join user_places up on up.place_id = cp.place_id and up.user_id = $2
                       where cp.cluster_id = n.cluster_id)
         order by n.name",
    )
    .bind(place_id)
    .bind(&viewer.user_id)
    .fetch_all(store.read())
    .await?;
    Ok(names)
}

/// Provinces that have districts with these folded names: province, name.
pub async fn provinces_with_districts(
    store: &Store,
    keys: &[String],
) -> Result<Vec<(String, String)>> {
    let mut query = Statement::new(
        "select province_id, match_key from places where level = 'district' and province_id is not null and match_key in ",
    );
    query.push_list(keys.iter().cloned());
    query.push(" order by province_id");
    query.fetch_all(store).await
}

/// Which old province each commune of a province of today came from: commune, full name of the old province.
pub async fn old_provinces(store: &Store, province_id: &str) -> Result<Vec<(String, String)>> {
    let rows = sqlx::query_as(
        "select pc.new_id, old_province.full_name
         from places now_unit
         join place_changes pc on pc.new_id = now_unit.id
         join places old_unit on old_unit.id = pc.old_id
         join places old_province on old_province.id = old_unit.province_id
         where now_unit.province_id = $1 and now_unit.level = 'commune'",
    )
    .bind(province_id)
    .fetch_all(store.read())
    .await?;
    Ok(rows)
}

/// Everything reported of some clusters.
pub async fn numbers_of(store: &Store, ids: &[String]) -> Result<Vec<KnownNumber>> {
    let mut query = Statement::new(
        "select subject_id, indicator, as_of, period, value, reporter from observations
         where status <> 'set_aside' and subject_id in ",
    );
    query.push_list(ids.iter().cloned());
    query.fetch_all(store).await
}

/// Every state of some clusters.
pub async fn states_of(store: &Store, ids: &[String]) -> Result<Vec<KnownState>> {
    let mut query = Statement::new(
        "select cluster_id, axis, state, on_day, precision from cluster_states where cluster_id in ",
    );
    query.push_list(ids.iter().cloned());
    query.push(" order by on_day, id");
    query.fetch_all(store).await
}

/// Plan lines of some clusters.
pub async fn plan_entries_of(store: &Store, ids: &[String]) -> Result<Vec<KnownPlanEntry>> {
    let mut query = Statement::new(
        "select e.cluster_id, d.match_key, e.horizon from plan_entries e join documents d on d.id = e.document_id
         where e.cluster_id in ",
    );
    query.push_list(ids.iter().cloned());
    query.fetch_all(store).await
}

/// Investors of some clusters, latest first.
pub async fn investors_of(store: &Store, ids: &[String]) -> Result<Vec<KnownInvestor>> {
    let mut query = Statement::new(
        "select i.cluster_id, i.organization_id, o.name from cluster_investors i join organizations o on o.id = i.organization_id
         where i.to_day is null and i.cluster_id in ",
    );
    query.push_list(ids.iter().cloned());
    query.push(" order by i.from_day desc, i.id desc");
    query.fetch_all(store).await
}

/// The names, as they are compared, of the bodies that invest in some clusters: what each has or
/// had, and those of records that were made one with it.
pub async fn investor_names_of(store: &Store, ids: &[String]) -> Result<Vec<(String, String)>> {
    let mut query = Statement::new(
        "with bodies as (select distinct organization_id as id from cluster_investors where to_day is null and cluster_id in ",
    );
    query.push_list(ids.iter().cloned());
    query.push(
        ") select b.id, o.match_key from bodies b join organizations o on o.id = b.id
         union select b.id, m.match_key from bodies b join organizations m on m.merged_into = b.id
         union select b.id, n.match_key from bodies b join organization_names n on n.organization_id = b.id
         union select b.id, n.match_key from bodies b join organizations m on m.merged_into = b.id join organization_names n on n.organization_id = m.id",
    );
    query.fetch_all(store).await
}

/// Other names and tax codes of the bodies behind the enterprises of some clusters: old ones, and
/// those of records that were made one with them.
pub async fn aliases_of(store: &Store, cluster_ids: &[String]) -> Result<Vec<KnownAlias>> {
    let mut query = Statement::new(
        "with projects as (select t.id, t.organization_id from tenants t where t.merged_into is null and t.cluster_id in ",
    );
    query.push_list(cluster_ids.iter().cloned());
    query.push(
        ") select p.id as tenant_id, o.match_key, coalesce(o.tax_code, '') as tax_code from projects p join organizations o on o.id = p.organization_id
         union select p.id, m.match_key, coalesce(m.tax_code, '') from projects p join organizations m on m.merged_into = p.organization_id
         union select p.id, n.match_key, '' from projects p join organization_names n on n.organization_id = p.organization_id
         union select p.id, n.match_key, '' from projects p join organizations m on m.merged_into = p.organization_id
               join organization_names n on n.organization_id = m.id",
    );
    query.fetch_all(store).await
}

/// Works of some clusters.
pub async fn works_of(store: &Store, ids: &[String]) -> Result<Vec<KnownWork>> {
    let mut query = Statement::new(
        "select cluster_id, fence_side, name, planned_vnd, paid_vnd, as_of from infrastructure_items where cluster_id in ",
    );
    query.push_list(ids.iter().cloned());
    query.fetch_all(store).await
}

/// Enterprises of some clusters the viewer may see.
pub async fn list_tenants(
    store: &Store,
    viewer: &Viewer,
    cluster_ids: &[String],
) -> Result<Vec<Tenant>> {
    let mut query = Statement::new(
        "select t.id, t.revision, t.cluster_id, t.organization_id, t.name, t.tax_code, t.activity, t.vsic_version, t.vsic_code, t.capital, t.licensed_on, t.note
         from tenants t
         where t.merged_into is null and exists (select 1 from cluster_places cp
                       join user_places up on up.place_id = cp.place_id and up.user_id = ",
    );
    query.push_bind(viewer.user_id.clone());
    query.push(" where cp.cluster_id = t.cluster_id) and t.cluster_id in ");
    query.push_list(cluster_ids.iter().cloned());
    query.fetch_all(store).await
}

/// Leases in some clusters that have not ended; those that were corrected are told with it.
pub async fn leases_of(store: &Store, cluster_ids: &[String]) -> Result<Vec<KnownLease>> {
    let mut query = Statement::new(
        "select l.id, l.revision, l.cluster_id, l.tenant_id, p.number as plot, l.area_m2, l.from_day, l.superseded_at
         from leases l join plots p on p.id = l.plot_id
         where l.to_day is null and l.cluster_id in ",
    );
    query.push_list(cluster_ids.iter().cloned());
    query.fetch_all(store).await
}

/// States of the enterprises of some clusters.
pub async fn tenant_states_of(
    store: &Store,
    cluster_ids: &[String],
) -> Result<Vec<KnownTenantState>> {
    let mut query = Statement::new(
        "select s.tenant_id, s.state, s.on_day from tenant_states s join tenants t on t.id = s.tenant_id
         where t.cluster_id in ",
    );
    query.push_list(cluster_ids.iter().cloned());
    query.push(" order by s.on_day, s.id");
    query.fetch_all(store).await
}

/// Numbers of the enterprises of some clusters.
pub async fn tenant_numbers_of(store: &Store, cluster_ids: &[String]) -> Result<Vec<KnownNumber>> {
    let mut query = Statement::new(
        "select o.subject_id, o.indicator, o.as_of, o.period, o.value, o.reporter
         from observations o join tenants t on t.id = o.subject_id
         where o.subject_kind = 'tenant' and o.status <> 'set_aside' and t.cluster_id in ",
    );
    query.push_list(cluster_ids.iter().cloned());
    query.fetch_all(store).await
}
