//! People who sign in: administrator, officer, reader; where each may look and work.
//!
//! Every list, find and figure takes a [`Viewer`]; what the viewer may see is decided in
//! SQL by `user_places`, so that it cannot be forgotten.

pub mod actions;
pub mod model;
pub mod pages;
mod password;
mod session;
pub mod store;

pub use model::{Role, User, Viewer};
pub use session::SignedIn;

use crate::App;
use axum::Router;
use axum::routing::{get, post};

/// Sign-in and the administration of people.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in", get(pages::sign_in_form).post(pages::sign_in))
        .route("/sign-out", post(pages::sign_out))
        .route("/users", get(pages::list).post(pages::add))
        .route("/users/new", get(pages::new_form))
        .route("/users/{name}/password", post(pages::reset_password))
        .route("/users/{name}/closure", post(pages::disable))
        .route("/account", get(pages::account).post(pages::change_password))
}
