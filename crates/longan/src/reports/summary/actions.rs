//! The verbs of a report that is added up: drawn up, settled, checked, approved, sent, taken or
//! given back, corrected.

use super::super::model::{NewReport, NewValue, Report, ReportStatus, ReportSubject, ValueWay};
use super::super::store as reports;
use super::adding::{self, Behind, Task};
use super::model::{Summary, SummaryPaper, SummaryRow, SummarySettled};
use super::store;
use crate::App;
use crate::documents::{Direction, Entry, Urgency};
use crate::error::Error;
use crate::events::{self, Act, Actor};
use crate::files::sha256_hex;
use crate::places;
use crate::store::{Result, Tx};
use kernel::form::Finding;

async fn note(
    tx: &mut Tx,
    actor: &Actor,
    action: &'static str,
    report: &Report,
    why: &str,
) -> Result<()> {
    let act = Act {
        action,
        subject_kind: "report",
        subject_id: &report.id,
        document_id: report.document_id.as_deref(),
        note: why,
    };
    events::record(tx, actor, &act, report).await
}

/// Draws a report up from the register and the reports below, or a correction of `before`.
pub async fn draw_up(
    app: &App,
    actor: &Actor,
    task: &Task,
    before: Option<&Report>,
    reason: &str,
) -> std::result::Result<String, Error> {
    let summary = adding::add_up(app, task, None, &[], Behind::Numbers).await?;
    let findings = adding::findings(app, task, &summary).await?;
    let period = task.period.to_string();
    let new = NewReport {
        form: task.form,
        form_version: task.definition.id.clone(),
        period: period.clone(),
        subject_kind: ReportSubject::Place,
        subject_id: task.place.id.clone(),
        cluster_id: None,
        place_id: Some(task.place.id.clone()),
        version: before.map_or(1, |before| before.version + 1),
        due_on: task.due_on,
        reason: reason.to_owned(),
        entered_by: None,
    };
    let mut tx = app.store.begin().await?;
    let id = reports::insert(&mut tx, actor, &new).await?;
    keep(&mut tx, &id, &summary, &findings).await?;
    let act = Act {
        action: if before.is_some() { "reports.corrected" } else { "reports.drawn_up" },
        subject_kind: "report",
        subject_id: &id,
        document_id: None,
        note: reason,
    };
    let image = serde_json::json!({
        "id": id, "form": task.form, "form_version": task.definition.id, "period": period,
        "place_id": task.place.id, "version": new.version, "status": ReportStatus::Draft,
    });
    events::record(&mut tx, actor, &act, &image).await?;
    tx.commit().await.map_err(crate::store::StoreError::from)?;
    Ok(id)
}

/// Keeps the rows of a report as they now are; it is a draft again.
pub async fn keep_rows(
    app: &App,
    actor: &Actor,
    report: &Report,
    summary: &Summary,
    findings: &[Finding],
    why: &str,
) -> std::result::Result<(), Error> {
    let mut tx = app.store.begin().await?;
    reports::set_status(&mut tx, report, ReportStatus::Draft).await?;
    keep(&mut tx, &report.id, summary, findings).await?;
    let after = moved(report, ReportStatus::Draft);
    note(&mut tx, actor, "reports.settled", &after, why).await?;
    tx.commit().await.map_err(crate::store::StoreError::from)?;
    Ok(())
}

async fn keep(tx: &mut Tx, id: &str, summary: &Summary, findings: &[Finding]) -> Result<()> {
    let rows = summary.rows.iter().map(|row| {
        let is_entered = row.settled == Some(SummarySettled::Entered);
        let value = NewValue {
            row_key: row.key.clone(),
            value: row.value,
            raw: String::new(),
            way: if is_entered { ValueWay::Page } else { ValueWay::Figure },
            computed: row.computed,
            reported_below: row.below,
            settled: row.settled.map_or("", SummarySettled::word),
            explanation: row.explanation.clone(),
            note: row.note.clone(),
            location: String::new(),
        };
        (id, value)
    });
    reports::set_values(tx, &rows.collect::<Vec<_>>()).await?;
    reports::set_problems(tx, id, &adding::problems(summary, findings)).await
}

fn moved(report: &Report, status: ReportStatus) -> Report {
    Report { status, revision: report.revision + 1, ..report.clone() }
}

/// Says which number a row takes, and why.
pub fn settle(
    row: &mut SummaryRow,
    settled: SummarySettled,
    entered: Option<i64>,
    explanation: &str,
) {
    row.value = match settled {
        SummarySettled::Computed => row.computed,
        SummarySettled::Below => row.below,
        SummarySettled::Entered => entered,
    };
    row.settled = Some(settled);
    explanation.clone_into(&mut row.explanation);
}

/// Takes a report one step further: checked by whoever drew it up, approved by the head.
pub async fn advance(
    app: &App,
    actor: &Actor,
    report: &Report,
    status: ReportStatus,
) -> std::result::Result<(), Error> {
    let action = match status {
        ReportStatus::Checked => "reports.checked",
        _ => "reports.approved",
    };
    let mut tx = app.store.begin().await?;
    reports::set_status(&mut tx, report, status).await?;
    note(&mut tx, actor, action, &moved(report, status), "").await?;
    tx.commit().await.map_err(crate::store::StoreError::from)?;
    Ok(())
}

/// Sends a report by its paper: the paper goes into the unit's register, and the report is
/// frozen with everything it is made of. Nothing changes it afterwards.
pub async fn send(
    app: &App,
    actor: &Actor,
    report: &Report,
    mut summary: Summary,
    paper: SummaryPaper,
) -> std::result::Result<(), Error> {
    let links =
        places::store::links_for(&app.store, std::slice::from_ref(&summary.place.id)).await?;
    let entry = Entry {
        direction: Direction::Out,
        place_id: summary.place.id.clone(),
        register_number: String::new(),
        registered_on: Some(paper.issued_on),
        kind: crate::documents::Kind::Report,
        number: paper.number.clone(),
        issued_on: Some(paper.issued_on),
        issuer: paper.issuer.clone(),
        subject_line: format!(
            "{}: {}, {}",
            summary.form.number_label,
            summary.form.title,
            summary.period_vi()
        ),
        signer: String::new(),
        signer_title: String::new(),
        urgency: Urgency::Plain,
        grounds: String::new(),
        in_force_from: None,
        in_force_to: None,
    };
    summary.paper = Some(paper);
    let content = serde_json::to_string(&summary).map_err(anyhow::Error::from)?;
    let sha256 = sha256_hex(content.as_bytes());
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let document_id = crate::documents::store::insert_entry(&mut tx, actor, &entry, "").await?;
    crate::documents::store::set_places(&mut tx, &document_id, &links).await?;
    reports::set_sent(&mut tx, actor, (&report.id, report.revision), &document_id).await?;
    store::insert_snapshot(&mut tx, &report.id, &content, &sha256, &now).await?;
    reports::supersede(&mut tx, &report.id, ReportStatus::EVER_SENT).await?;
    let after = Report {
        sent_at: Some(now),
        sent_on: Some(actor.today),
        document_id: Some(document_id),
        ..moved(report, ReportStatus::Pending)
    };
    note(&mut tx, actor, "reports.sent", &after, &format!("sha256 {sha256}")).await?;
    tx.commit().await.map_err(crate::store::StoreError::from)?;
    Ok(())
}

/// Takes a report that came, or gives it back with remarks.
pub async fn decide(
    app: &App,
    actor: &Actor,
    report: &Report,
    status: ReportStatus,
    remarks: &str,
) -> std::result::Result<(), Error> {
    let action = if status.is_accepted() { "reports.accepted" } else { "reports.rejected" };
    let mut tx = app.store.begin().await?;
    reports::set_decided(&mut tx, actor, report, status, remarks).await?;
    let after = Report { remarks: remarks.to_owned(), ..moved(report, status) };
    note(&mut tx, actor, action, &after, remarks).await?;
    tx.commit().await.map_err(crate::store::StoreError::from)?;
    Ok(())
}
