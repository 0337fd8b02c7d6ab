//! Writing papers down: for a fact that needs one, and into a register.

use super::super::model::{Document, Entry, NewDocument};
use super::super::search::number_words;
use crate::events::Actor;
use crate::places::Link;
use crate::store::{Result, Statement, StoreError, Tx, new_id};

/// Id of the paper, which is added when it is not on the register yet.
pub async fn find_or_insert(tx: &mut Tx, new: &NewDocument, now: &str) -> Result<String> {
    let match_key = new.match_key();
    let known: Option<(String,)> = sqlx::query_as("select id from documents where match_key = $1")
        .bind(&match_key)
        .fetch_optional(&mut **tx)
        .await?;
    if let Some((id,)) = known {
        return Ok(id);
    }
    let id = new_id();
    sqlx::query(
        "insert into documents (id, kind, number, issued_on, issuer, subject_line, file_sha256, file_name, file_bytes, match_key, sort_key, search_text, recorded_at, number_words)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(&id)
    .bind(new.kind)
    .bind(&new.number)
    .bind(new.issued_on)
    .bind(&new.issuer)
    .bind(&new.subject_line)
    .bind(new.file_sha256.clone())
    .bind(&new.file_name)
    .bind(new.file_bytes)
    .bind(match_key)
    .bind(new.sort_key())
    .bind(new.search_text())
    .bind(now)
    .bind(new.number_words())
    .execute(&mut **tx)
    .await?;
    insert_first_file(tx, &id, new, now).await?;
    Ok(id)
}

/// Notes the file that came together with a new paper, when there is one.
pub async fn insert_first_file(tx: &mut Tx, id: &str, new: &NewDocument, now: &str) -> Result<()> {
    let Some(sha256) = &new.file_sha256 else { return Ok(()) };
    let kind = paper::content::Kind::of_name(&new.file_name);
    sqlx::query(
        "insert into document_files (id, document_id, version, file_sha256, file_name, file_bytes, kind, added_at)
         values ($1, $2, 1, $3, $4, $5, $6, $7)",
    )
    .bind(new_id())
    .bind(id)
    .bind(sha256)
    .bind(&new.file_name)
    .bind(new.file_bytes)
    .bind(kind.map_or("", paper::content::Kind::word))
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The revision of a paper that has just been written into a register.
pub const FIRST_REVISION: i64 = 2;

/// Writes a new paper into a register and returns its id.
pub async fn insert_entry(
    tx: &mut Tx,
    actor: &Actor,
    entry: &Entry,
    file_name: &str,
) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into documents (id, subject_line, kind, number, match_key, sort_key, search_text, recorded_at, added_by)
         values ($1, '', $2, '', $3, '', '', $4, $5)",
    )
    .bind(&id)
    .bind(entry.kind)
    .bind(format!("new {id}"))
    .bind(actor.now.to_string())
    .bind(&actor.user_id)
    .execute(&mut **tx)
    .await?;
    write_entry(tx, &id, FIRST_REVISION - 1, entry, file_name).await?;
    Ok(id)
}

/// Writes a paper anew as it now reads.
pub async fn update_entry(tx: &mut Tx, document: &Document, entry: &Entry) -> Result<()> {
    write_entry(tx, &document.id, document.revision, entry, &document.file_name).await?;
    // A workbook that an import brought stays known by its bytes, or it would come twice.
    if let (None, Some(sha256), true) =
        (&document.added_by, &document.file_sha256, entry.number.is_empty())
    {
        sqlx::query("update documents set match_key = $1 where id = $2")
            .bind(format!("file {sha256}"))
            .bind(&document.id)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

async fn write_entry(
    tx: &mut Tx,
    id: &str,
    revision: i64,
    entry: &Entry,
    file_name: &str,
) -> Result<()> {
    let match_key = free_key(tx, id, entry).await?;
    let done = sqlx::query(
        "update documents set revision = revision + 1, direction = $1, place_id = $2, register_number = $3, registered_on = $4,
                kind = $5, number = $6, issued_on = $7, issuer = $8, subject_line = $9, signer = $10, signer_title = $11,
                urgency = $12, grounds = $13, in_force_from = $14, in_force_to = $15,
                match_key = $16, sort_key = $17, search_text = $18, number_words = $19
         where id = $20 and revision = $21",
    )
    .bind(entry.direction)
    .bind(&entry.place_id)
    .bind(&entry.register_number)
    .bind(entry.registered_on)
    .bind(entry.kind)
    .bind(&entry.number)
    .bind(entry.issued_on)
    .bind(&entry.issuer)
    .bind(&entry.subject_line)
    .bind(&entry.signer)
    .bind(&entry.signer_title)
    .bind(entry.urgency)
    .bind(&entry.grounds)
    .bind(entry.in_force_from)
    .bind(entry.in_force_to)
    .bind(match_key)
    .bind(entry.sort_key())
    .bind(entry.search_text(file_name))
    .bind(number_words(&entry.number))
    .bind(id)
    .bind(revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 { Err(StoreError::Stale) } else { Ok(()) }
}

/// The first key of the entry that no other paper has: facts find the first paper of a number,
/// a copy in another unit's register stands beside it.
async fn free_key(tx: &mut Tx, id: &str, entry: &Entry) -> Result<String> {
    for key in [entry.match_key(), entry.match_key_of_register()] {
        let (taken,): (i64,) =
            sqlx::query_as("select count(*) from documents where match_key = $1 and id <> $2")
                .bind(&key)
                .bind(id)
                .fetch_one(&mut **tx)
                .await?;
        if taken == 0 {
            return Ok(key);
        }
    }
    Ok(format!("{} {id}", entry.match_key_of_register()))
}

/// Sets the units through which a paper is reached.
pub async fn set_places(tx: &mut Tx, id: &str, links: &[Link]) -> Result<()> {
    sqlx::query("delete from document_places where document_id = $1")
        .bind(id)
        .execute(&mut **tx)
        .await?;
    let mut query =
        Statement::new("insert into document_places (document_id, place_id, relation, mapping) ");
    query.push_values(links, |values, link| {
        values
            .push_bind(id.to_owned())
            .push_bind(link.place_id.clone())
            .push_bind(link.relation)
            .push_bind(link.mapping);
    });
    query.execute(tx).await?;
    Ok(())
}
