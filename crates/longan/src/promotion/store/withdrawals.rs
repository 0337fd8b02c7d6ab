//! What a step made, and how it is taken back.

use super::super::model::{NewParticipant, Part, StepEffect, StepFact};
use crate::organizations;
use crate::store::{Result, Statement, StoreError, Tx, new_id};

/// Notes what a step made.
pub async fn insert_step_effects(
    tx: &mut Tx,
    step_id: &str,
    made: &[(StepEffect, String)],
) -> Result<()> {
    if made.is_empty() {
        return Ok(());
    }
    let mut query =
        Statement::new("insert into promotion_step_effects (id, step_id, kind, subject_id) ");
    query.push_values(made, |values, (effect, subject_id)| {
        values
            .push_bind(new_id())
            .push_bind(step_id.to_owned())
            .push_bind(*effect)
            .push_bind(subject_id.clone());
    });
    query.execute(tx).await?;
    Ok(())
}

/// What a step made.
pub async fn step_effects(tx: &mut Tx, step_id: &str) -> Result<Vec<(StepEffect, String)>> {
    let effects = sqlx::query_as(
        "select f.kind, f.subject_id from promotion_step_effects f where f.step_id = $1 order by f.id",
    )
    .bind(step_id)
    .fetch_all(&mut **tx)
    .await?;
    Ok(effects)
}

/// Takes a step back, unless someone did so since it was read.
pub async fn withdraw_step(tx: &mut Tx, seen: &StepFact, reason: &str, now: &str) -> Result<()> {
    let done = sqlx::query(
        "update promotion_steps set superseded_at = $1, superseded_reason = $2, revision = revision + 1
         where id = $3 and revision = $4 and superseded_at = ''",
    )
    .bind(now)
    .bind(reason)
    .bind(&seen.id)
    .bind(seen.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// A record of a table no longer counts.
macro_rules! withdrawal {
    ($table:literal) => {
        concat!(
            "update ",
            $table,
            " set superseded_at = $1, superseded_reason = $2, revision = revision + 1
              where id = $3 and superseded_at = ''"
        )
    };
}

/// Takes back the state that a step made.
pub async fn withdraw_state(tx: &mut Tx, id: &str, reason: &str, now: &str) -> Result<()> {
    withdraw(tx, withdrawal!("promotion_states"), id, (reason, now)).await
}

/// Takes back the line of money that a step made.
pub async fn withdraw_line(tx: &mut Tx, id: &str, reason: &str, now: &str) -> Result<()> {
    withdraw(tx, withdrawal!("promotion_lines"), id, (reason, now)).await
}

/// Takes back the contract that a step made.
pub async fn withdraw_contract(tx: &mut Tx, id: &str, reason: &str, now: &str) -> Result<()> {
    withdraw(tx, withdrawal!("promotion_contracts"), id, (reason, now)).await
}

async fn withdraw(
    tx: &mut Tx,
    statement: &'static str,
    id: &str,
    (reason, now): (&str, &str),
) -> Result<()> {
    sqlx::query(statement).bind(now).bind(reason).bind(id).execute(&mut **tx).await?;
    Ok(())
}

/// Lets a body that a step sent away be in the project as before.
pub async fn bring_back_participant(tx: &mut Tx, project_id: &str, id: &str) -> Result<()> {
    let done = sqlx::query(
        "update promotion_participants set to_day = null, revision = revision + 1
         where id = $1 and project_id = $2 and to_day is not null",
    )
    .bind(id)
    .bind(project_id)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Lets a body that a step let in never have been in the project: its time there is empty.
pub async fn undo_participant(tx: &mut Tx, project_id: &str, id: &str) -> Result<()> {
    let done = sqlx::query(
        "update promotion_participants set to_day = from_day, revision = revision + 1
         where id = $1 and project_id = $2 and to_day is null and from_day <> ''",
    )
    .bind(id)
    .bind(project_id)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// The part of a body whose entry was taken back.
pub async fn undone_participant(
    tx: &mut Tx,
    project_id: &str,
    organization_id: &str,
    part: Part,
) -> Result<Option<String>> {
    let found: Option<(String,)> = sqlx::query_as(
        "select x.id from promotion_participants x
         where x.project_id = $1 and x.organization_id = $2 and x.part = $3 and x.from_day <> '' and x.to_day = x.from_day",
    )
    .bind(project_id)
    .bind(organization_id)
    .bind(part)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(found.map(|(id,)| id))
}

/// Lets a body whose entry was taken back be in the project by another paper.
pub async fn renew_participant(
    tx: &mut Tx,
    id: &str,
    new: &NewParticipant,
    (person_mark, document_id): (&str, &str),
) -> Result<()> {
    sqlx::query(
        "update promotion_participants set from_day = '', to_day = null, name_core = $1, person_mark = $2, document_id = $3, location = $4,
                revision = revision + 1
         where id = $5",
    )
    .bind(organizations::name_core(&new.name))
    .bind(person_mark)
    .bind(document_id)
    .bind(&new.location)
    .bind(id)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
