//! Backups that the program makes by itself, one a night, and what happens when one fails.

use super::keep::{self, Keep};
use super::model::{Backup, BackupStatus, Trouble};
use super::store::{Made, claim, fail, finish, list_runs};
use super::{ReadProblem, write};
use crate::App;
use crate::config::BackupSettings;
use anyhow::Context as _;
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use std::path::Path;
use std::time::Duration;

/// How often the program looks whether a backup is due.
const LOOK_EVERY: Duration = Duration::from_mins(1);
/// How often one night is tried before an administrator must look.
const MOST_TRIES: usize = 3;
/// Between two tries of one night.
const BETWEEN_TRIES: SignedDuration = SignedDuration::from_hours(1);
/// A backup that has not ended after so long has been left by its process.
const LEFT_AFTER: SignedDuration = SignedDuration::from_hours(12);

/// Looks after the backups for as long as the program runs.
pub async fn tend_always(app: App) {
    loop {
        if let Err(error) = tend(&app).await {
            tracing::error!(error = format!("{error:#}"), "looking after the backups failed");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Makes the backup that is due, if one is, and returns how it ended.
pub async fn tend(app: &App) -> anyhow::Result<Option<Backup>> {
    let settings = &app.settings.backup;
    if settings.folder.is_none() {
        return Ok(None);
    }
    let runs = list_runs(&app.store, 20).await?;
    let now = app.clock.now();
    for left in runs.iter().filter(|run| is_left(run, now)) {
        fail(&app.store, left, Trouble::Interrupted, &now.to_string()).await?;
    }
    let day = due_day(here(now), settings);
    let tries: Vec<&Backup> =
        runs.iter().filter(|run| run.slot.starts_with(&format!("{day}/"))).collect();
    let is_settled =
        tries.iter().any(|run| run.status != BackupStatus::Failed && !is_left(run, now));
    let last_began = tries.iter().filter_map(|run| run.began()).max();
    let is_too_early = last_began.is_some_and(|began| now < began + BETWEEN_TRIES);
    if is_settled || is_too_early || tries.len() >= MOST_TRIES {
        return Ok(None);
    }
    run(app, &format!("{day}/{}", tries.len() + 1)).await
}

/// Makes a backup now, because an administrator asked for one.
pub async fn now(app: &App) -> anyhow::Result<Option<Backup>> {
    run(app, &format!("asked/{}", app.clock.now())).await
}

/// Makes the backup of a slot and puts away what is no longer kept.
async fn run(app: &App, slot: &str) -> anyhow::Result<Option<Backup>> {
    let settings = &app.settings.backup;
    let Some(folder) = settings.folder.as_deref() else { return Ok(None) };
    let now = app.clock.now();
    let Some(claimed) = claim(&app.store, slot, &now.to_string()).await? else { return Ok(None) };
    match make(app, folder, here(now)).await {
        Ok(made) => {
            finish(&app.store, &claimed, &made, &app.clock.now().to_string()).await?;
            tracing::info!(file = %made.file_name, bytes = made.file_bytes, "backup made");
            put_away(folder, settings);
        }
        Err(error) => {
            let trouble = trouble_of(&error);
            tracing::error!(error = format!("{error:#}"), slot, "backup failed");
            fail(&app.store, &claimed, trouble, &app.clock.now().to_string()).await?;
        }
    }
    Ok(list_runs(&app.store, 1).await?.into_iter().next())
}

async fn make(app: &App, folder: &Path, moment: DateTime) -> anyhow::Result<Made> {
    std::fs::create_dir_all(folder).map_err(|error| Unwritable(error.to_string()))?;
    let file_name = keep::file_name(moment);
    let path = folder.join(&file_name);
    // Compressing and writing would hold up the threads that answer requests.
    let (app, here) = (app.clone(), tokio::runtime::Handle::current());
    let target = path.clone();
    let manifest =
        tokio::task::spawn_blocking(move || here.block_on(write(&app, &target))).await??;
    let size = std::fs::metadata(&path).context("look at the backup")?.len();
    Ok(Made {
        file_name,
        file_bytes: i64::try_from(size)?,
        row_count: manifest.tables.iter().map(|part| part.rows).sum(),
        file_count: i64::try_from(manifest.files.len())?,
    })
}

/// The folder takes no file.
#[derive(Debug, thiserror::Error)]
#[error("the backup folder cannot be written: {0}")]
pub struct Unwritable(pub String);

fn trouble_of(error: &anyhow::Error) -> Trouble {
    let is_folder = error.chain().any(|cause| {
        cause.downcast_ref::<Unwritable>().is_some()
            || cause.downcast_ref::<std::io::Error>().is_some_and(|e| {
                use std::io::ErrorKind as K;
                matches!(
                    e.kind(),
                    K::PermissionDenied | K::StorageFull | K::ReadOnlyFilesystem | K::NotADirectory
                )
            })
    });
    if is_folder {
        return Trouble::Folder;
    }
    let is_file = error.chain().any(|cause| cause.downcast_ref::<super::LostFile>().is_some());
    let is_broken = error.chain().any(|cause| cause.downcast_ref::<ReadProblem>().is_some());
    match (is_file, is_broken) {
        (true, _) => Trouble::Files,
        // What was just written reads back differently: the disk under the folder is failing.
        (_, true) => Trouble::Folder,
        _ => Trouble::Other,
    }
}

/// Removes the backups that the rule no longer keeps, and drafts that were left.
fn put_away(folder: &Path, settings: &BackupSettings) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let names: Vec<String> =
        entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    let moments: Vec<DateTime> = names.iter().filter_map(|name| keep::moment_of(name)).collect();
    let kept = Keep {
        daily: settings.keep_daily,
        weekly: settings.keep_weekly,
        monthly: settings.keep_monthly,
    };
    let old = keep::superfluous(&moments, kept).into_iter().map(keep::file_name);
    let newest = moments.iter().max().copied();
    let is_left_draft = |name: &&String| {
        let moment = name.strip_suffix(".draft").and_then(keep::moment_of);
        moment.is_some_and(|moment| newest.is_some_and(|newest| moment < newest))
    };
    for name in old.chain(names.iter().filter(is_left_draft).cloned()) {
        match std::fs::remove_file(folder.join(&name)) {
            Ok(()) => tracing::info!(file = %name, "an old backup was put away"),
            Err(error) => tracing::warn!(%error, file = %name, "an old backup stays"),
        }
    }
}

/// The day whose backup is due: today from the hour on, until then yesterday.
fn due_day(here: DateTime, settings: &BackupSettings) -> jiff::civil::Date {
    if here.hour() >= settings.hour.0 {
        here.date()
    } else {
        here.date().yesterday().unwrap_or(here.date())
    }
}

fn is_left(run: &Backup, now: Timestamp) -> bool {
    run.status == BackupStatus::Running && run.began().is_none_or(|began| now > began + LEFT_AFTER)
}

/// The moment as the clock in Việt Nam shows it.
pub fn here(moment: Timestamp) -> DateTime {
    jiff::tz::Offset::constant(7).to_datetime(moment)
}
