//! Reading clusters as they stand on a day, a whole list at a time: a few statements for any
//! number of clusters, never one a row.

use super::super::model::{Cluster, Standing, StateFact};
use crate::events::Known;
use crate::observations::Observation;
use crate::store::{Day, Result, Statement, Store};
use crate::users::Viewer;
use std::collections::BTreeMap;

/// The clusters as they stand on `on`, in the order given, with how many tenants each has. The
/// clusters were found for a viewer.
pub async fn list_standings(
    store: &Store,
    viewer: &Viewer,
    clusters: Vec<Cluster>,
    on: Day,
) -> Result<Vec<Standing>> {
    let mut standings = list_standings_without_tenants(store, viewer, clusters, on).await?;
    for few in standings.chunks_mut(500) {
        let ids: Vec<String> = few.iter().map(|standing| standing.cluster.id.clone()).collect();
        let counts = tenant_counts(store, &ids.iter().collect::<Vec<_>>(), on).await?;
        let counts: BTreeMap<String, (i64, i64)> = counts
            .into_iter()
            .map(|(id, registered, operating)| (id, (registered, operating)))
            .collect();
        for standing in few {
            if let Some((registered, operating)) = counts.get(&standing.cluster.id) {
                standing.tenants_registered = Some(*registered);
                standing.tenants_operating = Some(*operating);
            }
        }
    }
    Ok(standings)
}

/// The clusters as they stand on `on`, in the order given, where nobody asks how many tenants they
/// have: there are many times more tenants than clusters.
pub async fn list_standings_without_tenants(
    store: &Store,
    _viewer: &Viewer,
    clusters: Vec<Cluster>,
    on: Day,
) -> Result<Vec<Standing>> {
    let mut standings: Vec<Standing> =
        clusters.into_iter().map(|cluster| Standing::bare(cluster, on)).collect();
    let place: BTreeMap<String, usize> =
        standings.iter().enumerate().map(|(i, s)| (s.cluster.id.clone(), i)).collect();
    let ids: Vec<&String> = place.keys().collect();
    for ids in ids.chunks(500) {
        for fact in latest_states(store, ids, on).await? {
            standings[place[&fact.cluster_id]].states.insert(fact.axis, fact);
        }
        for observation in latest_numbers(store, ids, on).await? {
            standings[place[&observation.subject_id]]
                .numbers
                .insert(observation.indicator, observation);
        }
        for (id, m2) in sums(
            store,
            ids,
            "select cluster_id, cast(coalesce(sum(case when to_day is null or to_day > ",
            on,
            " then area_m2 else 0 end), 0) as bigint) from leases_counted where from_day <= ",
            on,
        )
        .await?
        {
            standings[place[&id]].lease_m2 = Some(m2);
        }
        for (id, planned, paid) in inside_capital(store, ids, on).await? {
            let standing = &mut standings[place[&id]];
            standing.inside_planned_vnd = planned;
            standing.inside_paid_vnd = paid;
        }
    }
    Ok(standings)
}

pub(super) fn push_ids(query: &mut Statement, ids: &[&String]) {
    query.push_list(ids.iter().map(|id| (*id).clone()));
}

async fn latest_states(store: &Store, ids: &[&String], on: Day) -> Result<Vec<StateFact>> {
    let mut query = Statement::new(
        "select x.id, x.cluster_id, x.axis, x.state, x.on_day, x.precision, x.document_id,
                coalesce(case when d.number = '' then d.file_name else d.number end, '') as document, x.location, x.area_m2, x.note
         from (select s.*, row_number() over (partition by s.cluster_id, s.axis order by s.on_day desc, s.id desc) as nth
               from cluster_states_counted s where s.on_day <= ",
    );
    query.push_bind(on);
    query.push(" and s.cluster_id in ");
    push_ids(&mut query, ids);
    query.push(") x left join documents d on d.id = x.document_id where x.nth = 1");
    query.fetch_all(store).await
}

/// Every state of one cluster up to a day, earliest first: its timeline, with those that were
/// corrected by then.
pub async fn list_states(
    store: &Store,
    viewer: &Viewer,
    cluster_id: &str,
    on: Day,
    known: &Known,
) -> Result<Vec<StateFact>> {
    let states = sqlx::query_as(
        "select s.id, s.cluster_id, s.axis, s.state, s.on_day, s.precision, s.document_id,
                coalesce(case when d.number = '' then d.file_name else d.number end, '') as document, s.location, s.area_m2, s.note,
                case when s.superseded_at < $4 then s.superseded_at else '' end as superseded_at,
                case when s.superseded_at < $4 then s.superseded_reason else '' end as superseded_reason,
                coalesce((select max(u.full_name) from events e join users u on u.id = e.user_id
                          where s.superseded_at <> '' and e.subject_id = s.cluster_id and e.happened_at = s.superseded_at), '') as superseded_who
         from cluster_states s left join documents d on d.id = s.document_id
         where s.cluster_id = $1 and s.on_day <= $2 and s.recorded_at < $4
           and exists (select 1 from cluster_places cp
                       join user_places up on up.place_id = cp.place_id and up.user_id = $3
                       where cp.cluster_id = s.cluster_id)
         order by s.on_day, s.id",
    )
    .bind(cluster_id)
    .bind(on)
    .bind(&viewer.user_id)
    .bind(known.until())
    .fetch_all(store.read())
    .await?;
    Ok(states)
}

async fn latest_numbers(store: &Store, ids: &[&String], on: Day) -> Result<Vec<Observation>> {
    let mut query = Statement::new(
        "select id, revision, subject_kind, subject_id, indicator, as_of, period, value, unit, precision, document_id, location, reporter, reporter_kind, rank, status, raw, note, recorded_at, superseded_by
         from (select o.*, row_number() over (partition by o.subject_id, o.indicator order by o.as_of desc, o.rank, o.recorded_at desc, o.id desc) as nth
               from observations o where o.status <> 'set_aside' and o.as_of <= ",
    );
    query.push_bind(on);
    query.push(" and o.subject_id in ");
    push_ids(&mut query, ids);
    query.push(") x where nth = 1");
    query.fetch_all(store).await
}

async fn sums(
    store: &Store,
    ids: &[&String],
    before: &'static str,
    on: Day,
    between: &'static str,
    again: Day,
) -> Result<Vec<(String, i64)>> {
    let mut query = Statement::new(before);
    query.push_bind(on);
    query.push(between);
    query.push_bind(again);
    query.push(" and cluster_id in ");
    push_ids(&mut query, ids);
    query.push(" group by cluster_id");
    query.fetch_all(store).await
}

async fn tenant_counts(store: &Store, ids: &[&String], on: Day) -> Result<Vec<(String, i64, i64)>> {
    let mut query = Statement::new(
        "select x.cluster_id, cast(sum(case when x.state <> 'left' then 1 else 0 end) as bigint),
                cast(sum(case when x.state = 'operating' then 1 else 0 end) as bigint)
         from (select t.cluster_id,
                      (select s.state from tenant_states_counted s where s.tenant_id = t.id and s.on_day <= ",
    );
    query.push_bind(on);
    query.push(
        " order by s.on_day desc, s.id desc limit 1) as state
               from tenants t where t.merged_into is null and t.cluster_id in ",
    );
    push_ids(&mut query, ids);
    query.push(") x where x.state is not null group by x.cluster_id");
    query.fetch_all(store).await
}

async fn inside_capital(
    store: &Store,
    ids: &[&String],
    on: Day,
) -> Result<Vec<(String, i64, i64)>> {
    let mut query = Statement::new(
        "select cluster_id, cast(coalesce(sum(planned_vnd), 0) as bigint), cast(coalesce(sum(paid_vnd), 0) as bigint)
         from infrastructure_items where fence_side = 'inside' and as_of <= ",
    );
    query.push_bind(on);
    query.push(" and cluster_id in ");
    push_ids(&mut query, ids);
    query.push(" group by cluster_id");
    query.fetch_all(store).await
}
