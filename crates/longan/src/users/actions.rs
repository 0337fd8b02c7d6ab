//! The verbs on accounts: add, set a password, close.

use super::model::{NewUser, PasswordKind, User};
use super::{password, store};
use crate::App;
use crate::events::{self, Act, Actor};
use crate::store::StoreError;

/// Adds an account with a one-time password, which is returned and kept nowhere.
pub async fn add(
    app: &App,
    actor: &Actor,
    new: &NewUser,
) -> anyhow::Result<Result<String, StoreError>> {
    let one_time = password::one_time();
    let hash = hash_in_turn(app, one_time.clone()).await?;
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let id = match store::insert(&mut tx, new, &hash, PasswordKind::OneTime, &now).await {
        Ok(id) => id,
        Err(error) => return Ok(Err(error)),
    };
    let after = serde_json::json!({ "name": new.name, "full_name": new.full_name, "role": new.role, "place_id": new.place_id });
    let act = Act {
        action: "users.added",
        subject_kind: "user",
        subject_id: &id,
        document_id: None,
        note: "",
    };
    events::record(&mut tx, actor, &act, &after).await?;
    tx.commit().await?;
    Ok(Ok(one_time))
}

/// Gives an account a new one-time password and ends its sessions.
pub async fn reset_password(app: &App, actor: &Actor, user: &User) -> anyhow::Result<String> {
    let one_time = password::one_time();
    set_password(app, actor, &user.id, one_time.clone(), PasswordKind::OneTime).await?;
    Ok(one_time)
}

/// Sets the password a person chose and ends the other sessions.
pub async fn set_password(
    app: &App,
    actor: &Actor,
    user_id: &str,
    password: String,
    kind: PasswordKind,
) -> anyhow::Result<()> {
    let hash = hash_in_turn(app, password).await?;
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    store::set_password(&mut tx, user_id, &hash, kind, &now).await?;
    store::end_sessions_of(&mut tx, user_id, &now).await?;
    let act = Act {
        action: "users.password_set",
        subject_kind: "user",
        subject_id: user_id,
        document_id: None,
        note: kind.label(),
    };
    events::record(&mut tx, actor, &act, &serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// Lets a person work for one more place.
pub async fn add_place(
    app: &App,
    actor: &Actor,
    user: &User,
    place_id: &str,
) -> crate::store::Result<()> {
    let mut tx = app.store.begin().await?;
    store::insert_place(&mut tx, &user.id, place_id).await?;
    let act = Act {
        action: "users.place_added",
        subject_kind: "user",
        subject_id: &user.id,
        document_id: None,
        note: "",
    };
    events::record(&mut tx, actor, &act, &serde_json::json!({ "place_id": place_id })).await?;
    tx.commit().await?;
    Ok(())
}

/// Closes an account from today and ends its sessions.
pub async fn disable(app: &App, actor: &Actor, user: &User) -> crate::store::Result<()> {
    let mut tx = app.store.begin().await?;
    store::disable(&mut tx, user, actor.today).await?;
    store::end_sessions_of(&mut tx, &user.id, &actor.now.to_string()).await?;
    let act = Act {
        action: "users.closed",
        subject_kind: "user",
        subject_id: &user.id,
        document_id: None,
        note: "",
    };
    let after =
        User { disabled_on: Some(actor.today), revision: user.revision + 1, ..user.clone() };
    events::record(&mut tx, actor, &act, &after).await?;
    tx.commit().await?;
    Ok(())
}

async fn hash_in_turn(app: &App, password: String) -> anyhow::Result<String> {
    let _turn = app.password_turns.acquire().await?;
    tokio::task::spawn_blocking(move || password::hash(&password)).await?
}

/// Whether a password fits a kept hash, checked off the main threads and at most two at once.
pub async fn password_fits(app: &App, password: String, hash: String) -> anyhow::Result<bool> {
    let _turn = app.password_turns.acquire().await?;
    Ok(tokio::task::spawn_blocking(move || password::fits(&password, &hash)).await?)
}
