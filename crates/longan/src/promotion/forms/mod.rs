//! The forms of Thông tư 36/2013/TT-BCT (Mẫu 1 to 13): each is a law file that says what stands
//! where, and all are filled from what is known of a project or a plan. Nothing is typed for a form
//! alone.
//!
//! `definition` reads the files, `sheet` is what is known, `gather` collects it, `fill` makes a paper.

mod definition;
mod fill;
mod gather;
mod plan;
mod sheet;
mod tables;

pub use definition::{FormDefinition, FormLayout, FormScope, all, find};
pub use fill::{Filled, Missing, fill, missing};
pub use gather::{ProjectFacts, instances, made, project_sheet};
pub use plan::{PlanFacts, plan_sheet};
pub use sheet::{Sheet, SheetValue};
