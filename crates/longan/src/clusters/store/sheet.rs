//! Reading what one cluster's page shows. Each function takes the viewer.

use super::super::model::{
    ClearancePhase, InvestorTerm, Lease, OtherName, Paper, PlaceLink, PlanEntry, Plot, TypeTerm,
    Work,
};
use crate::events::Known;
use crate::store::{Day, Result, Statement, Store};
use crate::users::Viewer;
use std::collections::BTreeSet;

/// The condition that the viewer `$2` may see the cluster `$1`.
macro_rules! seen {
    () => {
        " exists (select 1 from cluster_places mine join user_places up on up.place_id = mine.place_id
                  where mine.cluster_id = $1 and up.user_id = $2) "
    };
}

/// When lease `l` was corrected by the moment `$until`, why and by whom; empty while it counts.
macro_rules! superseded {
    ($until:literal) => {
        concat!(
            "case when l.superseded_at < ",
            $until,
            " then l.superseded_at else '' end as superseded_at, case when l.superseded_at < ",
            $until,
            " then l.superseded_reason else '' end as superseded_reason,
             coalesce((select max(u.full_name) from events e join users u on u.id = e.user_id
                       where l.superseded_at <> '' and e.subject_id in (l.cluster_id, l.tenant_id) and e.happened_at = l.superseded_at), '') as superseded_who "
        )
    };
}

/// The units a cluster lies in, from the smallest, recorded ones first.
pub async fn list_places(
    store: &Store,
    viewer: &Viewer,
    cluster_id: &str,
) -> Result<Vec<PlaceLink>> {
    let sql = concat!(
        "select cp.place_id, p.level, p.full_name, p.valid_to, cp.relation, cp.mapping
         from cluster_places cp join places p on p.id = cp.place_id
         where cp.cluster_id = $1 and ",
        seen!(),
        "order by case p.level when 'commune' then 0 when 'district' then 1 when 'province' then 2 else 3 end,
                  case cp.relation when 'recorded' then 0 when 'within' then 1 else 2 end, p.sort_key, p.id"
    );
    let rows = sqlx::query_as(sql).bind(cluster_id).bind(&viewer.user_id);
    Ok(rows.fetch_all(store.read()).await?)
}

/// Works inside and outside the fence that were on record by the day.
pub async fn list_works(
    store: &Store,
    viewer: &Viewer,
    cluster_id: &str,
    on: Day,
    known: &Known,
) -> Result<Vec<Work>> {
    let sql = concat!(
        "select id, revision, kind, name, fence_side, funder, planned_vnd, paid_vnd, as_of, due_on, completed_on, document_id, location
         from infrastructure_items
         where cluster_id = $1 and as_of <= $3 and recorded_at < $4 and ",
        seen!(),
        "order by fence_side, name, id"
    );
    let rows =
        sqlx::query_as(sql).bind(cluster_id).bind(&viewer.user_id).bind(on).bind(known.until());
    Ok(rows.fetch_all(store.read()).await?)
}

/// Infrastructure investors up to the day, latest first.
pub async fn list_investors(
    store: &Store,
    viewer: &Viewer,
    cluster_id: &str,
    on: Day,
    known: &Known,
) -> Result<Vec<InvestorTerm>> {
    let sql = concat!(
        "select o.name, o.tax_code, i.from_day, i.to_day, i.precision, i.document_id, i.location
         from cluster_investors i join organizations o on o.id = i.organization_id
         where i.cluster_id = $1 and i.from_day <= $3 and i.recorded_at < $4 and ",
        seen!(),
        "order by i.from_day desc, i.id desc"
    );
    let rows =
        sqlx::query_as(sql).bind(cluster_id).bind(&viewer.user_id).bind(on).bind(known.until());
    Ok(rows.fetch_all(store.read()).await?)
}

/// Plots with what of them is leased on the day.
pub async fn list_plots(
    store: &Store,
    viewer: &Viewer,
    cluster_id: &str,
    on: Day,
    known: &Known,
) -> Result<Vec<Plot>> {
    let sql = concat!(
        "select p.number, p.area_m2, p.land_use, p.document_id, p.location,
                cast(coalesce((select sum(l.area_m2) from leases l
                               where l.plot_id = p.id and l.from_day <= $3 and l.recorded_at < $4
                                 and (l.superseded_at = '' or l.superseded_at >= $4) and (l.to_day is null or l.to_day > $3 or l.ended_at >= $4)), 0) as bigint) as leased_m2
         from plots p where p.cluster_id = $1 and p.recorded_at < $4 and ",
        seen!(),
        "order by p.number, p.id"
    );
    let rows =
        sqlx::query_as(sql).bind(cluster_id).bind(&viewer.user_id).bind(on).bind(known.until());
    Ok(rows.fetch_all(store.read()).await?)
}

/// Leases that had begun by the day, those that hold first.
pub async fn list_leases(
    store: &Store,
    viewer: &Viewer,
    cluster_id: &str,
    on: Day,
    known: &Known,
) -> Result<Vec<Lease>> {
    let sql = concat!(
        "select l.id, l.revision, l.cluster_id, c.slug, l.tenant_id, t.name as tenant, p.number as plot, l.area_m2,
                l.from_day, case when l.ended_at >= $4 then null else l.to_day end as to_day, l.precision, l.contract, l.document_id, l.location, ",
        superseded!("$4"),
        " from leases l
         join clusters c on c.id = l.cluster_id
         join tenants t on t.id = l.tenant_id
         join plots p on p.id = l.plot_id
         where l.cluster_id = $1 and l.from_day <= $3 and l.recorded_at < $4 and ",
        seen!(),
        "order by case when l.to_day is null or l.to_day > $3 or l.ended_at >= $4 then 0 else 1 end, p.number, l.id"
    );
    let rows =
        sqlx::query_as(sql).bind(cluster_id).bind(&viewer.user_id).bind(on).bind(known.until());
    Ok(rows.fetch_all(store.read()).await?)
}

/// Leases of a tenant that had begun by the day, those that hold first. The tenant was found for a viewer.
pub async fn list_leases_of_tenant(
    store: &Store,
    _viewer: &Viewer,
    tenant_id: &str,
    on: Day,
    known: &Known,
) -> Result<Vec<Lease>> {
    let leases = sqlx::query_as(concat!(
        "select l.id, l.revision, l.cluster_id, c.slug, l.tenant_id, t.name as tenant, p.number as plot, l.area_m2,
                l.from_day, case when l.ended_at >= $3 then null else l.to_day end as to_day, l.precision, l.contract, l.document_id, l.location, ",
        superseded!("$3"),
        " from leases l
         join clusters c on c.id = l.cluster_id
         join tenants t on t.id = l.tenant_id
         join plots p on p.id = l.plot_id
         where l.tenant_id = $1 and l.from_day <= $2 and l.recorded_at < $3
         order by case when l.to_day is null or l.to_day > $2 or l.ended_at >= $3 then 0 else 1 end, p.number, l.id"
    ))
    .bind(tenant_id)
    .bind(on)
    .bind(known.until())
    .fetch_all(store.read())
    .await?;
    Ok(leases)
}

/// One lease by its id, if the viewer may see its cluster.
pub async fn find_lease(store: &Store, viewer: &Viewer, id: &str) -> Result<Option<Lease>> {
    let lease = sqlx::query_as(
        "select l.id, l.revision, l.cluster_id, c.slug, l.tenant_id, t.name as tenant, p.number as plot, l.area_m2,
                l.from_day, l.to_day, l.precision, l.contract, l.document_id, l.location, l.superseded_at
         from leases l
         join clusters c on c.id = l.cluster_id
         join tenants t on t.id = l.tenant_id
         join plots p on p.id = l.plot_id
         where l.id = $1
           and exists (select 1 from cluster_places mine join user_places up on up.place_id = mine.place_id
                       where mine.cluster_id = l.cluster_id and up.user_id = $2)",
    )
    .bind(id)
    .bind(&viewer.user_id)
    .fetch_optional(store.read())
    .await?;
    Ok(lease)
}

/// Phases of site clearance on record by the day.
pub async fn list_clearance(
    store: &Store,
    viewer: &Viewer,
    cluster_id: &str,
    on: Day,
    known: &Known,
) -> Result<Vec<ClearancePhase>> {
    let sql = concat!(
        "select phase, planned_m2, cleared_m2, households_planned, households_paid, approved_vnd, paid_vnd, as_of, document_id
         from clearance_phases where cluster_id = $1 and as_of <= $3 and recorded_at < $4 and ",
        seen!(),
        "order by as_of, phase"
    );
    let rows =
        sqlx::query_as(sql).bind(cluster_id).bind(&viewer.user_id).bind(on).bind(known.until());
    Ok(rows.fetch_all(store.read()).await?)
}

/// Lines of plans that had listed the cluster by the day.
pub async fn list_plan_entries(
    store: &Store,
    viewer: &Viewer,
    cluster_id: &str,
    on: Day,
    known: &Known,
) -> Result<Vec<PlanEntry>> {
    let sql = concat!(
        "select horizon, listed_on, removed_on, area_m2, document_id, location
         from plan_entries where cluster_id = $1 and listed_on <= $3 and recorded_at < $4 and ",
        seen!(),
        "order by listed_on, horizon, id"
    );
    let rows =
        sqlx::query_as(sql).bind(cluster_id).bind(&viewer.user_id).bind(on).bind(known.until());
    Ok(rows.fetch_all(store.read()).await?)
}

/// Other names of a cluster.
pub async fn list_names(
    store: &Store,
    viewer: &Viewer,
    cluster_id: &str,
    known: &Known,
) -> Result<Vec<OtherName>> {
    let sql = concat!(
        "select name, kind from cluster_names where cluster_id = $1 and recorded_at < $3 and ",
        seen!(),
        "order by kind, name"
    );
    let rows = sqlx::query_as(sql).bind(cluster_id).bind(&viewer.user_id).bind(known.until());
    Ok(rows.fetch_all(store.read()).await?)
}

/// Special kinds of a cluster that had begun by the day.
pub async fn list_types(
    store: &Store,
    viewer: &Viewer,
    cluster_id: &str,
    on: Day,
    known: &Known,
) -> Result<Vec<TypeTerm>> {
    let sql = concat!(
        "select kind, from_day, to_day, document_id from cluster_types where cluster_id = $1 and from_day <= $3 and recorded_at < $4 and ",
        seen!(),
        "order by from_day, id"
    );
    let rows =
        sqlx::query_as(sql).bind(cluster_id).bind(&viewer.user_id).bind(on).bind(known.until());
    Ok(rows.fetch_all(store.read()).await?)
}

/// The papers with these ids, for facts that were found for the viewer.
pub async fn list_papers_with_ids(
    store: &Store,
    _viewer: &Viewer,
    ids: &BTreeSet<&str>,
) -> Result<Vec<Paper>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = Statement::new(
        "select d.id, case when d.number <> '' then d.number when d.file_name <> '' then d.file_name else d.subject_line end as label,
                d.issued_on, d.subject_line, d.issuer, cast(0 as bigint) as facts
         from documents d where d.id in ",
    );
    query.push_list(ids.iter().map(|id| (*id).to_owned()));
    query.fetch_all(store).await
}

/// The papers that facts of a cluster and of its tenants rest on, by number.
pub async fn list_papers(store: &Store, viewer: &Viewer, cluster_id: &str) -> Result<Vec<Paper>> {
    let sql = concat!(
        "select d.id, case when d.number <> '' then d.number when d.file_name <> '' then d.file_name else d.subject_line end as label,
                d.issued_on, d.subject_line, d.issuer, count(*) as facts
         from (select document_id from observations where subject_id = $1
               union all select o.document_id from observations o join tenants t on t.id = o.subject_id where t.cluster_id = $1
               union all select document_id from cluster_states where cluster_id = $1
               union all select document_id from plan_entries where cluster_id = $1
               union all select document_id from cluster_investors where cluster_id = $1
               union all select document_id from cluster_types where cluster_id = $1
               union all select document_id from cluster_names where cluster_id = $1
               union all select document_id from infrastructure_items where cluster_id = $1
               union all select document_id from clearance_phases where cluster_id = $1
               union all select document_id from plots where cluster_id = $1
               union all select document_id from leases where cluster_id = $1
               union all select s.document_id from tenant_states s join tenants t on t.id = s.tenant_id where t.cluster_id = $1) used
         join documents d on d.id = used.document_id
         where ",
        seen!(),
        "group by d.id, d.number, d.file_name, d.issued_on, d.subject_line, d.issuer, d.sort_key
         order by d.sort_key, d.id"
    );
    let rows = sqlx::query_as(sql).bind(cluster_id).bind(&viewer.user_id);
    Ok(rows.fetch_all(store.read()).await?)
}
