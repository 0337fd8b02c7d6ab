//! The verbs: a paper is written into a register, corrected, gets a file, is linked to another.

use super::model::{Document, Entry, KeptFile, NewLink, PaperLink, Relation};
use super::store;
use super::upload::Arrived;
use crate::App;
use crate::error::Error;
use crate::events::{self, Act, Actor};
use crate::places;

/// Writes a paper into a register, with its file when one came; returns its id.
pub async fn register(
    app: &App,
    actor: &Actor,
    entry: &Entry,
    file: Option<Arrived>,
) -> Result<String, Error> {
    let links = places::store::links_for(&app.store, std::slice::from_ref(&entry.place_id)).await?;
    let now = actor.now.to_string();
    let file = match file {
        Some(file) => Some(keep(app, file).await?),
        None => None,
    };
    let mut tx = app.store.begin().await?;
    let name = file.as_ref().map_or("", |file| file.name.as_str());
    let id = store::insert_entry(&mut tx, actor, entry, name).await?;
    store::set_places(&mut tx, &id, &links).await?;
    if let Some(file) = &file {
        store::insert_file(&mut tx, &id, file, &actor.user_id, &now, "").await?;
        store::set_file(&mut tx, &id, store::FIRST_REVISION, file).await?;
    }
    let act = act("documents.registered", &id, "");
    events::record(&mut tx, actor, &act, &image(&id, entry)).await?;
    tx.commit().await.map_err(crate::store::StoreError::from)?;
    Ok(id)
}

/// Corrects what the register says of a paper, or takes a paper that facts brought into one.
pub async fn edit(
    app: &App,
    actor: &Actor,
    document: &Document,
    entry: &Entry,
    reason: &str,
) -> Result<(), Error> {
    let links = places::store::links_for(&app.store, std::slice::from_ref(&entry.place_id)).await?;
    let mut tx = app.store.begin().await?;
    store::update_entry(&mut tx, document, entry).await?;
    store::set_places(&mut tx, &document.id, &links).await?;
    let act = act("documents.edited", &document.id, reason);
    events::record(&mut tx, actor, &act, &image(&document.id, entry)).await?;
    tx.commit().await.map_err(crate::store::StoreError::from)?;
    Ok(())
}

/// Adds another version of a paper's file; the older ones stay.
pub async fn add_file(
    app: &App,
    actor: &Actor,
    document: &Document,
    file: Arrived,
    note: &str,
) -> Result<(), Error> {
    let now = actor.now.to_string();
    let file = keep(app, file).await?;
    let mut tx = app.store.begin().await?;
    store::set_file(&mut tx, &document.id, document.revision, &file).await?;
    store::insert_file(&mut tx, &document.id, &file, &actor.user_id, &now, note).await?;
    let act = act("documents.file_added", &document.id, note);
    let image = serde_json::json!({
        "file_name": file.name, "file_sha256": file.sha256, "file_bytes": file.bytes,
    });
    events::record(&mut tx, actor, &act, &image).await?;
    tx.commit().await.map_err(crate::store::StoreError::from)?;
    Ok(())
}

/// Notes what a paper says of another one.
pub async fn link(
    app: &App,
    actor: &Actor,
    document: &Document,
    target: &Document,
    relation: Relation,
    location: &str,
) -> Result<(), Error> {
    let new = NewLink { document_id: &document.id, target_id: &target.id, relation, location };
    let mut tx = app.store.begin().await?;
    if store::insert_link(&mut tx, actor, &new).await?.is_none() {
        return Err(Error::Unusable("Liên kết này đã có.".to_owned()));
    }
    let act = act("documents.linked", &document.id, "");
    let image = serde_json::json!({
        "relation": relation, "target": target.citation(), "target_id": target.id, "location": location,
    });
    events::record(&mut tx, actor, &act, &image).await?;
    tx.commit().await.map_err(crate::store::StoreError::from)?;
    Ok(())
}

/// Takes back a link that was wrong; it stays on record.
pub async fn unlink(app: &App, actor: &Actor, link: &PaperLink) -> Result<(), Error> {
    let mut tx = app.store.begin().await?;
    store::withdraw_link(&mut tx, link, &actor.now.to_string()).await?;
    let act = act("documents.unlinked", &link.document_id, "");
    let image = serde_json::json!({
        "relation": link.relation, "target": link.other(), "target_id": link.other_id,
    });
    events::record(&mut tx, actor, &act, &image).await?;
    tx.commit().await.map_err(crate::store::StoreError::from)?;
    Ok(())
}

/// Keeps the bytes before the register speaks of them; a file that nobody speaks of does no harm.
pub async fn keep(app: &App, file: Arrived) -> Result<KeptFile, Error> {
    let Arrived { draft, name, kind, pages } = file;
    let bytes = i64::try_from(draft.bytes).unwrap_or(i64::MAX);
    let sha256 = app.files.settle(draft).await?;
    Ok(KeptFile { sha256, bytes, name, kind, pages })
}

fn act<'a>(action: &'a str, id: &'a str, note: &'a str) -> Act<'a> {
    Act { action, subject_kind: "document", subject_id: id, document_id: None, note }
}

/// The paper as it stood afterwards.
fn image(id: &str, entry: &Entry) -> serde_json::Value {
    let mut image = serde_json::json!(entry);
    image["id"] = id.into();
    image
}
