//! SQL of sign-ins under way, links that work once, and accounts at another house.

use super::super::model::{Identity, LinkKind, OpenLink, StepKind};
use crate::store::{Result, Store, StoreError, Tx, new_id};

/// Keeps a sign-in under way.
pub async fn insert_step(
    store: &Store,
    token_hash: &str,
    kind: StepKind,
    user_id: Option<&str>,
    state: &str,
    (now, expires_at): (&str, &str),
) -> Result<()> {
    sqlx::query(
        "insert into user_steps (token_hash, kind, user_id, state, made_at, expires_at)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(token_hash)
    .bind(kind)
    .bind(user_id.map(str::to_owned))
    .bind(state)
    .bind(now)
    .bind(expires_at)
    .execute(store.write())
    .await?;
    Ok(())
}

/// Whose sign-in is under way, and its state; it stays.
pub async fn find_step(
    store: &Store,
    token_hash: &str,
    kind: StepKind,
    now: &str,
) -> Result<Option<(Option<String>, String)>> {
    let step = sqlx::query_as(
        "select user_id, state from user_steps where token_hash = $1 and kind = $2 and expires_at > $3",
    )
    .bind(token_hash)
    .bind(kind)
    .bind(now)
    .fetch_optional(store.read())
    .await?;
    Ok(step)
}

/// Takes a sign-in under way: nobody can take it again.
pub async fn take_step(
    store: &Store,
    token_hash: &str,
    kind: StepKind,
    now: &str,
) -> Result<Option<(Option<String>, String)>> {
    let step = sqlx::query_as(
        "delete from user_steps where token_hash = $1 and kind = $2 and expires_at > $3 returning user_id, state",
    )
    .bind(token_hash)
    .bind(kind)
    .bind(now)
    .fetch_optional(store.write())
    .await?;
    Ok(step)
}

/// A link to keep.
#[derive(Clone, Copy, Debug)]
pub struct NewLink<'a> {
    /// Whose account it opens.
    pub user_id: &'a str,
    /// What it is for.
    pub kind: LinkKind,
    /// Hash of its token.
    pub token_hash: &'a str,
    /// The moment, UTC.
    pub now: &'a str,
    /// Who made it.
    pub made_by: &'a str,
    /// The moment it stops working, UTC.
    pub expires_at: &'a str,
}

/// Keeps a link and withdraws those of the same kind that were made before; returns its id.
pub async fn insert_link(tx: &mut Tx, new: &NewLink<'_>) -> Result<String> {
    withdraw_links(tx, new.user_id, new.kind, new.now).await?;
    let id = new_id();
    sqlx::query(
        "insert into user_links (id, user_id, kind, token_hash, made_at, made_by, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&id)
    .bind(new.user_id)
    .bind(new.kind)
    .bind(new.token_hash)
    .bind(new.now)
    .bind(new.made_by)
    .bind(new.expires_at)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Withdraws the links of one kind that a person has not used.
pub async fn withdraw_links(tx: &mut Tx, user_id: &str, kind: LinkKind, now: &str) -> Result<()> {
    sqlx::query(
        "update user_links set withdrawn_at = $1, revision = revision + 1
         where user_id = $2 and kind = $3 and used_at is null and withdrawn_at is null",
    )
    .bind(now)
    .bind(user_id)
    .bind(kind)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

const OPEN_LINK: &str = "select l.id, l.revision, l.user_id, l.made_at, l.expires_at
     from user_links l join users u on u.id = l.user_id
     where l.kind = $1 and l.expires_at > $2 and l.used_at is null and l.withdrawn_at is null and u.disabled_on is null and ";

/// A link that still works, by its token.
pub async fn find_link(
    store: &Store,
    kind: LinkKind,
    token_hash: &str,
    now: &str,
) -> Result<Option<OpenLink>> {
    find_open_link(store, kind, "l.token_hash = $3", token_hash, now).await
}

/// A link of a person that still works.
pub async fn find_link_of(
    store: &Store,
    kind: LinkKind,
    user_id: &str,
    now: &str,
) -> Result<Option<OpenLink>> {
    find_open_link(store, kind, "l.user_id = $3", user_id, now).await
}

async fn find_open_link(
    store: &Store,
    kind: LinkKind,
    clause: &'static str,
    value: &str,
    now: &str,
) -> Result<Option<OpenLink>> {
    let link = sqlx::query_as(sqlx::AssertSqlSafe(format!("{OPEN_LINK}{clause}")))
        .bind(kind)
        .bind(now)
        .bind(value)
        .fetch_optional(store.read())
        .await?;
    Ok(link)
}

/// Uses a link up; of two who come with it only one gets through.
pub async fn use_link(tx: &mut Tx, link: &OpenLink, now: &str) -> Result<()> {
    let done = sqlx::query(
        "update user_links set used_at = $1, revision = revision + 1
         where id = $2 and revision = $3 and used_at is null and withdrawn_at is null",
    )
    .bind(now)
    .bind(&link.id)
    .bind(link.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// The accounts a person has at other houses.
pub async fn list_identities_of(store: &Store, user_id: &str) -> Result<Vec<Identity>> {
    let identities = sqlx::query_as(
        "select id, revision, user_id, issuer, subject, email, linked_at from user_identities
         where user_id = $1 and unlinked_at is null order by id",
    )
    .bind(user_id)
    .fetch_all(store.read())
    .await?;
    Ok(identities)
}

/// The account another house knows as `subject`.
pub async fn find_identity(store: &Store, issuer: &str, subject: &str) -> Result<Option<Identity>> {
    let identity = sqlx::query_as(
        "select id, revision, user_id, issuer, subject, email, linked_at from user_identities
         where issuer = $1 and subject = $2 and unlinked_at is null",
    )
    .bind(issuer)
    .bind(subject)
    .fetch_optional(store.read())
    .await?;
    Ok(identity)
}

/// Ties an account to the one another house knows as `subject`; returns the id of the tie.
pub async fn insert_identity(
    tx: &mut Tx,
    user_id: &str,
    issuer: &str,
    subject: &str,
    email: &str,
    now: &str,
) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into user_identities (id, user_id, issuer, subject, email, linked_at)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&id)
    .bind(user_id)
    .bind(issuer)
    .bind(subject)
    .bind(email)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Unties an account from another house.
pub async fn unlink_identity(tx: &mut Tx, identity: &Identity, now: &str) -> Result<()> {
    let done = sqlx::query(
        "update user_identities set unlinked_at = $1, revision = revision + 1
         where id = $2 and revision = $3 and unlinked_at is null",
    )
    .bind(now)
    .bind(&identity.id)
    .bind(identity.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
