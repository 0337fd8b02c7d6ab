//! The reports in words of the sample province, with an officer's own parts, approved and issued
//! by the paper that Biểu số 04 went by.

use super::demo_reports::moment;
use super::operator;
use super::outcome::Outcome;
use crate::App;
use crate::error::Error;
use crate::reports::model::Report;
use crate::reports::summary::model::{Summary, SummaryPaper};
use crate::reports::summary::store as summaries;
use crate::reports::written::model::{Writing, WritingContent, WritingPaper};
use crate::reports::written::{actions, drafting, store};

/// What the officer writes where the program drafts nothing.
const WRITTEN: [(&str, &str); 3] = [
    (
        "difficulties",
        "Giải phóng mặt bằng tại một số cụm công nghiệp chậm do chưa thống nhất giá bồi thường.\n\
         Chủ đầu tư hạ tầng thiếu vốn; hệ thống xử lý nước thải tập trung đầu tư chậm so với tiến độ lấp đầy.",
    ),
    (
        "direction",
        "Đôn đốc chủ đầu tư hoàn thành hệ thống xử lý nước thải tập trung trước khi tiếp nhận thêm dự án.\n\
         Rà soát các cụm công nghiệp chậm triển khai, báo cáo Ủy ban nhân dân tỉnh hướng xử lý.",
    ),
    (
        "proposals",
        "Đề nghị Bộ Công Thương xem xét hỗ trợ kinh phí hạ tầng cho cụm công nghiệp tại địa bàn khó khăn.",
    ),
];

/// Writes and issues the report that goes with a Biểu số 04 which was sent.
pub(super) async fn issue(
    app: &App,
    report: &Report,
    summary: &Summary,
    form_paper: &SummaryPaper,
) -> Outcome {
    let actor = moment(app, form_paper.issued_on);
    let id = actions::begin(app, &actor, &report.id, summary).await?;
    for (key, body) in WRITTEN {
        let (writing, written) = read(app, &id, summary).await?;
        let part = written.part(key).ok_or(Error::NotFound)?;
        actions::write(app, &actor, &writing, part, body).await?;
    }
    let (writing, written) = read(app, &id, summary).await?;
    actions::approve(app, &actor, &writing, &written).await?;
    let (writing, written) = read(app, &id, summary).await?;
    let paper = WritingPaper {
        number: form_paper.number.clone(),
        issued_on: form_paper.issued_on,
        issuer: written.department.clone(),
        office: vec!["GIÁM ĐỐC".to_owned()],
        signer: "Mai Lãnh Đạo".to_owned(),
    };
    let document_id = report.document_id.as_deref().ok_or(Error::NotFound)?;
    actions::issue(app, &actor, &writing, (written, paper), Some((form_paper, document_id)))
        .await?;
    Ok(())
}

/// The report and its text as it reads now.
async fn read(app: &App, id: &str, summary: &Summary) -> Result<(Writing, WritingContent), Error> {
    let writing = store::find_writing(&app.store, &operator(), id).await?;
    let writing = writing.ok_or(Error::NotFound)?;
    let passages = store::list_passages(&app.store, &operator(), id).await?;
    let snapshot = summaries::find_snapshot(&app.store, &operator(), &writing.report_id).await?;
    let (_, sha256, _) = snapshot.ok_or(Error::NotFound)?;
    let report = (writing.report_id.as_str(), sha256.as_str());
    let written = drafting::write(app, report, summary, &passages).await?;
    Ok((writing, written))
}
