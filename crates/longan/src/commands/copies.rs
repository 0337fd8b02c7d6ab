//! `longan backup`, `restore` and `copy-database`.

use super::outcome::{Failure, Outcome, print, print_json, say};
use super::table::{Side, draw};
use super::{Place, open_existing, open_store};
use crate::backup::{self, Compared, Copied, Drill, ReadProblem, seconds_vi};
use crate::config::Database;
use crate::files::Files;
use crate::store::Store;
use crate::{Clock, Opening, Setup};
use kernel::law::Law;
use kernel::number::format_scaled;
use std::path::Path;

/// Writes a backup and tells what it holds.
pub async fn backup(place: &Place, output: &Path) -> Outcome {
    let app = open_existing(place).await?;
    let manifest = backup::write(&app, output).await?;
    let rows: i64 = manifest.tables.iter().map(|part| part.rows).sum();
    say(&format!(
        "Đã sao lưu và đọc lại để kiểm tra: {} dòng của {} bảng, {} tệp.",
        format_scaled(rows, 0, 0, 0),
        manifest.tables.len(),
        manifest.files.len()
    ));
    print(&output.display().to_string())
}

/// Restores a backup into an empty database.
pub async fn restore(place: &Place, file: &Path) -> Outcome {
    if !file.exists() {
        return Err(Failure::Call(format!("Không có tệp {}.", file.display())));
    }
    backup::verify(file).map_err(data_or_machine)?;
    let config = place.config(None)?;
    let database = open_store(&config).await?;
    refuse_filled(&database, &config.database).await?;
    let files = Files::new(config.data.join("files"));
    let restored = backup::restore(file, &database, &files).await.map_err(data_or_machine)?;
    database.close().await;
    say(&format!("Đã khôi phục vào {}.", config.database.shown()));
    print(&told(&restored))
}

/// Restores a backup into a place of its own, looks at it, and removes the place. It is SQLite
/// in the folder for temporary files, or on the server that `--database` names.
pub async fn drill(place: &Place, file: &Path, json: bool) -> Outcome {
    if !file.exists() {
        return Err(Failure::Call(format!("Không có tệp {}.", file.display())));
    }
    let config = place.config(None)?;
    let law = crate::law::load(config.law_dir.as_deref())
        .map_err(|error| Failure::Call(format!("{error:#}")))?;
    let name = backup::place_name();
    let folder = std::env::temp_dir().join(&name);
    std::fs::create_dir_all(&folder)?;
    let setup = Setup {
        folder: folder.clone(),
        clock: Clock::System,
        opening: Opening::default(),
        settings: config.settings.clone(),
    };
    let server = place.database.as_ref().map(|_| &config.database);
    let drilled = match server {
        Some(Database::PostgreSql(url)) => {
            let server = Store::open_without_migrations(url).await?;
            backup::store::make_schema(&server, &name).await?;
            let drilled = drill_in(file, &within_schema(url, &name), law, setup).await;
            backup::store::remove_schema(&server, &name).await?;
            server.close().await;
            drilled
        }
        _ => drill_in(file, &Database::Sqlite(folder.join("longan.db")).url(), law, setup).await,
    };
    std::fs::remove_dir_all(&folder)?;
    let drill = drilled.map_err(data_or_machine)?;
    if json {
        let value = serde_json::to_value(&drill).map_err(anyhow::Error::from)?;
        print_json(&value)?;
    } else {
        print(&drill_told(&drill))?;
    }
    if drill.is_good() {
        Ok(())
    } else {
        Err(Failure::Data("Bản sao lưu này không dùng được như vậy; xem các dòng trên.".to_owned()))
    }
}

async fn drill_in(file: &Path, url: &str, law: Law, setup: Setup) -> anyhow::Result<Drill> {
    backup::drill(file, Store::open(url).await?, law, setup).await
}

/// The same server, with a schema of its own.
fn within_schema(url: &str, schema: &str) -> String {
    let join = if url.contains('?') { '&' } else { '?' };
    format!("{url}{join}options=-csearch_path%3D{schema}")
}

fn drill_told(drill: &Drill) -> String {
    let mut lines = vec![
        format!("Bản sao lưu lúc {} (UTC), Longan {}", drill.made_at, drill.program),
        format!("Đọc và đối chiếu mã kiểm tra: {}", seconds_vi(drill.verified_ms)),
        format!(
            "Khôi phục {} dòng, {} tệp: {}",
            format_scaled(drill.rows(), 0, 0, 0),
            drill.files,
            seconds_vi(drill.restored_ms)
        ),
        format!("Soát sổ: {} lỗi, {}", drill.errors.len(), seconds_vi(drill.checked_ms)),
    ];
    lines.extend(drill.errors.iter().map(|error| format!("  {error}")));
    if drill.figures.is_empty() {
        lines.push("Không so chỉ tiêu: lúc sao lưu có người đang ghi.".to_owned());
    } else {
        let differing: Vec<&Compared> =
            drill.figures.iter().filter(|figure| figure.then != figure.now).collect();
        lines.push(format!(
            "So {} chỉ tiêu cả nước: {} khác, {}",
            drill.figures.len(),
            differing.len(),
            seconds_vi(drill.compared_ms)
        ));
        let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
        lines.extend(differing.iter().map(|figure| {
            format!(
                "  {}: {} khi sao lưu, {} sau khôi phục",
                figure.code,
                shown(&figure.then),
                shown(&figure.now)
            )
        }));
    }
    lines.push("Nơi diễn tập đã xóa.".to_owned());
    lines.join("\n")
}

/// Copies all rows to an empty database.
pub async fn copy_database(from: &str, to: &str) -> Outcome {
    let parse = |url: &str| Database::parse(url).map_err(|e| Failure::Call(format!("{e:#}")));
    let (from, to) = (parse(from)?, parse(to)?);
    if from == to {
        return Err(Failure::Call("Nguồn và đích là một. Hãy chọn đích khác.".to_owned()));
    }
    if !from.is_there() {
        return Err(Failure::Call(format!("Không có cơ sở dữ liệu nguồn {}.", from.shown())));
    }
    let source = Store::open(&from.url()).await?;
    let target = Store::open(&to.url()).await?;
    refuse_filled(&target, &to).await?;
    let copied = backup::copy(&source, &target).await?;
    source.close().await;
    target.close().await;
    say(&format!(
        "Đã chép {} sang {}. Tệp gốc nằm trong thư mục dữ liệu, hãy chép kèm thư mục “files”.",
        from.shown(),
        to.shown()
    ));
    print(&told(&copied))
}

async fn refuse_filled(database: &Store, named: &Database) -> Outcome {
    match backup::find_filled(database).await? {
        None => Ok(()),
        Some(table) => Err(Failure::Call(format!(
            "{} đã có dữ liệu (bảng {table}). Hãy chọn nơi còn trống.",
            named.shown()
        ))),
    }
}

fn data_or_machine(error: anyhow::Error) -> Failure {
    match error.downcast_ref::<ReadProblem>() {
        Some(problem) => Failure::Data(problem.to_string()),
        None => Failure::Machine(error),
    }
}

fn told(copied: &[Copied]) -> String {
    let rows: Vec<Vec<String>> = copied
        .iter()
        .map(|part| vec![part.table.to_owned(), format_scaled(part.rows, 0, 0, 0)])
        .collect();
    draw(&[("Bảng", Side::Left), ("Số dòng", Side::Right)], &rows)
}
