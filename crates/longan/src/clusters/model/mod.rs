//! The nouns of the register of clusters.

pub mod fact;
mod sheet;
mod standing;
mod state;
mod tenant_form;

pub use fact::{Fact, FactKind, NewClearance, NewPlot};
pub use sheet::{
    ClearancePhase, InvestorTerm, LandUse, Lease, NameKind, OtherName, Paper, PlaceLink, PlanEntry,
    Plot, TenantLine, TenantStateFact, TypeTerm, Work, share_vi,
};
pub use standing::{Class, Standing, StateFact};
pub use state::{Axis, State, fact_label};
pub use tenant_form::{read_tenant, tenant_fields};

use crate::store::Day;
use crate::words;

/// An industrial cluster.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, sqlx::FromRow)]
pub struct Cluster {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// Last part of its address.
    pub slug: String,
    /// Mã used by the Department.
    pub code: Option<String>,
    /// Name without "Cụm công nghiệp".
    pub name: String,
    /// The unit it was recorded in: the lead commune, or the district when the commune is not known.
    pub lead_place_id: String,
    /// The place as the paper writes it.
    pub place_text: String,
    /// Sectors (ngành nghề), as the paper writes them.
    pub sectors: String,
    /// Remarks.
    pub note: String,
    /// First day any paper speaks of it.
    pub known_from: Day,
}

/// A cluster that has passed every check and can be stored.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NewCluster {
    /// Mã used by the Department.
    pub code: Option<String>,
    /// Name without "Cụm công nghiệp".
    pub name: String,
    /// Units it lies in, the lead one first.
    pub place_ids: Vec<String>,
    /// The place as the paper writes it.
    pub place_text: String,
    /// Sectors.
    pub sectors: String,
    /// Remarks.
    pub note: String,
    /// First day any paper speaks of it.
    pub known_from: Day,
}

/// A dated state that is to be kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NewState {
    /// The state; it names its axis.
    pub state: State,
    /// The day.
    pub on_day: Day,
    /// Whether the day is exact, or only the day by which it was so.
    pub precision: DayPrecision,
    /// Where in the paper.
    pub location: String,
    /// Area that the decision names, in m².
    pub area_m2: Option<i64>,
    /// Remark.
    pub note: String,
}

words! {
    /// How well a day is known.
    pub enum DayPrecision {
        Exact = "exact" => "",
        By = "by" => "chậm nhất",
    }
}

impl DayPrecision {
    /// A day for people, with "chậm nhất" where only the day by which it was so is known.
    pub fn vi(self, day: &Day) -> String {
        format!("{} {}", self.label(), day.vi()).trim().to_owned()
    }
}

words! {
    /// Which side of the cluster's fence a work stands on.
    pub enum FenceSide {
        Inside = "inside" => "Trong hàng rào",
        Outside = "outside" => "Ngoài hàng rào",
    }
}

words! {
    /// Who pays for a work.
    pub enum Funder {
        Investor = "investor" => "Chủ đầu tư hạ tầng",
        State = "state" => "Ngân sách nhà nước",
        Utility = "utility" => "Đơn vị cung cấp dịch vụ (điện, nước)",
        Other = "other" => "Nguồn khác",
    }
}

words! {
    /// Kind of work.
    pub enum WorkKind {
        Whole = "whole" => "Toàn bộ hạ tầng kỹ thuật",
        Levelling = "levelling" => "San nền",
        Road = "road" => "Giao thông",
        Water = "water" => "Cấp nước",
        Drainage = "drainage" => "Thoát nước",
        Power = "power" => "Cấp điện",
        Telecom = "telecom" => "Viễn thông",
        Wastewater = "wastewater" => "Xử lý nước thải",
        Waste = "waste" => "Rác thải",
        Fire = "fire" => "Phòng cháy chữa cháy",
        Green = "green" => "Cây xanh",
        Housing = "housing" => "Nhà ở lao động",
        Other = "other" => "Hạng mục khác",
    }
}

words! {
    /// Special kind of cluster.
    pub enum ClusterType {
        Craft = "craft" => "CCN làng nghề",
        Specialised = "specialised" => "CCN chuyên ngành",
        Supporting = "supporting" => "CCN hỗ trợ",
        HighTech = "high_tech" => "CCN công nghệ cao",
        Eco = "eco" => "CCN sinh thái",
    }
}

words! {
    /// State of an enterprise's project in a cluster.
    pub enum TenantState {
        Registered = "registered" => "Đăng ký, chưa triển khai",
        Approved = "approved" => "Đã cấp giấy chứng nhận, chấp thuận",
        Building = "building" => "Đang xây dựng",
        Operating = "operating" => "Đang hoạt động",
        Suspended = "suspended" => "Tạm ngừng",
        Left = "left" => "Đã rời cụm",
    }
}

words! {
    /// Where an enterprise's capital comes from.
    pub enum Capital {
        Domestic = "domestic" => "Trong nước",
        Foreign = "foreign" => "Có vốn nước ngoài",
    }
}

/// A work inside or outside the fence that is to be kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NewInfrastructureItem {
    /// Kind of work.
    pub kind: WorkKind,
    /// Its name.
    pub name: String,
    /// Which side of the fence.
    pub fence_side: FenceSide,
    /// Who pays.
    pub funder: Funder,
    /// Planned capital, đồng.
    pub planned_vnd: Option<i64>,
    /// Capital paid so far, đồng.
    pub paid_vnd: Option<i64>,
    /// Day the capital figures are of.
    pub as_of: Day,
    /// Where in the paper.
    pub location: String,
}

/// An infrastructure investor's time in charge that is to be kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NewInvestor {
    /// Its name as the paper writes it.
    pub name: String,
    /// First day, or day by which it was in charge.
    pub from_day: Day,
    /// How well the first day is known.
    pub precision: DayPrecision,
    /// Where in the paper.
    pub location: String,
}

/// One line of a plan's list that is to be kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NewPlanEntry {
    /// Year the plan looks to.
    pub horizon: String,
    /// Day of the plan.
    pub listed_on: Day,
    /// Area in the plan, m².
    pub area_m2: i64,
    /// Where in the paper.
    pub location: String,
}

/// An enterprise's project in a cluster.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Tenant {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// The cluster.
    pub cluster_id: String,
    /// The enterprise.
    pub organization_id: String,
    /// Name of the enterprise.
    pub name: String,
    /// Its tax code.
    pub tax_code: Option<String>,
    /// What it makes, as the paper writes it.
    pub activity: String,
    /// Which edition of the industry classification the code is of.
    pub vsic_version: String,
    /// Industry code.
    pub vsic_code: String,
    /// Where its capital comes from.
    pub capital: Capital,
    /// Day of its certificate or registration.
    pub licensed_on: Option<Day>,
    /// Remarks.
    pub note: String,
}

/// An enterprise's project that has passed every check.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NewTenant {
    /// Name of the enterprise.
    pub name: String,
    /// Its tax code.
    pub tax_code: Option<String>,
    /// What it makes.
    pub activity: String,
    /// Edition of the industry classification.
    pub vsic_version: String,
    /// Industry code.
    pub vsic_code: String,
    /// Where its capital comes from.
    pub capital: Capital,
    /// Day of its certificate or registration.
    pub licensed_on: Option<Day>,
    /// Remarks.
    pub note: String,
}

/// The lease that is to stand instead of a wrong one.
#[derive(Clone, Debug)]
pub struct RightLease {
    /// The tenant.
    pub tenant_id: String,
    /// The lease.
    pub lease: NewLease,
    /// First day it no longer holds.
    pub to_day: Option<Day>,
}

/// A lease of a plot that is to be kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NewLease {
    /// Number of the plot.
    pub plot: String,
    /// Leased land, m².
    pub area_m2: i64,
    /// First day, or day by which it held.
    pub from_day: Day,
    /// How well the first day is known.
    pub precision: DayPrecision,
    /// Number of the contract.
    pub contract: String,
    /// Where in the paper.
    pub location: String,
}
