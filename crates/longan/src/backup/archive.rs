//! The backup file: writing it, reading it again before it is trusted, and restoring from it.

use super::Copied;
use super::store::{
    Cell, Column, TABLES, batch, begin_snapshot, count, insert_rows, list_columns, newest_event,
    read_table,
};
use super::told::{Told, figures_at};
use crate::App;
use crate::files::{Files, sha256_hex};
use crate::store::{Day, Store, Tx};
use anyhow::Context as _;
use futures_util::TryStreamExt as _;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read as _, Write as _};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const MANIFEST: &str = "manifest.json";
/// The form of the file that this program writes and reads.
const FORMAT: u32 = 1;
/// How often the figures are asked again because somebody wrote meanwhile.
const TRIES_FOR_FIGURES: usize = 3;
/// Largest manifest that is read, in bytes: far above what any register needs.
const MANIFEST_LIMIT: u64 = 64 * 1024 * 1024;

/// What a backup holds.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Manifest {
    /// Form of the file.
    pub format: u32,
    /// Version of the program that wrote it.
    pub program: String,
    /// When it was written, UTC.
    pub made_at: String,
    /// The tables.
    pub tables: Vec<Part>,
    /// SHA-256 of the kept files.
    pub files: Vec<String>,
    /// The day the figures are of; nothing when people wrote all the while, or in older files.
    #[serde(default)]
    pub figures_on: Option<Day>,
    /// Every figure of the whole country, for a drill to compare.
    #[serde(default)]
    pub figures: Vec<Told>,
}

/// One table in a backup.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Part {
    /// The table.
    pub table: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Number of rows.
    pub rows: i64,
    /// SHA-256 of its lines.
    pub sha256: String,
}

/// Why a file is not a backup that can be restored.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ReadProblem(String);

/// A kept file that a row names is gone or holds other bytes than its name says.
#[derive(Debug, thiserror::Error)]
#[error("the kept file {0} is gone or has changed")]
pub struct LostFile(String);

fn problem(sentence: impl Into<String>) -> anyhow::Error {
    ReadProblem(sentence.into()).into()
}

/// Writes a backup of the register as it stands now, reads it again, and only then puts it
/// in its place. The program may go on working meanwhile.
pub async fn write(app: &App, path: &Path) -> anyhow::Result<Manifest> {
    let mut draft_name = path.as_os_str().to_owned();
    draft_name.push(".draft");
    let draft = Path::new(&draft_name).to_owned();
    let written = write_draft(app, &draft).await.and_then(|manifest| {
        verify(&draft)?;
        std::fs::rename(&draft, path).context("put the backup in its place")?;
        Ok(manifest)
    });
    if written.is_err() {
        let _ = std::fs::remove_file(&draft);
    }
    written
}

async fn write_draft(app: &App, draft: &Path) -> anyhow::Result<Manifest> {
    let file = create_private(draft).with_context(|| format!("create {}", draft.display()))?;
    let mut zip = ZipWriter::new(BufWriter::new(file));
    let options = SimpleFileOptions::default().compression_level(Some(1)).large_file(true);
    let mut manifest = Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: app.clock.now().to_string(),
        tables: Vec::new(),
        files: Vec::new(),
        figures_on: None,
        figures: Vec::new(),
    };
    let mut kept: BTreeSet<String> = BTreeSet::new();
    let mut tx = begin_told(app, &mut manifest).await?;
    for table in TABLES {
        let columns = list_columns(&app.store, table).await?;
        let hash_column = columns.iter().position(|column| column.name == "file_sha256");
        zip.start_file(entry(table), options)?;
        let mut digest = Sha256::new();
        let rows = read_table(&mut tx, table, &columns, async |rows| {
            let mut lines = Vec::with_capacity(rows.len() * 128);
            for row in rows {
                if let Some(Cell::Text(sha256)) = hash_column.and_then(|column| row.get(column)) {
                    kept.insert(sha256.clone());
                }
                serde_json::to_writer(&mut lines, &row)?;
                lines.push(b'\n');
            }
            digest.update(&lines);
            zip.write_all(&lines)?;
            Ok(())
        })
        .await?;
        let sha256 = hex(digest);
        manifest.tables.push(Part { table: (*table).to_owned(), columns, rows, sha256 });
    }
    for sha256 in kept {
        zip.start_file(format!("files/{sha256}"), options)?;
        let opened = app.files.open(&sha256).await;
        let (_, mut pieces) = opened.with_context(|| LostFile(sha256.clone()))?;
        let mut digest = Sha256::new();
        while let Some(piece) = pieces.try_next().await? {
            digest.update(&piece);
            zip.write_all(&piece)?;
        }
        if hex(digest) != sha256 {
            return Err(LostFile(sha256).into());
        }
        manifest.files.push(sha256);
    }
    zip.start_file(MANIFEST, options)?;
    zip.write_all(&serde_json::to_vec_pretty(&manifest)?)?;
    let file = zip.finish()?.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    file.sync_all().context("write the backup to disk")?;
    Ok(manifest)
}

/// Begins the snapshot, with the figures of that moment when nobody writes while they are asked.
async fn begin_told(app: &App, manifest: &mut Manifest) -> anyhow::Result<Tx> {
    for _ in 0..TRIES_FOR_FIGURES {
        let mut tx = begin_snapshot(&app.store).await?;
        let newest = newest_event(&mut tx).await?;
        if let Some(figures) = figures_at(app, &newest, app.today()).await? {
            manifest.figures_on = Some(app.today());
            manifest.figures = figures;
            return Ok(tx);
        }
    }
    let mut tx = begin_snapshot(&app.store).await?;
    // The first read fixes what the snapshot sees.
    newest_event(&mut tx).await?;
    Ok(tx)
}

/// A file that only its owner may read: it holds the whole register.
fn create_private(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn entry(table: &str) -> String {
    format!("tables/{table}.jsonl")
}

fn hex(digest: Sha256) -> String {
    digest.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

type Archive = ZipArchive<BufReader<File>>;

fn open(path: &Path) -> anyhow::Result<(Archive, Manifest)> {
    let file = File::open(path).with_context(|| format!("open {}", path.display()))?;
    let mut zip = ZipArchive::new(BufReader::new(file))
        .map_err(|_| problem("Tệp này không phải là bản sao lưu của Longan, hoặc đã hỏng."))?;
    let mut text = String::new();
    zip.by_name(MANIFEST)
        .map_err(|_| problem("Tệp này không phải là bản sao lưu của Longan: thiếu manifest.json."))?
        .take(MANIFEST_LIMIT)
        .read_to_string(&mut text)
        .map_err(|_| problem("Bản sao lưu đã hỏng: không đọc được manifest.json."))?;
    let manifest: Manifest = serde_json::from_str(&text)
        .map_err(|_| problem("Bản sao lưu đã hỏng: manifest.json sai định dạng."))?;
    if manifest.format != FORMAT {
        return Err(problem(format!(
            "Bản sao lưu ở định dạng {}; bản Longan này đọc được định dạng {FORMAT}.",
            manifest.format
        )));
    }
    Ok((zip, manifest))
}

/// Reads a backup to the end and compares every part with what the manifest says of it.
pub fn verify(path: &Path) -> anyhow::Result<Manifest> {
    let (mut zip, manifest) = open(path)?;
    for part in &manifest.tables {
        let name = entry(&part.table);
        let mut lines = part_of(&mut zip, &name)?;
        let (mut digest, mut rows) = (Sha256::new(), 0);
        let mut line = Vec::new();
        while read_line(&mut lines, &mut line, &name)? {
            digest.update(&line);
            rows += 1;
        }
        if hex(digest) != part.sha256 || rows != part.rows {
            return Err(damaged(&name));
        }
    }
    for sha256 in &manifest.files {
        read_file(&mut zip, sha256)?;
    }
    Ok(manifest)
}

fn damaged(name: &str) -> anyhow::Error {
    problem(format!("Bản sao lưu đã hỏng: phần {name} không khớp mã kiểm tra."))
}

fn part_of<'z>(
    zip: &'z mut Archive,
    name: &str,
) -> anyhow::Result<BufReader<zip::read::ZipFile<'z, BufReader<File>>>> {
    let part =
        zip.by_name(name).map_err(|_| problem(format!("Bản sao lưu đã hỏng: thiếu {name}.")))?;
    Ok(BufReader::new(part))
}

/// Reads the next line with its end; `false` when there is none.
fn read_line(
    lines: &mut impl std::io::BufRead,
    line: &mut Vec<u8>,
    name: &str,
) -> anyhow::Result<bool> {
    line.clear();
    // The checksum of the zip itself fails here too.
    let read = lines.read_until(b'\n', line).map_err(|_| damaged(name))?;
    Ok(read > 0)
}

fn read_file(zip: &mut Archive, sha256: &str) -> anyhow::Result<Vec<u8>> {
    let name = format!("files/{sha256}");
    let mut bytes = Vec::new();
    part_of(zip, &name)?.read_to_end(&mut bytes).map_err(|_| damaged(&name))?;
    if sha256_hex(&bytes) == sha256 { Ok(bytes) } else { Err(damaged(&name)) }
}

/// Restores a backup that [`verify`] has accepted into an empty database and its files.
/// Rows come in one transaction after the files, so a restore that is broken off leaves no rows.
pub async fn restore(path: &Path, database: &Store, files: &Files) -> anyhow::Result<Vec<Copied>> {
    let (mut zip, manifest) = open(path)?;
    for sha256 in &manifest.files {
        files.keep(&read_file(&mut zip, sha256)?).await?;
    }
    let mut tx = database.begin().await?;
    let mut restored = Vec::new();
    for part in &manifest.tables {
        let Some(table) = TABLES.iter().find(|table| **table == part.table) else {
            return Err(problem(format!(
                "Bản sao lưu có bảng “{}” mà bản Longan này không biết; hãy dùng bản mới hơn.",
                part.table
            )));
        };
        let known = list_columns(database, table).await?;
        if let Some(column) = part.columns.iter().find(|column| !known.contains(column)) {
            return Err(problem(format!(
                "Bản sao lưu có cột “{}.{}” mà bản Longan này không biết; hãy dùng bản mới hơn.",
                part.table, column.name
            )));
        }
        restore_table(&mut tx, &mut zip, table, part).await?;
        let rows = count(&mut tx, table).await?;
        anyhow::ensure!(rows == part.rows, "{rows} of {} rows of {table} arrived", part.rows);
        restored.push(Copied { table, rows });
    }
    tx.commit().await.map_err(crate::store::StoreError::from)?;
    database.count_anew().await?;
    Ok(restored)
}

async fn restore_table(
    tx: &mut Tx,
    zip: &mut Archive,
    table: &'static str,
    part: &Part,
) -> anyhow::Result<()> {
    let name = entry(table);
    let mut lines = part_of(zip, &name)?;
    let most = batch(part.columns.len());
    let mut rows: Vec<Vec<Cell>> = Vec::with_capacity(most);
    let mut line = Vec::new();
    while read_line(&mut lines, &mut line, &name)? {
        let row: Vec<Cell> = serde_json::from_slice(&line).map_err(|_| damaged(&name))?;
        if row.len() != part.columns.len() {
            return Err(damaged(&name));
        }
        rows.push(row);
        if rows.len() == most {
            insert_rows(tx, table, &part.columns, std::mem::take(&mut rows)).await?;
        }
    }
    insert_rows(tx, table, &part.columns, rows).await?;
    Ok(())
}
