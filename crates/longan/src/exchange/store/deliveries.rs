//! Bundles between this program and its partners, and the receipts for them.

use super::super::model::{Delivery, DeliveryState, DeliveryWay};
use crate::events::Actor;
use crate::store::{Result, Statement, Store, StoreError, Tx, new_id};
use crate::users::Viewer;

const COLUMNS: &str = "select d.id, d.revision, d.bundle_id, d.partner_id, t.name as partner, d.way, d.state, d.problem, d.receipt_number, d.received_at, d.receipt,
        coalesce((select max(j.tries) from jobs j where j.kind = 'exchange.send' and j.subject = d.id), 0) as tries,
        coalesce((select max(j.run_at) from jobs j where j.kind = 'exchange.send' and j.subject = d.id and j.state = 'waiting'), '') as next_at
     from exchange_deliveries d join exchange_partners t on t.id = d.partner_id";

/// Where a bundle went or came from. The bundle was found for the viewer.
pub async fn list_deliveries(
    store: &Store,
    _viewer: &Viewer,
    bundle_id: &str,
) -> Result<Vec<Delivery>> {
    let mut query = Statement::new(COLUMNS);
    query.push(" where d.bundle_id = ").push_bind(bundle_id.to_owned()).push(" order by d.id");
    query.fetch_all(store).await
}

/// One of them.
pub async fn find_delivery(store: &Store, id: &str) -> Result<Option<Delivery>> {
    let mut query = Statement::new(COLUMNS);
    query.push(" where d.id = ").push_bind(id.to_owned());
    Ok(query.fetch_all(store).await?.pop())
}

/// A bundle that is to go, or has come.
#[derive(Clone, Debug)]
pub struct NewDelivery<'a> {
    /// The bundle.
    pub bundle_id: &'a str,
    /// The partner.
    pub partner_id: &'a str,
    /// How it goes.
    pub way: DeliveryWay,
    /// How far it has come.
    pub state: DeliveryState,
    /// Number of the receipt; empty while there is none.
    pub receipt_number: &'a str,
    /// When the receiver took it in, UTC; empty while it has not.
    pub received_at: &'a str,
    /// The signed receipt.
    pub receipt: &'a str,
}

/// Keeps it and returns its id.
pub async fn insert_delivery(tx: &mut Tx, actor: &Actor, new: &NewDelivery<'_>) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into exchange_deliveries (id, bundle_id, partner_id, way, state, receipt_number, received_at, receipt, asked_by, asked_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(&id)
    .bind(new.bundle_id)
    .bind(new.partner_id)
    .bind(new.way)
    .bind(new.state)
    .bind(new.receipt_number)
    .bind(new.received_at)
    .bind(new.receipt)
    .bind(&actor.user_id)
    .bind(actor.now.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

fn changed_one(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Lets it go once more.
pub async fn set_waiting(tx: &mut Tx, delivery: &Delivery) -> Result<()> {
    let done = sqlx::query(
        "update exchange_deliveries set state = 'waiting', way = 'api', problem = '', revision = revision + 1
         where id = $1 and revision = $2 and state in ('refused', 'failed')",
    )
    .bind(&delivery.id)
    .bind(delivery.revision)
    .execute(&mut **tx)
    .await?;
    changed_one(done.rows_affected())
}

/// Notes why it has come no further: it waits, was refused, or is given up.
pub async fn set_ended(
    tx: &mut Tx,
    delivery: &Delivery,
    state: DeliveryState,
    problem: &str,
) -> Result<()> {
    let done = sqlx::query(
        "update exchange_deliveries set state = $1, problem = $2, revision = revision + 1
         where id = $3 and revision = $4 and state <> 'received'",
    )
    .bind(state)
    .bind(problem)
    .bind(&delivery.id)
    .bind(delivery.revision)
    .execute(&mut **tx)
    .await?;
    changed_one(done.rows_affected())
}

/// Keeps the receipt of a partner.
pub async fn set_received(
    tx: &mut Tx,
    delivery: &Delivery,
    receipt: (&str, &str, &str),
) -> Result<()> {
    let (number, received_at, text) = receipt;
    let done = sqlx::query(
        "update exchange_deliveries set state = 'received', problem = '', receipt_number = $1, received_at = $2, receipt = $3, revision = revision + 1
         where id = $4 and revision = $5 and state <> 'received'",
    )
    .bind(number)
    .bind(received_at)
    .bind(text)
    .bind(&delivery.id)
    .bind(delivery.revision)
    .execute(&mut **tx)
    .await?;
    changed_one(done.rows_affected())
}
