//! A receipt: who received which bundle when, signed by whoever received it.

use super::super::key::{self, Signer};
use super::super::model::Refusal;
use serde::{Deserialize, Serialize};

/// The version of the layout.
pub const RECEIPT_SCHEMA: &str = "longan-receipt-1";
/// Largest receipt, in bytes.
pub const RECEIPT_BYTES: usize = 16 * 1024;

/// What a receiver says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// [`RECEIPT_SCHEMA`].
    pub schema: String,
    /// Its number.
    pub number: String,
    /// The moment the bundle was taken in, UTC.
    pub received_at: String,
    /// The hash by which the bundle is known.
    pub bundle_sha256: String,
    /// SHA-256 of the report as it was frozen.
    pub report_sha256: String,
    /// Key of the receiver.
    pub receiver_key: String,
}

/// A receipt with its signature, as it goes back: over the network or as a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedReceipt {
    /// The receipt, JSON, exactly as it was signed.
    pub receipt: String,
    /// The signature.
    pub signature: String,
}

impl SignedReceipt {
    /// Signs what a receiver says; answers with the text that goes back.
    pub fn sign(signer: &Signer, receipt: &Receipt) -> anyhow::Result<String> {
        let receipt = serde_json::to_string(receipt)?;
        let signature = signer.sign(receipt.as_bytes());
        Ok(serde_json::to_string_pretty(&Self { receipt, signature })?)
    }

    /// Reads a receipt and checks that the holder of the key it names signed it.
    pub fn read(text: &str) -> Result<Receipt, Refusal> {
        if text.len() > RECEIPT_BYTES {
            return Err(Refusal::Receipt);
        }
        let signed: Self = serde_json::from_str(text).map_err(|_| Refusal::Receipt)?;
        let receipt: Receipt =
            serde_json::from_str(&signed.receipt).map_err(|_| Refusal::Receipt)?;
        let is_signed =
            key::is_signed(&receipt.receiver_key, signed.receipt.as_bytes(), &signed.signature);
        if receipt.schema != RECEIPT_SCHEMA || !is_signed {
            return Err(Refusal::Receipt);
        }
        Ok(receipt)
    }
}
