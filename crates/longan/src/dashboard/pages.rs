//! The first page. It reads figures and owns no arithmetic.

use crate::App;
use crate::clusters::{self, Attention};
use crate::error::Error;
use crate::figures::{self, Answer, Part, Question};
use crate::places::{self, Place};
use crate::remembered;
use crate::ui::query::{AsOf, Scope};
use crate::ui::{Frame, Page};
use crate::users::{Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};

/// The figures on the first page, in the order people ask for them.
const SHOWN: &[&str] = &[
    "clusters.count",
    "clusters.area",
    "clusters.operating.count",
    "clusters.operating.area",
    "clusters.occupancy",
    "clusters.vacant_land",
    "tenants.registered.count",
    "tenants.operating.count",
    "tenants.workers",
    "clusters.over_maximum.count",
];

#[derive(Template)]
#[template(path = "dashboard/show.html")]
struct Show {
    frame: Frame,
    scope: Scope,
    places: Vec<Place>,
    answers: Vec<Answer>,
    notes: Vec<String>,
    occupancy: Vec<Part>,
    conflicts: usize,
    attention: Option<Vec<Attention>>,
}

/// The first page.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    uri: Uri,
    Query(asked): Query<AsOf>,
) -> Result<Response, Error> {
    // Whoever may not look at the register begins with their own work.
    if !viewer.may(Right::SeeRegister) {
        return Ok(Redirect::to("/work").into_response());
    }
    remembered::page(&app, &viewer, &uri, draw(&app, &viewer, &asked)).await
}

async fn draw(app: &App, viewer: &Viewer, asked: &AsOf) -> Result<Response, Error> {
    let scope = asked.resolve(app, viewer).await?;
    let shown = SHOWN.iter().filter_map(|code| figures::find(code));
    let (answers, notes) = figures::answers(app, viewer, shown, &scope.place, scope.on).await?;
    let occupancy = occupancy_by_unit(app, viewer, &scope).await?;
    let conflicts =
        crate::observations::store::list_conflicts(&app.store, viewer, &scope.place.id).await?;
    let attention = clusters::attention(app, viewer, &scope).await?;
    let places = places::store::list_with_clusters(&app.store, viewer).await?;
    let frame = Frame::new(viewer, "/", "Tổng quan");
    Ok(Page(Show {
        frame,
        scope,
        places,
        answers,
        notes,
        occupancy,
        conflicts: conflicts.len(),
        attention,
    })
    .into_response())
}

async fn occupancy_by_unit(app: &App, viewer: &Viewer, scope: &Scope) -> Result<Vec<Part>, Error> {
    let Some(figure) = figures::find("clusters.occupancy") else { return Ok(Vec::new()) };
    let question = Question::new(scope.place.clone(), scope.on);
    let parts = figures::parts(app, viewer, figure, &question).await?;
    Ok(parts.into_iter().filter(|part| part.denominator > 0).collect())
}
