//! HTTP: the page with its form and its table, the files, the choices that are kept.

pub mod choices;
pub mod files;
pub mod show;
