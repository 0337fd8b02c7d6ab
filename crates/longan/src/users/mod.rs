//! People who sign in: their roles, where each may look and work, and for how long.
//!
//! Every list, find and figure takes a [`Viewer`]; what the viewer may see is decided in
//! SQL by `user_places`, so that it cannot be forgotten. What a role may do is in `rights.rs`.

pub mod actions;
mod behalf;
mod client;
mod factors;
mod letters;
pub mod model;
mod openid;
pub mod pages;
mod password;
mod reach;
mod rights;
mod seal;
mod session;
mod settings;
pub mod store;
mod throttle;
mod visit;
mod vocabulary;

pub use behalf::{actor_for, behalf_field};
pub use client::{Client, know};
pub use model::{User, Viewer};
pub use reach::{may_at, may_in_any, may_with_cluster, require_with_cluster};
pub use rights::{Right, Rights, Role, Seat};
pub use seal::Seal;
pub use session::{Asker, SignedIn};
pub use settings::{OneTimePasswords, OpenIdSettings, SignInSettings};
pub use visit::{COOKIE_NAME, address};
pub use vocabulary::VOCABULARY;

use crate::routes::{Routes, Rule};

/// Sign-in, a person's own account, and the administration of people.
pub fn routes() -> Routes {
    sign_in_routes().merge(own_routes()).merge(administration_routes())
}

fn sign_in_routes() -> Routes {
    Routes::new()
        .get("/sign-in", Rule::Open, pages::sign_in::form)
        .post("/sign-in", Rule::Open, pages::sign_in::sign_in)
        .get("/sign-in/second", Rule::Open, pages::sign_in::second_form)
        .post("/sign-in/second", Rule::Open, pages::sign_in::second)
        .post("/sign-in/passkey/question", Rule::Open, pages::passkeys::ask)
        .post("/sign-in/passkey", Rule::Open, pages::passkeys::sign_in)
        .get("/sign-in/openid", Rule::Open, pages::openid::go)
        .get("/sign-in/openid/return", Rule::Open, pages::openid::come_back)
        .post("/sign-out", Rule::Open, pages::sign_in::sign_out)
        .get("/invitations/{token}", Rule::Open, pages::links::invitation)
        .post("/invitations/{token}", Rule::Open, pages::links::take_invitation)
        .get("/password-reset", Rule::Open, pages::links::forgotten)
        .post("/password-reset", Rule::Open, pages::links::ask_reset)
        .get("/password-reset/{token}", Rule::Open, pages::links::reset)
        .post("/password-reset/{token}", Rule::Open, pages::links::set_by_reset)
}

fn own_routes() -> Routes {
    Routes::new()
        .get("/account", Rule::SignedIn, pages::account::show)
        .post("/account", Rule::SignedIn, pages::account::change_password)
        .post("/account/sessions/{id}/end", Rule::SignedIn, pages::account::end_session)
        .post("/account/sessions/end-others", Rule::SignedIn, pages::account::end_other_sessions)
        .get("/account/proof", Rule::SignedIn, pages::factors::proof_form)
        .post("/account/proof", Rule::SignedIn, pages::factors::prove)
        .post("/account/proof/passkey/question", Rule::SignedIn, pages::passkeys::ask_proof)
        .post("/account/proof/passkey", Rule::SignedIn, pages::passkeys::prove)
        .get("/account/factors", Rule::SignedIn, pages::factors::list)
        .post("/account/factors/{id}/removal", Rule::SignedIn, pages::factors::remove)
        .get("/account/totp", Rule::SignedIn, pages::factors::totp_form)
        .post("/account/totp", Rule::SignedIn, pages::factors::add_totp)
        .post("/account/passkeys/question", Rule::SignedIn, pages::passkeys::ask_new)
        .post("/account/passkeys", Rule::SignedIn, pages::passkeys::add)
        .post("/account/recovery-codes", Rule::SignedIn, pages::factors::renew_codes)
        .get("/account/openid", Rule::SignedIn, pages::openid::go_to_link)
        .post("/account/identities/{id}/removal", Rule::SignedIn, pages::openid::unlink)
}

fn administration_routes() -> Routes {
    let manage = Rule::Needs(Right::ManageUsers);
    let settings = Rule::Needs(Right::ManageSettings);
    Routes::new()
        .get("/users/invite", manage, pages::access::invite_form)
        .post("/users/invite", manage, pages::access::invite)
        .get("/users/{name}/access", manage, pages::access::show)
        .post("/users/{name}/email", manage, pages::access::set_email)
        .post("/users/{name}/invitation", manage, pages::access::invite_again)
        .post("/users/{name}/sessions/end", manage, pages::access::end_sessions)
        .post("/users/{name}/factors/{id}/removal", manage, pages::access::remove_factor)
        .get("/factor-rules", settings, pages::access::factor_rules)
        .post("/factor-rules/{role}", settings, pages::access::set_factor_rule)
        .get("/users", manage, pages::accounts::list)
        .post("/users", manage, pages::accounts::add)
        .get("/users/new", manage, pages::accounts::new_form)
        .get("/users/{name}", manage, pages::roles::show)
        .post("/users/{name}/roles", manage, pages::roles::give)
        .post("/users/{name}/password", manage, pages::accounts::reset_password)
        .post("/users/{name}/closure", manage, pages::accounts::disable)
        .post("/roles/{id}/end", manage, pages::roles::end)
        .get("/rights", Rule::SignedIn, pages::roles::rights)
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
