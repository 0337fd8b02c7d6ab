//! The history for whoever inspects: what was done, what was refused, who signed in. Read only.
//!
//! What a person reads here is decided by the places where they hold a role that may audit:
//! whoever inspects one province reads that province's events, whoever does so for the
//! country reads all of them.

mod export;
mod model;
mod pages;
mod store;

use crate::routes::{Routes, Rule};
use crate::users::Right;

/// Pages of the history.
pub fn routes() -> Routes {
    let audit = Rule::Needs(Right::Audit);
    Routes::new()
        .get("/audit", audit, pages::events)
        .get("/audit/refusals", audit, pages::refusals)
        .get("/audit/sign-ins", audit, pages::sign_ins)
        .get("/audit.csv", audit, export::csv)
        .get("/audit.xlsx", audit, export::xlsx)
}
