//! Taking a person's traces out of texts: everywhere but in the official record, and in events
//! with the digests that their hashes were made of.

use super::super::holdings::OFFICIAL;
use super::super::traces::{Trace, without};
use crate::backup::store::{Kind, TABLES, list_columns};
use crate::files::sha256_hex;
use crate::store::{Result, Statement, Store, Tx};
use std::fmt::Write as _;

/// Tables whose texts are not swept: events are redacted one by one, and their digests and the
/// reasons of erasures are what remains.
const APART: &[&str] = &["events", "event_redactions", "event_chain"];

/// Replaces traces in every text that is no official record.
/// `path` is a page's address before and afterwards, where it is the whole text.
pub async fn sweep(
    store: &Store,
    tx: &mut Tx,
    traces: &[Trace],
    path: Option<&Trace>,
) -> Result<u64> {
    let mut swept = 0;
    for table in TABLES {
        if OFFICIAL.contains(table) || APART.contains(table) {
            continue;
        }
        let columns = list_columns(store, table).await?;
        let has_revision = columns.iter().any(|column| column.name == "revision");
        let texts: Vec<&str> = columns
            .iter()
            .filter(|column| column.kind == Kind::Text && !is_key(&column.name))
            .map(|column| column.name.as_str())
            .collect();
        if texts.is_empty() {
            continue;
        }
        let mut sql = format!("update {table} set ");
        for (nth, text) in texts.iter().enumerate() {
            let comma = if nth > 0 { ", " } else { "" };
            let _ = write!(sql, "{comma}{text} = replace({text}, $1, $2)");
        }
        if has_revision {
            sql.push_str(", revision = revision + 1");
        }
        let found: Vec<String> =
            texts.iter().map(|text| format!("{text} <> replace({text}, $1, '')")).collect();
        let _ = write!(sql, " where {}", found.join(" or "));
        let links = texts.iter().filter(|text| matches!(**text, "path" | "link"));
        for (link, path) in links.zip(path.into_iter().cycle()) {
            let sql = format!("update {table} set {link} = $2 where {link} = $1");
            sqlx::query(sqlx::AssertSqlSafe(sql))
                .bind(&path.was)
                .bind(&path.is)
                .execute(&mut **tx)
                .await?;
        }
        for trace in traces {
            let done = sqlx::query(sqlx::AssertSqlSafe(sql.clone()))
                .bind(&trace.was)
                .bind(&trace.is)
                .execute(&mut **tx)
                .await?;
            swept += done.rows_affected();
        }
    }
    Ok(swept)
}

fn is_key(column: &str) -> bool {
    column == "id"
        || column.ends_with("_id")
        || column.ends_with("_sha256")
        || column.ends_with("_hash")
}

#[derive(sqlx::FromRow)]
struct Said {
    id: String,
    subject_id: String,
    note: String,
    after_image: String,
}

/// One event that says less than it did.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Redaction {
    /// Id of the event.
    pub event_id: String,
    /// SHA-256 of its note before.
    pub note_was: String,
    /// SHA-256 of its after-image before.
    pub image_was: String,
    /// SHA-256 of its note afterwards.
    pub note_is: String,
    /// SHA-256 of its after-image afterwards.
    pub image_is: String,
}

/// Takes traces out of events: `own` out of those about the subjects (an account; bodies), `all` out
/// of every one.
pub async fn redact_events(
    tx: &mut Tx,
    subject_ids: &[&str],
    number: i64,
    own: &[Trace],
    all: &[Trace],
) -> Result<Vec<Redaction>> {
    let mut query =
        Statement::new("select id, subject_id, note, after_image from events where subject_id in ");
    query.push_list(subject_ids.iter().map(|id| (*id).to_owned()));
    for id in subject_ids {
        query.push(" or after_image <> replace(after_image, ").push_bind((*id).to_owned());
        query.push(", '')");
    }
    for trace in all {
        query.push(" or note <> replace(note, ").push_bind(trace.was.clone()).push(", '')");
        query
            .push(" or after_image <> replace(after_image, ")
            .push_bind(trace.was.clone())
            .push(", '')");
    }
    query.push(" order by id");
    let said: Vec<Said> = query.fetch_all_within(tx).await?;
    let mut redactions = Vec::new();
    let everything: Vec<Trace> = all.iter().chain(own).cloned().collect();
    for event in said {
        let mut subjects = subject_ids.iter();
        let is_own = subjects.any(|id| event.subject_id == *id || event.after_image.contains(*id));
        let traces = if is_own { &everything[..] } else { all };
        let (note, image) = (without(&event.note, traces), without(&event.after_image, traces));
        if note == event.note && image == event.after_image {
            continue;
        }
        let redaction = Redaction {
            note_was: sha256_hex(event.note.as_bytes()),
            image_was: sha256_hex(event.after_image.as_bytes()),
            note_is: sha256_hex(note.as_bytes()),
            image_is: sha256_hex(image.as_bytes()),
            event_id: event.id,
        };
        insert_redaction(tx, number, &redaction).await?;
        sqlx::query("update events set note = $1, after_image = $2 where id = $3")
            .bind(&note)
            .bind(&image)
            .bind(&redaction.event_id)
            .execute(&mut **tx)
            .await?;
        redactions.push(redaction);
    }
    Ok(redactions)
}

async fn insert_redaction(tx: &mut Tx, number: i64, redaction: &Redaction) -> Result<()> {
    sqlx::query(
        "insert into event_redactions (event_id, number, note_was, image_was, note_is, image_is)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&redaction.event_id)
    .bind(number)
    .bind(&redaction.note_was)
    .bind(&redaction.image_was)
    .bind(&redaction.note_is)
    .bind(&redaction.image_is)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
