//! What a project brought about: numbers on their papers, entered and corrected.

use super::super::actions;
use super::super::model::{
    Effect, Participant, Project, check_effect, effect_fields, typed_effect,
};
use super::super::store;
use super::edit::to_project;
use super::{problems, to_change};
use crate::App;
use crate::documents;
use crate::error::Error;
use crate::ui::form::{FormPage, Reader, Typed, hidden, line};
use crate::ui::{Frame, Problems};
use crate::users::{SignedIn, Viewer};
use axum::extract::{Path, State};
use axum::response::Response;

fn page(
    viewer: &Viewer,
    (project, participants): (&Project, &[Participant]),
    wrong: Option<&Effect>,
    typed: Typed,
    problems: Problems,
) -> Response {
    let address = format!("/promotion/projects/{}", project.id);
    let mut fields = effect_fields(participants);
    let (title, action) = match wrong {
        None => ("Ghi hiệu quả đề án", format!("{address}/effects")),
        Some(wrong) => {
            fields.push(line("reason", "Lý do đính chính", ""));
            fields.push(hidden("revision"));
            ("Đính chính hiệu quả đề án", format!("/promotion/effects/{}/correction", wrong.id))
        }
    };
    FormPage {
        frame: Frame::new(viewer, "/promotion", format!("{title}: {}", project.name)),
        action,
        back: address,
        back_title: project.name.clone(),
        fields,
        paper_fields: documents::form::fields(),
        typed,
        problems,
    }
    .answer()
}

/// The form for a number.
pub async fn form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let (project, _) = to_change(&app, &viewer, &id).await?;
    let participants = store::list_participants(&app.store, &viewer, &id).await?;
    Ok(page(&viewer, (&project, &participants), None, Typed::default(), Problems::default()))
}

/// Enters a number with the paper it rests on.
pub async fn add(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let (project, _) = to_change(&app, &viewer, &id).await?;
    let found = match check_effect(&typed) {
        Err(found) => found,
        Ok((new, _)) if new.on_day > app.today() => future(),
        Ok((new, document)) => {
            let actor = app.actor(&viewer);
            match actions::add_effect(&app, &actor, &project, &new, &document).await {
                Ok(()) => return Ok(to_project(&id)),
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    let participants = store::list_participants(&app.store, &viewer, &id).await?;
    Ok(page(&viewer, (&project, &participants), None, typed, found))
}

fn future() -> Problems {
    Problems::one("on_day", "Ngày này chưa đến. Hãy kiểm tra lại ngày.")
}

/// The form that corrects a number.
pub async fn correction_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let wrong = store::find_effect(&app.store, &viewer, &id).await?;
    let wrong = wrong.filter(|one| one.superseded_at.is_empty()).ok_or(Error::NotFound)?;
    let (project, _) = to_change(&app, &viewer, &wrong.project_id).await?;
    let participants = store::list_participants(&app.store, &viewer, &project.id).await?;
    let typed = typed_effect(&wrong);
    Ok(page(&viewer, (&project, &participants), Some(&wrong), typed, Problems::default()))
}

/// Lets another number stand instead of a wrong one.
pub async fn correct(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let wrong = store::find_effect(&app.store, &viewer, &id).await?.ok_or(Error::NotFound)?;
    let (project, _) = to_change(&app, &viewer, &wrong.project_id).await?;
    if !wrong.superseded_at.is_empty() {
        return Err(Error::Stale);
    }
    let mut reader = Reader::new(&typed);
    let reason = reader.required("reason", "Hãy ghi lý do đính chính để người sau hiểu.");
    let checked = reader
        .finish(reason)
        .and_then(|reason| check_effect(&typed).map(|(new, document)| (reason, new, document)));
    let found = match checked {
        Err(found) => found,
        Ok((_, new, _)) if new.on_day > app.today() => future(),
        Ok((reason, new, document)) => {
            let revision = typed.text("revision").parse().unwrap_or_default();
            let seen = Effect { revision, ..wrong.clone() };
            let actor = app.actor(&viewer);
            let right = (&new, reason.as_str());
            match actions::correct_effect(&app, &actor, &project, &seen, right, &document).await {
                Ok(()) => return Ok(to_project(&project.id)),
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    let participants = store::list_participants(&app.store, &viewer, &project.id).await?;
    Ok(page(&viewer, (&project, &participants), Some(&wrong), typed, found))
}
