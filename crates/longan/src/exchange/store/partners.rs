//! The key this program signs with, and the partners whose signature is trusted.

use super::super::model::{NewPartner, Partner, SigningKey};
use crate::events::Actor;
use crate::store::{Day, Result, Store, StoreError, Tx, new_id};
use crate::users::Viewer;

/// The key this program signs with.
pub async fn find_key(store: &Store) -> Result<Option<SigningKey>> {
    let key = sqlx::query_as(
        "select id, revision, public_key, sealed, made_at from exchange_keys where ended_at is null order by id desc limit 1",
    )
    .fetch_optional(store.read())
    .await?;
    Ok(key)
}

/// Keeps a new key, the private half sealed.
pub async fn insert_key(tx: &mut Tx, actor: &Actor, public_key: &str, sealed: &str) -> Result<()> {
    sqlx::query(
        "insert into exchange_keys (id, public_key, sealed, made_by, made_at) values ($1, $2, $3, $4, $5)",
    )
    .bind(new_id())
    .bind(public_key)
    .bind(sealed)
    .bind(&actor.user_id)
    .bind(actor.now.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Ends a key: nothing is signed with it any more.
pub async fn set_key_ended(tx: &mut Tx, key: &SigningKey, now: &str) -> Result<()> {
    let done = sqlx::query(
        "update exchange_keys set ended_at = $1, revision = revision + 1 where id = $2 and revision = $3 and ended_at is null",
    )
    .bind(now)
    .bind(&key.id)
    .bind(key.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Every partner, for whoever looks after them.
pub async fn list_partners(store: &Store, _viewer: &Viewer) -> Result<Vec<Partner>> {
    let partners = sqlx::query_as(
        "select t.id, t.revision, t.name, t.place_id, p.full_name as place, t.public_key, t.address, t.from_day, t.to_day, t.revoked_on, t.revoked_reason
         from exchange_partners t join places p on p.id = t.place_id
         order by case when t.revoked_on is null then 0 else 1 end, p.sort_key, t.name, t.id",
    )
    .fetch_all(store.read())
    .await?;
    Ok(partners)
}

/// One partner.
pub async fn find_partner(store: &Store, id: &str) -> Result<Option<Partner>> {
    let partner = sqlx::query_as(
        "select t.id, t.revision, t.name, t.place_id, p.full_name as place, t.public_key, t.address, t.from_day, t.to_day, t.revoked_on, t.revoked_reason
         from exchange_partners t join places p on p.id = t.place_id where t.id = $1",
    )
    .bind(id)
    .fetch_optional(store.read())
    .await?;
    Ok(partner)
}

/// The partner with that key, trusted or not.
pub async fn find_partner_by_key(store: &Store, public_key: &str) -> Result<Option<Partner>> {
    let partner = sqlx::query_as(
        "select t.id, t.revision, t.name, t.place_id, p.full_name as place, t.public_key, t.address, t.from_day, t.to_day, t.revoked_on, t.revoked_reason
         from exchange_partners t join places p on p.id = t.place_id where t.public_key = $1",
    )
    .bind(public_key)
    .fetch_optional(store.read())
    .await?;
    Ok(partner)
}

/// Enters a partner and returns its id.
pub async fn insert_partner(tx: &mut Tx, actor: &Actor, new: &NewPartner) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into exchange_partners (id, name, place_id, public_key, address, from_day, to_day, added_by, added_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&id)
    .bind(&new.name)
    .bind(&new.place_id)
    .bind(&new.public_key)
    .bind(&new.address)
    .bind(new.from_day)
    .bind(new.to_day)
    .bind(&actor.user_id)
    .bind(actor.now.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Takes the trust back, unless somebody changed the partner since it was read.
pub async fn set_revoked(tx: &mut Tx, partner: &Partner, on: Day, reason: &str) -> Result<()> {
    let done = sqlx::query(
        "update exchange_partners set revoked_on = $1, revoked_reason = $2, revision = revision + 1
         where id = $3 and revision = $4 and revoked_on is null",
    )
    .bind(on)
    .bind(reason)
    .bind(&partner.id)
    .bind(partner.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
