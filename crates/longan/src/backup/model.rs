//! The nouns: a backup that the program made, and how it ended.

use crate::words;

words! {
    /// How a backup stands.
    pub enum BackupStatus {
        Running = "running" => "Đang chạy",
        Done = "done" => "Đã xong, đã đọc lại để kiểm tra",
        Failed = "failed" => "Không xong",
    }
}

words! {
    /// Why a backup failed, and what to do.
    pub enum Trouble {
        Folder = "folder" => "Không ghi được vào thư mục sao lưu. Hãy xem thư mục có còn gắn, còn chỗ trống và chương trình có quyền ghi không.",
        Files = "files" => "Có tệp gốc bị mất hoặc đã thay đổi. Hãy chạy “longan check” để biết tệp nào.",
        Interrupted = "interrupted" => "Chương trình dừng trong lúc sao lưu. Lần sau sẽ làm lại; nếu lặp lại, hãy đổi giờ sao lưu.",
        Other = "other" => "Sao lưu gặp lỗi. Hãy xem nhật ký của chương trình, tìm dòng “backup failed”.",
    }
}

/// One backup that the program made, or tried to.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Backup {
    /// Id.
    pub id: String,
    /// Counts the changes.
    pub revision: i64,
    /// The day it was due and the number of the try.
    pub slot: String,
    /// How it stands.
    pub status: BackupStatus,
    /// Why it failed.
    pub trouble: Option<Trouble>,
    /// Its file.
    pub file_name: String,
    /// Size of the file.
    pub file_bytes: i64,
    /// Rows in it.
    pub row_count: i64,
    /// Kept files in it.
    pub file_count: i64,
    /// When it began, UTC.
    pub started_at: String,
    /// When it ended, UTC.
    pub finished_at: Option<String>,
}

impl Backup {
    /// When it began, UTC; `None` when the row says nothing that can be read.
    pub fn began(&self) -> Option<jiff::Timestamp> {
        self.started_at.parse().ok()
    }

    /// When it began, as the clock in Việt Nam shows it: 24/11/2026 02:00.
    pub fn began_vi(&self) -> String {
        self.began()
            .map(|began| super::here(began).strftime("%d/%m/%Y %H:%M").to_string())
            .unwrap_or_default()
    }

    /// Its size as people read it.
    pub fn size_vi(&self) -> String {
        crate::backup::size_vi(self.file_bytes)
    }

    /// Its rows as people read them.
    pub fn rows_vi(&self) -> String {
        kernel::number::format_scaled(self.row_count, 0, 0, 0)
    }
}
