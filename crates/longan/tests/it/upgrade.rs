//! A register that an earlier release made is opened by this one, and nothing in it is lost.

use crate::commands::Desk;
use crate::world::database_address;
use longan::store::Store;
use sqlx::AssertSqlSafe;
use sqlx::migrate::Migrator;
use std::path::{Path, PathBuf};

/// Migrations that earlier releases ended with, and that have sample rows.
const RELEASES: &[&str] = &["0002_clusters.sql"];

/// Makes the database that a release made: its migrations, noted as the program notes them, with
/// the sample rows of each. Returns how many rows each table got.
async fn as_released(url: &str, last: &str, desk: &Desk) -> Vec<(String, i64)> {
    let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let until = desk.path("migrations");
    std::fs::create_dir_all(&until).unwrap();
    let mut names: Vec<PathBuf> =
        std::fs::read_dir(&migrations).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.is_file() && path.file_name().unwrap().to_str().unwrap() <= last);
    names.sort();
    let store = Store::open_without_migrations(url).await.unwrap();
    let mut rows: Vec<(String, i64)> = Vec::new();
    for path in &names {
        let name = path.file_name().unwrap();
        std::fs::copy(path, until.join(name)).unwrap();
        Migrator::new(until.clone()).await.unwrap().run(store.write()).await.unwrap();
        let sample = migrations.join("sample").join(name);
        let Ok(sample) = std::fs::read_to_string(sample) else { continue };
        let plain: String = sample.lines().filter(|line| !line.starts_with("--")).collect();
        for statement in plain.split(';').map(str::trim).filter(|line| !line.is_empty()) {
            sqlx::query(AssertSqlSafe(statement.to_owned())).execute(store.write()).await.unwrap();
            let table = statement.split_whitespace().nth(2).unwrap().to_owned();
            match rows.iter_mut().find(|(name, _)| *name == table) {
                Some((_, count)) => *count += 1,
                None => rows.push((table, 1)),
            }
        }
    }
    store.close().await;
    rows
}

#[tokio::test]
async fn the_database_of_an_earlier_release_is_brought_up_to_date_with_its_rows() {
    for release in RELEASES {
        let desk = Desk::new();
        let (url, folder) = database_address().await;
        let rows = as_released(&url, release, &desk).await;
        assert!(rows.len() > 8, "{rows:?}");
        let named = url.replace("sqlite://", "sqlite:");
        let migrated = desk.run(&["migrate", "--database", &named]);
        assert_eq!(migrated.code, 0, "{migrated:?}");
        let list = desk.run(&["user", "list", "--database", &named]);
        assert!(list.result.contains("Nguyễn Thị Lan"), "{list:?}");
        let file = desk.path("after.longan");
        let file = file.to_str().unwrap();
        assert_eq!(desk.run(&["backup", "-o", file, "--database", &named]).code, 0);

        let store = Store::open_without_migrations(&url).await.unwrap();
        for (table, count) in rows {
            let sql = format!("select count(*) from {table}");
            let (found,): (i64,) =
                sqlx::query_as(AssertSqlSafe(sql)).fetch_one(store.read()).await.unwrap();
            assert!(found >= count, "{release}: {table} has {found} of {count} rows");
        }
        store.close().await;
        let _ = std::fs::remove_dir_all(folder);
    }
}
