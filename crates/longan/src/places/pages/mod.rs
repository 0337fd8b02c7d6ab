//! Looking units up on any day, one unit with its history, and the files that change them.

pub mod browse;
pub mod changes;
pub mod show;
