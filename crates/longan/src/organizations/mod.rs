//! Enterprises, cooperatives, agencies: one register, known by tax code or by folded name.

mod model;
pub mod store;

pub use model::{Kind, NewOrganization, Organization, match_key};
