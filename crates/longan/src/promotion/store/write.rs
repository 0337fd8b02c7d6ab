//! Writing projects and what is said of them.

use super::super::model::{
    MoneyLine, NewContract, NewLine, NewParticipant, NewProject, NewState, Project, State,
    equipment_key,
};
use crate::organizations;
use crate::places::Link;
use crate::store::{Result, Statement, StoreError, Tx, new_id};
use kernel::text::{fold, search_text, sort_key};

/// Where a new project stands.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    /// Its plan.
    pub plan_id: &'a str,
    /// Who carries it out.
    pub executor_id: Option<&'a str>,
    /// The unit it is recorded in.
    pub lead_place_id: &'a str,
    /// The paper.
    pub document_id: &'a str,
    /// The moment.
    pub now: &'a str,
}

fn words_of(new: &NewProject) -> String {
    search_text(&[
        &new.name,
        &new.code,
        &new.beneficiary_text,
        &new.executor,
        &new.place_text,
        &new.equipment,
        &new.sector,
    ])
}

/// Adds a project; returns its id.
pub async fn insert_project(tx: &mut Tx, new: &NewProject, at: At<'_>) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into promotion_projects (id, plan_id, code, name, kind, content, activity, sector, executor_id, lead_place_id, place_text,
                from_year, to_year, duration, objective, scale, effects, equipment, equipment_key, quantity, priority, beneficiary_text, note,
                document_id, location, match_key, sort_key, search_text, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29)",
    )
    .bind(&id)
    .bind(at.plan_id)
    .bind(&new.code)
    .bind(&new.name)
    .bind(new.kind)
    .bind(new.content)
    .bind(new.activity)
    .bind(&new.sector)
    .bind(at.executor_id.map(str::to_owned))
    .bind(at.lead_place_id)
    .bind(&new.place_text)
    .bind(new.from_year)
    .bind(new.to_year)
    .bind(&new.duration)
    .bind(&new.objective)
    .bind(&new.scale)
    .bind(&new.effects)
    .bind(&new.equipment)
    .bind(equipment_key(&new.equipment))
    .bind(new.quantity)
    .bind(new.priority)
    .bind(&new.beneficiary_text)
    .bind(&new.note)
    .bind(at.document_id)
    .bind(&new.location)
    .bind(fold(&new.name))
    .bind(sort_key(&new.name))
    .bind(words_of(new))
    .bind(at.now)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Changes a project's own words, unless someone changed them since they were read.
pub async fn update_project(
    tx: &mut Tx,
    seen: &Project,
    new: &NewProject,
    executor_id: Option<&str>,
) -> Result<()> {
    let done = sqlx::query(
        "update promotion_projects set code = $1, name = $2, kind = $3, content = $4, activity = $5, sector = $6, executor_id = $7, place_text = $8,
                from_year = $9, to_year = $10, duration = $11, objective = $12, scale = $13, effects = $14, equipment = $15, equipment_key = $16,
                quantity = $17, priority = $18, beneficiary_text = $19, note = $20, location = $21, match_key = $22, sort_key = $23, search_text = $24,
                revision = revision + 1
         where id = $25 and revision = $26",
    )
    .bind(&new.code)
    .bind(&new.name)
    .bind(new.kind)
    .bind(new.content)
    .bind(new.activity)
    .bind(&new.sector)
    .bind(executor_id.map(str::to_owned))
    .bind(&new.place_text)
    .bind(new.from_year)
    .bind(new.to_year)
    .bind(&new.duration)
    .bind(&new.objective)
    .bind(&new.scale)
    .bind(&new.effects)
    .bind(&new.equipment)
    .bind(equipment_key(&new.equipment))
    .bind(new.quantity)
    .bind(new.priority)
    .bind(&new.beneficiary_text)
    .bind(&new.note)
    .bind(&new.location)
    .bind(fold(&new.name))
    .bind(sort_key(&new.name))
    .bind(words_of(new))
    .bind(&seen.id)
    .bind(seen.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Lets a project be found by one more name; its words change, what is said of it does not.
pub async fn touch(tx: &mut Tx, project_id: &str, name: &str) -> Result<()> {
    sqlx::query("update promotion_projects set search_text = search_text || $1, revision = revision + 1 where id = $2")
        .bind(format!(" {}", search_text(&[name])))
        .bind(project_id)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Notes the units a project lies in.
pub async fn insert_places(tx: &mut Tx, project_id: &str, links: &[Link]) -> Result<()> {
    let mut query = Statement::new(
        "insert into promotion_project_places (project_id, place_id, relation, mapping) ",
    );
    query.push_values(links, |values, link| {
        values
            .push_bind(project_id.to_owned())
            .push_bind(link.place_id.clone())
            .push_bind(link.relation)
            .push_bind(link.mapping);
    });
    query.execute(tx).await?;
    Ok(())
}

/// Adds a body to a project; returns the id of its part.
pub async fn insert_participant(
    tx: &mut Tx,
    project_id: &str,
    organization_id: &str,
    new: &NewParticipant,
    (person_mark, document_id): (&str, &str),
    now: &str,
) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into promotion_participants (id, project_id, organization_id, part, name_core, person_mark, document_id, location, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&id)
    .bind(project_id)
    .bind(organization_id)
    .bind(new.part)
    .bind(organizations::name_core(&new.name))
    .bind(person_mark)
    .bind(document_id)
    .bind(&new.location)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Whether a part is one of a project.
pub async fn participant_body(tx: &mut Tx, project_id: &str, id: &str) -> Result<Option<String>> {
    let found: Option<(String,)> = sqlx::query_as(
        "select x.organization_id from promotion_participants x where x.id = $1 and x.project_id = $2",
    )
    .bind(id)
    .bind(project_id)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(found.map(|(id,)| id))
}

/// Adds a line of money under an id of the caller's.
pub async fn insert_line(
    tx: &mut Tx,
    (id, project_id): (&str, &str),
    new: &NewLine,
    document_id: &str,
    now: &str,
) -> Result<()> {
    sqlx::query(
        "insert into promotion_lines (id, project_id, participant_id, source, stage, year, batch, amount_vnd, on_day, document_id, location, explanation, note, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(id)
    .bind(project_id)
    .bind(&new.participant_id)
    .bind(new.source)
    .bind(new.stage)
    .bind(new.year)
    .bind(new.batch)
    .bind(new.amount_vnd)
    .bind(new.on_day)
    .bind(document_id)
    .bind(&new.location)
    .bind(&new.explanation)
    .bind(&new.note)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Lets another line stand instead of one, unless someone did so since it was read.
pub async fn supersede_line(
    tx: &mut Tx,
    seen: &MoneyLine,
    by: &str,
    reason: &str,
    now: &str,
) -> Result<()> {
    let done = sqlx::query(
        "update promotion_lines set superseded_at = $1, superseded_by = $2, superseded_reason = $3, revision = revision + 1
         where id = $4 and revision = $5 and superseded_at = ''",
    )
    .bind(now)
    .bind(by)
    .bind(reason)
    .bind(&seen.id)
    .bind(seen.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Adds a contract.
pub async fn insert_contract(
    tx: &mut Tx,
    project_id: &str,
    new: &NewContract,
    document_id: &str,
    now: &str,
) -> Result<()> {
    sqlx::query(
        "insert into promotion_contracts (id, project_id, participant_id, number, signed_on, amount_vnd, note, document_id, location, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(new_id())
    .bind(project_id)
    .bind(&new.participant_id)
    .bind(&new.number)
    .bind(new.signed_on)
    .bind(new.amount_vnd)
    .bind(&new.note)
    .bind(document_id)
    .bind(&new.location)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Adds a state; returns its id.
pub async fn insert_state(
    tx: &mut Tx,
    project_id: &str,
    new: &NewState,
    document_id: &str,
    now: &str,
) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into promotion_states (id, project_id, axis, state, on_day, document_id, location, note, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&id)
    .bind(project_id)
    .bind(new.state.axis())
    .bind(new.state)
    .bind(new.on_day)
    .bind(document_id)
    .bind(&new.location)
    .bind(&new.note)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// The latest state of a project as it stands now, with its day as text.
pub async fn latest_state(tx: &mut Tx, project_id: &str) -> Result<Option<(State, String)>> {
    let found = sqlx::query_as(
        "select s.state, s.on_day from promotion_states s where s.project_id = $1 and s.superseded_at = ''
         order by s.on_day desc, s.id desc limit 1",
    )
    .bind(project_id)
    .fetch_optional(&mut **tx)
    .await?;
    Ok(found)
}
