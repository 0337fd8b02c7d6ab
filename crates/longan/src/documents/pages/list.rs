//! The list of papers: search in numbers as people write them, filters, order, fifty a page.

use super::super::model::{Direction, Document, Kind};
use super::super::search::{NumberQuery, Sort, Wanted};
use super::super::store;
use crate::App;
use crate::error::Error;
use crate::places::Place;
use crate::store::Day;
use crate::ui::{Frame, Page, Vi, url_encode};
use crate::users::{Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::IntoResponse;

/// Papers a page shows.
const PAGE_ROWS: i64 = 50;
/// Issuers to choose from.
const ISSUERS: i64 = 200;

/// What the list may be asked with.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    kind: String,
    direction: String,
    issuer: String,
    from: String,
    to: String,
    place: String,
    sort: String,
    page: String,
}

impl Asked {
    /// What the store is asked; a day that cannot be read is said.
    pub fn wanted(&self) -> Result<Wanted, Error> {
        let sort = self.sort.parse().unwrap_or(Sort::Newest);
        let kind = self.kind.parse().map(Kind::word).unwrap_or_default();
        Ok(Wanted {
            query: NumberQuery::read(&self.q),
            kind: kind.to_owned(),
            direction: self.direction.clone(),
            issuer: self.issuer.clone(),
            from: day(&self.from)?,
            to: day(&self.to)?,
            place_id: self.place.clone(),
            sort,
        })
    }

    /// The same question as a query string, without the page.
    pub fn query(&self) -> String {
        let pairs = [
            ("q", &self.q),
            ("kind", &self.kind),
            ("direction", &self.direction),
            ("issuer", &self.issuer),
            ("from", &self.from),
            ("to", &self.to),
            ("place", &self.place),
            ("sort", &self.sort),
        ];
        let told = pairs.iter().filter(|(_, value)| !value.is_empty());
        told.map(|(name, value)| format!("{name}={}", url_encode(value)))
            .collect::<Vec<_>>()
            .join("&")
    }

    /// The question in words, for the head of an export.
    pub fn told(&self) -> Vec<String> {
        let label = |text: &str| text.parse::<Kind>().map(Kind::label).unwrap_or_default();
        let pairs = [
            ("Tìm", self.q.as_str()),
            ("Loại", label(&self.kind)),
            ("Cơ quan ban hành", &self.issuer),
            ("Từ ngày", &self.from),
            ("Đến ngày", &self.to),
        ];
        let told = pairs.iter().filter(|(_, value)| !value.is_empty());
        told.map(|(name, value)| format!("{name}: {value}")).collect()
    }
}

fn day(text: &str) -> Result<Option<Day>, Error> {
    match text.trim() {
        "" => Ok(None),
        text => kernel::day::parse_day(text)
            .map(|day| Some(Day(day)))
            .map_err(|problem| Error::Unusable(problem.message())),
    }
}

#[derive(Template)]
#[template(path = "documents/list.html")]
struct List {
    frame: Frame,
    asked: Asked,
    documents: Vec<Document>,
    issuers: Vec<String>,
    places: Vec<Place>,
    first: i64,
    last: i64,
    total: String,
    before: i64,
    after: i64,
    may_write: &'static str,
}

/// The papers.
pub async fn list(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let wanted = asked.wanted()?;
    let page = asked.page.parse::<i64>().unwrap_or(1).clamp(1, 100_000);
    let first = (page - 1) * PAGE_ROWS;
    let documents = store::list(&app.store, &viewer, &wanted, PAGE_ROWS, first).await?;
    let around = store::around(&app.store, &viewer, &wanted, ISSUERS).await?;
    let total = around.total;
    let last = first + i64::try_from(documents.len()).unwrap_or_default();
    Ok(Page(List {
        frame: Frame::new(&viewer, "/documents", "Văn bản"),
        documents,
        issuers: around.issuers,
        places: around.places,
        first: first + 1,
        last,
        total: Vi::count(total),
        before: page - 1,
        after: if last < total { page + 1 } else { 0 },
        may_write: writes(&viewer),
        asked,
    }))
}

/// "yes" for whoever may write papers somewhere; empty for others.
pub fn writes(viewer: &Viewer) -> &'static str {
    if viewer.may(Right::WriteDocuments) { "yes" } else { "" }
}
