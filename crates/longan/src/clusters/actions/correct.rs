//! Correcting a state that was recorded wrongly, on the word of a paper and for a reason.

use super::super::model::{NewState, StateFact, Tenant, TenantStateFact};
use super::super::store::many::TenantStateRow;
use super::super::store::{self, Correctable};
use super::Refusal;
use crate::App;
use crate::documents::{self, NewDocument};
use crate::events::{self, Act, Actor};
use crate::store::new_id;

/// Puts another state in the place of one of a cluster. The old one stays on record.
pub async fn correct_state(
    app: &App,
    actor: &Actor,
    old: &StateFact,
    new: &NewState,
    document: &NewDocument,
    reason: &str,
) -> Result<(), Refusal> {
    let now = actor.now.to_string();
    let id = new_id();
    let mut tx = app.store.begin().await?;
    let document_id = documents::store::find_or_insert(&mut tx, document, &now).await?;
    store::supersede(&mut tx, Correctable::State, &old.id, &id, (reason, &now)).await?;
    let rows =
        store::insert_state_as(&mut tx, &id, &old.cluster_id, new, &document_id, &now).await?;
    if rows == 0 {
        return Err(Refusal::on("state", "Trạng thái này đã có trong hồ sơ, theo cùng văn bản."));
    }
    let act = Act {
        action: "clusters.state_corrected",
        subject_kind: "cluster",
        subject_id: &old.cluster_id,
        document_id: Some(&document_id),
        note: reason,
    };
    let after = serde_json::json!({
        "id": id, "corrects": old.id, "state_before": old.state, "on_day_before": old.on_day,
        "state": new.state, "on_day": new.on_day, "precision": new.precision,
        "location": new.location, "area_m2": new.area_m2, "note": new.note,
    });
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
    document: &NewDocument,
    reason: &str,
) -> Result<(), Refusal> {
    let now = actor.now.to_string();
    let id = new_id();
    let mut tx = app.store.begin().await?;
    let document_id = documents::store::find_or_insert(&mut tx, document, &now).await?;
    store::supersede(&mut tx, Correctable::TenantState, &old.id, &id, (reason, &now)).await?;
    let rows =
        store::insert_tenant_state_as(&mut tx, &id, &tenant.id, new, &document_id, &now).await?;
    if rows == 0 {
        return Err(Refusal::on("state", "Trạng thái này đã được ghi cho ngày này."));
    }
    let act = Act {
        action: "tenants.state_corrected",
        subject_kind: "tenant",
        subject_id: &tenant.id,
        document_id: Some(&document_id),
        note: reason,
    };
    let after = serde_json::json!({
        "id": id, "corrects": old.id, "state_before": old.state, "on_day_before": old.on_day,
        "state": new.state, "on_day": new.on_day, "precision": new.precision,
        "location": new.location,
    });
    events::record(&mut tx, actor, &act, &after).await?;
    super::commit(tx).await?;
    Ok(())
}
