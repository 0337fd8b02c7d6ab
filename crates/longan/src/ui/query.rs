//! The place and day a page is asked for, from `?place=…&on=…`.

use crate::App;
use crate::error::Error;
use crate::places::{self, Place};
use crate::store::Day;
use crate::users::{self, Viewer};

/// What a page may be asked with.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct AsOf {
    /// Place: id, code, or `district:802`.
    #[serde(default)]
    pub place: String,
    /// Day: ISO, or as people write it.
    #[serde(default)]
    pub on: String,
}

/// The place and day a page shows.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The place.
    pub place: Place,
    /// The day.
    pub on: Day,
}

impl AsOf {
    /// Resolves what was asked; where nothing was, the program's opening or the person's own place and today.
    pub async fn resolve(&self, app: &App, viewer: &Viewer) -> Result<Scope, Error> {
        let on = match self.on.trim() {
            "" => app.opening.day.unwrap_or_else(|| app.today()),
            text => Day(kernel::day::parse_day(text)
                .map_err(|problem| Error::Unusable(problem.message()))?),
        };
        let place = match self.place.trim() {
            "" => opening_place(app, viewer).await?,
            text => places::resolve(&app.store, text, on).await?,
        };
        Ok(Scope { place, on })
    }
}

async fn opening_place(app: &App, viewer: &Viewer) -> Result<Place, Error> {
    let own = users::store::list_place_ids(&app.store, viewer).await?;
    let id = app.opening.place_id.clone().filter(|_| own.iter().any(|id| id == places::COUNTRY_ID));
    let id = id.or_else(|| own.into_iter().next()).unwrap_or_else(|| places::COUNTRY_ID.to_owned());
    places::store::find(&app.store, &id).await?.ok_or(Error::NotFound)
}

impl Scope {
    /// The same place and day as a query string: `place=…&on=…`.
    pub fn query(&self) -> String {
        format!("place={}&on={}", crate::ui::url_encode(&self.place.id), self.on)
    }
}
