//! All SQL of jobs.

use super::model::{Job, NewJob, State, moment};
use crate::store::{Result, Store, StoreError, Tx, new_id};

/// Adds a job within the transaction that makes it necessary: both are kept, or neither.
pub async fn add(tx: &mut Tx, new: &NewJob<'_>) -> Result<()> {
    sqlx::query(
        "insert into jobs (id, kind, subject, state, run_at, once_key) values ($1, $2, $3, $4, $5, $6)
         on conflict do nothing",
    )
    .bind(new_id())
    .bind(new.kind)
    .bind(new.subject)
    .bind(State::Waiting)
    .bind(new.run_at.map(moment).unwrap_or_default())
    .bind(new.once_key.clone())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Whether any job can be taken now. It only reads, so that waiting takes no lock.
pub async fn is_any_due(store: &Store, now: &str) -> Result<bool> {
    let (count,): (i64,) = sqlx::query_as(
        "select count(*) from (
             select id from jobs where (state = 'waiting' and run_at <= $1) or (state = 'running' and leased_until < $1) limit 1
         ) due",
    )
    .bind(now)
    .fetch_one(store.read())
    .await?;
    Ok(count > 0)
}

/// Takes the job that has waited longest, or one whose holder is gone. The condition stands
/// twice: whoever comes second to the same row finds it changed and takes nothing.
pub async fn claim(store: &Store, holder: &str, now: &str, until: &str) -> Result<Option<Job>> {
    let job = sqlx::query_as(
        "update jobs set state = 'running', tries = tries + 1, leased_by = $1, leased_until = $2
         where id = (select id from jobs
                     where (state = 'waiting' and run_at <= $3) or (state = 'running' and leased_until < $3)
                     order by run_at, id limit 1)
           and ((state = 'waiting' and run_at <= $3) or (state = 'running' and leased_until < $3))
         returning id, kind, subject, state, run_at, tries, leased_by, problem, finished_at",
    )
    .bind(holder)
    .bind(until)
    .bind(now)
    .fetch_optional(store.write())
    .await?;
    Ok(job)
}

/// Holds a job longer; `Stale` when somebody else has taken it.
pub async fn renew(store: &Store, job: &Job, until: &str) -> Result<()> {
    let done = sqlx::query(
        "update jobs set leased_until = $1 where id = $2 and leased_by = $3 and state = 'running'",
    )
    .bind(until)
    .bind(&job.id)
    .bind(&job.leased_by)
    .execute(store.write())
    .await?;
    changed_one(done.rows_affected())
}

/// Ends a try: the job is done or dead, or waits until `run_at`. `Stale` when somebody else has it.
pub async fn end_try(store: &Store, job: &Job, ended: &Job) -> Result<()> {
    let done = sqlx::query(
        "update jobs set state = $1, run_at = $2, problem = $3, finished_at = $4
         where id = $5 and leased_by = $6 and state = 'running'",
    )
    .bind(ended.state)
    .bind(&ended.run_at)
    .bind(&ended.problem)
    .bind(ended.finished_at.clone())
    .bind(&job.id)
    .bind(&job.leased_by)
    .execute(store.write())
    .await?;
    changed_one(done.rows_affected())
}

fn changed_one(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Lets a dead job be tried from the beginning.
pub async fn set_waiting(tx: &mut Tx, id: &str) -> Result<()> {
    let done = sqlx::query(
        "update jobs set state = 'waiting', run_at = '', tries = 0, finished_at = null where id = $1 and state = 'dead'",
    )
    .bind(id)
    .execute(&mut **tx)
    .await?;
    changed_one(done.rows_affected())
}

/// Gives a dead job up for good.
pub async fn set_withdrawn(tx: &mut Tx, id: &str, now: &str) -> Result<()> {
    let done = sqlx::query(
        "update jobs set state = 'withdrawn', finished_at = $2 where id = $1 and state = 'dead'",
    )
    .bind(id)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    changed_one(done.rows_affected())
}

/// One job.
pub async fn find(store: &Store, id: &str) -> Result<Option<Job>> {
    let job = sqlx::query_as(
        "select id, kind, subject, state, run_at, tries, leased_by, problem, finished_at from jobs where id = $1",
    )
    .bind(id)
    .fetch_optional(store.read())
    .await?;
    Ok(job)
}

/// The jobs of one state, latest first.
pub async fn list(store: &Store, state: State, limit: i64) -> Result<Vec<Job>> {
    let jobs = sqlx::query_as(
        "select id, kind, subject, state, run_at, tries, leased_by, problem, finished_at
         from jobs where state = $1 order by id desc limit $2",
    )
    .bind(state)
    .bind(limit)
    .fetch_all(store.read())
    .await?;
    Ok(jobs)
}

/// How many jobs there are of each state.
pub async fn counts(store: &Store) -> Result<Vec<(State, i64)>> {
    let counts = sqlx::query_as("select state, count(*) from jobs group by state order by state")
        .fetch_all(store.read())
        .await?;
    Ok(counts)
}

/// Clears away the jobs that were done or given up before a moment.
pub async fn clear(store: &Store, before: &str) -> Result<()> {
    sqlx::query("delete from jobs where state in ('done', 'withdrawn') and finished_at < $1")
        .bind(before)
        .execute(store.write())
        .await?;
    Ok(())
}
