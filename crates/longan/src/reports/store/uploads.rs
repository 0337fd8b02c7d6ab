//! SQL of workbooks with the reports of many bodies.

use super::super::filling::Filled;
use super::super::model::{NewReport, NewUpload, ReportStatus, ReportTerm, ReportUpload};
use crate::documents::KeptFile;
use crate::events::Actor;
use crate::store::{Result, Statement, Store, Tx, new_id};
use crate::users::Viewer;
use kernel::form::Values;
use std::collections::BTreeMap;

/// Reports that come together.
#[derive(Clone, Copy, Debug)]
pub struct ManyReports<'r> {
    /// Each with its values and findings.
    pub reports: &'r [(NewReport, Filled)],
    /// The paper of all of them.
    pub document_id: &'r str,
}

/// What was reported before, and for which period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportedBefore {
    /// The period: "2025-H1".
    pub period: String,
    /// The numbers.
    pub values: Values,
}

/// What was reported for the last period of the same kind before this one and not sent back, by
/// subject; which period that is may differ from one to the next. It is compared only with subjects that were found for the viewer.
pub async fn list_values_before(
    store: &Store,
    _viewer: &Viewer,
    term: &ReportTerm,
    subject_ids: &[&str],
) -> Result<BTreeMap<String, ReportedBefore>> {
    let period = term.period.to_string();
    let like = if period.contains("-H") { "%-H1" } else { "____" };
    let mut known: BTreeMap<String, ReportedBefore> = BTreeMap::new();
    for subject_ids in subject_ids.chunks(400) {
        let mut query = Statement::new(
            "select r.subject_id, r.period, v.row_key, v.value from reports r join report_values v on v.report_id = r.id
             where v.value is not null and r.id = (select x.id from reports x where x.form = ",
        );
        query.push_bind(term.form).push(" and x.subject_id = r.subject_id and x.period < ");
        query.push_bind(period.clone()).push(" and x.period like ").push_bind(like.to_owned());
        query.push(" and x.status in ").push_list(ReportStatus::SENT.iter().copied());
        query.push(" order by x.period desc, x.version desc limit 1) and r.form = ");
        query.push_bind(term.form).push(" and r.subject_id in ");
        query.push_list(subject_ids.iter().map(|id| (*id).to_owned()));
        let rows: Vec<(String, String, String, i64)> = query.fetch_all(store).await?;
        for (subject_id, period, row_key, value) in rows {
            let before = known.entry(subject_id).or_default();
            before.period = period;
            before.values.insert(row_key, value);
        }
    }
    Ok(known)
}

/// Keeps many reports as sent, with values and findings, a few statements in all; returns their ids.
pub async fn insert_sent(
    tx: &mut Tx,
    actor: &Actor,
    many: &ManyReports<'_>,
) -> Result<Vec<String>> {
    let ids: Vec<String> = many.reports.iter().map(|_| new_id()).collect();
    let all: Vec<(&String, &NewReport, &Filled)> =
        ids.iter().zip(many.reports).map(|(id, (new, filled))| (id, new, filled)).collect();
    for chunk in all.chunks(60) {
        let mut query = Statement::new(
            "insert into reports (id, form, form_version, period, subject_kind, subject_id, cluster_id, place_id, version, status, due_on,
                                  made_by, made_at, sent_at, sent_on, sent_by, reason, document_id, entered_by) ",
        );
        query.push_values(chunk, |row, (id, new, _)| {
            row.push_bind((*id).clone())
                .push_bind(new.form)
                .push_bind(new.form_version.clone())
                .push_bind(new.period.clone())
                .push_bind(new.subject_kind)
                .push_bind(new.subject_id.clone())
                .push_bind(new.cluster_id.clone())
                .push_bind(new.place_id.clone())
                .push_bind(new.version)
                .push_bind(ReportStatus::Pending)
                .push_bind(new.due_on)
                .push_bind(actor.user_id.clone())
                .push_bind(actor.now.to_string())
                .push_bind(actor.now.to_string())
                .push_bind(actor.today)
                .push_bind(actor.user_id.clone())
                .push_bind(new.reason.clone())
                .push_bind(many.document_id.to_owned())
                .push_bind(new.entered_by.clone());
        });
        query.execute(tx).await?;
        let mut query = Statement::new(
            "update reports set status = 'superseded', revision = revision + 1
             where status = 'rejected' and exists (select 1 from reports n where n.form = reports.form and n.subject_id = reports.subject_id
                                                     and n.period = reports.period and n.version > reports.version and n.id in ",
        );
        query.push_list(chunk.iter().map(|(id, ..)| (*id).clone())).push(")");
        query.execute(tx).await?;
    }
    let of_each = all.iter();
    let values: Vec<_> = of_each
        .clone()
        .flat_map(|(id, _, filled)| filled.values.iter().map(|value| (id.as_str(), value.clone())))
        .collect();
    super::set_values(tx, &values).await?;
    let problems: Vec<_> = of_each
        .flat_map(|(id, _, filled)| filled.kept().into_iter().map(|problem| (id.as_str(), problem)))
        .collect();
    super::add_problems(tx, &problems).await?;
    Ok(ids)
}

/// Keeps that a workbook came; returns its id.
pub async fn insert_upload(
    tx: &mut Tx,
    actor: &Actor,
    new: &NewUpload,
    file: &KeptFile,
) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into report_uploads (id, form, period, file_sha256, file_name, file_bytes, uploaded_by, uploaded_at, outcome, reports, errors, document_id, subject_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(&id)
    .bind(new.form)
    .bind(&new.period)
    .bind(&file.sha256)
    .bind(&file.name)
    .bind(file.bytes)
    .bind(&actor.user_id)
    .bind(actor.now.to_string())
    .bind(new.outcome)
    .bind(new.reports)
    .bind(new.errors)
    .bind(new.document_id.clone())
    .bind(new.subject_id.clone())
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// A workbook the viewer brought.
pub async fn find_upload(store: &Store, viewer: &Viewer, id: &str) -> Result<Option<ReportUpload>> {
    let upload = sqlx::query_as(
        "select id, form, period, subject_id, file_sha256, file_name, uploaded_at, outcome, reports, errors from report_uploads where id = $1 and uploaded_by = $2",
    )
    .bind(id)
    .bind(&viewer.user_id)
    .fetch_optional(store.read())
    .await?;
    Ok(upload)
}
