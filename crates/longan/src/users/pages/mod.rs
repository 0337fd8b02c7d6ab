//! Pages of people: signing in, accounts, roles, delegation, a person's own page.

pub mod access;
pub mod account;
pub mod accounts;
pub mod delegations;
pub mod factors;
pub mod links;
pub mod openid;
pub mod passkeys;
pub mod requests;
pub mod roles;
pub mod sign_in;
