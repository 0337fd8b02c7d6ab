//! HTTP of reports.

pub mod api;
pub mod fill;
pub mod overview;
pub mod owed;
pub mod paper;
pub mod remind;
pub mod show;
pub mod upload;
pub mod waiting;
