//! The verb: cleaning up, once a day, with an event that says what went.

use super::model::Kept;
use super::store;
use crate::App;
use crate::events::{self, Act};
use crate::users::Viewer;
use jiff::SignedDuration;

/// What one kind lost.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Cleaned {
    /// The kind.
    pub kept: Kept,
    /// For how many days it is kept.
    pub days: i64,
    /// How many rows went.
    pub rows: u64,
}

/// Removes what has been kept long enough, in one transaction, and says what went. When nothing
/// went there is no event.
pub async fn clean(app: &App) -> anyhow::Result<Vec<Cleaned>> {
    let actor = app.actor(&Viewer::system());
    let mut tx = app.store.begin().await?;
    let mut cleaned = Vec::new();
    for rule in super::rules(app)? {
        let before = actor.now - SignedDuration::from_hours(rule.days.max(1) * 24);
        let rows = store::remove(&mut tx, rule.key, &before.to_string()).await?;
        if rows > 0 {
            cleaned.push(Cleaned { kept: rule.key, days: rule.days, rows });
        }
    }
    if cleaned.is_empty() {
        return Ok(cleaned);
    }
    let today = actor.today.to_string();
    let act = Act {
        action: "retention.cleaned",
        subject_kind: "retention",
        subject_id: &today,
        document_id: None,
        note: "",
    };
    events::record(&mut tx, &actor, &act, &cleaned).await?;
    tx.commit().await.map_err(crate::store::StoreError::from)?;
    Ok(cleaned)
}
