//! A need is entered, changed, looked at and decided; an area that comes first is entered.

use super::super::model::{Answers, Need, NeedState, NewArea, NewNeed, NewNeedState, PriorityArea};
use super::super::store::{self, NeedAt};
use super::{Refusal, taken};
use crate::App;
use crate::documents::{self, NewDocument};
use crate::events::{self, Act, Actor};
use crate::organizations::{self, NewOrganization};
use crate::places::Link;
use crate::store::{StoreError, Tx};

/// Who asks: a body of the register by its id, or one that is found by name and tax code or added.
#[derive(Clone, Debug)]
pub enum Asking {
    /// A body of the register: id and name.
    Known(String, String),
    /// Found or added.
    Named(NewOrganization),
}

/// Enters a need in a unit; returns its id.
pub async fn add_need(
    app: &App,
    actor: &Actor,
    (asking, new): (&Asking, &NewNeed),
    (lead_place_id, links): (&str, &[Link]),
    document: Option<&NewDocument>,
) -> Result<String, Refusal> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let document_id = paper(&mut tx, document, &now).await?;
    let (organization_id, name) = match asking {
        Asking::Known(id, name) => (id.clone(), name.clone()),
        Asking::Named(body) => {
            (organizations::store::find_or_insert(&mut tx, body).await?, body.name.clone())
        }
    };
    let at = NeedAt {
        organization_id: &organization_id,
        name: &name,
        lead_place_id,
        document_id: document_id.as_deref(),
        entered_by: &actor.user_id,
        now: &now,
    };
    let id = store::insert_need(&mut tx, new, at).await?;
    store::insert_need_places(&mut tx, &id, links).await?;
    let first = NewNeedState {
        state: NeedState::New,
        on_day: new.asked_on,
        reason: String::new(),
        project_id: None,
    };
    store::insert_need_state(&mut tx, (&id, 1), &first, &actor.user_id, &now).await?;
    let act = act("promotion.need_added", &id, document_id.as_deref(), "");
    events::record(&mut tx, actor, &act, new).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(id)
}

async fn paper(
    tx: &mut Tx,
    document: Option<&NewDocument>,
    now: &str,
) -> Result<Option<String>, Refusal> {
    let Some(document) = document else { return Ok(None) };
    Ok(Some(documents::store::find_or_insert(tx, document, now).await?))
}

fn act<'a>(
    action: &'static str,
    need_id: &'a str,
    document_id: Option<&'a str>,
    note: &'a str,
) -> Act<'a> {
    Act { action, subject_kind: "promotion_need", subject_id: need_id, document_id, note }
}

/// Changes a need's own words, with the reason.
pub async fn edit_need(
    app: &App,
    actor: &Actor,
    seen: &Need,
    (new, reason): (&NewNeed, &str),
    document: Option<&NewDocument>,
) -> Result<(), Refusal> {
    let mut tx = app.store.begin().await?;
    let document_id = paper(&mut tx, document, &actor.now.to_string()).await?;
    store::update_need(&mut tx, seen, new, document_id.as_deref()).await?;
    let act = act("promotion.need_edited", &seen.id, document_id.as_deref(), reason);
    events::record(&mut tx, actor, &act, new).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// Notes what was answered to the questions.
pub async fn answer_need(
    app: &App,
    actor: &Actor,
    seen: &Need,
    (answers, local_material_percent): (&Answers, Option<i64>),
) -> Result<(), Refusal> {
    let mut tx = app.store.begin().await?;
    store::set_answers(&mut tx, seen, answers, local_material_percent).await?;
    let act = act("promotion.need_answered", &seen.id, None, "");
    let after = serde_json::json!({
        "answers": answers, "local_material_percent": local_material_percent,
    });
    events::record(&mut tx, actor, &act, &after).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// Lets a state follow the one that was seen.
pub async fn decide_need(
    app: &App,
    actor: &Actor,
    seen: &Need,
    new: &NewNeedState,
) -> Result<(), Refusal> {
    let mut tx = app.store.begin().await?;
    follow(&mut tx, actor, seen, new).await?;
    let act = act("promotion.need_decided", &seen.id, None, &new.reason);
    events::record(&mut tx, actor, &act, new).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// Lets a state follow within another verb.
async fn follow(
    tx: &mut Tx,
    actor: &Actor,
    seen: &Need,
    new: &NewNeedState,
) -> Result<(), Refusal> {
    if !new.state.may_follow(seen.state) {
        return Err(Refusal::on(
            "state",
            format!(
                "Nhu cầu đang ở “{}” nên không thể ghi “{}”.",
                seen.state.label(),
                new.state.label()
            ),
        ));
    }
    if new.on_day < seen.state_on {
        return Err(Refusal::on(
            "on_day",
            "Ngày này trước ngày của bước trước. Hãy kiểm tra lại ngày.",
        ));
    }
    let now = actor.now.to_string();
    let nth = seen.states + 1;
    store::insert_need_state(tx, (&seen.id, nth), new, &actor.user_id, &now).await?;
    Ok(())
}

/// Takes needs into a project that is being entered; the event of the project tells.
pub(super) async fn take_needs(
    tx: &mut Tx,
    actor: &Actor,
    project_id: &str,
    needs: &[Need],
) -> Result<(), Refusal> {
    for need in needs {
        let new = NewNeedState {
            state: NeedState::Taken,
            // A need may be written down after the day its project was planned.
            on_day: actor.today.max(need.state_on),
            reason: String::new(),
            project_id: Some(project_id.to_owned()),
        };
        follow(tx, actor, need, &new).await?;
    }
    Ok(())
}

/// Enters units that come first, on the word of a paper.
pub async fn add_areas(
    app: &App,
    actor: &Actor,
    place_ids: &[String],
    new: &NewArea,
    document: &NewDocument,
) -> Result<(), Refusal> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let document_id = documents::store::find_or_insert(&mut tx, document, &now).await?;
    for place_id in place_ids {
        store::insert_area(&mut tx, place_id, new, &document_id, &now).await.map_err(taken(
            "place",
            "Một trong các địa bàn này đã có trong danh mục từ cùng ngày.",
        ))?;
    }
    let act = Act {
        action: "promotion.areas_added",
        subject_kind: "promotion_area",
        subject_id: place_ids.first().map_or("", String::as_str),
        document_id: Some(&document_id),
        note: "",
    };
    let after = serde_json::json!({ "places": place_ids, "area": new });
    events::record(&mut tx, actor, &act, &after).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// Lets an area that was entered wrongly count no more.
pub async fn withdraw_area(
    app: &App,
    actor: &Actor,
    seen: &PriorityArea,
    reason: &str,
) -> Result<(), Refusal> {
    let mut tx = app.store.begin().await?;
    store::supersede_area(&mut tx, seen, reason, &actor.now.to_string()).await?;
    let act = Act {
        action: "promotion.area_withdrawn",
        subject_kind: "promotion_area",
        subject_id: &seen.place_id,
        document_id: None,
        note: reason,
    };
    events::record(&mut tx, actor, &act, seen).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}
