//! Keys and partners.

use super::super::key::{self, Signer};
use super::super::model::{NewPartner, Partner};
use super::super::store;
use crate::App;
use crate::error::Error;
use crate::events::{self, Act, Actor};
use crate::store::StoreError;

/// Makes the key this program signs with; one that was there signs no more. Returns the public half.
pub async fn make_key(app: &App, actor: &Actor) -> Result<String, Error> {
    let before = store::find_key(&app.store).await?;
    let (signer, bytes) = Signer::generate()?;
    let public_key = signer.public_key();
    let sealed = app.seal.close(&key::purpose(&public_key), &bytes)?;
    let mut tx = app.store.begin().await?;
    if let Some(before) = &before {
        store::set_key_ended(&mut tx, before, &actor.now.to_string()).await?;
    }
    store::insert_key(&mut tx, actor, &public_key, &sealed).await?;
    let act = Act {
        action: "exchange.key_made",
        subject_kind: "exchange_key",
        subject_id: &public_key,
        document_id: None,
        note: &key::fingerprint(&public_key),
    };
    let image = serde_json::json!({ "public_key": public_key });
    events::record(&mut tx, actor, &act, &image).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(public_key)
}

/// Enters a partner and returns its id; `Taken` when the key is entered already.
pub async fn add_partner(
    app: &App,
    actor: &Actor,
    new: &NewPartner,
) -> crate::store::Result<String> {
    let mut tx = app.store.begin().await?;
    let id = store::insert_partner(&mut tx, actor, new).await?;
    let note = key::fingerprint(&new.public_key);
    events::record(&mut tx, actor, &act("exchange.partner_added", &id, &note), new).await?;
    tx.commit().await?;
    Ok(id)
}

/// Takes the trust in a partner back, from today.
pub async fn revoke(
    app: &App,
    actor: &Actor,
    partner: &Partner,
    reason: &str,
) -> crate::store::Result<()> {
    let mut tx = app.store.begin().await?;
    store::set_revoked(&mut tx, partner, actor.today, reason).await?;
    let after = Partner {
        revoked_on: Some(actor.today),
        revoked_reason: reason.to_owned(),
        revision: partner.revision + 1,
        ..partner.clone()
    };
    let act = act("exchange.partner_revoked", &partner.id, reason);
    events::record(&mut tx, actor, &act, &after).await?;
    tx.commit().await?;
    Ok(())
}

fn act<'a>(action: &'a str, id: &'a str, note: &'a str) -> Act<'a> {
    Act { action, subject_kind: "exchange_partner", subject_id: id, document_id: None, note }
}
