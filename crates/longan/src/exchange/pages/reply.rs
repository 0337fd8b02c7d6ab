//! The answer to a report that came: what was decided, and the paper it is told by.

use super::super::actions::{self, ReplyPaper};
use crate::App;
use crate::documents::{self, Upload};
use crate::error::Error;
use crate::reports::model::{Report, ReportStatus};
use crate::reports::summary::store::find_summary;
use crate::ui::form::{Field, Reader, Typed, file, line};
use crate::ui::{Frame, Page, Problems};
use crate::users::{SignedIn, Viewer};
use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "exchange/reply.html")]
struct Form {
    frame: Frame,
    report: Report,
    fields: Vec<Field>,
    typed: Typed,
    problems: Problems,
}

/// A report that came as a bundle, was decided on, and is the viewer's to answer.
async fn find(app: &App, viewer: &Viewer, id: &str) -> Result<Report, Error> {
    let report = find_summary(&app.store, viewer, id).await?.ok_or(Error::NotFound)?;
    if !super::super::came_as_bundle(app, viewer, id).await? {
        return Err(Error::NotFound);
    }
    if super::super::may_reply(app, viewer, &report).await? {
        Ok(report)
    } else {
        Err(Error::Forbidden)
    }
}

fn page(viewer: &Viewer, report: Report, typed: Typed, problems: Problems) -> Response {
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Form {
        frame: Frame::new(viewer, "/exchange", "Trả lời nơi gửi báo cáo"),
        report,
        fields: vec![
            line(
                "number",
                "Số, ký hiệu văn bản trả lời (nếu có)",
                "Ví dụ 812/BCT-CTĐP; không có văn bản riêng thì để trống, gói trả lời có chữ ký là văn bản",
            ),
            line("issued_on", "Ngày văn bản", "Ví dụ 24/11/2026; để trống nếu không có số"),
            file("file", "Bản quét văn bản (nếu có)", ""),
        ],
        typed,
        problems,
    };
    (status, Page(page)).into_response()
}

/// The page.
pub async fn form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let report = find(&app, &viewer, &id).await?;
    Ok(page(&viewer, report, Typed::default(), Problems::default()))
}

/// Makes the answer.
pub async fn make(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<Response, Error> {
    let report = find(&app, &viewer, &id).await?;
    let Upload { typed, file, mut problems } = documents::read_upload(&app, form).await?;
    let mut reader = Reader::new(&typed);
    let number = reader.text("number");
    let named = if number.is_empty() && typed.text("issued_on").is_empty() {
        None
    } else {
        let number = reader.required("number", "Hãy nhập số, ký hiệu của văn bản có ngày này.");
        let day = reader.day("issued_on");
        let plain = kernel::day::parse_document_number(&number).map(|(number, _)| number);
        Some((plain.unwrap_or(number), day))
    };
    let named = match reader.finish(named) {
        Ok(named) => named,
        Err(found) => {
            for (field, problem) in found.iter() {
                problems.add(field, problem);
            }
            None
        }
    };
    if !problems.is_empty() {
        if file.is_some() {
            problems.add("file", "Hãy chọn lại tệp: trình duyệt không giữ tệp đã chọn.");
        }
        return Ok(page(&viewer, report, typed, problems));
    }
    let file = match file {
        Some(file) => Some(documents::actions::keep(&app, file).await?),
        None => None,
    };
    let paper = ReplyPaper { named, file };
    let made = actions::reply(&app, &app.actor(&viewer), &viewer, &report, paper).await;
    let made = made.map_err(Error::from)?;
    Ok(Redirect::to(&format!("/exchange/bundles/{made}")).into_response())
}
