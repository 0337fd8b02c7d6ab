//! The steps of a project, their papers, and what they change.

use super::super::model::{
    Change, NewContract, NewPaper, NewStep, PaperEntry, Part, StepFact, StepPaperFact, StepWords,
};
use super::{paper, scope, seen};
use crate::places::Link;
use crate::store::{Day, Result, Statement, Store, StoreError, Tx, new_id};
use crate::users::Viewer;

/// The steps of a project, what counts and what does not, in the order of their days.
pub async fn list_steps(store: &Store, viewer: &Viewer, project_id: &str) -> Result<Vec<StepFact>> {
    let steps = sqlx::query_as(concat!(
        "select t.id, t.revision, t.participant_id, coalesce(b.name, '') as beneficiary, t.step, t.done_on, t.period, t.told, t.reason,
                t.document_id, ",
        paper!(),
        " as document, t.location, t.state_id, t.line_id, t.explanation, t.done_hundredths, t.changed_from, t.superseded_at, t.superseded_reason
         from promotion_steps t join promotion_projects p on p.id = t.project_id join documents d on d.id = t.document_id
         left join promotion_participants x on x.id = t.participant_id left join organizations b on b.id = x.organization_id
         where t.project_id = $3 and ",
        seen!(),
        " order by t.done_on, t.id"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(project_id)
    .fetch_all(store.read())
    .await?;
    Ok(steps)
}

/// The papers of the steps of a project, there or missing.
pub async fn list_step_papers(
    store: &Store,
    viewer: &Viewer,
    project_id: &str,
) -> Result<Vec<StepPaperFact>> {
    let papers = sqlx::query_as(concat!(
        "select f.step_id, f.paper, f.document_id, case when d.id is null then '' else ",
        paper!(),
        " end as document, f.missing_reason
         from promotion_step_papers f join promotion_steps t on t.id = f.step_id join promotion_projects p on p.id = t.project_id
         left join documents d on d.id = f.document_id
         where t.project_id = $3 and ",
        seen!(),
        " order by f.step_id, f.id"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(project_id)
    .fetch_all(store.read())
    .await?;
    Ok(papers)
}

/// The bodies that have left a project: name, part, first day they are no longer in it.
pub async fn list_former(
    store: &Store,
    viewer: &Viewer,
    project_id: &str,
) -> Result<Vec<(String, Part, Day)>> {
    let former = sqlx::query_as(concat!(
        "select b.name, x.part, x.to_day from promotion_participants x
         join promotion_projects p on p.id = x.project_id join organizations b on b.id = x.organization_id
         where x.project_id = $3 and x.to_day is not null and x.from_day < x.to_day and b.merged_into is null and ",
        seen!(),
        " order by x.to_day, x.id"
    ))
    .bind(&viewer.user_id)
    .bind(scope(viewer))
    .bind(project_id)
    .fetch_all(store.read())
    .await?;
    Ok(former)
}

/// Where a step is kept, and what it made.
#[derive(Clone, Copy, Debug)]
pub struct StepAt<'a> {
    /// Its project.
    pub project_id: &'a str,
    /// The paper.
    pub document_id: &'a str,
    /// The state it made.
    pub state_id: Option<&'a str>,
    /// The line of money it made.
    pub line_id: Option<&'a str>,
    /// What it changes.
    pub change: Option<Change>,
    /// What was changed, in words.
    pub told: &'a str,
    /// The project's words before and after.
    pub changed: &'a StepWords,
    /// The moment.
    pub now: &'a str,
}

/// Adds a step; returns its id.
pub async fn insert_step(tx: &mut Tx, new: &NewStep, at: StepAt<'_>) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into promotion_steps (id, project_id, participant_id, step, done_on, period, change, told, reason, document_id, location,
                state_id, line_id, explanation, done_hundredths, changed_from, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
    )
    .bind(&id)
    .bind(at.project_id)
    .bind(&new.participant_id)
    .bind(&new.step)
    .bind(new.done_on)
    .bind(&new.period)
    .bind(at.change.map_or("", Change::word))
    .bind(at.told)
    .bind(&new.reason)
    .bind(at.document_id)
    .bind(&new.location)
    .bind(at.state_id.map(str::to_owned))
    .bind(at.line_id.map(str::to_owned))
    .bind(&new.explanation)
    .bind(new.done_hundredths)
    .bind(serde_json::json!(at.changed).to_string())
    .bind(at.now)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Adds a paper of a step; `document_id` is the one it names.
pub async fn insert_step_paper(
    tx: &mut Tx,
    step_id: &str,
    new: &NewPaper,
    document_id: Option<String>,
) -> Result<()> {
    let missing = match &new.entry {
        PaperEntry::Missing(reason) => reason.as_str(),
        PaperEntry::Own | PaperEntry::Named(_) | PaperEntry::Made(_) => "",
    };
    sqlx::query(
        "insert into promotion_step_papers (id, step_id, paper, document_id, missing_reason) values ($1, $2, $3, $4, $5)",
    )
    .bind(new_id())
    .bind(step_id)
    .bind(&new.paper)
    .bind(document_id)
    .bind(missing)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Moves a project from the plan that is drawn up to the one that was decided.
pub async fn move_to_plan(
    tx: &mut Tx,
    (project_id, revision): (&str, i64),
    (plan_id, code): (&str, &str),
) -> Result<()> {
    let done = sqlx::query(
        "update promotion_projects set plan_id = $1, code = $2, revision = revision + 1 where id = $3 and revision = $4",
    )
    .bind(plan_id)
    .bind(code)
    .bind(project_id)
    .bind(revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Lets a body leave a project on a day, unless it left already.
pub async fn end_participant(tx: &mut Tx, project_id: &str, id: &str, on: Day) -> Result<()> {
    let done = sqlx::query(
        "update promotion_participants set to_day = $1, revision = revision + 1
         where id = $2 and project_id = $3 and to_day is null",
    )
    .bind(on)
    .bind(id)
    .bind(project_id)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Notes the day on which a body entered a project.
pub async fn start_participant(tx: &mut Tx, id: &str, on: Day) -> Result<()> {
    sqlx::query(
        "update promotion_participants set from_day = $1, revision = revision + 1 where id = $2",
    )
    .bind(on)
    .bind(id)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Adds a contract, unless the project has one of this number; returns its id.
pub async fn insert_new_contract(
    tx: &mut Tx,
    project_id: &str,
    new: &NewContract,
    document_id: &str,
    now: &str,
) -> Result<Option<String>> {
    let id = new_id();
    let done = sqlx::query(
        "insert into promotion_contracts (id, project_id, participant_id, number, signed_on, amount_vnd, note, document_id, location, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing",
    )
    .bind(&id)
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
    Ok((done.rows_affected() == 1).then_some(id))
}

/// Notes units in which a project lies too; those it has stay.
pub async fn insert_new_places(tx: &mut Tx, project_id: &str, links: &[Link]) -> Result<()> {
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
    query.push(" on conflict do nothing");
    query.execute(tx).await?;
    Ok(())
}
