//! Signing in with an account at another house that speaks `OpenID` Connect: authorization code
//! with PKCE, state and nonce. People are known by issuer and subject, never by their mail.

use super::model::StepKind;
use super::seal::new_token;
use super::settings::OpenIdSettings;
use super::store;
use super::visit::{Cookie, Visit};
use crate::App;
use crate::files::sha256_hex;
use anyhow::Context as _;
use jiff::SignedDuration;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreProviderMetadata, CoreUserInfoClaims,
};
use openidconnect::{
    AccessToken, AccessTokenHash, AuthenticationContextClass, AuthorizationCode, ClientId,
    ClientSecret, CsrfToken, EndUserEmail, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    HttpRequest, HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, Scope, SubjectIdentifier, TokenResponse as _,
};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;
use std::time::Duration;

/// Minutes a person has for signing in at the other house.
const MINUTES: i64 = 10;
/// Seconds the other house has for answering.
const ANSWER_SECONDS: u64 = 10;
/// Where the other house sends the person back to.
const RETURN_PATH: &str = "/sign-in/openid/return";

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What was asked, kept until the person comes back.
#[derive(Debug, Serialize, Deserialize)]
struct Asked {
    nonce: String,
    verifier: String,
    next: String,
}

/// Who came back, as the other house tells.
#[derive(Clone, Debug)]
pub struct Told {
    /// The other house.
    pub issuer: String,
    /// What it knows the person as.
    pub subject: String,
    /// The mail address it has verified; empty when there is none.
    pub email: String,
    /// Id of the person who wants to tie this account to theirs.
    pub for_user: Option<String>,
    /// Where to go afterwards.
    pub next: String,
}

/// Where the person is sent, and the token that ties the way back to this browser.
#[derive(Debug)]
pub struct WayThere {
    /// Address at the other house.
    pub url: String,
    /// For the cookie.
    pub token: String,
}

/// Prepares the way to the other house; `for_user` ties the account found there to theirs.
pub async fn ask(
    app: &App,
    house: &OpenIdSettings,
    visit: &Visit,
    for_user: Option<&str>,
    next: &str,
) -> anyhow::Result<WayThere> {
    let client = client(house, visit).await?;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let token = new_token();
    let state = token.clone();
    let way = client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            move || CsrfToken::new(state),
            Nonce::new_random,
        )
        .add_scope(Scope::new("email".to_owned()))
        .set_pkce_challenge(challenge);
    let (url, _, nonce) = house
        .acr_values
        .iter()
        .fold(way, |way, acr| {
            way.add_auth_context_value(AuthenticationContextClass::new(acr.clone()))
        })
        .url();
    let asked = Asked {
        nonce: nonce.secret().clone(),
        verifier: verifier.secret().clone(),
        next: next.to_owned(),
    };
    let sealed = app.seal.close("openid", &serde_json::to_vec(&asked)?)?;
    let now = app.clock.now();
    let until = (now + SignedDuration::from_mins(MINUTES)).to_string();
    let hash = sha256_hex(token.as_bytes());
    let times = (now.to_string(), until);
    let times = (times.0.as_str(), times.1.as_str());
    store::insert_step(&app.store, &hash, StepKind::OpenId, for_user, &sealed, times).await?;
    Ok(WayThere { url: url.to_string(), token })
}

/// Reads what the other house tells about the person who came back; nothing when the way back
/// was not begun in this browser, or was gone before.
pub async fn hear(
    app: &App,
    house: &OpenIdSettings,
    visit: &Visit,
    (state, code): (&str, &str),
) -> anyhow::Result<Option<Told>> {
    if state.is_empty() || visit.token(Cookie::Step) != Some(state) {
        return Ok(None);
    }
    let now = app.clock.now().to_string();
    let hash = sha256_hex(state.as_bytes());
    let Some((for_user, sealed)) =
        store::take_step(&app.store, &hash, StepKind::OpenId, &now).await?
    else {
        return Ok(None);
    };
    let asked: Asked = serde_json::from_slice(&app.seal.open("openid", &sealed)?)?;
    let client = client(house, visit).await?;
    let answer = client
        .exchange_code(AuthorizationCode::new(code.to_owned()))?
        .set_pkce_verifier(PkceCodeVerifier::new(asked.verifier))
        .request_async(&send)
        .await
        .context("exchange a code for a token")?;
    let id_token = answer.id_token().context("the other house sent no ID token")?;
    let verifier = client.id_token_verifier();
    let claims =
        id_token.claims(&verifier, &Nonce::new(asked.nonce)).context("check an ID token")?;
    if let Some(expected) = claims.access_token_hash() {
        let actual = AccessTokenHash::from_token(
            answer.access_token(),
            id_token.signing_alg()?,
            id_token.signing_key(&verifier)?,
        )?;
        anyhow::ensure!(actual == *expected, "the access token is not the one of the ID token");
    }
    let told = claims.auth_context_ref().map(|acr| acr.as_str());
    anyhow::ensure!(
        is_strong_enough(&house.acr_values, told),
        "the other house signed the person in by {told:?}, which is none of {:?}",
        house.acr_values
    );
    // Some houses write the address into the token, some tell it only when asked.
    let email = match claims.email() {
        Some(email) => verified(email, claims.email_verified()),
        None => ask_email(&client, answer.access_token(), claims.subject()).await?,
    };
    Ok(Some(Told {
        issuer: house.issuer.clone(),
        subject: claims.subject().as_str().to_owned(),
        email,
        for_user,
        next: asked.next,
    }))
}

/// Whether the way in which the other house signed a person in is one of those asked for.
fn is_strong_enough(wanted: &[String], told: Option<&str>) -> bool {
    wanted.is_empty() || told.is_some_and(|told| wanted.iter().any(|acr| acr == told))
}

/// The verified address that the house tells about a person when asked.
async fn ask_email(
    client: &Client,
    token: &AccessToken,
    subject: &SubjectIdentifier,
) -> anyhow::Result<String> {
    let Ok(request) = client.user_info(token.clone(), Some(subject.clone())) else {
        return Ok(String::new());
    };
    let told: CoreUserInfoClaims =
        request.request_async(&send).await.context("ask about the person")?;
    Ok(told.email().map(|email| verified(email, told.email_verified())).unwrap_or_default())
}

/// The address, when the other house says that it belongs to the person.
fn verified(email: &EndUserEmail, is_verified: Option<bool>) -> String {
    if is_verified == Some(true) { email.as_str().trim().to_lowercase() } else { String::new() }
}

async fn client(house: &OpenIdSettings, visit: &Visit) -> anyhow::Result<Client> {
    let issuer = IssuerUrl::new(house.issuer.clone()).context("settings.sign_in.openid.issuer")?;
    let metadata = CoreProviderMetadata::discover_async(issuer, &send)
        .await
        .context("ask the other house what it offers")?;
    let back = RedirectUrl::new(format!("{}{RETURN_PATH}", visit.origin))?;
    Ok(CoreClient::from_provider_metadata(
        metadata,
        ClientId::new(house.client_id.clone()),
        Some(ClientSecret::new(house.client_secret.clone())),
    )
    .set_redirect_uri(back))
}

/// Why the other house could not be reached.
#[derive(Debug, thiserror::Error)]
enum SendError {
    #[error("the client cannot be made")]
    NoClient,
    #[error(transparent)]
    Reqwest(#[from] reqwest::Error),
    #[error(transparent)]
    Http(#[from] openidconnect::http::Error),
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

async fn send(request: HttpRequest) -> Result<HttpResponse, SendError> {
    let client = CLIENT.as_ref().ok_or(SendError::NoClient)?;
    let answer = client.execute(request.try_into()?).await?;
    let mut response = openidconnect::http::Response::builder().status(answer.status());
    for (name, value) in answer.headers() {
        response = response.header(name, value);
    }
    Ok(response.body(answer.bytes().await?.to_vec())?)
}

#[cfg(test)]
mod tests {
    use super::is_strong_enough;

    #[test]
    fn a_house_that_did_not_ask_for_two_factors_is_not_enough_where_two_are_wanted() {
        let wanted = ["urn:two-factors".to_owned()];
        assert!(is_strong_enough(&[], None), "any way will do");
        assert!(is_strong_enough(&wanted, Some("urn:two-factors")));
        assert!(!is_strong_enough(&wanted, Some("urn:password")));
        assert!(!is_strong_enough(&wanted, None), "a house that says nothing proves nothing");
    }
}
