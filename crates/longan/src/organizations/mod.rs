//! Enterprises, cooperatives, household businesses, agencies, associations and partners: one
//! register, known by tax code or by folded name, whatever capability works with them.
//!
//! A body's page shows what every capability tells of it ([`Section`]). Two records of one body
//! are found by what they share ([`likeness`]) and made one by a person, together with everything
//! that belongs to them ([`moves`]).

pub mod actions;
pub mod likeness;
mod model;
pub mod moves;
mod pages;
mod search;
mod section;
pub mod store;
mod vocabulary;
pub mod vsic;

pub use model::{Kind, NewOrganization, Organization, match_key, name_core};
pub use moves::{COUNTED, Move};
pub use section::{Cell, Heading, Section, Telling, numbers, words};
pub use vocabulary::VOCABULARY;

use crate::routes::{Routes, Rule};
use crate::users::Right;

/// Pages of the register.
pub fn routes() -> Routes {
    let see = Rule::Needs(Right::SeeOrganizations);
    let write = Rule::Needs(Right::WriteOrganizations);
    let merge = Rule::Needs(Right::MergeOrganizations);
    Routes::new()
        .get("/organizations", see, pages::list::list)
        .post("/organizations", write, pages::edit::add)
        .get("/organizations/new", write, pages::edit::new_form)
        .get("/organizations.xlsx", see, pages::export::xlsx)
        .get("/organizations.csv", see, pages::export::csv)
        .get("/organizations/duplicates", merge, pages::duplicates::list)
        .post("/organizations/distinctions", merge, pages::duplicates::say_distinct)
        .get("/organizations/{id}", see, pages::show::show)
        .get("/organizations/{id}/edit", write, pages::edit::edit_form)
        .post("/organizations/{id}/edit", write, pages::edit::edit)
        .get("/organizations/{id}/merge", merge, pages::duplicates::compare)
        .post("/organizations/{id}/merge", merge, pages::duplicates::merge)
        .get("/organizations/{id}/merges/{merge}/undoing", merge, pages::duplicates::undo_form)
        .post("/organizations/{id}/merges/{merge}/undoing", merge, pages::duplicates::undo)
        .post("/organizations/{id}/{kind}", write, pages::facts::add)
        .get("/organizations/{id}/{kind}/new", write, pages::facts::form)
        .get("/organizations/{id}/{kind}/{fact}/end", write, pages::facts::end_form)
        .post("/organizations/{id}/{kind}/{fact}/end", write, pages::facts::end)
        .get("/own", Rule::Needs(Right::SeeOwn), pages::show::own)
        .api("/api/organizations", see, &pages::api::LIST, pages::list::list_json)
        .api("/api/organizations/{id}", see, &pages::api::SHOW, pages::show::show_json)
}
