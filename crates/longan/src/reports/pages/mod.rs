//! HTTP of reports.

pub mod api;
pub mod overview;
pub mod owed;
