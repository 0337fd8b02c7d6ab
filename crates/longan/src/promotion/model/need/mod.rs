//! A need: what an establishment asks of promotion.

mod answers;
mod form;
mod words;

pub use answers::{Answer, Answers};
pub use form::{
    NeedForm, NewNeed, NewNeedState, answer_fields, check_answers, check_need, check_need_state,
    need_fields, need_state_fields, typed_need,
};
pub use words::{AreaKind, NeedState, Origin, Question, Sector};

use super::words::{Activity, Content};
use crate::organizations;
use crate::store::Day;

/// A need as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct Need {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// Who asks.
    pub organization_id: String,
    /// Their name.
    pub name: String,
    /// What kind of body it is.
    pub kind: organizations::Kind,
    /// Their tax code.
    pub tax_code: Option<String>,
    /// The unit it was recorded in.
    pub lead_place_id: String,
    /// How that is called.
    pub place: String,
    /// How it came to be known.
    pub origin: Origin,
    /// The day.
    pub asked_on: Day,
    /// Which of the nine contents.
    pub content: Content,
    /// What support is wanted.
    pub activity: Activity,
    /// In the asker's words.
    pub wish: String,
    /// The machine or content.
    pub equipment: String,
    /// Support wanted, in đồng.
    pub support_vnd: Option<i64>,
    /// What the asker brings, in đồng.
    pub own_vnd: Option<i64>,
    /// The sector.
    pub sector: Sector,
    /// How many people work there.
    pub workers: Option<i64>,
    /// Whole capital, in đồng.
    pub capital_vnd: Option<i64>,
    /// Share of material from within the province, in hundredths of a percent.
    pub local_material_percent: Option<i64>,
    /// What was answered.
    pub answers: Answers,
    /// The year it is wanted for.
    pub target_year: i64,
    /// Remark.
    pub note: String,
    /// The paper that says so.
    pub document_id: Option<String>,
    /// How that is called; empty when there is none.
    pub document: String,
    /// Where in it.
    pub location: String,
    /// Why there is no paper.
    pub paperless: String,
    /// Name of whoever entered it.
    pub entered_by: String,
    /// Where it stands.
    pub state: NeedState,
    /// Since when.
    pub state_on: Day,
    /// How many states it has had.
    pub states: i64,
    /// The best of the areas it lies in on the day asked for.
    pub area: Option<AreaKind>,
}

/// A state of a need.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct NeedStep {
    /// The state.
    pub state: NeedState,
    /// Its day.
    pub on_day: Day,
    /// Why.
    pub reason: String,
    /// The project it was taken into; empty where none is named.
    pub project_id: String,
    /// How that is called.
    pub project: String,
    /// Name of whoever decided.
    pub decided_by: String,
}

/// How many needs stand in a state, and what they ask.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct NeedStanding {
    /// The state.
    pub state: NeedState,
    /// How many.
    pub needs: i64,
    /// Support wanted, in đồng.
    pub support_vnd: i64,
}

/// An area that comes first, on its paper.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, sqlx::FromRow)]
pub struct PriorityArea {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// The unit.
    pub place_id: String,
    /// How that is called.
    pub place: String,
    /// By which point of the article.
    pub kind: AreaKind,
    /// First day.
    pub from_day: Day,
    /// Last day; `None` while none is set.
    pub to_day: Option<Day>,
    /// The paper.
    pub document_id: String,
    /// How that is called.
    pub document: String,
    /// Where in it.
    pub location: String,
    /// Remark.
    pub note: String,
}

/// An area to be kept.
#[derive(Clone, Debug, serde::Serialize)]
pub struct NewArea {
    /// By which point of the article.
    pub kind: AreaKind,
    /// First day.
    pub from_day: Day,
    /// Last day.
    pub to_day: Option<Day>,
    /// Where in the paper.
    pub location: String,
    /// Remark.
    pub note: String,
}
