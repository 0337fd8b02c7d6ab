//! Filling in Biểu số 01 and 02: a page for a telephone.

use super::super::actions::{self, Draft};
use super::super::filling::{self, Filled, FoundProblem, WantsReason, note_field, reason_field};
use super::super::model::{
    NewReport, Owed, OwedReach, OwedState, Report, ReportForm, ReportTerm, WantedOwed,
};
use super::super::{duties, store};
use crate::App;
use crate::documents::{self, Arrived, Kind, NewDocument, Upload};
use crate::error::Error;
use crate::observations::Indicator;
use crate::store::Day;
use crate::ui::form::{Field, Reader, Typed};
use crate::ui::{Frame, Page, Problems};
use crate::users::{self, Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::form::{Form, FormRow, Values};

/// What is to be filled in, by whom, and what there is of it.
struct Target {
    term: ReportTerm,
    owed: Owed,
    form: Form,
    before: Option<Report>,
    previous: Option<(Report, Values)>,
    /// What the register knows of it: indicator and value.
    known: Vec<(Indicator, i64)>,
    /// Whether the viewer fills in for another body.
    for_other: &'static str,
}

async fn target(
    app: &App,
    viewer: &Viewer,
    (form, period, subject_id): (String, String, String),
) -> Result<Target, Error> {
    let form: ReportForm = form.parse().map_err(|_| Error::NotFound)?;
    let period = duties::read_period(app, &period).ok_or(Error::NotFound)?;
    if !form.is_entered() {
        return Err(Error::NotFound);
    }
    let term = duties::term(app, form, period);
    let wanted = WantedOwed { subject_id, ..WantedOwed::all(term.clone()) };
    let owed = store::list_owed(&app.store, viewer, &wanted, 1, 0).await?;
    let owed = owed.into_iter().next().ok_or(Error::NotFound)?;
    let own = WantedOwed { own_only: OwedReach::Own, ..wanted };
    let is_own = !store::list_owed(&app.store, viewer, &own, 1, 0).await?.is_empty();
    if !is_own {
        users::require_with_cluster(app, viewer, Right::EnterReports, &owed.cluster_id).await?;
    }
    let text = period.to_string();
    let subject_id = &owed.subject_id;
    let versions = store::list_versions(&app.store, viewer, form, &text, subject_id).await?;
    let previous = store::find_previous(&app.store, viewer, form, &text, subject_id).await?;
    let previous = match previous {
        Some(report) => {
            let values = store::list_values(&app.store, viewer, &report.id).await?;
            Some((report, filling::numbers(&values)))
        }
        None => None,
    };
    let law_form = duties::law_form(app, &term).ok_or(Error::NotFound)?;
    let subject = (owed.subject_kind, owed.subject_id.as_str());
    let known = store::list_known(&app.store, viewer, subject, &text, term.last).await?;
    Ok(Target {
        known,
        term,
        owed,
        form: law_form,
        before: versions.into_iter().next(),
        previous,
        for_other: if is_own { "" } else { "yes" },
    })
}

impl Target {
    fn previous_values(&self) -> Option<&Values> {
        self.previous.as_ref().map(|(_, values)| values)
    }

    /// What the register knows of a row, as printed.
    fn known_of(&self, row: &FormRow) -> Option<String> {
        let kernel::form::Fill::Indicator(word) = &row.fill else { return None };
        let known = self.known.iter().find(|(indicator, _)| indicator.word() == word);
        known.map(|(_, value)| row.print(*value))
    }

    fn due(&self) -> Day {
        self.term.due_on.unwrap_or(self.term.last)
    }

    fn filled(&self, typed: &Typed) -> Filled {
        Filled::read(&self.form, typed, self.previous_values(), self.due())
    }

    /// Whether saving begins another version of something that was sent.
    fn is_correction(&self) -> bool {
        self.before.as_ref().is_some_and(|before| !before.status.is_open())
    }

    fn address(&self) -> String {
        self.owed.fill_link(self.term.form, &self.term.period.to_string())
    }
}

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
    if !target.for_other.is_empty() {
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

fn paper_fields(target: &Target) -> Vec<Field> {
    use crate::ui::form::{file, line};
    let mut fields = vec![
        line(
            "number",
            "Số, ký hiệu báo cáo của đơn vị",
            "Ví dụ 05/BC-HTGV; để trống nếu gửi kèm bản quét không có số",
        ),
        line("issued_on", "Ngày ký báo cáo", "Ví dụ 15/06/2026"),
        file("file", "Bản quét hoặc ảnh chụp báo cáo đã ký (nếu chưa có số thì phải kèm)", ""),
    ];
    if target.is_correction() {
        fields.push(line(
            "reason",
            "Lý do gửi lại",
            "Báo cáo trước vẫn được giữ; bản này thay thế khi được tiếp nhận",
        ));
    }
    fields
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
    users::actor_for(app, viewer, &target.owed.cluster_id, typed).await
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
    let new = NewReport { version, reason, ..first };
    let seen_revision = typed.text("revision").parse().unwrap_or_default();
    Ok(Draft { new, before: target.before.as_ref(), seen_revision, filled })
}

/// The paper of the report: its own number and day, or at least a scan of it.
fn read_paper(
    target: &Target,
    typed: &Typed,
    file: Option<&Arrived>,
) -> Result<NewDocument, Problems> {
    let mut reader = Reader::new(typed);
    let number = reader.text("number");
    if number.is_empty() && file.is_none() {
        reader.add("number", "Hãy nhập số, ký hiệu báo cáo đã ký, hoặc chọn tệp bản quét.");
    }
    let number = kernel::day::parse_document_number(&number).map_or(number, |(number, _)| number);
    let issued_on = Some(reader.day("issued_on"));
    reader.finish(NewDocument {
        kind: Kind::Report,
        number,
        issued_on,
        issuer: target.owed.who().to_owned(),
        subject_line: filling::subject_line(&target.term, &target.owed),
        file_sha256: None,
        file_name: String::new(),
        file_bytes: 0,
    })
}
