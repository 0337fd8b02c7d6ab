//! The verbs: a report is drafted, sent, decided on; somebody is reminded of one.

mod decide;
mod fill;
mod remind;
mod upload;

pub use decide::{Decision, decide};
pub use fill::{Draft, save, send};
pub use remind::{Reminded, remind};
pub use upload::{ReadWorkbook, notes, read_workbook, upload};
