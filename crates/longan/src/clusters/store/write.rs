//! Statements that change the register. They run inside a verb's transaction.

use super::super::model::{
    Cluster, NewCluster, NewInfrastructureItem, NewInvestor, NewPlanEntry, NewState, NewTenant,
};
use super::many::LeaseRow;
use crate::places::Link;
use crate::store::{Result, Statement, StoreError, Tx, new_id};
use kernel::text::{search_text, sort_key};

/// Adds a cluster with its units and returns it.
pub async fn insert(
    tx: &mut Tx,
    new: &NewCluster,
    slug: &str,
    links: &[Link],
    now: &str,
) -> Result<Cluster> {
    let cluster = Cluster {
        id: new_id(),
        revision: 1,
        slug: slug.to_owned(),
        code: new.code.clone(),
        name: new.name.clone(),
        lead_place_id: new.place_ids.first().cloned().unwrap_or_default(),
        place_text: new.place_text.clone(),
        sectors: new.sectors.clone(),
        note: new.note.clone(),
        known_from: new.known_from,
    };
    sqlx::query(
        "insert into clusters (id, slug, code, name, lead_place_id, place_text, sectors, note, known_from, match_key, sort_key, search_text, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(&cluster.id)
    .bind(&cluster.slug)
    .bind(cluster.code.clone())
    .bind(&cluster.name)
    .bind(&cluster.lead_place_id)
    .bind(&cluster.place_text)
    .bind(&cluster.sectors)
    .bind(&cluster.note)
    .bind(cluster.known_from)
    .bind(kernel::cluster_name::match_key(&cluster.name))
    .bind(sort_key(&cluster.name))
    .bind(cluster_search_text(&cluster, &[]))
    .bind(now)
    .execute(&mut **tx)
    .await?;
    insert_places(tx, &cluster.id, links).await?;
    Ok(cluster)
}

/// What a search for a cluster looks in: name, aliases, mã, place, sectors.
pub fn cluster_search_text(cluster: &Cluster, aliases: &[String]) -> String {
    let mut parts = vec![
        "ccn",
        cluster.name.as_str(),
        cluster.code.as_deref().unwrap_or_default(),
        &cluster.place_text,
        &cluster.sectors,
    ];
    parts.extend(aliases.iter().map(String::as_str));
    search_text(&parts)
}

/// Ties a cluster to every unit it lies in, and to itself.
pub async fn insert_places(tx: &mut Tx, cluster_id: &str, links: &[Link]) -> Result<()> {
    let mut query =
        Statement::new("insert into cluster_places (cluster_id, place_id, relation, mapping) ");
    let itself = Link::itself("cluster", cluster_id);
    query.push_values(links.iter().chain([&itself]), |values, link| {
        values
            .push_bind(cluster_id.to_owned())
            .push_bind(link.place_id.clone())
            .push_bind(link.relation)
            .push_bind(link.mapping);
    });
    query.execute(tx).await?;
    Ok(())
}

/// Changes the words of a cluster, unless someone changed it since it was read.
pub async fn update(
    tx: &mut Tx,
    before: &Cluster,
    after: &Cluster,
    aliases: &[String],
) -> Result<()> {
    let done = sqlx::query(
        "update clusters set code = $1, name = $2, place_text = $3, sectors = $4, note = $5, known_from = $6,
                match_key = $7, sort_key = $8, search_text = $9, revision = revision + 1
         where id = $10 and revision = $11",
    )
    .bind(after.code.clone())
    .bind(&after.name)
    .bind(&after.place_text)
    .bind(&after.sectors)
    .bind(&after.note)
    .bind(after.known_from)
    .bind(kernel::cluster_name::match_key(&after.name))
    .bind(sort_key(&after.name))
    .bind(cluster_search_text(after, aliases))
    .bind(&before.id)
    .bind(before.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Keeps another name of a cluster.
pub async fn insert_name(
    tx: &mut Tx,
    cluster_id: &str,
    name: &str,
    kind: &str,
    document_id: &str,
    now: &str,
) -> Result<u64> {
    let done = sqlx::query(
        "insert into cluster_names (id, cluster_id, name, kind, match_key, document_id, recorded_at) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (cluster_id, name) do nothing",
    )
    .bind(new_id())
    .bind(cluster_id)
    .bind(name)
    .bind(kind)
    .bind(kernel::cluster_name::match_key(name))
    .bind(document_id)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// Keeps a dated state.
pub async fn insert_state(
    tx: &mut Tx,
    cluster_id: &str,
    new: &NewState,
    document_id: &str,
    now: &str,
) -> Result<u64> {
    insert_state_as(tx, &new_id(), cluster_id, new, document_id, now).await
}

/// Keeps a dated state under this id; 0 when it was known.
pub async fn insert_state_as(
    tx: &mut Tx,
    id: &str,
    cluster_id: &str,
    new: &NewState,
    document_id: &str,
    now: &str,
) -> Result<u64> {
    let done = sqlx::query(
        "insert into cluster_states (id, cluster_id, axis, state, on_day, precision, document_id, location, area_m2, note, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
         on conflict (cluster_id, axis, state, on_day, document_id, superseded_at) do nothing",
    )
    .bind(id)
    .bind(cluster_id)
    .bind(new.state.axis())
    .bind(new.state)
    .bind(new.on_day)
    .bind(new.precision)
    .bind(document_id)
    .bind(&new.location)
    .bind(new.area_m2)
    .bind(&new.note)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// Keeps one line of a plan's list.
pub async fn insert_plan_entry(
    tx: &mut Tx,
    cluster_id: &str,
    new: &NewPlanEntry,
    document_id: &str,
    now: &str,
) -> Result<u64> {
    let done = sqlx::query(
        "insert into plan_entries (id, cluster_id, document_id, horizon, listed_on, area_m2, location, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (cluster_id, document_id, horizon) do nothing",
    )
    .bind(new_id())
    .bind(cluster_id)
    .bind(document_id)
    .bind(&new.horizon)
    .bind(new.listed_on)
    .bind(new.area_m2)
    .bind(&new.location)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// Keeps an investor's time in charge.
pub async fn insert_investor(
    tx: &mut Tx,
    cluster_id: &str,
    organization_id: &str,
    new: &NewInvestor,
    document_id: &str,
    now: &str,
) -> Result<u64> {
    let done = sqlx::query(
        "insert into cluster_investors (id, cluster_id, organization_id, from_day, precision, document_id, location, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (cluster_id, organization_id, from_day) do nothing",
    )
    .bind(new_id())
    .bind(cluster_id)
    .bind(organization_id)
    .bind(new.from_day)
    .bind(new.precision)
    .bind(document_id)
    .bind(&new.location)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// Keeps a work, or the newer capital figures of one that is known.
pub async fn upsert_infrastructure_item(
    tx: &mut Tx,
    cluster_id: &str,
    new: &NewInfrastructureItem,
    document_id: &str,
    now: &str,
) -> Result<u64> {
    let done = sqlx::query(
        "insert into infrastructure_items (id, cluster_id, kind, name, fence_side, funder, planned_vnd, paid_vnd, as_of, document_id, location, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (cluster_id, fence_side, name) do update
         set planned_vnd = excluded.planned_vnd, paid_vnd = excluded.paid_vnd, as_of = excluded.as_of,
             document_id = excluded.document_id, location = excluded.location, revision = infrastructure_items.revision + 1
         where infrastructure_items.as_of <= excluded.as_of",
    )
    .bind(new_id())
    .bind(cluster_id)
    .bind(new.kind)
    .bind(&new.name)
    .bind(new.fence_side)
    .bind(new.funder)
    .bind(new.planned_vnd)
    .bind(new.paid_vnd)
    .bind(new.as_of)
    .bind(document_id)
    .bind(&new.location)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// Adds an enterprise's project and returns its id.
pub async fn insert_tenant(
    tx: &mut Tx,
    cluster_id: &str,
    organization_id: &str,
    new: &NewTenant,
    now: &str,
) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into tenants (id, cluster_id, organization_id, name, tax_code, activity, vsic_version, vsic_code, capital, licensed_on, note, match_key, sort_key, search_text, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(&id)
    .bind(cluster_id)
    .bind(organization_id)
    .bind(&new.name)
    .bind(new.tax_code.clone())
    .bind(&new.activity)
    .bind(&new.vsic_version)
    .bind(&new.vsic_code)
    .bind(new.capital)
    .bind(new.licensed_on)
    .bind(&new.note)
    .bind(crate::organizations::match_key(&new.name))
    .bind(sort_key(&new.name))
    .bind(search_text(&[&new.name, new.tax_code.as_deref().unwrap_or_default(), &new.activity]))
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Keeps a plot, or finds the one with this number; returns its id.
pub async fn find_or_insert_plot(
    tx: &mut Tx,
    cluster_id: &str,
    number: &str,
    area_m2: i64,
    source: (&str, &str),
    now: &str,
) -> Result<String> {
    let known: Option<(String,)> =
        sqlx::query_as("select id from plots where cluster_id = $1 and number = $2")
            .bind(cluster_id)
            .bind(number)
            .fetch_optional(&mut **tx)
            .await?;
    if let Some((id,)) = known {
        return Ok(id);
    }
    let id = new_id();
    sqlx::query(
        "insert into plots (id, cluster_id, number, area_m2, land_use, document_id, location, recorded_at) values ($1, $2, $3, $4, 'industrial', $5, $6, $7)",
    )
    .bind(&id)
    .bind(cluster_id)
    .bind(number)
    .bind(area_m2)
    .bind(source.0)
    .bind(source.1)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Keeps a lease of a plot; 0 when it was known.
pub async fn insert_lease(tx: &mut Tx, row: &LeaseRow, now: &str) -> Result<u64> {
    super::insert_lease_as(tx, &new_id(), row, None, now).await
}
