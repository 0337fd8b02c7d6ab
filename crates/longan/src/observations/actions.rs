//! Deciding between sources that disagree, correcting what was entered or reported wrongly, and
//! setting which source is taken first.

use super::model::precedence::NewPrecedence;
use super::model::{NewObservation, Observation, Standing};
use super::store;
use crate::App;
use crate::documents::{self, NewDocument};
use crate::events::{self, Act, Actor};
use crate::store::Result;

/// Takes one of several disagreeing observations and sets the others aside, for a reason.
/// The same question opens again when a newer source disagrees with what was taken.
pub async fn settle(
    app: &App,
    actor: &Actor,
    chosen: &Observation,
    others: &[Observation],
    reason: &str,
) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let rules = store::precedences_within(&mut tx).await?;
    // What was settled is taken before any source, whatever its rank.
    store::set_status(&mut tx, chosen, Standing::Settled, 0, reason).await?;
    for other in others {
        let rank = rules.rank(other.indicator, other.as_of, other.reporter_kind);
        store::set_status(&mut tx, other, Standing::SetAside, rank, reason).await?;
    }
    let act = Act {
        action: "observations.settled",
        subject_kind: "cluster",
        subject_id: &chosen.subject_id,
        document_id: Some(&chosen.document_id),
        note: reason,
    };
    let after = Observation {
        status: Standing::Settled,
        revision: chosen.revision + 1,
        note: reason.to_owned(),
        ..chosen.clone()
    };
    events::record(&mut tx, actor, &act, &after).await?;
    tx.commit().await?;
    Ok(())
}

/// Puts another number in the place of one that was wrong, on the word of a paper. The wrong
/// one stays on record with the reason; the new one counts as it did.
pub async fn correct(
    app: &App,
    actor: &Actor,
    old: &Observation,
    new: &NewObservation,
    document: &NewDocument,
    reason: &str,
) -> Result<()> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let document_id = documents::store::find_or_insert(&mut tx, document, &now).await?;
    let new_id = store::insert_correction(&mut tx, old, new, &document_id, &now).await?;
    store::supersede(&mut tx, old, &new_id, reason).await?;
    let act = Act {
        action: "observations.corrected",
        subject_kind: &old.subject_kind,
        subject_id: &old.subject_id,
        document_id: Some(&document_id),
        note: reason,
    };
    let after = serde_json::json!({
        "id": new_id, "corrects": old.id, "value_before": old.value, "value": new.value,
        "indicator": old.indicator, "as_of": old.as_of, "period": old.period,
        "reporter": old.reporter, "precision": new.precision, "location": new.location,
    });
    events::record(&mut tx, actor, &act, &after).await?;
    tx.commit().await?;
    Ok(())
}

/// Sets which source is taken first for a group of indicators from a day on, and ranks anew
/// every number of the group on which nobody has decided. Returns how many that changed.
pub async fn set_precedence(app: &App, actor: &Actor, new: &NewPrecedence) -> Result<u64> {
    let mut tx = app.store.begin().await?;
    let now = actor.now.to_string();
    let id = store::insert_precedence(&mut tx, new, &actor.user_id, &now).await?;
    let ranked = store::rank_anew(&mut tx, new.indicator_group).await?;
    let act = Act {
        action: "observations.precedence_set",
        subject_kind: "precedence",
        subject_id: &id,
        document_id: None,
        note: &new.reason,
    };
    events::record(&mut tx, actor, &act, new).await?;
    tx.commit().await?;
    Ok(ranked)
}
