//! The verbs: a key is made, a partner entered or revoked, a report bundled, a bundle sent, taken
//! in, acknowledged, answered.

mod bundles;
mod partners;
mod receipts;
mod receive;
mod replies;

pub use bundles::{ask_sending, bundle, give_up};
pub use partners::{add_partner, make_key, revoke};
pub use receipts::{Acknowledged, acknowledge, read_receipt};
pub use receive::{Taken, receive, trusted};
pub use replies::{ReplyPaper, reply};

use super::key::{self, Signer};
use super::model::{ExchangeProblem, Refusal};
use super::store;
use crate::App;

/// The key this program signs with, ready to sign.
async fn signer(app: &App) -> Result<Signer, ExchangeProblem> {
    let known = store::find_key(&app.store).await?.ok_or(Refusal::NoKey)?;
    Ok(key::unseal(&app.seal, &known.public_key, &known.sealed)?)
}
