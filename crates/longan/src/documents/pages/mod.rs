//! HTTP: the list, one paper, its forms, its files and links.

pub mod edit;
pub mod export;
pub mod files;
pub mod links;
pub mod list;
pub mod show;
