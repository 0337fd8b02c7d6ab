//! What the register knows already, as it is read for a comparison.

use crate::clusters::model::{Axis, DayPrecision, State, TenantState};
use crate::observations::Indicator;
use crate::store::Day;

/// A number on the register.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KnownNumber {
    /// Id of the cluster or tenant.
    pub subject_id: String,
    /// What it measures.
    pub indicator: Indicator,
    /// Its day.
    pub as_of: Day,
    /// Its period or horizon.
    pub period: String,
    /// The number.
    pub value: i64,
    /// Who says so.
    pub reporter: String,
}

/// A state on the register.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KnownState {
    /// The cluster.
    pub cluster_id: String,
    /// The axis.
    pub axis: Axis,
    /// The state.
    pub state: State,
    /// Its day.
    pub on_day: Day,
    /// How well the day is known.
    pub precision: DayPrecision,
}

/// A line of a plan on the register.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KnownPlanEntry {
    /// The cluster.
    pub cluster_id: String,
    /// Key of the plan's paper.
    pub match_key: String,
    /// Year it looks to.
    pub horizon: String,
}

/// An investor on the register.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KnownInvestor {
    /// The cluster.
    pub cluster_id: String,
    /// Id of the body.
    pub organization_id: String,
    /// Name.
    pub name: String,
    /// Every name it has or had, as names are compared; those of records made one with it too.
    #[sqlx(skip)]
    pub keys: Vec<String>,
}

/// Another name or tax code of the body behind an enterprise: an old one, or one of a record that
/// was made one with it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KnownAlias {
    /// The enterprise.
    pub tenant_id: String,
    /// The name, as names are compared.
    pub match_key: String,
    /// The tax code; empty where there is none.
    pub tax_code: String,
}

/// A work on the register.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KnownWork {
    /// The cluster.
    pub cluster_id: String,
    /// Which side of the fence.
    pub fence_side: String,
    /// Name.
    pub name: String,
    /// Planned capital.
    pub planned_vnd: Option<i64>,
    /// Paid capital.
    pub paid_vnd: Option<i64>,
    /// Day of the figures.
    pub as_of: Day,
}

/// A lease on the register that has not ended.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KnownLease {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// The cluster.
    pub cluster_id: String,
    /// The tenant.
    pub tenant_id: String,
    /// Number of the plot.
    pub plot: String,
    /// Leased land, m².
    pub area_m2: i64,
    /// First day.
    pub from_day: Day,
    /// When it was corrected; empty while it counts.
    pub superseded_at: String,
}

/// A state of a tenant on the register.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KnownTenantState {
    /// The tenant.
    pub tenant_id: String,
    /// The state.
    pub state: TenantState,
    /// Its day.
    pub on_day: Day,
}
