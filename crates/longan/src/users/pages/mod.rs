//! Pages of people: signing in, accounts, roles, delegation, a person's own page.

pub mod account;
pub mod accounts;
pub mod delegations;
pub mod requests;
pub mod roles;
pub mod sign_in;
