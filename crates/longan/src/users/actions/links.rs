//! The verbs on links that work once and on accounts at another house.

use super::super::letters;
use super::super::model::{Identity, LinkKind, NewUser, OpenLink, PasswordKind, User, Viewer};
use super::super::seal::new_token;
use super::super::store::{self, NewLink, NewRole};
use super::hash_in_turn;
use crate::App;
use crate::events::{self, Act, Actor};
use crate::files::sha256_hex;
use crate::store::{StoreError, Tx};
use jiff::SignedDuration;

/// Days an invitation works.
const INVITATION_DAYS: i64 = 7;
/// Minutes a link for a new password works.
const RESET_MINUTES: i64 = 30;

/// Adds an account that nobody can sign in to yet, and a link for the person to begin with.
pub async fn invite(
    app: &App,
    actor: &Actor,
    new: &NewUser,
) -> anyhow::Result<Result<String, StoreError>> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let id = match store::insert(&mut tx, new, "", PasswordKind::Chosen, &now).await {
        Ok(id) => id,
        Err(error) => return Ok(Err(error)),
    };
    let first_role = NewRole {
        user_id: id.clone(),
        role: new.role,
        place_id: new.place_id.clone(),
        from_day: actor.today,
        to_day: None,
        delegated_from: None,
        document_id: None,
        note: String::new(),
    };
    store::insert_role(&mut tx, &first_role, &now).await?;
    let token = make_link(&mut tx, actor, &id, LinkKind::Invitation).await?;
    let letter = letters::invitation(app, &new.full_name, &token);
    letters::send(app, &mut tx, &new.email, &letter).await?;
    let after = serde_json::json!({ "name": new.name, "full_name": new.full_name, "email": new.email, "role": new.role, "place_id": new.place_id });
    note(&mut tx, actor, "users.invited", &id, &after).await?;
    tx.commit().await?;
    Ok(Ok(token))
}

/// Invites a person again; the link before stops working.
pub async fn invite_again(app: &App, actor: &Actor, user: &User) -> anyhow::Result<String> {
    let mut tx = app.store.begin().await?;
    let token = make_link(&mut tx, actor, &user.id, LinkKind::Invitation).await?;
    let letter = letters::invitation(app, &user.full_name, &token);
    letters::send(app, &mut tx, &user.email, &letter).await?;
    note(&mut tx, actor, "users.invited_again", &user.id, &serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(token)
}

/// Sends a person who asked for it a link for a new password.
pub async fn send_reset(app: &App, actor: &Actor, user: &User) -> anyhow::Result<()> {
    let mut tx = app.store.begin().await?;
    let token = make_link(&mut tx, actor, &user.id, LinkKind::PasswordReset).await?;
    let letter = letters::password_reset(app, &user.full_name, &token);
    letters::send(app, &mut tx, &user.email, &letter).await?;
    note(&mut tx, actor, "users.password_reset_asked", &user.id, &serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(())
}

async fn make_link(
    tx: &mut Tx,
    actor: &Actor,
    user_id: &str,
    kind: LinkKind,
) -> crate::store::Result<String> {
    let token = new_token();
    let span = match kind {
        LinkKind::Invitation => SignedDuration::from_hours(INVITATION_DAYS * 24),
        LinkKind::PasswordReset => SignedDuration::from_mins(RESET_MINUTES),
    };
    let link = NewLink {
        user_id,
        kind,
        token_hash: &sha256_hex(token.as_bytes()),
        now: &actor.now.to_string(),
        made_by: &actor.user_id,
        expires_at: &(actor.now + span).to_string(),
    };
    store::insert_link(tx, &link).await?;
    Ok(token)
}

/// Sets the password a person chose behind a link, uses the link up, and ends every session.
pub async fn set_password_by_link(
    app: &App,
    viewer: &Viewer,
    link: &OpenLink,
    password: String,
) -> anyhow::Result<()> {
    let hash = hash_in_turn(app, password).await?;
    let actor = app.actor(viewer);
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    store::use_link(&mut tx, link, &now).await?;
    for kind in LinkKind::ALL {
        store::withdraw_links(&mut tx, &link.user_id, *kind, &now).await?;
    }
    store::set_password(&mut tx, &link.user_id, &hash, PasswordKind::Chosen, &now).await?;
    store::end_sessions_of(&mut tx, &link.user_id, &now).await?;
    note(&mut tx, &actor, "users.password_set", &link.user_id, &serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// Ties an account to the one another house knows; an invitation that led here is used up.
pub async fn link_identity(
    app: &App,
    viewer: &Viewer,
    (issuer, subject, email): (&str, &str, &str),
    invitation: Option<&OpenLink>,
) -> crate::store::Result<()> {
    let actor = app.actor(viewer);
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    if let Some(link) = invitation {
        store::use_link(&mut tx, link, &now).await?;
    }
    store::insert_identity(&mut tx, &viewer.user_id, issuer, subject, email, &now).await?;
    let after = serde_json::json!({ "issuer": issuer, "subject": subject, "email": email });
    note(&mut tx, &actor, "users.identity_linked", &viewer.user_id, &after).await?;
    tx.commit().await?;
    Ok(())
}

/// Unties an account from another house.
pub async fn unlink_identity(
    app: &App,
    actor: &Actor,
    identity: &Identity,
) -> crate::store::Result<()> {
    let mut tx = app.store.begin().await?;
    store::unlink_identity(&mut tx, identity, &actor.now.to_string()).await?;
    note(&mut tx, actor, "users.identity_unlinked", &identity.user_id, identity).await?;
    tx.commit().await?;
    Ok(())
}

/// Sets the mail address of an account.
pub async fn set_email(
    app: &App,
    actor: &Actor,
    user: &User,
    email: &str,
) -> crate::store::Result<()> {
    let mut tx = app.store.begin().await?;
    store::set_email(&mut tx, user, email).await?;
    let after = User { email: email.to_owned(), revision: user.revision + 1, ..user.clone() };
    note(&mut tx, actor, "users.email_set", &user.id, &after).await?;
    tx.commit().await?;
    Ok(())
}

async fn note(
    tx: &mut Tx,
    actor: &Actor,
    action: &str,
    user_id: &str,
    after: &impl serde::Serialize,
) -> crate::store::Result<()> {
    let act =
        Act { action, subject_kind: "user", subject_id: user_id, document_id: None, note: "" };
    events::record(tx, actor, &act, after).await
}
