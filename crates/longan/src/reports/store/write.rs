//! Statements that change reports. They run inside a verb's transaction.

use super::super::model::{NewReport, NewValue, Report, ReportProblem, ReportStatus};
use crate::events::Actor;
use crate::observations::Observation;
use crate::store::{Result, Statement, StoreError, Tx, new_id};

/// Begins a report and returns its id.
pub async fn insert(tx: &mut Tx, actor: &Actor, new: &NewReport) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into reports (id, form, form_version, period, subject_kind, subject_id, cluster_id, place_id, version, status, due_on, made_by, made_at, reason, entered_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(&id)
    .bind(new.form)
    .bind(&new.form_version)
    .bind(&new.period)
    .bind(new.subject_kind)
    .bind(&new.subject_id)
    .bind(new.cluster_id.clone())
    .bind(new.place_id.clone())
    .bind(new.version)
    .bind(ReportStatus::Draft)
    .bind(new.due_on)
    .bind(&actor.user_id)
    .bind(actor.now.to_string())
    .bind(&new.reason)
    .bind(new.entered_by.clone())
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Marks a report as worked on, by a body that enters it for another where `entered_by` names one,
/// unless someone changed it since it was read.
pub async fn touch(tx: &mut Tx, id: &str, revision: i64, entered_by: Option<String>) -> Result<()> {
    let done = sqlx::query(
        "update reports set revision = revision + 1, entered_by = $3 where id = $1 and revision = $2 and status in ('draft', 'checked', 'approved')",
    )
    .bind(id)
    .bind(revision)
    .bind(entered_by)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Moves a report on that is not sent yet, unless someone changed it since it was read.
pub async fn set_status(tx: &mut Tx, report: &Report, status: ReportStatus) -> Result<()> {
    let done = sqlx::query(
        "update reports set status = $1, revision = revision + 1 where id = $2 and revision = $3 and status in ('draft', 'checked', 'approved')",
    )
    .bind(status)
    .bind(&report.id)
    .bind(report.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Keeps values of reports that are worked on, each with the id of its report; those of before
/// stand no longer.
pub async fn set_values(tx: &mut Tx, values: &[(&str, NewValue)]) -> Result<()> {
    for chunk in values.chunks(80) {
        let mut query = Statement::new(
            "insert into report_values (report_id, row_key, value, raw, way, computed, reported_below, settled, explanation, note, location) ",
        );
        query.push_values(chunk, |row, (report_id, new)| {
            row.push_bind((*report_id).to_owned())
                .push_bind(new.row_key.clone())
                .push_bind(new.value)
                .push_bind(new.raw.clone())
                .push_bind(new.way)
                .push_bind(new.computed)
                .push_bind(new.reported_below)
                .push_bind(new.settled.to_owned())
                .push_bind(new.explanation.clone())
                .push_bind(new.note.clone())
                .push_bind(new.location.clone());
        });
        query.push(
            " on conflict (report_id, row_key) do update set value = excluded.value, raw = excluded.raw, way = excluded.way,
                computed = excluded.computed, reported_below = excluded.reported_below, settled = excluded.settled,
                explanation = excluded.explanation, note = excluded.note, location = excluded.location",
        );
        query.execute(tx).await?;
    }
    Ok(())
}

/// Keeps what the checks found, in the place of what they found before.
pub async fn set_problems(tx: &mut Tx, report_id: &str, problems: &[ReportProblem]) -> Result<()> {
    sqlx::query("delete from report_problems where report_id = $1")
        .bind(report_id)
        .execute(&mut **tx)
        .await?;
    let problems: Vec<_> = problems.iter().map(|problem| (report_id, problem.clone())).collect();
    add_problems(tx, &problems).await
}

/// Adds what was found, each with the id of its report.
pub async fn add_problems(tx: &mut Tx, problems: &[(&str, ReportProblem)]) -> Result<()> {
    for chunk in problems.chunks(80) {
        let mut query = Statement::new(
            "insert into report_problems (id, report_id, row_key, severity, category, kind, sheet, cell, found, expected, message, explained) ",
        );
        query.push_values(chunk, |row, (report_id, new)| {
            row.push_bind(new_id())
                .push_bind((*report_id).to_owned())
                .push_bind(new.row_key.clone())
                .push_bind(new.severity)
                .push_bind(new.category.clone())
                .push_bind(new.kind.clone())
                .push_bind(new.sheet.clone())
                .push_bind(new.cell.clone())
                .push_bind(new.found.clone())
                .push_bind(new.expected.clone())
                .push_bind(new.message.clone())
                .push_bind(new.explained.clone());
        });
        query.execute(tx).await?;
    }
    Ok(())
}

/// Marks a report as sent with its paper, unless someone changed it since it was read.
pub async fn set_sent(
    tx: &mut Tx,
    actor: &Actor,
    (id, revision): (&str, i64),
    document_id: &str,
) -> Result<()> {
    let done = sqlx::query(
        "update reports set status = 'pending', sent_at = $1, sent_on = $2, sent_by = $3, document_id = $4, revision = revision + 1
         where id = $5 and revision = $6 and status in ('draft', 'checked', 'approved')",
    )
    .bind(actor.now.to_string())
    .bind(actor.today)
    .bind(&actor.user_id)
    .bind(document_id)
    .bind(id)
    .bind(revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Marks a report as decided on, unless someone else decided first.
pub async fn set_decided(
    tx: &mut Tx,
    actor: &Actor,
    report: &Report,
    status: ReportStatus,
    remarks: &str,
) -> Result<()> {
    let done = sqlx::query(
        "update reports set status = $1, decided_at = $2, decided_by = $3, remarks = $4, revision = revision + 1
         where id = $5 and revision = $6 and status = 'pending'",
    )
    .bind(status)
    .bind(actor.now.to_string())
    .bind(&actor.user_id)
    .bind(remarks)
    .bind(&report.id)
    .bind(report.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Lets the other versions of a report that stand so give way to it; returns their papers.
pub async fn supersede(
    tx: &mut Tx,
    id: &str,
    standing: &[ReportStatus],
) -> Result<Vec<Option<String>>> {
    let mut query = Statement::new(
        "update reports set status = 'superseded', revision = revision + 1
         where exists (select 1 from reports n where n.form = reports.form and n.subject_id = reports.subject_id
                         and n.period = reports.period and n.id <> reports.id and n.id = ",
    );
    query.push_bind(id.to_owned()).push(") and status in ");
    query.push_list(standing.iter().copied()).push(" returning document_id");
    let before: Vec<(Option<String>,)> = query.fetch_all_within(tx).await?;
    Ok(before.into_iter().map(|(paper,)| paper).collect())
}

/// The numbers that came into the register by a report's paper, and still count.
pub async fn observations_by(
    tx: &mut Tx,
    report: &Report,
    document_id: &str,
) -> Result<Vec<Observation>> {
    let found = sqlx::query_as(
        "select id, revision, subject_kind, subject_id, indicator, as_of, period, value, unit, precision, document_id, location, reporter, reporter_kind, rank, status, raw, note, recorded_at, superseded_by
         from observations where subject_kind = $1 and subject_id = $2 and period = $3 and document_id = $4 and superseded_by is null and status <> 'set_aside'",
    )
    .bind(report.subject_kind)
    .bind(&report.subject_id)
    .bind(&report.period)
    .bind(document_id)
    .fetch_all(&mut **tx)
    .await?;
    Ok(found)
}
