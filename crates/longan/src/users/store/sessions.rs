//! SQL of sessions and of the browsers they ran in.

use super::super::model::{OwnSession, SessionWay, Viewer};
use crate::store::{Day, Result, Store, Tx};

/// What a session says: who, when it was last used, what is still asked of the person.
#[derive(Debug, sqlx::FromRow)]
pub struct Session {
    /// The person.
    #[sqlx(flatten)]
    pub viewer: Viewer,
    /// Its name on a page.
    pub id: String,
    /// The moment it began, UTC.
    pub created_at: String,
    /// The moment it was last used, UTC.
    pub last_seen_at: String,
    /// The moment the person last proved to be themselves, UTC.
    pub proved_at: String,
    /// The day the person's places and rights were worked out for.
    pub reach_on: Option<Day>,
    /// How many second factors the person has.
    pub factors: i64,
    /// How many of the person's roles ask for one.
    pub asking_roles: i64,
}

/// Finds the person behind a session that has not expired.
pub async fn find_by_session(
    store: &Store,
    token_hash: &str,
    now: &str,
) -> Result<Option<Session>> {
    let session = sqlx::query_as(
        "select u.id as user_id, u.name, u.full_name, u.rights, u.password_kind, u.reach_on,
                s.id, s.created_at, s.last_seen_at, s.proved_at,
                (select count(*) from user_factors f where f.user_id = u.id and f.removed_at is null) as factors,
                (select count(*) from user_places p join user_factor_rules r on r.role = p.role
                 where p.user_id = u.id and r.needs = 'required') as asking_roles,
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

/// A session to keep.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    /// Its name on a page.
    pub id: &'a str,
    /// Hash of its token.
    pub token_hash: &'a str,
    /// Whose it is.
    pub user_id: &'a str,
    /// How the person signed in.
    pub way: SessionWay,
    /// The moment, UTC.
    pub now: &'a str,
    /// The moment it ends when it is not used, UTC.
    pub expires_at: &'a str,
    /// What the browser says it is.
    pub user_agent: &'a str,
    /// Where it comes from.
    pub address: &'a str,
    /// Hash of the browser's token.
    pub device_hash: &'a str,
}

/// Keeps a new session.
pub async fn insert_session(tx: &mut Tx, new: &NewSession<'_>) -> Result<()> {
    sqlx::query(
        "insert into sessions (token_hash, user_id, created_at, last_seen_at, proved_at, expires_at, user_agent, id, way, address, device_hash)
         values ($1, $2, $3, $3, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(new.token_hash)
    .bind(new.user_id)
    .bind(new.now)
    .bind(new.expires_at)
    .bind(new.user_agent)
    .bind(new.id)
    .bind(new.way)
    .bind(new.address)
    .bind(new.device_hash)
    .execute(&mut **tx)
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
    sqlx::query(
        "update sessions set last_seen_at = $1, expires_at = $2 where token_hash = $3 and expires_at > $1",
    )
    .bind(now)
    .bind(expires_at)
    .bind(token_hash)
    .execute(store.write())
    .await?;
    Ok(())
}

/// How a session began.
pub async fn way_of_session(store: &Store, id: &str) -> Result<SessionWay> {
    let (way,): (SessionWay,) = sqlx::query_as("select way from sessions where id = $1")
        .bind(id)
        .fetch_one(store.read())
        .await?;
    Ok(way)
}

/// Notes that the person has just proved to be themselves.
pub async fn set_session_proved(store: &Store, id: &str, now: &str) -> Result<()> {
    sqlx::query("update sessions set proved_at = $1 where id = $2")
        .bind(now)
        .bind(id)
        .execute(store.write())
        .await?;
    Ok(())
}

/// Ends one session.
pub async fn end_session(store: &Store, token_hash: &str, now: &str) -> Result<()> {
    sqlx::query("update sessions set expires_at = $1 where token_hash = $2 and expires_at > $1")
        .bind(now)
        .bind(token_hash)
        .execute(store.write())
        .await?;
    Ok(())
}

/// The sessions of a person that have not ended, latest used first.
pub async fn list_sessions_of(store: &Store, user_id: &str, now: &str) -> Result<Vec<OwnSession>> {
    let sessions = sqlx::query_as(
        "select id, way, created_at, last_seen_at, user_agent, address from sessions
         where user_id = $1 and expires_at > $2 order by last_seen_at desc, id",
    )
    .bind(user_id)
    .bind(now)
    .fetch_all(store.read())
    .await?;
    Ok(sessions)
}

/// Ends one session of a person by its name; tells how many that were.
pub async fn end_session_of(tx: &mut Tx, user_id: &str, id: &str, now: &str) -> Result<u64> {
    let done = sqlx::query(
        "update sessions set expires_at = $1 where user_id = $2 and id = $3 and expires_at > $1",
    )
    .bind(now)
    .bind(user_id)
    .bind(id)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// Ends every session of a person but the one named; tells how many that were.
pub async fn end_other_sessions_of(
    tx: &mut Tx,
    user_id: &str,
    kept_id: &str,
    now: &str,
) -> Result<u64> {
    let done = sqlx::query(
        "update sessions set expires_at = $1 where user_id = $2 and id <> $3 and expires_at > $1",
    )
    .bind(now)
    .bind(user_id)
    .bind(kept_id)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// Ends every session of a person.
pub async fn end_sessions_of(tx: &mut Tx, user_id: &str, now: &str) -> Result<u64> {
    end_other_sessions_of(tx, user_id, "", now).await
}

/// Keeps the browser a person signed in with; tells whether it is a new one.
pub async fn insert_device(
    tx: &mut Tx,
    user_id: &str,
    token_hash: &str,
    now: &str,
    user_agent: &str,
) -> Result<bool> {
    let done = sqlx::query(
        "insert into user_devices (user_id, token_hash, first_seen_at, user_agent) values ($1, $2, $3, $4)
         on conflict (user_id, token_hash) do nothing",
    )
    .bind(user_id)
    .bind(token_hash)
    .bind(now)
    .bind(user_agent)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether somebody has signed in under `name` with the browser of this token.
pub async fn knows_device(store: &Store, name: &str, token_hash: &str) -> Result<bool> {
    let (count,): (i64,) = sqlx::query_as(
        "select count(*) from user_devices d join users u on u.id = d.user_id
         where u.name = $1 and d.token_hash = $2",
    )
    .bind(name)
    .bind(token_hash)
    .fetch_one(store.read())
    .await?;
    Ok(count > 0)
}
