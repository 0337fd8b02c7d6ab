//! Programmes and plans: the list, and the forms that add them.

use super::super::actions;
use super::super::model::{
    PlanLine, Programme, check_plan, check_programme, plan_fields, programme_fields,
};
use super::super::store;
use super::{problems, province};
use crate::App;
use crate::documents;
use crate::error::Error;
use crate::store::Day;
use crate::ui::form::{Field, FormPage, Typed};
use crate::ui::{Frame, Page, Problems, Vi};
use crate::users::{Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "promotion/plans.html")]
struct Overview {
    frame: Frame,
    plans: Vec<PlanLine>,
    programmes: Vec<Programme>,
    may_write: &'static str,
}

/// Programmes and plans.
pub async fn list(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
) -> Result<impl IntoResponse, Error> {
    Ok(Page(Overview {
        frame: Frame::new(&viewer, "/promotion", "Chương trình, kế hoạch khuyến công"),
        plans: store::list_plans(&app.store, &viewer).await?,
        programmes: store::list_programmes(&app.store, &viewer).await?,
        may_write: if viewer.may(Right::WritePromotion) { "yes" } else { "" },
    }))
}

fn page(
    viewer: &Viewer,
    (title, action): (&str, &str),
    fields: Vec<Field>,
    typed: Typed,
    problems: Problems,
) -> Response {
    FormPage {
        frame: Frame::new(viewer, "/promotion", title),
        action: action.to_owned(),
        back: "/promotion/plans".to_owned(),
        back_title: "Chương trình, kế hoạch khuyến công".to_owned(),
        fields,
        paper_fields: documents::form::fields(),
        typed,
        problems,
    }
    .answer()
}

const PROGRAMME: (&str, &str) = ("Thêm chương trình khuyến công", "/promotion/programmes");
const PLAN: (&str, &str) = ("Thêm kế hoạch khuyến công", "/promotion/plans");

/// The form for a programme.
pub async fn programme_form(SignedIn(viewer): SignedIn) -> Result<Response, Error> {
    Ok(page(&viewer, PROGRAMME, programme_fields(), Typed::default(), Problems::default()))
}

/// Adds a programme.
pub async fn add_programme(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    typed: Typed,
) -> Result<Response, Error> {
    let found = match check_programme(&typed) {
        Err(found) => found,
        Ok((new, document)) => {
            let on = document.issued_on.unwrap_or_else(|| app.today());
            match province(&app, &viewer, typed.text("place"), on).await? {
                Err(problem) => Problems::one("place", problem),
                Ok(place) => {
                    let actor = app.actor(&viewer);
                    match actions::add_programme(&app, &actor, &new, &place.id, &document).await {
                        Ok(_) => return Ok(Redirect::to("/promotion/plans").into_response()),
                        Err(refusal) => problems(refusal)?,
                    }
                }
            }
        }
    };
    Ok(page(&viewer, PROGRAMME, programme_fields(), typed, found))
}

async fn fields_of_plan(app: &App, viewer: &Viewer) -> Result<Vec<Field>, Error> {
    let programmes = store::list_programmes(&app.store, viewer).await?;
    Ok(plan_fields(programmes.into_iter().map(|one| (one.id, one.name)).collect()))
}

/// The form for a plan.
pub async fn plan_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
) -> Result<Response, Error> {
    let typed = Typed::of(&[("batch", "1".to_owned())]);
    Ok(page(&viewer, PLAN, fields_of_plan(&app, &viewer).await?, typed, Problems::default()))
}

/// Adds a plan.
pub async fn add_plan(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    typed: Typed,
) -> Result<Response, Error> {
    let found = match check_plan(&typed) {
        Err(found) => found,
        Ok((new, document)) => {
            // A plan is for the province of its year, whose decision may be of the year before.
            let year = i16::try_from(new.year).unwrap_or_default();
            let on = jiff::civil::Date::new(year, 1, 1)
                .map_or_else(|_| new.approved_on.unwrap_or_else(|| app.today()), Day);
            let programmes = store::list_programmes(&app.store, &viewer).await?;
            let is_known = new
                .programme_id
                .as_ref()
                .is_none_or(|id| programmes.iter().any(|programme| programme.id == *id));
            match province(&app, &viewer, typed.text("place"), on).await? {
                Err(problem) => Problems::one("place", problem),
                Ok(_) if !is_known => {
                    Problems::one("programme_id", "Hãy chọn một chương trình trong danh sách.")
                }
                Ok(place) => {
                    let actor = app.actor(&viewer);
                    match actions::add_plan(&app, &actor, &new, &place.id, &document).await {
                        Ok(_) => return Ok(Redirect::to("/promotion/plans").into_response()),
                        Err(refusal) => problems(refusal)?,
                    }
                }
            }
        }
    };
    Ok(page(&viewer, PLAN, fields_of_plan(&app, &viewer).await?, typed, found))
}
