//! SQL of the reports that are added up, and of what was frozen of them.

mod frozen;

pub use frozen::{Happened, find_snapshot, insert_snapshot, list_happened};

use super::model::SummaryBelow;
use crate::reports::model::{Report, ReportForm, ReportStatus};
use crate::reports::store::{COLUMNS, REACHES_PLACE, list_values};
use crate::store::{Day, Result, Statement, Store};
use crate::users::{Right, Role, Viewer};
use std::collections::{BTreeMap, HashMap};

/// Adds: report `r` of unit `p`, if the viewer may see reports there.
pub(in crate::reports) fn push_seen(query: &mut Statement, viewer: &Viewer) {
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
    query.push(COLUMNS);
    push_seen(&mut query, viewer);
    query.push(" and r.id = ").push_bind(id.to_owned());
    Ok(query.fetch_all(store).await?.pop())
}

/// Every version of a unit's report for a period, latest first.
pub async fn list_versions(store: &Store, viewer: &Viewer, of: &Report) -> Result<Vec<Report>> {
    let mut query = Statement::new("select ");
    query.push(COLUMNS);
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
    query.push(COLUMNS).push(" from reports r where r.form = ").push_bind(form);
    query.push(" and r.subject_id = ").push_bind(subject_id.to_owned());
    query.push(" and r.period = ").push_bind(period.to_owned());
    query.push(" order by r.version desc limit 1");
    Ok(query.fetch_all(store).await?.pop())
}

/// The newest report of a unit for a period that was ever sent, whoever may see it.
pub async fn newest_sent(
    store: &Store,
    form: ReportForm,
    subject_id: &str,
    period: &str,
) -> Result<Option<Report>> {
    let mut query = Statement::new("select ");
    query.push(COLUMNS).push(" from reports r where r.form = ").push_bind(form);
    query.push(" and r.subject_id = ").push_bind(subject_id.to_owned());
    query.push(" and r.period = ").push_bind(period.to_owned());
    query.push(" and r.sent_at is not null order by r.version desc limit 1");
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
    query
        .push(" and r.status in ")
        .push_list(ReportStatus::SENT.iter().copied())
        .push(" and r.period in ");
    query.push_list(periods.iter().cloned());
    query.push(" order by r.period desc, r.version desc limit 1");
    let found: Option<(String,)> = query.fetch_all(store).await?.pop();
    let Some((id,)) = found else { return Ok(None) };
    let values = list_values(store, &Viewer::system(), &id).await?;
    Ok(Some(values.into_iter().filter_map(|v| Some((v.row_key, v.value?))).collect()))
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
        query.push(" and r.status in ").push_list(ReportStatus::SENT.iter().copied());
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
