//! A report becomes a bundle, and goes to a partner.

use super::super::bundle::{self, Carried, Content, Paper, Sender};
use super::super::model::{
    BundleDirection, Delivery, DeliveryState, DeliveryWay, ExchangeProblem, NewBundle, Partner,
    Refusal, SentBundle,
};
use super::super::sending::SENDING;
use super::super::store::{self, NewDelivery};
use crate::App;
use crate::documents;
use crate::error::Error;
use crate::events::{self, Act, Actor};
use crate::jobs::{self, NewJob};
use crate::places;
use crate::reports::model::{Report, ReportForm};
use crate::reports::summary::store::find_snapshot;
use crate::store::StoreError;
use crate::users::Viewer;

/// Makes the bundle of a report that was sent; answers with its id. There is one bundle a report:
/// asked again, it is the same.
pub async fn bundle(
    app: &App,
    actor: &Actor,
    viewer: &Viewer,
    report: &Report,
) -> Result<String, ExchangeProblem> {
    let out = BundleDirection::Out;
    if let Some(known) = store::find_of_report(&app.store, viewer, out, &report.id).await? {
        return Ok(known.id);
    }
    if report.form != ReportForm::Department {
        return Err(Error::NotFound.into());
    }
    let came = BundleDirection::In;
    if store::find_of_report(&app.store, viewer, came, &report.id).await?.is_some() {
        let why = "Báo cáo này được nhận bằng gói của nơi khác nên không đóng gói lại ở đây. Hãy chuyển chính gói đã nhận.";
        return Err(Error::Unusable(why.to_owned()).into());
    }
    let snapshot = find_snapshot(&app.store, viewer, &report.id).await?.ok_or(Error::NotFound)?;
    let place = places::store::find(&app.store, &report.subject_id).await?;
    let place = place.ok_or(Error::NotFound)?;
    let signer = super::signer(app).await?;
    let papers = papers_of(app, report).await?;
    let sender = Sender {
        place_id: place.id.clone(),
        code: place.code.clone(),
        name: places::department_vi(&place.full_name),
        public_key: signer.public_key(),
    };
    let carried = carried(report)?;
    let (content, _, _) = snapshot;
    let made_at = actor.now.to_string();
    let carried = (carried, Content::Report(&content));
    let (bytes, sha256) = bundle::write(&signer, made_at, sender, carried, &papers)?;
    let new = NewBundle {
        direction: out,
        sha256,
        report_id: report.id.clone(),
        place_id: place.id,
        form: report.form,
        period: report.period.clone(),
        version: report.version,
        papers: whole(papers.len()),
        file_bytes: whole(bytes.len()),
        file_sha256: app.files.keep(&bytes).await?,
        file_name: format!(
            "{}_{}_{}_ban-{}.zip",
            report.form, place.code, report.period, report.version
        ),
        reply: String::new(),
        document_id: None,
    };
    let mut tx = app.store.begin().await?;
    let id = store::insert_bundle(&mut tx, actor, &new).await?;
    let note = format!("sha256 {}", new.sha256);
    events::record(&mut tx, actor, &act("exchange.bundled", &report.id, &note), &new).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(id)
}

/// What a bundle says of a report that was sent.
pub(super) fn carried(report: &Report) -> Result<Carried, Error> {
    Ok(Carried {
        form: report.form,
        form_version: report.form_version.clone(),
        period: report.period.clone(),
        version: report.version,
        reason: report.reason.clone(),
        sent_at: report.sent_at.clone().ok_or(Error::NotFound)?,
        sent_on: report.sent_on.ok_or(Error::NotFound)?,
    })
}

/// A count as it is kept.
pub(super) fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn act<'a>(action: &'a str, report_id: &'a str, note: &'a str) -> Act<'a> {
    Act { action, subject_kind: "report", subject_id: report_id, document_id: None, note }
}

/// The newest file of the report's paper.
async fn papers_of(app: &App, report: &Report) -> Result<Vec<Paper>, ExchangeProblem> {
    let Some(document_id) = &report.document_id else { return Ok(Vec::new()) };
    let files = documents::store::list_files(&app.store, document_id).await?;
    let Some(newest) = files.into_iter().next() else { return Ok(Vec::new()) };
    if usize::try_from(newest.file_bytes).is_ok_and(|bytes| bytes > bundle::MOST_BYTES) {
        return Err(Refusal::TooLarge.into());
    }
    let bytes = app.files.read(&newest.file_sha256).await?;
    Ok(vec![(newest.file_name, bytes)])
}

/// Lets a bundle go to a partner's address; the sending itself is a job. One that is on its way or
/// has arrived goes no second time.
pub async fn ask_sending(
    app: &App,
    actor: &Actor,
    bundle: &SentBundle,
    known: Option<&Delivery>,
    partner: &Partner,
) -> Result<(), StoreError> {
    if known.is_some_and(|known| !known.state.may_go_again()) {
        return Ok(());
    }
    let mut tx = app.store.begin().await?;
    let id = if let Some(known) = known {
        store::set_waiting(&mut tx, known).await?;
        known.id.clone()
    } else {
        let new = NewDelivery {
            bundle_id: &bundle.id,
            partner_id: &partner.id,
            way: DeliveryWay::Api,
            state: DeliveryState::Waiting,
            receipt_number: "",
            received_at: "",
            receipt: "",
        };
        store::insert_delivery(&mut tx, actor, &new).await?
    };
    let job = NewJob { kind: SENDING.word, subject: &id, ..NewJob::default() };
    jobs::add(&mut tx, &job).await?;
    let image = serde_json::json!({ "bundle_id": bundle.id, "partner": partner.name });
    let act = act("exchange.sending_asked", &bundle.report_id, &partner.name);
    events::record(&mut tx, actor, &act, &image).await?;
    tx.commit().await?;
    Ok(())
}

/// Notes that a partner refused a bundle, or that sending was given up.
pub async fn give_up(
    app: &App,
    actor: &Actor,
    bundle: &SentBundle,
    delivery: &Delivery,
    (state, why): (DeliveryState, &str),
) -> Result<(), StoreError> {
    let mut tx = app.store.begin().await?;
    store::set_ended(&mut tx, delivery, state, why).await?;
    let note = format!("{}: {why}", delivery.partner);
    let after = Delivery { state, problem: why.to_owned(), ..delivery.clone() };
    let act = act("exchange.sending_failed", &bundle.report_id, &note);
    events::record(&mut tx, actor, &act, &after).await?;
    tx.commit().await?;
    Ok(())
}
