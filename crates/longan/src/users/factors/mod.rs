//! What a person has besides a password: an app that makes codes, a passkey, codes on paper.

pub mod passkeys;
pub mod recovery;
pub mod totp;

use super::model::{FactorKind, Viewer};
use super::{actions, store};
use crate::App;

/// Whether what was typed is a fresh code of the person's app, or one of their codes on paper.
/// The code is spent.
pub async fn accept_code(app: &App, viewer: &Viewer, typed: &str) -> anyhow::Result<bool> {
    let typed: String = typed.chars().filter(char::is_ascii_alphanumeric).collect();
    if typed.len() > totp::DIGITS {
        return actions::factors::spend_recovery_code(app, &app.actor(viewer), &typed).await;
    }
    let now = app.clock.now().as_second();
    for factor in store::list_factors_of(&app.store, &viewer.user_id).await? {
        if factor.kind != FactorKind::Totp {
            continue;
        }
        let secret = totp::open(app, &viewer.user_id, &factor.kept)?;
        if let Some(step) = totp::step_of(secret, &typed, now)
            && store::spend_step(&app.store, &factor.id, step).await?
        {
            return Ok(true);
        }
    }
    Ok(false)
}
