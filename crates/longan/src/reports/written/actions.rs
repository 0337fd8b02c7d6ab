//! The verbs of a report in words: begun, written, approved, issued.

use super::super::summary::model::{Summary, SummaryPaper};
use super::model::{Writing, WritingContent, WritingPaper, WritingPart, WritingStatus};
use super::store;
use crate::App;
use crate::documents::{Direction, Entry, Urgency};
use crate::error::Error;
use crate::events::{self, Act, Actor};
use crate::files::sha256_hex;
use crate::places;
use crate::store::{Result, StoreError, Tx};
use serde_json::json;

async fn note(
    tx: &mut Tx,
    actor: &Actor,
    action: &'static str,
    after: &Writing,
    (image, why): (serde_json::Value, &str),
) -> Result<()> {
    let act = Act {
        action,
        subject_kind: "report_writing",
        subject_id: &after.id,
        document_id: after.document_id.as_deref(),
        note: why,
    };
    events::record(tx, actor, &act, &image).await
}

fn moved(writing: &Writing, status: WritingStatus) -> Writing {
    Writing { status, revision: writing.revision + 1, ..writing.clone() }
}

/// Begins the report in words of a Biểu số 04; answers with the one there is, if another person
/// was quicker.
pub async fn begin(
    app: &App,
    actor: &Actor,
    report_id: &str,
    summary: &Summary,
) -> std::result::Result<String, Error> {
    let mut tx = app.store.begin().await?;
    let of = (report_id, summary.place.id.as_str(), summary.period.as_str());
    let id = match store::insert(&mut tx, actor, of).await {
        Ok(id) => id,
        Err(StoreError::Taken(_)) => {
            drop(tx);
            return store::id_of_report(&app.store, report_id).await?.ok_or(Error::NotFound);
        }
        Err(error) => return Err(error.into()),
    };
    let act = Act {
        action: "reports.writing_begun",
        subject_kind: "report_writing",
        subject_id: &id,
        document_id: None,
        note: "",
    };
    let image = json!({
        "id": id, "report_id": report_id, "place_id": of.1, "period": of.2,
        "writing_status": WritingStatus::Draft,
    });
    events::record(&mut tx, actor, &act, &image).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(id)
}

/// Puts an officer's words in place of the draft of a part, or takes them back when they are
/// empty; the report is a draft again.
pub async fn write(
    app: &App,
    actor: &Actor,
    writing: &Writing,
    part: &WritingPart,
    body: &str,
) -> std::result::Result<(), Error> {
    let numbers = serde_json::to_string(&part.numbers).map_err(anyhow::Error::from)?;
    let mut tx = app.store.begin().await?;
    store::set_draft(&mut tx, writing).await?;
    store::set_passage(&mut tx, actor, &writing.id, (&part.key, body, &numbers)).await?;
    let after = moved(writing, WritingStatus::Draft);
    let image = json!({
        "id": after.id, "report_id": after.report_id, "writing_status": after.status,
        "revision": after.revision, "part": part.name(), "body": body,
    });
    let why = if body.is_empty() { "lấy lại lời dự thảo" } else { "" };
    note(&mut tx, actor, "reports.writing_edited", &after, (image, why)).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// By which a text is known again before it has a paper.
pub fn fingerprint(written: &WritingContent) -> std::result::Result<String, Error> {
    let content = serde_json::to_string(written).map_err(anyhow::Error::from)?;
    Ok(sha256_hex(content.as_bytes()))
}

/// Approves the text as it reads.
pub async fn approve(
    app: &App,
    actor: &Actor,
    writing: &Writing,
    written: &WritingContent,
) -> std::result::Result<(), Error> {
    let sha256 = fingerprint(written)?;
    let mut tx = app.store.begin().await?;
    store::set_approved(&mut tx, actor, writing, &sha256).await?;
    let after =
        Writing { approved_sha256: sha256.clone(), ..moved(writing, WritingStatus::Approved) };
    let image = json!({
        "id": after.id, "report_id": after.report_id, "writing_status": after.status,
        "revision": after.revision, "approved_sha256": sha256,
    });
    note(&mut tx, actor, "reports.writing_approved", &after, (image, "")).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// Issues an approved report by its paper and freezes it. Where the paper is the one by which
/// Biểu số 04 went, the two are one paper; else it goes into the register.
pub async fn issue(
    app: &App,
    actor: &Actor,
    writing: &Writing,
    (mut written, paper): (WritingContent, WritingPaper),
    form_paper: Option<(&SummaryPaper, &str)>,
) -> std::result::Result<(), Error> {
    let links =
        places::store::links_for(&app.store, std::slice::from_ref(&writing.place_id)).await?;
    let entry = entry(writing, &written, &paper);
    let same = form_paper
        .filter(|(form, _)| form.number == paper.number && form.issued_on == paper.issued_on);
    written.paper = Some(paper);
    let content = serde_json::to_string(&written).map_err(anyhow::Error::from)?;
    let sha256 = sha256_hex(content.as_bytes());
    let mut tx = app.store.begin().await?;
    let document_id = if let Some((_, document_id)) = same {
        document_id.to_owned()
    } else {
        let id = crate::documents::store::insert_entry(&mut tx, actor, &entry, "").await?;
        crate::documents::store::set_places(&mut tx, &id, &links).await?;
        id
    };
    store::set_issued(&mut tx, actor, writing, (&document_id, &content, &sha256)).await?;
    let after = Writing {
        issued_at: Some(actor.now.to_string()),
        document_id: Some(document_id),
        sha256: sha256.clone(),
        ..moved(writing, WritingStatus::Issued)
    };
    let image = json!({
        "id": after.id, "report_id": after.report_id, "writing_status": after.status,
        "revision": after.revision, "sha256": sha256, "document_id": after.document_id,
    });
    let why = format!("sha256 {sha256}");
    note(&mut tx, actor, "reports.writing_issued", &after, (image, &why)).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

fn entry(writing: &Writing, written: &WritingContent, paper: &WritingPaper) -> Entry {
    Entry {
        direction: Direction::Out,
        place_id: writing.place_id.clone(),
        register_number: String::new(),
        registered_on: Some(paper.issued_on),
        kind: crate::documents::Kind::Report,
        number: paper.number.clone(),
        issued_on: Some(paper.issued_on),
        issuer: paper.issuer.clone(),
        subject_line: super::letter::subject(written),
        signer: paper.signer.clone(),
        signer_title: paper.office.join(" "),
        urgency: Urgency::Plain,
        grounds: written.law.clone(),
        in_force_from: None,
        in_force_to: None,
    }
}
