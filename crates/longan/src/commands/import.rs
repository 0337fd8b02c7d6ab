//! `longan import`: brings a workbook to the register.

use super::Place;
use super::outcome::{Failure, Outcome};
use clap::Args;
use std::path::PathBuf;

/// What is brought, and how it is to be read.
#[derive(Debug, Args)]
pub struct Import {
    /// Loại dữ liệu: clusters, tenants · What it holds
    kind: String,
    /// Bảng tính .xlsx · The workbook
    file: PathBuf,
    /// Tên trang tính · Sheet
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Mã tỉnh hoặc huyện của số liệu · Place
    #[arg(long, value_name = "CODE")]
    place: Option<String>,
    /// Ngày của số liệu · Day of the figures
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Chỉ xem sẽ thay đổi gì, không ghi · Only look
    #[arg(long)]
    dry_run: bool,
    /// Nhận ngay các dòng không có lỗi · Take the rows without errors
    #[arg(long, conflicts_with = "dry_run")]
    accept: bool,
    /// In kết quả cho máy đọc · Machine output
    #[arg(long)]
    json: bool,
}

impl Import {
    /// Brings it.
    #[expect(clippy::unused_async, reason = "reading a workbook waits for the database")]
    pub async fn run(self, _place: &Place) -> Outcome {
        Err(Failure::Call(format!("Loại “{}” chưa có trong phiên bản này.", self.kind)))
    }
}
