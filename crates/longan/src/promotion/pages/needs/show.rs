//! One need: what is asked, what the law of a day says of it, earlier support, and what became of it.

use super::super::super::model::{Need, NeedStep};
use super::super::super::need::{self, Judged};
use super::super::super::store;
use super::form::MENU;
use super::{reach, to_see};
use crate::App;
use crate::error::Error;
use crate::events::told::{self, Told};
use crate::store::Day;
use crate::ui::{Frame, Page, Vi};
use crate::users::{Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;

#[derive(Template)]
#[template(path = "promotion/need.html")]
struct Show {
    frame: Frame,
    need: Need,
    judged: Judged,
    steps: Vec<NeedStep>,
    told: Vec<Told>,
    sees_organizations: &'static str,
    sees_papers: &'static str,
    may_edit: &'static str,
    may_step: &'static str,
    may_take: &'static str,
}

/// The day a page is asked for.
#[derive(Debug, Default, serde::Deserialize)]
pub struct On {
    /// Day as people write it, or ISO; today when empty.
    #[serde(default)]
    on: String,
}

pub(super) fn yes(holds: bool) -> &'static str {
    if holds { "yes" } else { "" }
}

fn sees(viewer: &Viewer, right: Right) -> &'static str {
    yes(viewer.may(right))
}

/// One need.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<On>,
) -> Result<impl IntoResponse, Error> {
    let on =
        match asked.on.trim() {
            "" => app.today(),
            text => Day(kernel::day::parse_day(text)
                .map_err(|problem| Error::Unusable(problem.message()))?),
        };
    let need = to_see(&app, &viewer, &id, on).await?;
    let reach = reach(&app, &viewer, &id).await?;
    let (may_edit, may_step) = (reach.edits(&need), reach.steps(&need).next().is_some());
    Ok(Page(Show {
        frame: Frame::new(&viewer, MENU, need.wish.clone()),
        judged: need::judge(&app, &viewer, &need, on).await?,
        steps: store::list_need_steps(&app.store, &viewer, &id).await?,
        told: told::history(&app.store, &id).await?,
        sees_organizations: sees(&viewer, Right::SeeOrganizations),
        sees_papers: sees(&viewer, Right::SeeDocuments),
        may_edit: yes(may_edit),
        may_step: yes(may_step),
        may_take: yes(reach.decides && need.state.is_open()),
        need,
    }))
}
