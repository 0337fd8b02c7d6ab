//! Correcting a state of a body that was recorded wrongly: another one stands instead of it.

use super::super::actions;
use super::super::model::{FactKind, NewState, Organization, State, StateFact};
use super::super::store::{self, People};
use super::edit::to;
use super::facts::{fields, seen};
use super::with_right;
use crate::App;
use crate::documents;
use crate::error::Error;
use crate::ui::form::{FormPage, Reader, Typed, lines};
use crate::ui::{Frame, Problems};
use crate::users::{Right, SignedIn, Viewer};
use axum::extract::{Path, State as Shared};
use axum::response::Response;

async fn to_correct(
    app: &App,
    viewer: &Viewer,
    (id, fact): (&str, &str),
) -> Result<(Organization, StateFact), Error> {
    let organization = with_right(app, viewer, Right::WriteOrganizations, id).await?;
    let facts = store::list_facts(&app.store, viewer, &organization.id, People::Hidden).await?;
    let found = facts.states.into_iter().find(|state| state.id == fact);
    Ok((organization, found.ok_or(Error::NotFound)?))
}

fn page(
    viewer: &Viewer,
    (organization, old): (&Organization, &StateFact),
    typed: Typed,
    problems: Problems,
) -> Response {
    let address = format!("/organizations/{}", organization.id);
    let mut fields = fields(FactKind::State);
    fields.push(lines("reason", "Lý do đính chính", "Ví dụ: nhập nhầm doanh nghiệp cùng tên"));
    let title = format!("Đính chính: {} từ {}", old.state.label(), old.on_day.vi());
    FormPage {
        frame: Frame::new(viewer, "/organizations", title),
        action: format!("{address}/states/{}/correction", old.id),
        back: address,
        back_title: organization.name.clone(),
        fields,
        paper_fields: documents::form::fields(),
        typed,
        problems,
    }
    .answer()
}

/// The form for a correction of a state, filled in with what stands there.
pub async fn form(
    Shared(app): Shared<App>,
    SignedIn(viewer): SignedIn,
    Path((id, fact)): Path<(String, String)>,
) -> Result<Response, Error> {
    let (organization, old) = to_correct(&app, &viewer, (&id, &fact)).await?;
    let typed = Typed::of(&[
        ("state", old.state.word().to_owned()),
        ("on_day", old.on_day.vi()),
        ("revision", organization.revision.to_string()),
    ]);
    Ok(page(&viewer, (&organization, &old), typed, Problems::default()))
}

/// Puts the right state in the place of the wrong one, unless somebody was faster.
pub async fn correct(
    Shared(app): Shared<App>,
    SignedIn(viewer): SignedIn,
    Path((id, fact)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Error> {
    let (organization, old) = to_correct(&app, &viewer, (&id, &fact)).await?;
    let mut reader = Reader::new(&typed);
    let new =
        NewState { state: reader.choice("state", State::Operating), on_day: reader.day("on_day") };
    let location = reader.text("location");
    let reason = reader.required("reason", "Hãy ghi lý do đính chính để người sau hiểu.");
    let document = documents::form::read(&mut reader);
    let problems = match reader.finish(document) {
        Err(problems) => problems,
        Ok(document) => {
            let seen = seen(&organization, &typed);
            let actor = app.actor(&viewer);
            let (told, because) = ((&new, location.as_str()), (&document, reason.as_str()));
            match actions::correct_state(&app, &actor, (&seen, &old), told, because).await {
                Ok(()) => return Ok(to(&organization.id)),
                Err(refusal) => refusal.problems()?,
            }
        }
    };
    Ok(page(&viewer, (&organization, &old), typed, problems))
}
