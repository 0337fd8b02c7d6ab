//! All SQL of papers.

use super::model::{Document, NewDocument, Use};
use crate::store::{Result, Store, Tx, new_id};
use crate::users::Viewer;

/// The clusters `f` with a fact that rests on paper `d`, whatever kind of fact it is.
macro_rules! clusters_of_paper {
    () => {
        "(select o.subject_id as cluster_id from observations o where o.document_id = d.id and o.subject_kind = 'cluster'
          union all
          select t.cluster_id from observations o join tenants t on t.id = o.subject_id where o.document_id = d.id and o.subject_kind = 'tenant'
          union all
          select s.cluster_id from cluster_states s where s.document_id = d.id
          union all
          select t.cluster_id from tenant_states s join tenants t on t.id = s.tenant_id where s.document_id = d.id
          union all
          select l.cluster_id from leases l where l.document_id = d.id
          union all
          select i.cluster_id from infrastructure_items i where i.document_id = d.id
          union all
          select n.cluster_id from cluster_investors n where n.document_id = d.id
          union all
          select e.cluster_id from plan_entries e where e.document_id = d.id
          union all
          select c.cluster_id from clearance_phases c where c.document_id = d.id
          union all
          select y.cluster_id from cluster_types y where y.document_id = d.id
          union all
          select p.cluster_id from plots p where p.document_id = d.id) f"
    };
}

/// Whether the person `$2` works for the whole country.
macro_rules! sees_all {
    () => {
        "exists (select 1 from user_places up where up.user_id = $2 and up.place_id = 'country:VN:')"
    };
}

/// Whether the person `$2` may see cluster `f.cluster_id`.
macro_rules! sees_cluster {
    () => {
        "exists (select 1 from cluster_places cp
                 join user_places up on up.place_id = cp.place_id and up.user_id = $2
                 where cp.cluster_id = f.cluster_id)"
    };
}

/// One paper by its id, if something the viewer may see rests on it.
pub async fn find(store: &Store, viewer: &Viewer, id: &str) -> Result<Option<Document>> {
    let document = sqlx::query_as(concat!(
        "select d.id, d.revision, d.kind, d.number, d.issued_on, d.issuer, d.subject_line, d.file_sha256, d.file_name, d.file_bytes, d.recorded_at
         from documents d
         where d.id = $1 and (",
        sees_all!(),
        " or exists (select 1 from ",
        clusters_of_paper!(),
        " where ",
        sees_cluster!(),
        "))"
    ))
    .bind(id)
    .bind(&viewer.user_id)
    .fetch_optional(store.read())
    .await?;
    Ok(document)
}

/// One paper by its id, if the viewer may see every cluster its facts are of: its file shows them all.
pub async fn find_whole(store: &Store, viewer: &Viewer, id: &str) -> Result<Option<Document>> {
    let document = sqlx::query_as(concat!(
        "select d.id, d.revision, d.kind, d.number, d.issued_on, d.issuer, d.subject_line, d.file_sha256, d.file_name, d.file_bytes, d.recorded_at
         from documents d
         where d.id = $1 and (",
        sees_all!(),
        " or not exists (select 1 from ",
        clusters_of_paper!(),
        " where not ",
        sees_cluster!(),
        "))"
    ))
    .bind(id)
    .bind(&viewer.user_id)
    .fetch_optional(store.read())
    .await?;
    Ok(document)
}

/// Papers that facts the viewer may see rest on, by number; `query` is folded text, empty for all.
pub async fn list(
    store: &Store,
    viewer: &Viewer,
    query: &str,
    limit: i64,
) -> Result<Vec<Document>> {
    let documents = sqlx::query_as(concat!(
        "select d.id, d.revision, d.kind, d.number, d.issued_on, d.issuer, d.subject_line, d.file_sha256, d.file_name, d.file_bytes, d.recorded_at
         from documents d
         where ($1 = '' or d.search_text like '%' || $1 || '%')
           and (",
        sees_all!(),
        " or exists (select 1 from ",
        clusters_of_paper!(),
        " where ",
        sees_cluster!(),
        ")) order by d.sort_key, d.id limit $3"
    ))
    .bind(query)
    .bind(&viewer.user_id)
    .bind(limit)
    .fetch_all(store.read())
    .await?;
    Ok(documents)
}

/// The facts that rest on a paper, of clusters the viewer may see.
pub async fn list_uses(store: &Store, viewer: &Viewer, id: &str, limit: i64) -> Result<Vec<Use>> {
    let uses = sqlx::query_as(
        "select c.slug, c.name as cluster, f.fact, f.location, f.on_day
         from (select subject_id as cluster_id, indicator as fact, location, as_of as on_day
               from observations where document_id = $1 and subject_kind = 'cluster'
               union all
               select cluster_id, axis || ':' || state, location, on_day from cluster_states where document_id = $1
               union all
               select cluster_id, 'lease', location, from_day from leases where document_id = $1
               union all
               select cluster_id, 'infrastructure', location, as_of from infrastructure_items where document_id = $1
               union all
               select cluster_id, 'investor', location, from_day from cluster_investors where document_id = $1
               union all
               select cluster_id, 'plan', location, listed_on from plan_entries where document_id = $1) f
         join clusters c on c.id = f.cluster_id
         where exists (select 1 from cluster_places cp
                       join user_places up on up.place_id = cp.place_id and up.user_id = $2
                       where cp.cluster_id = c.id)
         order by c.sort_key, f.fact, f.location limit $3",
    )
    .bind(id)
    .bind(&viewer.user_id)
    .bind(limit)
    .fetch_all(store.read())
    .await?;
    Ok(uses)
}

/// Id of the paper, which is added when it is not on the register yet.
pub async fn find_or_insert(tx: &mut Tx, new: &NewDocument, now: &str) -> Result<String> {
    let match_key = new.match_key();
    let known: Option<(String,)> = sqlx::query_as("select id from documents where match_key = $1")
        .bind(&match_key)
        .fetch_optional(&mut **tx)
        .await?;
    if let Some((id,)) = known {
        return Ok(id);
    }
    let id = new_id();
    sqlx::query(
        "insert into documents (id, kind, number, issued_on, issuer, subject_line, file_sha256, file_name, file_bytes, match_key, sort_key, search_text, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(&id)
    .bind(new.kind)
    .bind(&new.number)
    .bind(new.issued_on)
    .bind(&new.issuer)
    .bind(&new.subject_line)
    .bind(new.file_sha256.clone())
    .bind(&new.file_name)
    .bind(new.file_bytes)
    .bind(match_key)
    .bind(new.sort_key())
    .bind(new.search_text())
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}
