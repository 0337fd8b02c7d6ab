//! Correcting a state that was recorded wrongly, on the word of a paper and for a reason.

use super::super::model::{NewState, StateFact, Tenant, TenantStateFact};
use super::super::store::many::TenantStateRow;
use super::super::store::{self, Correctable};
use super::Refusal;
use crate::App;
use crate::documents::{self, NewDocument};
use crate::events::{self, Act, Actor};
use crate::store::{Tx, new_id};

/// Lets the wrong fact give way, unless somebody corrected it before; returns the id under which
/// the right one is to come, and the id of its paper.
async fn give_way(
    tx: &mut Tx,
    actor: &Actor,
    (which, old_id): (Correctable, &str),
    (document, reason): (&NewDocument, &str),
) -> Result<(String, String), Refusal> {
    let now = actor.now.to_string();
    let id = new_id();
    let document_id = documents::store::find_or_insert(tx, document, &now).await?;
    store::supersede(tx, which, old_id, &id, (reason, &now)).await?;
    Ok((id, document_id))
}

fn act<'a>(
    which: Correctable,
    subject_id: &'a str,
    document_id: &'a str,
    reason: &'a str,
) -> Act<'a> {
    Act {
        action: which.action(),
        subject_kind: which.subject_kind(),
        subject_id,
        document_id: Some(document_id),
        note: reason,
    }
}

/// Puts another state in the place of one of a cluster. The old one stays on record.
pub async fn correct_state(
    app: &App,
    actor: &Actor,
    old: &StateFact,
    new: &NewState,
    because: (&NewDocument, &str),
) -> Result<(), Refusal> {
    let which = Correctable::State;
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let (id, document_id) = give_way(&mut tx, actor, (which, &old.id), because).await?;
    let rows =
        store::insert_state_as(&mut tx, &id, &old.cluster_id, new, &document_id, &now).await?;
    if rows == 0 {
        return Err(Refusal::on("state", "Trạng thái này đã có trong hồ sơ, theo cùng văn bản."));
    }
    let after = serde_json::json!({
        "id": id, "corrects": old.id, "state_before": old.state, "on_day_before": old.on_day,
        "state": new.state, "on_day": new.on_day, "precision": new.precision,
        "location": new.location, "area_m2": new.area_m2, "note": new.note,
    });
    let act = act(which, &old.cluster_id, &document_id, because.1);
    events::record(&mut tx, actor, &act, &after).await?;
    super::commit(tx).await?;
    Ok(())
}

/// Puts another state in the place of one of a tenant. The old one stays on record.
pub async fn correct_tenant_state(
    app: &App,
    actor: &Actor,
    (tenant, old): (&Tenant, &TenantStateFact),
    new: &TenantStateRow,
    because: (&NewDocument, &str),
) -> Result<(), Refusal> {
    let which = Correctable::TenantState;
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let (id, document_id) = give_way(&mut tx, actor, (which, &old.id), because).await?;
    let rows =
        store::insert_tenant_state_as(&mut tx, &id, &tenant.id, new, &document_id, &now).await?;
    if rows == 0 {
        return Err(Refusal::on("state", "Trạng thái này đã được ghi cho ngày này."));
    }
    let after = serde_json::json!({
        "id": id, "corrects": old.id, "state_before": old.state, "on_day_before": old.on_day,
        "state": new.state, "on_day": new.on_day, "precision": new.precision,
        "location": new.location,
    });
    let act = act(which, &tenant.id, &document_id, because.1);
    events::record(&mut tx, actor, &act, &after).await?;
    super::commit(tx).await?;
    Ok(())
}
