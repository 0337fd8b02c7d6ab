//! Looking units up: by name or code, or from province to commune on any day.

use super::super::store::{self, Found};
use super::super::{COUNTRY_ID, Level, Place, search_key};
use crate::App;
use crate::error::Error;
use crate::store::Day;
use crate::ui::{Frame, Page};
use crate::users::{Right, SignedIn, Viewer};
use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::IntoResponse;

/// Most units a search shows.
const MOST: i64 = 50;

/// What is looked for.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Asked {
    /// Name without marks, or code.
    #[serde(default)]
    pub q: String,
    /// Day.
    #[serde(default)]
    pub on: String,
}

impl Asked {
    /// The day asked for, or today.
    pub fn day(&self, app: &App) -> Result<Day, Error> {
        match self.on.trim() {
            "" => Ok(app.today()),
            text => kernel::day::parse_day(text)
                .map(Day)
                .map_err(|problem| Error::Unusable(problem.message())),
        }
    }
}

#[derive(Template)]
#[template(path = "places/list.html")]
struct List {
    frame: Frame,
    q: String,
    on: Day,
    found: Vec<Found>,
    provinces: Vec<Place>,
    regions: Vec<Place>,
    may_change: &'static str,
}

/// The search, and the provinces of the day.
pub async fn list(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let on = asked.day(&app)?;
    let country = [COUNTRY_ID.to_owned()];
    let (mut provinces, mut regions) = (Vec::new(), Vec::new());
    let found = search(&app, &asked.q, on).await?;
    if asked.q.trim().is_empty() {
        provinces = store::list_children(&app.store, &country, on, Level::Province).await?;
        regions = store::list_children(&app.store, &country, on, Level::Region).await?;
    }
    Ok(Page(List {
        frame: Frame::new(&viewer, "/places", "Đơn vị hành chính"),
        q: asked.q.trim().to_owned(),
        on,
        found,
        provinces,
        regions,
        may_change: may_change(&viewer),
    }))
}

/// "yes" for whoever may bring a file of changes.
pub fn may_change(viewer: &Viewer) -> &'static str {
    if viewer.may(Right::ManagePlaces) { "yes" } else { "" }
}

async fn search(app: &App, typed: &str, on: Day) -> Result<Vec<Found>, Error> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    Ok(store::search(&app.store, &search_key(typed), typed, on, MOST).await?)
}

/// The same search for programs.
pub async fn list_json(
    State(app): State<App>,
    SignedIn(_viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let on = asked.day(&app)?;
    let found = search(&app, &asked.q, on).await?;
    let json = |found: Found| {
        let place = found.place;
        serde_json::json!({
            "id": place.id, "code": place.code, "level": place.level, "name": place.full_name, "above": found.above,
            "from": place.first_day(), "to": place.last_day(), "exists": place.exists_on(on),
        })
    };
    Ok(Json(found.into_iter().map(json).collect::<Vec<_>>()))
}
