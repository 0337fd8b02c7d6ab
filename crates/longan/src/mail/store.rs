//! All SQL of letters.

use super::model::{Letter, LetterState, Outgoing};
use crate::jobs::{self, NewJob};
use crate::store::{Result, Store, Tx, new_id};

/// Kind of the job that sends one letter.
pub const SEND: &str = "mail.send";

/// Writes a letter, which is sent as soon as possible after the transaction; returns its id.
pub async fn enqueue(tx: &mut Tx, letter: &Letter<'_>) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into letters (id, kind, to_address, subject, text, state) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&id)
    .bind(letter.kind)
    .bind(letter.to)
    .bind(letter.subject)
    .bind(letter.text)
    .bind(LetterState::Waiting)
    .execute(&mut **tx)
    .await?;
    let job =
        NewJob { kind: SEND, subject: &id, run_at: None, once_key: Some(format!("{SEND} {id}")) };
    jobs::add(tx, &job).await?;
    Ok(id)
}

/// One letter.
pub async fn find(store: &Store, id: &str) -> Result<Option<Outgoing>> {
    let letter = sqlx::query_as(
        "select id, kind, to_address, subject, text, state, tries, problem, sent_at from letters where id = $1",
    )
    .bind(id)
    .fetch_optional(store.read())
    .await?;
    Ok(letter)
}

/// The latest letters, without their text.
pub async fn list(store: &Store, limit: i64) -> Result<Vec<Outgoing>> {
    let letters = sqlx::query_as(
        "select id, kind, to_address, subject, '' as text, state, tries, problem, sent_at from letters order by id desc limit $1",
    )
    .bind(limit)
    .fetch_all(store.read())
    .await?;
    Ok(letters)
}

/// Notes that sending begins; from here on the letter may have gone.
pub async fn begin_sending(store: &Store, id: &str) -> Result<()> {
    sqlx::query("update letters set state = 'sending', tries = tries + 1 where id = $1")
        .bind(id)
        .execute(store.write())
        .await?;
    Ok(())
}

/// Notes that the letter has gone. Its text goes too: it may hold a key, and what it told a
/// person stands on their page.
pub async fn set_sent(store: &Store, id: &str, now: &str) -> Result<()> {
    sqlx::query(
        "update letters set state = 'sent', text = '', problem = '', sent_at = $2 where id = $1",
    )
    .bind(id)
    .bind(now)
    .execute(store.write())
    .await?;
    Ok(())
}

/// Notes why the letter has not gone.
pub async fn set_failed(store: &Store, id: &str, state: LetterState, problem: &str) -> Result<()> {
    sqlx::query("update letters set state = $2, problem = $3 where id = $1")
        .bind(id)
        .bind(state)
        .bind(problem)
        .execute(store.write())
        .await?;
    Ok(())
}

/// Holds a letter back where no mail server is set; a late letter would only confuse, so it is
/// not sent when one is set later.
pub async fn hold(store: &Store, id: &str) -> Result<()> {
    sqlx::query("update letters set state = 'held', text = '' where id = $1")
        .bind(id)
        .execute(store.write())
        .await?;
    Ok(())
}
