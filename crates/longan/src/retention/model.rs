//! The nouns: what is kept for a time, and the rule that says how long.

use crate::words;

words! {
    /// What is kept only for a time.
    pub enum Kept {
        LogInAttempts = "log_in_attempts" => "Lần đăng nhập",
        Sessions = "sessions" => "Phiên đã hết hạn",
        UserRefusals = "user_refusals" => "Yêu cầu bị từ chối",
        ImportPayloads = "import_payloads" => "Nội dung chờ ghi của bảng tính đã xong",
        Letters = "letters" => "Thư đã gửi",
        Notices = "notices" => "Thông báo đã đọc",
        BackupRuns = "backup_runs" => "Lần sao lưu",
    }
}

/// How long something is kept, and on what basis.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What.
    pub key: Kept,
    /// What people read.
    pub title: String,
    /// For how many days.
    pub days: i64,
    /// On what basis.
    pub basis: String,
    /// How sure the basis is: a word of the law files.
    pub confidence: String,
}
