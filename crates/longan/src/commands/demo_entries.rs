//! What the forms of two projects of the sample province need: estimate, appraisal, progress,
//! vouchers, acceptances, each read as its form reads it.

use super::demo_needs::{Fields, find_project, missing, refused, typed};
use super::operator;
use super::outcome::{Failure, Outcome};
use crate::App;
use crate::promotion::actions;
use crate::promotion::model::{Entry, EntryKind, Part, Project, check_entry};
use crate::promotion::store;
use serde::Deserialize;

const ENTRIES: &str = include_str!("../../../../seed/promotion_entries.toml");

#[derive(Deserialize)]
struct File {
    entry: Vec<Fields>,
}

/// Enters them once: a project with an entry has them.
pub async fn take(app: &App) -> Outcome {
    let file: File = toml::from_str(ENTRIES).map_err(anyhow::Error::from)?;
    for of_project in file.entry.chunk_by(|one, next| one.get("project") == next.get("project")) {
        let code = of_project.first().and_then(|fields| fields.get("project"));
        let project = find_project(app, code.map_or("", String::as_str)).await?;
        if !store::list_entries(&app.store, &operator(), &project.id).await?.is_empty() {
            continue;
        }
        for fields in of_project {
            enter(app, &project, fields).await?;
        }
    }
    Ok(())
}

async fn enter(app: &App, project: &Project, fields: &Fields) -> Outcome {
    let kind = fields.get("kind").and_then(|kind| kind.parse::<EntryKind>().ok());
    let kind = kind.ok_or_else(|| missing("kind"))?;
    let links = Fields::from([
        ("participant_id".to_owned(), beneficiary(app, project, fields).await?),
        ("cost_id".to_owned(), cost(app, project, fields).await?),
    ]);
    let (new, document) = check_entry(kind, &typed(&[fields, &links]))
        .map_err(|problems| Failure::Data(format!("kê khai mẫu sai: {problems:?}")))?;
    let actor = app.actor(&operator());
    actions::add_entry(app, &actor, project, &new, &document).await.map_err(refused)
}

/// Id of the one who benefits, where the entry is about them.
async fn beneficiary(app: &App, project: &Project, fields: &Fields) -> Result<String, Failure> {
    if !fields.contains_key("of") {
        return Ok(String::new());
    }
    let bodies = store::list_participants(&app.store, &operator(), &project.id).await?;
    let found = bodies.into_iter().find(|body| body.part == Part::Beneficiary);
    found.map(|body| body.id).ok_or_else(|| missing(&project.code))
}

/// Id of the row of the estimate, where the entry belongs to one.
async fn cost(app: &App, project: &Project, fields: &Fields) -> Result<String, Failure> {
    let Some(ordinal) = fields.get("cost") else { return Ok(String::new()) };
    let entries = store::list_entries(&app.store, &operator(), &project.id).await?;
    let is_wanted =
        |entry: &&Entry| entry.cost().is_some_and(|row| row.ordinal.to_string() == *ordinal);
    entries.iter().find(is_wanted).map(|entry| entry.id.clone()).ok_or_else(|| missing(ordinal))
}
