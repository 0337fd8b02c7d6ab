//! Filling in Biểu số 01 and 02: a page for a telephone.

mod signed;
mod target;

use super::super::actions::{self, Draft};
use super::super::entering::{self, EnteredAs};
use super::super::filling::{self, Filled, FoundProblem, WantsReason, note_field, reason_field};
use super::super::model::{NewReport, OwedState};
use super::super::store;
use crate::App;
use crate::documents::{self, Upload};
use crate::error::Error;
use crate::store::Day;
use crate::ui::form::{Field, Reader, Typed};
use crate::ui::{Frame, Page, Problems};
use crate::users::{self, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use signed::{paper_fields, read_paper};
use target::{Target, target};

/// One row as it is drawn.
struct FillRow {
    key: String,
    label: String,
    unit: String,
    typed: String,
    note: String,
    reason: String,
    previous: Option<String>,
    known: Option<String>,
    problems: Vec<FoundProblem>,
}

impl FillRow {
    fn invalid(&self) -> &'static str {
        if self.problems.iter().any(FoundProblem::stops) { " is-invalid" } else { "" }
    }

    fn wants_reason(&self) -> bool {
        !self.reason.is_empty()
            || self.problems.iter().any(|found| found.wants_reason == WantsReason::Yes)
    }
}

#[derive(Template)]
#[template(path = "reports/fill.html")]
struct Fill {
    frame: Frame,
    target: Target,
    rows: Vec<FillRow>,
    fields: Vec<Field>,
    typed: Typed,
    problems: Problems,
    told: &'static str,
    today: Day,
}

impl Fill {
    /// Whether a workbook would be taken: nothing was begun here or sent yet, or it came back.
    fn takes_workbook(&self) -> bool {
        matches!(self.target.owed.state, OwedState::Missing | OwedState::Returned)
    }
}

async fn page(
    app: &App,
    viewer: &Viewer,
    target: Target,
    typed: Typed,
    (filled, problems): (Option<Filled>, Problems),
    told: &'static str,
) -> Result<Response, Error> {
    let wrong = told == NOT_SENT || told == UNREAD || !problems.is_empty();
    let found = filled.map(|filled| filled.problems).unwrap_or_default();
    let rows = target.form.value_rows().map(|row| FillRow {
        label: format!("{}. {}", row.number, row.label),
        unit: row.unit.clone(),
        typed: typed.text(&row.key).to_owned(),
        note: typed.text(&note_field(&row.key)).to_owned(),
        reason: typed.text(&reason_field(&row.key)).to_owned(),
        previous: target
            .previous_values()
            .and_then(|values| values.get(&row.key))
            .map(|value| row.print(*value)),
        known: target.known_of(row),
        problems: found.iter().filter(|one| one.problem.row_key == row.key).cloned().collect(),
        key: row.key.clone(),
    });
    let rows: Vec<FillRow> = rows.collect();
    let mut fields = paper_fields(&target);
    if target.by == EnteredAs::Agency {
        fields.extend(users::behalf_field(app, viewer, &target.owed.cluster_id).await?);
    }
    let title = format!("{} {}", target.term.form.label(), target.term.period.label());
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = Fill {
        frame: Frame::new(viewer, "/reports", title),
        target,
        rows,
        fields,
        typed,
        problems,
        told,
        today: app.today(),
    };
    Ok((status, Page(page)).into_response())
}

const NOT_SENT: &str = "Chưa gửi được. Hãy sửa những chỗ có ghi chú đỏ rồi bấm Gửi báo cáo.";
const UNREAD: &str = "Chưa lưu được. Hãy sửa những số có ghi chú đỏ rồi bấm lại.";
const CARRIED: &str =
    "Đã điền số kỳ trước vào những ô còn trống. Hãy sửa lại cho đúng kỳ này rồi lưu hoặc gửi.";

/// The page, with what was kept.
pub async fn form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(path): Path<(String, String, String)>,
) -> Result<Response, Error> {
    let target = target(&app, &viewer, path).await?;
    let mut pairs =
        vec![("issued_on".to_owned(), app.today().vi()), ("revision".to_owned(), "0".to_owned())];
    let mut filled = None;
    if let Some(before) = &target.before {
        let values = store::list_values(&app.store, &viewer, &before.id).await?;
        pairs.extend(filling::typed_of(&target.form, &values));
        pairs.push(("revision".to_owned(), before.revision.to_string()));
        filled = Some(target.filled(&Typed::from_pairs(pairs.clone())));
    }
    let typed = Typed::from_pairs(pairs);
    page(&app, &viewer, target, typed, (filled, Problems::default()), "").await
}

/// Keeps, carries over or sends.
pub async fn post(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(path): Path<(String, String, String)>,
    form: Multipart,
) -> Result<Response, Error> {
    let target = target(&app, &viewer, path).await?;
    let Upload { typed, file, problems: of_file } = documents::read_upload(&app, form).await?;
    let act = typed.text("act").to_owned();
    if act == "carry" {
        let typed = carried(&target, &typed);
        let filled = target.filled(&typed);
        return page(&app, &viewer, target, typed, (Some(filled), of_file), CARRIED).await;
    }
    let filled = target.filled(&typed);
    let mut problems = of_file;
    let mut reader = Reader::new(&typed);
    let reason = if target.is_correction() {
        reader.required("reason", "Hãy ghi lý do gửi lại, ví dụ: cộng thiếu một phân xưởng.")
    } else {
        target.before.as_ref().map(|before| before.reason.clone()).unwrap_or_default()
    };
    if let Err(found) = reader.finish(()) {
        add_all(&mut problems, &found);
    }
    let unread = filled.problems.iter().any(FoundProblem::is_unreadable);
    if act != "send" {
        if unread || !problems.is_empty() {
            let told = UNREAD;
            return page(&app, &viewer, target, typed, (Some(filled), problems), told).await;
        }
        let draft = draft(&app, &viewer, &target, &filled, (&typed, reason)).await?;
        let actor = actor(&app, &viewer, &target, &typed).await?;
        actions::save(&app, &actor, &draft).await?;
        return Ok(Redirect::to(&target.address()).into_response());
    }
    let paper = read_paper(&target, &typed, file.as_ref());
    match (paper, filled.can_be_sent() && problems.is_empty()) {
        (Ok(mut paper), true) => {
            if let Some(file) = file {
                let kept = documents::actions::keep(&app, file).await?;
                paper.file_sha256 = Some(kept.sha256);
                paper.file_name = kept.name;
                paper.file_bytes = kept.bytes;
            }
            let draft = draft(&app, &viewer, &target, &filled, (&typed, reason)).await?;
            let actor = actor(&app, &viewer, &target, &typed).await?;
            let id = actions::send(&app, &actor, &draft, &paper).await?;
            Ok(Redirect::to(&format!("/reports/{id}")).into_response())
        }
        (paper, _) => {
            if let Err(found) = paper {
                add_all(&mut problems, &found);
            }
            if file.is_some() {
                problems.add("file", "Hãy chọn lại tệp: trình duyệt không giữ tệp đã chọn.");
            }
            page(&app, &viewer, target, typed, (Some(filled), problems), NOT_SENT).await
        }
    }
}

fn add_all(problems: &mut Problems, found: &Problems) {
    for (field, problem) in found.iter() {
        problems.add(field, problem);
    }
}

async fn actor(
    app: &App,
    viewer: &Viewer,
    target: &Target,
    typed: &Typed,
) -> Result<crate::events::Actor, Error> {
    match target.by {
        EnteredAs::Investor(_) => Ok(entering::for_enterprise(app.actor(viewer), &target.owed)),
        EnteredAs::Own | EnteredAs::Agency => {
            users::actor_for(app, viewer, &target.owed.cluster_id, typed).await
        }
    }
}

/// The fields with last period's numbers where nothing was typed.
fn carried(target: &Target, typed: &Typed) -> Typed {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let fields = target
        .form
        .value_rows()
        .flat_map(|row| [row.key.clone(), note_field(&row.key), reason_field(&row.key)]);
    let others = ["number", "issued_on", "reason", "revision", "on_behalf_of"];
    for name in fields.chain(others.map(str::to_owned)) {
        let text = typed.text(&name).to_owned();
        let before = target.previous_values().and_then(|values| values.get(&name));
        let text = match (text.is_empty(), before, target.form.row(&name)) {
            (true, Some(value), Some(row)) => row.exact(*value),
            _ => text,
        };
        pairs.push((name, text));
    }
    Typed::from_pairs(pairs)
}

async fn draft<'t>(
    app: &App,
    viewer: &Viewer,
    target: &'t Target,
    filled: &'t Filled,
    (typed, reason): (&Typed, String),
) -> Result<Draft<'t>, Error> {
    let (owed, term) = (&target.owed, &target.term);
    let place_id = store::find_receiver(&app.store, viewer, &owed.cluster_id, term.last).await?;
    let first = NewReport::first(term, &target.form.id, owed, place_id);
    let version = target.before.as_ref().map_or(1, |before| {
        if before.status.is_open() { before.version } else { before.version + 1 }
    });
    let new = NewReport { version, reason, entered_by: target.by.entered_by(), ..first };
    let seen_revision = typed.text("revision").parse().unwrap_or_default();
    Ok(Draft { new, before: target.before.as_ref(), seen_revision, filled })
}
