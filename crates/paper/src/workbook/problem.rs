//! Why a workbook is refused, for the user and for the log.

use thiserror::Error;

/// Why a workbook cannot be read. `Display` is for the log; users read [`Self::message_vi`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WorkbookProblem {
    /// The file is larger than the limit.
    #[error("file of {bytes} bytes is over the limit of {limit}")]
    TooLarge {
        /// Size of the file.
        bytes: u64,
        /// The limit it is over.
        limit: u64,
    },
    /// The file is no `.xlsx` workbook, whatever its extension says.
    #[error("not an xlsx workbook")]
    NotAWorkbook,
    /// The file is encrypted, or what follows the header of an encrypted file is damaged.
    #[error("workbook is protected by a password, or damaged")]
    PasswordProtected,
    /// The file is a workbook of Excel 97–2003 (`.xls`).
    #[error("workbook of Excel 97-2003")]
    OldExcelFormat,
    /// The file begins as a workbook but cannot be read to its end.
    #[error("damaged workbook: {detail}")]
    Damaged {
        /// What was found, in English.
        detail: String,
    },
    /// The contents unpack to more than the limit.
    #[error("workbook unpacks to more than {limit} bytes")]
    TooLargeUnpacked {
        /// The limit, in bytes.
        limit: u64,
    },
    /// A cell holds something beyond the rows and columns that are read.
    #[error("cell {cell} of sheet {sheet:?} is beyond the limits")]
    FarCell {
        /// Name of the sheet.
        sheet: String,
        /// Name of the cell, such as `XFD1048576`.
        cell: String,
    },
    /// More cells hold something than the limit allows.
    #[error("more than {limit} cells")]
    TooManyCells {
        /// The limit.
        limit: usize,
    },
    /// No cell of any sheet holds anything.
    #[error("workbook without data")]
    NoData,
    /// A remark was meant for a sheet the workbook does not have.
    #[error("no sheet named {sheet:?}")]
    NoSuchSheet {
        /// The name that was asked for.
        sheet: String,
    },
}

impl WorkbookProblem {
    /// Says in Vietnamese what happened and what the user should do.
    pub fn message_vi(&self) -> String {
        match self {
            Self::TooLarge { limit, .. } => format!(
                "Tệp lớn hơn mức cho phép ({} MB). Hãy bỏ bớt hình ảnh, trang tính không cần thiết hoặc chia thành nhiều tệp rồi tải lên lại.",
                limit / 1_000_000
            ),
            Self::NotAWorkbook => "Tệp này không phải là bảng tính Excel (.xlsx). Hãy mở bằng Excel hoặc LibreOffice, chọn Lưu thành › Excel Workbook (.xlsx) rồi tải lên lại.".to_owned(),
            Self::PasswordProtected => "Tệp này được đặt mật khẩu hoặc bị hỏng. Hãy bỏ mật khẩu (Tệp › Thông tin › Bảo vệ) rồi tải lên lại.".to_owned(),
            Self::OldExcelFormat => "Tệp này ở định dạng Excel 97–2003 (.xls). Hãy mở bằng Excel, chọn Lưu thành › Excel Workbook (.xlsx) rồi tải lên lại.".to_owned(),
            Self::Damaged { .. } => "Tệp này bị hỏng nên không đọc được. Hãy mở bằng Excel, lưu thành một tệp .xlsx mới rồi tải lên lại.".to_owned(),
            Self::TooLargeUnpacked { limit } => format!(
                "Nội dung tệp sau khi giải nén vượt quá {} MB nên không được đọc. Hãy chép phần dữ liệu cần nộp sang một tệp mới rồi tải lên lại.",
                limit / 1_000_000
            ),
            Self::FarCell { sheet, cell } => format!(
                "Trang tính “{sheet}” có nội dung ở ô {cell}, quá xa vùng dữ liệu. Hãy xóa nội dung ô đó (kể cả dấu cách), lưu tệp rồi tải lên lại."
            ),
            Self::TooManyCells { limit } => format!(
                "Tệp có hơn {limit} ô dữ liệu, vượt mức cho phép. Hãy chia thành nhiều tệp rồi tải lên lại."
            ),
            Self::NoData => "Tệp không có dữ liệu: mọi trang tính đều trống. Hãy kiểm tra lại tệp rồi tải lên lại.".to_owned(),
            Self::NoSuchSheet { sheet } => format!(
                "Tệp không có trang tính “{sheet}”. Hãy kiểm tra lại đúng tệp đã nộp."
            ),
        }
    }

    pub(super) fn damaged(detail: impl Into<String>) -> Self {
        Self::Damaged { detail: detail.into() }
    }
}
