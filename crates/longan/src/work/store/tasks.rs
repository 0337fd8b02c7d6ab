//! SQL of tasks. A task is seen by whoever is to do it and whoever wrote it down.

use super::super::model::{NewTask, Task, TaskState};
use crate::store::{Day, Result, Store, StoreError, Tx, new_id};
use crate::users::Viewer;

macro_rules! select_tasks {
    ($rest:literal) => {
        concat!(
            "select t.id, t.revision, t.title, t.note, t.link, t.due_on, t.owner_id, o.full_name as owner, t.made_by, m.full_name as maker,
                    t.state, coalesce(b.full_name, '') as taken_over_from
             from tasks t
             join users o on o.id = t.owner_id
             join users m on m.id = t.made_by
             left join users b on b.id = t.taken_over_from ",
            $rest
        )
    };
}

/// The open tasks the viewer is to do, the nearest day first, those without a day last.
pub async fn list_tasks(store: &Store, viewer: &Viewer) -> Result<Vec<Task>> {
    list_tasks_of(store, &viewer.user_id).await
}

/// The open tasks of a person, for their hand-over and their reminders.
pub async fn list_tasks_of(store: &Store, user_id: &str) -> Result<Vec<Task>> {
    let tasks = sqlx::query_as(select_tasks!(
        "where t.owner_id = $1 and t.state = 'open'
         order by case when t.due_on is null then 1 else 0 end, t.due_on, t.id"
    ))
    .bind(user_id)
    .fetch_all(store.read())
    .await?;
    Ok(tasks)
}

/// The open tasks the viewer wrote down for others.
pub async fn list_tasks_given(store: &Store, viewer: &Viewer) -> Result<Vec<Task>> {
    let tasks = sqlx::query_as(select_tasks!(
        "where t.made_by = $1 and t.owner_id <> $1 and t.state = 'open'
         order by case when t.due_on is null then 1 else 0 end, t.due_on, t.id"
    ))
    .bind(&viewer.user_id)
    .fetch_all(store.read())
    .await?;
    Ok(tasks)
}

/// One task, if it is the viewer's to do or the viewer wrote it down.
pub async fn find_task(store: &Store, viewer: &Viewer, id: &str) -> Result<Option<Task>> {
    let task =
        sqlx::query_as(select_tasks!("where t.id = $1 and (t.owner_id = $2 or t.made_by = $2)"))
            .bind(id)
            .bind(&viewer.user_id)
            .fetch_optional(store.read())
            .await?;
    Ok(task)
}

/// Writes a task down; returns its id.
pub async fn insert_task(tx: &mut Tx, new: &NewTask, made_by: &str, now: &str) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into tasks (id, title, note, link, due_on, owner_id, made_by, made_at, state)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&id)
    .bind(&new.title)
    .bind(&new.note)
    .bind(&new.link)
    .bind(new.due_on)
    .bind(&new.owner_id)
    .bind(made_by)
    .bind(now)
    .bind(TaskState::Open)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Writes a task anew, unless someone changed it since it was read.
pub async fn update_task(tx: &mut Tx, task: &Task, new: &NewTask) -> Result<()> {
    let done = sqlx::query(
        "update tasks set title = $1, note = $2, link = $3, due_on = $4, owner_id = $5, revision = revision + 1
         where id = $6 and revision = $7 and state = 'open'",
    )
    .bind(&new.title)
    .bind(&new.note)
    .bind(&new.link)
    .bind(new.due_on)
    .bind(&new.owner_id)
    .bind(&task.id)
    .bind(task.revision)
    .execute(&mut **tx)
    .await?;
    changed_one(done.rows_affected())
}

/// Ends a task, unless someone changed it since it was read.
pub async fn end_task(tx: &mut Tx, task: &Task, state: TaskState, on: Day) -> Result<()> {
    let done = sqlx::query(
        "update tasks set state = $1, ended_on = $2, revision = revision + 1
         where id = $3 and revision = $4 and state = 'open'",
    )
    .bind(state)
    .bind(on)
    .bind(&task.id)
    .bind(task.revision)
    .execute(&mut **tx)
    .await?;
    changed_one(done.rows_affected())
}

/// Hands one open task over.
pub async fn move_task(tx: &mut Tx, task_id: &str, from: &str, to: &str) -> Result<()> {
    let done = sqlx::query(
        "update tasks set owner_id = $1, taken_over_from = $2, revision = revision + 1
         where id = $3 and owner_id = $2 and state = 'open'",
    )
    .bind(to)
    .bind(from)
    .bind(task_id)
    .execute(&mut **tx)
    .await?;
    changed_one(done.rows_affected())
}

pub(super) fn changed_one(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
