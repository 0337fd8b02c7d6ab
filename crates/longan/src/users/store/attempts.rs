//! SQL of attempts to sign in: kept so that guessing becomes slow.

use crate::store::{Result, Store, new_id};

/// An attempt to keep.
#[derive(Clone, Copy, Debug)]
pub struct NewAttempt<'a> {
    /// The name that was typed.
    pub name: &'a str,
    /// Where it came from.
    pub address: &'a str,
    /// Hash of the browser's token when the name has signed in with it before; else empty.
    pub device_hash: &'a str,
    /// The moment, UTC.
    pub at: &'a str,
    /// `failed`, `succeeded`, `throttled` or `reset_asked`.
    pub outcome: &'a str,
}

/// Notes an attempt to sign in.
pub async fn insert_attempt(store: &Store, new: &NewAttempt<'_>) -> Result<()> {
    sqlx::query(
        "insert into log_in_attempts (id, name, address, device_hash, at, outcome) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(new_id())
    .bind(new.name)
    .bind(new.address)
    .bind(new.device_hash)
    .bind(new.at)
    .bind(new.outcome)
    .execute(store.write())
    .await?;
    Ok(())
}

/// How often `outcome` came since `since` from unknown browsers: for this name from this address,
/// and from this address in all.
pub async fn count_attempts(
    store: &Store,
    name: &str,
    address: &str,
    since: &str,
    outcome: &str,
) -> Result<(i64, i64)> {
    let counts = sqlx::query_as(
        "select cast(coalesce(sum(case when name = $1 then 1 else 0 end), 0) as bigint), count(*)
         from log_in_attempts where address = $2 and at > $3 and outcome = $4 and device_hash = ''",
    )
    .bind(name)
    .bind(address)
    .bind(since)
    .bind(outcome)
    .fetch_one(store.read())
    .await?;
    Ok(counts)
}

/// How often signing in under a name failed since `since` from one browser it knows.
pub async fn count_failures_on_device(
    store: &Store,
    name: &str,
    device_hash: &str,
    since: &str,
) -> Result<i64> {
    let (count,): (i64,) = sqlx::query_as(
        "select count(*) from log_in_attempts
         where name = $1 and device_hash = $2 and at > $3 and outcome = 'failed'",
    )
    .bind(name)
    .bind(device_hash)
    .bind(since)
    .fetch_one(store.read())
    .await?;
    Ok(count)
}

/// From how many addresses with unknown browsers a name was tried in vain since `since`, and when last.
pub async fn count_failing_addresses(
    store: &Store,
    name: &str,
    since: &str,
) -> Result<(i64, Option<String>)> {
    let counts = sqlx::query_as(
        "select count(distinct address), max(at) from log_in_attempts
         where name = $1 and at > $2 and outcome = 'failed' and device_hash = ''",
    )
    .bind(name)
    .bind(since)
    .fetch_one(store.read())
    .await?;
    Ok(counts)
}

/// Whether somebody has signed in under `name` from `address`.
pub async fn knows_address(store: &Store, name: &str, address: &str) -> Result<bool> {
    let (count,): (i64,) = sqlx::query_as(
        "select count(*) from log_in_attempts where name = $1 and address = $2 and outcome = 'succeeded'",
    )
    .bind(name)
    .bind(address)
    .fetch_one(store.read())
    .await?;
    Ok(count > 0)
}

/// Lets go of attempts before `attempts_before`, of sessions that ended before it, and of
/// sign-ins that were never finished.
pub async fn clean_up(store: &Store, attempts_before: &str, now: &str) -> Result<()> {
    sqlx::query("delete from log_in_attempts where at < $1")
        .bind(attempts_before)
        .execute(store.write())
        .await?;
    sqlx::query("delete from sessions where expires_at < $1")
        .bind(attempts_before)
        .execute(store.write())
        .await?;
    sqlx::query("delete from user_steps where expires_at < $1")
        .bind(now)
        .execute(store.write())
        .await?;
    Ok(())
}
