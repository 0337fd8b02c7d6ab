//! Links that work once: an invitation, a new password. Whoever holds one need not sign in.

use super::super::model::{LinkKind, OpenLink, SessionWay, Viewer};
use super::super::throttle::Try;
use super::super::visit::Visit;
use super::super::{actions, letters, session, store};
use super::account::NewPassword;
use crate::App;
use crate::error::Error;
use crate::files::sha256_hex;
use crate::store::StoreError;
use crate::ui::{Page, Problems};
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "users/choose_password.html")]
struct Choose {
    title: &'static str,
    action: String,
    name: String,
    full_name: String,
    /// What is on the button of the other house; empty without one or where it cannot help.
    openid: String,
    problems: Problems,
}

const USED_UP: &str = "Liên kết này đã dùng, đã hết hạn hoặc không đúng. Hãy đề nghị người quản trị gửi liên kết mới, hoặc yêu cầu lại ở trang đăng nhập.";

async fn find(app: &App, kind: LinkKind, token: &str) -> Result<(OpenLink, Viewer), Error> {
    let now = app.clock.now().to_string();
    let hash = sha256_hex(token.as_bytes());
    if let Some(link) = store::find_link(&app.store, kind, &hash, &now).await?
        && let Some(viewer) = store::find_open(&app.store, &link.user_id).await?
    {
        return Ok((link, viewer));
    }
    Err(Error::Unusable(USED_UP.to_owned()))
}

fn page(app: &App, kind: LinkKind, token: &str, viewer: &Viewer, problems: Problems) -> Response {
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (title, folder) = match kind {
        LinkKind::Invitation => ("Bắt đầu sử dụng Longan", "invitations"),
        LinkKind::PasswordReset => ("Đặt lại mật khẩu", "password-reset"),
    };
    let openid = app.settings.sign_in.openid.as_ref().filter(|_| kind == LinkKind::Invitation);
    let page = Choose {
        title,
        action: format!("/{folder}/{}", crate::ui::url_encode(token)),
        name: viewer.name.clone(),
        full_name: viewer.full_name.clone(),
        openid: openid.map(|house| house.label.clone()).unwrap_or_default(),
        problems,
    };
    (status, Page(page)).into_response()
}

/// Sets the password that was chosen; `None` when the page was shown again with problems.
async fn choose(
    app: &App,
    kind: LinkKind,
    token: &str,
    typed: NewPassword,
) -> Result<Result<Viewer, Response>, Error> {
    let (link, viewer) = find(app, kind, token).await?;
    let password = match typed.check(&[&viewer.name, &viewer.full_name]) {
        Ok(password) => password,
        Err(problems) => return Ok(Err(page(app, kind, token, &viewer, problems))),
    };
    let set = actions::links::set_password_by_link(app, &viewer, &link, password).await;
    if let Err(error) = set {
        return Err(match error.downcast_ref::<StoreError>() {
            Some(StoreError::Stale) => Error::Unusable(USED_UP.to_owned()),
            _ => error.into(),
        });
    }
    Ok(Ok(viewer))
}

/// The page an invitation leads to.
pub async fn invitation(
    State(app): State<App>,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    let (_, viewer) = find(&app, LinkKind::Invitation, &token).await?;
    Ok(page(&app, LinkKind::Invitation, &token, &viewer, Problems::default()))
}

/// Takes an invitation: the person has chosen a password and is let in.
pub async fn take_invitation(
    State(app): State<App>,
    visit: Visit,
    Path(token): Path<String>,
    Form(typed): Form<NewPassword>,
) -> Result<Response, Error> {
    match choose(&app, LinkKind::Invitation, &token, typed).await? {
        Ok(viewer) => Ok(session::begin(&app, &viewer, SessionWay::Invitation, &visit, "/").await?),
        Err(page) => Ok(page),
    }
}

#[derive(Template)]
#[template(path = "users/forgotten.html")]
struct Forgotten {
    can_be_sent: bool,
    is_asked: bool,
}

/// The page for one who has forgotten their password.
pub async fn forgotten(State(app): State<App>) -> impl IntoResponse {
    Page(Forgotten { can_be_sent: letters::can_be_sent(&app), is_asked: false })
}

/// The name or mail address of one who has forgotten their password.
#[derive(Debug, serde::Deserialize)]
pub struct Who {
    #[serde(default)]
    who: String,
}

/// Sends a link for a new password. The answer is the same whether or not there is such an account.
pub async fn ask_reset(
    State(app): State<App>,
    visit: Visit,
    Form(typed): Form<Who>,
) -> Result<Response, Error> {
    let who = typed.who.trim().to_lowercase();
    let can_be_sent = letters::can_be_sent(&app);
    let may_ask = Try::of(&app, &who, &visit).await?.may_ask_reset(&app).await?;
    if can_be_sent && may_ask {
        let user = store::find_by_mail_or_name(&app.store, &who).await?;
        if let Some(user) = user.filter(|user| !user.email.is_empty())
            && let Some(viewer) = store::find_open(&app.store, &user.id).await?
        {
            actions::links::send_reset(&app, &app.actor(&viewer), &user).await?;
        }
    }
    Ok(Page(Forgotten { can_be_sent, is_asked: true }).into_response())
}

/// The page a link for a new password leads to.
pub async fn reset(State(app): State<App>, Path(token): Path<String>) -> Result<Response, Error> {
    let (_, viewer) = find(&app, LinkKind::PasswordReset, &token).await?;
    Ok(page(&app, LinkKind::PasswordReset, &token, &viewer, Problems::default()))
}

/// Sets the new password; then one signs in with it, second factor and all.
pub async fn set_by_reset(
    State(app): State<App>,
    Path(token): Path<String>,
    Form(typed): Form<NewPassword>,
) -> Result<Response, Error> {
    match choose(&app, LinkKind::PasswordReset, &token, typed).await? {
        Ok(_) => Ok(Redirect::to("/sign-in").into_response()),
        Err(page) => Ok(page),
    }
}
