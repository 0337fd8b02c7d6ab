//! A person's own pages.

pub mod calendar;
pub mod handovers;
pub mod show;
pub mod tasks;
