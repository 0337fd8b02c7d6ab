//! `longan exchange`: bundles and receipts by hand, for a machine without pages in front.

use super::outcome::{Failure, Outcome, print, say};
use super::{Place, open, open_existing, operator};
use crate::App;
use crate::exchange::model::{DeliveryWay, ExchangeProblem};
use crate::exchange::{actions, key, store};
use crate::places;
use crate::reports::duties;
use crate::reports::model::{Report, ReportForm};
use crate::reports::summary::store as summaries;
use clap::Subcommand;
use std::path::{Path, PathBuf};

/// What can be done with bundles.
#[derive(Debug, Subcommand)]
pub enum Exchange {
    /// In khóa công khai và dấu vân tay; chưa có thì tạo · Print the public key, make one if there is none
    Key {
        /// Tạo khóa mới thay khóa đang dùng · Make a new key instead of the present one
        #[arg(long)]
        renew: bool,
    },
    /// Đóng gói Biểu số 04 đã gửi thành một tệp có chữ ký · Write a sent report as a signed bundle
    Export {
        /// Mã tỉnh · Province
        #[arg(long, value_name = "CODE")]
        place: String,
        /// Kỳ, ví dụ 2026-H1 · Period
        #[arg(long, value_name = "PERIOD")]
        period: String,
        /// Tệp sẽ ghi · The file to write
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Kiểm tra và nhận một gói, ghi biên nhận · Take a bundle in, write the receipt
    Receive {
        /// Tệp gói · The bundle
        file: PathBuf,
        /// Tệp biên nhận sẽ ghi · The receipt to write
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Ghi biên nhận của nơi nhận · Enter the receiver's receipt
    Receipt {
        /// Tệp biên nhận · The receipt
        file: PathBuf,
    },
}

impl Exchange {
    /// Does it.
    pub async fn run(self, place: &Place) -> Outcome {
        match self {
            Self::Key { renew } => tell_key(&open(&place.config(None)?).await?, renew).await,
            Self::Export { place: code, period, output } => {
                let app = open_existing(place).await?;
                export(&app, &code, &period, &output).await
            }
            Self::Receive { file, output } => {
                let app = open_existing(place).await?;
                receive(&app, &file, output.as_deref()).await
            }
            Self::Receipt { file } => enter(&open_existing(place).await?, &file).await,
        }
    }
}

fn failure(problem: ExchangeProblem) -> Failure {
    match problem {
        ExchangeProblem::Refused(refusal) => Failure::Data(refusal.message_vi()),
        ExchangeProblem::Failed(error) => error.into(),
    }
}

async fn tell_key(app: &App, renew: bool) -> Outcome {
    let known = store::find_key(&app.store).await?.map(|known| known.public_key);
    let public_key = match known.filter(|_| !renew) {
        Some(public_key) => public_key,
        None => actions::make_key(app, &app.actor(&operator())).await?,
    };
    say(&format!("Dấu vân tay: {}", key::fingerprint(&public_key)));
    print(&public_key)
}

/// The newest version that was sent.
async fn sent(app: &App, code: &str, period: &str) -> Result<Report, Failure> {
    let place = places::resolve(&app.store, code, app.today()).await?;
    let missing = || {
        Failure::Call(format!("Chưa có Biểu số 04 nào đã gửi của {} kỳ {period}.", place.full_name))
    };
    let period = duties::read_period(app, period).ok_or_else(missing)?.to_string();
    let form = ReportForm::Department;
    let newest = summaries::newest_of(&app.store, form, &place.id, &period).await?;
    let newest = newest.ok_or_else(missing)?;
    let versions = summaries::list_versions(&app.store, &operator(), &newest).await?;
    versions.into_iter().find(|one| !one.status.is_open()).ok_or_else(missing)
}

async fn export(app: &App, code: &str, period: &str, output: &Path) -> Outcome {
    let report = sent(app, code, period).await?;
    let (viewer, actor) = (operator(), app.actor(&operator()));
    let id = actions::bundle(app, &actor, &viewer, &report).await.map_err(failure)?;
    let bundle = store::find_bundle(&app.store, &viewer, &id).await?;
    let bundle = bundle.ok_or_else(|| anyhow::anyhow!("the bundle just made is gone"))?;
    std::fs::write(output, app.files.read(&bundle.file_sha256).await?)?;
    say(&format!("Đã đóng gói {} {}, {}.", bundle.form.label(), bundle.period_vi(), bundle.place));
    print(&output.display().to_string())
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(file)
        .map_err(|error| Failure::Call(format!("Không đọc được tệp {}: {error}", file.display())))
}

async fn receive(app: &App, file: &Path, output: Option<&Path>) -> Outcome {
    let bytes = read(file)?;
    let actor = app.actor(&operator());
    let taken = actions::receive(app, &actor, &bytes, DeliveryWay::File).await.map_err(failure)?;
    say("Đã nhận gói; hãy gửi biên nhận lại cho nơi gửi.");
    match output {
        Some(output) => {
            std::fs::write(output, taken.receipt)?;
            print(&output.display().to_string())
        }
        None => print(&taken.receipt),
    }
}

async fn enter(app: &App, file: &Path) -> Outcome {
    let text = String::from_utf8_lossy(&read(file)?).into_owned();
    let known = actions::read_receipt(app, &text).await.map_err(failure)?;
    let actor = app.actor(&operator());
    actions::acknowledge(app, &actor, &known, &text, DeliveryWay::File).await?;
    print(&known.receipt.number)
}
