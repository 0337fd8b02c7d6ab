//! Deciding on a report that was sent: what is taken becomes numbers of the register.

use super::super::model::{
    ReportProblem, ReportSeverity, ReportStatus, ReportSubject, ReportTerm, ReportValue,
};
use super::super::store::{self, FoundReport};
use crate::App;
use crate::events::{self, Act, Actor};
use crate::notices::{self, NewNotice};
use crate::observations::{self, Indicator, NewObservation, Precision, ReporterKind, Standing};
use crate::store::{Result, Tx};
use kernel::form::{Fill, Form};

/// What is decided.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Taken, taken in part, or sent back.
    pub status: ReportStatus,
    /// What the reporter is told.
    pub remarks: String,
    /// Keys of the rows that are not taken.
    pub refused: Vec<String>,
}

/// Decides on a report. What is taken is kept as reported by the body on the cut-off day; what an
/// earlier version said and this one says otherwise gives way to it.
pub async fn decide(
    app: &App,
    actor: &Actor,
    found: &FoundReport,
    (form, term): (&Form, &ReportTerm),
    values: &[ReportValue],
    decision: &Decision,
) -> Result<()> {
    let report = &found.report;
    let accounts = store::list_accounts(&app.store, &[seat(found)], actor.today).await?;
    let mut tx = app.store.begin().await?;
    store::set_decided(&mut tx, actor, report, decision.status, &decision.remarks).await?;
    let refused = decision.refused.iter();
    let refused: Vec<_> =
        refused.map(|key| (report.id.as_str(), refusal(key, &decision.remarks))).collect();
    store::add_problems(&mut tx, &refused).await?;
    if decision.status.is_accepted() {
        let told = told(found, form, term, values, &decision.refused);
        take(&mut tx, actor, found, told).await?;
    }
    let action =
        if decision.status.is_accepted() { "reports.accepted" } else { "reports.rejected" };
    let act = Act {
        action,
        subject_kind: "report",
        subject_id: &report.id,
        document_id: report.document_id.as_deref(),
        note: &decision.remarks,
    };
    let image = serde_json::json!({
        "id": report.id, "form": report.form, "period": report.period, "version": report.version,
        "status": decision.status, "remarks": decision.remarks, "refused": decision.refused,
    });
    events::record(&mut tx, actor, &act, &image).await?;
    let notices: Vec<NewNotice> = accounts
        .into_iter()
        .filter(|(_, user_id)| *user_id != actor.user_id)
        .map(|(_, user_id)| NewNotice {
            user_id,
            kind: notices::Kind::ReportDecided,
            subject: format!(
                "{} {}: {}",
                report.form.label(),
                report.period_vi(),
                decision.status.label()
            ),
            link: format!("/reports/{}", report.id),
            once_key: None,
        })
        .collect();
    notices::tell(&mut tx, actor.now, &notices).await?;
    tx.commit().await?;
    Ok(())
}

/// Where people of whoever reports have their roles.
fn seat(found: &FoundReport) -> String {
    if found.organization_id.is_empty() {
        found.report.subject_id.clone()
    } else {
        format!("organization:{}", found.organization_id)
    }
}

fn refusal(key: &str, remarks: &str) -> ReportProblem {
    ReportProblem {
        row_key: key.to_owned(),
        severity: ReportSeverity::Error,
        category: "value".to_owned(),
        kind: "refused".to_owned(),
        message: format!("Nơi nhận không tiếp nhận số này: {remarks}"),
        ..ReportProblem::default()
    }
}

/// The numbers a report tells the register. A row that was left empty tells nothing.
fn told(
    found: &FoundReport,
    form: &Form,
    term: &ReportTerm,
    values: &[ReportValue],
    refused: &[String],
) -> Vec<NewObservation> {
    let reporter_kind = match found.report.subject_kind {
        ReportSubject::Tenant => ReporterKind::Tenant,
        ReportSubject::Cluster => ReporterKind::Investor,
        ReportSubject::Place => ReporterKind::Commune,
    };
    let taken = values.iter().filter(|value| !refused.contains(&value.row_key));
    let told = taken.filter_map(|value| {
        let row = form.row(&value.row_key)?;
        let Fill::Indicator(word) = &row.fill else { return None };
        let indicator: Indicator = word.parse().ok()?;
        Some(NewObservation {
            indicator,
            as_of: term.last,
            period: found.report.period.clone(),
            value: value.value?,
            precision: Precision::Exact,
            location: match value.location.as_str() {
                "" => format!("{}, {}", form.number_label, row.number),
                cell => cell.to_owned(),
            },
            reporter: found.who().to_owned(),
            reporter_kind,
            raw: value.raw.clone(),
            note: value.note.clone(),
        })
    });
    told.collect()
}

async fn take(
    tx: &mut Tx,
    actor: &Actor,
    found: &FoundReport,
    mut told: Vec<NewObservation>,
) -> Result<()> {
    let report = &found.report;
    let now = actor.now.to_string();
    let document_id = report.document_id.as_deref().unwrap_or_default();
    let papers = store::supersede(tx, &report.id, ReportStatus::TAKEN).await?;
    for paper in papers.into_iter().flatten() {
        for old in store::observations_by(tx, report, &paper).await? {
            if let Some(at) = told.iter().position(|new| new.indicator == old.indicator) {
                let new = told.swap_remove(at);
                let id = observations::store::insert_correction(tx, &old, &new, document_id, &now)
                    .await?;
                observations::store::supersede(tx, &old, &id, &report.reason).await?;
            } else {
                let (aside, reason) = (Standing::SetAside, &report.reason);
                observations::store::set_status(tx, &old, aside, old.rank, reason).await?;
            }
        }
    }
    let rows: Vec<_> = told.into_iter().map(|new| (report.subject_id.clone(), new)).collect();
    let kind = report.subject_kind.word();
    observations::store::insert_many(tx, kind, document_id, &now, &rows).await
}
