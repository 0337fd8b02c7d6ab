//! What taking a row would write, kept with the row until a person decides.

use crate::clusters::model::{
    Cluster, NewCluster, NewInfrastructureItem, NewInvestor, NewLease, NewPlanEntry, NewState,
    NewTenant, TenantState,
};
use crate::documents::NewDocument;
use crate::observations::NewObservation;
use crate::promotion::model::{
    NewContract, NewLine, NewPlan, NewProject, NewState as NewPromotionState,
};
use crate::store::Day;
use serde::{Deserialize, Serialize};

/// What taking a row would write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payload {
    /// A cluster and what is said of it.
    Cluster(Box<ClusterPayload>),
    /// An enterprise's project and what is said of it.
    Tenant(Box<TenantPayload>),
    /// A promotion project and what is said of it.
    Project(Box<ProjectPayload>),
    /// A number of the whole place.
    Place(PlacePayload),
    /// Nothing: the row has errors or says nothing new.
    Nothing,
}

/// Something said by a paper: by the workbook itself, or by a paper the workbook names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact<T> {
    /// Place of the paper in the row's list; `None` for the workbook.
    pub paper: Option<usize>,
    /// What it says.
    pub told: T,
}

/// A record that was seen, and its revision then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Id of the record.
    pub id: String,
    /// Its revision.
    pub revision: i64,
}

/// A cluster and what is said of it. For a known cluster only what is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterPayload {
    /// The cluster on the register; `None` for a new one.
    pub seen: Option<Seen>,
    /// The cluster as the row describes it.
    pub cluster: NewCluster,
    /// How a known cluster's own words will stand, when they change.
    pub words: Option<Cluster>,
    /// Other spellings and names.
    pub aliases: Vec<String>,
    /// Names the cluster is known by already, for the search.
    pub known_names: Vec<String>,
    /// Papers the row names.
    pub papers: Vec<NewDocument>,
    /// Numbers.
    pub observations: Vec<Fact<NewObservation>>,
    /// States.
    pub states: Vec<Fact<NewState>>,
    /// Lines of a plan.
    pub plan: Vec<Fact<NewPlanEntry>>,
    /// Infrastructure investor.
    pub investors: Vec<Fact<NewInvestor>>,
    /// Works inside and outside the fence.
    pub works: Vec<Fact<NewInfrastructureItem>>,
}

/// A state of an enterprise's project that is to be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewTenantState {
    /// The state.
    pub state: TenantState,
    /// Its day.
    pub on_day: Day,
    /// How well the day is known.
    pub precision: crate::clusters::model::DayPrecision,
    /// Where in the paper.
    pub location: String,
    /// As typed in the paper.
    pub raw: String,
}

/// An enterprise's project and what is said of it. For a known one only what is new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantPayload {
    /// The project on the register; `None` for a new one.
    pub seen: Option<Seen>,
    /// Id of the cluster it is in.
    pub cluster_id: String,
    /// The project as the row describes it, or as a known one will stand.
    pub tenant: NewTenant,
    /// States.
    pub states: Vec<NewTenantState>,
    /// Leases of plots.
    pub leases: Vec<NewLease>,
    /// Leases that no longer hold because the paper names another area for the plot.
    pub ended_leases: Vec<Seen>,
    /// Leases of the same first day for which the paper names another area.
    pub mended_leases: Vec<(Seen, NewLease)>,
    /// Numbers.
    pub observations: Vec<NewObservation>,
}

/// A promotion project and what is said of it: always a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectPayload {
    /// The province of its plan.
    pub province_id: String,
    /// The plan it belongs to, on the first paper.
    pub plan: NewPlan,
    /// The project.
    pub project: NewProject,
    /// The units it lies in, the lead one first.
    pub place_ids: Vec<String>,
    /// Names of those who benefit, where they are named.
    pub beneficiaries: Vec<String>,
    /// Papers the row names; the first is the plan's decision.
    pub papers: Vec<NewDocument>,
    /// Lines of money.
    pub lines: Vec<Fact<NewLine>>,
    /// Contracts.
    pub contracts: Vec<Fact<NewContract>>,
    /// States.
    pub states: Vec<Fact<NewPromotionState>>,
}

/// A number of a whole place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacePayload {
    /// Id of the place.
    pub place_id: String,
    /// The number.
    pub observation: NewObservation,
}
