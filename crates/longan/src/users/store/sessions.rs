//! SQL of sessions and of attempts to sign in.

use super::super::model::Viewer;
use crate::store::{Day, Result, Store, Tx, new_id};

/// What a session says: who, when it was last used, and for which day the reach was worked out.
#[derive(Debug, sqlx::FromRow)]
pub struct Session {
    /// The person.
    #[sqlx(flatten)]
    pub viewer: Viewer,
    /// The moment it was last used, UTC.
    pub last_seen_at: String,
    /// The day the person's places and rights were worked out for.
    pub reach_on: Option<Day>,
}

/// Finds the person behind a session that has not expired.
pub async fn find_by_session(
    store: &Store,
    token_hash: &str,
    now: &str,
) -> Result<Option<Session>> {
    let session = sqlx::query_as(
        "select u.id as user_id, u.name, u.full_name, u.rights, u.password_kind, s.last_seen_at, u.reach_on,
                (select count(*) from notices n where n.user_id = u.id and n.read_at is null) as unread
         from sessions s join users u on u.id = s.user_id
         where s.token_hash = $1 and s.expires_at > $2 and u.disabled_on is null",
    )
    .bind(token_hash)
    .bind(now)
    .fetch_optional(store.read())
    .await?;
    Ok(session)
}

/// Keeps a new session.
pub async fn insert_session(
    store: &Store,
    token_hash: &str,
    user_id: &str,
    now: &str,
    expires_at: &str,
    user_agent: &str,
) -> Result<()> {
    sqlx::query(
        "insert into sessions (token_hash, user_id, created_at, last_seen_at, expires_at, user_agent)
         values ($1, $2, $3, $3, $4, $5)",
    )
    .bind(token_hash)
    .bind(user_id)
    .bind(now)
    .bind(expires_at)
    .bind(user_agent)
    .execute(store.write())
    .await?;
    Ok(())
}

/// Notes that a session was used and lets it live longer.
pub async fn touch_session(
    store: &Store,
    token_hash: &str,
    now: &str,
    expires_at: &str,
) -> Result<()> {
    sqlx::query("update sessions set last_seen_at = $1, expires_at = $2 where token_hash = $3")
        .bind(now)
        .bind(expires_at)
        .bind(token_hash)
        .execute(store.write())
        .await?;
    Ok(())
}

/// Ends one session.
pub async fn end_session(store: &Store, token_hash: &str, now: &str) -> Result<()> {
    sqlx::query("update sessions set expires_at = $1 where token_hash = $2")
        .bind(now)
        .bind(token_hash)
        .execute(store.write())
        .await?;
    Ok(())
}

/// Ends every session of a person.
pub async fn end_sessions_of(tx: &mut Tx, user_id: &str, now: &str) -> Result<()> {
    sqlx::query("update sessions set expires_at = $1 where user_id = $2 and expires_at > $1")
        .bind(now)
        .bind(user_id)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Notes an attempt to sign in.
pub async fn insert_attempt(
    store: &Store,
    name: &str,
    address: &str,
    at: &str,
    outcome: &str,
) -> Result<()> {
    sqlx::query(
        "insert into log_in_attempts (id, name, address, at, outcome) values ($1, $2, $3, $4, $5)",
    )
    .bind(new_id())
    .bind(name)
    .bind(address)
    .bind(at)
    .bind(outcome)
    .execute(store.write())
    .await?;
    Ok(())
}

/// How often signing in failed since `since`, for this name from this address, and from this address in all.
pub async fn count_failures(
    store: &Store,
    name: &str,
    address: &str,
    since: &str,
) -> Result<(i64, i64)> {
    let counts = sqlx::query_as(
        "select cast(coalesce(sum(case when name = $1 then 1 else 0 end), 0) as bigint), count(*)
         from log_in_attempts where address = $2 and at > $3 and outcome = 'failed'",
    )
    .bind(name)
    .bind(address)
    .bind(since)
    .fetch_one(store.read())
    .await?;
    Ok(counts)
}
