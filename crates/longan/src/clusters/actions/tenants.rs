//! Changing a tenant: its words, its state, its results.

use super::super::model::{NewTenant, Tenant, TenantState};
use super::super::store;
use super::Refusal;
use crate::App;
use crate::documents::{self, NewDocument};
use crate::events::{self, Act, Actor};
use crate::observations::{self, NewObservation};
use crate::store::{Day, StoreError};

fn act<'a>(action: &'a str, tenant: &'a Tenant, document_id: Option<&'a str>) -> Act<'a> {
    Act { action, subject_kind: "tenant", subject_id: &tenant.id, document_id, note: "" }
}

/// Changes the words of a tenant; the reason is kept.
pub async fn edit_tenant(
    app: &App,
    actor: &Actor,
    before: &Tenant,
    after: &NewTenant,
    reason: &str,
) -> Result<(), StoreError> {
    let mut tx = app.store.begin().await?;
    store::update_tenant(&mut tx, before, after).await?;
    let image = Tenant {
        revision: before.revision + 1,
        name: after.name.clone(),
        tax_code: after.tax_code.clone(),
        activity: after.activity.clone(),
        vsic_version: after.vsic_version.clone(),
        vsic_code: after.vsic_code.clone(),
        capital: after.capital,
        licensed_on: after.licensed_on,
        note: after.note.clone(),
        ..before.clone()
    };
    let act = Act { note: reason, ..act("tenants.edited", before, None) };
    events::record(&mut tx, actor, &act, &image).await?;
    super::commit(tx).await
}

/// Keeps a new state of a tenant from a day on.
pub async fn add_state(
    app: &App,
    actor: &Actor,
    tenant: &Tenant,
    state: TenantState,
    on_day: Day,
    location: &str,
    document: &NewDocument,
) -> Result<(), Refusal> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let document_id = documents::store::find_or_insert(&mut tx, document, &now).await?;
    let source = (document_id.as_str(), location);
    if store::add_tenant_state(&mut tx, &tenant.id, state, on_day, source, &now).await? == 0 {
        return Err(Refusal::on("state", "Trạng thái này đã được ghi cho ngày này."));
    }
    let after = serde_json::json!({ "state": state, "on_day": on_day });
    let act = act("tenants.state_added", tenant, Some(&document_id));
    events::record(&mut tx, actor, &act, &after).await?;
    super::commit(tx).await?;
    Ok(())
}

/// Keeps what a tenant reports for a period.
pub async fn report_results(
    app: &App,
    actor: &Actor,
    tenant: &Tenant,
    results: &[NewObservation],
    document: &NewDocument,
) -> Result<(), Refusal> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let document_id = documents::store::find_or_insert(&mut tx, document, &now).await?;
    let rows: Vec<_> = results.iter().map(|new| (tenant.id.clone(), new.clone())).collect();
    let before = observations::store::count_of(&mut tx, &tenant.id).await?;
    observations::store::insert_many(&mut tx, "tenant", &document_id, &now, &rows).await?;
    if observations::store::count_of(&mut tx, &tenant.id).await? == before {
        return Err(Refusal::on("form", "Số liệu này đã có trong hồ sơ, theo cùng văn bản."));
    }
    let act = act("tenants.results_reported", tenant, Some(&document_id));
    for result in results {
        events::record(&mut tx, actor, &act, result).await?;
    }
    super::commit(tx).await?;
    Ok(())
}
