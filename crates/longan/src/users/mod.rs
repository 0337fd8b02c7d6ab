//! People who sign in: their roles, where each may look and work, and for how long.
//!
//! Every list, find and figure takes a [`Viewer`]; what the viewer may see is decided in
//! SQL by `user_places`, so that it cannot be forgotten. What a role may do is in `rights.rs`.

pub mod actions;
mod behalf;
mod client;
pub mod model;
pub mod pages;
mod password;
mod reach;
mod rights;
mod session;
pub mod store;

pub use behalf::{actor_for, behalf_field};
pub use client::{Client, know};
pub use model::{User, Viewer};
pub use reach::{may_at, may_in_any, may_with_cluster, require_with_cluster};
pub use rights::{Right, Rights, Role, Seat};
pub use session::{Asker, SignedIn, address};

use crate::routes::{Routes, Rule};

/// Sign-in and the administration of people.
pub fn routes() -> Routes {
    let manage = Rule::Needs(Right::ManageUsers);
    Routes::new()
        .get("/sign-in", Rule::Open, pages::sign_in::form)
        .post("/sign-in", Rule::Open, pages::sign_in::sign_in)
        .post("/sign-out", Rule::Open, pages::sign_in::sign_out)
        .get("/users", manage, pages::accounts::list)
        .post("/users", manage, pages::accounts::add)
        .get("/users/new", manage, pages::accounts::new_form)
        .get("/users/{name}", manage, pages::roles::show)
        .post("/users/{name}/roles", manage, pages::roles::give)
        .post("/users/{name}/password", manage, pages::accounts::reset_password)
        .post("/users/{name}/closure", manage, pages::accounts::disable)
        .post("/roles/{id}/end", manage, pages::roles::end)
        .get("/rights", Rule::SignedIn, pages::roles::rights)
        .get("/account", Rule::SignedIn, pages::account::show)
        .post("/account", Rule::SignedIn, pages::account::change_password)
        .get("/delegations", Rule::Needs(Right::Delegate), pages::delegations::list)
        .post("/delegations", Rule::Needs(Right::Delegate), pages::delegations::add)
        .post("/delegations/{id}/end", Rule::Needs(Right::Delegate), pages::delegations::end)
        .get("/entry-requests", Rule::SignedIn, pages::requests::list)
        .post("/entry-requests", Rule::Needs(Right::AskEntry), pages::requests::add)
        .post(
            "/entry-requests/{id}/withdrawal",
            Rule::Needs(Right::AskEntry),
            pages::requests::withdraw,
        )
}
