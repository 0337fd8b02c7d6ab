//! What the register already knows of what a form asks, shown beside its fields.

use super::super::model::ReportSubject;
use crate::observations::Indicator;
use crate::store::{Day, Result, Store};
use crate::users::Viewer;

/// What is known of a record that was found for the viewer: indicator and value.
pub async fn list_known(
    store: &Store,
    viewer: &Viewer,
    (kind, id): (ReportSubject, &str),
    period: &str,
    on: Day,
) -> Result<Vec<(Indicator, i64)>> {
    match kind {
        ReportSubject::Tenant => list_known_of_tenant(store, viewer, id, period).await,
        ReportSubject::Cluster => list_known_of_cluster(store, viewer, id, on).await,
        ReportSubject::Place => Ok(Vec::new()),
    }
}

/// What was reported of a project for the period, from the source that is taken first.
async fn list_known_of_tenant(
    store: &Store,
    _viewer: &Viewer,
    id: &str,
    period: &str,
) -> Result<Vec<(Indicator, i64)>> {
    let known = sqlx::query_as(
        "select o.indicator, o.value from observations o
         where o.subject_kind = 'tenant' and o.subject_id = $1 and o.period = $2 and o.status <> 'set_aside'
           and o.id = (select best.id from observations best where best.subject_id = o.subject_id and best.indicator = o.indicator
                         and best.period = o.period and best.status <> 'set_aside' order by best.rank, best.recorded_at desc, best.id desc limit 1)
         order by o.indicator",
    )
    .bind(id)
    .bind(period)
    .fetch_all(store.read())
    .await?;
    Ok(known)
}

/// Land leased and projects of a cluster as its leases and its tenants stand on the day.
async fn list_known_of_cluster(
    store: &Store,
    _viewer: &Viewer,
    id: &str,
    on: Day,
) -> Result<Vec<(Indicator, i64)>> {
    let (leased_m2, leases): (i64, i64) = sqlx::query_as(
        "select cast(coalesce(sum(l.area_m2), 0) as bigint), count(*) from leases_counted l
         where l.cluster_id = $1 and l.from_day <= $2 and (l.to_day is null or l.to_day > $2)",
    )
    .bind(id)
    .bind(on)
    .fetch_one(store.read())
    .await?;
    let (registered, operating, foreign): (i64, i64, i64) = sqlx::query_as(
        "select cast(coalesce(sum(case when x.state <> 'left' then 1 else 0 end), 0) as bigint),
                cast(coalesce(sum(case when x.state = 'operating' then 1 else 0 end), 0) as bigint),
                cast(coalesce(sum(case when x.state <> 'left' and x.capital = 'foreign' then 1 else 0 end), 0) as bigint)
         from (select t.capital, (select s.state from tenant_states_counted s where s.tenant_id = t.id and s.on_day <= $2
                                   order by s.on_day desc, s.id desc limit 1) as state
               from tenants t where t.cluster_id = $1 and t.merged_into is null) x
         where x.state is not null",
    )
    .bind(id)
    .bind(on)
    .fetch_one(store.read())
    .await?;
    let mut known = Vec::new();
    // Where nothing was written down nothing is known; that is not nought.
    if leases > 0 {
        known.push((Indicator::AreaLeased, leased_m2));
    }
    if registered > 0 {
        known.push((Indicator::TenantsRegistered, registered));
        known.push((Indicator::TenantsOperating, operating));
        known.push((Indicator::TenantsForeign, foreign));
    }
    Ok(known)
}

/// What the project of an enterprise makes, as it is on the register; nothing for other records.
/// The report was found for the viewer.
pub async fn find_activity(store: &Store, _viewer: &Viewer, subject_id: &str) -> Result<String> {
    let found: Option<(String,)> = sqlx::query_as("select activity from tenants where id = $1")
        .bind(subject_id)
        .fetch_optional(store.read())
        .await?;
    Ok(found.map(|row| row.0).unwrap_or_default())
}
