//! The verbs of promotion: each one transaction and one event.

mod changes;
mod decisions;
mod effects;
mod entries;
mod facts;
mod needs;
mod plans;
mod projects;
mod steps;
mod withdrawals;

pub use changes::change_project;
pub use decisions::{DecidedPlan, DecisionRefusal, Taking, decide_drafts};
pub use effects::{add_effect, correct_effect};
pub use entries::{add_entry, correct_entry, withdraw_entry};
pub use facts::{correct_line, record};
pub use needs::{Asking, add_areas, add_need, answer_need, decide_need, edit_need, withdraw_area};
pub use plans::{add_plan, add_programme};
pub use projects::{Beneficiary, add_project, draft_project, edit_project};
pub use steps::{OwnPaper, Passing, pass_step};
pub use withdrawals::withdraw_step;

use crate::store::StoreError;
use crate::ui::Problems;

/// How a verb can end besides well: the form is wrong, or the database says no.
#[derive(Debug)]
pub enum Refusal {
    /// What is wrong with the form.
    Problems(Problems),
    /// The database says no.
    Store(StoreError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Refusal {
    /// A single problem.
    pub fn on(field: &'static str, problem: impl Into<String>) -> Self {
        Self::Problems(Problems::one(field, problem))
    }
}

/// A broken unique rule becomes a sentence about the form.
fn taken(field: &'static str, problem: &'static str) -> impl FnOnce(StoreError) -> Refusal {
    move |error| match error {
        StoreError::Taken(_) => Refusal::on(field, problem),
        other => Refusal::Store(other),
    }
}
