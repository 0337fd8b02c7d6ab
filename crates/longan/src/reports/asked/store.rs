//! SQL of the choices that people keep.

use crate::events::Actor;
use crate::store::{Result, Store, StoreError, Tx, new_id};
use crate::users::Viewer;

/// A choice of figures, units and days under a name.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct KeptChoice {
    /// Its id.
    pub id: String,
    /// Counts its changes.
    pub revision: i64,
    /// What its owner calls it.
    pub name: String,
    /// What is asked, as in the address of the page.
    pub query: String,
    /// When it was kept.
    pub kept_at: String,
}

/// The choices a person keeps, by name; nobody else's.
pub async fn list_choices(store: &Store, viewer: &Viewer) -> Result<Vec<KeptChoice>> {
    let choices = sqlx::query_as(
        "select id, revision, name, query, kept_at from report_choices where user_id = $1 and closed_at = '' order by name, id",
    )
    .bind(&viewer.user_id)
    .fetch_all(store.read())
    .await?;
    Ok(choices)
}

/// One of them.
pub async fn find_choice(store: &Store, viewer: &Viewer, id: &str) -> Result<Option<KeptChoice>> {
    let choice = sqlx::query_as(
        "select id, revision, name, query, kept_at from report_choices where id = $1 and user_id = $2 and closed_at = ''",
    )
    .bind(id)
    .bind(&viewer.user_id)
    .fetch_optional(store.read())
    .await?;
    Ok(choice)
}

/// Keeps a choice under a name and returns it.
pub async fn insert_choice(
    tx: &mut Tx,
    actor: &Actor,
    name: &str,
    query: &str,
) -> Result<KeptChoice> {
    let choice = KeptChoice {
        id: new_id(),
        revision: 1,
        name: name.to_owned(),
        query: query.to_owned(),
        kept_at: actor.now.to_string(),
    };
    sqlx::query(
        "insert into report_choices (id, user_id, name, query, kept_at) values ($1, $2, $3, $4, $5)",
    )
    .bind(&choice.id)
    .bind(&actor.user_id)
    .bind(name)
    .bind(query)
    .bind(&choice.kept_at)
    .execute(&mut **tx)
    .await?;
    Ok(choice)
}

/// Puts another query under the name of a choice.
pub async fn set_query(tx: &mut Tx, choice: &KeptChoice, query: &str) -> Result<()> {
    let done = sqlx::query(
        "update report_choices set revision = revision + 1, query = $1 where id = $2 and revision = $3 and closed_at = ''",
    )
    .bind(query)
    .bind(&choice.id)
    .bind(choice.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Offers a choice no longer.
pub async fn set_closed(tx: &mut Tx, choice: &KeptChoice, now: &str) -> Result<()> {
    let done = sqlx::query(
        "update report_choices set revision = revision + 1, closed_at = $1 where id = $2 and revision = $3 and closed_at = ''",
    )
    .bind(now)
    .bind(&choice.id)
    .bind(choice.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
