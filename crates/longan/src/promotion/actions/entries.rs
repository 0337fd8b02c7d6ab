//! Entries come on the word of their papers, are corrected, and are taken back with a reason.

use super::super::model::{Entry, EntryKind, EntrySaid, NewEntry, Project};
use super::super::store;
use super::Refusal;
use super::facts::in_project;
use crate::App;
use crate::documents::{self, NewDocument};
use crate::events::{self, Act, Actor};
use crate::store::{StoreError, Tx, new_id};

fn added(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Cost => "promotion.cost_added",
        EntryKind::Lesson => "promotion.lesson_added",
        EntryKind::Appraisal => "promotion.appraisal_added",
        EntryKind::Progress => "promotion.progress_added",
        EntryKind::Voucher => "promotion.voucher_added",
        EntryKind::Acceptance => "promotion.acceptance_added",
    }
}

/// Adds an entry with its paper.
pub async fn add_entry(
    app: &App,
    actor: &Actor,
    project: &Project,
    new: &NewEntry,
    document: &NewDocument,
) -> Result<(), Refusal> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let document_id = enter(&mut tx, project, &new_id(), (new, document), &now).await?;
    let act = Act {
        action: added(new.kind),
        subject_kind: "promotion_project",
        subject_id: &project.id,
        document_id: Some(&document_id),
        note: "",
    };
    events::record(&mut tx, actor, &act, new).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// Lets another entry stand instead of a wrong one.
pub async fn correct_entry(
    app: &App,
    actor: &Actor,
    (project, seen): (&Project, &Entry),
    (new, document): (&NewEntry, &NewDocument),
    reason: &str,
) -> Result<(), Refusal> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    // The wrong one steps aside first: the right one may be of the same paper.
    let id = new_id();
    store::supersede_entry(&mut tx, seen, Some(&id), reason, &now).await?;
    let document_id = enter(&mut tx, project, &id, (new, document), &now).await?;
    let act = Act {
        action: "promotion.entry_corrected",
        subject_kind: "promotion_project",
        subject_id: &project.id,
        document_id: Some(&document_id),
        note: reason,
    };
    events::record(&mut tx, actor, &act, new).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// Takes an entry back; it stays on record with the reason.
pub async fn withdraw_entry(
    app: &App,
    actor: &Actor,
    seen: &Entry,
    reason: &str,
) -> Result<(), Refusal> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    store::supersede_entry(&mut tx, seen, None, reason, &now).await?;
    let act = Act {
        action: "promotion.entry_withdrawn",
        subject_kind: "promotion_project",
        subject_id: &seen.project_id,
        document_id: Some(&seen.document_id),
        note: reason,
    };
    let image =
        serde_json::json!({ "kind": seen.kind, "amount_vnd": seen.amount_vnd, "said": seen.said });
    events::record(&mut tx, actor, &act, &image).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

async fn enter(
    tx: &mut Tx,
    project: &Project,
    id: &str,
    (new, document): (&NewEntry, &NewDocument),
    now: &str,
) -> Result<String, Refusal> {
    in_project(tx, project, &new.participant_id).await?;
    let document_id = documents::store::find_or_insert(tx, document, now).await?;
    let said = serde_json::to_string(&new.said)
        .map_err(|error| Refusal::on("form", format!("Không ghi được nội dung: {error}")))?;
    if let EntrySaid::Voucher(voucher) = &new.said {
        if !voucher.cost_id.is_empty()
            && !store::has_cost(tx, &project.id, &voucher.cost_id).await?
        {
            return Err(Refusal::on("cost_id", "Hãy chọn một dòng trong dự toán của đề án."));
        }
        if store::has_voucher(tx, &project.id, new, (&said, &document_id)).await? {
            return Err(Refusal::on(
                "number",
                "Chứng từ này đã có trong hồ sơ, cùng số, ngày, số tiền và nội dung.",
            ));
        }
    }
    store::insert_entry(tx, (id, &project.id), (new, &said), &document_id, now).await?;
    Ok(document_id)
}
