//! SQL of communes' requests that the Department enter for them.

use crate::store::{Day, Result, Store, StoreError, Tx, new_id};

/// A commune's request that the Department enter for it.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct EntryRequest {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// The commune.
    pub place_id: String,
    /// Its name.
    pub place: String,
    /// Who asked.
    pub asked_by: String,
    /// Why.
    pub reason: String,
    /// First day.
    pub from_day: Day,
    /// Last day.
    pub to_day: Day,
    /// Day it was withdrawn.
    pub withdrawn_on: Option<Day>,
}

impl EntryRequest {
    /// Whether the commune asks on this day.
    pub fn is_held_on(&self, day: Day) -> bool {
        self.from_day <= day && day <= self.to_day && self.withdrawn_on.is_none()
    }
}

/// A request to keep.
#[derive(Clone, Debug, serde::Serialize)]
pub struct NewEntryRequest {
    /// The commune.
    pub place_id: String,
    /// Id of the person who asks.
    pub asked_by: String,
    /// Why.
    pub reason: String,
    /// First day.
    pub from_day: Day,
    /// Last day.
    pub to_day: Day,
}

/// Keeps a request; returns its id.
pub async fn insert_entry_request(tx: &mut Tx, new: &NewEntryRequest, now: &str) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into user_entry_requests (id, place_id, asked_by, reason, from_day, to_day, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&id)
    .bind(&new.place_id)
    .bind(&new.asked_by)
    .bind(&new.reason)
    .bind(new.from_day)
    .bind(new.to_day)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Withdraws a request, unless someone changed it since it was read.
pub async fn withdraw_entry_request(tx: &mut Tx, request: &EntryRequest, on: Day) -> Result<()> {
    let done = sqlx::query("update user_entry_requests set withdrawn_on = $1, revision = revision + 1 where id = $2 and revision = $3")
        .bind(on)
        .bind(&request.id)
        .bind(request.revision)
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// The requests that hold on a day for the units a cluster lies in, latest first.
pub async fn list_entry_requests_for(
    store: &Store,
    cluster_id: &str,
    on: Day,
) -> Result<Vec<EntryRequest>> {
    let requests = sqlx::query_as(
        "select q.id, q.revision, q.place_id, p.full_name as place, u.full_name as asked_by, q.reason, q.from_day, q.to_day, q.withdrawn_on
         from user_entry_requests q
         join places p on p.id = q.place_id
         join users u on u.id = q.asked_by
         join cluster_places cp on cp.place_id = q.place_id and cp.cluster_id = $1
         where q.from_day <= $2 and q.to_day >= $2 and q.withdrawn_on is null
         order by q.id desc",
    )
    .bind(cluster_id)
    .bind(on)
    .fetch_all(store.read())
    .await?;
    Ok(requests)
}

/// The requests a person may see: of communes at or below the units they work for, latest first.
pub async fn list_entry_requests(
    store: &Store,
    viewer: &super::super::Viewer,
) -> Result<Vec<EntryRequest>> {
    let requests = sqlx::query_as(
        "select q.id, q.revision, q.place_id, p.full_name as place, u.full_name as asked_by, q.reason, q.from_day, q.to_day, q.withdrawn_on
         from user_entry_requests q
         join places p on p.id = q.place_id
         join users u on u.id = q.asked_by
         where exists (select 1 from user_places up
                       where up.user_id = $1 and up.place_id in (p.id, p.parent_id, p.province_id, 'country:VN:'))
         order by q.id desc",
    )
    .bind(&viewer.user_id)
    .fetch_all(store.read())
    .await?;
    Ok(requests)
}
