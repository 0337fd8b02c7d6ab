//! Personal data (dữ liệu cá nhân): what the program holds of a person, handed out as files, and
//! erased on request, while the official record stays whole. Everything about a body (a company, an
//! agency) is handed out in the same way, and its people are erased in the same way.
//!
//! Where personal data stand is said once, in `holdings.rs`. An erased person keeps a number
//! ("Người dùng đã xóa số 12") under which everything they did stays in the history.

pub mod actions;
mod body;
mod export;
mod holdings;
pub mod model;
pub mod pages;
pub mod store;
mod traces;

pub use holdings::{ELSEWHERE, HOLDINGS, Holding, Key, OFFICIAL};

use crate::routes::{Routes, Rule};
use crate::users::Right;

/// Handing out and erasing personal data.
pub fn routes() -> Routes {
    let erase = Rule::Needs(Right::ErasePersonalData);
    Routes::new()
        .get("/personal", erase, pages::list)
        .get("/users/{name}/personal", erase, pages::show)
        .get("/users/{name}/personal.zip", erase, pages::download)
        .post("/users/{name}/erasure", erase, pages::erase)
        .get("/account/personal.zip", Rule::SignedIn, pages::download_own)
        .get("/organizations/{id}/everything.zip", Rule::SignedIn, pages::bodies::download)
        .get("/organizations/{id}/people/{person}/erasure", erase, pages::bodies::erasure_form)
        .post("/organizations/{id}/people/{person}/erasure", erase, pages::bodies::erase)
}
