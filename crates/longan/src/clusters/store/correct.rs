//! Putting a state in the place of one that was wrong. The wrong one stays on record; the view
//! `…_counted` of its table leaves it out.

use super::super::model::{Lease, StateFact, TenantStateFact};
use super::many::{LeaseRow, TenantStateRow};
use crate::store::{Day, Result, Store, StoreError, Tx};
use crate::users::Viewer;

/// The facts that can be corrected in this way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correctable {
    /// A state of a cluster.
    State,
    /// A state of a tenant.
    TenantState,
}

macro_rules! superseding {
    ($table:literal) => {
        concat!(
            "update ",
            $table,
            " set superseded_by = $1, superseded_at = $2, superseded_reason = $3 where id = $4 and superseded_at = ''"
        )
    };
}

impl Correctable {
    /// What happened, for the history.
    pub fn action(self) -> &'static str {
        match self {
            Self::State => "clusters.state_corrected",
            Self::TenantState => "tenants.state_corrected",
        }
    }

    /// What kind of record it is a fact of.
    pub fn subject_kind(self) -> &'static str {
        match self {
            Self::State => "cluster",
            Self::TenantState => "tenant",
        }
    }

    fn statement(self) -> &'static str {
        match self {
            Self::State => superseding!("cluster_states"),
            Self::TenantState => superseding!("tenant_states"),
        }
    }
}

/// Lets another fact stand instead of this one, unless somebody corrected it before.
pub async fn supersede(
    tx: &mut Tx,
    which: Correctable,
    old_id: &str,
    new_id: &str,
    (reason, now): (&str, &str),
) -> Result<()> {
    let done = sqlx::query(which.statement())
        .bind(new_id)
        .bind(now)
        .bind(reason)
        .bind(old_id)
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Lets another lease stand instead of this one, unless somebody changed or corrected it since it was read.
pub async fn supersede_lease(
    tx: &mut Tx,
    (id, revision): (&str, i64),
    new_id: &str,
    (reason, now): (&str, &str),
) -> Result<()> {
    let done = sqlx::query(
        "update leases set superseded_by = $1, superseded_at = $2, superseded_reason = $3, revision = revision + 1
         where id = $4 and revision = $5 and superseded_at = ''",
    )
    .bind(new_id)
    .bind(now)
    .bind(reason)
    .bind(id)
    .bind(revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Keeps a lease of a plot under this id, with its end where it has one; 0 when it was known.
pub async fn insert_lease_as(
    tx: &mut Tx,
    id: &str,
    row: &LeaseRow,
    to_day: Option<Day>,
    now: &str,
) -> Result<u64> {
    let done = sqlx::query(
        "insert into leases (id, cluster_id, plot_id, tenant_id, area_m2, from_day, precision, contract, document_id, location, recorded_at, to_day, ended_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         on conflict (plot_id, tenant_id, from_day, superseded_at) do nothing",
    )
    .bind(id)
    .bind(&row.cluster_id)
    .bind(&row.plot_id)
    .bind(&row.tenant_id)
    .bind(row.lease.area_m2)
    .bind(row.lease.from_day)
    .bind(row.lease.precision)
    .bind(&row.lease.contract)
    .bind(&row.document_id)
    .bind(&row.lease.location)
    .bind(now)
    .bind(to_day)
    .bind(to_day.map(|_| now.to_owned()))
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// Gives a plot the corrected area of the lease it was made with, if it has the lease's wrong area and
/// nobody else leases of it; says whether it did.
pub async fn correct_plot_area(
    tx: &mut Tx,
    plot_id: &str,
    lease: &Lease,
    area_m2: i64,
) -> Result<bool> {
    let done = sqlx::query(
        "update plots set area_m2 = $1, revision = revision + 1
         where id = $2 and number = $3 and area_m2 = $4 and area_m2 <> $1
           and recorded_at = (select made.recorded_at from leases made where made.id = $5)
           and not exists (select 1 from leases_counted l where l.plot_id = plots.id)",
    )
    .bind(area_m2)
    .bind(plot_id)
    .bind(&lease.plot)
    .bind(lease.area_m2)
    .bind(&lease.id)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A state of a cluster, if the viewer may see the cluster.
pub async fn find_state(
    store: &Store,
    viewer: &Viewer,
    cluster_id: &str,
    id: &str,
) -> Result<Option<StateFact>> {
    let state = sqlx::query_as(
        "select s.id, s.cluster_id, s.axis, s.state, s.on_day, s.precision, s.document_id,
                coalesce(case when d.number = '' then d.file_name else d.number end, '') as document, s.location, s.area_m2, s.note,
                s.superseded_at, s.superseded_reason
         from cluster_states s left join documents d on d.id = s.document_id
         where s.id = $1 and s.cluster_id = $2
           and exists (select 1 from cluster_places cp
                       join user_places up on up.place_id = cp.place_id and up.user_id = $3
                       where cp.cluster_id = s.cluster_id)",
    )
    .bind(id)
    .bind(cluster_id)
    .bind(&viewer.user_id)
    .fetch_optional(store.read())
    .await?;
    Ok(state)
}

/// A state of a tenant. The tenant was found for a viewer.
pub async fn find_tenant_state(
    store: &Store,
    _viewer: &Viewer,
    tenant_id: &str,
    id: &str,
) -> Result<Option<TenantStateFact>> {
    let state = sqlx::query_as(
        "select id, state, on_day, precision, document_id, location, superseded_at, superseded_reason
         from tenant_states where id = $1 and tenant_id = $2",
    )
    .bind(id)
    .bind(tenant_id)
    .fetch_optional(store.read())
    .await?;
    Ok(state)
}

/// Keeps a dated state of a tenant under this id; 0 when it was known.
pub async fn insert_tenant_state_as(
    tx: &mut Tx,
    id: &str,
    tenant_id: &str,
    new: &TenantStateRow,
    document_id: &str,
    now: &str,
) -> Result<u64> {
    let done = sqlx::query(
        "insert into tenant_states (id, tenant_id, state, on_day, precision, document_id, location, raw, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (tenant_id, state, on_day, superseded_at) do nothing",
    )
    .bind(id)
    .bind(tenant_id)
    .bind(new.state)
    .bind(new.on_day)
    .bind(new.precision)
    .bind(document_id)
    .bind(&new.location)
    .bind(&new.raw)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}
