//! The history: who did what to which record, why, by which paper, and how the record stood
//! afterwards. Rows are only ever added, and each carries the hash of the one before it, so
//! that a row that was changed, taken away, moved or put in between is found.

mod chain;
mod known;
mod model;
mod place;
mod store;
pub mod told;

pub use chain::{Break, Flaw, Head, Verified, verify};
pub use known::Known;
pub use model::{Act, Actor, Event};
pub use store::{chain_older, chain_rest, head, list, list_of_place, newest, record, record_many};
