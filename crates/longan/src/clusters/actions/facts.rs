//! Adding a fact to a cluster on the word of a paper, and ending a lease.

use super::super::model::{Cluster, Fact, Lease};
use super::super::store;
use super::super::store::many::LeaseRow;
use super::{Refusal, taken};
use crate::App;
use crate::documents::{self, NewDocument};
use crate::events::{self, Act, Actor};
use crate::observations;
use crate::organizations::{self, NewOrganization};
use crate::store::{Day, Tx};
use crate::users;

/// What is said when the same fact is on record already.
const KNOWN: &str = "Dữ kiện này đã có trong hồ sơ, theo cùng văn bản.";

/// Adds a fact to a cluster with the paper it rests on.
pub async fn record(
    app: &App,
    actor: &Actor,
    cluster: &Cluster,
    aliases: &[String],
    fact: &Fact,
    document: &NewDocument,
) -> Result<(), Refusal> {
    let mut tx = app.store.begin().await?;
    let document_id =
        documents::store::find_or_insert(&mut tx, document, &actor.now.to_string()).await?;
    let rows = insert(&mut tx, actor, cluster, aliases, fact, &document_id).await?;
    if rows == 0 {
        return Err(Refusal::on("form", KNOWN));
    }
    let act = Act {
        action: action(fact),
        subject_kind: "cluster",
        subject_id: &cluster.id,
        document_id: Some(&document_id),
        note: "",
    };
    events::record(&mut tx, actor, &act, fact).await?;
    if let Fact::Investor(_) = fact {
        users::store::forget_reach_of_investors(&mut tx, &cluster.id).await?;
    }
    super::commit(tx).await?;
    Ok(())
}

fn action(fact: &Fact) -> &'static str {
    match fact {
        Fact::State(_) => "clusters.state_added",
        Fact::Number(_) => "clusters.number_reported",
        Fact::Work { .. } => "clusters.work_recorded",
        Fact::Investor(_) => "clusters.investor_recorded",
        Fact::Plot(_) => "clusters.plot_added",
        Fact::Lease { .. } => "clusters.plot_leased",
        Fact::Tenant { .. } => "clusters.tenant_added",
        Fact::Clearance(_) => "clusters.clearance_recorded",
        Fact::Type { .. } => "clusters.type_recorded",
        Fact::Name { .. } => "clusters.name_added",
        Fact::PlanEntry(_) => "clusters.plan_listed",
    }
}

/// Writes the fact and answers how many rows it made or changed; 0 when it was known.
async fn insert(
    tx: &mut Tx,
    actor: &Actor,
    cluster: &Cluster,
    aliases: &[String],
    fact: &Fact,
    document_id: &str,
) -> Result<u64, Refusal> {
    let id = cluster.id.as_str();
    let now = actor.now.to_string();
    let now = now.as_str();
    match fact {
        Fact::State(new) => Ok(store::insert_state(tx, id, new, document_id, now).await?),
        Fact::Number(new) => {
            let rows = [(id.to_owned(), new.clone())];
            let before = observations::store::count_of(tx, id).await?;
            observations::store::insert_many(tx, "cluster", document_id, now, &rows).await?;
            let after = observations::store::count_of(tx, id).await?;
            Ok(u64::from(after > before))
        }
        Fact::Work { item, due_on, completed_on } => {
            let rows = store::upsert_infrastructure_item(tx, id, item, document_id, now).await?;
            if rows > 0 && (due_on.is_some() || completed_on.is_some()) {
                let work = (item.name.as_str(), item.fence_side);
                store::set_work_days(tx, id, work, *due_on, *completed_on).await?;
            }
            Ok(rows)
        }
        Fact::Investor(new) => {
            let body = NewOrganization::named(&new.name, None);
            let body = organizations::store::find_or_insert(tx, &body).await?;
            Ok(store::insert_investor(tx, id, &body, new, document_id, now).await?)
        }
        Fact::Plot(new) => {
            let inserted = store::insert_plot(tx, id, new, document_id, now).await;
            inserted.map(|()| 1).map_err(taken("number", "Cụm đã có lô mang số này."))
        }
        Fact::Lease { tenant_id, lease } => {
            if !store::is_tenant_of(tx, tenant_id, id).await? {
                return Err(Refusal::on("tenant_id", "Hãy chọn doanh nghiệp trong danh sách."));
            }
            let plot = store::find_or_insert_plot(
                tx,
                id,
                &lease.plot,
                lease.area_m2,
                (document_id, &lease.location),
                now,
            )
            .await?;
            let (used, whole) = store::plot_use(tx, &plot, lease.from_day).await?;
            if used + lease.area_m2 > whole {
                return Err(Refusal::on(
                    "area_ha",
                    "Lô này không còn đủ đất: hãy xem lại diện tích, hoặc kết thúc hợp đồng cũ trước.",
                ));
            }
            let row = LeaseRow {
                cluster_id: id.to_owned(),
                plot_id: plot,
                tenant_id: tenant_id.clone(),
                document_id: document_id.to_owned(),
                lease: lease.clone(),
            };
            Ok(store::insert_lease(tx, &row, now).await?)
        }
        Fact::Tenant { tenant, state, on_day, location } => {
            let body = NewOrganization::named(&tenant.name, tenant.tax_code.clone());
            let body = organizations::store::find_or_insert(tx, &body).await?;
            let added = store::insert_tenant(tx, id, &body, tenant, now).await;
            let added = added.map_err(taken("name", "Doanh nghiệp này đã có trong cụm."))?;
            let act = Act {
                action: "tenants.added",
                subject_kind: "tenant",
                subject_id: &added,
                document_id: Some(document_id),
                note: "",
            };
            events::record(tx, actor, &act, tenant).await?;
            let source = (document_id, location.as_str());
            Ok(store::add_tenant_state(tx, &added, *state, *on_day, source, now).await?)
        }
        Fact::Clearance(new) => Ok(store::upsert_clearance(tx, id, new, document_id, now).await?),
        Fact::Type { kind, from_day } => {
            store::insert_type(tx, id, *kind, *from_day, document_id, now).await?;
            Ok(1)
        }
        Fact::Name { name, kind } => {
            let rows = store::insert_name(tx, id, name, kind.word(), document_id, now).await?;
            let names: Vec<String> = aliases.iter().chain([name]).cloned().collect();
            store::update(tx, cluster, cluster, &names).await?;
            Ok(rows)
        }
        Fact::PlanEntry(new) => Ok(store::insert_plan_entry(tx, id, new, document_id, now).await?),
    }
}

/// Ends a lease from a day on; the land is free again and the lease stays on record.
pub async fn end_lease(
    app: &App,
    actor: &Actor,
    lease: &Lease,
    to_day: Day,
    document: &NewDocument,
) -> Result<(), Refusal> {
    if to_day <= lease.from_day {
        return Err(Refusal::on("to_day", "Ngày kết thúc phải sau ngày bắt đầu hợp đồng."));
    }
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let document_id = documents::store::find_or_insert(&mut tx, document, &now).await?;
    store::end_lease(&mut tx, lease, to_day, &now).await?;
    let after = Lease { to_day: Some(to_day), revision: lease.revision + 1, ..lease.clone() };
    let act = Act {
        action: "clusters.lease_ended",
        subject_kind: "cluster",
        subject_id: &lease.cluster_id,
        document_id: Some(&document_id),
        note: "",
    };
    events::record(&mut tx, actor, &act, &after).await?;
    super::commit(tx).await?;
    Ok(())
}
