//! What the search for duplicates reads, and who said that two bodies are not the same.

use super::super::likeness::Body;
use super::seeing::seen;
use crate::store::{Result, Store, Tx, new_id};
use crate::users::Viewer;
use std::collections::{HashMap, HashSet};

/// Every body the viewer sees, with what bodies are recognised by: four statements, however many.
pub async fn list_bodies(store: &Store, viewer: &Viewer) -> Result<Vec<Body>> {
    let rows: Vec<(String, String, Option<String>, String)> = sqlx::query_as(concat!(
        "select o.id, o.name, o.tax_code, o.phone from organizations o where o.merged_into is null and (",
        seen!("$1", "o.id"),
        ") order by o.id"
    ))
    .bind(&viewer.user_id)
    .fetch_all(store.read())
    .await?;
    let mut bodies: Vec<Body> = rows
        .into_iter()
        .map(|(id, name, tax_code, phone)| Body::new(id, name, tax_code, &phone))
        .collect();
    let places: HashMap<String, usize> =
        bodies.iter().enumerate().map(|(at, body)| (body.id.clone(), at)).collect();
    let names: Vec<(String, String)> = sqlx::query_as(
        "select organization_id, name from organization_names where kind <> 'foreign' order by id",
    )
    .fetch_all(store.read())
    .await?;
    for (id, name) in names {
        if let Some(at) = places.get(&id) {
            bodies[*at].names.push(name);
        }
    }
    let addresses: Vec<(String, String, String)> = sqlx::query_as(
        "select organization_id, place_id, detail from organization_addresses where to_day is null and detail <> '' order by id",
    )
    .fetch_all(store.read())
    .await?;
    for (id, place_id, detail) in addresses {
        if let Some(at) = places.get(&id) {
            bodies[*at].add_address(&place_id, &detail);
        }
    }
    let phones: Vec<(String, String)> = sqlx::query_as(
        "select organization_id, phone from organization_people where to_day is null and phone <> '' order by id",
    )
    .fetch_all(store.read())
    .await?;
    for (id, phone) in phones {
        if let Some(at) = places.get(&id) {
            bodies[*at].add_phone(&phone);
        }
    }
    Ok(bodies)
}

/// The pairs somebody said are not the same, the smaller id first.
pub async fn list_distinctions(
    store: &Store,
    _viewer: &Viewer,
) -> Result<HashSet<(String, String)>> {
    let pairs: Vec<(String, String)> =
        sqlx::query_as("select first_id, second_id from organization_distinctions")
            .fetch_all(store.read())
            .await?;
    Ok(pairs.into_iter().collect())
}

/// Keeps that two bodies are not the same; 0 when it was known.
pub async fn insert_distinction(
    tx: &mut Tx,
    pair: (&str, &str),
    reason: &str,
    user_id: &str,
    now: &str,
) -> Result<u64> {
    let (first, second) = if pair.0 < pair.1 { pair } else { (pair.1, pair.0) };
    let done = sqlx::query(
        "insert into organization_distinctions (id, first_id, second_id, reason, user_id, recorded_at)
         values ($1, $2, $3, $4, $5, $6) on conflict (first_id, second_id) do nothing",
    )
    .bind(new_id())
    .bind(first)
    .bind(second)
    .bind(reason)
    .bind(user_id)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}
