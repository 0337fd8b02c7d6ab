//! The list of organizations: search without marks, filters, order, fifty a page.

use super::super::model::{Kind, OrganizationLine, State};
use super::super::search::{Asked, Sort};
use super::super::store::{self, Wanted};
use crate::App;
use crate::error::Error;
use crate::places::{self, Place};
use crate::remembered;
use crate::store::Day;
use crate::ui::{Frame, Page, Vi};
use crate::users::{self, Right, SignedIn, Viewer};
use askama::Template;
use axum::Json;
use axum::extract::{Query, State as Shared};
use axum::http::Uri;
use axum::response::{IntoResponse as _, Response};

const PAGE_ROWS: i64 = 50;
const PAGE_LINES: usize = 50;
/// Up to here bodies are counted; a longer list says "hơn".
const COUNTED: i64 = 2_000;

#[derive(Template)]
#[template(path = "organizations/list.html")]
struct List {
    frame: Frame,
    asked: Asked,
    places: Vec<Place>,
    found: Found,
    may_write: &'static str,
    may_merge: &'static str,
}

/// The bodies of a page, and what is said of their number.
pub struct Found {
    /// The bodies.
    pub lines: Vec<OrganizationLine>,
    /// The unit asked for.
    pub place: Option<Place>,
    /// The day.
    pub on: Day,
    /// Number of the first one.
    pub first: i64,
    /// "198", "hơn 2.000".
    pub total: String,
    /// This page.
    pub page: i64,
    /// Number of the page after; 0 when there is none.
    pub after: i64,
}

impl Found {
    fn last(&self) -> i64 {
        self.first - 1 + i64::try_from(self.lines.len()).unwrap_or_default()
    }
}

/// What an address asks of the store.
pub async fn wanted(app: &App, asked: &Asked) -> Result<(Wanted, Option<Place>), Error> {
    let on = app.today();
    let place = match asked.place.trim() {
        "" => None,
        text => Some(places::resolve(&app.store, text, on).await?),
    };
    let wanted = Wanted {
        place_id: place.as_ref().map(|place| place.id.clone()).unwrap_or_default(),
        on,
        text: asked.text(),
        kind: asked.kind(),
        state: asked.state(),
        sort: asked.sort(),
        direction: asked.direction(),
    };
    Ok((wanted, place))
}

async fn find(app: &App, viewer: &Viewer, asked: &Asked) -> Result<Found, Error> {
    let (wanted, place) = wanted(app, asked).await?;
    let page = asked.page();
    let offset = (page - 1) * PAGE_ROWS;
    let mut lines = store::list_page(&app.store, viewer, &wanted, PAGE_ROWS + 1, offset).await?;
    let after = if lines.len() > PAGE_LINES { page + 1 } else { 0 };
    lines.truncate(PAGE_LINES);
    let total = store::count(&app.store, viewer, &wanted, COUNTED + 1).await?;
    let total =
        if total > COUNTED { format!("hơn {}", Vi::count(COUNTED)) } else { Vi::count(total) };
    Ok(Found { lines, place, on: wanted.on, first: offset + 1, total, page, after })
}

/// The list.
pub async fn list(
    Shared(app): Shared<App>,
    SignedIn(viewer): SignedIn,
    uri: Uri,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    remembered::page(&app, &viewer, &uri, draw(&app, &viewer, asked)).await
}

async fn draw(app: &App, viewer: &Viewer, asked: Asked) -> Result<Response, Error> {
    let found = find(app, viewer, &asked).await?;
    Ok(Page(List {
        frame: Frame::new(viewer, "/organizations", "Tổ chức, doanh nghiệp"),
        places: choices(app, viewer, found.place.as_ref()).await?,
        asked,
        found,
        may_write: if viewer.may(Right::WriteOrganizations) { "yes" } else { "" },
        may_merge: if viewer.may(Right::MergeOrganizations) { "yes" } else { "" },
    })
    .into_response())
}

/// The units the list can be narrowed to: the person's own, those with clusters, the one asked for.
async fn choices(app: &App, viewer: &Viewer, asked: Option<&Place>) -> Result<Vec<Place>, Error> {
    let mut choices: Vec<Place> = asked.cloned().into_iter().collect();
    for id in users::store::list_place_ids(&app.store, viewer).await? {
        choices.extend(places::store::find(&app.store, &id).await?);
    }
    choices.extend(places::store::list_with_clusters(&app.store, viewer).await?);
    let mut known = std::collections::HashSet::new();
    choices.retain(|place| place.id != places::COUNTRY_ID && known.insert(place.id.clone()));
    Ok(choices)
}

/// The list for programs: the same question, the same bodies.
pub async fn list_json(
    Shared(app): Shared<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let found = find(&app, &viewer, &asked).await?;
    Ok(Json(serde_json::json!({
        "place_id": found.place.as_ref().map(|place| place.id.clone()), "on": found.on,
        "page": found.page, "first": found.first, "total": found.total,
        "next_page": (found.after > 0).then_some(found.after), "organizations": found.lines,
    }))
    .into_response())
}
