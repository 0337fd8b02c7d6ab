//! The second factors of one's own account, and the proof that is asked before they change.

use super::super::actions;
use super::super::factors::{passkeys, totp};
use super::super::model::{Factor, FactorKind, Viewer};
use super::super::session::{Must, Own};
use super::super::store::{self, NewFactor};
use super::super::throttle::Try;
use super::super::visit::Visit;
use super::sign_in::{Next, safe, wait};
use crate::App;
use crate::error::Error;
use crate::ui::{Frame, Page};
use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "users/factors.html")]
struct Factors {
    frame: Frame,
    kept: Vec<Factor>,
    codes_left: i64,
    is_asked: bool,
    passkeys: bool,
}

/// The way to the proof, for one who has not proved to be themselves lately.
pub fn sudo(app: &App, own: &Own) -> Option<Response> {
    let elsewhere = Redirect::to("/account/proof?next=%2Faccount%2Ffactors");
    (!own.is_proved(app.clock.now())).then(|| elsewhere.into_response())
}

/// The second factors of one's own account.
pub async fn list(State(app): State<App>, visit: Visit, own: Own) -> Result<Response, Error> {
    if let Some(elsewhere) = sudo(&app, &own) {
        return Ok(elsewhere);
    }
    let user_id = &own.viewer.user_id;
    Ok(Page(Factors {
        frame: Frame::new(&own.viewer, "/account", "Lớp bảo vệ thứ hai"),
        kept: store::list_factors_of(&app.store, user_id).await?,
        codes_left: store::count_recovery_codes(&app.store, user_id).await?,
        is_asked: own.must == Some(Must::AddFactor),
        passkeys: passkeys::are_possible(&visit),
    })
    .into_response())
}

#[derive(Template)]
#[template(path = "users/totp.html")]
struct TotpPage {
    frame: Frame,
    offer: totp::Offer,
    problem: Option<&'static str>,
}

/// Offers a secret for an app that makes codes.
pub async fn totp_form(State(app): State<App>, own: Own) -> Result<Response, Error> {
    if let Some(elsewhere) = sudo(&app, &own) {
        return Ok(elsewhere);
    }
    let offer = totp::offer(&app, &own.viewer.user_id, &own.viewer.name)?;
    Ok(totp_page(&own.viewer, offer, None))
}

fn totp_page(viewer: &Viewer, offer: totp::Offer, problem: Option<&'static str>) -> Response {
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let frame = Frame::new(viewer, "/account", "Thêm ứng dụng sinh mã");
    (status, Page(TotpPage { frame, offer, problem })).into_response()
}

/// The first code of an app, and the secret it was offered.
#[derive(Debug, serde::Deserialize)]
pub struct FirstCode {
    #[serde(default)]
    sealed: String,
    #[serde(default)]
    code: String,
}

/// Keeps the secret of an app whose first code is right.
pub async fn add_totp(
    State(app): State<App>,
    own: Own,
    Form(typed): Form<FirstCode>,
) -> Result<Response, Error> {
    if let Some(elsewhere) = sudo(&app, &own) {
        return Ok(elsewhere);
    }
    let user_id = &own.viewer.user_id;
    // A form that was tampered with is offered a new secret.
    let Ok(secret) = totp::open(&app, user_id, &typed.sealed) else {
        return Ok(Redirect::to("/account/totp").into_response());
    };
    let code: String = typed.code.chars().filter(char::is_ascii_digit).collect();
    let Some(step) = totp::step_of(secret, &code, app.clock.now().as_second()) else {
        let offer = totp::offer_again(&app, user_id, &own.viewer.name, &typed.sealed)?;
        let problem = "Mã chưa đúng. Hãy kiểm tra giờ trên điện thoại rồi nhập mã đang hiện.";
        return Ok(totp_page(&own.viewer, offer, Some(problem)));
    };
    let new = NewFactor {
        kind: FactorKind::Totp,
        name: FactorKind::Totp.label().to_owned(),
        credential: None,
        kept: typed.sealed,
        last_step: step,
    };
    Ok(match actions::factors::add(&app, &app.actor(&own.viewer), &new).await? {
        Some(codes) => recovery_page(&own.viewer, codes),
        None => Redirect::to("/account/factors").into_response(),
    })
}

/// Takes a second factor away.
pub async fn remove(
    State(app): State<App>,
    own: Own,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    if let Some(elsewhere) = sudo(&app, &own) {
        return Ok(elsewhere);
    }
    let factors = store::list_factors_of(&app.store, &own.viewer.user_id).await?;
    let factor = factors.into_iter().find(|factor| factor.id == id).ok_or(Error::NotFound)?;
    actions::factors::remove(&app, &app.actor(&own.viewer), &factor).await?;
    Ok(Redirect::to("/account/factors").into_response())
}

#[derive(Template)]
#[template(path = "users/recovery.html")]
struct Recovery {
    frame: Frame,
    codes: Vec<String>,
}

/// The page that shows codes for paper, once.
pub fn recovery_page(viewer: &Viewer, codes: Vec<String>) -> Response {
    Page(Recovery { frame: Frame::new(viewer, "/account", "Mã dự phòng"), codes }).into_response()
}

/// Gives new codes for paper.
pub async fn renew_codes(State(app): State<App>, own: Own) -> Result<Response, Error> {
    if let Some(elsewhere) = sudo(&app, &own) {
        return Ok(elsewhere);
    }
    let codes = actions::factors::renew_recovery_codes(&app, &app.actor(&own.viewer)).await?;
    Ok(recovery_page(&own.viewer, codes))
}

#[derive(Template)]
#[template(path = "users/proof.html")]
struct Proof {
    frame: Frame,
    next: String,
    problem: Option<String>,
    has_passkey: bool,
}

async fn proof_page(
    app: &App,
    visit: &Visit,
    own: &Own,
    next: &str,
    problem: Option<(StatusCode, String)>,
) -> Result<Response, Error> {
    let factors = store::list_factors_of(&app.store, &own.viewer.user_id).await?;
    let has_passkey = factors.iter().any(|factor| factor.kind == FactorKind::Passkey);
    let (status, problem) = problem.map_or((StatusCode::OK, None), |(s, p)| (s, Some(p)));
    let page = Proof {
        frame: Frame::new(&own.viewer, "/account", "Xác nhận lại"),
        next: safe(next).to_owned(),
        problem,
        has_passkey: has_passkey && passkeys::are_possible(visit),
    };
    Ok((status, Page(page)).into_response())
}

/// The page that asks a person to prove once more to be themselves.
pub async fn proof_form(
    State(app): State<App>,
    visit: Visit,
    own: Own,
    Query(next): Query<Next>,
) -> Result<Response, Error> {
    proof_page(&app, &visit, &own, &next.next, None).await
}

/// The password once more.
#[derive(Debug, serde::Deserialize)]
pub struct PasswordAgain {
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// Believes a person whose password fits for some minutes.
pub async fn prove(
    State(app): State<App>,
    visit: Visit,
    own: Own,
    Form(typed): Form<PasswordAgain>,
) -> Result<Response, Error> {
    let attempt = Try::of(&app, &own.viewer.name, &visit).await?;
    if let Some(seconds) = attempt.wait(&app).await? {
        let problem = Some((StatusCode::TOO_MANY_REQUESTS, wait(seconds)));
        return proof_page(&app, &visit, &own, &typed.next, problem).await;
    }
    let found = store::find_for_sign_in(&app.store, &own.viewer.name).await?;
    let hash = found.map(|(_, hash)| hash).unwrap_or_default();
    if !actions::password_fits(&app, typed.password, hash).await? {
        attempt.note(&app, "failed").await?;
        let problem = (StatusCode::UNPROCESSABLE_ENTITY, "Mật khẩu không đúng.".to_owned());
        return proof_page(&app, &visit, &own, &typed.next, Some(problem)).await;
    }
    let now = app.clock.now().to_string();
    store::set_session_proved(&app.store, &own.session_id, &now).await?;
    Ok(Redirect::to(safe(&typed.next)).into_response())
}
