//! The verbs on accounts: add, set a password, close.

pub mod factors;
pub mod links;
pub mod sessions;

use super::model::{HeldRole, NewUser, PasswordKind, User, Viewer};
use super::rights::Right;
use super::settings::OneTimePasswords;
use super::store::{EntryRequest, NewEntryRequest, NewRole};
use super::{password, store};
use crate::App;
use crate::events::{self, Act, Actor};
use crate::notices::{self, Kind, NewNotice};
use crate::places;
use crate::store::{Day, StoreError};

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

/// Days a one-time password works, as an invitation does.
const ONE_TIME_DAYS: i64 = 7;

/// Whether a person still has the one-time password they were given and waited too long with it.
pub async fn one_time_is_over(app: &App, viewer: &Viewer) -> anyhow::Result<bool> {
    let may_stay = app.settings.sign_in.one_time_passwords == OneTimePasswords::MayStay;
    if may_stay || viewer.password_kind != PasswordKind::OneTime {
        return Ok(false);
    }
    let set_at: Option<jiff::Timestamp> =
        store::password_set_at(&app.store, &viewer.user_id).await?.parse().ok();
    let lasts = jiff::SignedDuration::from_hours(ONE_TIME_DAYS * 24);
    Ok(set_at.is_none_or(|set_at| set_at + lasts < app.clock.now()))
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

/// Gives a person one more role.
pub async fn give_role(app: &App, actor: &Actor, new: &NewRole) -> crate::store::Result<String> {
    let place = place_name(app, &new.place_id).await?;
    let mut tx = app.store.begin().await?;
    let id = store::insert_role(&mut tx, new, &actor.now.to_string()).await?;
    let (kind, verb) = match new.delegated_from {
        Some(_) => (Kind::RoleDelegated, "ủy quyền"),
        None => (Kind::RoleGiven, "giao"),
    };
    let until = new.to_day.map(|last| format!(" đến hết {}", last.vi())).unwrap_or_default();
    let notice = NewNotice {
        user_id: new.user_id.clone(),
        kind,
        subject: format!(
            "{} {verb} bạn vai trò {}{place}, từ {}{until}",
            actor.full_name,
            new.role.label(),
            new.from_day.vi()
        ),
        link: "/rights".to_owned(),
        once_key: None,
    };
    notices::tell(&mut tx, actor.now, &[notice]).await?;
    let act = Act {
        action: if new.delegated_from.is_some() {
            "users.role_delegated"
        } else {
            "users.role_given"
        },
        subject_kind: "user",
        subject_id: &new.user_id,
        document_id: new.document_id.as_deref(),
        note: &new.note,
    };
    events::record(&mut tx, actor, &act, new).await?;
    tx.commit().await?;
    Ok(id)
}

/// Ends a role with a last day; whoever stands in for it loses it too.
pub async fn end_role(
    app: &App,
    actor: &Actor,
    role: &HeldRole,
    last: Day,
    note: &str,
) -> crate::store::Result<()> {
    let mut tx = app.store.begin().await?;
    store::end_role(&mut tx, role, last).await?;
    let notice = NewNotice {
        user_id: role.user_id.clone(),
        kind: Kind::RoleEnded,
        subject: format!("Vai trò {} tại {} hết ngày {}", role.role.label(), role.place, last.vi()),
        link: "/rights".to_owned(),
        once_key: None,
    };
    notices::tell(&mut tx, actor.now, &[notice]).await?;
    let act = Act {
        action: "users.role_ended",
        subject_kind: "user",
        subject_id: &role.user_id,
        document_id: None,
        note,
    };
    let after = HeldRole { to_day: Some(last), revision: role.revision + 1, ..role.clone() };
    events::record(&mut tx, actor, &act, &after).await?;
    tx.commit().await?;
    Ok(())
}

/// Asks, for a commune, that the Department enter for it.
pub async fn ask_entry(
    app: &App,
    actor: &Actor,
    new: &NewEntryRequest,
) -> crate::store::Result<()> {
    let told = told_of_request(app, actor, new).await?;
    let mut tx = app.store.begin().await?;
    let id = store::insert_entry_request(&mut tx, new, &actor.now.to_string()).await?;
    notices::tell(&mut tx, actor.now, &told).await?;
    let act = Act {
        action: "users.entry_asked",
        subject_kind: "entry_request",
        subject_id: &id,
        document_id: None,
        note: &new.reason,
    };
    events::record(&mut tx, actor, &act, new).await?;
    tx.commit().await?;
    Ok(())
}

/// The officers above a commune, who are to enter for it.
async fn told_of_request(
    app: &App,
    actor: &Actor,
    new: &NewEntryRequest,
) -> crate::store::Result<Vec<NewNotice>> {
    let Some(commune) = places::store::find(&app.store, &new.place_id).await? else {
        return Ok(Vec::new());
    };
    let above: Vec<String> =
        [Some(commune.id), commune.parent_id, commune.province_id].into_iter().flatten().collect();
    let right = Right::EnterForOthers;
    let people = store::list_people_with(&app.store, right, &above, actor.today).await?;
    let notice = |person: store::Person| NewNotice {
        user_id: person.id,
        kind: Kind::EntryAsked,
        subject: format!(
            "{} đề nghị Sở nhập thay đến hết {}: {}",
            commune.full_name,
            new.to_day.vi(),
            new.reason
        ),
        link: "/entry-requests".to_owned(),
        once_key: None,
    };
    Ok(people.into_iter().map(notice).collect())
}

/// " tại tỉnh Long An", where the place is a unit.
async fn place_name(app: &App, place_id: &str) -> crate::store::Result<String> {
    let place = places::store::find(&app.store, place_id).await?;
    Ok(place.map(|place| format!(" tại {}", place.full_name)).unwrap_or_default())
}

/// Withdraws a commune's request from today.
pub async fn withdraw_entry(
    app: &App,
    actor: &Actor,
    request: &EntryRequest,
) -> crate::store::Result<()> {
    let mut tx = app.store.begin().await?;
    store::withdraw_entry_request(&mut tx, request, actor.today).await?;
    let act = Act {
        action: "users.entry_withdrawn",
        subject_kind: "entry_request",
        subject_id: &request.id,
        document_id: None,
        note: "",
    };
    let after = EntryRequest {
        withdrawn_on: Some(actor.today),
        revision: request.revision + 1,
        ..request.clone()
    };
    events::record(&mut tx, actor, &act, &after).await?;
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
