//! `longan import`: brings a workbook to the register.

use super::outcome::{Failure, Outcome, print, print_json};
use super::{Place, open, operator};
use crate::imports::model::Severity;
use crate::imports::{self, Kind, Options, Report};
use crate::store::Day;
use clap::Args;
use std::path::PathBuf;

/// What is brought, and how it is to be read.
#[derive(Debug, Args)]
pub struct Import {
    /// Loại dữ liệu: clusters, tenants, projects, places (thay đổi đơn vị hành chính, vùng) · What it holds
    kind: String,
    /// Bảng tính .xlsx; với places cả .csv · The workbook
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
    pub async fn run(self, place: &Place) -> Outcome {
        if self.kind == "places" {
            return super::places::run(place, &self.file, self.accept, self.dry_run, self.json)
                .await;
        }
        let kind: Kind = self.kind.parse().map_err(|_| {
            Failure::Call(format!(
                "Loại “{}” chưa có trong phiên bản này. Hãy chọn: clusters (cụm công nghiệp), tenants (doanh nghiệp trong cụm), projects (đề án khuyến công), places (thay đổi đơn vị hành chính, vùng).",
                self.kind
            ))
        })?;
        let on =
            match &self.on {
                Some(text) => Some(Day(kernel::day::parse_day(text)
                    .map_err(|problem| Failure::Call(problem.message()))?)),
                None => None,
            };
        let bytes = std::fs::read(&self.file).map_err(|error| {
            tracing::error!(%error, file = %self.file.display(), "the workbook could not be read");
            Failure::Call(format!(
                "Không đọc được tệp {}. Hãy kiểm tra đường dẫn.",
                self.file.display()
            ))
        })?;
        let file_name = self
            .file
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let options = Options {
            sheet: self.sheet,
            place: self.place,
            on,
            accept: self.accept,
            dry_run: self.dry_run,
            ..Options::default()
        };
        let app = open(&place.config(None)?).await?;
        let viewer = operator();
        let report =
            imports::run(&app, &app.actor(&viewer), &viewer, kind, &file_name, &bytes, &options)
                .await?;
        if self.json {
            print_json(&serde_json::to_value(&report).map_err(anyhow::Error::from)?)?;
        } else {
            tell(&report)?;
        }
        let wrong = report.refusal.is_some()
            || report.problems.iter().any(|problem| problem.severity == Severity::Error);
        if wrong { Err(Failure::Data(report.refusal.unwrap_or_default())) } else { Ok(()) }
    }
}

fn tell(report: &Report) -> Outcome {
    print(&format!(
        "Đã đọc {} dòng: nhận {}, chờ nhận {}, bỏ qua {} (không đổi hoặc có lỗi).",
        report.read, report.accepted, report.proposed, report.skipped
    ))?;
    for problem in &report.problems {
        print(&format!(
            "{} {}!{}: {}",
            problem.severity.label(),
            problem.sheet,
            problem.cell,
            problem.message
        ))?;
    }
    Ok(())
}
