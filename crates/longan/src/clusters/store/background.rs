//! What the checks of a cluster need beside its standing, a whole list at a time.

use super::super::model::{ClusterType, Standing};
use super::super::rules::Background;
use super::standing::push_ids;
use crate::store::{Day, Result, Statement, Store};
use crate::users::Viewer;
use std::collections::BTreeMap;

/// First decision, kinds and late works of the clusters, in their order. They were found for a viewer.
pub async fn list_backgrounds(
    store: &Store,
    _viewer: &Viewer,
    standings: &[Standing],
    on: Day,
) -> Result<Vec<Background>> {
    let mut backgrounds = vec![Background::default(); standings.len()];
    let at: BTreeMap<&str, usize> =
        standings.iter().enumerate().map(|(i, s)| (s.cluster.id.as_str(), i)).collect();
    let ids: Vec<&String> = standings.iter().map(|s| &s.cluster.id).collect();
    for ids in ids.chunks(500) {
        for (id, day) in first_decisions(store, ids, on).await? {
            backgrounds[at[id.as_str()]].established_on = Some(day);
        }
        for (id, kind) in types(store, ids, on).await? {
            backgrounds[at[id.as_str()]].types.push(kind);
        }
        for (id, name, due_on) in late_works(store, ids, on).await? {
            backgrounds[at[id.as_str()]].late_work = Some((name, due_on));
        }
    }
    Ok(backgrounds)
}

async fn first_decisions(store: &Store, ids: &[&String], on: Day) -> Result<Vec<(String, Day)>> {
    let mut query = Statement::new(
        "select cluster_id, min(on_day) from cluster_states_counted
         where axis = 'establishment' and state = 'established' and on_day <= ",
    );
    query.push_bind(on).push(" and cluster_id in ");
    push_ids(&mut query, ids);
    query.push(" group by cluster_id");
    query.fetch_all(store).await
}

async fn types(store: &Store, ids: &[&String], on: Day) -> Result<Vec<(String, ClusterType)>> {
    let mut query = Statement::new("select cluster_id, kind from cluster_types where from_day <= ");
    query.push_bind(on).push(" and (to_day is null or to_day > ").push_bind(on);
    query.push(") and cluster_id in ");
    push_ids(&mut query, ids);
    query.push(" order by cluster_id, from_day");
    query.fetch_all(store).await
}

async fn late_works(store: &Store, ids: &[&String], on: Day) -> Result<Vec<(String, String, Day)>> {
    let mut query = Statement::new(
        "select cluster_id, name, due_on from infrastructure_items
         where fence_side = 'inside' and completed_on is null and coalesce(paid_vnd, 0) < planned_vnd and due_on < ",
    );
    query.push_bind(on).push(" and cluster_id in ");
    push_ids(&mut query, ids);
    query.push(" order by due_on desc");
    query.fetch_all(store).await
}
