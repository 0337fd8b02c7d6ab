//! All SQL of papers: who sees them, the list, and what is written.

#[macro_use]
mod seen;
mod files;
mod links;
mod list;
mod write;

pub use files::{find_file, insert_file, list_files, set_file};
pub use links::{find_link, insert_link, list_links, withdraw_link};
pub use list::{Around, Double, around, list, list_doubles, list_of_organization, list_uses};
pub use seen::{find, find_whole, rests_within};
pub use write::{
    FIRST_REVISION, find_or_insert, insert_entry, insert_first_file, set_places, update_entry,
};
