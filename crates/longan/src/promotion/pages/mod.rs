//! HTTP: read the request, call, answer.

pub mod calendar;
mod card;
pub mod decision;
pub mod drafts;
pub mod edit;
pub mod effects;
pub mod entries;
pub mod export;
pub mod facts;
pub mod forms;
pub mod list;
pub mod needs;
mod papers;
pub mod plans;
pub mod progress;
pub mod show;
mod step_papers;
pub mod steps;
pub mod withdrawals;
pub mod yearly;

use super::actions::Refusal;
use super::model::{MoneyLine, Plan, Project};
use super::money::{Grounds, jurisdictions};
use super::store;
use crate::App;
use crate::error::Error;
use crate::places;
use crate::ui::Problems;
use crate::users::{self, Right, Viewer};

/// The problems of a refusal; what the database refused becomes the error of the page.
fn problems(refusal: Refusal) -> Result<Problems, Error> {
    match refusal {
        Refusal::Problems(problems) => Ok(problems),
        Refusal::Store(error) => Err(error.into()),
    }
}

/// Whether the viewer may write in one of the units a project lies in.
async fn may_write(app: &App, viewer: &Viewer, project_id: &str) -> Result<bool, Error> {
    if !viewer.may(Right::WritePromotion) {
        return Ok(false);
    }
    let ids = store::list_links(&app.store, viewer, project_id).await?;
    let roles = users::store::list_roles_among(&app.store, viewer, &ids).await?;
    Ok(roles.iter().any(|role| role.gives(Right::WritePromotion)))
}

/// A project that the viewer may change, with its plan.
async fn to_change(app: &App, viewer: &Viewer, id: &str) -> Result<(Project, Plan), Error> {
    let found = to_see(app, viewer, id).await?;
    if !may_write(app, viewer, id).await? {
        return Err(Error::Forbidden);
    }
    Ok(found)
}

/// A project that the viewer may see, with its plan.
async fn to_see(app: &App, viewer: &Viewer, id: &str) -> Result<(Project, Plan), Error> {
    let project = store::find(&app.store, viewer, id).await?.ok_or(Error::NotFound)?;
    let plan = store::find_plan(&app.store, viewer, &project.plan_id).await?;
    Ok((project, plan.ok_or(Error::NotFound)?))
}

/// What the law needs to know of a project.
async fn grounds<'a>(
    app: &'a App,
    viewer: &Viewer,
    (project, plan): (&'a Project, &'a Plan),
) -> Result<Grounds<'a>, Error> {
    let provinces = store::list_provinces(&app.store, viewer, &project.id).await?;
    Ok(Grounds {
        law: &app.law,
        project,
        plan,
        on: plan.law_day(app.today()),
        provinces: jurisdictions(plan.track, &provinces, plan.law_day(app.today())),
    })
}

async fn lines(app: &App, viewer: &Viewer, project: &Project) -> Result<Vec<MoneyLine>, Error> {
    Ok(store::list_lines(&app.store, viewer, &project.id).await?)
}

/// The one province that was typed; a problem of the field where it is none of the viewer's.
async fn province(
    app: &App,
    viewer: &Viewer,
    text: &str,
    on: crate::store::Day,
) -> Result<Result<places::Place, &'static str>, Error> {
    let Ok(place) = places::resolve(&app.store, text, on).await else {
        return Ok(Err("Không tìm thấy tỉnh này. Hãy nhập mã tỉnh hai chữ số, ví dụ 80."));
    };
    let id = place.province_id.clone().unwrap_or_else(|| place.id.clone());
    let place = places::store::find(&app.store, &id).await?.ok_or(Error::NotFound)?;
    let own = users::may_at(app, viewer, Right::WritePromotion, &place.id).await?;
    Ok(if own { Ok(place) } else { Err("Tỉnh này nằm ngoài địa bàn của bạn.") })
}
