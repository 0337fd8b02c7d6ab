//! The verbs of the register: each one transaction and one event.

mod clusters;
mod commune;
mod correct;
mod facts;
mod tenants;

pub use clusters::{add, edit};
pub use commune::confirm_commune;
pub use correct::{correct_lease, correct_state, correct_tenant_state};
pub use facts::{end_lease, record};
pub use tenants::{add_state, edit_tenant, report_results};

use crate::store::{Result, StoreError, Tx};
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
    pub fn on(field: &'static str, problem: &str) -> Self {
        Self::Problems(Problems::one(field, problem))
    }
}

/// Finishes a verb; a broken unique rule becomes a sentence about the form.
fn taken(field: &'static str, problem: &'static str) -> impl FnOnce(StoreError) -> Refusal {
    move |error| match error {
        StoreError::Taken(_) => Refusal::on(field, problem),
        other => Refusal::Store(other),
    }
}

async fn commit(tx: Tx) -> Result<()> {
    Ok(tx.commit().await?)
}
