//! A cluster as it stands on a day.

use super::{Axis, Cluster, DayPrecision, State};
use crate::observations::{Indicator, Observation};
use crate::store::Day;
use crate::words;
use kernel::number::Ratio;
use std::collections::BTreeMap;

words! {
    /// The one word a list shows for a cluster, derived from its states and never stored.
    pub enum Class {
        Operating = "operating" => "Đang hoạt động",
        OperatingNotEstablished = "operating_not_established" => "Hoạt động, chưa thành lập",
        Building = "building" => "Đang xây dựng hạ tầng",
        Clearing = "clearing" => "Đang giải phóng mặt bằng",
        Established = "established" => "Đã thành lập",
        RevocationProposed = "revocation_proposed" => "Đề nghị thu hồi chủ trương",
        LocationAgreed = "location_agreed" => "Thỏa thuận địa điểm",
        Planned = "planned" => "Quy hoạch",
        Removed = "removed" => "Rút khỏi quy hoạch",
        Revoked = "revoked" => "Đã bãi bỏ",
        Converted = "converted" => "Chuyển thành khu công nghiệp",
    }
}

impl Class {
    /// Whether the cluster has left the register.
    pub fn has_ended(self) -> bool {
        matches!(self, Self::Removed | Self::Revoked | Self::Converted)
    }
}

/// A state with its day and paper.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct StateFact {
    /// Id.
    pub id: String,
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
    /// Id of the paper.
    pub document_id: String,
    /// Number of the paper, or the name of the file.
    pub document: String,
    /// Where in the paper.
    pub location: String,
    /// Area the decision names, m².
    pub area_m2: Option<i64>,
    /// Remark.
    pub note: String,
    /// When another one was put in its place; empty while it counts.
    #[sqlx(default)]
    #[serde(skip_serializing_if = "String::is_empty")]
    pub superseded_at: String,
    /// Why.
    #[sqlx(default)]
    #[serde(skip_serializing_if = "String::is_empty")]
    pub superseded_reason: String,
    /// By whom.
    #[sqlx(default)]
    #[serde(skip_serializing_if = "String::is_empty")]
    pub superseded_who: String,
}

/// A cluster as it stands on a day: its latest state on each axis, its latest number of each
/// kind, its leases and tenants of that day.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Standing {
    /// The cluster.
    pub cluster: Cluster,
    /// The day.
    pub on: Day,
    /// Latest state on each axis.
    pub states: BTreeMap<Axis, StateFact>,
    /// Latest observation of each indicator, of the source that is taken first.
    pub numbers: BTreeMap<Indicator, Observation>,
    /// Land of the leases in force, m²; `None` when the cluster has no list of leases.
    pub lease_m2: Option<i64>,
    /// Tenants that have not left; `None` when the cluster has no list of tenants.
    pub tenants_registered: Option<i64>,
    /// Tenants that operate; `None` when the cluster has no list of tenants.
    pub tenants_operating: Option<i64>,
    /// Planned capital of the works inside the fence, đồng.
    pub inside_planned_vnd: i64,
    /// Paid capital of the works inside the fence, đồng.
    pub inside_paid_vnd: i64,
}

impl Standing {
    /// A cluster of which nothing is known yet.
    pub fn bare(cluster: Cluster, on: Day) -> Self {
        Self {
            cluster,
            on,
            states: BTreeMap::new(),
            numbers: BTreeMap::new(),
            lease_m2: None,
            tenants_registered: None,
            tenants_operating: None,
            inside_planned_vnd: 0,
            inside_paid_vnd: 0,
        }
    }

    /// The latest state on an axis.
    pub fn state(&self, axis: Axis) -> Option<State> {
        self.states.get(&axis).map(|fact| fact.state)
    }

    /// The latest number of a kind.
    pub fn number(&self, indicator: Indicator) -> Option<i64> {
        self.numbers.get(&indicator).map(|observation| observation.value)
    }

    /// Area of the whole cluster, m²: by decision, else by plan, else by detailed plan.
    pub fn area_m2(&self) -> Option<i64> {
        [Indicator::AreaDecision, Indicator::AreaPlanned, Indicator::AreaDetailed]
            .into_iter()
            .find_map(|i| self.number(i))
    }

    /// Industrial land, m².
    pub fn industrial_m2(&self) -> Option<i64> {
        self.number(Indicator::AreaIndustrial)
    }

    /// Leased industrial land, m²: the leases in force, or what was reported where there is no list of leases.
    pub fn leased_m2(&self) -> Option<i64> {
        self.lease_m2.or_else(|| self.number(Indicator::AreaLeased))
    }

    /// Leased over industrial land (base "leased"); `None` where industrial land is not known.
    pub fn occupancy(&self) -> Option<Ratio> {
        let denominator = self.industrial_m2().filter(|m2| *m2 > 0)?;
        Some(Ratio { numerator: self.leased_m2().unwrap_or_default(), denominator })
    }

    /// Occupancy (base "leased") as people write it; `None` where industrial land is not known.
    pub fn occupancy_vi(&self) -> Option<String> {
        self.occupancy().and_then(Ratio::percent_vi)
    }

    /// Registered tenants: the list, or what was reported where there is none.
    pub fn registered(&self) -> Option<i64> {
        self.tenants_registered.or_else(|| self.number(Indicator::TenantsRegistered))
    }

    /// Operating tenants: the list, or what was reported where there is none.
    pub fn operating(&self) -> Option<i64> {
        self.tenants_operating.or_else(|| self.number(Indicator::TenantsOperating))
    }

    /// Whether a decision that still holds established it.
    pub fn is_established(&self) -> bool {
        matches!(
            self.state(Axis::Establishment),
            Some(State::Established | State::Expanded | State::Adjusted)
        )
    }

    /// Whether it receives enterprises.
    pub fn is_operating(&self) -> bool {
        self.state(Axis::Operation) == Some(State::Operating)
    }

    /// The one word a list shows.
    pub fn class(&self) -> Class {
        match (self.state(Axis::Plan), self.state(Axis::Establishment)) {
            (_, Some(State::Converted)) => return Class::Converted,
            (_, Some(State::Revoked)) => return Class::Revoked,
            (Some(State::Removed), _) => return Class::Removed,
            _ => {}
        }
        if self.is_operating() {
            return if self.is_established() {
                Class::Operating
            } else {
                Class::OperatingNotEstablished
            };
        }
        match (
            self.state(Axis::Plan),
            self.state(Axis::Infrastructure),
            self.state(Axis::Clearance),
        ) {
            (Some(State::RevocationProposed), _, _) => Class::RevocationProposed,
            (_, Some(_), _) => Class::Building,
            (_, _, Some(_)) => Class::Clearing,
            _ if self.is_established() => Class::Established,
            (Some(State::LocationAgreed), _, _) => Class::LocationAgreed,
            _ => Class::Planned,
        }
    }
}
