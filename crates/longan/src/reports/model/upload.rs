//! A workbook with the reports of many bodies.

use super::ReportForm;
use crate::words;

words! {
    /// What came of a workbook.
    pub enum UploadOutcome {
        Taken = "taken" => "đã gửi",
        Refused = "refused" => "có lỗi, chưa nhận",
    }
}

/// A workbook to keep.
#[derive(Clone, Debug, serde::Serialize)]
pub struct NewUpload {
    /// The form.
    pub form: ReportForm,
    /// The period.
    pub period: String,
    /// The body it was brought for; `None` for many.
    pub subject_id: Option<String>,
    /// What came of it.
    pub outcome: UploadOutcome,
    /// Reports in it.
    pub reports: i64,
    /// Errors in it.
    pub errors: i64,
    /// The workbook as a paper, once it was taken.
    #[serde(skip)]
    pub document_id: Option<String>,
}

/// A workbook as it is kept.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct ReportUpload {
    /// Id.
    pub id: String,
    /// The form.
    pub form: ReportForm,
    /// The period.
    pub period: String,
    /// The body it was brought for; `None` for many.
    pub subject_id: Option<String>,
    /// SHA-256 of its bytes.
    pub file_sha256: String,
    /// Its name as it came.
    pub file_name: String,
    /// When it came, UTC.
    pub uploaded_at: String,
    /// What came of it.
    pub outcome: UploadOutcome,
    /// Reports in it.
    pub reports: i64,
    /// Errors in it.
    pub errors: i64,
}
