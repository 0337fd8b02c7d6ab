//! Takes jobs one after the other until the program stops.

use super::model::{Hopeless, Job, NewJob, State, moment, pause_after};
use super::store;
use crate::App;
use crate::store::{Day, Result, StoreError, new_id};
use jiff::SignedDuration;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Longest time one job may take; a longer one is cut into several.
const LONGEST: Duration = Duration::from_mins(10);

/// Starts the workers of this process. They end after their job when `stop` changes or its
/// sender is gone.
pub fn start(app: &App, stop: &watch::Receiver<()>) -> JoinSet<()> {
    let mut workers = JoinSet::new();
    for _ in 0..app.settings.jobs.workers {
        workers.spawn(work(app.clone(), stop.clone()));
    }
    workers
}

async fn work(app: App, mut stop: watch::Receiver<()>) {
    let pause = Duration::from_millis(app.settings.jobs.look_every_ms);
    let mut planned = None;
    loop {
        if stop.has_changed().unwrap_or(true) {
            return;
        }
        match step(&app, &mut planned).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "jobs cannot be looked for"),
        }
        tokio::select! {
            _ = stop.changed() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

async fn step(app: &App, planned: &mut Option<Day>) -> Result<bool> {
    let today = app.today();
    if *planned != Some(today) {
        plan(app, today).await?;
        *planned = Some(today);
    }
    run_next(app).await
}

/// Adds the jobs of a day that come by themselves; a second process adds none.
async fn plan(app: &App, today: Day) -> Result<()> {
    let mut tx = app.store.begin().await?;
    for kind in crate::JOBS {
        let Some(hour) = kind.daily_at else { continue };
        let at = jiff::tz::Offset::constant(7).to_timestamp(today.0.at(hour, 0, 0, 0)).ok();
        let once_key = Some(format!("{} {today}", kind.word));
        let new = NewJob { kind: kind.word, subject: "", run_at: at, once_key };
        store::add(&mut tx, &new).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Does every job that is due, those of the day included; returns how many.
pub async fn run_due(app: &App) -> Result<usize> {
    plan(app, app.today()).await?;
    let mut done = 0;
    while run_next(app).await? {
        done += 1;
    }
    Ok(done)
}

/// Takes one job and does it; false when nothing was due.
async fn run_next(app: &App) -> Result<bool> {
    let now = app.clock.now();
    if !store::is_any_due(&app.store, &moment(now)).await? {
        return Ok(false);
    }
    let until = moment(now + SignedDuration::from_secs(app.settings.jobs.lease_seconds));
    let Some(job) = store::claim(&app.store, &new_id(), &moment(now), &until).await? else {
        // Another process was quicker; there may be more.
        return Ok(true);
    };
    let outcome = held(app, &job).await;
    let now = app.clock.now();
    let mut ended = Job { finished_at: Some(moment(now)), problem: String::new(), ..job.clone() };
    match outcome {
        Ok(()) => ended.state = State::Done,
        Err(error) => {
            ended.problem = format!("{error:#}");
            let is_hopeless = error.is::<Hopeless>() || job.is_last_try();
            tracing::warn!(job = %job.id, kind = %job.kind, tries = job.tries, error = %ended.problem, "a job failed");
            if is_hopeless {
                ended.state = State::Dead;
            } else {
                ended.state = State::Waiting;
                ended.finished_at = None;
                ended.run_at = moment(now + pause_after(job.tries));
            }
        }
    }
    match store::end_try(&app.store, &job, &ended).await {
        Err(StoreError::Stale) => tracing::warn!(job = %job.id, "another process took this job"),
        other => other?,
    }
    Ok(true)
}

/// Does the job and renews the hold on it meanwhile.
async fn held(app: &App, job: &Job) -> anyhow::Result<()> {
    let Some(kind) = super::kind(&job.kind) else {
        return Err(Hopeless(format!("no kind of job is called `{}`", job.kind)).into());
    };
    // Tries count when they begin: a job that kills its process does so a few times only.
    if job.tries > kind.most_tries {
        return Err(Hopeless("the process ended during the last try".to_owned()).into());
    }
    let lease = SignedDuration::from_secs(app.settings.jobs.lease_seconds);
    let mut doing = (kind.run)(app, job);
    let renewing = async {
        let third = Duration::try_from(lease).unwrap_or(LONGEST) / 3;
        loop {
            tokio::time::sleep(third).await;
            let until = moment(app.clock.now() + lease);
            if let Err(error) = store::renew(&app.store, job, &until).await {
                return error;
            }
        }
    };
    tokio::select! {
        done = &mut doing => done,
        lost = renewing => Err(anyhow::Error::from(lost).context("the hold on the job was lost")),
        () = tokio::time::sleep(LONGEST) => anyhow::bail!("the job took longer than {LONGEST:?}"),
    }
}
