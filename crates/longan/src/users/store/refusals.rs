//! SQL of requests that were refused to somebody who had signed in.

use crate::store::{Result, Store, new_id};

/// A request that was refused.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Refused {
    /// The moment, UTC.
    pub at: String,
    /// Who asked.
    pub full_name: String,
    /// What they sign in with.
    pub name: String,
    /// GET or POST.
    pub method: String,
    /// What was asked for.
    pub path: String,
    /// What was answered: 403 or 404.
    pub status: i64,
    /// From where.
    pub address: String,
}

/// A refusal to be kept.
#[derive(Clone, Debug)]
pub struct NewRefusal<'a> {
    /// The moment, UTC.
    pub at: &'a str,
    /// Who asked.
    pub user_id: &'a str,
    /// GET or POST.
    pub method: &'a str,
    /// What was asked for.
    pub path: &'a str,
    /// What was answered.
    pub status: u16,
    /// From where.
    pub address: &'a str,
}

/// Keeps a refusal.
pub async fn insert_refusal(store: &Store, refusal: &NewRefusal<'_>) -> Result<()> {
    sqlx::query(
        "insert into user_refusals (id, at, user_id, method, path, status, address) values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(new_id())
    .bind(refusal.at)
    .bind(refusal.user_id)
    .bind(refusal.method)
    .bind(refusal.path)
    .bind(i64::from(refusal.status))
    .bind(refusal.address)
    .execute(store.write())
    .await?;
    Ok(())
}

/// The latest refusals since a moment, latest first.
pub async fn list_refusals(store: &Store, since: &str, limit: i64) -> Result<Vec<Refused>> {
    let refusals = sqlx::query_as(
        "select f.at, u.full_name, u.name, f.method, f.path, f.status, f.address
         from user_refusals f join users u on u.id = f.user_id
         where f.at >= $1 order by f.at desc, f.id desc limit $2",
    )
    .bind(since)
    .bind(limit)
    .fetch_all(store.read())
    .await?;
    Ok(refusals)
}
