//! The command line: what each word does, what it prints, and how it ends.
//!
//! Results go to stdout, everything said to people goes to stderr. A command ends with 0
//! when it is done, 1 when the data are wrong, 2 when the call is wrong, 3 when the machine
//! or the database failed.

mod accounts;
mod copies;
mod demo;
mod demo_entries;
mod demo_facts;
mod demo_needs;
mod demo_reports;
mod demo_summaries;
mod demo_written;
mod exchange;
mod figure;
mod import;
mod inspect;
mod law;
mod outcome;
mod picture;
mod places;
mod report;
mod seed;
mod serve;
mod table;

pub use outcome::{Failure, Outcome};

use crate::config::{Config, Database, Said};
use crate::store::{Day, Store};
use crate::users::Viewer;
use crate::{App, Clock, Opening, Setup, users};
use clap::{Args, Parser, Subcommand};
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// Sổ cụm công nghiệp mà mỗi con số có một văn bản.
/// A register of industrial clusters whose every figure explains itself.
#[derive(Debug, Parser)]
#[command(name = "longan", version, subcommand_required = true, arg_required_else_help = true)]
pub struct Cli {
    /// Where the data are.
    #[command(flatten)]
    pub place: Place,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Where the data are; every command understands these.
#[derive(Debug, Default, Args)]
pub struct Place {
    /// Thư mục dữ liệu [biến môi trường `LONGAN_DATA`; mặc định ./longan-data] · Data folder
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Tệp cấu hình TOML [mặc định longan.toml trong thư mục dữ liệu] · Configuration file
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Cơ sở dữ liệu sqlite:ĐƯỜNG-DẪN hoặc postgres://… · Database
    #[arg(long, global = true, value_name = "URL")]
    pub database: Option<String>,
    /// Thư mục tham số pháp luật của địa phương · Local law files
    #[arg(long, global = true, value_name = "DIR")]
    pub law_dir: Option<PathBuf>,
}

/// One word of the command line.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Chạy tỉnh mẫu trong thư mục mới, in địa chỉ và mật khẩu một lần · Run the sample province
    Demo {
        /// Địa chỉ nghe · Address to listen on
        #[arg(long, value_name = "ADDR")]
        listen: Option<String>,
    },
    /// Chạy chương trình · Run the program
    Serve {
        /// Địa chỉ nghe [mặc định 127.0.0.1:8080] · Address to listen on
        #[arg(long, value_name = "ADDR")]
        listen: Option<String>,
    },
    /// Nhập bảng tính vào sổ · Import a workbook
    Import(import::Import),
    /// Hỏi một chỉ tiêu, hoặc liệt kê các chỉ tiêu · Ask for a figure, or list them
    Figure(figure::Asking),
    /// In một biểu báo cáo theo TT 14/2024/TT-BCT · Write a statutory report as a file
    Report(Box<report::Asking>),
    /// Soát toàn bộ sổ theo các quy tắc chất lượng dữ liệu · Check the whole register
    Check {
        /// In kết quả cho máy đọc · Machine output
        #[arg(long)]
        json: bool,
        /// Mã băm đã ghi trên giấy; soát xem nhật ký còn chứa không · A hash kept on paper
        #[arg(long, value_name = "HASH")]
        anchor: Option<String>,
    },
    /// Hỏi một tham số pháp luật, hoặc liệt kê · Ask for a law parameter, or list them
    Law(law::Asking),
    /// Sinh dữ liệu giả lập cả nước để thử tải · A synthetic country for load tests
    Seed(seed::Size),
    /// Quản lý tài khoản · Look after accounts
    User {
        /// What to do with accounts.
        #[command(subcommand)]
        command: accounts::Accounts,
    },
    /// Gói báo cáo có chữ ký gửi Bộ, biên nhận · Signed bundles for the Ministry, receipts
    Exchange {
        /// What to do with bundles.
        #[command(subcommand)]
        command: exchange::Exchange,
    },
    /// Sao lưu sổ và tệp vào một tệp, khi chương trình đang chạy · Back up while running
    Backup {
        /// Tệp sao lưu sẽ ghi · The file to write
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Khôi phục bản sao lưu vào nơi còn trống · Restore a backup into an empty place
    Restore {
        /// Tệp sao lưu · The backup
        file: PathBuf,
        /// Diễn tập: khôi phục vào nơi tạm, kiểm tra, so chỉ tiêu, rồi xóa · Drill in a temporary place
        #[arg(long)]
        drill: bool,
        /// In kết quả diễn tập cho máy đọc · Machine output of the drill
        #[arg(long, requires = "drill")]
        json: bool,
    },
    /// Chép toàn bộ cơ sở dữ liệu sang nơi khác còn trống · Copy to an empty database
    CopyDatabase {
        /// Nguồn · From
        #[arg(long, value_name = "URL")]
        from: String,
        /// Đích · To
        #[arg(long, value_name = "URL")]
        to: String,
    },
    /// Nâng cấu trúc cơ sở dữ liệu lên bản hiện tại · Bring the schema up to date
    Migrate,
    /// Đếm trang của tệp ở đầu vào; chương trình tự gọi · Count the pages of a file
    #[command(hide = true)]
    CountPages {
        /// Loại tệp · Kind of file
        kind: String,
    },
    /// Vẽ một trang của tệp ở đầu vào; chương trình tự gọi · Draw one page of a file
    #[command(hide = true)]
    DrawPage {
        /// Loại tệp · Kind of file
        kind: String,
        /// Trang · Page
        page: usize,
    },
}

/// Runs the command and tells how it ended.
pub fn run(cli: Cli) -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("LONGAN_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,longan=info,sqlx=error"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(dispatch(cli)),
        Err(error) => Err(Failure::Machine(error.into())),
    };
    outcome::end(outcome)
}

async fn dispatch(cli: Cli) -> Outcome {
    let place = cli.place;
    match cli.command {
        Command::Demo { listen } => demo::run(place, listen).await,
        Command::Serve { listen } => serve::run(&place, listen).await,
        Command::Import(import) => import.run(&place).await,
        Command::Figure(asking) => asking.run(&place).await,
        Command::Report(asking) => asking.run(&place).await,
        Command::Check { json, anchor } => inspect::run(&place, json, anchor.as_deref()).await,
        Command::Law(asking) => asking.run(&place),
        Command::Seed(size) => size.run(&place).await,
        Command::User { command } => command.run(&place).await,
        Command::Exchange { command } => command.run(&place).await,
        Command::Backup { output } => copies::backup(&place, &output).await,
        Command::Restore { file, drill: true, json } => copies::drill(&place, &file, json).await,
        Command::Restore { file, .. } => copies::restore(&place, &file).await,
        Command::CopyDatabase { from, to } => copies::copy_database(&from, &to).await,
        Command::Migrate => migrate(&place).await,
        Command::CountPages { kind } => picture::count_pages(&kind),
        Command::DrawPage { kind, page } => picture::draw_page(&kind, page),
    }
}

impl Place {
    /// The installation that these words, the environment and the file describe.
    fn config(&self, listen: Option<String>) -> Result<Config, Failure> {
        let said = Said {
            data: self.data.clone(),
            config: self.config.clone(),
            database: self.database.clone(),
            law_dir: self.law_dir.clone(),
            listen,
        };
        Config::read(&said).map_err(|error| Failure::Call(format!("{error:#}")))
    }
}

/// Opens the program on data that exist; a command that only asks makes no database.
async fn open_existing(place: &Place) -> Result<App, Failure> {
    let config = place.config(None)?;
    if !config.database.is_there() {
        return Err(Failure::Call(nothing_there(&config)));
    }
    open(&config).await
}

fn nothing_there(config: &Config) -> String {
    format!(
        "Chưa có dữ liệu tại {}. Hãy chỉ đúng nơi bằng --data hoặc --database, hoặc chạy “longan serve” để tạo mới.",
        config.database.shown()
    )
}

/// Opens the program, brings the schema up to date, and makes what is missing: the data
/// folder, the administrative units, the program's own account.
async fn open(config: &Config) -> Result<App, Failure> {
    let store = open_store(config).await?;
    crate::places::load::load(&store, crate::places::load::Extent::Country).await?;
    let clock = Clock::System;
    users::store::ensure_system(&store, &clock.now().to_string()).await?;
    let law = crate::law::load(config.law_dir.as_deref())
        .map_err(|error| Failure::Call(format!("{error:#}")))?;
    let setup = Setup {
        folder: config.data.clone(),
        clock,
        opening: Opening { day: config.opening_day, place_id: config.opening_place.clone() },
        settings: config.settings.clone(),
    };
    Ok(App::new(store, law, setup))
}

async fn open_store(config: &Config) -> Result<Store, Failure> {
    std::fs::create_dir_all(&config.data).map_err(|error| {
        Failure::Machine(anyhow::anyhow!("make folder {}: {error}", config.data.display()))
    })?;
    if let Database::Sqlite(path) = &config.database
        && let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty())
    {
        std::fs::create_dir_all(folder).map_err(|error| {
            Failure::Machine(anyhow::anyhow!("make folder {}: {error}", folder.display()))
        })?;
    }
    let opened = async {
        let store = Store::open(&config.database.url()).await?;
        let chained = crate::events::chain_older(&store).await?;
        if chained > 0 {
            tracing::info!(chained, "events of an older program are chained");
        }
        Ok::<_, crate::store::StoreError>(store)
    };
    opened.await.map_err(|error| {
        Failure::Machine(
            anyhow::Error::from(error).context(format!("open {}", config.database.shown())),
        )
    })
}

async fn migrate(place: &Place) -> Outcome {
    let config = place.config(None)?;
    open_store(&config).await?;
    outcome::say(&format!("Cấu trúc dữ liệu tại {} đã là bản mới nhất.", config.database.shown()));
    Ok(())
}

/// A day as typed, or today.
fn day_or_today(text: Option<&str>) -> Result<Day, Failure> {
    match text {
        None => Ok(Clock::System.today()),
        Some(text) => kernel::day::parse_day(text)
            .map(Day)
            .map_err(|problem| Failure::Call(problem.message())),
    }
}

/// The program itself acts for whoever may run it on this machine.
fn operator() -> Viewer {
    Viewer::system()
}
