//! Enterprises, their plots and leases, many rows a statement.

use super::{CHUNK, Sourced};
use crate::clusters::model::{DayPrecision, NewLease, NewTenant, TenantState};
use crate::store::{Day, Result, Statement, StoreError, Tx, new_id};
use kernel::text::{search_text, sort_key};

/// An enterprise's project that has got its id.
#[derive(Clone, Debug, serde::Serialize)]
pub struct TenantRow {
    /// Id.
    pub id: String,
    /// The cluster.
    pub cluster_id: String,
    /// The enterprise.
    pub organization_id: String,
    /// The project.
    pub tenant: NewTenant,
}

/// Adds enterprises' projects.
pub async fn insert_tenants(tx: &mut Tx, tenants: &[TenantRow], now: &str) -> Result<()> {
    for chunk in tenants.chunks(CHUNK) {
        let mut query = Statement::new(
            "insert into tenants (id, cluster_id, organization_id, name, tax_code, activity, vsic_version, vsic_code, capital, licensed_on, note, match_key, sort_key, search_text, recorded_at) ",
        );
        query.push_values(chunk, |values, row| {
            let new = &row.tenant;
            values
                .push_bind(row.id.clone())
                .push_bind(row.cluster_id.clone())
                .push_bind(row.organization_id.clone())
                .push_bind(new.name.clone())
                .push_bind(new.tax_code.clone())
                .push_bind(new.activity.clone())
                .push_bind(new.vsic_version.clone())
                .push_bind(new.vsic_code.clone())
                .push_bind(new.capital)
                .push_bind(new.licensed_on)
                .push_bind(new.note.clone())
                .push_bind(crate::organizations::match_key(&new.name))
                .push_bind(sort_key(&new.name))
                .push_bind(tenant_search_text(new))
                .push_bind(now.to_owned());
        });
        query.execute(tx).await?;
    }
    Ok(())
}

fn tenant_search_text(new: &NewTenant) -> String {
    search_text(&[&new.name, new.tax_code.as_deref().unwrap_or_default(), &new.activity])
}

/// Changes the words of an enterprise's project, unless someone changed it since it was read.
pub async fn update_tenant(tx: &mut Tx, id: &str, revision: i64, after: &NewTenant) -> Result<()> {
    let done = sqlx::query(
        "update tenants set name = $1, tax_code = $2, activity = $3, vsic_version = $4, vsic_code = $5, capital = $6, licensed_on = $7, note = $8,
                match_key = $9, sort_key = $10, search_text = $11, revision = revision + 1
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
    .bind(tenant_search_text(after))
    .bind(id)
    .bind(revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// A dated state of an enterprise's project.
#[derive(Clone, Debug)]
pub struct TenantStateRow {
    /// The state.
    pub state: TenantState,
    /// Its day.
    pub on_day: Day,
    /// How well the day is known.
    pub precision: DayPrecision,
    /// Where in the paper.
    pub location: String,
    /// As typed.
    pub raw: String,
}

/// Keeps dated states of enterprises' projects.
pub async fn insert_tenant_states(
    tx: &mut Tx,
    states: &[Sourced<TenantStateRow>],
    now: &str,
) -> Result<()> {
    for chunk in states.chunks(CHUNK) {
        let mut query = Statement::new(
            "insert into tenant_states (id, tenant_id, state, on_day, precision, document_id, location, raw, recorded_at) ",
        );
        query.push_values(chunk, |values, state| {
            values
                .push_bind(new_id())
                .push_bind(state.subject_id.clone())
                .push_bind(state.told.state)
                .push_bind(state.told.on_day)
                .push_bind(state.told.precision)
                .push_bind(state.document_id.clone())
                .push_bind(state.told.location.clone())
                .push_bind(state.told.raw.clone())
                .push_bind(now.to_owned());
        });
        query.push(" on conflict (tenant_id, state, on_day, superseded_at) do nothing");
        query.execute(tx).await?;
    }
    Ok(())
}

/// A plot that has got its id.
#[derive(Clone, Debug)]
pub struct PlotRow {
    /// Id.
    pub id: String,
    /// The cluster.
    pub cluster_id: String,
    /// Number of the plot.
    pub number: String,
    /// Its area, m².
    pub area_m2: i64,
    /// The paper that names it.
    pub document_id: String,
    /// Where in the paper.
    pub location: String,
}

/// Plots of some clusters: cluster, number, id.
pub async fn plots_of(
    tx: &mut Tx,
    cluster_ids: &[String],
) -> Result<Vec<(String, String, String)>> {
    let mut plots = Vec::new();
    for chunk in cluster_ids.chunks(500) {
        let mut query =
            Statement::new("select cluster_id, number, id from plots where cluster_id in ");
        query.push_list(chunk.iter().cloned());
        let rows: Vec<(String, String, String)> = query.fetch_all_within(tx).await?;
        plots.extend(rows);
    }
    Ok(plots)
}

/// Adds plots.
pub async fn insert_plots(tx: &mut Tx, plots: &[PlotRow], now: &str) -> Result<()> {
    for chunk in plots.chunks(CHUNK) {
        let mut query = Statement::new(
            "insert into plots (id, cluster_id, number, area_m2, land_use, document_id, location, recorded_at) ",
        );
        query.push_values(chunk, |values, plot| {
            values
                .push_bind(plot.id.clone())
                .push_bind(plot.cluster_id.clone())
                .push_bind(plot.number.clone())
                .push_bind(plot.area_m2)
                .push_bind("industrial")
                .push_bind(plot.document_id.clone())
                .push_bind(plot.location.clone())
                .push_bind(now.to_owned());
        });
        query.execute(tx).await?;
    }
    Ok(())
}

/// A lease with the ids it ties together.
#[derive(Clone, Debug)]
pub struct LeaseRow {
    /// The cluster.
    pub cluster_id: String,
    /// The plot.
    pub plot_id: String,
    /// The tenant.
    pub tenant_id: String,
    /// The paper that says so.
    pub document_id: String,
    /// The lease.
    pub lease: NewLease,
}

/// Keeps leases of plots.
pub async fn insert_leases(tx: &mut Tx, leases: &[LeaseRow], now: &str) -> Result<()> {
    for chunk in leases.chunks(CHUNK) {
        let mut query = Statement::new(
            "insert into leases (id, cluster_id, plot_id, tenant_id, area_m2, from_day, precision, contract, document_id, location, recorded_at) ",
        );
        query.push_values(chunk, |values, row| {
            values
                .push_bind(new_id())
                .push_bind(row.cluster_id.clone())
                .push_bind(row.plot_id.clone())
                .push_bind(row.tenant_id.clone())
                .push_bind(row.lease.area_m2)
                .push_bind(row.lease.from_day)
                .push_bind(row.lease.precision)
                .push_bind(row.lease.contract.clone())
                .push_bind(row.document_id.clone())
                .push_bind(row.lease.location.clone())
                .push_bind(now.to_owned());
        });
        query.push(" on conflict (plot_id, tenant_id, from_day, superseded_at) do nothing");
        query.execute(tx).await?;
    }
    Ok(())
}

/// Ends a lease on a day, unless someone changed it since it was read.
pub async fn end_lease(tx: &mut Tx, id: &str, revision: i64, to_day: Day, now: &str) -> Result<()> {
    let done = sqlx::query(
        "update leases set to_day = $1, ended_at = $4, revision = revision + 1 where id = $2 and revision = $3 and to_day is null and superseded_at = ''",
    )
    .bind(to_day)
    .bind(id)
    .bind(revision)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Puts a lease of another area in the place of one, by another paper of the same day, unless someone changed it since
/// it was read. The old one stays on record with the reason.
pub async fn mend_lease(
    tx: &mut Tx,
    seen: (&str, i64),
    lease: &NewLease,
    document_id: &str,
    because: (&str, &str),
) -> Result<()> {
    let id = new_id();
    super::super::supersede_lease(tx, seen, &id, because).await?;
    sqlx::query(
        "insert into leases (id, cluster_id, plot_id, tenant_id, area_m2, from_day, precision, contract, document_id, location, recorded_at)
         select $1, cluster_id, plot_id, tenant_id, $2, from_day, precision, contract, $3, $4, $5 from leases where id = $6",
    )
    .bind(&id)
    .bind(lease.area_m2)
    .bind(document_id)
    .bind(&lease.location)
    .bind(because.1)
    .bind(seen.0)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
