//! All SQL of personal data.

mod bodies;
mod sweep;

pub use bodies::*;
pub use sweep::*;

use super::holdings::Holding;
use super::model::Erasure;
use super::traces::{Person, called, signs_in_as};
use crate::backup::store::{Cell, Column, list_columns, read_some};
use crate::store::{Day, Result, Store, StoreError, Tx, new_id};

/// How many rows of one kind are handed out at most.
const MOST_ROWS: i64 = 50_000;

/// The rows of a person in one table, latest first, without what is hidden.
pub async fn list_held(
    store: &Store,
    holding: &Holding,
    key: &str,
) -> anyhow::Result<(Vec<Column>, Vec<Vec<Cell>>)> {
    let mut columns = list_columns(store, holding.table).await?;
    columns.retain(|column| !holding.hidden.contains(&column.name.as_str()));
    let rows = read_some(store, holding.table, &columns, (holding.column, key), MOST_ROWS).await?;
    Ok((columns, rows))
}

/// How many rows a person has in one table.
pub async fn count_held(store: &Store, holding: &Holding, key: &str) -> Result<i64> {
    let sql = format!("select count(*) from {} where {} = $1", holding.table, holding.column);
    let (count,): (i64,) =
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(key).fetch_one(store.read()).await?;
    Ok(count)
}

/// How many others are called the same.
pub async fn count_namesakes(tx: &mut Tx, person: &Person) -> Result<i64> {
    let (count,): (i64,) =
        sqlx::query_as("select count(*) from users where full_name = $1 and id <> $2")
            .bind(&person.full_name)
            .bind(&person.id)
            .fetch_one(&mut **tx)
            .await?;
    Ok(count)
}

/// The next number for an erased person.
pub async fn next_number(tx: &mut Tx) -> Result<i64> {
    let (last,): (i64,) = sqlx::query_as("select coalesce(max(number), 0) from personal_erasures")
        .fetch_one(&mut **tx)
        .await?;
    Ok(last + 1)
}

/// An erasure to be kept.
#[derive(Clone, Debug)]
pub struct Kept<'a> {
    /// The number.
    pub number: i64,
    /// Kind of the record.
    pub subject_kind: &'a str,
    /// Id of the record.
    pub subject_id: &'a str,
    /// Why.
    pub reason: &'a str,
    /// Who erased.
    pub erased_by: &'a str,
    /// When, UTC.
    pub erased_at: &'a str,
    /// The paper that asks for it.
    pub document_id: Option<&'a str>,
}

/// Keeps that something was erased.
pub async fn insert(tx: &mut Tx, kept: &Kept<'_>) -> Result<()> {
    sqlx::query(
        "insert into personal_erasures (id, number, subject_kind, subject_id, reason, erased_by, erased_at, document_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(new_id())
    .bind(kept.number)
    .bind(kept.subject_kind)
    .bind(kept.subject_id)
    .bind(kept.reason)
    .bind(kept.erased_by)
    .bind(kept.erased_at)
    .bind(kept.document_id)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Every erasure, latest first.
pub async fn list_erasures(store: &Store) -> Result<Vec<Erasure>> {
    let erasures = sqlx::query_as(
        "select e.number, e.subject_kind, e.subject_id, e.reason, u.full_name as erased_by, e.erased_at, coalesce(e.document_id, '') as document_id,
                coalesce(case when d.number = '' then d.subject_line else d.number end, '') as document
         from personal_erasures e join users u on u.id = e.erased_by left join documents d on d.id = e.document_id
         order by e.number desc",
    )
    .fetch_all(store.read())
    .await?;
    Ok(erasures)
}

/// Makes an account nobody's: a number instead of a name, no password, closed.
pub async fn blank_user(
    tx: &mut Tx,
    person: &Person,
    revision: i64,
    number: i64,
    today: Day,
) -> Result<()> {
    let called = called(number);
    let done = sqlx::query(
        "update users set name = $1, full_name = $2, sort_key = $3, password_hash = '', reach_on = null,
                disabled_on = coalesce(disabled_on, $4), revision = revision + 1
         where id = $5 and revision = $6",
    )
    .bind(signs_in_as(number))
    .bind(&called)
    .bind(kernel::text::sort_key(&called))
    .bind(today)
    .bind(&person.id)
    .bind(revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() != 1 {
        return Err(StoreError::Stale);
    }
    sqlx::query(
        "update user_roles set to_day = $1, revision = revision + 1
         where user_id = $2 and (to_day is null or to_day > $1)",
    )
    .bind(today)
    .bind(&person.id)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Removes what served the person only: sessions, attempts to sign in, refusals, today's reach.
pub async fn remove_own(tx: &mut Tx, person: &Person) -> Result<()> {
    for sql in [
        "delete from sessions where user_id = $1",
        "delete from user_refusals where user_id = $1",
        "delete from user_places where user_id = $1",
        "delete from notices where user_id = $1",
        "delete from notice_settings where user_id = $1",
    ] {
        sqlx::query(sql).bind(&person.id).execute(&mut **tx).await?;
    }
    sqlx::query("delete from letters where to_address = $1 and to_address <> ''")
        .bind(&person.mail)
        .execute(&mut **tx)
        .await?;
    sqlx::query("delete from log_in_attempts where name = $1 or name = $2")
        .bind(&person.name)
        .bind(&person.mail)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The mail address of an account; empty when none is known.
pub async fn find_mail(store: &Store, user_id: &str) -> Result<String> {
    let columns = list_columns(store, "users").await?;
    if !columns.iter().any(|column| column.name == "email") {
        return Ok(String::new());
    }
    let row: Option<(String,)> = sqlx::query_as("select email from users where id = $1")
        .bind(user_id)
        .fetch_optional(store.read())
        .await?;
    Ok(row.map(|row| row.0).unwrap_or_default())
}
