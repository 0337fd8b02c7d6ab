//! All SQL of accounts, sessions and sign-in attempts.

use super::model::{NewUser, PasswordKind, Role, SYSTEM_ID, User, Viewer};
use crate::store::{Day, Result, Store, Tx, new_id};

/// Finds the person behind a session that has not expired.
pub async fn find_by_session(
    store: &Store,
    token_hash: &str,
    now: &str,
) -> Result<Option<(Viewer, String)>> {
    #[derive(sqlx::FromRow)]
    struct Row {
        #[sqlx(flatten)]
        viewer: Viewer,
        last_seen_at: String,
    }
    let row: Option<Row> = sqlx::query_as(
        "select u.id as user_id, u.name, u.full_name, u.role, u.password_kind, s.last_seen_at
         from sessions s join users u on u.id = s.user_id
         where s.token_hash = $1 and s.expires_at > $2 and u.disabled_on is null",
    )
    .bind(token_hash)
    .bind(now)
    .fetch_optional(store.read())
    .await?;
    Ok(row.map(|row| (row.viewer, row.last_seen_at)))
}

/// The id, hash and viewer of an open account by the name typed.
pub async fn find_for_sign_in(store: &Store, name: &str) -> Result<Option<(Viewer, String)>> {
    #[derive(sqlx::FromRow)]
    struct Row {
        #[sqlx(flatten)]
        viewer: Viewer,
        password_hash: String,
    }
    let row: Option<Row> = sqlx::query_as(
        "select id as user_id, name, full_name, role, password_kind, password_hash
         from users where name = $1 and disabled_on is null and role <> 'system'",
    )
    .bind(name)
    .fetch_optional(store.read())
    .await?;
    Ok(row.map(|row| (row.viewer, row.password_hash)))
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

/// Every account, by name.
pub async fn list(store: &Store) -> Result<Vec<User>> {
    #[derive(sqlx::FromRow)]
    struct PlaceRow {
        user_id: String,
        full_name: String,
    }
    let mut users: Vec<User> = sqlx::query_as(
        "select id, revision, name, full_name, role, disabled_on, '' as places from users
         where role <> 'system' order by sort_key, id",
    )
    .fetch_all(store.read())
    .await?;
    let places: Vec<PlaceRow> = sqlx::query_as(
        "select up.user_id, p.full_name from user_places up join places p on p.id = up.place_id order by p.sort_key",
    )
    .fetch_all(store.read())
    .await?;
    for user in &mut users {
        let own =
            places.iter().filter(|row| row.user_id == user.id).map(|row| row.full_name.as_str());
        user.places = own.collect::<Vec<_>>().join(", ");
    }
    Ok(users)
}

/// One account by the name one signs in with.
pub async fn find(store: &Store, name: &str) -> Result<Option<User>> {
    Ok(list(store).await?.into_iter().find(|user| user.name == name))
}

/// Adds an account and the place it works for; returns its id.
pub async fn insert(
    tx: &mut Tx,
    new: &NewUser,
    password_hash: &str,
    kind: PasswordKind,
    now: &str,
) -> Result<String> {
    let id = new_id();
    insert_with_id(tx, &id, new, password_hash, kind, now).await?;
    Ok(id)
}

async fn insert_with_id(
    tx: &mut Tx,
    id: &str,
    new: &NewUser,
    password_hash: &str,
    kind: PasswordKind,
    now: &str,
) -> Result<()> {
    sqlx::query(
        "insert into users (id, name, full_name, role, password_hash, password_set_at, password_kind, created_at, sort_key)
         values ($1, $2, $3, $4, $5, $6, $7, $6, $8)",
    )
    .bind(id)
    .bind(&new.name)
    .bind(&new.full_name)
    .bind(new.role)
    .bind(password_hash)
    .bind(now)
    .bind(kind)
    .bind(kernel::text::sort_key(&new.full_name))
    .execute(&mut **tx)
    .await?;
    sqlx::query("insert into user_places (user_id, place_id) values ($1, $2)")
        .bind(id)
        .bind(&new.place_id)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Lets a person work for one more place.
pub async fn insert_place(tx: &mut Tx, user_id: &str, place_id: &str) -> Result<()> {
    sqlx::query(
        "insert into user_places (user_id, place_id) values ($1, $2) on conflict do nothing",
    )
    .bind(user_id)
    .bind(place_id)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Makes sure that the program itself is on the list of people.
pub async fn ensure_system(store: &Store, now: &str) -> Result<()> {
    let known: (i64,) = sqlx::query_as("select count(*) from users where id = $1")
        .bind(SYSTEM_ID)
        .fetch_one(store.read())
        .await?;
    if known.0 > 0 {
        return Ok(());
    }
    let mut tx = store.begin().await?;
    let system = Viewer::system();
    let new = NewUser {
        name: system.name,
        full_name: system.full_name,
        role: Role::System,
        place_id: crate::places::COUNTRY_ID.to_owned(),
    };
    insert_with_id(&mut tx, SYSTEM_ID, &new, "", PasswordKind::Chosen, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Sets a password.
pub async fn set_password(
    tx: &mut Tx,
    user_id: &str,
    hash: &str,
    kind: PasswordKind,
    now: &str,
) -> Result<()> {
    sqlx::query(
        "update users set password_hash = $1, password_kind = $2, password_set_at = $3, revision = revision + 1 where id = $4",
    )
    .bind(hash)
    .bind(kind)
    .bind(now)
    .bind(user_id)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Closes an account, unless someone changed it since it was read.
pub async fn disable(tx: &mut Tx, user: &User, on: Day) -> Result<()> {
    let done = sqlx::query("update users set disabled_on = $1, revision = revision + 1 where id = $2 and revision = $3")
        .bind(on)
        .bind(&user.id)
        .bind(user.revision)
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(crate::store::StoreError::Stale) }
}

/// Ids of the places a person works for.
pub async fn list_place_ids(store: &Store, viewer: &Viewer) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "select up.place_id from user_places up join places p on p.id = up.place_id
         where up.user_id = $1 order by p.sort_key",
    )
    .bind(&viewer.user_id)
    .fetch_all(store.read())
    .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}
