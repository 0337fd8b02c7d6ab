//! All SQL of the history.

use super::chain::{Head, Link, Redaction};
use super::model::{Act, Actor, Event};
use super::place;
use crate::store::{Result, Statement, Store, Tx, new_id};
use serde::Serialize;

/// The one row that says how the chain ends.
const CHAIN: &str = "chain";
/// Events that are read at a time where all of them are.
const PAGE: i64 = 500;

/// Adds one event with the record's after-image.
///
/// # Panics
/// Never: records are plain data, which always serialises.
pub async fn record(
    tx: &mut Tx,
    actor: &Actor,
    act: &Act<'_>,
    after: &impl Serialize,
) -> Result<()> {
    let image = serde_json::to_string(after).expect("records are plain data and always serialise");
    append(tx, actor, &[(act, &image)]).await
}

/// Adds many events, each with its record's after-image as JSON, in a few statements.
pub async fn record_many(tx: &mut Tx, actor: &Actor, acts: &[(Act<'_>, String)]) -> Result<()> {
    let acts: Vec<(&Act<'_>, &str)> =
        acts.iter().map(|(act, image)| (act, image.as_str())).collect();
    append(tx, actor, &acts).await
}

async fn append(tx: &mut Tx, actor: &Actor, acts: &[(&Act<'_>, &str)]) -> Result<()> {
    if acts.is_empty() {
        return Ok(());
    }
    let said: Vec<&Act<'_>> = acts.iter().map(|(act, _)| *act).collect();
    let places = place::of_acts(tx, actor, &said).await?;
    let now = actor.now.to_string();
    let mut head = take_head(tx).await?;
    let mut links = acts.iter().zip(places).map(|((act, image), place)| {
        let mut link = Link {
            id: new_id(),
            happened_at: now.clone(),
            for_day: actor.today.to_string(),
            user_id: actor.user_id.clone(),
            on_behalf_of: actor.on_behalf_of.clone(),
            action: act.action.to_owned(),
            subject_kind: act.subject_kind.to_owned(),
            subject_id: act.subject_id.to_owned(),
            place_id: place.place_id,
            province_id: place.province_id,
            document_id: act.document_id.map(str::to_owned),
            note: act.note.to_owned(),
            after_image: (*image).to_owned(),
            ..Link::default()
        };
        link.join(&mut head);
        link
    });
    loop {
        let chunk: Vec<Link> = links.by_ref().take(80).collect();
        if chunk.is_empty() {
            break;
        }
        insert(tx, chunk).await?;
    }
    keep_head(tx, &head).await
}

async fn insert(tx: &mut Tx, links: Vec<Link>) -> Result<()> {
    let mut query = Statement::new(
        "insert into events (id, position, previous_hash, hash, happened_at, for_day, user_id, on_behalf_of, action, subject_kind, subject_id, place_id, province_id, document_id, note, after_image) ",
    );
    query.push_values(links, |values, link| {
        values
            .push_bind(link.id)
            .push_bind(link.position)
            .push_bind(link.previous_hash)
            .push_bind(link.hash)
            .push_bind(link.happened_at)
            .push_bind(link.for_day)
            .push_bind(link.user_id)
            .push_bind(link.on_behalf_of)
            .push_bind(link.action)
            .push_bind(link.subject_kind)
            .push_bind(link.subject_id)
            .push_bind(link.place_id)
            .push_bind(link.province_id)
            .push_bind(link.document_id)
            .push_bind(link.note)
            .push_bind(link.after_image);
    });
    query.execute(tx).await?;
    Ok(())
}

/// Takes the end of the chain. An update first: whoever else adds an event waits here until
/// this transaction has ended, on one process or several.
async fn take_head(tx: &mut Tx) -> Result<Head> {
    for _ in 0..2 {
        let head = sqlx::query_as(
            "update event_chain set revision = revision + 1 where id = $1 returning length, hash",
        )
        .bind(CHAIN)
        .fetch_optional(&mut **tx)
        .await?;
        if let Some(head) = head {
            return Ok(head);
        }
        sqlx::query("insert into event_chain (id, length, hash) values ($1, 0, '') on conflict (id) do nothing")
            .bind(CHAIN)
            .execute(&mut **tx)
            .await?;
    }
    Err(crate::store::StoreError::Stale)
}

async fn keep_head(tx: &mut Tx, head: &Head) -> Result<()> {
    sqlx::query("update event_chain set length = $1, hash = $2 where id = $3")
        .bind(head.length)
        .bind(&head.hash)
        .bind(CHAIN)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// How long the chain is and how it ends.
pub async fn head(store: &Store) -> Result<Head> {
    let head = sqlx::query_as("select length, hash from event_chain where id = $1")
        .bind(CHAIN)
        .fetch_optional(store.read())
        .await?;
    Ok(head.unwrap_or_default())
}

/// Hash of the newest event; empty while nothing has happened. It names the state of the register.
pub async fn newest(store: &Store) -> Result<String> {
    Ok(head(store).await?.hash)
}

/// Gives the events of a register that is older than the chain their places in it, once.
/// From then on a row without a place is one that never came through the program.
pub async fn chain_older(store: &Store) -> Result<u64> {
    let (begun, events): (i64, i64) = sqlx::query_as(
        "select (select count(*) from event_chain), (select count(*) from (select 1 from events limit 1) some_event)",
    )
    .fetch_one(store.read())
    .await?;
    if begun > 0 || events == 0 {
        return Ok(0);
    }
    let mut tx = store.begin().await?;
    let chained = chain_rest(&mut tx).await?;
    tx.commit().await?;
    Ok(chained)
}

/// Gives every event that has none a place in the chain, in the order of their ids.
pub async fn chain_rest(tx: &mut Tx) -> Result<u64> {
    let mut head = take_head(tx).await?;
    let mut chained = 0;
    let mut last = String::new();
    loop {
        let links: Vec<Link> = sqlx::query_as(
            "select id, cast(0 as bigint) as position, previous_hash, hash, happened_at, for_day, user_id, on_behalf_of, action, subject_kind, subject_id, place_id, province_id, document_id, note, after_image
             from events where id > $1 and hash = '' order by id limit $2",
        )
        .bind(&last)
        .bind(PAGE)
        .fetch_all(&mut **tx)
        .await?;
        if links.is_empty() {
            break;
        }
        for mut link in links {
            link.join(&mut head);
            sqlx::query("update events set position = $1, previous_hash = $2, hash = $3 where id = $4 and hash = ''")
                .bind(link.position)
                .bind(&link.previous_hash)
                .bind(&link.hash)
                .bind(&link.id)
                .execute(&mut **tx)
                .await?;
            chained += 1;
            last = link.id;
        }
    }
    keep_head(tx, &head).await?;
    Ok(chained)
}

/// The events after a place in the chain up to another, some hundred of them.
pub(super) async fn list_links(store: &Store, after: i64, up_to: i64) -> Result<Vec<Link>> {
    let links = sqlx::query_as(
        "select id, position, previous_hash, hash, happened_at, for_day, user_id, on_behalf_of, action, subject_kind, subject_id, place_id, province_id, document_id, note, after_image
         from events where position > $1 and position <= $2 order by position limit $3",
    )
    .bind(after)
    .bind(up_to)
    .bind(PAGE)
    .fetch_all(store.read())
    .await?;
    Ok(links)
}

/// Events without a place in the chain, or with one behind its end as one statement sees both.
pub(super) async fn list_unchained(store: &Store) -> Result<Vec<Link>> {
    let links = sqlx::query_as(
        "select e.id, coalesce(e.position, 0) as position, e.previous_hash, e.hash, e.happened_at, e.for_day, e.user_id, e.on_behalf_of, e.action, e.subject_kind, e.subject_id, e.place_id, e.province_id, e.document_id, e.note, e.after_image
         from events e
         where e.position is null or e.position > coalesce((select c.length from event_chain c where c.id = $1), 0)
         order by e.id limit 20",
    )
    .bind(CHAIN)
    .fetch_all(store.read())
    .await?;
    Ok(links)
}

/// Words that were taken out of events, each with the number of the erasure, earliest first. A
/// register that never did so may lack the table.
pub(super) async fn list_redactions(store: &Store) -> Result<Vec<(i64, Redaction)>> {
    if !store.has_table("event_redactions").await? {
        return Ok(Vec::new());
    }
    let rows: Vec<(i64, String, String, String, String, String)> = sqlx::query_as(
        "select number, event_id, note_was, image_was, note_is, image_is from event_redactions order by number, event_id",
    )
    .fetch_all(store.read())
    .await?;
    let redactions =
        rows.into_iter().map(|(number, event_id, note_was, image_was, note_is, image_is)| {
            (number, Redaction { event_id, note_was, image_was, note_is, image_is })
        });
    Ok(redactions.collect())
}

/// The images of the events that tell of an erasure.
pub(super) async fn list_erasures(store: &Store) -> Result<Vec<String>> {
    let images: Vec<(String,)> =
        sqlx::query_as("select after_image from events where action = 'personal.erased'")
            .fetch_all(store.read())
            .await?;
    Ok(images.into_iter().map(|(image,)| image).collect())
}

/// The history of one record, latest first.
pub async fn list(store: &Store, subject_id: &str) -> Result<Vec<Event>> {
    let events = sqlx::query_as(
        "select e.id, e.happened_at, e.for_day, u.full_name, coalesce(p.full_name, '') as on_behalf_of, coalesce(b.name, '') as on_behalf_of_body, e.action, e.subject_kind, e.subject_id, e.note,
                coalesce(d.number, '') as document_number, coalesce(e.document_id, '') as document_id, e.after_image
         from events e
         join users u on u.id = e.user_id
         left join documents d on d.id = e.document_id
         left join places p on p.id = e.on_behalf_of
         left join organizations b on b.id = substr(e.on_behalf_of, 14)
         where e.subject_id = $1
         order by e.position desc",
    )
    .bind(subject_id)
    .fetch_all(store.read())
    .await?;
    Ok(events)
}

/// Everything that was done to the records of one place (a unit, `cluster:ID`), latest first.
pub async fn list_of_place(store: &Store, place_id: &str) -> Result<Vec<Event>> {
    let events = sqlx::query_as(
        "select e.id, e.happened_at, e.for_day, u.full_name, coalesce(p.full_name, '') as on_behalf_of, coalesce(b.name, '') as on_behalf_of_body, e.action, e.subject_kind, e.subject_id, e.note,
                coalesce(d.number, '') as document_number, coalesce(e.document_id, '') as document_id, e.after_image
         from events e
         join users u on u.id = e.user_id
         left join documents d on d.id = e.document_id
         left join places p on p.id = e.on_behalf_of
         left join organizations b on b.id = substr(e.on_behalf_of, 14)
         where e.place_id = $1
         order by e.position desc",
    )
    .bind(place_id)
    .fetch_all(store.read())
    .await?;
    Ok(events)
}
