//! The steps of a report in words: approved, issued.

use super::super::actions;
use super::super::model::{WritingPaper, WritingStatus};
use super::Opened;
use crate::App;
use crate::error::Error;
use crate::store::Day;
use crate::ui::Problems;
use crate::ui::form::{Reader, Typed};
use crate::users::{Right, SignedIn};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

/// What is said when the text is no longer the one that was approved.
const MOVED: &str =
    "Nội dung đã khác bản được duyệt vì số liệu trong hồ sơ vừa đổi. Hãy đọc lại và duyệt lại.";

/// Approves the text as it reads.
pub async fn approve(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let seen = (id.as_str(), typed.text("revision"));
    let (opened, actor) = super::to_change(&app, &viewer, Right::ApproveReports, seen).await?;
    let Opened { writing, written, of } = opened;
    if writing.status != WritingStatus::Draft {
        return Err(Error::Stale);
    }
    let problem = if of.is_none_or(|(report, _)| report.status.is_open()) {
        Some("Biểu số 04 chưa gửi nên số liệu còn có thể đổi. Hãy gửi Biểu số 04 trước, rồi duyệt báo cáo này.".to_owned())
    } else {
        let count = written.obstacles().len();
        (count > 0).then(|| {
            format!("Còn {count} phần phải viết hoặc sửa trước khi duyệt; xem danh sách dưới đây.")
        })
    };
    if let Some(problem) = problem {
        let problems = Problems::one("form", problem);
        return super::show::draw(&app, &viewer, &id, typed, problems).await;
    }
    actions::approve(&app, &actor, &writing, &written).await?;
    Ok(Redirect::to(&super::address(&id)).into_response())
}

/// Issues the approved report by its number and day.
pub async fn issue(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let seen = (id.as_str(), typed.text("revision"));
    let (opened, actor) = super::to_change(&app, &viewer, Right::SendReports, seen).await?;
    let Opened { writing, written, of } = opened;
    if writing.status != WritingStatus::Approved {
        return Err(Error::Stale);
    }
    let mut reader = Reader::new(&typed);
    let number = reader.required("number", "Hãy nhập số, ký hiệu của báo cáo, ví dụ 125/BC-SCT.");
    let issued_on: Day = reader.day("issued_on");
    let signer = reader.required("signer", "Hãy nhập họ và tên người ký.");
    let office = reader.required("office", "Hãy nhập chức vụ người ký, ví dụ GIÁM ĐỐC.");
    let (number, issued_on, signer, office) =
        match reader.finish((number, issued_on, signer, office)) {
            Ok(paper) => paper,
            Err(problems) => {
                return super::show::draw(&app, &viewer, &id, typed, problems).await;
            }
        };
    if actions::fingerprint(&written)? != writing.approved_sha256 {
        let problems = Problems::one("form", MOVED);
        return super::show::draw(&app, &viewer, &id, typed, problems).await;
    }
    let paper = WritingPaper {
        number,
        issued_on,
        issuer: written.department.clone(),
        office: office.lines().map(|line| line.trim().to_owned()).collect(),
        signer,
    };
    let form_paper = of.and_then(|(report, summary)| summary.paper.zip(report.document_id));
    let form_paper = form_paper.as_ref().map(|(paper, id)| (paper, id.as_str()));
    actions::issue(&app, &actor, &writing, (written, paper), form_paper).await?;
    Ok(Redirect::to(&super::address(&id)).into_response())
}
