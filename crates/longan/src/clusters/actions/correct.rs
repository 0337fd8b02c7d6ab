//! Correcting a state or a lease that was recorded wrongly, on the word of a paper and for a reason.

use super::super::model::{Lease, NewState, RightLease, StateFact, Tenant, TenantStateFact};
use super::super::store::many::{LeaseRow, TenantStateRow};
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

/// Puts another lease in the place of one. The old one stays on record.
pub async fn correct_lease(
    app: &App,
    actor: &Actor,
    old: &Lease,
    right: &RightLease,
    because: (&NewDocument, &str),
) -> Result<(), Refusal> {
    let RightLease { tenant_id, lease, to_day } = right;
    if to_day.is_some_and(|end| end <= lease.from_day) {
        return Err(Refusal::on("to_day", "Ngày kết thúc phải sau ngày bắt đầu hợp đồng."));
    }
    let (now, id) = (actor.now.to_string(), new_id());
    let mut tx = app.store.begin().await?;
    if !store::is_tenant_of(&mut tx, tenant_id, &old.cluster_id).await? {
        return Err(Refusal::on("tenant_id", "Hãy chọn doanh nghiệp trong danh sách."));
    }
    let document_id = documents::store::find_or_insert(&mut tx, because.0, &now).await?;
    store::supersede_lease(&mut tx, (&old.id, old.revision), &id, (because.1, &now)).await?;
    let source = (document_id.as_str(), lease.location.as_str());
    let plot_id = store::find_or_insert_plot(
        &mut tx,
        &old.cluster_id,
        &lease.plot,
        lease.area_m2,
        source,
        &now,
    )
    .await?;
    let mended = store::correct_plot_area(&mut tx, &plot_id, old, lease.area_m2).await?;
    let (used, whole) = store::plot_use(&mut tx, &plot_id, lease.from_day).await?;
    if used + lease.area_m2 > whole {
        return Err(Refusal::on(
            "area_ha",
            "Lô này không đủ đất cho diện tích đó: hãy xem lại diện tích, số lô và các hợp đồng khác của lô.",
        ));
    }
    let row = LeaseRow {
        cluster_id: old.cluster_id.clone(),
        plot_id,
        tenant_id: tenant_id.clone(),
        document_id: document_id.clone(),
        lease: lease.clone(),
    };
    if store::insert_lease_as(&mut tx, &id, &row, *to_day, &now).await? == 0 {
        return Err(Refusal::on(
            "plot",
            "Doanh nghiệp đã có hợp đồng thuê lô này từ ngày đó. Hãy xem lại số lô và ngày.",
        ));
    }
    let mut after = serde_json::json!({
        "id": id, "corrects": old.id, "tenant_id": tenant_id, "plot": lease.plot, "area_m2": lease.area_m2,
        "from_day": lease.from_day, "to_day": to_day, "precision": lease.precision, "contract": lease.contract,
        "location": lease.location, "plot_before": old.plot, "area_before_m2": old.area_m2,
        "from_day_before": old.from_day, "to_day_before": old.to_day, "contract_before": old.contract,
    });
    if mended {
        // A plot is changed in place: what it was is read from here when the second clock is set back.
        after["plot_area_before_m2"] = old.area_m2.into();
    }
    let act = Act {
        action: "clusters.lease_corrected",
        subject_kind: "cluster",
        subject_id: &old.cluster_id,
        document_id: Some(&document_id),
        note: because.1,
    };
    events::record(&mut tx, actor, &act, &after).await?;
    super::commit(tx).await?;
    Ok(())
}
