//! SQL of hand-overs and of what they move.

use super::super::model::{Handover, HandoverItem, NewHandover};
use super::tasks::changed_one;
use crate::store::{Day, Result, Store, Tx, new_id};
use crate::users::{Right, Viewer};

/// Keeps a hand-over with its lines; returns its id.
pub async fn insert_handover(
    tx: &mut Tx,
    new: &NewHandover,
    by: &str,
    on: Day,
    now: &str,
) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into handovers (id, from_user_id, to_user_id, by_user_id, on_day, reason, made_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&id)
    .bind(&new.from_user_id)
    .bind(&new.to_user_id)
    .bind(by)
    .bind(on)
    .bind(&new.reason)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    for (position, item) in (1_i64..).zip(&new.items) {
        sqlx::query(
            "insert into handover_items (id, handover_id, position, kind, subject_id, title, link, due_on, outcome)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(new_id())
        .bind(&id)
        .bind(position)
        .bind(item.kind)
        .bind(&item.subject_id)
        .bind(&item.title)
        .bind(&item.link)
        .bind(item.due_on)
        .bind(item.outcome)
        .execute(&mut **tx)
        .await?;
    }
    Ok(id)
}

/// Hands one waiting import over.
pub async fn move_import(tx: &mut Tx, import_id: &str, from: &str, to: &str) -> Result<()> {
    let done = sqlx::query(
        "update imports set user_id = $1, revision = revision + 1
         where id = $2 and user_id = $3 and status in ('proposed', 'partly_taken')",
    )
    .bind(to)
    .bind(import_id)
    .bind(from)
    .execute(&mut **tx)
    .await?;
    changed_one(done.rows_affected())
}

/// A workbook that waits for a decision.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct WaitingImport {
    /// Id.
    pub id: String,
    /// Name of the file.
    pub file_name: String,
    /// Name of whoever had it before a hand-over; empty when nobody had.
    pub taken_over_from: String,
}

/// The imports of a person that wait for a decision, oldest first.
pub async fn list_imports_of(store: &Store, user_id: &str) -> Result<Vec<WaitingImport>> {
    let imports = sqlx::query_as(
        "select i.id, i.file_name, coalesce((
             select u.full_name from handover_items hi join handovers h on h.id = hi.handover_id
             join users u on u.id = h.from_user_id
             where hi.kind = 'import' and hi.subject_id = i.id and h.to_user_id = i.user_id
             order by h.id desc limit 1), '') as taken_over_from
         from imports i where i.user_id = $1 and i.status in ('proposed', 'partly_taken')
         order by i.created_at, i.id",
    )
    .bind(user_id)
    .fetch_all(store.read())
    .await?;
    Ok(imports)
}

/// The requests of communes that a person has asked for, that hold on a day and that were not
/// handed over before: id, commune, last day.
pub async fn list_entry_requests_of(
    store: &Store,
    user_id: &str,
    on: Day,
) -> Result<Vec<(String, String, Day)>> {
    let requests = sqlx::query_as(
        "select q.id, p.full_name, q.to_day from user_entry_requests q join places p on p.id = q.place_id
         where q.asked_by = $1 and q.withdrawn_on is null and q.to_day >= $2
           and not exists (select 1 from handover_items hi join handovers h on h.id = hi.handover_id
                           where hi.kind = 'entry_request' and hi.subject_id = q.id and h.from_user_id = $1)
         order by q.to_day, q.id",
    )
    .bind(user_id)
    .bind(on)
    .fetch_all(store.read())
    .await?;
    Ok(requests)
}

macro_rules! select_handovers {
    ($rest:literal) => {
        concat!(
            "select h.id, f.full_name as from_name, t.full_name as to_name, b.full_name as by_name, h.on_day, h.reason
             from handovers h
             join users f on f.id = h.from_user_id
             join users t on t.id = h.to_user_id
             join users b on b.id = h.by_user_id
             where (h.from_user_id = $1 or h.to_user_id = $1 or h.by_user_id = $1 or $2 = 'all') ",
            $rest
        )
    };
}

/// The hand-overs the viewer had a part in, all of them for an administrator, latest first.
pub async fn list_handovers(store: &Store, viewer: &Viewer) -> Result<Vec<Handover>> {
    let handovers = sqlx::query_as(select_handovers!("order by h.id desc limit 200"))
        .bind(&viewer.user_id)
        .bind(reach(viewer))
        .fetch_all(store.read())
        .await?;
    Ok(handovers)
}

/// One hand-over the viewer had a part in, with its lines.
pub async fn find_handover(
    store: &Store,
    viewer: &Viewer,
    id: &str,
) -> Result<Option<(Handover, Vec<HandoverItem>)>> {
    let handover: Option<Handover> = sqlx::query_as(select_handovers!("and h.id = $3"))
        .bind(&viewer.user_id)
        .bind(reach(viewer))
        .bind(id)
        .fetch_optional(store.read())
        .await?;
    let Some(handover) = handover else { return Ok(None) };
    let items = sqlx::query_as(
        "select kind, subject_id, title, link, due_on, outcome from handover_items where handover_id = $1 order by position",
    )
    .bind(id)
    .fetch_all(store.read())
    .await?;
    Ok(Some((handover, items)))
}

fn reach(viewer: &Viewer) -> &'static str {
    if viewer.may(Right::ManageUsers) { "all" } else { "own" }
}
