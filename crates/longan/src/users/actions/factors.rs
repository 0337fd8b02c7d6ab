//! The verbs on second factors.

use super::super::factors::recovery;
use super::super::model::{Factor, FactorNeed, FactorRule};
use super::super::rights::Role;
use super::super::store::{self, NewFactor};
use crate::App;
use crate::events::{self, Act, Actor};
use crate::store::{Result, Tx};

/// Adds a second factor; with the first one come codes on paper, which are returned and kept nowhere.
pub async fn add(app: &App, actor: &Actor, new: &NewFactor) -> Result<Option<Vec<String>>> {
    let left = store::count_recovery_codes(&app.store, &actor.user_id).await?;
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    store::insert_factor(&mut tx, &actor.user_id, new, &now).await?;
    let codes = if left == 0 { Some(replace_codes(&mut tx, actor).await?) } else { None };
    let after = serde_json::json!({ "kind": new.kind, "name": new.name });
    note(&mut tx, actor, "users.factor_added", &actor.user_id, new.kind.label(), &after).await?;
    tx.commit().await?;
    Ok(codes)
}

/// Takes a second factor away.
pub async fn remove(app: &App, actor: &Actor, factor: &Factor) -> Result<()> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    store::remove_factor(&mut tx, factor, &now).await?;
    let after = serde_json::json!({ "kind": factor.kind, "name": factor.name });
    let (id, label) = (&factor.user_id, factor.kind.label());
    note(&mut tx, actor, "users.factor_removed", id, label, &after).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives a person new codes on paper; the old ones stop working.
pub async fn renew_recovery_codes(app: &App, actor: &Actor) -> Result<Vec<String>> {
    let mut tx = app.store.begin().await?;
    let codes = replace_codes(&mut tx, actor).await?;
    let after = serde_json::json!({ "codes": codes.len() });
    note(&mut tx, actor, "users.recovery_codes_renewed", &actor.user_id, "", &after).await?;
    tx.commit().await?;
    Ok(codes)
}

async fn replace_codes(tx: &mut Tx, actor: &Actor) -> Result<Vec<String>> {
    let (codes, hashes) = recovery::new_codes(&actor.user_id);
    store::replace_recovery_codes(tx, &actor.user_id, &hashes, &actor.now.to_string()).await?;
    Ok(codes)
}

/// Spends a code on paper; tells whether there was one to spend.
pub async fn spend_recovery_code(app: &App, actor: &Actor, code: &str) -> anyhow::Result<bool> {
    let hash = recovery::hash(&actor.user_id, code);
    let mut tx = app.store.begin().await?;
    let now = actor.now.to_string();
    if !store::spend_recovery_code(&mut tx, &actor.user_id, &hash, &now).await? {
        return Ok(false);
    }
    let after = serde_json::json!({});
    note(&mut tx, actor, "users.recovery_code_used", &actor.user_id, "", &after).await?;
    tx.commit().await?;
    Ok(true)
}

/// Says whether a role needs a second factor.
pub async fn set_rule(
    app: &App,
    actor: &Actor,
    role: Role,
    needs: FactorNeed,
    seen: Option<&FactorRule>,
) -> Result<()> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    store::set_factor_rule(&mut tx, role, needs, seen, &actor.user_id, &now).await?;
    let act = Act {
        action: "users.factor_rule_set",
        subject_kind: "factor_rule",
        subject_id: role.word(),
        document_id: None,
        note: needs.label(),
    };
    let revision = seen.map_or(1, |seen| seen.revision + 1);
    events::record(&mut tx, actor, &act, &FactorRule { role, revision, needs }).await?;
    tx.commit().await?;
    Ok(())
}

async fn note(
    tx: &mut Tx,
    actor: &Actor,
    action: &str,
    user_id: &str,
    note: &str,
    after: &serde_json::Value,
) -> Result<()> {
    let act = Act { action, subject_kind: "user", subject_id: user_id, document_id: None, note };
    events::record(tx, actor, &act, after).await
}
