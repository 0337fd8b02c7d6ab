//! What papers say of each other.

use super::super::model::{NewLink, PaperLink};
use super::seen::scope;
use crate::events::Actor;
use crate::store::{Result, Store, StoreError, Tx, new_id};
use crate::users::Viewer;

/// A link `l` as seen from one paper, with paper `d` at the other end.
macro_rules! select_links {
    () => {
        "select l.id, l.revision, l.document_id, l.relation, l.location, d.id as other_id, d.number, d.issued_on, d.subject_line, d.in_force_from, d.in_force_to
         from document_links l"
    };
}

/// What a paper says of others and they say of it, where the viewer may see the other paper.
pub async fn list_links(store: &Store, viewer: &Viewer, id: &str) -> Result<Vec<PaperLink>> {
    let links = sqlx::query_as(concat!(
        select_links!(),
        " join documents d on d.id = case when l.document_id = $3 then l.target_id else l.document_id end
         where (l.document_id = $3 or l.target_id = $3) and l.withdrawn_at is null and ",
        sees_this_paper!(),
        " order by case when l.document_id = $3 then 0 else 1 end, l.relation desc, d.issued_on, l.id"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(id)
    .fetch_all(store.read())
    .await?;
    Ok(links)
}

/// One link that holds, as seen from the paper that says so, if the viewer sees the other end.
pub async fn find_link(store: &Store, viewer: &Viewer, id: &str) -> Result<Option<PaperLink>> {
    let link = sqlx::query_as(concat!(
        select_links!(),
        " join documents d on d.id = l.target_id where l.id = $3 and l.withdrawn_at is null and ",
        sees_this_paper!()
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(id)
    .fetch_optional(store.read())
    .await?;
    Ok(link)
}

/// Adds a link; the same one twice says nothing new and is not added.
pub async fn insert_link(tx: &mut Tx, actor: &Actor, new: &NewLink<'_>) -> Result<Option<String>> {
    let (known,): (i64,) = sqlx::query_as(
        "select count(*) from document_links where document_id = $1 and target_id = $2 and relation = $3 and withdrawn_at is null",
    )
    .bind(new.document_id)
    .bind(new.target_id)
    .bind(new.relation)
    .fetch_one(&mut **tx)
    .await?;
    if known > 0 {
        return Ok(None);
    }
    let id = new_id();
    sqlx::query(
        "insert into document_links (id, document_id, target_id, relation, location, added_by, added_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&id)
    .bind(new.document_id)
    .bind(new.target_id)
    .bind(new.relation)
    .bind(new.location)
    .bind(&actor.user_id)
    .bind(actor.now.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(Some(id))
}

/// Takes a link back; it stays on record.
pub async fn withdraw_link(tx: &mut Tx, link: &PaperLink, now: &str) -> Result<()> {
    let done = sqlx::query(
        "update document_links set revision = revision + 1, withdrawn_at = $1
         where id = $2 and revision = $3 and withdrawn_at is null",
    )
    .bind(now)
    .bind(&link.id)
    .bind(link.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 { Err(StoreError::Stale) } else { Ok(()) }
}
