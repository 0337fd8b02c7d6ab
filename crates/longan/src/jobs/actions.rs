//! The verbs on jobs that died: try again, give up.

use super::model::{Job, State, moment};
use super::store;
use crate::App;
use crate::events::{self, Act, Actor};
use crate::store::Result;

/// Lets a dead job be tried from the beginning.
pub async fn retry(app: &App, actor: &Actor, job: &Job) -> Result<()> {
    let mut tx = app.store.begin().await?;
    store::set_waiting(&mut tx, &job.id).await?;
    let after = Job { state: State::Waiting, tries: 0, finished_at: None, ..job.clone() };
    events::record(&mut tx, actor, &act("jobs.tried_again", job), &after).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives a dead job up for good.
pub async fn withdraw(app: &App, actor: &Actor, job: &Job) -> Result<()> {
    let mut tx = app.store.begin().await?;
    store::set_withdrawn(&mut tx, &job.id, &moment(actor.now)).await?;
    let after = Job { state: State::Withdrawn, ..job.clone() };
    events::record(&mut tx, actor, &act("jobs.withdrawn", job), &after).await?;
    tx.commit().await?;
    Ok(())
}

fn act<'a>(action: &'a str, job: &'a Job) -> Act<'a> {
    Act { action, subject_kind: "job", subject_id: &job.id, document_id: None, note: &job.problem }
}
