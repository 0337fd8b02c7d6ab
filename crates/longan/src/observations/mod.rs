//! What somebody reported of something on a day. Several sources may disagree; a rule picks
//! one, and the disagreement stays visible until an officer settles it with a reason.

pub mod actions;
mod known;
mod model;
pub mod pages;
pub mod store;
mod vocabulary;

pub use known::as_known;
pub use model::precedence::{IndicatorGroup, Precedences, Ranking};
pub use model::{Indicator, NewObservation, Observation, Precision, ReporterKind, Standing, Unit};
pub use vocabulary::VOCABULARY;

use crate::routes::{Routes, Rule};
use crate::users::Right;

/// Pages of reported numbers: which source is taken first.
pub fn routes() -> Routes {
    let manage = Rule::Needs(Right::ManageSettings);
    Routes::new()
        .get("/conflicts/precedence", Rule::Needs(Right::SeeRegister), pages::precedence)
        .post("/conflicts/precedence", manage, pages::set_precedence)
}
