//! The verb on how a person wants to be told.

use super::model::NoticeSettings;
use super::store;
use crate::App;
use crate::events::{self, Act, Actor};
use crate::store::Result;

/// Keeps how a person wants to be told.
pub async fn set(app: &App, actor: &Actor, new: &NoticeSettings) -> Result<()> {
    let mut tx = app.store.begin().await?;
    store::set_settings(&mut tx, new).await?;
    let act = Act {
        action: "notices.settings_set",
        subject_kind: "user",
        subject_id: &new.user_id,
        document_id: None,
        note: new.mail.label(),
    };
    events::record(&mut tx, actor, &act, new).await?;
    tx.commit().await?;
    Ok(())
}
