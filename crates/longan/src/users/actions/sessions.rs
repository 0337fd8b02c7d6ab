//! The verbs on sessions: begin, end.

use super::super::model::User;
use super::super::store::{self, NewSession};
use crate::App;
use crate::events::{self, Act, Actor};
use crate::store::Result;

/// Begins a session; a browser the person never used before is an event. The session that this
/// browser had before ends.
pub async fn begin(
    app: &App,
    actor: &Actor,
    new: &NewSession<'_>,
    before: Option<&str>,
) -> Result<()> {
    if let Some(token_hash) = before {
        store::end_session(&app.store, token_hash, new.now).await?;
    }
    let mut tx = app.store.begin().await?;
    store::insert_session(&mut tx, new).await?;
    let is_new =
        store::insert_device(&mut tx, new.user_id, new.device_hash, new.now, new.user_agent)
            .await?;
    if is_new {
        let act = Act {
            action: "users.signed_in_on_new_device",
            subject_kind: "user",
            subject_id: new.user_id,
            document_id: None,
            note: "",
        };
        let after = serde_json::json!({ "way": new.way, "address": new.address, "browser": new.user_agent });
        events::record(&mut tx, actor, &act, &after).await?;
    }
    tx.commit().await.map_err(crate::store::StoreError::from)
}

/// Ends one session of a person; tells whether there was one.
pub async fn end_one(app: &App, actor: &Actor, user_id: &str, session_id: &str) -> Result<bool> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let ended = store::end_session_of(&mut tx, user_id, session_id, &now).await?;
    note_ended(&mut tx, actor, user_id, ended).await?;
    tx.commit().await?;
    Ok(ended > 0)
}

/// Ends every session of one's own but this one.
pub async fn end_others(
    app: &App,
    actor: &Actor,
    user_id: &str,
    kept_session_id: &str,
) -> Result<()> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let ended = store::end_other_sessions_of(&mut tx, user_id, kept_session_id, &now).await?;
    note_ended(&mut tx, actor, user_id, ended).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends every session of somebody.
pub async fn end_all(app: &App, actor: &Actor, user: &User) -> Result<()> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let ended = store::end_sessions_of(&mut tx, &user.id, &now).await?;
    note_ended(&mut tx, actor, &user.id, ended).await?;
    tx.commit().await?;
    Ok(())
}

async fn note_ended(
    tx: &mut crate::store::Tx,
    actor: &Actor,
    user_id: &str,
    ended: u64,
) -> Result<()> {
    if ended == 0 {
        return Ok(());
    }
    let act = Act {
        action: "users.sessions_ended",
        subject_kind: "user",
        subject_id: user_id,
        document_id: None,
        note: "",
    };
    events::record(tx, actor, &act, &serde_json::json!({ "ended": ended })).await
}
