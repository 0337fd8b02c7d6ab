//! Units as a person types them into a form: a code, or a name within the person's own provinces.

use super::{Level, resolve, search_key, store};
use crate::App;
use crate::error::Error;
use crate::store::Day;
use crate::users::{self, Viewer};

/// Ids of the units typed, several parted by semicolons; none when one of them is not found, or is
/// a name that means several.
pub async fn find_typed(
    app: &App,
    viewer: &Viewer,
    text: &str,
    on: Day,
) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let is_code = part.chars().any(|c| c.is_ascii_digit());
        if is_code && let Ok(place) = resolve(&app.store, part, on).await {
            found.push(place.id);
            continue;
        }
        let key = search_key(part);
        let mut named = Vec::new();
        for province in users::store::list_place_ids(&app.store, viewer).await? {
            for level in [Level::Commune, Level::District] {
                let units = store::list_by_name(&app.store, &key, level, &province);
                named.extend(units.await?.into_iter().filter(|unit| unit.exists_on(on)));
            }
        }
        // A name that means several units is no answer; the person gives the code.
        if let [only] = named.as_slice() {
            found.push(only.id.clone());
        } else {
            return Ok(Vec::new());
        }
    }
    Ok(found)
}
