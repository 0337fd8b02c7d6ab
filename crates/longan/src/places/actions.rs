//! The verbs: a file of changes is brought, and applied as a whole or not at all.

use super::change::impact::{Looked, work_out};
use super::change::plan::Plan;
use super::change::read;
use super::change::read::Lines;
use super::history;
use super::store::{self, ChangeFile, NewChangeFile};
use crate::App;
use crate::documents::Kind;
use crate::documents::{self, NewDocument};
use crate::error::Error;
use crate::events::{self, Act, Actor};
use crate::store::{Result, Tx};
use crate::users::Viewer;
use std::collections::BTreeMap;

/// Keeps a file that somebody brought, to be looked at; returns its id.
pub async fn bring(
    app: &App,
    actor: &Actor,
    file_name: &str,
    bytes: &[u8],
) -> std::result::Result<String, Error> {
    let file_sha256 = app.files.keep(bytes).await?;
    let (content, count) = match read::read(bytes) {
        Ok(lines) => (lines.content(), lines.count()),
        Err(_) => (super::change::Content::Units, 0),
    };
    let new = NewChangeFile {
        content,
        file_sha256,
        file_name: file_name.to_owned(),
        file_bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        row_count: i64::try_from(count).unwrap_or(i64::MAX),
    };
    let mut tx = app.store.begin().await?;
    let id =
        store::insert_change_file(&mut tx, &new, &actor.user_id, &actor.now.to_string()).await?;
    let act = Act {
        action: "places.change_file_brought",
        subject_kind: "place_change_file",
        subject_id: &id,
        document_id: None,
        note: file_name,
    };
    events::record(&mut tx, actor, &act, &new.file_sha256).await?;
    tx.commit().await.map_err(crate::store::StoreError::from)?;
    Ok(id)
}

/// Applies a file: units end, begin and become others, clusters follow, the decrees stand on
/// the register. All of it, or nothing.
pub async fn apply(
    app: &App,
    actor: &Actor,
    viewer: &Viewer,
    file: &ChangeFile,
    lines: &Lines,
) -> Result<Looked> {
    let mut tx = app.store.begin().await?;
    let worked = work_out(app, viewer, &mut tx, lines).await?;
    if !worked.plan.faults.is_empty() {
        return Ok(Looked::Wrong(worked.plan.faults));
    }
    if worked.plan.is_known() {
        return Ok(Looked::Known(worked.plan.known));
    }
    let now = actor.now.to_string();
    let decrees = register_decrees(&mut tx, &worked.plan, &now).await?;
    let document = |decree: &str| decrees.get(decree).cloned();
    store::end_units(&mut tx, &worked.plan.ended).await?;
    store::begin_units(&mut tx, &worked.plan.begun, document).await?;
    store::connect_units(&mut tx, &worked.plan.changes, document).await?;
    store::insert_members(&mut tx, &worked.plan.members).await?;
    store::insert_ties(&mut tx, &worked.ties).await?;
    store::tie_others(&mut tx, &worked.plan.changes).await?;
    let paper = NewDocument {
        kind: Kind::Workbook,
        file_sha256: Some(file.file_sha256.clone()),
        file_name: file.file_name.clone(),
        file_bytes: file.file_bytes,
        ..NewDocument::decision(
            "",
            Some(actor.today),
            "",
            &format!("Tệp thay đổi {}", file.content.label().to_lowercase()),
        )
    };
    let document_id = documents::store::find_or_insert(&mut tx, &paper, &now).await?;
    let summary = serde_json::to_string(&worked.impact).unwrap_or_default();
    store::set_applied(&mut tx, file, actor.today, &document_id, &summary).await?;
    let act = Act {
        action: "places.changed",
        subject_kind: "place_change_file",
        subject_id: &file.id,
        document_id: Some(&document_id),
        note: &file.file_name,
    };
    let image = serde_json::to_string(&worked.impact).unwrap_or_default();
    let names = store::full_names_within(&mut tx, &history::ids(&worked.plan)).await?;
    let units = history::of(&worked.plan, (&file.file_name, &names), document);
    let units = units.iter().map(|unit| unit.act());
    let acts: Vec<(Act<'_>, String)> = std::iter::once((act, image)).chain(units).collect();
    events::record_many(&mut tx, actor, &acts).await?;
    tx.commit().await?;
    Ok(Looked::Good(Box::new(worked.impact)))
}

/// Puts the decrees on the register; returns the id of each by its number.
async fn register_decrees(tx: &mut Tx, plan: &Plan, now: &str) -> Result<BTreeMap<String, String>> {
    let mut ids = BTreeMap::new();
    for (number, day) in &plan.decrees {
        let decree = NewDocument {
            kind: Kind::Other,
            ..NewDocument::decision(number, *day, "", "Về việc sắp xếp đơn vị hành chính")
        };
        let id = documents::store::find_or_insert(tx, &decree, now).await?;
        ids.insert(number.clone(), id);
    }
    Ok(ids)
}
