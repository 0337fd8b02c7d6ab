//! A bundle or a receipt that somebody brings as a file.

use super::super::bundle::{self, MOST_BYTES, RECEIPT_BYTES};
use super::super::model::{BundleDirection, DeliveryWay, Refusal};
use super::super::{actions, store};
use crate::App;
use crate::error::Error;
use crate::users::{self, Right, SignedIn};
use axum::extract::{Multipart, State};
use axum::response::Redirect;

/// Most fields of the form.
const FIELDS: usize = 5;

/// The file of the form, in memory; refused when it is larger than a bundle may be.
async fn read_file(mut form: Multipart, limit: usize) -> Result<Vec<u8>, Error> {
    let cut = |_| cut_off();
    for _ in 0..FIELDS {
        let Some(mut part) = form.next_field().await.map_err(cut)? else { break };
        if part.name() != Some("file") {
            continue;
        }
        let mut bytes = Vec::new();
        while let Some(piece) = part.chunk().await.map_err(cut)? {
            bytes.extend_from_slice(&piece);
            if bytes.len() > limit {
                return Err(Error::Unusable(Refusal::TooLarge.message_vi()));
            }
        }
        return Ok(bytes);
    }
    Err(Error::Unusable("Hãy chọn một tệp.".to_owned()))
}

fn cut_off() -> Error {
    Error::Unusable("Không nhận được đủ tệp: kết nối bị ngắt. Hãy tải lên lại.".to_owned())
}

/// Takes a bundle in.
pub async fn bundle(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    form: Multipart,
) -> Result<Redirect, Error> {
    let bytes = read_file(form, MOST_BYTES).await?;
    let refused = |refusal: Refusal| Error::Unusable(refusal.message_vi());
    let head = bundle::head(&bytes).map_err(refused)?.ok_or(Refusal::Broken).map_err(refused)?;
    let partner = actions::trusted(&app, &head).await.map_err(Error::from)?;
    // Whoever sends a report of a unit takes in what is said to it; a report comes to whoever
    // takes those of its sender.
    let (right, place_id) = match &head.manifest.reply {
        Some(reply) => {
            let out = BundleDirection::Out;
            let ours = store::find_by_hash(&app.store, out, &reply.bundle_sha256).await?;
            let ours = ours.ok_or(Refusal::ReplyForNothing("no such bundle")).map_err(refused)?;
            (Right::SendReports, ours.place_id)
        }
        None => (Right::TakeReports, partner.place_id),
    };
    if !users::may_at(&app, &viewer, right, &place_id).await? {
        return Err(Error::Forbidden);
    }
    let actor = app.actor(&viewer);
    let taken = actions::receive(&app, &actor, &bytes, DeliveryWay::File).await;
    let taken = taken.map_err(Error::from)?;
    Ok(Redirect::to(&format!("/exchange/bundles/{}", taken.bundle_id)))
}

/// Enters a receipt.
pub async fn receipt(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    form: Multipart,
) -> Result<Redirect, Error> {
    let bytes = read_file(form, RECEIPT_BYTES).await?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let known = match actions::read_receipt(&app, &text).await {
        // Whoever sends no reports is told nothing of receipts for them.
        Err(_) if !viewer.may(Right::SendReports) => return Err(Error::Forbidden),
        known => known.map_err(Error::from)?,
    };
    let right = match known.bundle.direction {
        BundleDirection::ReplyOut => Right::TakeReports,
        _ => Right::SendReports,
    };
    if !users::may_at(&app, &viewer, right, &known.bundle.place_id).await? {
        return Err(Error::NotFound);
    }
    actions::acknowledge(&app, &app.actor(&viewer), &known, &text, DeliveryWay::File).await?;
    Ok(Redirect::to(&format!("/exchange/bundles/{}", known.bundle.id)))
}
