//! The verbs: a workbook is brought, read, taken or left.

mod read;
mod take;

pub use read::{begin_reading_again, compare, read, resume};
pub use take::{Taken, take};

use super::model::{Import, Kind, Options, Status};
use super::store::{self, NewImport};
use crate::App;
use crate::error::Error;
use crate::events::{self, Act, Actor};
use crate::users::Viewer;

/// Keeps the file and notes that it is to be read; returns the import.
pub async fn start(
    app: &App,
    actor: &Actor,
    viewer: &Viewer,
    kind: Kind,
    file_name: &str,
    bytes: &[u8],
    options: &Options,
) -> Result<Import, Error> {
    let sha256 = app.files.keep(bytes).await?;
    let new = NewImport {
        kind,
        file_sha256: &sha256,
        file_name,
        file_bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        options,
    };
    let mut tx = app.store.begin().await?;
    let id = store::insert(&mut tx, &actor.user_id, &actor.now.to_string(), &new).await?;
    let act = Act {
        action: "imports.started",
        subject_kind: "import",
        subject_id: &id,
        document_id: None,
        note: file_name,
    };
    events::record(
        &mut tx,
        actor,
        &act,
        &serde_json::json!({ "file": file_name, "sha256": sha256, "kind": kind }),
    )
    .await?;
    tx.commit().await.map_err(crate::store::StoreError::from)?;
    store::find(&app.store, viewer, &id).await?.ok_or(Error::NotFound)
}

/// Leaves what has not been taken.
pub async fn withdraw(app: &App, actor: &Actor, import: &Import) -> Result<(), Error> {
    if matches!(import.status, Status::Withdrawn | Status::Taken) {
        return Err(Error::Unusable("Lần nhập này đã kết thúc.".to_owned()));
    }
    let mut tx = app.store.begin().await?;
    store::set_status(&mut tx, import, Status::Withdrawn, &actor.now.to_string()).await?;
    let act = Act {
        action: "imports.withdrawn",
        subject_kind: "import",
        subject_id: &import.id,
        document_id: None,
        note: "",
    };
    events::record(&mut tx, actor, &act, &serde_json::json!({ "status": Status::Withdrawn }))
        .await?;
    tx.commit().await.map_err(crate::store::StoreError::from)?;
    Ok(())
}

/// Ends a reading that the machine could not finish, with a sentence for the person.
pub async fn refuse(app: &App, actor: &Actor, import: &Import, refusal: &str) -> Result<(), Error> {
    let ended = store::Ended {
        status: Status::Refused,
        kind: import.kind,
        on_day: None,
        place_id: None,
        summary: &import.summary,
        refusal,
    };
    let mut tx = app.store.begin().await?;
    store::end_reading(&mut tx, import, &actor.now.to_string(), &ended).await?;
    let act = Act {
        action: "imports.refused",
        subject_kind: "import",
        subject_id: &import.id,
        document_id: None,
        note: refusal,
    };
    events::record(&mut tx, actor, &act, &import.summary).await?;
    tx.commit().await.map_err(crate::store::StoreError::from)?;
    Ok(())
}
