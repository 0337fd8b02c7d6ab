//! The drill: a backup is restored into a place of its own, looked at in every way there is,
//! and the place is removed again.

use super::{Copied, Told, ask_figures, restore, verify};
use crate::checks::{self, Severity};
use crate::files::Files;
use crate::store::{Store, new_id};
use crate::{App, Setup};
use kernel::law::Law;
use std::path::Path;
use std::time::{Duration, Instant};

/// What a drill found, and how long each step took.
#[derive(Debug, Default, serde::Serialize)]
pub struct Drill {
    /// When the backup was made, UTC.
    pub made_at: String,
    /// Version of the program that made it.
    pub program: String,
    /// Rows of each table that arrived.
    pub tables: Vec<Copied>,
    /// Kept files that arrived.
    pub files: usize,
    /// Sentences of the errors that the rules found in what was restored.
    pub errors: Vec<String>,
    /// Figures that the backup tells and how they came out.
    pub figures: Vec<Compared>,
    /// Milliseconds: the file was read and its hashes and counts compared.
    pub verified_ms: u128,
    /// Milliseconds: it was restored.
    pub restored_ms: u128,
    /// Milliseconds: every rule was asked.
    pub checked_ms: u128,
    /// Milliseconds: the figures were asked.
    pub compared_ms: u128,
}

/// A figure as it was, and as it came out of what was restored.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Compared {
    /// Code of the figure.
    pub code: String,
    /// The value when the backup was made.
    pub then: Option<String>,
    /// The value now.
    pub now: Option<String>,
}

impl Drill {
    /// Whether the backup can be relied on.
    pub fn is_good(&self) -> bool {
        self.errors.is_empty() && self.figures.iter().all(|figure| figure.then == figure.now)
    }

    /// How many rows arrived.
    pub fn rows(&self) -> i64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

/// Restores the backup at `path` into the empty `database` and `folder`, and looks at it.
pub async fn drill(path: &Path, database: Store, law: Law, setup: Setup) -> anyhow::Result<Drill> {
    let began = Instant::now();
    let manifest = verify(path)?;
    let verified = began.elapsed();

    let began = Instant::now();
    let files = Files::new(setup.folder.join("files"));
    let tables = restore(path, &database, &files).await?;
    let restored = began.elapsed();

    let app = App::new(database, law, setup);
    let began = Instant::now();
    let findings = checks::run(&app).await?;
    let checked = began.elapsed();

    let began = Instant::now();
    let now = match manifest.figures_on {
        Some(day) => ask_figures(&app, day).await?,
        None => Vec::new(),
    };
    let compared = began.elapsed();
    app.store.close().await;

    let value = |told: &[Told], code: &str| {
        told.iter().find(|figure| figure.code == code).and_then(|figure| figure.value.clone())
    };
    let figures = manifest.figures.iter().map(|then| Compared {
        code: then.code.clone(),
        then: then.value.clone(),
        now: value(&now, &then.code),
    });
    let errors = findings.into_iter().filter(|found| found.severity == Severity::Error);
    Ok(Drill {
        made_at: manifest.made_at,
        program: manifest.program,
        tables,
        files: manifest.files.len(),
        errors: errors.map(|found| found.message).collect(),
        figures: figures.collect(),
        verified_ms: verified.as_millis(),
        restored_ms: restored.as_millis(),
        checked_ms: checked.as_millis(),
        compared_ms: compared.as_millis(),
    })
}

/// Name of a place for one drill.
pub fn place_name() -> String {
    format!("longan_drill_{}", new_id().replace('-', ""))
}

/// Seconds as people read them.
pub fn seconds_vi(ms: u128) -> String {
    let duration = Duration::from_millis(u64::try_from(ms).unwrap_or(u64::MAX));
    format!("{:.1} giây", duration.as_secs_f64()).replace('.', ",")
}
