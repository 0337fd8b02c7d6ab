//! The history: who did what to which record, why, by which paper, and how the record
//! stood afterwards. Rows are only ever added.

use crate::store::{Day, Result, Statement, Store, Tx, new_id};
use serde::Serialize;

/// The person who acts, and the moment and day it is for them.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Id of the person in `users`.
    pub user_id: String,
    /// The name shown in the history.
    pub full_name: String,
    /// The moment, UTC.
    pub now: jiff::Timestamp,
    /// The calendar day in Việt Nam.
    pub today: Day,
    /// Id of the commune the person enters for, at its request.
    pub on_behalf_of: Option<String>,
}

/// What is to be remembered of one act.
#[derive(Clone, Debug)]
pub struct Act<'a> {
    /// `<capability>.<verb in the past>`, for example `clusters.established`.
    pub action: &'a str,
    /// Kind of the record: the table's singular.
    pub subject_kind: &'a str,
    /// Id of the record.
    pub subject_id: &'a str,
    /// The paper it rests on.
    pub document_id: Option<&'a str>,
    /// Why, in the person's words; empty when nothing was said.
    pub note: &'a str,
}

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
    sqlx::query(
        "insert into events (id, happened_at, for_day, user_id, action, subject_kind, subject_id, document_id, note, after_image, on_behalf_of)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(new_id())
    .bind(actor.now.to_string())
    .bind(actor.today)
    .bind(&actor.user_id)
    .bind(act.action)
    .bind(act.subject_kind)
    .bind(act.subject_id)
    .bind(act.document_id.map(str::to_owned))
    .bind(act.note)
    .bind(image)
    .bind(actor.on_behalf_of.clone())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Adds many events, each with its record's after-image as JSON, in a few statements.
pub async fn record_many(tx: &mut Tx, actor: &Actor, acts: &[(Act<'_>, String)]) -> Result<()> {
    for chunk in acts.chunks(80) {
        let mut query = Statement::new(
            "insert into events (id, happened_at, for_day, user_id, action, subject_kind, subject_id, document_id, note, after_image, on_behalf_of) ",
        );
        query.push_values(chunk, |values, (act, image)| {
            values
                .push_bind(new_id())
                .push_bind(actor.now.to_string())
                .push_bind(actor.today)
                .push_bind(actor.user_id.clone())
                .push_bind(act.action.to_owned())
                .push_bind(act.subject_kind.to_owned())
                .push_bind(act.subject_id.to_owned())
                .push_bind(act.document_id.map(str::to_owned))
                .push_bind(act.note.to_owned())
                .push_bind(image.clone())
                .push_bind(actor.on_behalf_of.clone());
        });
        query.execute(tx).await?;
    }
    Ok(())
}

/// Id of the newest event; empty while nothing has happened. It names the state of the register.
pub async fn newest(store: &Store) -> Result<String> {
    let (id,): (String,) =
        sqlx::query_as("select coalesce(max(id), '') from events").fetch_one(store.read()).await?;
    Ok(id)
}

/// One line of a record's history.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Event {
    /// Id, in order of time.
    pub id: String,
    /// The moment, UTC, ISO text.
    pub happened_at: String,
    /// The day it was for the person who acted.
    pub for_day: Day,
    /// Who acted.
    pub full_name: String,
    /// `<capability>.<verb>`.
    pub action: String,
    /// Why.
    pub note: String,
    /// Number of the paper it rests on; empty when there is none.
    pub document_number: String,
    /// Id of that paper; empty when there is none.
    pub document_id: String,
    /// The record as it stood afterwards, JSON.
    pub after_image: String,
    /// Name of the commune it was entered for; empty when the person entered for their own office.
    pub on_behalf_of: String,
}

impl Event {
    /// Who acted, and for which commune: "Trần Cán Bộ (nhập thay UBND xã Đức Hòa)".
    pub fn who(&self) -> String {
        let mut unit = self.on_behalf_of.chars();
        match unit.next() {
            None => self.full_name.clone(),
            Some(first) => {
                let first = first.to_lowercase();
                format!("{} (nhập thay UBND {first}{})", self.full_name, unit.as_str())
            }
        }
    }
}

/// The history of one record, latest first.
pub async fn list(store: &Store, subject_id: &str) -> Result<Vec<Event>> {
    let events = sqlx::query_as(
        "select e.id, e.happened_at, e.for_day, u.full_name, e.action, e.note,
                coalesce(d.number, '') as document_number, coalesce(e.document_id, '') as document_id, e.after_image,
                coalesce(b.full_name, '') as on_behalf_of
         from events e
         join users u on u.id = e.user_id
         left join documents d on d.id = e.document_id
         left join places b on b.id = e.on_behalf_of
         where e.subject_id = $1
         order by e.id desc",
    )
    .bind(subject_id)
    .fetch_all(store.read())
    .await?;
    Ok(events)
}
