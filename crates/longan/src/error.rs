//! How a request can fail: what the person reads, and what the log keeps.

use crate::store::StoreError;
use crate::ui::Page;
use askama::Template;
use axum::Extension;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// What went wrong, in the words the person will read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such record, or the person may not see it; the two read the same.
    #[error("Không tìm thấy trang này, hoặc trang không thuộc phạm vi của bạn.")]
    NotFound,
    /// The person may see the page but not do this.
    #[error("Bạn không có quyền làm việc này. Hãy nhờ người quản trị nếu cần.")]
    Forbidden,
    /// The request itself is wrong; the sentence says what to do.
    #[error("{0}")]
    Unusable(String),
    /// The request cannot be read at all.
    #[error("{0}")]
    Malformed(String),
    /// Somebody else changed the record first.
    #[error("Hồ sơ vừa được người khác sửa. Hãy mở lại rồi sửa tiếp.")]
    Stale,
    /// The program or the machine failed; the cause is in the log.
    #[error("Hệ thống gặp lỗi. Mã lỗi đã được ghi lại, hãy báo người quản trị.")]
    Internal(#[from] anyhow::Error),
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale => Self::Stale,
            other => Self::Internal(other.into()),
        }
    }
}

/// The sentence of an error, carried with the response for whoever shows it another way.
#[derive(Clone, Debug)]
pub struct Told(pub String);

#[derive(Template)]
#[template(path = "ui/error.html")]
struct ErrorPage {
    status: u16,
    message: String,
}

impl Error {
    /// The HTTP status that belongs to it.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Unusable(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::Stale => StatusCode::CONFLICT,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Self::Internal(cause) = &self {
            tracing::error!(error = ?cause, "request failed");
        }
        let status = self.status();
        let page = ErrorPage { status: status.as_u16(), message: self.to_string() };
        let told = Told(page.message.clone());
        (status, Extension(told), Page(page)).into_response()
    }
}
