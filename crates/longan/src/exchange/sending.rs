//! Sends a bundle to a partner's address: a job, so that a partner who is away for a while, or a
//! program that is stopped meanwhile, changes nothing but the hour.

use super::actions;
use super::bundle::RECEIPT_BYTES;
use super::model::{Delivery, DeliveryState, DeliveryWay, ExchangeProblem, SentBundle};
use super::store;
use crate::App;
use crate::jobs::{self, Hopeless, Job};
use crate::users::Viewer;
use anyhow::Context as _;
use reqwest::header::CONTENT_TYPE;
use std::sync::LazyLock;
use std::time::Duration;

/// Where a partner takes bundles in.
pub const PATH: &str = "/api/exchange/bundles";
/// Seconds a partner has for taking a bundle in.
const ANSWER_SECONDS: u64 = 120;
/// Most bytes of an answer that are read.
const ANSWER_BYTES: usize = 2 * RECEIPT_BYTES;

/// Sends one bundle to one partner.
pub const SENDING: jobs::Kind = jobs::Kind {
    word: "exchange.send",
    title: "Gửi gói báo cáo cho đối tác",
    daily_at: None,
    most_tries: 12,
    run: |app, job| Box::pin(send(app, job)),
};

/// What a partner answered.
enum Answer {
    /// It took the bundle; the signed receipt.
    Receipt(String),
    /// It will not take this bundle; what it says to people.
    Refused(String),
}

/// One client for all: it follows no redirects, so that nobody sends us elsewhere.
static CLIENT: LazyLock<Option<reqwest::Client>> = LazyLock::new(|| {
    // Somebody else may have installed one already; either will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_secs(ANSWER_SECONDS))
        .build()
        .inspect_err(|error| tracing::error!(%error, "no HTTPS client"))
        .ok()
});

async fn send(app: &App, job: &Job) -> anyhow::Result<()> {
    let Some(delivery) = store::find_delivery(&app.store, &job.subject).await? else {
        return Ok(());
    };
    if delivery.state != DeliveryState::Waiting {
        return Ok(());
    }
    let system = Viewer::system();
    let bundle = store::find_bundle(&app.store, &system, &delivery.bundle_id).await?;
    let bundle = bundle.context("a delivery has its bundle")?;
    let partner = store::find_partner(&app.store, &delivery.partner_id).await?;
    let partner = partner.filter(|one| !one.address.is_empty() && one.is_trusted_on(app.today()));
    let Some(partner) = partner else {
        let why = "Đối tác không còn trong thời hạn tin cậy, hoặc không có địa chỉ nhận qua mạng.";
        return end(app, &bundle, &delivery, (DeliveryState::Failed, why)).await;
    };
    let bytes = app.files.read(&bundle.file_sha256).await?;
    match post(&partner.address, bytes).await {
        Ok(Answer::Receipt(text)) => {
            let known = match actions::read_receipt(app, &text).await {
                Ok(known) if known.partner.id == partner.id && known.bundle.id == bundle.id => {
                    known
                }
                Err(ExchangeProblem::Failed(error)) => return Err(error.into()),
                Ok(_) | Err(ExchangeProblem::Refused(_)) => {
                    let why =
                        "Nơi nhận trả lời bằng một biên nhận không đúng. Hãy liên hệ nơi nhận.";
                    return end(app, &bundle, &delivery, (DeliveryState::Failed, why)).await;
                }
            };
            let actor = app.actor(&system);
            actions::acknowledge(app, &actor, &known, &text, DeliveryWay::Api).await?;
            Ok(())
        }
        Ok(Answer::Refused(why)) => {
            end(app, &bundle, &delivery, (DeliveryState::Refused, &why)).await
        }
        Err(error) if job.is_last_try() => {
            let why =
                "Đã thử nhiều lần mà không tới được nơi nhận. Hãy gửi bằng tệp, hoặc bấm gửi lại.";
            end(app, &bundle, &delivery, (DeliveryState::Failed, why)).await?;
            Err(error)
        }
        Err(error) => Err(error),
    }
}

/// Gives the sending up; whoever asked for it reads why, and the job has nothing left to do.
async fn end(
    app: &App,
    bundle: &SentBundle,
    delivery: &Delivery,
    (state, why): (DeliveryState, &str),
) -> anyhow::Result<()> {
    let actor = app.actor(&Viewer::system());
    actions::give_up(app, &actor, bundle, delivery, (state, why)).await?;
    tracing::warn!(bundle = %bundle.id, partner = %delivery.partner, %state, "a bundle was not taken");
    Ok(())
}

async fn post(address: &str, bytes: Vec<u8>) -> anyhow::Result<Answer> {
    let client = CLIENT.as_ref().ok_or_else(|| Hopeless("no HTTPS client".to_owned()))?;
    let request = client.post(format!("{address}{PATH}")).header(CONTENT_TYPE, "application/zip");
    let mut response = request.body(bytes).send().await.context("reach the partner")?;
    let status = response.status();
    let mut answer = Vec::new();
    while let Some(piece) = response.chunk().await.context("read the partner's answer")? {
        answer.extend_from_slice(&piece);
        anyhow::ensure!(answer.len() <= ANSWER_BYTES, "the partner's answer has no end");
    }
    let text = String::from_utf8_lossy(&answer).into_owned();
    match status.as_u16() {
        200 => Ok(Answer::Receipt(text)),
        400 | 401 | 403 | 409 | 413 | 422 => Ok(Answer::Refused(told(&text))),
        _ => anyhow::bail!("the partner answered {status}"),
    }
}

/// What a refusal says to people, cut to what a page shows.
fn told(text: &str) -> String {
    let value: Option<serde_json::Value> = serde_json::from_str(text).ok();
    let message = value.as_ref().and_then(|value| value.get("message")?.as_str());
    let message = message.unwrap_or("Nơi nhận không nói lý do.");
    message.chars().filter(|c| !c.is_control()).take(500).collect()
}
