//! What people are told: one line each, on the page of the person and, as they wish, by letter.
//!
//! Whoever has something to say calls [`tell`] in the transaction that makes it true.

mod actions;
mod digest;
pub mod model;
mod pages;
pub mod store;

pub use digest::MAILING;
pub use model::{Kind, NewNotice};
pub use store::tell;

use crate::routes::{Routes, Rule};

/// The notices of a person and how they want to be told.
pub fn routes() -> Routes {
    Routes::new()
        .get("/notices", Rule::SignedIn, pages::list)
        .post("/notices/reading", Rule::SignedIn, pages::read_all)
        .post("/notices/{id}/reading", Rule::SignedIn, pages::read)
        .get("/notices/settings", Rule::SignedIn, pages::settings_form)
        .post("/notices/settings", Rule::SignedIn, pages::set)
}
