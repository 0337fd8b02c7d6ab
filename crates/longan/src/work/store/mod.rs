//! All SQL of a person's work.

mod duties;
mod handovers;
mod tasks;

pub use duties::*;
pub use handovers::*;
pub use tasks::*;
