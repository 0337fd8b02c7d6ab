//! The reports that are added up for a period, and drawing one up.

use super::super::actions;
use super::super::adding::Task;
use super::super::authority::{self, Capacity};
use super::super::store;
use crate::App;
use crate::error::Error;
use crate::reports::duties;
use crate::reports::model::{Owed, OwedReach, Period, ReportForm, ReportStatus, WantedOwed};
use crate::reports::store::list_owed;
use crate::ui::form::Typed;
use crate::ui::{Frame, Page};
use crate::users::{Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};

/// Most reports of one form that a page lists.
const MOST: i64 = 500;

/// What the list is asked with.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Asked {
    /// The period: 2026-H1.
    #[serde(default)]
    period: String,
}

struct Line {
    owed: Owed,
    may_draw_up: bool,
}

struct Group {
    form: ReportForm,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "reports/summary/list.html")]
struct List {
    frame: Frame,
    period: Period,
    periods: Vec<Period>,
    groups: Vec<Group>,
}

fn read_period(app: &App, text: &str) -> Result<Period, Error> {
    let asked = if text.is_empty() {
        duties::present_period(app, app.today())
    } else {
        duties::read_period(app, text)
    };
    asked.ok_or(Error::NotFound)
}

async fn owed(
    app: &App,
    viewer: &Viewer,
    form: ReportForm,
    period: Period,
    subject_id: &str,
) -> Result<Vec<Owed>, Error> {
    let mut wanted = WantedOwed::all(duties::term(app, form, period));
    subject_id.clone_into(&mut wanted.subject_id);
    Ok(list_owed(&app.store, viewer, &wanted, MOST, 0).await?)
}

/// The list.
pub async fn list(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let period = read_period(&app, asked.period.trim())?;
    let mut groups = Vec::new();
    for form in [ReportForm::Department, ReportForm::Commune] {
        let mut wanted = WantedOwed::all(duties::term(&app, form, period));
        let seen = list_owed(&app.store, &viewer, &wanted, MOST, 0).await?;
        wanted.own_only = OwedReach::Own;
        let own = list_owed(&app.store, &viewer, &wanted, MOST, 0).await?;
        let asking = if form == ReportForm::Commune && viewer.may(Right::EnterForOthers) {
            authority::asking(&app, &viewer).await?
        } else {
            Vec::new()
        };
        let lines = seen.into_iter().map(|mut owed| {
            let is_own = asking.contains(&owed.subject_id)
                || own.iter().any(|one| one.subject_id == owed.subject_id);
            // What is being drawn up is nobody else's business.
            if !is_own && owed.status.is_some_and(ReportStatus::is_open) {
                owed.report_id = None;
            }
            let may_draw_up = is_own && owed.report_id.is_none() && viewer.may(Right::FillReports);
            Line { owed, may_draw_up }
        });
        let lines = lines.collect();
        groups.push(Group { form, lines });
    }
    Ok(Page(List {
        frame: Frame::new(&viewer, "/reports", format!("Biểu tổng hợp {}", period.label())),
        periods: duties::periods(&app, &viewer, app.today()).await?,
        period,
        groups,
    }))
}

/// Draws a report up; opens it when there is one.
pub async fn draw_up(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    typed: Typed,
) -> Result<Response, Error> {
    let period = read_period(&app, typed.text("period"))?;
    let form: ReportForm = typed.text("form").parse().map_err(|_| Error::NotFound)?;
    if form.is_entered() {
        return Err(Error::NotFound);
    }
    let place_id = typed.text("place");
    // Whoever does not see the duty does not learn that there is one.
    owed(&app, &viewer, form, period, place_id).await?.pop().ok_or(Error::NotFound)?;
    let capacity = authority::capacity(&app, &viewer, Right::FillReports, form, place_id).await?;
    let capacity = capacity.ok_or(Error::Forbidden)?;
    let known = store::newest_of(&app.store, form, place_id, &period.to_string()).await?;
    if let Some(known) = known {
        return Ok(Redirect::to(&super::address(&known.id)).into_response());
    }
    let task = Task::new(&app, form, period, place_id).await?;
    let mut actor = app.actor(&viewer);
    if capacity == Capacity::Behalf {
        actor.on_behalf_of = Some(place_id.to_owned());
    }
    let id = actions::draw_up(&app, &actor, &task, None, "").await?;
    Ok(Redirect::to(&super::address(&id)).into_response())
}
