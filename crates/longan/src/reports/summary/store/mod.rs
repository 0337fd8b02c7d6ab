//! SQL of the reports that are added up, and of what was frozen of them.

mod frozen;

pub use frozen::{Happened, find_snapshot, insert_snapshot, list_happened};

use super::model::{SummaryBelow, SummaryRow, SummarySettled};
use crate::events::Actor;
use crate::reports::model::{Report, ReportForm, ReportProblem, ReportStatus, ReportValue};
use crate::reports::store::REACHES_PLACE;
use crate::store::{Day, Result, Statement, Store, StoreError, Tx, new_id};
use crate::users::{Right, Role, Viewer};
use std::collections::{BTreeMap, HashMap};

const REPORT: &str = "r.id, r.revision, r.form, r.form_version, r.period, r.subject_kind, r.subject_id, r.cluster_id, r.place_id, r.version, r.status,
     r.due_on, r.made_at, r.sent_at, r.sent_on, r.decided_at, r.remarks, r.reason, r.document_id";

/// Adds: report `r` of unit `p`, if the viewer may see reports there.
fn push_seen(query: &mut Statement, viewer: &Viewer) {
    query.push(
        " from reports r join places p on p.id = r.subject_id
          where r.subject_kind = 'place' and exists (select 1 from user_places up where up.user_id = ",
    );
    query.push_bind(viewer.user_id.clone()).push(" and up.role in ");
    query.push_list(Role::ALL.iter().copied().filter(|role| role.gives(Right::SeeReports)));
    query.push(" and ").push(REACHES_PLACE).push(")");
}

/// A report of a unit, if the viewer may see reports there.
pub async fn find_summary(store: &Store, viewer: &Viewer, id: &str) -> Result<Option<Report>> {
    let mut query = Statement::new("select ");
    query.push(REPORT);
    push_seen(&mut query, viewer);
    query.push(" and r.id = ").push_bind(id.to_owned());
    Ok(query.fetch_all(store).await?.pop())
}

/// Every version of a unit's report for a period, latest first.
pub async fn list_versions(store: &Store, viewer: &Viewer, of: &Report) -> Result<Vec<Report>> {
    let mut query = Statement::new("select ");
    query.push(REPORT);
    push_seen(&mut query, viewer);
    query.push(" and r.form = ").push_bind(of.form);
    query.push(" and r.subject_id = ").push_bind(of.subject_id.clone());
    query.push(" and r.period = ").push_bind(of.period.clone());
    query.push(" order by r.version desc");
    query.fetch_all(store).await
}

/// The newest report of a unit for a period, whoever may see it.
pub async fn newest_of(
    store: &Store,
    form: ReportForm,
    subject_id: &str,
    period: &str,
) -> Result<Option<Report>> {
    let mut query = Statement::new("select ");
    query.push(REPORT).push(" from reports r where r.form = ").push_bind(form);
    query.push(" and r.subject_id = ").push_bind(subject_id.to_owned());
    query.push(" and r.period = ").push_bind(period.to_owned());
    query.push(" order by r.version desc limit 1");
    Ok(query.fetch_all(store).await?.pop())
}

/// The numbers of the last report of a unit that was sent for one of some periods, latest first.
pub async fn last_values(
    store: &Store,
    form: ReportForm,
    subject_id: &str,
    periods: &[String],
) -> Result<Option<BTreeMap<String, i64>>> {
    let mut query = Statement::new("select r.id from reports r where r.form = ");
    query.push_bind(form).push(" and r.subject_id = ").push_bind(subject_id.to_owned());
    query.push(" and r.status in ").push_list(SENT.iter().copied()).push(" and r.period in ");
    query.push_list(periods.iter().cloned());
    query.push(" order by r.period desc, r.version desc limit 1");
    let found: Option<(String,)> = query.fetch_all(store).await?.pop();
    let Some((id,)) = found else { return Ok(None) };
    let values = list_summary_values(store, &id).await?;
    Ok(Some(values.into_iter().filter_map(|v| Some((v.row_key, v.value?))).collect()))
}

/// The states of a report that has been sent and still holds.
pub const SENT: &[ReportStatus] = &[
    ReportStatus::Pending,
    ReportStatus::Accepted,
    ReportStatus::AcceptedWithWarnings,
    ReportStatus::PartlyAccepted,
];

/// The values of a report, by row.
pub async fn list_summary_values(store: &Store, report_id: &str) -> Result<Vec<ReportValue>> {
    let values = sqlx::query_as(
        "select report_id, row_key, value, raw, way, computed, reported_below, settled, explanation, note, document_id, location
         from report_values where report_id = $1 order by row_key",
    )
    .bind(report_id)
    .fetch_all(store.read())
    .await?;
    Ok(values)
}

#[derive(sqlx::FromRow)]
struct Sent {
    report_id: String,
    place_id: String,
    full_name: String,
    parent_id: Option<String>,
    version: i64,
    status: ReportStatus,
    day: Option<Day>,
}

/// A report of the level below, and the unit right above the one it is of.
pub type BelowIn = (SummaryBelow, Option<String>);

/// The reports of a form and period that units inside `place_id` sent and that hold, one a unit.
pub async fn list_below(
    store: &Store,
    form: ReportForm,
    period: &str,
    place_id: &str,
) -> Result<Vec<BelowIn>> {
    let sent_in = |mut query: Statement| {
        query.push_bind(form).push(" and r.period = ").push_bind(period.to_owned());
        query.push(" and r.status in ").push_list(SENT.iter().copied());
        query.push(" and p.id <> ").push_bind(place_id.to_owned());
        query.push(" and (p.province_id = ").push_bind(place_id.to_owned());
        query.push(" or p.parent_id = ").push_bind(place_id.to_owned()).push(")");
        query
    };
    let mut query = sent_in(Statement::new(
        "select r.id as report_id, p.id as place_id, p.full_name, p.parent_id, r.version, r.status, r.sent_on as day
         from reports r join places p on p.id = r.subject_id where r.subject_kind = 'place' and r.form = ",
    ));
    query.push(" order by p.sort_key, p.id, r.version desc");
    let mut sent: Vec<Sent> = query.fetch_all(store).await?;
    sent.dedup_by(|later, first| later.place_id == first.place_id);
    let query = sent_in(Statement::new(
        "select v.report_id, v.row_key, v.value, v.explanation
         from report_values v join reports r on r.id = v.report_id join places p on p.id = r.subject_id
         where r.subject_kind = 'place' and r.form = ",
    ));
    let values: Vec<(String, String, Option<i64>, String)> = query.fetch_all(store).await?;
    let mut by_report: HashMap<String, (BTreeMap<_, _>, BTreeMap<_, _>)> = HashMap::new();
    for (report_id, row_key, value, explanation) in values {
        let (numbers, reasons) = by_report.entry(report_id).or_default();
        if !explanation.is_empty() {
            reasons.insert(row_key.clone(), explanation);
        }
        numbers.extend(value.map(|value| (row_key, value)));
    }
    let below = sent.into_iter().map(|one| {
        let (values, explanations) = by_report.remove(&one.report_id).unwrap_or_default();
        let below = SummaryBelow {
            report_id: one.report_id,
            place_id: one.place_id,
            full_name: one.full_name,
            version: one.version,
            status: one.status,
            sent_on: one.day,
            values,
            explanations,
        };
        (below, one.parent_id)
    });
    Ok(below.collect())
}

/// A report that is to be kept.
#[derive(Clone, Debug)]
pub struct NewSummary<'a> {
    /// The form.
    pub form: ReportForm,
    /// Its version.
    pub form_version: &'a str,
    /// The period.
    pub period: &'a str,
    /// The unit.
    pub place_id: &'a str,
    /// 1, and one more for each correction.
    pub version: i64,
    /// Last day on which it is in time.
    pub due_on: Option<Day>,
    /// Why there is a correction.
    pub reason: &'a str,
}

/// Keeps a new report as a draft; returns its id.
pub async fn insert_summary(tx: &mut Tx, actor: &Actor, new: &NewSummary<'_>) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into reports (id, form, form_version, period, subject_kind, subject_id, place_id, version, status, due_on, made_by, made_at, reason)
         values ($1, $2, $3, $4, 'place', $5, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(&id)
    .bind(new.form)
    .bind(new.form_version)
    .bind(new.period)
    .bind(new.place_id)
    .bind(new.version)
    .bind(ReportStatus::Draft)
    .bind(new.due_on)
    .bind(&actor.user_id)
    .bind(actor.now.to_string())
    .bind(new.reason)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Keeps the rows of a report as they now are.
pub async fn save_rows(tx: &mut Tx, report_id: &str, rows: &[SummaryRow]) -> Result<()> {
    for row in rows {
        sqlx::query(
            "insert into report_values (report_id, row_key, value, raw, way, computed, reported_below, settled, explanation, note)
             values ($1, $2, $3, '', $4, $5, $6, $7, $8, $9)
             on conflict (report_id, row_key) do update set value = excluded.value, way = excluded.way, computed = excluded.computed,
                reported_below = excluded.reported_below, settled = excluded.settled, explanation = excluded.explanation, note = excluded.note",
        )
        .bind(report_id)
        .bind(&row.key)
        .bind(row.value)
        .bind(if row.settled == Some(SummarySettled::Entered) { "page" } else { "figure" })
        .bind(row.computed)
        .bind(row.below)
        .bind(row.settled.map_or("", SummarySettled::word))
        .bind(&row.explanation)
        .bind(&row.note)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Moves a report on, unless it changed since it was read.
pub async fn set_summary_status(tx: &mut Tx, report: &Report, status: ReportStatus) -> Result<()> {
    let done = sqlx::query(
        "update reports set status = $1, revision = revision + 1 where id = $2 and revision = $3",
    )
    .bind(status)
    .bind(&report.id)
    .bind(report.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Marks a report as sent by a paper, unless it changed since it was read.
pub async fn set_summary_sent(
    tx: &mut Tx,
    actor: &Actor,
    report: &Report,
    document_id: &str,
) -> Result<()> {
    let done = sqlx::query(
        "update reports set status = $1, sent_at = $2, sent_on = $3, sent_by = $4, document_id = $5, remarks = '', revision = revision + 1
         where id = $6 and revision = $7",
    )
    .bind(ReportStatus::Pending)
    .bind(actor.now.to_string())
    .bind(actor.today)
    .bind(&actor.user_id)
    .bind(document_id)
    .bind(&report.id)
    .bind(report.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Marks what whoever received a report says to it, unless it changed since it was read.
pub async fn set_summary_decided(
    tx: &mut Tx,
    actor: &Actor,
    report: &Report,
    status: ReportStatus,
    remarks: &str,
) -> Result<()> {
    let done = sqlx::query(
        "update reports set status = $1, decided_at = $2, decided_by = $3, remarks = $4, revision = revision + 1
         where id = $5 and revision = $6",
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

/// Puts the earlier versions of a report that was just sent behind it.
pub async fn supersede_earlier(tx: &mut Tx, report: &Report) -> Result<()> {
    sqlx::query(
        "update reports set status = 'superseded', revision = revision + 1
         where form = $1 and subject_id = $2 and period = $3 and version < $4 and status <> 'superseded'",
    )
    .bind(report.form)
    .bind(&report.subject_id)
    .bind(&report.period)
    .bind(report.version)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Keeps what the checks found, instead of what they found before.
pub async fn replace_findings(
    tx: &mut Tx,
    report_id: &str,
    problems: &[ReportProblem],
) -> Result<()> {
    sqlx::query("delete from report_problems where report_id = $1")
        .bind(report_id)
        .execute(&mut **tx)
        .await?;
    for problem in problems {
        sqlx::query(
            "insert into report_problems (id, report_id, row_key, severity, category, kind, found, expected, message, explained)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(new_id())
        .bind(report_id)
        .bind(&problem.row_key)
        .bind(problem.severity)
        .bind(&problem.category)
        .bind(&problem.kind)
        .bind(&problem.found)
        .bind(&problem.expected)
        .bind(&problem.message)
        .bind(&problem.explained)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}
