//! Correcting a state that was recorded wrongly, on the word of a paper and for a reason.

use super::super::model::{NewState, Organization, StateFact};
use super::super::store::{self, Source};
use super::{Refusal, act, commit};
use crate::App;
use crate::documents::{self, NewDocument};
use crate::events::{self, Act, Actor};
use crate::store::new_id;

/// Puts another state in the place of one of a body. The old one stays on record.
pub async fn correct_state(
    app: &App,
    actor: &Actor,
    (organization, old): (&Organization, &StateFact),
    (new, location): (&NewState, &str),
    (document, reason): (&NewDocument, &str),
) -> Result<(), Refusal> {
    let (now, id) = (actor.now.to_string(), new_id());
    let mut tx = app.store.begin().await?;
    let document_id = documents::store::find_or_insert(&mut tx, document, &now).await?;
    store::supersede_state(&mut tx, &old.id, &id, (reason, &now)).await?;
    let source = Source { document_id: &document_id, location, now: &now };
    if store::insert_state_as(&mut tx, &id, &organization.id, new, source).await? == 0 {
        return Err(Refusal::on("state", "Trạng thái này đã được ghi cho ngày này."));
    }
    store::touch(&mut tx, organization).await?;
    let after = serde_json::json!({
        "id": id, "corrects": old.id, "state_before": old.state, "on_day_before": old.on_day,
        "state": new.state, "on_day": new.on_day,
    });
    let act = Act {
        note: reason,
        ..act("organizations.state_corrected", &organization.id, Some(&document_id))
    };
    events::record(&mut tx, actor, &act, &after).await?;
    commit(tx).await?;
    Ok(())
}
