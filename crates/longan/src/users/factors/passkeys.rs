//! Passkeys (WebAuthn): a key pair on the person's device, tied to the address of this program.

use super::super::model::{Factor, FactorKind, StepKind, Viewer};
use super::super::seal::new_token;
use super::super::store::{self, NewFactor};
use super::super::visit::Visit;
use crate::App;
use crate::files::sha256_hex;
use anyhow::Context as _;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use webauthn_rs::prelude::{
    CredentialID, DiscoverableAuthentication, Passkey, PasskeyAuthentication, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, Url, Uuid,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

/// Minutes a person has for answering their device.
const MINUTES: i64 = 5;

/// What the browser is asked, and the token under which the answer is expected.
#[derive(Debug, Serialize)]
pub struct Question {
    token: String,
    #[serde(rename = "publicKey")]
    public_key: serde_json::Value,
}

/// What was asked, kept until the answer comes.
#[derive(Debug, Serialize, Deserialize)]
enum Asked {
    Add(PasskeyRegistration),
    Known(PasskeyAuthentication),
    Anybody(DiscoverableAuthentication),
}

/// Whether passkeys can be used at this address: they are tied to a name, and need HTTPS unless
/// the name is `localhost`.
pub fn are_possible(visit: &Visit) -> bool {
    visit.host_name().is_some_and(|name| visit.is_https() || name == "localhost")
}

fn here(visit: &Visit) -> anyhow::Result<Webauthn> {
    let name = visit.host_name().context("a passkey needs a host name")?;
    let origin = Url::parse(&visit.origin).context("the address of this program")?;
    Ok(WebauthnBuilder::new(name, &origin)?.rp_name("Longan").build()?)
}

/// Asks the browser to make a passkey for a person.
pub async fn ask_new(app: &App, visit: &Visit, viewer: &Viewer) -> anyhow::Result<Question> {
    let known = passkeys_of(app, &viewer.user_id).await?;
    let known: Vec<CredentialID> = known.iter().map(|(_, key)| key.cred_id().clone()).collect();
    let id: Uuid = viewer.user_id.parse().context("an account's id is a UUID")?;
    let (question, state) = here(visit)?.start_passkey_registration(
        id,
        &viewer.name,
        &viewer.full_name,
        Some(known),
    )?;
    let mut question = serde_json::to_value(question)?;
    let public_key = question["publicKey"].take();
    keep(app, Some(&viewer.user_id), &Asked::Add(state), with_resident_key(public_key)).await
}

/// The device is asked to remember whose the passkey is, so that no name need be typed.
fn with_resident_key(mut public_key: serde_json::Value) -> serde_json::Value {
    public_key["authenticatorSelection"]["residentKey"] = "preferred".into();
    public_key
}

/// Asks the browser for a passkey of a person who is known already.
pub async fn ask_known(app: &App, visit: &Visit, user_id: &str) -> anyhow::Result<Question> {
    let keys = passkeys_of(app, user_id).await?;
    let keys: Vec<Passkey> = keys.into_iter().map(|(_, key)| key).collect();
    let (question, state) = here(visit)?.start_passkey_authentication(&keys)?;
    let mut question = serde_json::to_value(question)?;
    keep(app, Some(user_id), &Asked::Known(state), question["publicKey"].take()).await
}

/// Asks the browser for any passkey of this program: who it is will be seen.
pub async fn ask_anybody(app: &App, visit: &Visit) -> anyhow::Result<Question> {
    let (question, state) = here(visit)?.start_discoverable_authentication()?;
    let mut question = serde_json::to_value(question)?;
    keep(app, None, &Asked::Anybody(state), question["publicKey"].take()).await
}

async fn keep(
    app: &App,
    user_id: Option<&str>,
    asked: &Asked,
    public_key: serde_json::Value,
) -> anyhow::Result<Question> {
    let token = new_token();
    let now = app.clock.now();
    let until = now + SignedDuration::from_mins(MINUTES);
    let times = (now.to_string(), until.to_string());
    store::insert_step(
        &app.store,
        &sha256_hex(token.as_bytes()),
        StepKind::Passkey,
        user_id,
        &serde_json::to_string(asked)?,
        (&times.0, &times.1),
    )
    .await?;
    Ok(Question { token, public_key })
}

async fn passkeys_of(app: &App, user_id: &str) -> anyhow::Result<Vec<(Factor, Passkey)>> {
    let factors = store::list_factors_of(&app.store, user_id).await?;
    let keys = factors.into_iter().filter(|factor| factor.kind == FactorKind::Passkey);
    keys.map(|factor| {
        let key = serde_json::from_str(&factor.kept).context("a kept passkey is JSON")?;
        Ok((factor, key))
    })
    .collect()
}

/// What a browser answers: the token of the question, and the credential as JSON.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Answer {
    /// Token of the question.
    #[serde(default)]
    pub token: String,
    /// The credential, JSON.
    #[serde(default)]
    pub credential: String,
    /// What the person calls a new passkey.
    #[serde(default)]
    pub name: String,
    /// Where to go afterwards.
    #[serde(default)]
    pub next: String,
}

/// Takes what was asked: each question is answered once.
async fn take(app: &App, answer: &Answer) -> anyhow::Result<Option<(Option<String>, Asked)>> {
    let now = app.clock.now().to_string();
    let hash = sha256_hex(answer.token.as_bytes());
    let Some((user_id, state)) =
        store::take_step(&app.store, &hash, StepKind::Passkey, &now).await?
    else {
        return Ok(None);
    };
    Ok(Some((user_id, serde_json::from_str(&state).context("a kept question is JSON")?)))
}

/// The passkey that the browser made for this person; nothing when the answer does not fit.
pub async fn check_new(
    app: &App,
    visit: &Visit,
    viewer: &Viewer,
    answer: &Answer,
) -> anyhow::Result<Option<NewFactor>> {
    let Some((Some(user_id), Asked::Add(state))) = take(app, answer).await? else {
        return Ok(None);
    };
    let Ok(credential) = serde_json::from_str::<RegisterPublicKeyCredential>(&answer.credential)
    else {
        return Ok(None);
    };
    let made = here(visit)?.finish_passkey_registration(&credential, &state);
    let key = match made {
        Ok(key) if user_id == viewer.user_id => key,
        Ok(_) => return Ok(None),
        Err(error) => {
            tracing::warn!(%error, "a passkey was not accepted");
            return Ok(None);
        }
    };
    Ok(Some(NewFactor {
        kind: FactorKind::Passkey,
        name: answer.name.clone(),
        credential: Some(credential_text(key.cred_id().as_ref())),
        kept: serde_json::to_string(&key)?,
        last_step: 0,
    }))
}

/// Id of the person whose passkey answered; nothing when the answer does not fit.
pub async fn check(app: &App, visit: &Visit, answer: &Answer) -> anyhow::Result<Option<String>> {
    let Some((user_id, asked)) = take(app, answer).await? else { return Ok(None) };
    let Ok(credential) = serde_json::from_str::<PublicKeyCredential>(&answer.credential) else {
        return Ok(None);
    };
    let id = credential_text(credential.get_credential_id());
    let Some(factor) = store::find_passkey(&app.store, &id).await? else { return Ok(None) };
    if user_id.is_some_and(|user_id| user_id != factor.user_id) {
        return Ok(None);
    }
    let mut key: Passkey = serde_json::from_str(&factor.kept).context("a kept passkey is JSON")?;
    let program = here(visit)?;
    let fits = match asked {
        Asked::Known(state) => program.finish_passkey_authentication(&credential, &state),
        Asked::Anybody(state) => {
            program.finish_discoverable_authentication_v2(&credential, state, &key)
        }
        Asked::Add(_) => return Ok(None),
    };
    let result = match fits {
        Ok(result) => result,
        Err(error) => {
            tracing::warn!(%error, "a passkey did not fit");
            return Ok(None);
        }
    };
    if key.update_credential(&result) == Some(true) {
        store::update_passkey(&app.store, &factor, &serde_json::to_string(&key)?).await?;
    }
    Ok(Some(factor.user_id))
}

/// An id as text.
fn credential_text(id: &[u8]) -> String {
    use std::fmt::Write as _;
    id.iter().fold(String::with_capacity(id.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
