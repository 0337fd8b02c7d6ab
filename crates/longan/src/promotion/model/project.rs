//! Programmes, plans and projects as they stand on the register.

use super::words::{Activity, Content, Priority, ProjectKind, State, Track};
use crate::store::Day;

/// A programme of several years.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct Programme {
    /// Id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whose money.
    pub track: Track,
    /// First year.
    pub from_year: i64,
    /// Last year.
    pub to_year: i64,
    /// Full name of its province, or of the country.
    pub place: String,
    /// The paper that sets it.
    pub document_id: String,
    /// How that is called.
    pub document: String,
}

/// The plan of a year: one decision.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Plan {
    /// Id.
    pub id: String,
    /// The province it is for.
    pub place_id: String,
    /// The year.
    pub year: i64,
    /// Which batch (đợt) of the year.
    pub batch: i64,
    /// Whose money.
    pub track: Track,
    /// The day it was approved, whose law holds for it; `None` while it is drawn up.
    pub approved_on: Option<Day>,
    /// The decision; while it is drawn up, the paper that asks for it.
    pub document_id: String,
    /// How that is called.
    pub document: String,
}

impl Plan {
    /// The plan in words: "Khuyến công quốc gia 2013, đợt 1".
    pub fn title(&self) -> String {
        if self.approved_on.is_none() {
            return format!("{} {}, đang lập", self.track.label(), self.year);
        }
        format!("{} {}, đợt {}", self.track.label(), self.year, self.batch)
    }

    /// The day whose law holds: that of approval, and `today` while nobody has approved.
    pub fn law_day(&self, today: Day) -> Day {
        self.approved_on.unwrap_or(today)
    }

    /// How its decision is called; empty while it is drawn up.
    pub fn decision(&self) -> String {
        self.approved_on.map_or_else(String::new, |_| self.document.clone())
    }

    /// What people read for the day of approval.
    pub fn approved_vi(&self) -> String {
        self.approved_on.map_or_else(|| "đang lập".to_owned(), Day::vi)
    }
}

/// A plan in the list of plans, with its sums.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct PlanLine {
    /// The plan.
    #[sqlx(flatten)]
    pub plan: Plan,
    /// Full name of its province.
    pub place: String,
    /// Its programme; empty when none is named.
    pub programme: String,
    /// How many projects it has.
    pub projects: i64,
    /// Promotion money allotted.
    pub support_vnd: i64,
    /// Counterpart money.
    pub counterpart_vnd: i64,
}

/// A project.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Project {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// Its plan.
    pub plan_id: String,
    /// Its number within the plan.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How it is set up.
    pub kind: ProjectKind,
    /// Which of the nine contents.
    pub content: Content,
    /// What is supported.
    pub activity: Activity,
    /// The industry.
    pub sector: String,
    /// Who carries it out.
    pub executor_id: Option<String>,
    /// Name of who carries it out; empty when nobody is named.
    pub executor: String,
    /// The unit it was recorded in.
    pub lead_place_id: String,
    /// The place as the paper writes it.
    pub place_text: String,
    /// First year.
    pub from_year: i64,
    /// Last year.
    pub to_year: i64,
    /// The time as the paper writes it.
    pub duration: String,
    /// What it is for.
    pub objective: String,
    /// Its scale.
    pub scale: String,
    /// What is expected of it.
    pub effects: String,
    /// The machine or content that is supported.
    pub equipment: String,
    /// How many units are supported.
    pub quantity: i64,
    /// Why it comes first.
    pub priority: Priority,
    /// Those who benefit and are not named one by one.
    pub beneficiary_text: String,
    /// Remark.
    pub note: String,
    /// The paper that says so.
    pub document_id: String,
    /// Where in it.
    pub location: String,
}

/// A project in the list, with its money and state.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct ProjectLine {
    /// Id.
    pub id: String,
    /// Number within the plan.
    pub code: String,
    /// Name.
    pub name: String,
    /// Year of the plan.
    pub year: i64,
    /// Batch of the plan.
    pub batch: i64,
    /// Whose money.
    pub track: Track,
    /// How it is set up.
    pub kind: ProjectKind,
    /// Which of the nine contents.
    pub content: Content,
    /// What is supported.
    pub activity: Activity,
    /// The place as the paper writes it.
    pub place_text: String,
    /// Who benefits: the first by name, or the words of the paper.
    pub beneficiary: String,
    /// How many are named.
    pub named: i64,
    /// Its latest state.
    pub state: Option<State>,
    /// Since when.
    pub state_on: Option<Day>,
    /// Promotion money allotted.
    pub support_vnd: i64,
    /// Counterpart money.
    pub counterpart_vnd: i64,
    /// Promotion money advanced.
    pub advanced_vnd: i64,
    /// Number of the plan's decision.
    pub document: String,
    /// Id of the plan's decision.
    pub document_id: String,
}

impl ProjectLine {
    /// Whole cost.
    pub fn total_vnd(&self) -> i64 {
        self.support_vnd + self.counterpart_vnd
    }

    /// Who benefits: "DNTN Vàng Anh và 2 đơn vị khác", "50 cơ sở".
    pub fn beneficiaries(&self) -> String {
        if self.named > 1 {
            return format!("{} và {} đơn vị khác", self.beneficiary, self.named - 1);
        }
        self.beneficiary.clone()
    }

    /// What people read for the state.
    pub fn state_label(&self) -> &'static str {
        self.state.map_or("Chưa ghi", State::label)
    }
}

/// A project of a plan with all its money, as the forms of a plan list it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct PlanProject {
    /// Id.
    pub id: String,
    /// Number within the plan.
    pub code: String,
    /// Name.
    pub name: String,
    /// Who carries it out; empty when nobody is named.
    pub executor: String,
    /// What it is for.
    pub objective: String,
    /// What is expected of it.
    pub effects: String,
    /// The time as the paper writes it.
    pub duration: String,
    /// Remark.
    pub note: String,
    /// Promotion money approved, in đồng.
    pub support_vnd: i64,
    /// All other money approved, in đồng.
    pub rest_vnd: i64,
    /// Promotion money asked for, in đồng.
    pub requested_vnd: i64,
    /// Promotion money that the appraisal found right, in đồng.
    pub appraised_vnd: i64,
    /// All other money of a draft, in đồng: as appraised, else as asked for.
    pub draft_rest_vnd: i64,
    /// Promotion money of contracts, in đồng.
    pub contracted_vnd: i64,
    /// Promotion money advanced, in đồng.
    pub advanced_vnd: i64,
    /// Promotion money settled, in đồng.
    pub settled_vnd: i64,
    /// Promotion money returned, in đồng.
    pub returned_vnd: i64,
}

impl PlanProject {
    /// Promotion and other money as a plan that is still drawn up has it: as appraised, else as asked for.
    pub fn drafted(&self) -> (i64, i64) {
        let support_vnd =
            if self.appraised_vnd > 0 { self.appraised_vnd } else { self.requested_vnd };
        (support_vnd, self.draft_rest_vnd)
    }
}

/// A project as far as its deadlines go.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct TimedProject {
    /// Id.
    pub id: String,
    /// Number within its plan.
    pub code: String,
    /// Name.
    pub name: String,
    /// Year of its plan.
    pub year: i64,
    /// Whose money.
    pub track: Track,
    /// Its latest state.
    pub state: Option<State>,
    /// Day of its last acceptance.
    pub accepted_on: Option<Day>,
}

/// How many projects stand in a state, and their money.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct Standing {
    /// The state; `None` for those without one.
    pub state: Option<State>,
    /// How many.
    pub projects: i64,
    /// Promotion money allotted.
    pub support_vnd: i64,
    /// Counterpart money.
    pub counterpart_vnd: i64,
}

impl Standing {
    /// What people read for the state.
    pub fn label(&self) -> &'static str {
        self.state.map_or("Chưa ghi trạng thái", State::label)
    }

    /// The word in the address.
    pub fn word(&self) -> &'static str {
        self.state.map_or("", State::word)
    }
}
