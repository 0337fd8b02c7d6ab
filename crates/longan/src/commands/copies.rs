//! `longan backup`, `restore` and `copy-database`.

use super::Place;
use super::outcome::Outcome;
use std::path::Path;

/// Writes a backup.
pub async fn backup(_place: &Place, _output: &Path) -> Outcome {
    todo!()
}

/// Restores a backup.
pub async fn restore(_place: &Place, _file: &Path) -> Outcome {
    todo!()
}

/// Copies a database.
pub async fn copy_database(_from: &str, _to: &str) -> Outcome {
    todo!()
}
