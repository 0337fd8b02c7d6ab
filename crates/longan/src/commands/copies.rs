//! `longan backup`, `restore` and `copy-database`.

use super::outcome::{Failure, Outcome, print, say};
use super::table::{Side, draw};
use super::{Place, open_existing, open_store};
use crate::backup::{self, Copied, ReadProblem};
use crate::config::Database;
use crate::files::Files;
use crate::store::Store;
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
    let files = Files::of(config.data.join("files"), &config.settings.files);
    let restored = backup::restore(file, &database, &files).await.map_err(data_or_machine)?;
    database.close().await;
    say(&format!("Đã khôi phục vào {}.", config.database.shown()));
    print(&told(&restored))
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
