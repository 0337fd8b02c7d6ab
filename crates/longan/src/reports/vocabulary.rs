//! What people read for the acts and fields of reports in a record's history.

use super::model::{ReportForm, ReportStatus};
use super::written::WritingStatus;
use crate::events::told::{Image, NOTHING, Vocabulary};

/// The words.
pub const VOCABULARY: Vocabulary = Vocabulary {
    actions: &[
        ("reports.drafted", "lưu bản nháp báo cáo"),
        ("reports.drawn_up", "lập biểu tổng hợp từ hồ sơ"),
        ("reports.settled", "tính lại, chọn số cho biểu tổng hợp"),
        ("reports.checked", "kiểm tra xong biểu tổng hợp"),
        ("reports.approved", "duyệt biểu tổng hợp"),
        ("reports.sent", "gửi báo cáo"),
        ("reports.corrected", "lập bản thay thế của báo cáo"),
        ("reports.accepted", "tiếp nhận báo cáo"),
        ("reports.rejected", "trả lại báo cáo"),
        ("reports.reminded", "nhắc nộp báo cáo"),
        ("reports.uploaded", "nhận bảng tính báo cáo"),
        ("reports.writing_begun", "dự thảo báo cáo kèm Biểu số 04"),
        ("reports.writing_edited", "sửa lời báo cáo kèm Biểu số 04"),
        ("reports.writing_approved", "duyệt báo cáo kèm Biểu số 04"),
        ("reports.writing_issued", "ban hành báo cáo kèm Biểu số 04"),
        ("reports.choice_kept", "lưu mẫu báo cáo theo yêu cầu"),
        ("reports.choice_closed", "bỏ mẫu báo cáo theo yêu cầu"),
    ],
    fields: &[
        ("form", "Biểu mẫu"),
        ("form_version", "Phiên bản biểu mẫu"),
        ("due_on", "Hạn gửi"),
        ("sent_on", "Ngày gửi"),
        ("remarks", "Ý kiến của nơi nhận"),
        ("version", "Lần báo cáo"),
        ("writing_status", "Tình trạng báo cáo"),
        ("part", "Phần của báo cáo"),
        ("body", "Lời viết"),
        ("query", "Điều kiện chọn"),
    ],
    records: &[
        ("report", "Báo cáo", "/reports/{}"),
        ("report_writing", "Báo cáo kèm Biểu số 04", "/reports/written/{}"),
        ("report_choice", "Mẫu báo cáo theo yêu cầu", "/reports/asked?choice={}"),
    ],
    value,
    ..NOTHING
};

fn value(field: &str, text: &str, image: &Image) -> Option<String> {
    match field {
        "form" => text.parse().ok().map(|form: ReportForm| form.label().to_owned()),
        // Other records have a status too; only a report has a form.
        "status" if image.contains_key("form") => {
            text.parse().ok().map(|status: ReportStatus| status.label().to_owned())
        }
        "writing_status" => {
            text.parse().ok().map(|status: WritingStatus| status.label().to_owned())
        }
        "period" => Some(super::duties::period_vi(text)),
        _ => None,
    }
}
