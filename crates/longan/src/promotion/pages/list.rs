//! The board of projects by state with their money, and the list below it.

use super::super::model::{Content, ProjectKind, ProjectLine, Standing, State, Track};
use super::super::procedure;
use super::super::rules::{self, Waits};
use super::super::search::{Direction, Query as Asking, Sort};
use super::super::store::{self, Asked};
use crate::App;
use crate::error::Error;
use crate::places::Place;
use crate::ui::query::{AsOf, Scope};
use crate::ui::{Frame, Page, Vi};
use crate::users::{Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Query, State as Extracted};
use axum::response::IntoResponse;

/// How many projects one page shows.
const PAGE_ROWS: i64 = 50;

#[derive(Template)]
#[template(path = "promotion/list.html")]
struct List {
    frame: Frame,
    asked: Asking,
    scope: Scope,
    places: Vec<Place>,
    place_is_listed: &'static str,
    years: Vec<i64>,
    steps: Vec<(&'static str, &'static str)>,
    standings: Vec<Standing>,
    support_vnd: i64,
    counterpart_vnd: i64,
    projects: i64,
    lines: Vec<ProjectLine>,
    first: i64,
    total: i64,
    before: i64,
    after: i64,
    may_write: &'static str,
}

impl List {
    fn last(&self) -> i64 {
        self.first - 1 + i64::try_from(self.lines.len()).unwrap_or_default()
    }

    /// How much a đồng of support brings with it.
    fn leverage(&self) -> String {
        let sums = super::super::money::Sums {
            support_vnd: self.support_vnd,
            counterpart_vnd: self.counterpart_vnd,
            ..super::super::money::Sums::default()
        };
        sums.leverage().unwrap_or_default()
    }
}

/// What an address asks of the store.
pub(super) async fn wanted(
    app: &App,
    viewer: &Viewer,
    asked: &Asking,
    scope: &Scope,
) -> Result<Asked, Error> {
    let years = store::list_years(&app.store, viewer).await?;
    Ok(Asked {
        waiting: waiting(app, asked, &years),
        place_id: scope.place.id.clone(),
        text: kernel::text::search_query(&asked.q),
        year: asked.year.parse().ok(),
        track: asked.track,
        state: asked.state,
        content: asked.content,
        sort: asked.sort,
        direction: asked.direction,
    })
}

/// The steps of which a project must wait for one, as asked; `None` for all projects.
fn waiting(app: &App, asked: &Asking, years: &[i64]) -> Option<Vec<Waits>> {
    if asked.waiting.is_empty() && asked.late.is_empty() {
        return None;
    }
    let tracks = Track::ALL.iter().filter(|track| asked.track.is_none_or(|one| one == **track));
    // A group project takes every step that any project takes.
    let steps = tracks.flat_map(|track| procedure::steps(*track, ProjectKind::Group));
    let steps = steps.filter(|step| asked.waiting.is_empty() || step.key == asked.waiting);
    let waits = steps.filter_map(|step| {
        if asked.late.is_empty() {
            rules::waits_for(step)
        } else {
            rules::late_for(&app.law, step, years, app.today())
        }
    });
    Some(waits.collect())
}

/// The steps one may ask for: key and title, those of both tracks once.
fn steps_asked() -> Vec<(&'static str, &'static str)> {
    let mut steps: Vec<(&str, &str)> = Vec::new();
    for track in Track::ALL {
        for step in procedure::steps(*track, ProjectKind::Group) {
            let is_known = steps.iter().any(|(key, _)| *key == step.key);
            if !is_known && rules::waits_for(step).is_some() {
                steps.push((&step.key, &step.title));
            }
        }
    }
    steps
}

/// The place an address asks for.
pub(super) async fn scope_of(app: &App, viewer: &Viewer, asked: &Asking) -> Result<Scope, Error> {
    AsOf { place: asked.place.clone(), on: String::new() }.resolve(app, viewer).await
}

/// The board and the list.
pub async fn list(
    Extracted(app): Extracted<App>,
    SignedIn(viewer): SignedIn,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<impl IntoResponse, Error> {
    let mut asked = Asking::read(&pairs);
    let scope = scope_of(&app, &viewer, &asked).await?;
    asked.place.clone_from(&scope.place.id);
    let wanted = wanted(&app, &viewer, &asked, &scope).await?;
    let offset = (asked.page - 1) * PAGE_ROWS;
    let lines = store::list_page(&app.store, &viewer, &wanted, PAGE_ROWS, offset).await?;
    let total = store::count(&app.store, &viewer, &wanted).await?;
    let standings = store::list_standings(&app.store, &viewer, &wanted).await?;
    let places = store::list_places(&app.store, &viewer).await?;
    let is_listed = places.iter().any(|place| place.id == scope.place.id);
    let sum = |of: fn(&Standing) -> i64| standings.iter().map(of).sum();
    Ok(Page(List {
        frame: Frame::new(&viewer, "/promotion", "Khuyến công"),
        years: store::list_years(&app.store, &viewer).await?,
        support_vnd: sum(|standing| standing.support_vnd),
        counterpart_vnd: sum(|standing| standing.counterpart_vnd),
        projects: sum(|standing| standing.projects),
        first: offset + 1,
        before: asked.page - 1,
        after: if offset + PAGE_ROWS < total { asked.page + 1 } else { 0 },
        may_write: if viewer.may(Right::WritePromotion) { "yes" } else { "" },
        place_is_listed: if is_listed { "yes" } else { "" },
        steps: steps_asked(),
        asked,
        scope,
        places,
        standings,
        lines,
        total,
    }))
}
