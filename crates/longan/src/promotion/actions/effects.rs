//! What a project brought about is entered on the word of a paper, and corrected.

use super::super::model::{Effect, NewEffect, Project};
use super::super::store;
use super::facts::in_project;
use super::{Refusal, taken};
use crate::App;
use crate::documents::{self, NewDocument};
use crate::events::{self, Act, Actor};
use crate::store::{StoreError, new_id};

/// What is said when the number is there already.
const KNOWN: &str =
    "Chỉ tiêu này đã có số ở thời điểm này. Nếu số cũ sai, hãy đính chính ở trang đề án.";

/// Enters a number.
pub async fn add_effect(
    app: &App,
    actor: &Actor,
    project: &Project,
    new: &NewEffect,
    document: &NewDocument,
) -> Result<(), Refusal> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let document_id = documents::store::find_or_insert(&mut tx, document, &now).await?;
    in_project(&mut tx, project, &new.participant_id).await?;
    store::insert_effect(&mut tx, (&new_id(), &project.id), new, &document_id, &now)
        .await
        .map_err(taken("form", KNOWN))?;
    let act = Act {
        action: "promotion.effect_added",
        subject_kind: "promotion_project",
        subject_id: &project.id,
        document_id: Some(&document_id),
        note: "",
    };
    events::record(&mut tx, actor, &act, new).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// Lets another number stand instead of a wrong one, with the reason and the paper.
pub async fn correct_effect(
    app: &App,
    actor: &Actor,
    project: &Project,
    seen: &Effect,
    (new, reason): (&NewEffect, &str),
    document: &NewDocument,
) -> Result<(), Refusal> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let document_id = documents::store::find_or_insert(&mut tx, document, &now).await?;
    in_project(&mut tx, project, &new.participant_id).await?;
    let id = new_id();
    store::supersede_effect(&mut tx, seen, &id, reason, &now).await?;
    store::insert_effect(&mut tx, (&id, &project.id), new, &document_id, &now)
        .await
        .map_err(taken("form", KNOWN))?;
    let act = Act {
        action: "promotion.effect_corrected",
        subject_kind: "promotion_project",
        subject_id: &project.id,
        document_id: Some(&document_id),
        note: reason,
    };
    events::record(&mut tx, actor, &act, new).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}
