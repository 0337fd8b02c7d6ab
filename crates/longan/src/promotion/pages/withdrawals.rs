//! The form by which the latest step of a project is taken back.

use super::super::actions::{self, Refusal};
use super::super::model::StepFact;
use super::super::procedure::Step;
use super::edit::to_project;
use super::problems;
use super::steps::Sheet;
use crate::App;
use crate::error::Error;
use crate::store::StoreError;
use crate::ui::form::{Typed, lines};
use crate::ui::{Frame, Problems};
use crate::users::{SignedIn, Viewer};
use axum::extract::{Path, State};
use axum::response::Response;

/// Takes the latest step of a project back.
pub async fn withdraw(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, fact_id)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Error> {
    let sheet = Sheet::read(&app, &viewer, &id).await?;
    let seen = sheet.steps.iter().find(|fact| fact.id == fact_id).ok_or(Error::NotFound)?;
    if !seen.counts() {
        return Err(StoreError::Stale.into());
    }
    let step = sheet.step(&seen.step)?;
    let reason = typed.text("reason");
    let withdrawn = if reason.is_empty() {
        Err(Refusal::on("reason", "Hãy ghi lý do rút bước để người sau hiểu."))
    } else {
        let way = sheet.way(&app);
        let actor = app.actor(&viewer);
        let reason = kernel::text::nfc(reason);
        let of = (&sheet.project, sheet.lines.as_slice());
        actions::withdraw_step(&app, &actor, of, (step, &way), (seen, &reason)).await
    };
    match withdrawn {
        Ok(()) => Ok(to_project(&id)),
        Err(refusal) => {
            let found = problems(refusal)?;
            Ok(page(&viewer, &sheet, (step, seen), typed, found))
        }
    }
}

/// The form that takes the latest step back.
pub async fn form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, fact_id)): Path<(String, String)>,
) -> Result<Response, Error> {
    let sheet = Sheet::read(&app, &viewer, &id).await?;
    let seen = sheet.steps.iter().find(|fact| fact.id == fact_id).ok_or(Error::NotFound)?;
    let step = sheet.step(&seen.step)?;
    Ok(page(&viewer, &sheet, (step, seen), Typed::default(), Problems::default()))
}

fn page(
    viewer: &Viewer,
    sheet: &Sheet,
    (step, seen): (&Step, &StepFact),
    typed: Typed,
    problems: Problems,
) -> Response {
    let address = format!("/promotion/projects/{}", sheet.project.id);
    crate::ui::form::FormPage {
        frame: Frame::new(
            viewer,
            "/promotion",
            format!("Rút bước “{}” ngày {}", step.title, seen.done_on.vi()),
        ),
        action: format!("{address}/steps/{}/withdrawal", seen.id),
        back: address,
        back_title: sheet.project.name.clone(),
        fields: vec![lines(
            "reason",
            "Lý do rút",
            "Bước vẫn còn trong hồ sơ, gạch ngang, kèm lý do này. Trạng thái, kinh phí, hợp đồng, đơn vị, kế hoạch ghi cùng bước trở lại như trước bước.",
        )],
        paper_fields: Vec::new(),
        typed,
        problems,
    }
    .answer()
}
