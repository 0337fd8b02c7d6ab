//! Administrative units, old and new, and how one became the other.
//!
//! A unit is known by level, code and first day: a code alone can mean two provinces.

pub mod actions;
mod api;
pub mod change;
mod history;
pub mod load;
mod model;
mod pages;
mod regions;
pub mod store;
mod typed;
pub mod units;
mod vocabulary;

pub use load::search_key;
pub use model::{
    COUNTRY_ID, Change, Level, Link, Mapping, Place, Preference, Relation, committee_vi,
    department_vi, fact_label, full_committee_vi, kind_label,
};
pub use typed::find_typed;
pub use units::Units;
pub use vocabulary::VOCABULARY;

use crate::error::Error;
use crate::routes::{Routes, Rule};
use crate::store::{Day, Store};
use crate::users::Right;

/// Looking units up, and changing them by a file.
pub fn routes() -> Routes {
    let manage = Rule::Needs(Right::ManagePlaces);
    Routes::new()
        .get("/places", Rule::SignedIn, pages::browse::list)
        .api("/api/places", Rule::SignedIn, &api::SEARCH, pages::browse::list_json)
        .get("/places/{id}", Rule::SignedIn, pages::show::show)
        .get("/places/changes", manage, pages::changes::list)
        .get("/places/changes/template.csv", manage, pages::changes::template)
        .get("/places/changes/regions.csv", manage, pages::changes::regions_template)
        .get("/places/changes/{id}", manage, pages::changes::show)
        .post("/places/changes/{id}/application", manage, pages::changes::apply)
        .post("/places/changes", manage, pages::changes::bring)
}

/// Finds the unit that `text` means on `day`: an id, a code, or `level:code`.
///
/// A unit that no longer exists on the day is still found when its code is not in use
/// then; its territory stays what it was.
pub async fn resolve(store: &Store, text: &str, day: Day) -> Result<Place, Error> {
    let text = text.trim();
    if let Some(place) = store::find(store, text).await? {
        return Ok(place);
    }
    let (level, code) = text.split_once(':').unwrap_or(("", text));
    let code = code.trim_end_matches(':');
    let candidates = store::list_by_code(store, level, code).await?;
    let on_the_day = candidates.iter().find(|place| place.exists_on(day));
    // Otherwise the unit that ended last before the day, or the first one after it.
    let nearest = on_the_day
        .or_else(|| candidates.iter().rev().find(|p| p.began_by(day)))
        .or_else(|| candidates.first());
    nearest.cloned().ok_or_else(|| {
        Error::Unusable(format!("Không có đơn vị hành chính nào mang mã “{text}”. Hãy nhập mã tỉnh (2 số), huyện (3 số) hoặc xã (5 số), ví dụ 80, 802, 27985; hoặc ghi rõ cấp: province:80."))
    })
}
