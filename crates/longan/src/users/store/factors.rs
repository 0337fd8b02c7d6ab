//! SQL of second factors, recovery codes, and the roles that need a factor.

use super::super::model::{Factor, FactorKind, FactorNeed, FactorRule};
use super::super::rights::Role;
use crate::store::{Result, Store, StoreError, Tx, new_id};

/// The second factors of a person, oldest first.
pub async fn list_factors_of(store: &Store, user_id: &str) -> Result<Vec<Factor>> {
    let factors = sqlx::query_as(
        "select id, revision, user_id, kind, name, credential, kept, last_step, added_at
         from user_factors where user_id = $1 and removed_at is null order by id",
    )
    .bind(user_id)
    .fetch_all(store.read())
    .await?;
    Ok(factors)
}

/// A passkey by the id its device gave it.
pub async fn find_passkey(store: &Store, credential: &str) -> Result<Option<Factor>> {
    let factor = sqlx::query_as(
        "select f.id, f.revision, f.user_id, f.kind, f.name, f.credential, f.kept, f.last_step, f.added_at
         from user_factors f join users u on u.id = f.user_id
         where f.credential = $1 and f.kind = 'passkey' and f.removed_at is null and u.disabled_on is null",
    )
    .bind(credential)
    .fetch_optional(store.read())
    .await?;
    Ok(factor)
}

/// A second factor to add.
#[derive(Clone, Debug)]
pub struct NewFactor {
    /// What it is.
    pub kind: FactorKind,
    /// What the person calls it.
    pub name: String,
    /// Of a passkey: the id its device gave it.
    pub credential: Option<String>,
    /// What is kept of it.
    pub kept: String,
    /// Of an app: the step of the code that proved it.
    pub last_step: i64,
}

/// Adds a second factor; returns its id.
pub async fn insert_factor(
    tx: &mut Tx,
    user_id: &str,
    new: &NewFactor,
    now: &str,
) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into user_factors (id, user_id, kind, name, credential, kept, last_step, added_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&id)
    .bind(user_id)
    .bind(new.kind)
    .bind(&new.name)
    .bind(&new.credential)
    .bind(&new.kept)
    .bind(new.last_step)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Spends the code of a step: of two who bring the same code only one gets through.
pub async fn spend_step(store: &Store, factor_id: &str, step: i64) -> Result<bool> {
    let done = sqlx::query(
        "update user_factors set last_step = $1, revision = revision + 1
         where id = $2 and last_step < $1 and removed_at is null",
    )
    .bind(step)
    .bind(factor_id)
    .execute(store.write())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps what a passkey became by being used: its counter.
pub async fn update_passkey(store: &Store, factor: &Factor, kept: &str) -> Result<()> {
    let done = sqlx::query(
        "update user_factors set kept = $1, revision = revision + 1 where id = $2 and revision = $3",
    )
    .bind(kept)
    .bind(&factor.id)
    .bind(factor.revision)
    .execute(store.write())
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Takes a second factor away, unless someone changed it since it was read.
pub async fn remove_factor(tx: &mut Tx, factor: &Factor, now: &str) -> Result<()> {
    let done = sqlx::query(
        "update user_factors set removed_at = $1, kept = '', credential = null, revision = revision + 1
         where id = $2 and revision = $3 and removed_at is null",
    )
    .bind(now)
    .bind(&factor.id)
    .bind(factor.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// How many recovery codes a person has left.
pub async fn count_recovery_codes(store: &Store, user_id: &str) -> Result<i64> {
    let (count,): (i64,) = sqlx::query_as(
        "select count(*) from user_recovery_codes
         where user_id = $1 and used_at is null and superseded_at is null",
    )
    .bind(user_id)
    .fetch_one(store.read())
    .await?;
    Ok(count)
}

/// Replaces the recovery codes of a person.
pub async fn replace_recovery_codes(
    tx: &mut Tx,
    user_id: &str,
    hashes: &[String],
    now: &str,
) -> Result<()> {
    sqlx::query(
        "update user_recovery_codes set superseded_at = $1, revision = revision + 1
         where user_id = $2 and used_at is null and superseded_at is null",
    )
    .bind(now)
    .bind(user_id)
    .execute(&mut **tx)
    .await?;
    for hash in hashes {
        sqlx::query(
            "insert into user_recovery_codes (id, user_id, code_hash, made_at) values ($1, $2, $3, $4)",
        )
        .bind(new_id())
        .bind(user_id)
        .bind(hash)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Spends a recovery code; tells whether there was one to spend.
pub async fn spend_recovery_code(
    tx: &mut Tx,
    user_id: &str,
    hash: &str,
    now: &str,
) -> Result<bool> {
    let done = sqlx::query(
        "update user_recovery_codes set used_at = $1, revision = revision + 1
         where user_id = $2 and code_hash = $3 and used_at is null and superseded_at is null",
    )
    .bind(now)
    .bind(user_id)
    .bind(hash)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What was said of roles and second factors; a role of which nothing was said needs none.
pub async fn list_factor_rules(store: &Store) -> Result<Vec<FactorRule>> {
    let rules = sqlx::query_as("select role, revision, needs from user_factor_rules order by role")
        .fetch_all(store.read())
        .await?;
    Ok(rules)
}

/// Says whether a role needs a second factor, unless someone said otherwise meanwhile.
pub async fn set_factor_rule(
    tx: &mut Tx,
    role: Role,
    needs: FactorNeed,
    seen: Option<&FactorRule>,
    by: &str,
    now: &str,
) -> Result<()> {
    let done = match seen {
        Some(seen) => {
            sqlx::query(
                "update user_factor_rules set needs = $1, set_at = $2, set_by = $3, revision = revision + 1
                 where role = $4 and revision = $5",
            )
            .bind(needs)
            .bind(now)
            .bind(by)
            .bind(role)
            .bind(seen.revision)
            .execute(&mut **tx)
            .await?
        }
        None => {
            sqlx::query(
                "insert into user_factor_rules (role, needs, set_at, set_by) values ($1, $2, $3, $4)
                 on conflict (role) do nothing",
            )
            .bind(role)
            .bind(needs)
            .bind(now)
            .bind(by)
            .execute(&mut **tx)
            .await?
        }
    };
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
