//! Programmes and plans come by their papers.

use super::super::model::{NewPlan, NewProgramme};
use super::super::store;
use super::{Refusal, taken};
use crate::App;
use crate::documents::{self, NewDocument};
use crate::events::{self, Act, Actor};
use crate::store::StoreError;

/// Adds a programme of several years.
pub async fn add_programme(
    app: &App,
    actor: &Actor,
    new: &NewProgramme,
    place_id: &str,
    document: &NewDocument,
) -> Result<String, Refusal> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let document_id = documents::store::find_or_insert(&mut tx, document, &now).await?;
    let id = store::insert_programme(&mut tx, new, place_id, &document_id, &now)
        .await
        .map_err(taken("name", "Đã có chương trình mang tên này."))?;
    let act = Act {
        action: "promotion.programme_added",
        subject_kind: "promotion_programme",
        subject_id: &id,
        document_id: Some(&document_id),
        note: "",
    };
    events::record(&mut tx, actor, &act, new).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(id)
}

/// Adds the plan of a year by its decision.
pub async fn add_plan(
    app: &App,
    actor: &Actor,
    new: &NewPlan,
    place_id: &str,
    document: &NewDocument,
) -> Result<String, Refusal> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let document_id = documents::store::find_or_insert(&mut tx, document, &now).await?;
    let id = store::insert_plan(&mut tx, new, place_id, &document_id, &now)
        .await
        .map_err(taken("batch", "Đã có kế hoạch của năm, đợt và nguồn này."))?;
    let act = Act {
        action: "promotion.plan_added",
        subject_kind: "promotion_plan",
        subject_id: &id,
        document_id: Some(&document_id),
        note: "",
    };
    events::record(&mut tx, actor, &act, new).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(id)
}
