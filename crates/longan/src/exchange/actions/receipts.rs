//! A partner's receipt is entered: by file, or as the answer to sending.

use super::super::bundle::{Receipt, SignedReceipt};
use super::super::model::{
    BundleDirection, Delivery, DeliveryState, DeliveryWay, ExchangeProblem, Partner, Refusal,
    SentBundle,
};
use super::super::store::{self, NewDelivery};
use super::bundles::act;
use crate::App;
use crate::events::{self, Actor};
use crate::reports::summary::store::find_snapshot;
use crate::store::StoreError;
use crate::users::Viewer;

/// A receipt that holds, with what it is for.
#[derive(Clone, Debug)]
pub struct Acknowledged {
    /// What the receiver says.
    pub receipt: Receipt,
    /// The receiver.
    pub partner: Partner,
    /// The bundle it is for.
    pub bundle: SentBundle,
}

/// Reads a receipt: who signed it, and for which bundle of ours. Nothing is kept.
pub async fn read_receipt(app: &App, text: &str) -> Result<Acknowledged, ExchangeProblem> {
    let receipt = SignedReceipt::read(text)?;
    let partner = store::find_partner_by_key(&app.store, &receipt.receiver_key).await?;
    let partner = partner.ok_or(Refusal::UnknownSender)?;
    if !partner.is_trusted_on(app.today()) {
        return Err(Refusal::NotTrusted.into());
    }
    let hash = &receipt.bundle_sha256;
    let bundle = match store::find_by_hash(&app.store, BundleDirection::Out, hash).await? {
        Some(bundle) => Some(bundle),
        None => store::find_by_hash(&app.store, BundleDirection::ReplyOut, hash).await?,
    };
    let bundle = bundle.ok_or(Refusal::ReceiptForNothing)?;
    let frozen = find_snapshot(&app.store, &Viewer::system(), &bundle.report_id).await?;
    if frozen.is_none_or(|(_, sha256, _)| sha256 != receipt.report_sha256) {
        return Err(Refusal::ReceiptForNothing.into());
    }
    Ok(Acknowledged { receipt, partner, bundle })
}

/// Keeps a receipt that was read; the same receipt again changes nothing.
pub async fn acknowledge(
    app: &App,
    actor: &Actor,
    known: &Acknowledged,
    text: &str,
    way: DeliveryWay,
) -> Result<(), StoreError> {
    let Acknowledged { receipt, partner, bundle } = known;
    let deliveries = store::list_deliveries(&app.store, &Viewer::system(), &bundle.id).await?;
    let before = deliveries.into_iter().find(|one| one.partner_id == partner.id);
    if before.as_ref().is_some_and(Delivery::is_received) {
        return Ok(());
    }
    let mut tx = app.store.begin().await?;
    if let Some(before) = &before {
        let said = (receipt.number.as_str(), receipt.received_at.as_str(), text);
        store::set_received(&mut tx, before, said).await?;
    } else {
        let new = NewDelivery {
            bundle_id: &bundle.id,
            partner_id: &partner.id,
            way,
            state: DeliveryState::Received,
            receipt_number: &receipt.number,
            received_at: &receipt.received_at,
            receipt: text,
        };
        store::insert_delivery(&mut tx, actor, &new).await?;
    }
    let note = format!("{}: {}", partner.name, receipt.number);
    events::record(
        &mut tx,
        actor,
        &act("exchange.acknowledged", &bundle.report_id, &note),
        receipt,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}
