//! The forms by which money, states, contracts and bodies are added, and a line is corrected.

use super::super::actions;
use super::super::model::{
    FactKind, MoneyLine, NewFact, Participant, Project, check_fact, fact_fields,
};
use super::super::store;
use super::edit::to_project;
use super::{grounds, lines, problems, to_change};
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
    kind: FactKind,
    typed: Typed,
    problems: Problems,
) -> Response {
    let address = format!("/promotion/projects/{}", project.id);
    FormPage {
        frame: Frame::new(viewer, "/promotion", format!("{}: {}", kind.label(), project.name)),
        action: format!("{address}/{}", kind.word()),
        back: address,
        back_title: project.name.clone(),
        fields: fact_fields(kind, participants),
        paper_fields: documents::form::fields(),
        typed,
        problems,
    }
    .answer()
}

fn kind_of(word: &str) -> Result<FactKind, Error> {
    word.parse().map_err(|_| Error::NotFound)
}

/// The form for a fact.
pub async fn form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, word)): Path<(String, String)>,
) -> Result<Response, Error> {
    let kind = kind_of(&word)?;
    let (project, plan) = to_change(&app, &viewer, &id).await?;
    let participants = store::list_participants(&app.store, &viewer, &id).await?;
    let typed = Typed::of(&[
        ("year", plan.year.to_string()),
        ("batch", plan.batch.to_string()),
        ("source", plan.track.source().to_string()),
        ("stage", "allotted".to_owned()),
    ]);
    Ok(page(&viewer, (&project, &participants), kind, typed, Problems::default()))
}

/// Adds a fact with the paper it rests on.
pub async fn add(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, word)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Error> {
    let kind = kind_of(&word)?;
    let (project, plan) = to_change(&app, &viewer, &id).await?;
    let found = match check_fact(kind, &typed) {
        Err(found) => found,
        Ok((fact, document)) => {
            let lines = lines(&app, &viewer, &project).await?;
            let grounds = grounds(&app, &viewer, (&project, &plan)).await?;
            let actor = app.actor(&viewer);
            let who = (&actor, &viewer);
            match actions::record(&app, who, &grounds, &lines, &fact, &document).await {
                Ok(()) => return Ok(to_project(&id)),
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    let participants = store::list_participants(&app.store, &viewer, &id).await?;
    Ok(page(&viewer, (&project, &participants), kind, typed, found))
}

fn correction_page(
    viewer: &Viewer,
    (project, participants): (&Project, &[Participant]),
    wrong: &MoneyLine,
    typed: Typed,
    problems: Problems,
) -> Response {
    let mut fields = fact_fields(FactKind::Line, participants);
    fields.push(line("reason", "Lý do đính chính", ""));
    fields.push(hidden("revision"));
    FormPage {
        frame: Frame::new(viewer, "/promotion", "Đính chính dòng kinh phí"),
        action: format!("/promotion/lines/{}/correction", wrong.id),
        back: format!("/promotion/projects/{}", project.id),
        back_title: project.name.clone(),
        fields,
        paper_fields: documents::form::fields(),
        typed,
        problems,
    }
    .answer()
}

/// The form that corrects a line.
pub async fn correction_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let wrong = store::find_line(&app.store, &viewer, &id).await?;
    let wrong = wrong.filter(MoneyLine::counts).ok_or(Error::NotFound)?;
    let (project, _) = to_change(&app, &viewer, &wrong.project_id).await?;
    let participants = store::list_participants(&app.store, &viewer, &project.id).await?;
    let typed = Typed::of(&[
        ("stage", wrong.stage.to_string()),
        ("source", wrong.source.to_string()),
        ("participant_id", wrong.participant_id.clone()),
        ("amount", crate::ui::Vi::million(wrong.amount_vnd)),
        ("on_day", wrong.on_day.vi()),
        ("year", wrong.year.to_string()),
        ("batch", wrong.batch.to_string()),
        ("explanation", wrong.explanation.clone()),
        ("note", wrong.note.clone()),
        ("revision", wrong.revision.to_string()),
    ]);
    Ok(correction_page(&viewer, (&project, &participants), &wrong, typed, Problems::default()))
}

/// Lets another line stand instead of a wrong one.
pub async fn correct(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let wrong = store::find_line(&app.store, &viewer, &id).await?.ok_or(Error::NotFound)?;
    let (project, plan) = to_change(&app, &viewer, &wrong.project_id).await?;
    if !wrong.counts() {
        return Err(Error::Stale);
    }
    let mut reader = Reader::new(&typed);
    let reason = reader.required("reason", "Hãy ghi lý do đính chính để người sau hiểu.");
    let checked = reader.finish(reason).and_then(|reason| {
        check_fact(FactKind::Line, &typed).map(|(fact, document)| (reason, fact, document))
    });
    let found = match checked {
        Ok((reason, NewFact::Line(new), document)) => {
            let lines = lines(&app, &viewer, &project).await?;
            let grounds = grounds(&app, &viewer, (&project, &plan)).await?;
            let revision = typed.text("revision").parse().unwrap_or_default();
            let seen = MoneyLine { revision, ..wrong.clone() };
            let actor = app.actor(&viewer);
            let corrected = actions::correct_line(
                &app,
                &actor,
                &grounds,
                (&seen, &lines),
                (&new, &reason),
                &document,
            );
            match corrected.await {
                Ok(()) => return Ok(to_project(&project.id)),
                Err(refusal) => problems(refusal)?,
            }
        }
        Ok(_) => return Err(Error::NotFound),
        Err(found) => found,
    };
    let participants = store::list_participants(&app.store, &viewer, &project.id).await?;
    Ok(correction_page(&viewer, (&project, &participants), &wrong, typed, found))
}
