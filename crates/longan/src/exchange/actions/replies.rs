//! What was decided on a report that came goes back to whoever sent it, and is taken in there.

use super::super::bundle::{
    self, Content, Opened, Paper, RECEIPT_SCHEMA, Receipt, Reply, Sender, SignedReceipt,
};
use super::super::model::{
    BundleDirection, DeliveryWay, ExchangeProblem, NewBundle, Partner, Refusal, SentBundle,
};
use super::super::rules;
use super::super::store;
use super::bundles::{act, carried, whole};
use super::receive::{Taken, arrived, enter, is_taken, known, look_at_papers, number};
use crate::App;
use crate::documents::{self, Direction, Entry, KeptFile, Kind, Urgency};
use crate::error::Error;
use crate::events::{self, Actor};
use crate::notices::{self, NewNotice};
use crate::places::{self, COUNTRY_ID};
use crate::reports::model::{Report, ReportStatus};
use crate::reports::store as reports;
use crate::reports::summary::SummaryPaper;
use crate::reports::summary::store::{find_snapshot, find_summary};
use crate::store::{Day, StoreError};
use crate::users::Viewer;

/// Who answers for the country.
const MINISTRY: &str = "Bộ Công Thương";
/// The code by which the country is known among units.
const COUNTRY_CODE: &str = "VN";

/// The paper by which a decision is told, where there is one.
#[derive(Clone, Debug, Default)]
pub struct ReplyPaper {
    /// Number and day.
    pub named: Option<(String, Day)>,
    /// Its scan.
    pub file: Option<KeptFile>,
}

/// Makes the answer to a report that came as a bundle and was decided on; answers with its id. There
/// is one answer a report: asked again, it is the same.
pub async fn reply(
    app: &App,
    actor: &Actor,
    viewer: &Viewer,
    report: &Report,
    paper: ReplyPaper,
) -> Result<String, ExchangeProblem> {
    let out = BundleDirection::ReplyOut;
    if let Some(known) = store::find_of_report(&app.store, viewer, out, &report.id).await? {
        return Ok(known.id);
    }
    let came = store::find_of_report(&app.store, viewer, BundleDirection::In, &report.id).await?;
    let came = came.ok_or(Error::NotFound)?;
    let decided_at =
        report.decided_at.clone().filter(|_| Reply::DECISIONS.contains(&report.status));
    let Some(decided_at) = decided_at else {
        let why = "Chưa tiếp nhận hay trả lại báo cáo này, hoặc đã có bản thay thế. Hãy xem xét bản mới nhất rồi trả lời.";
        return Err(Error::Unusable(why.to_owned()).into());
    };
    let (_, report_sha256, _) =
        find_snapshot(&app.store, viewer, &report.id).await?.ok_or(Error::NotFound)?;
    let signer = super::signer(app).await?;
    let reply = Reply {
        bundle_sha256: came.sha256.clone(),
        report_sha256,
        decision: report.status,
        remarks: report.remarks.clone(),
        decided_at,
        paper: paper.named.map(|(number, issued_on)| {
            let issuer = MINISTRY.to_owned();
            SummaryPaper { number, issued_on, issuer }
        }),
    };
    let papers: Vec<Paper> = match &paper.file {
        Some(file) => vec![(file.name.clone(), app.files.read(&file.sha256).await?)],
        None => Vec::new(),
    };
    let sender = Sender {
        place_id: COUNTRY_ID.to_owned(),
        code: COUNTRY_CODE.to_owned(),
        name: MINISTRY.to_owned(),
        public_key: signer.public_key(),
    };
    let content = (carried(report)?, Content::Reply(reply.clone()));
    let (bytes, sha256) = bundle::write(&signer, actor.now.to_string(), sender, content, &papers)?;
    let new = NewBundle {
        papers: whole(papers.len()),
        file_bytes: whole(bytes.len()),
        file_sha256: app.files.keep(&bytes).await?,
        sha256,
        ..of_reply(out, &came, &reply)?
    };
    let files: Vec<KeptFile> = paper.file.into_iter().collect();
    let at_country = COUNTRY_ID.to_owned();
    let links = places::store::links_for(&app.store, std::slice::from_ref(&at_country)).await?;
    let mut tx = app.store.begin().await?;
    let mut document_id = None;
    if reply.paper.is_some() || !files.is_empty() {
        let entry = entry(actor, (Direction::Out, &at_country), &came, &reply, MINISTRY);
        let id = enter(&mut tx, actor, &entry, &files).await?;
        documents::store::set_places(&mut tx, &id, &links).await?;
        document_id = Some(id);
    }
    let new = NewBundle { document_id: document_id.clone(), ..new };
    let id = store::insert_bundle(&mut tx, actor, &new).await?;
    let act = events::Act {
        document_id: document_id.as_deref(),
        ..act("exchange.replied", &report.id, "")
    };
    events::record(&mut tx, actor, &act, &new).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(id)
}

/// What is kept of an answer to a bundle.
fn of_reply(
    direction: BundleDirection,
    bundle: &SentBundle,
    reply: &Reply,
) -> Result<NewBundle, ExchangeProblem> {
    Ok(NewBundle {
        direction,
        sha256: String::new(),
        report_id: bundle.report_id.clone(),
        place_id: bundle.place_id.clone(),
        form: bundle.form,
        period: bundle.period.clone(),
        version: bundle.version,
        papers: 0,
        file_sha256: String::new(),
        file_name: format!("tra-loi_{}", bundle.file_name),
        file_bytes: 0,
        reply: serde_json::to_string(reply).map_err(anyhow::Error::from)?,
        document_id: None,
    })
}

/// The paper of an answer, as a register has it.
fn entry(
    actor: &Actor,
    (direction, place_id): (Direction, &str),
    bundle: &SentBundle,
    reply: &Reply,
    issuer: &str,
) -> Entry {
    let (number, issued_on) = match &reply.paper {
        Some(paper) => (paper.number.clone(), Some(paper.issued_on)),
        None => (String::new(), reply.day()),
    };
    let outcome = if reply.is_return() { "trả lại để sửa" } else { "tiếp nhận" };
    Entry {
        direction,
        place_id: place_id.to_owned(),
        register_number: String::new(),
        registered_on: Some(actor.today),
        kind: Kind::Letter,
        number,
        issued_on,
        issuer: issuer.to_owned(),
        subject_line: format!(
            "Trả lời {} {}, {}, bản {}: {outcome}",
            bundle.form.label(),
            bundle.period_vi(),
            bundle.place,
            bundle.version
        ),
        signer: String::new(),
        signer_title: String::new(),
        urgency: Urgency::Plain,
        grounds: String::new(),
        in_force_from: None,
        in_force_to: None,
    }
}

/// Takes an answer in. The same answer again changes nothing; the report of ours that it is for
/// becomes taken, or has to be corrected. One that was replaced meanwhile keeps its state, and the
/// answer stands beside it.
pub(super) async fn receive(
    app: &App,
    actor: &Actor,
    (opened, reply): (&Opened, &Reply),
    (partner, way): (&Partner, DeliveryWay),
    bytes: &[u8],
) -> Result<Taken, ExchangeProblem> {
    let direction = BundleDirection::ReplyIn;
    let sha256 = &opened.head.sha256;
    if let Some(known) = known(app, direction, sha256).await? {
        return Ok(known);
    }
    let system = Viewer::system();
    let bundle =
        store::find_by_hash(&app.store, BundleDirection::Out, &reply.bundle_sha256).await?;
    let bundle = bundle.ok_or(Refusal::ReplyForNothing("no such bundle"))?;
    let report = find_summary(&app.store, &system, &bundle.report_id).await?;
    let report = report.ok_or(Refusal::ReplyForNothing("no such report"))?;
    let frozen = find_snapshot(&app.store, &system, &report.id).await?;
    let (_, frozen, _) = frozen.ok_or(Refusal::ReplyForNothing("nothing frozen"))?;
    rules::answers(opened, reply, (&bundle, &report.form_version, &frozen), actor.now)?;
    if store::find_of_report(&app.store, &system, direction, &report.id).await?.is_some() {
        return Err(Refusal::Answered.into());
    }
    let signer = super::signer(app).await?;
    let receipt = Receipt {
        schema: RECEIPT_SCHEMA.to_owned(),
        number: format!("{}-TL", number(&opened.head)),
        received_at: actor.now.to_string(),
        bundle_sha256: sha256.clone(),
        report_sha256: frozen,
        receiver_key: signer.public_key(),
    };
    let text = SignedReceipt::sign(&signer, &receipt)?;
    let coming = Coming {
        reply,
        papers: look_at_papers(app, opened).await?,
        partner,
        way,
        receipt: (&receipt, &text),
        file: NewBundle {
            sha256: sha256.clone(),
            papers: whole(opened.papers.len()),
            file_sha256: app.files.keep(bytes).await?,
            file_bytes: whole(bytes.len()),
            ..of_reply(direction, &bundle, reply)?
        },
    };
    match keep(app, actor, (&bundle, &report), &coming).await {
        Ok(bundle_id) => Ok(Taken { bundle_id, report_id: report.id, receipt: text }),
        // Somebody else brought it at the same moment.
        Err(ExchangeProblem::Failed(Error::Internal(cause))) if is_taken(&cause) => {
            known(app, direction, sha256).await?.ok_or_else(|| Refusal::Answered.into())
        }
        Err(problem) => Err(problem),
    }
}

/// Everything that is to be kept of an answer.
struct Coming<'c> {
    reply: &'c Reply,
    papers: Vec<KeptFile>,
    partner: &'c Partner,
    way: DeliveryWay,
    receipt: (&'c Receipt, &'c str),
    file: NewBundle,
}

async fn keep(
    app: &App,
    actor: &Actor,
    (bundle, report): (&SentBundle, &Report),
    coming: &Coming<'_>,
) -> Result<String, ExchangeProblem> {
    let reply = coming.reply;
    let place_id = &bundle.place_id;
    let links = places::store::links_for(&app.store, std::slice::from_ref(place_id)).await?;
    let seat = std::slice::from_ref(&report.subject_id);
    let accounts = reports::list_accounts(&app.store, seat, actor.today).await?;
    let issuer = reply.paper.as_ref().map_or(&coming.partner.name, |paper| &paper.issuer);
    let entry = entry(actor, (Direction::In, place_id), bundle, reply, issuer);
    let mut tx = app.store.begin().await?;
    let document_id = enter(&mut tx, actor, &entry, &coming.papers).await?;
    documents::store::set_places(&mut tx, &document_id, &links).await?;
    let new = NewBundle { document_id: Some(document_id.clone()), ..coming.file.clone() };
    let bundle_id = store::insert_bundle(&mut tx, actor, &new).await?;
    let delivery = arrived(&bundle_id, coming.partner, coming.way, coming.receipt);
    store::insert_delivery(&mut tx, actor, &delivery).await?;
    let mut after = report.clone();
    if report.status == ReportStatus::Pending {
        // It was decided when its receiver decided it; that came now.
        let then = Actor { now: reply.moment().unwrap_or(actor.now), ..actor.clone() };
        reports::set_decided(&mut tx, &then, report, reply.decision, &reply.remarks).await?;
        after.status = reply.decision;
        after.remarks.clone_from(&reply.remarks);
        after.decided_at = Some(reply.decided_at.clone());
        after.revision += 1;
    }
    let note = format!("{}: {}", coming.partner.name, reply.told());
    let act = events::Act {
        document_id: Some(&document_id),
        ..act("exchange.answered", &report.id, &note)
    };
    events::record(&mut tx, actor, &act, &after).await?;
    let told: Vec<NewNotice> =
        accounts.into_iter().map(|(_, user_id)| notice(bundle, reply, user_id)).collect();
    notices::tell(&mut tx, actor.now, &told).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(bundle_id)
}

fn notice(bundle: &SentBundle, reply: &Reply, user_id: String) -> NewNotice {
    NewNotice {
        user_id,
        kind: notices::Kind::ReportDecided,
        subject: format!("{} {}: {}", bundle.form.label(), bundle.period_vi(), reply.told()),
        link: format!("/reports/summaries/{}", bundle.report_id),
        once_key: None,
    }
}
