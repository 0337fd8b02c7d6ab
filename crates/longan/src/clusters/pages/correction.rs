//! Correcting a reported number: another one stands instead of it, on the word of a paper.

use super::super::model::fact::read_value;
use crate::App;
use crate::documents;
use crate::error::Error;
use crate::observations::{self, NewObservation, Observation, Precision, Standing};
use crate::ui::form::{Field, FormPage, Reader, Typed, choice, hidden, line, lines};
use crate::ui::{Frame, Problems};
use crate::users::{self, Right, SignedIn, Viewer};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};

/// The number, when the viewer may correct it: one that was settled takes the right to settle.
async fn to_correct(app: &App, viewer: &Viewer, id: &str) -> Result<Observation, Error> {
    let found = observations::store::find(&app.store, viewer, id).await?;
    let (old, cluster_id) = found.ok_or(Error::NotFound)?;
    let right =
        if old.status == Standing::Settled { Right::SettleConflicts } else { Right::WriteRegister };
    users::require_with_cluster(app, viewer, right, &cluster_id).await?;
    Ok(old)
}

fn fields() -> Vec<Field> {
    let precisions = Precision::ALL.iter().map(|precision| {
        let label = if *precision == Precision::Exact { "Chính xác" } else { "Khoảng" };
        (precision.word().to_owned(), label.to_owned())
    });
    vec![
        line("value", "Giá trị đúng", "Diện tích ghi bằng ha, tiền bằng triệu đồng, tỷ lệ bằng %"),
        choice("number_precision", "Mức chính xác", precisions),
        lines("reason", "Lý do đính chính", "Ví dụ: nhập nhầm; văn bản ghi 11,62 ha"),
        hidden("revision"),
    ]
}

async fn address(app: &App, viewer: &Viewer, old: &Observation) -> Result<String, Error> {
    if old.subject_kind == "tenant" {
        return Ok(format!("/tenants/{}", old.subject_id));
    }
    let id = &old.subject_id;
    let (slug, _) = observations::store::cluster_name(&app.store, viewer, id).await?;
    Ok(format!("/clusters/{slug}?tab=land"))
}

async fn page(
    app: &App,
    viewer: &Viewer,
    old: &Observation,
    typed: Typed,
    problems: Problems,
) -> Result<Response, Error> {
    let title = format!(
        "Đính chính {} đến {}: {} ({})",
        old.indicator.label(),
        old.as_of.vi(),
        old.vi(),
        old.reporter
    );
    let page = FormPage {
        frame: Frame::new(viewer, "/conflicts", title),
        action: format!("/observations/{}/correction", old.id),
        back: address(app, viewer, old).await?,
        back_title: "Hồ sơ".to_owned(),
        fields: fields(),
        paper_fields: documents::form::fields(),
        typed,
        problems,
    };
    Ok(page.answer())
}

/// The form for a correction.
pub async fn form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let old = to_correct(&app, &viewer, &id).await?;
    let typed = Typed::of(&[("revision", old.revision.to_string())]);
    page(&app, &viewer, &old, typed, Problems::default()).await
}

/// Puts the right number in the place of the wrong one, unless somebody was faster.
pub async fn correct(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let old = to_correct(&app, &viewer, &id).await?;
    let mut reader = Reader::new(&typed);
    let value = read_value(&mut reader, "value", old.unit);
    let precision = reader.choice("number_precision", Precision::Exact);
    let reason = reader.required("reason", "Hãy ghi lý do đính chính để người sau hiểu.");
    let new = NewObservation {
        indicator: old.indicator,
        as_of: old.as_of,
        period: old.period.clone(),
        value,
        precision,
        location: reader.text("location"),
        reporter: old.reporter.clone(),
        reporter_kind: old.reporter_kind,
        raw: typed.text("value").to_owned(),
        note: String::new(),
    };
    let document = documents::form::read(&mut reader);
    match reader.finish(document) {
        Err(problems) => page(&app, &viewer, &old, typed, problems).await,
        Ok(document) => {
            let revision = typed.text("revision").parse().unwrap_or_default();
            let seen = Observation { revision, ..old };
            let actor = app.actor(&viewer);
            observations::actions::correct(&app, &actor, &seen, &new, &document, &reason).await?;
            Ok(Redirect::to(&address(&app, &viewer, &seen).await?).into_response())
        }
    }
}
