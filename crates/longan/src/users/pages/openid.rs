//! The way to another house (`OpenID` Connect) and back.

use super::super::model::{LinkKind, SessionWay, Viewer};
use super::super::openid::{self, Told};
use super::super::session::{self, Own};
use super::super::settings::OpenIdSettings;
use super::super::visit::{Cookie, Visit};
use super::super::{actions, store};
use super::sign_in::{Next, page, proceed, safe};
use crate::App;
use crate::error::Error;
use crate::store::StoreError;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::{HeaderMap, SET_COOKIE};
use axum::response::{IntoResponse, Redirect, Response};

fn house(app: &App) -> Result<&OpenIdSettings, Error> {
    app.settings.sign_in.openid.as_ref().ok_or(Error::NotFound)
}

/// Sends a person to the other house to sign in.
pub async fn go(
    State(app): State<App>,
    visit: Visit,
    Query(next): Query<Next>,
) -> Result<Response, Error> {
    send(&app, &visit, None, &next.next).await
}

/// Sends a person to the other house, so that the account there is tied to theirs.
pub async fn go_to_link(
    State(app): State<App>,
    visit: Visit,
    own: Own,
    headers: HeaderMap,
) -> Result<Response, Error> {
    // A link, not a form: the policy lets no form lead to another house. Another site's is refused.
    let from = headers.get("sec-fetch-site").and_then(|site| site.to_str().ok());
    if from.is_some_and(|site| site != "same-origin") {
        return Err(Error::Forbidden);
    }
    if !own.is_proved(app.clock.now()) {
        return Ok(Redirect::to("/account/proof?next=%2Faccount").into_response());
    }
    send(&app, &visit, Some(&own.viewer.user_id), "/account").await
}

async fn send(
    app: &App,
    visit: &Visit,
    for_user: Option<&str>,
    next: &str,
) -> Result<Response, Error> {
    match openid::ask(app, house(app)?, visit, for_user, next).await {
        Ok(way) => {
            let cookie = [(SET_COOKIE, visit.set(Cookie::Step, &way.token))];
            Ok((cookie, Redirect::to(&way.url)).into_response())
        }
        Err(error) => {
            tracing::error!(?error, "the other house cannot be asked");
            let label = &house(app)?.label;
            let problem = format!(
                "Chưa kết nối được với {label}. Hãy thử lại sau ít phút hoặc đăng nhập bằng mật khẩu."
            );
            Ok(page(app, visit, "", next, Some((StatusCode::BAD_GATEWAY, problem))))
        }
    }
}

/// What the other house sends back with the person.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Back {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    error: String,
}

/// Lets a person in whom the other house sent back and whose account is known.
pub async fn come_back(
    State(app): State<App>,
    visit: Visit,
    Query(back): Query<Back>,
) -> Result<Response, Error> {
    let house = house(&app)?;
    let again = |status, problem: String| Ok(page(&app, &visit, "", "", Some((status, problem))));
    if !back.error.is_empty() {
        tracing::info!(error = %back.error.escape_debug(), "the other house let nobody in");
        let problem = format!("Bạn chưa đăng nhập ở {}. Hãy thử lại.", house.label);
        return again(StatusCode::UNPROCESSABLE_ENTITY, problem);
    }
    let told = match openid::hear(&app, house, &visit, (&back.state, &back.code)).await {
        Ok(Some(told)) => told,
        Ok(None) => {
            let problem =
                "Lần đăng nhập này đã hết hạn hoặc bắt đầu ở trình duyệt khác. Hãy thử lại.";
            return again(StatusCode::UNPROCESSABLE_ENTITY, problem.to_owned());
        }
        Err(error) => {
            tracing::error!(?error, "the other house was not believed");
            let problem =
                format!("Chưa xác nhận được với {}. Hãy thử lại sau ít phút.", house.label);
            return again(StatusCode::BAD_GATEWAY, problem);
        }
    };
    let known = store::find_identity(&app.store, &told.issuer, &told.subject).await?;
    if let Some(user_id) = &told.for_user {
        let is_own = known.as_ref().is_none_or(|identity| identity.user_id == *user_id);
        let own = session::find(&app, &visit).await?;
        let own = own.filter(|own| own.viewer.user_id == *user_id && is_own);
        return match own {
            Some(own) => link(&app, &own.viewer, &told, known.is_some()).await,
            None => again(
                StatusCode::FORBIDDEN,
                format!("Tài khoản {} này đã liên kết với người khác.", house.label),
            ),
        };
    }
    let viewer = match known {
        Some(identity) => store::find_open(&app.store, &identity.user_id).await?,
        None => invited(&app, &told).await?,
    };
    match viewer {
        Some(viewer) => proceed(&app, &visit, &viewer, SessionWay::OpenId, &told.next).await,
        None => again(
            StatusCode::FORBIDDEN,
            format!(
                "Tài khoản {} của bạn chưa được mời vào hệ thống này. Hãy đề nghị người quản trị gửi lời mời.",
                house.label
            ),
        ),
    }
}

async fn link(app: &App, viewer: &Viewer, told: &Told, is_known: bool) -> Result<Response, Error> {
    if !is_known {
        let tie = (told.issuer.as_str(), told.subject.as_str(), told.email.as_str());
        match actions::links::link_identity(app, viewer, tie, None).await {
            // Somebody was faster in another window; the tie stands.
            Ok(()) | Err(StoreError::Taken(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Redirect::to(safe(&told.next)).into_response())
}

/// The person who was invited by the mail address that the other house has verified.
async fn invited(app: &App, told: &Told) -> Result<Option<Viewer>, Error> {
    if told.email.is_empty() {
        return Ok(None);
    }
    let user = store::find_by_mail_or_name(&app.store, &told.email).await?;
    let Some(user) = user.filter(|user| user.email == told.email) else { return Ok(None) };
    let now = app.clock.now().to_string();
    let invitation = store::find_link_of(&app.store, LinkKind::Invitation, &user.id, &now).await?;
    let viewer = store::find_open(&app.store, &user.id).await?;
    let (Some(invitation), Some(viewer)) = (invitation, viewer) else { return Ok(None) };
    let tie = (told.issuer.as_str(), told.subject.as_str(), told.email.as_str());
    actions::links::link_identity(app, &viewer, tie, Some(&invitation)).await?;
    Ok(Some(viewer))
}

/// Unties an account at another house from one's own.
pub async fn unlink(
    State(app): State<App>,
    own: Own,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    if !own.is_proved(app.clock.now()) {
        return Ok(Redirect::to("/account/proof?next=%2Faccount").into_response());
    }
    let identities = store::list_identities_of(&app.store, &own.viewer.user_id).await?;
    let identity = identities.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
    actions::links::unlink_identity(&app, &app.actor(&own.viewer), &identity).await?;
    Ok(Redirect::to("/account").into_response())
}
