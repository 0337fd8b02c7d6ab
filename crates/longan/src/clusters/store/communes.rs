//! SQL of the communes that officers confirm where the recorded one was divided.

use crate::places::Link;
use crate::store::{Result, Store, Tx, new_id};
use crate::users::Viewer;

/// Ids of the units a cluster was recorded in. The cluster was found for a viewer.
pub async fn recorded_place_ids(store: &Store, cluster_id: &str) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "select place_id from cluster_places where cluster_id = $1 and relation = 'recorded' order by place_id",
    )
    .bind(cluster_id)
    .fetch_all(store.read())
    .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// The communes among which one is to be confirmed: id and full name.
pub async fn list_commune_choices(
    store: &Store,
    viewer: &Viewer,
    cluster_id: &str,
) -> Result<Vec<(String, String)>> {
    let choices = sqlx::query_as(
        "select distinct p.id, p.full_name, p.sort_key
         from cluster_places cp
         join place_changes pc on pc.old_id = cp.place_id
         join places p on p.id = pc.new_id and p.level = 'commune'
         where cp.cluster_id = $1
           and (select count(*) from place_changes other where other.old_id = cp.place_id) > 1
           and exists (select 1 from cluster_places mine join user_places up on up.place_id = mine.place_id
                       where mine.cluster_id = $1 and up.user_id = $2)
         order by p.sort_key, p.id",
    )
    .bind(cluster_id)
    .bind(&viewer.user_id)
    .fetch_all(store.read())
    .await?;
    Ok(choices.into_iter().map(|(id, name, _): (String, String, String)| (id, name)).collect())
}

/// Keeps a confirmation with its paper and the place in it; 0 when it is known.
pub async fn insert_commune(
    tx: &mut Tx,
    cluster_id: &str,
    place_id: &str,
    (document_id, location): (&str, &str),
    now: &str,
) -> Result<u64> {
    let done = sqlx::query(
        "insert into cluster_communes (id, cluster_id, place_id, document_id, location, recorded_at)
         values ($1, $2, $3, $4, $5, $6) on conflict (cluster_id, place_id) do nothing",
    )
    .bind(new_id())
    .bind(cluster_id)
    .bind(place_id)
    .bind(document_id)
    .bind(location)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// The communes confirmed for a cluster, the latest word first. The cluster was found for a viewer.
pub async fn confirmed_communes(tx: &mut Tx, cluster_id: &str) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "select place_id from cluster_communes where cluster_id = $1 order by id desc",
    )
    .bind(cluster_id)
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Works the ties of a cluster out anew; what is recorded stays.
pub async fn retie(tx: &mut Tx, cluster_id: &str, links: &[Link]) -> Result<()> {
    sqlx::query(
        "delete from cluster_places where cluster_id = $1 and relation not in ('recorded', 'itself')",
    )
    .bind(cluster_id)
    .execute(&mut **tx)
    .await?;
    let ties: Vec<(String, Link)> =
        links.iter().map(|link| (cluster_id.to_owned(), link.clone())).collect();
    crate::places::store::insert_ties(tx, &ties).await
}
