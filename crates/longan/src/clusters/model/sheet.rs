//! What one cluster's page shows: works, investors, plots, leases, tenants, phases, papers.

use super::{Capital, ClusterType, DayPrecision, FenceSide, Funder, TenantState, WorkKind};
use crate::places::{Level, Mapping, Relation};
use crate::store::Day;
use kernel::number::Ratio;

/// A unit the cluster lies in.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PlaceLink {
    /// Id of the unit.
    pub place_id: String,
    /// Its level.
    pub level: Level,
    /// Its full name.
    pub full_name: String,
    /// Its last day; `None` while it exists.
    pub valid_to: Option<Day>,
    /// How the cluster is tied to it.
    pub relation: Relation,
    /// How it was found.
    pub mapping: Mapping,
}

/// A work inside or outside the fence.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct Work {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
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
    /// Day it is due.
    pub due_on: Option<Day>,
    /// Day it was completed.
    pub completed_on: Option<Day>,
    /// Id of the paper.
    pub document_id: String,
    /// Where in the paper.
    pub location: String,
}

impl Work {
    /// Paid over planned capital, for people; empty where the plan is not known.
    pub fn paid_share(&self) -> String {
        share_vi(self.paid_vnd.unwrap_or_default(), self.planned_vnd.unwrap_or_default())
    }
}

/// A percentage for people; empty when there is nothing to divide by.
pub fn share_vi(numerator: i64, denominator: i64) -> String {
    Ratio { numerator, denominator }.percent_vi().unwrap_or_default()
}

/// An infrastructure investor's time in charge.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct InvestorTerm {
    /// Name of the investor.
    pub name: String,
    /// Its tax code.
    pub tax_code: Option<String>,
    /// First day, or day by which it was in charge.
    pub from_day: Day,
    /// First day it no longer was.
    pub to_day: Option<Day>,
    /// How well the first day is known.
    pub precision: DayPrecision,
    /// Id of the paper.
    pub document_id: String,
    /// Where in the paper.
    pub location: String,
}

/// A plot with what of it is leased on the day.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Plot {
    /// Number of the plot.
    pub number: String,
    /// Its area, m².
    pub area_m2: i64,
    /// Word of its use.
    pub land_use: LandUse,
    /// Leased on the day, m².
    pub leased_m2: i64,
    /// Id of the paper.
    pub document_id: String,
    /// Where in the paper.
    pub location: String,
}

crate::words! {
    /// What a plot is for.
    pub enum LandUse {
        Industrial = "industrial" => "Công nghiệp",
        Service = "service" => "Dịch vụ",
        Utility = "utility" => "Hạ tầng kỹ thuật",
        Green = "green" => "Cây xanh",
        Traffic = "traffic" => "Giao thông",
    }
}

/// A lease of a plot.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct Lease {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// Id of the cluster.
    pub cluster_id: String,
    /// Slug of the cluster.
    pub slug: String,
    /// Id of the tenant.
    pub tenant_id: String,
    /// Name of the tenant.
    pub tenant: String,
    /// Number of the plot.
    pub plot: String,
    /// Leased land, m².
    pub area_m2: i64,
    /// First day.
    pub from_day: Day,
    /// First day it no longer holds.
    pub to_day: Option<Day>,
    /// How well the first day is known.
    pub precision: DayPrecision,
    /// Number of the contract.
    pub contract: String,
    /// Id of the paper.
    pub document_id: String,
    /// Where in the paper.
    pub location: String,
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

impl Lease {
    /// Whether no other one was put in its place.
    pub fn counts(&self) -> bool {
        self.superseded_at.is_empty()
    }

    /// Whether it holds on the day.
    pub fn holds_on(&self, on: &Day) -> bool {
        self.counts() && self.from_day <= *on && self.to_day.is_none_or(|end| end > *on)
    }
}

/// A tenant as lists show it: its state on the day and its latest results of the period.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct TenantLine {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Tax code.
    pub tax_code: Option<String>,
    /// What it makes.
    pub activity: String,
    /// Industry code.
    pub vsic_code: String,
    /// Where its capital comes from.
    pub capital: Capital,
    /// Slug of its cluster.
    pub slug: String,
    /// Name of its cluster.
    pub cluster: String,
    /// State on the day.
    pub state: Option<TenantState>,
    /// Land leased on the day, m².
    pub leased_m2: i64,
    /// Workers in the period.
    pub workers: Option<i64>,
    /// Revenue in the period, đồng.
    pub revenue_vnd: Option<i64>,
    /// Tax paid in the period, đồng.
    pub tax_paid_vnd: Option<i64>,
}

impl TenantLine {
    /// The state in words.
    pub fn state_label(&self) -> &'static str {
        self.state.map_or("chưa rõ", TenantState::label)
    }
}

/// A dated state of a tenant.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct TenantStateFact {
    /// Id.
    pub id: String,
    /// The state.
    pub state: TenantState,
    /// Its day.
    pub on_day: Day,
    /// How well the day is known.
    pub precision: DayPrecision,
    /// Id of the paper.
    pub document_id: String,
    /// Where in the paper.
    pub location: String,
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

/// A phase of site clearance.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct ClearancePhase {
    /// Name of the phase.
    pub phase: String,
    /// Land to clear, m².
    pub planned_m2: i64,
    /// Cleared land, m².
    pub cleared_m2: i64,
    /// Households concerned.
    pub households_planned: i64,
    /// Households paid.
    pub households_paid: i64,
    /// Approved compensation, đồng.
    pub approved_vnd: i64,
    /// Paid compensation, đồng.
    pub paid_vnd: i64,
    /// Day the figures are of.
    pub as_of: Day,
    /// Id of the paper.
    pub document_id: String,
}

/// A line of a plan's list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PlanEntry {
    /// Year the plan looks to.
    pub horizon: String,
    /// Day of the plan.
    pub listed_on: Day,
    /// Day it was removed from the list.
    pub removed_on: Option<Day>,
    /// Area in the plan, m².
    pub area_m2: i64,
    /// Id of the paper.
    pub document_id: String,
    /// Where in the paper.
    pub location: String,
}

/// Another name of a cluster.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OtherName {
    /// The name.
    pub name: String,
    /// What kind of name.
    pub kind: NameKind,
}

crate::words! {
    /// What kind of other name.
    pub enum NameKind {
        Alias = "alias" => "Tên gọi khác",
        Former = "former" => "Tên cũ",
        AsWritten = "as_written" => "Cách viết trong văn bản",
    }
}

/// A special kind of a cluster and its time.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct TypeTerm {
    /// The kind.
    pub kind: ClusterType,
    /// First day.
    pub from_day: Day,
    /// First day it no longer holds.
    pub to_day: Option<Day>,
    /// Id of the paper.
    pub document_id: String,
}

/// A paper that facts of a cluster rest on, with how many.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Paper {
    /// Id.
    pub id: String,
    /// Number, or the name of the file, or what it is about.
    pub label: String,
    /// Day of issue.
    pub issued_on: Option<Day>,
    /// Trích yếu.
    pub subject_line: String,
    /// Who issued it.
    pub issuer: String,
    /// How many facts rest on it.
    pub facts: i64,
}
