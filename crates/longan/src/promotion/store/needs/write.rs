//! Writing needs, their states, and the areas that come first.

use super::super::super::model::{
    Answers, Need, NewArea, NewNeed, NewNeedState, PriorityArea, equipment_key,
};
use crate::places::Link;
use crate::store::{Result, Statement, StoreError, Tx, new_id};
use kernel::text::{search_text, sort_key};

/// Where a new need stands.
#[derive(Clone, Copy, Debug)]
pub struct NeedAt<'a> {
    /// Who asks.
    pub organization_id: &'a str,
    /// Their name.
    pub name: &'a str,
    /// The unit it is recorded in.
    pub lead_place_id: &'a str,
    /// The paper; `None` where a reason stands instead.
    pub document_id: Option<&'a str>,
    /// Who enters it.
    pub entered_by: &'a str,
    /// The moment.
    pub now: &'a str,
}

fn words_of(new: &NewNeed, name: &str) -> String {
    search_text(&[name, &new.wish, &new.equipment, new.sector.label(), new.activity.label()])
}

/// Adds a need; returns its id.
pub async fn insert_need(tx: &mut Tx, new: &NewNeed, at: NeedAt<'_>) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into promotion_needs (id, organization_id, lead_place_id, origin, asked_on, content, activity, wish, equipment, equipment_key,
                support_vnd, own_vnd, sector, workers, capital_vnd, target_year, note, document_id, location, paperless, entered_by,
                sort_key, search_text, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)",
    )
    .bind(&id)
    .bind(at.organization_id)
    .bind(at.lead_place_id)
    .bind(new.origin)
    .bind(new.asked_on)
    .bind(new.content)
    .bind(new.activity)
    .bind(&new.wish)
    .bind(&new.equipment)
    .bind(equipment_key(&new.equipment))
    .bind(new.support_vnd)
    .bind(new.own_vnd)
    .bind(new.sector)
    .bind(new.workers)
    .bind(new.capital_vnd)
    .bind(new.target_year)
    .bind(&new.note)
    .bind(at.document_id.map(str::to_owned))
    .bind(&new.location)
    .bind(&new.paperless)
    .bind(at.entered_by)
    .bind(sort_key(at.name))
    .bind(words_of(new, at.name))
    .bind(at.now)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Changes a need's own words, unless someone changed them since they were read. A new paper takes
/// the place of the old one; without one that stays.
pub async fn update_need(
    tx: &mut Tx,
    seen: &Need,
    new: &NewNeed,
    document_id: Option<&str>,
) -> Result<()> {
    let done = sqlx::query(
        "update promotion_needs set origin = $1, asked_on = $2, content = $3, activity = $4, wish = $5, equipment = $6, equipment_key = $7,
                support_vnd = $8, own_vnd = $9, sector = $10, workers = $11, capital_vnd = $12, target_year = $13, note = $14,
                document_id = coalesce($15, document_id), location = $16, paperless = $17, search_text = $18, revision = revision + 1
         where id = $19 and revision = $20",
    )
    .bind(new.origin)
    .bind(new.asked_on)
    .bind(new.content)
    .bind(new.activity)
    .bind(&new.wish)
    .bind(&new.equipment)
    .bind(equipment_key(&new.equipment))
    .bind(new.support_vnd)
    .bind(new.own_vnd)
    .bind(new.sector)
    .bind(new.workers)
    .bind(new.capital_vnd)
    .bind(new.target_year)
    .bind(&new.note)
    .bind(document_id.map(str::to_owned))
    .bind(&new.location)
    .bind(&new.paperless)
    .bind(words_of(new, &seen.name))
    .bind(&seen.id)
    .bind(seen.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Notes what was answered to the questions, unless someone changed the need since it was read.
pub async fn set_answers(
    tx: &mut Tx,
    seen: &Need,
    answers: &Answers,
    local_material_percent: Option<i64>,
) -> Result<()> {
    let done = sqlx::query(
        "update promotion_needs set answers = $1, local_material_percent = $2, revision = revision + 1 where id = $3 and revision = $4",
    )
    .bind(answers.clone())
    .bind(local_material_percent)
    .bind(&seen.id)
    .bind(seen.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Notes the units a need lies in.
pub async fn insert_need_places(tx: &mut Tx, need_id: &str, links: &[Link]) -> Result<()> {
    let mut query =
        Statement::new("insert into promotion_need_places (need_id, place_id, relation, mapping) ");
    query.push_values(links, |values, link| {
        values
            .push_bind(need_id.to_owned())
            .push_bind(link.place_id.clone())
            .push_bind(link.relation)
            .push_bind(link.mapping);
    });
    query.execute(tx).await?;
    Ok(())
}

/// Adds the `nth` state of a need; somebody else may have added it first.
pub async fn insert_need_state(
    tx: &mut Tx,
    (need_id, nth): (&str, i64),
    new: &NewNeedState,
    decided_by: &str,
    now: &str,
) -> Result<()> {
    let inserted = sqlx::query(
        "insert into promotion_need_states (id, need_id, nth, state, on_day, reason, project_id, decided_by, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
    )
    .bind(new_id())
    .bind(need_id)
    .bind(nth)
    .bind(new.state)
    .bind(new.on_day)
    .bind(&new.reason)
    .bind(new.project_id.clone())
    .bind(decided_by)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    if inserted.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Adds an area that comes first.
pub async fn insert_area(
    tx: &mut Tx,
    place_id: &str,
    new: &NewArea,
    document_id: &str,
    now: &str,
) -> Result<()> {
    sqlx::query(
        "insert into promotion_areas (id, place_id, kind, from_day, to_day, document_id, location, note, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(new_id())
    .bind(place_id)
    .bind(new.kind)
    .bind(new.from_day)
    .bind(new.to_day)
    .bind(document_id)
    .bind(&new.location)
    .bind(&new.note)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Lets an area that was entered wrongly count no more, unless someone did so since it was read.
pub async fn supersede_area(
    tx: &mut Tx,
    seen: &PriorityArea,
    reason: &str,
    now: &str,
) -> Result<()> {
    let done = sqlx::query(
        "update promotion_areas set superseded_at = $1, superseded_reason = $2, revision = revision + 1
         where id = $3 and revision = $4 and superseded_at = ''",
    )
    .bind(now)
    .bind(reason)
    .bind(&seen.id)
    .bind(seen.revision)
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
