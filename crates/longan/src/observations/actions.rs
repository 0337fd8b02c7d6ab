//! Deciding between sources that disagree.

use super::model::{Observation, Standing};
use super::store;
use crate::App;
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
    // What was settled is taken before any source, whatever its rank.
    store::set_status(&mut tx, chosen, Standing::Settled, 0, reason).await?;
    for other in others {
        let rank = other.reporter_kind.rank();
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
