//! `longan report`: a statutory report as the official form, in every format.

use super::outcome::{Failure, Outcome, print, say};
use super::{Place, open, operator};
use crate::App;
use crate::reports::model::{Owed, ReportForm, ReportSubject, WantedOwed};
use crate::reports::papers::{self, Paper, PaperFormat};
use crate::reports::{duties, store, summary};
use crate::ui::query::AsOf;
use clap::Args;
use kernel::Period;
use kernel::form::Severity;
use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;

/// What stands before the family in the name of a form.
const CIRCULAR: &str = "tt14-";
/// Most bodies that are looked through, and that are named when several fit.
const MOST: i64 = 100_000;
const NAMED: usize = 10;

/// Which report, and how it is written.
///
/// Biểu 03, 04: báo cáo đã gửi thì in đúng bản đã gửi; chưa gửi thì in bản dự thảo từ hồ sơ hôm nay.
/// Biểu 01, 02: báo cáo của một doanh nghiệp hoặc một cụm; chưa báo cáo thì in biểu trống có sẵn tên.
///
/// A report that was sent is printed as it was sent; else the register is added up as it is today.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Asking {
    /// Biểu: tt14-bieu-01, tt14-bieu-02, tt14-bieu-03, tt14-bieu-04 · Form
    form: String,
    /// Biểu 03: mã xã (trước 01/7/2025: huyện); Biểu 04: mã tỉnh; Biểu 01, 02: chỉ tìm trong địa bàn này · Place
    #[arg(long, value_name = "CODE")]
    place: Option<String>,
    /// Kỳ báo cáo: 2026-H1 hoặc 2026 · Reporting period
    #[arg(long, value_name = "PERIOD")]
    period: String,
    /// Biểu 02, hoặc Biểu 01 của doanh nghiệp có dự án ở nhiều cụm: tên cụm trong địa chỉ trang, như duc-hoa-ha · Cluster
    #[arg(long, value_name = "CLUSTER")]
    cluster: Option<String>,
    /// Biểu 01: mã số thuế của doanh nghiệp · Enterprise, by its tax code
    #[arg(long, value_name = "TAX_CODE")]
    organization: Option<String>,
    /// pdf, docx, xlsx, html, json [mặc định: theo đuôi tệp, nếu không thì html] · Format
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// Tệp sẽ ghi [mặc định: ra stdout] · File to write
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Địa chỉ của phần mềm, để con số mở ra các dòng tạo nên nó [mặc định: `public_address`, nếu không thì địa chỉ nghe] · Address of the program
    #[arg(long, value_name = "URL")]
    address: Option<String>,
}

impl Asking {
    /// Writes the report.
    pub async fn run(self, place: &Place) -> Outcome {
        let form = self.read_form()?;
        let format = self.read_format()?;
        let config = place.config(None)?;
        if !config.database.is_there() {
            return Err(Failure::Call(super::nothing_there(&config)));
        }
        let address = match &self.address {
            Some(address) => Some(address.clone()),
            None => config.settings.public_address.clone(),
        };
        let address = address.unwrap_or_else(|| format!("http://{}", config.listen));
        let address = address.trim_end_matches('/');
        let app = open(&config).await?;
        let period = duties::read_period(&app, &self.period).ok_or_else(|| {
            Failure::Call(format!(
                "Không có báo cáo định kỳ cho kỳ “{}”. Kỳ báo cáo là sáu tháng đầu năm (2026-H1) hoặc cả năm (2026).",
                self.period
            ))
        })?;
        let paper = if form.is_entered() {
            self.entered(&app, form, period, address).await?
        } else {
            self.added_up(&app, form, period, address).await?
        };
        let bytes = paper.write(format).await?;
        self.put(format, &bytes)
    }

    fn read_form(&self) -> Result<ReportForm, Failure> {
        let family = self.form.strip_prefix(CIRCULAR).and_then(|family| family.parse().ok());
        family.ok_or_else(|| {
            let forms = ReportForm::ALL.iter().map(|form| format!("{CIRCULAR}{form}"));
            Failure::Call(format!(
                "Không có biểu “{}”. Các biểu: {}.",
                self.form,
                forms.collect::<Vec<_>>().join(", ")
            ))
        })
    }

    fn read_format(&self) -> Result<PaperFormat, Failure> {
        let ending = self.output.as_deref().and_then(|file| file.extension()?.to_str());
        let format = match (self.format.as_deref(), ending) {
            (Some(word), _) => word.parse().map_err(|_| {
                Failure::Call(format!(
                    "Không có định dạng “{word}”. Hãy chọn pdf, docx, xlsx, html hoặc json."
                ))
            })?,
            (None, ending) => {
                ending.and_then(|word| word.parse().ok()).unwrap_or(PaperFormat::Html)
            }
        };
        if self.output.is_none() && format.is_binary() && std::io::stdout().is_terminal() {
            return Err(Failure::Call(format!(
                "Hãy ghi tệp bằng -o, ví dụ -o {}.{format}.",
                self.form
            )));
        }
        Ok(format)
    }

    /// Biểu số 03 or 04.
    async fn added_up(
        &self,
        app: &App,
        form: ReportForm,
        period: Period,
        address: &str,
    ) -> Result<Paper, Failure> {
        let term = duties::term(app, form, period);
        let asked =
            AsOf { place: self.place.clone().unwrap_or_default(), on: term.last.to_string() };
        let unit = asked.resolve(app, &operator()).await?.place;
        if !form.is_of(unit.level) {
            return Err(Failure::Call(format!(
                "{} không phải là đơn vị lập {}. Hãy ghi --place là mã {}.",
                unit.long_name(),
                form.label(),
                form.level_vi()
            )));
        }
        let task = summary::adding::Task::new(app, form, period, &unit.id).await;
        let task = task.map_err(|_| no_form(form, period))?;
        let stands = summary::paper::standing(app, &task).await?;
        let findings = stands.findings(app, &task).await?;
        let errors = findings.iter().filter(|one| one.severity == Severity::Error).count();
        say(&format!(
            "{} {}, {}: {}; {errors} lỗi, {} điểm cần xem lại.",
            form.label(),
            period.label(),
            unit.full_name,
            stands.status_vi(),
            findings.len() - errors
        ));
        Ok(summary::paper::of_summary(app, &stands, address).await?)
    }

    /// Biểu số 01 or 02.
    async fn entered(
        &self,
        app: &App,
        form: ReportForm,
        period: Period,
        address: &str,
    ) -> Result<Paper, Failure> {
        let viewer = operator();
        let term = duties::term(app, form, period);
        let owed = self.find_owed(app, form, WantedOwed::all(term.clone())).await?;
        match &owed.report_id {
            None => {
                say(&format!("{}: chưa có báo cáo; in biểu trống.", owed.who()));
                papers::blank(app, &viewer, &term, &owed).await.map_err(|_| no_form(form, period))
            }
            Some(id) => {
                let whole = crate::reports::whole(app, &viewer, id).await?;
                say(&format!("{}: {}.", owed.who(), whole.found.report.status.label()));
                Ok(papers::of_report(app, &viewer, &whole, address).await?)
            }
        }
    }

    /// The one body that is meant.
    async fn find_owed(
        &self,
        app: &App,
        form: ReportForm,
        mut wanted: WantedOwed,
    ) -> Result<Owed, Failure> {
        if form.subject() == ReportSubject::Tenant && self.organization.is_none() {
            return Err(Failure::Call(format!(
                "{} là của một doanh nghiệp. Hãy ghi --organization và mã số thuế; có dự án ở nhiều cụm thì thêm --cluster.",
                form.label()
            )));
        }
        if form.subject() == ReportSubject::Cluster && self.cluster.is_none() {
            return Err(Failure::Call(format!(
                "{} là của một cụm công nghiệp. Hãy ghi --cluster và tên cụm trong địa chỉ trang, ví dụ --cluster duc-hoa-ha.",
                form.label()
            )));
        }
        if let Some(place) = &self.place {
            let asked = AsOf { place: place.clone(), on: wanted.term.last.to_string() };
            wanted.place_id = asked.resolve(app, &operator()).await?.place.id;
        }
        wanted.cluster = self.cluster.clone().unwrap_or_default();
        let mut found = store::list_owed(&app.store, &operator(), &wanted, MOST, 0).await?;
        if let Some(code) = &self.organization {
            found.retain(|owed| owed.tax_code == *code || owed.organization_id == *code);
        }
        match (found.pop(), found.len()) {
            (Some(owed), 0) => Ok(owed),
            (None, _) => Err(Failure::Call(format!(
                "Không có đơn vị nào phải gửi {} {} khớp với lời gọi. Xem danh sách ở trang Báo cáo, hoặc soát lại mã số thuế, cụm, địa bàn, kỳ.",
                form.label(),
                wanted.term.period.label()
            ))),
            (Some(last), _) => {
                found.push(last);
                let names = found.iter().take(NAMED).map(|owed| owed.slug.clone());
                Err(Failure::Call(format!(
                    "Có {} báo cáo khớp với lời gọi, ở các cụm: {}. Hãy ghi thêm --cluster.",
                    found.len(),
                    names.collect::<Vec<_>>().join(", ")
                )))
            }
        }
    }

    fn put(&self, format: PaperFormat, bytes: &[u8]) -> Outcome {
        let Some(file) = &self.output else {
            if format.is_binary() {
                let mut stdout = std::io::stdout().lock();
                stdout.write_all(bytes)?;
                return Ok(stdout.flush()?);
            }
            return print(&String::from_utf8_lossy(bytes));
        };
        std::fs::write(file, bytes).map_err(|error| {
            Failure::Machine(anyhow::anyhow!("write {}: {error}", file.display()))
        })?;
        say(&format!("Đã ghi {}.", file.display()));
        Ok(())
    }
}

fn no_form(form: ReportForm, period: Period) -> Failure {
    Failure::Call(format!(
        "{} chưa có mẫu cho kỳ {}. Hãy chọn kỳ từ khi mẫu có hiệu lực, ví dụ kỳ hiện tại.",
        form.label(),
        period.label()
    ))
}
