//! Statements behind the forms. They run inside a verb's transaction.

use super::super::model::{
    ClusterType, DayPrecision, Lease, NewClearance, NewPlot, NewTenant, Tenant, TenantState,
};
use super::many::TenantStateRow;
use crate::store::{Day, Result, StoreError, Tx, new_id};
use kernel::text::{search_text, sort_key};

/// Whether a cluster has this address already.
pub async fn slug_is_taken(tx: &mut Tx, slug: &str) -> Result<bool> {
    let (count,): (i64,) = sqlx::query_as("select count(*) from clusters where slug = $1")
        .bind(slug)
        .fetch_one(&mut **tx)
        .await?;
    Ok(count > 0)
}

/// Adds a plot.
pub async fn insert_plot(
    tx: &mut Tx,
    cluster_id: &str,
    new: &NewPlot,
    document_id: &str,
    now: &str,
) -> Result<()> {
    sqlx::query(
        "insert into plots (id, cluster_id, number, area_m2, land_use, document_id, location, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(new_id())
    .bind(cluster_id)
    .bind(&new.number)
    .bind(new.area_m2)
    .bind(new.land_use)
    .bind(document_id)
    .bind(&new.location)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Keeps a phase of site clearance, or its newer figures.
pub async fn upsert_clearance(
    tx: &mut Tx,
    cluster_id: &str,
    new: &NewClearance,
    document_id: &str,
    now: &str,
) -> Result<u64> {
    let done = sqlx::query(
        "insert into clearance_phases (id, cluster_id, phase, planned_m2, cleared_m2, households_planned, households_paid, approved_vnd, paid_vnd, as_of, document_id, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (cluster_id, phase) do update
         set planned_m2 = excluded.planned_m2, cleared_m2 = excluded.cleared_m2, households_planned = excluded.households_planned,
             households_paid = excluded.households_paid, approved_vnd = excluded.approved_vnd, paid_vnd = excluded.paid_vnd,
             as_of = excluded.as_of, document_id = excluded.document_id, revision = clearance_phases.revision + 1
         where clearance_phases.as_of <= excluded.as_of",
    )
    .bind(new_id())
    .bind(cluster_id)
    .bind(&new.phase)
    .bind(new.planned_m2)
    .bind(new.cleared_m2)
    .bind(new.households_planned)
    .bind(new.households_paid)
    .bind(new.approved_vnd)
    .bind(new.paid_vnd)
    .bind(new.as_of)
    .bind(document_id)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// Keeps a special kind of a cluster from a day on.
pub async fn insert_type(
    tx: &mut Tx,
    cluster_id: &str,
    kind: ClusterType,
    from_day: Day,
    document_id: &str,
    now: &str,
) -> Result<()> {
    sqlx::query(
        "insert into cluster_types (id, cluster_id, kind, from_day, document_id, recorded_at) values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(new_id())
    .bind(cluster_id)
    .bind(kind)
    .bind(from_day)
    .bind(document_id)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Keeps the days of a work's schedule.
pub async fn set_work_days(
    tx: &mut Tx,
    cluster_id: &str,
    work: (&str, super::super::model::FenceSide),
    due_on: Option<Day>,
    completed_on: Option<Day>,
) -> Result<()> {
    sqlx::query(
        "update infrastructure_items set due_on = coalesce($1, due_on), completed_on = coalesce($2, completed_on), revision = revision + 1
         where cluster_id = $3 and name = $4 and fence_side = $5",
    )
    .bind(due_on)
    .bind(completed_on)
    .bind(cluster_id)
    .bind(work.0)
    .bind(work.1)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Whether a tenant belongs to a cluster.
pub async fn is_tenant_of(tx: &mut Tx, tenant_id: &str, cluster_id: &str) -> Result<bool> {
    let (count,): (i64,) =
        sqlx::query_as("select count(*) from tenants where id = $1 and cluster_id = $2")
            .bind(tenant_id)
            .bind(cluster_id)
            .fetch_one(&mut **tx)
            .await?;
    Ok(count > 0)
}

/// Land of a plot that is leased on some day from `from_day` on, and the plot's area, m².
pub async fn plot_use(tx: &mut Tx, plot_id: &str, from_day: Day) -> Result<(i64, i64)> {
    let uses = sqlx::query_as(
        "select cast(coalesce((select sum(l.area_m2) from leases_counted l where l.plot_id = p.id and (l.to_day is null or l.to_day > $2)), 0) as bigint), p.area_m2
         from plots p where p.id = $1",
    )
    .bind(plot_id)
    .bind(from_day)
    .fetch_one(&mut **tx)
    .await?;
    Ok(uses)
}

/// Ends a lease, unless someone changed it since it was read.
pub async fn end_lease(tx: &mut Tx, lease: &Lease, to_day: Day, now: &str) -> Result<()> {
    let done = sqlx::query(
        "update leases set to_day = $1, ended_at = $4, revision = revision + 1 where id = $2 and revision = $3 and superseded_at = ''",
    )
    .bind(to_day)
    .bind(&lease.id)
    .bind(lease.revision)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Keeps a dated state of a tenant; 0 when it was known.
pub async fn add_tenant_state(
    tx: &mut Tx,
    tenant_id: &str,
    state: TenantState,
    on_day: Day,
    (document_id, location): (&str, &str),
    now: &str,
) -> Result<u64> {
    let new = TenantStateRow {
        state,
        on_day,
        precision: DayPrecision::Exact,
        location: location.to_owned(),
        raw: String::new(),
    };
    super::insert_tenant_state_as(tx, &new_id(), tenant_id, &new, document_id, now).await
}

/// Changes the words of a tenant, unless someone changed it since it was read.
pub async fn update_tenant(tx: &mut Tx, before: &Tenant, after: &NewTenant) -> Result<()> {
    let done = sqlx::query(
        "update tenants set name = $1, tax_code = $2, activity = $3, vsic_version = $4, vsic_code = $5, capital = $6, licensed_on = $7,
                note = $8, match_key = $9, sort_key = $10, search_text = $11, revision = revision + 1
         where id = $12 and revision = $13",
    )
    .bind(&after.name)
    .bind(after.tax_code.clone())
    .bind(&after.activity)
    .bind(&after.vsic_version)
    .bind(&after.vsic_code)
    .bind(after.capital)
    .bind(after.licensed_on)
    .bind(&after.note)
    .bind(crate::organizations::match_key(&after.name))
    .bind(sort_key(&after.name))
    .bind(search_text(&[&after.name, after.tax_code.as_deref().unwrap_or_default(), &after.activity]))
    .bind(&before.id)
    .bind(before.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
