//! Rows and problems of an import.

use super::json;
use crate::imports::model::{
    Change, Import, ImportRow, Outcome, Problem, RowStatus, Severity, Subject,
};
use crate::imports::propose::Proposal;
use crate::store::{Result, Statement, Store, Tx, new_id};
use std::collections::BTreeMap;

/// Rows a statement carries: enough to spare round trips, far below what both databases allow.
const STEP: usize = 100;

/// Keeps some rows of a reading and how far it has come.
pub async fn insert_rows(
    tx: &mut Tx,
    import: &Import,
    first: usize,
    rows: &[Proposal],
) -> Result<()> {
    for (index, chunk) in rows.chunks(STEP).enumerate() {
        let mut query = Statement::new(
            "insert into import_rows (id, import_id, reading, position, sheet, row_number, subject, name, outcome, status, payload, changes) ",
        );
        let mut position = first + index * STEP;
        query.push_values(chunk, |values, row| {
            values
                .push_bind(new_id())
                .push_bind(import.id.clone())
                .push_bind(import.reading)
                .push_bind(i64::try_from(position).unwrap_or(i64::MAX))
                .push_bind(row.sheet.clone())
                .push_bind(row.row_number)
                .push_bind(row.subject)
                .push_bind(row.name.clone())
                .push_bind(row.outcome)
                .push_bind(RowStatus::Waiting)
                .push_bind(json(&row.payload))
                .push_bind(json(&row.changes));
            position += 1;
        });
        query.execute(tx).await?;
    }
    sqlx::query("update imports set rows_done = $1 where id = $2")
        .bind(i64::try_from(first + rows.len()).unwrap_or(i64::MAX))
        .bind(&import.id)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Keeps what was found wrong in a reading.
pub async fn insert_problems(tx: &mut Tx, import: &Import, problems: &[Problem]) -> Result<()> {
    for (index, chunk) in problems.chunks(STEP).enumerate() {
        let mut query = Statement::new(
            "insert into import_problems (id, import_id, reading, position, sheet, cell, severity, kind, found, expected, message) ",
        );
        let mut position = index * STEP;
        query.push_values(chunk, |values, problem| {
            values
                .push_bind(new_id())
                .push_bind(import.id.clone())
                .push_bind(import.reading)
                .push_bind(i64::try_from(position).unwrap_or(i64::MAX))
                .push_bind(problem.sheet.clone())
                .push_bind(problem.cell.clone())
                .push_bind(problem.severity)
                .push_bind(problem.kind.clone())
                .push_bind(problem.found.clone())
                .push_bind(problem.expected.clone())
                .push_bind(problem.message.clone());
            position += 1;
        });
        query.execute(tx).await?;
    }
    Ok(())
}

/// Which rows a page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// Every row.
    #[default]
    All,
    /// Rows that change something.
    Changes,
    /// Rows that cannot be taken.
    Wrong,
}

impl Shown {
    /// The word in the address.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Changes => "changes",
            Self::Wrong => "wrong",
        }
    }
}

#[derive(sqlx::FromRow)]
struct RowRow {
    id: String,
    position: i64,
    sheet: String,
    row_number: i64,
    subject: Subject,
    name: String,
    outcome: Outcome,
    status: RowStatus,
    payload: String,
    changes: String,
}

impl TryFrom<RowRow> for ImportRow {
    type Error = serde_json::Error;

    fn try_from(row: RowRow) -> std::result::Result<Self, Self::Error> {
        let changes: Vec<Change> = serde_json::from_str(&row.changes)?;
        Ok(Self {
            id: row.id,
            position: row.position,
            sheet: row.sheet,
            row_number: row.row_number,
            subject: row.subject,
            name: row.name,
            outcome: row.outcome,
            status: row.status,
            payload: serde_json::from_str(&row.payload)?,
            changes,
        })
    }
}

/// Rows of an import that was found for a viewer, in the order of the workbook.
pub async fn list_rows(
    store: &Store,
    import: &Import,
    shown: Shown,
    limit: i64,
    offset: i64,
) -> anyhow::Result<Vec<ImportRow>> {
    let rows: Vec<RowRow> = sqlx::query_as(
        "select id, position, sheet, row_number, subject, name, outcome, status, payload, changes from import_rows
         where import_id = $1 and reading = $2
           and ($3 = '' or ($3 = 'changes' and outcome in ('new', 'changed')) or ($3 = 'wrong' and outcome = 'wrong'))
         order by position limit $4 offset $5",
    )
    .bind(&import.id)
    .bind(import.reading)
    .bind(shown.word())
    .bind(limit)
    .bind(offset)
    .fetch_all(store.read())
    .await?;
    Ok(rows.into_iter().map(TryInto::try_into).collect::<std::result::Result<_, _>>()?)
}

/// How many rows of an import stand where: by outcome and status.
pub async fn count_rows(
    store: &Store,
    import: &Import,
) -> Result<BTreeMap<(Outcome, RowStatus), i64>> {
    let rows: Vec<(Outcome, RowStatus, i64)> = sqlx::query_as(
        "select outcome, status, count(*) from import_rows
         where import_id = $1 and reading = $2 and subject <> 'place' group by outcome, status",
    )
    .bind(&import.id)
    .bind(import.reading)
    .fetch_all(store.read())
    .await?;
    Ok(rows.into_iter().map(|(outcome, status, count)| ((outcome, status), count)).collect())
}

/// What was found wrong in an import that was found for a viewer.
pub async fn list_problems(store: &Store, import: &Import, limit: i64) -> Result<Vec<Problem>> {
    let problems = sqlx::query_as(
        "select sheet, cell, severity, kind, found, expected, message from import_problems
         where import_id = $1 and reading = $2
         order by case severity when 'error' then 0 else 1 end, position limit $3",
    )
    .bind(&import.id)
    .bind(import.reading)
    .bind(limit)
    .fetch_all(store.read())
    .await?;
    Ok(problems)
}

/// How many problems of a severity an import has.
pub fn count_of(problems: &[Problem], severity: Severity) -> usize {
    problems.iter().filter(|problem| problem.severity == severity).count()
}
