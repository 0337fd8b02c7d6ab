//! What somebody reported of something on a day. Several sources may disagree; a rule picks
//! one, and the disagreement stays visible until an officer settles it with a reason.

pub mod actions;
mod model;
pub mod store;
mod vocabulary;

pub use model::{Indicator, NewObservation, Observation, Precision, ReporterKind, Standing, Unit};
pub use vocabulary::VOCABULARY;
