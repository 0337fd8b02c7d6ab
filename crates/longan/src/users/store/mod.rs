//! All SQL of accounts, roles, sessions and sign-in attempts.

mod attempts;
mod factors;
mod people;
mod refusals;
mod requests;
mod roles;
mod sessions;
mod steps;

pub use attempts::*;
pub use factors::*;
pub use people::*;
pub use refusals::*;
pub use requests::*;
pub use roles::*;
pub use sessions::*;
pub use steps::*;

use super::model::{NewUser, PasswordKind, SYSTEM_ID, User, Viewer};
use crate::store::{Day, Result, Store, Tx, new_id};

/// The id, hash and viewer of an open account by the name typed.
pub async fn find_for_sign_in(store: &Store, name: &str) -> Result<Option<(Viewer, String)>> {
    #[derive(sqlx::FromRow)]
    struct Row {
        #[sqlx(flatten)]
        viewer: Viewer,
        password_hash: String,
    }
    let row: Option<Row> = sqlx::query_as(
        "select id as user_id, name, full_name, rights, password_kind, password_hash
         from users where name = $1 and disabled_on is null and password_hash <> ''",
    )
    .bind(name)
    .fetch_optional(store.read())
    .await?;
    Ok(row.map(|row| (row.viewer, row.password_hash)))
}

/// When the password of an account was set; empty when it never was.
pub async fn password_set_at(store: &Store, user_id: &str) -> Result<String> {
    let (at,): (String,) =
        sqlx::query_as("select coalesce(password_set_at, '') from users where id = $1")
            .bind(user_id)
            .fetch_one(store.read())
            .await?;
    Ok(at)
}

/// Every account, by name; the program's own is not among them.
pub async fn list(store: &Store) -> Result<Vec<User>> {
    let users = sqlx::query_as(
        "select id, revision, name, full_name, email, disabled_on from users where id <> $1 order by sort_key, id",
    )
    .bind(SYSTEM_ID)
    .fetch_all(store.read())
    .await?;
    Ok(users)
}

/// One account by the name one signs in with.
pub async fn find(store: &Store, name: &str) -> Result<Option<User>> {
    Ok(list(store).await?.into_iter().find(|user| user.name == name))
}

/// The person of an open account.
pub async fn find_open(store: &Store, user_id: &str) -> Result<Option<Viewer>> {
    let viewer = sqlx::query_as(
        "select id as user_id, name, full_name, rights, password_kind
         from users where id = $1 and disabled_on is null",
    )
    .bind(user_id)
    .fetch_optional(store.read())
    .await?;
    Ok(viewer)
}

/// An open account by its mail address, or by the name one signs in with.
pub async fn find_by_mail_or_name(store: &Store, typed: &str) -> Result<Option<User>> {
    let user = sqlx::query_as(
        "select id, revision, name, full_name, email, disabled_on from users
         where (name = $1 or (email = $1 and email <> '')) and disabled_on is null and id <> $2
         order by case when name = $1 then 0 else 1 end",
    )
    .bind(typed)
    .bind(SYSTEM_ID)
    .fetch_optional(store.read())
    .await?;
    Ok(user)
}

/// Sets the mail address of an account, unless someone changed the account since it was read.
pub async fn set_email(tx: &mut Tx, user: &User, email: &str) -> Result<()> {
    let done = sqlx::query(
        "update users set email = $1, revision = revision + 1 where id = $2 and revision = $3",
    )
    .bind(email)
    .bind(&user.id)
    .bind(user.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(crate::store::StoreError::Stale) }
}

/// Adds an account without any role; returns its id.
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
        "insert into users (id, name, full_name, email, password_hash, password_set_at, password_kind, created_at, sort_key)
         values ($1, $2, $3, $8, $4, $5, $6, $5, $7)",
    )
    .bind(id)
    .bind(&new.name)
    .bind(&new.full_name)
    .bind(password_hash)
    .bind(now)
    .bind(kind)
    .bind(kernel::text::sort_key(&new.full_name))
    .bind(&new.email)
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
        return ensure_system_reach(store).await;
    }
    let mut tx = store.begin().await?;
    let system = Viewer::system();
    let new = NewUser {
        name: system.name,
        full_name: system.full_name,
        email: String::new(),
        role: super::rights::Role::System,
        place_id: crate::places::COUNTRY_ID.to_owned(),
    };
    insert_with_id(&mut tx, SYSTEM_ID, &new, "", PasswordKind::Chosen, now).await?;
    tx.commit().await?;
    ensure_system_reach(store).await
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
