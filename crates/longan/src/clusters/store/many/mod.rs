//! Adding many records in a few statements, for whole workbooks. Each runs inside a verb's
//! transaction; a fact that is known already is left as it stands.

mod tenants;

pub use tenants::*;

use super::super::model::{Cluster, NewInfrastructureItem, NewInvestor, NewPlanEntry, NewState};
use super::cluster_search_text;
use crate::places::Link;
use crate::store::{Result, Statement, Tx, new_id};
use kernel::text::sort_key;
use std::sync::Arc;

/// Rows a statement carries: enough to spare round trips, far below what both databases allow.
const CHUNK: usize = 100;

/// A fact about a record, and the paper that says so.
#[derive(Clone, Debug)]
pub struct Sourced<T> {
    /// Id of the record.
    pub subject_id: String,
    /// Id of the paper.
    pub document_id: String,
    /// The fact.
    pub told: T,
}

/// Adds clusters, each with the units it lies in.
pub async fn insert_clusters(
    tx: &mut Tx,
    clusters: &[(Cluster, Arc<[Link]>)],
    now: &str,
) -> Result<()> {
    for chunk in clusters.chunks(CHUNK) {
        let mut query = Statement::new(
            "insert into clusters (id, slug, code, name, lead_place_id, place_text, sectors, note, known_from, match_key, sort_key, search_text, recorded_at) ",
        );
        query.push_values(chunk, |values, (cluster, _)| {
            values
                .push_bind(cluster.id.clone())
                .push_bind(cluster.slug.clone())
                .push_bind(cluster.code.clone())
                .push_bind(cluster.name.clone())
                .push_bind(cluster.lead_place_id.clone())
                .push_bind(cluster.place_text.clone())
                .push_bind(cluster.sectors.clone())
                .push_bind(cluster.note.clone())
                .push_bind(cluster.known_from)
                .push_bind(kernel::cluster_name::match_key(&cluster.name))
                .push_bind(sort_key(&cluster.name))
                .push_bind(cluster_search_text(cluster, &[]))
                .push_bind(now.to_owned());
        });
        query.execute(tx).await?;
    }
    let links: Vec<(&str, Link)> = clusters
        .iter()
        .flat_map(|(cluster, links)| {
            let itself = Link::itself("cluster", &cluster.id);
            links.iter().cloned().chain([itself]).map(|link| (cluster.id.as_str(), link))
        })
        .collect();
    for chunk in links.chunks(CHUNK * 4) {
        let mut query =
            Statement::new("insert into cluster_places (cluster_id, place_id, relation, mapping) ");
        query.push_values(chunk, |values, (cluster_id, link)| {
            values
                .push_bind((*cluster_id).to_owned())
                .push_bind(link.place_id.clone())
                .push_bind(link.relation)
                .push_bind(link.mapping);
        });
        query.execute(tx).await?;
    }
    Ok(())
}

/// Keeps other names of clusters.
pub async fn insert_names(tx: &mut Tx, names: &[Sourced<String>], now: &str) -> Result<()> {
    for chunk in names.chunks(CHUNK) {
        let mut query = Statement::new(
            "insert into cluster_names (id, cluster_id, name, kind, match_key, document_id, recorded_at) ",
        );
        query.push_values(chunk, |values, name| {
            values
                .push_bind(new_id())
                .push_bind(name.subject_id.clone())
                .push_bind(name.told.clone())
                .push_bind("as_written")
                .push_bind(kernel::cluster_name::match_key(&name.told))
                .push_bind(name.document_id.clone())
                .push_bind(now.to_owned());
        });
        query.push(" on conflict (cluster_id, name) do nothing");
        query.execute(tx).await?;
    }
    Ok(())
}

/// Keeps dated states.
pub async fn insert_states(tx: &mut Tx, states: &[Sourced<NewState>], now: &str) -> Result<()> {
    for chunk in states.chunks(CHUNK) {
        let mut query = Statement::new(
            "insert into cluster_states (id, cluster_id, axis, state, on_day, precision, document_id, location, area_m2, note, recorded_at) ",
        );
        query.push_values(chunk, |values, state| {
            let new = &state.told;
            values
                .push_bind(new_id())
                .push_bind(state.subject_id.clone())
                .push_bind(new.state.axis())
                .push_bind(new.state)
                .push_bind(new.on_day)
                .push_bind(new.precision)
                .push_bind(state.document_id.clone())
                .push_bind(new.location.clone())
                .push_bind(new.area_m2)
                .push_bind(new.note.clone())
                .push_bind(now.to_owned());
        });
        query.push(
            " on conflict (cluster_id, axis, state, on_day, document_id, superseded_at) do nothing",
        );
        query.execute(tx).await?;
    }
    Ok(())
}

/// Keeps lines of a plan's list.
pub async fn insert_plan_entries(
    tx: &mut Tx,
    entries: &[Sourced<NewPlanEntry>],
    now: &str,
) -> Result<()> {
    for chunk in entries.chunks(CHUNK) {
        let mut query = Statement::new(
            "insert into plan_entries (id, cluster_id, document_id, horizon, listed_on, area_m2, location, recorded_at) ",
        );
        query.push_values(chunk, |values, entry| {
            values
                .push_bind(new_id())
                .push_bind(entry.subject_id.clone())
                .push_bind(entry.document_id.clone())
                .push_bind(entry.told.horizon.clone())
                .push_bind(entry.told.listed_on)
                .push_bind(entry.told.area_m2)
                .push_bind(entry.told.location.clone())
                .push_bind(now.to_owned());
        });
        query.push(" on conflict (cluster_id, document_id, horizon) do nothing");
        query.execute(tx).await?;
    }
    Ok(())
}

/// Keeps investors' times in charge; each comes with the id of the investor.
pub async fn insert_investors(
    tx: &mut Tx,
    investors: &[(String, Sourced<NewInvestor>)],
    now: &str,
) -> Result<()> {
    for chunk in investors.chunks(CHUNK) {
        let mut query = Statement::new(
            "insert into cluster_investors (id, cluster_id, organization_id, from_day, precision, document_id, location, recorded_at) ",
        );
        query.push_values(chunk, |values, (organization_id, investor)| {
            values
                .push_bind(new_id())
                .push_bind(investor.subject_id.clone())
                .push_bind(organization_id.clone())
                .push_bind(investor.told.from_day)
                .push_bind(investor.told.precision)
                .push_bind(investor.document_id.clone())
                .push_bind(investor.told.location.clone())
                .push_bind(now.to_owned());
        });
        query.push(" on conflict (cluster_id, organization_id, from_day) do nothing");
        query.execute(tx).await?;
    }
    Ok(())
}

/// Keeps works, or the newer capital figures of those that are known.
pub async fn upsert_infrastructure_items(
    tx: &mut Tx,
    items: &[Sourced<NewInfrastructureItem>],
    now: &str,
) -> Result<()> {
    for chunk in items.chunks(CHUNK) {
        let mut query = Statement::new(
            "insert into infrastructure_items (id, cluster_id, kind, name, fence_side, funder, planned_vnd, paid_vnd, as_of, document_id, location, recorded_at) ",
        );
        query.push_values(chunk, |values, item| {
            let new = &item.told;
            values
                .push_bind(new_id())
                .push_bind(item.subject_id.clone())
                .push_bind(new.kind)
                .push_bind(new.name.clone())
                .push_bind(new.fence_side)
                .push_bind(new.funder)
                .push_bind(new.planned_vnd)
                .push_bind(new.paid_vnd)
                .push_bind(new.as_of)
                .push_bind(item.document_id.clone())
                .push_bind(new.location.clone())
                .push_bind(now.to_owned());
        });
        query.push(
            " on conflict (cluster_id, fence_side, name) do update
              set planned_vnd = coalesce(excluded.planned_vnd, infrastructure_items.planned_vnd),
                  paid_vnd = coalesce(excluded.paid_vnd, infrastructure_items.paid_vnd),
                  as_of = excluded.as_of, document_id = excluded.document_id, location = excluded.location,
                  revision = infrastructure_items.revision + 1
              where infrastructure_items.as_of <= excluded.as_of",
        );
        query.execute(tx).await?;
    }
    Ok(())
}
