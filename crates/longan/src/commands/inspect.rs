//! `longan check`: every data-quality rule over the whole register.

use super::Place;
use super::outcome::Outcome;

/// Checks and tells.
pub async fn run(_place: &Place, _json: bool) -> Outcome {
    todo!()
}
