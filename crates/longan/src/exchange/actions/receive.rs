//! A bundle is taken in: looked at from outside to inside, and kept whole or not at all.

use super::super::bundle::{self, Head, Opened, RECEIPT_SCHEMA, Receipt, SignedReceipt};
use super::super::model::{
    BundleDirection, DeliveryState, DeliveryWay, ExchangeProblem, NewBundle, Partner, Refusal,
    SentBundle,
};
use super::super::store::{self, NewDelivery};
use super::super::{key, rules};
use super::bundles::{act, whole};
use crate::App;
use crate::documents::{self, Direction, Entry, KeptFile, Urgency};
use crate::error::Error;
use crate::events::{self, Actor};
use crate::files::sha256_hex;
use crate::places;
use crate::reports::model::{NewReport, NewValue, ReportStatus, ReportSubject, ValueWay};
use crate::reports::summary::{self, Summary, SummaryPaper};
use crate::reports::{duties, store as reports};
use crate::store::{StoreError, Tx};
use crate::users::Viewer;
use axum::body::Bytes;
use futures_util::stream;

/// A bundle that is kept, now or since before.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The bundle.
    pub bundle_id: String,
    /// The report in it.
    pub report_id: String,
    /// The signed receipt, always the same for the same bundle.
    pub receipt: String,
}

/// The partner who signed a bundle, when it is trusted today and speaks for its own unit.
pub async fn trusted(app: &App, head: &Head) -> Result<Partner, ExchangeProblem> {
    let sender = &head.manifest.sender;
    let partner = store::find_partner_by_key(&app.store, &sender.public_key).await?;
    let partner = partner.ok_or(Refusal::UnknownSender)?;
    if !partner.is_trusted_on(app.today()) {
        return Err(Refusal::NotTrusted.into());
    }
    if !head.is_signed() {
        return Err(Refusal::Signature.into());
    }
    if partner.place_id != sender.place_id {
        return Err(Refusal::ForeignPlace.into());
    }
    Ok(partner)
}

/// Takes a bundle in: a report, or the answer to one. The same bundle again answers with the same receipt and changes nothing.
pub async fn receive(
    app: &App,
    actor: &Actor,
    bytes: &[u8],
    way: DeliveryWay,
) -> Result<Taken, ExchangeProblem> {
    let head = bundle::head(bytes)?.ok_or(Refusal::Broken)?;
    let partner = trusted(app, &head).await?;
    let opened = bundle::open(bytes)?;
    if let Some(reply) = &opened.head.manifest.reply {
        return super::replies::receive(app, actor, (&opened, reply), (&partner, way), bytes).await;
    }
    let direction = BundleDirection::In;
    if let Some(known) = known(app, direction, &head.sha256).await? {
        return Ok(known);
    }
    let inside = rules::inside(&opened, actor.now)?;
    let signer = super::signer(app).await?;
    refuse_older(app, &opened).await?;
    let papers = look_at_papers(app, &opened).await?;
    let receipt = Receipt {
        schema: RECEIPT_SCHEMA.to_owned(),
        number: number(&head),
        received_at: actor.now.to_string(),
        bundle_sha256: head.sha256.clone(),
        report_sha256: sha256_hex(opened.report.as_bytes()),
        receiver_key: signer.public_key(),
    };
    let text = SignedReceipt::sign(&signer, &receipt)?;
    let file_sha256 = app.files.keep(bytes).await?;
    let coming = Coming {
        opened: &opened,
        summary: &inside,
        papers: &papers,
        partner: &partner,
        receipt: (&receipt, &text),
        file: (file_sha256, bytes.len()),
        way,
    };
    match keep(app, actor, &coming).await {
        Ok((bundle_id, report_id)) => Ok(Taken { bundle_id, report_id, receipt: text }),
        // Somebody else brought it at the same moment.
        Err(ExchangeProblem::Failed(Error::Internal(cause))) if is_taken(&cause) => {
            let version = opened.head.manifest.report.version;
            known(app, direction, &head.sha256)
                .await?
                .ok_or_else(|| Refusal::Conflict(version).into())
        }
        Err(problem) => Err(problem),
    }
}

pub(super) fn is_taken(cause: &anyhow::Error) -> bool {
    matches!(cause.downcast_ref::<StoreError>(), Some(StoreError::Taken(_)))
}

/// The number of the receipt: what it is for, and the beginning of the hash.
pub(super) fn number(head: &Head) -> String {
    let (sender, report) = (&head.manifest.sender, &head.manifest.report);
    let begins = head.sha256.get(..8).unwrap_or_default().to_uppercase();
    format!("BN-{}-{}-{}-{begins}", sender.code, report.period, report.version)
}

/// What was answered when the bundle came before.
pub(super) async fn known(
    app: &App,
    direction: BundleDirection,
    sha256: &str,
) -> Result<Option<Taken>, ExchangeProblem> {
    let Some(bundle) = store::find_by_hash(&app.store, direction, sha256).await? else {
        return Ok(None);
    };
    let SentBundle { id, report_id, .. } = bundle;
    let deliveries = store::list_deliveries(&app.store, &Viewer::system(), &id).await?;
    let receipt = deliveries.into_iter().next().map(|one| one.receipt).unwrap_or_default();
    Ok(Some(Taken { bundle_id: id, report_id, receipt }))
}

/// Whatever its state, a version that is here keeps the same or an older one out.
async fn refuse_older(app: &App, opened: &Opened) -> Result<(), ExchangeProblem> {
    let (sender, report) = (&opened.head.manifest.sender, &opened.head.manifest.report);
    let place_id = &sender.place_id;
    let newest =
        summary::store::newest_of(&app.store, report.form, place_id, &report.period).await?;
    match newest.map(|newest| newest.version) {
        Some(have) if have > report.version => {
            Err(Refusal::Older { came: report.version, have }.into())
        }
        Some(have) if have == report.version => Err(Refusal::Conflict(have).into()),
        _ => Ok(()),
    }
}

/// Each paper must be a file that anybody could have added by hand.
pub(super) async fn look_at_papers(
    app: &App,
    opened: &Opened,
) -> Result<Vec<KeptFile>, ExchangeProblem> {
    let mut kept = Vec::new();
    for (name, bytes) in &opened.papers {
        let whole = stream::once(async { anyhow::Ok(Bytes::copy_from_slice(bytes)) });
        let draft = app.files.receive(Box::pin(whole), u64::MAX).await?;
        let name = documents::plain_name(name);
        let arrived = documents::look_at(app, draft, name.clone()).await?;
        let arrived = arrived.map_err(|why| Refusal::Paper { name, why })?;
        kept.push(documents::actions::keep(app, arrived).await?);
    }
    Ok(kept)
}

/// Everything that is to be kept of a bundle.
struct Coming<'c> {
    opened: &'c Opened,
    summary: &'c Summary,
    papers: &'c [KeptFile],
    partner: &'c Partner,
    receipt: (&'c Receipt, &'c str),
    file: (String, usize),
    way: DeliveryWay,
}

async fn keep(
    app: &App,
    actor: &Actor,
    coming: &Coming<'_>,
) -> Result<(String, String), ExchangeProblem> {
    let manifest = &coming.opened.head.manifest;
    let report = &manifest.report;
    let place = places::store::find(&app.store, &manifest.sender.place_id).await?;
    let place = place.ok_or(Refusal::ForeignPlace)?;
    let period = duties::read_period(app, &report.period);
    let period = period.ok_or(Refusal::OtherReport("no period of ours"))?;
    let links = places::store::links_for(&app.store, std::slice::from_ref(&place.id)).await?;
    // The report was sent when its sender sent it; it came now.
    let sent_at = report.sent_at.parse().map_err(anyhow::Error::from)?;
    let then = Actor { now: sent_at, today: report.sent_on, ..actor.clone() };
    let new = NewReport {
        form: report.form,
        form_version: report.form_version.clone(),
        period: report.period.clone(),
        subject_kind: ReportSubject::Place,
        subject_id: place.id.clone(),
        cluster_id: None,
        place_id: Some(place.id.clone()),
        version: report.version,
        due_on: duties::term(app, report.form, period).due_on,
        reason: report.reason.clone(),
        entered_by: None,
    };
    let mut tx = app.store.begin().await?;
    let report_id = reports::insert(&mut tx, &then, &new).await?;
    let values: Vec<(&str, NewValue)> =
        values(coming.summary).map(|value| (report_id.as_str(), value)).collect();
    reports::set_values(&mut tx, &values).await?;
    let document_id = keep_paper(&mut tx, actor, coming, &place.id).await?;
    documents::store::set_places(&mut tx, &document_id, &links).await?;
    reports::set_sent(&mut tx, &then, (&report_id, 1), &document_id).await?;
    let (receipt, _) = coming.receipt;
    let content = &coming.opened.report;
    let sha256 = &receipt.report_sha256;
    summary::store::insert_snapshot(&mut tx, &report_id, content, sha256, &report.sent_at).await?;
    reports::supersede(&mut tx, &report_id, ReportStatus::EVER_SENT).await?;
    let bundle = NewBundle {
        direction: BundleDirection::In,
        sha256: coming.opened.head.sha256.clone(),
        report_id: report_id.clone(),
        place_id: place.id.clone(),
        form: report.form,
        period: report.period.clone(),
        version: report.version,
        papers: whole(coming.papers.len()),
        file_sha256: coming.file.0.clone(),
        file_bytes: whole(coming.file.1),
        file_name: format!(
            "{}_{}_{}_ban-{}.zip",
            report.form, place.code, report.period, report.version
        ),
        reply: String::new(),
        document_id: None,
    };
    let bundle_id = store::insert_bundle(&mut tx, actor, &bundle).await?;
    let delivery = arrived(&bundle_id, coming.partner, coming.way, coming.receipt);
    store::insert_delivery(&mut tx, actor, &delivery).await?;
    let fingerprint = key::fingerprint(&coming.partner.public_key);
    let note = format!("{} ({fingerprint}): {}", coming.partner.name, receipt.number);
    events::record(&mut tx, actor, &act("exchange.received", &report_id, &note), &new).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok((bundle_id, report_id))
}

/// How a bundle came, with the receipt that was given for it.
pub(super) fn arrived<'a>(
    bundle_id: &'a str,
    partner: &'a Partner,
    way: DeliveryWay,
    (receipt, text): (&'a Receipt, &'a str),
) -> NewDelivery<'a> {
    NewDelivery {
        bundle_id,
        partner_id: &partner.id,
        way,
        state: DeliveryState::Received,
        receipt_number: &receipt.number,
        received_at: &receipt.received_at,
        receipt: text,
    }
}

/// Writes the paper of the report into the register, with its files.
async fn keep_paper(
    tx: &mut Tx,
    actor: &Actor,
    coming: &Coming<'_>,
    place_id: &str,
) -> Result<String, ExchangeProblem> {
    let summary = coming.summary;
    let Some(SummaryPaper { number, issued_on, issuer }) = summary.paper.clone() else {
        return Err(Refusal::OtherReport("no paper").into());
    };
    let entry = Entry {
        direction: Direction::In,
        place_id: place_id.to_owned(),
        register_number: String::new(),
        registered_on: Some(actor.today),
        kind: documents::Kind::Report,
        number,
        issued_on: Some(issued_on),
        issuer,
        subject_line: format!(
            "{}: {}, {}",
            summary.form.number_label,
            summary.form.title,
            summary.period_vi()
        ),
        signer: String::new(),
        signer_title: String::new(),
        urgency: Urgency::Plain,
        grounds: String::new(),
        in_force_from: None,
        in_force_to: None,
    };
    Ok(enter(tx, actor, &entry, coming.papers).await?)
}

/// Writes a paper into a register, with its files; returns its id.
pub(super) async fn enter(
    tx: &mut Tx,
    actor: &Actor,
    entry: &Entry,
    files: &[KeptFile],
) -> Result<String, StoreError> {
    let id = documents::store::insert_entry(tx, actor, entry, "").await?;
    let now = actor.now.to_string();
    for (nth, file) in (0..).zip(files) {
        documents::store::insert_file(tx, &id, file, &actor.user_id, &now, "").await?;
        let revision = documents::store::FIRST_REVISION + nth;
        documents::store::set_file(tx, &id, revision, file).await?;
    }
    Ok(id)
}

fn values(summary: &Summary) -> impl Iterator<Item = NewValue> {
    summary.rows.iter().map(|row| NewValue {
        row_key: row.key.clone(),
        value: row.value,
        raw: String::new(),
        way: ValueWay::Upload,
        computed: row.computed,
        reported_below: row.below,
        settled: row.settled.map_or("", summary::SummarySettled::word),
        explanation: row.explanation.clone(),
        note: row.note.clone(),
        location: String::new(),
    })
}
