//! Drafting and sending.

use super::super::filling::Filled;
use super::super::model::{NewReport, Report, ReportStatus};
use super::super::store;
use crate::App;
use crate::documents::{self, NewDocument};
use crate::events::{self, Act, Actor};
use crate::notices::{self, NewNotice};
use crate::store::{Result, StoreError, Tx};

/// A report as it is to stand.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    /// What is begun when there is no report to work on.
    pub new: NewReport,
    /// The newest version there is.
    pub before: Option<&'a Report>,
    /// The revision of it that was seen.
    pub seen_revision: i64,
    /// Values and findings.
    pub filled: &'a Filled,
}

/// Keeps a report that is not sent yet; returns its id.
pub async fn save(app: &App, actor: &Actor, draft: &Draft<'_>) -> Result<String> {
    let mut tx = app.store.begin().await?;
    let (id, _) = keep(&mut tx, actor, draft).await?;
    let act = act("reports.drafted", &id, None, &draft.new.reason);
    events::record(&mut tx, actor, &act, &image(&id, draft, ReportStatus::Draft)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Keeps a report and sends it with its paper; returns its id.
pub async fn send(
    app: &App,
    actor: &Actor,
    draft: &Draft<'_>,
    document: &NewDocument,
) -> Result<String> {
    let seats: Vec<String> = match &draft.new.entered_by {
        Some(_) => actor.on_behalf_of.iter().cloned().collect(),
        None => Vec::new(),
    };
    let accounts = store::list_accounts(&app.store, &seats, actor.today).await?;
    let mut tx = app.store.begin().await?;
    let now = actor.now.to_string();
    let document_id = documents::store::find_or_insert(&mut tx, document, &now).await?;
    let (id, revision) = keep(&mut tx, actor, draft).await?;
    store::set_sent(&mut tx, actor, (&id, revision), &document_id).await?;
    store::supersede(&mut tx, &id, ReportStatus::UNTAKEN).await?;
    let act = act("reports.sent", &id, Some(&document_id), &draft.new.reason);
    let mut image = image(&id, draft, ReportStatus::Pending);
    image["sent_on"] = actor.today.to_string().into();
    events::record(&mut tx, actor, &act, &image).await?;
    let told: Vec<NewNotice> =
        accounts.into_iter().map(|(_, user_id)| entered(&draft.new, &id, user_id)).collect();
    notices::tell(&mut tx, actor.now, &told).await?;
    tx.commit().await?;
    Ok(id)
}

/// What a person of an enterprise is told when the investor of its cluster has reported for it.
pub(super) fn entered(new: &NewReport, id: &str, user_id: String) -> NewNotice {
    NewNotice {
        user_id,
        kind: notices::Kind::ReportEntered,
        subject: format!(
            "{} {}: chủ đầu tư hạ tầng đã nhập thay, hãy xem lại",
            new.form.label(),
            super::super::duties::period_vi(&new.period)
        ),
        link: format!("/reports/{id}"),
        once_key: None,
    }
}

/// Works on the open version, or begins the next one; returns its id and revision.
async fn keep(tx: &mut Tx, actor: &Actor, draft: &Draft<'_>) -> Result<(String, i64)> {
    let (id, revision) = match draft.before {
        Some(before) if before.status.is_open() => {
            let entered_by = draft.new.entered_by.clone();
            store::touch(tx, &before.id, draft.seen_revision, entered_by).await?;
            (before.id.clone(), draft.seen_revision + 1)
        }
        // Two people who begin the same version meet here.
        _ => {
            let id = store::insert(tx, actor, &draft.new).await.map_err(|error| match error {
                StoreError::Taken(_) => StoreError::Stale,
                other => other,
            })?;
            (id, 1)
        }
    };
    let values: Vec<_> =
        draft.filled.values.iter().map(|value| (id.as_str(), value.clone())).collect();
    store::set_values(tx, &values).await?;
    store::set_problems(tx, &id, &draft.filled.kept()).await?;
    Ok((id, revision))
}

fn act<'a>(action: &'a str, id: &'a str, document_id: Option<&'a str>, note: &'a str) -> Act<'a> {
    Act { action, subject_kind: "report", subject_id: id, document_id, note }
}

fn image(id: &str, draft: &Draft<'_>, status: ReportStatus) -> serde_json::Value {
    let mut image = serde_json::json!(draft.new);
    image["id"] = id.into();
    image["status"] = status.word().into();
    image["values"] = draft
        .filled
        .values
        .iter()
        .map(|value| (value.row_key.clone(), serde_json::json!(value.value)))
        .collect::<serde_json::Map<_, _>>()
        .into();
    image
}
