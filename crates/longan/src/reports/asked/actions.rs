//! The verbs of a choice: kept, closed.

use super::store::{self, KeptChoice};
use crate::App;
use crate::events::{self, Act, Actor};
use crate::store::{Result, Tx};

async fn note(tx: &mut Tx, actor: &Actor, action: &'static str, choice: &KeptChoice) -> Result<()> {
    let act = Act {
        action,
        subject_kind: "report_choice",
        subject_id: &choice.id,
        document_id: None,
        note: "",
    };
    events::record(tx, actor, &act, choice).await
}

/// Keeps a choice under a name; under a name that is in use the new choice stands instead.
pub async fn keep(
    app: &App,
    actor: &Actor,
    known: Option<&KeptChoice>,
    (name, query): (&str, &str),
) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let kept = match known {
        None => store::insert_choice(&mut tx, actor, name, query).await?,
        Some(known) => {
            store::set_query(&mut tx, known, query).await?;
            KeptChoice { query: query.to_owned(), revision: known.revision + 1, ..known.clone() }
        }
    };
    note(&mut tx, actor, "reports.choice_kept", &kept).await?;
    tx.commit().await?;
    Ok(())
}

/// Offers a choice no longer.
pub async fn close(app: &App, actor: &Actor, choice: &KeptChoice) -> Result<()> {
    let mut tx = app.store.begin().await?;
    store::set_closed(&mut tx, choice, &actor.now.to_string()).await?;
    let after = KeptChoice { revision: choice.revision + 1, ..choice.clone() };
    note(&mut tx, actor, "reports.choice_closed", &after).await?;
    tx.commit().await?;
    Ok(())
}
