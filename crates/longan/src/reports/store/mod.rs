//! All SQL of reports.

mod owed;
mod read;

pub use owed::{count_groups, count_owed, list_owed};
pub(super) use read::REACHES_PLACE;
pub use read::list_periods;
