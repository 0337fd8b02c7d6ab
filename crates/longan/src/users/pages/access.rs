//! How one person signs in, for the administrator; and which roles need a second factor.

use super::super::model::{Factor, FactorNeed, FactorRule, LinkKind, OpenLink, OwnSession, User};
use super::super::model::{UserForm, check_email};
use super::super::rights::Role;
use super::super::visit::Visit;
use super::super::{SignedIn, Viewer, actions, letters, store};
use crate::App;
use crate::error::Error;
use crate::places::{self, Place};
use crate::store::StoreError;
use crate::ui::form::Typed;
use crate::ui::{Frame, Page, Problems};
use askama::Template;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "users/access.html")]
struct Access {
    frame: Frame,
    user: User,
    invitation: Option<OpenLink>,
    /// A link that is shown once.
    link: String,
    is_mailed: bool,
    sessions: Vec<OwnSession>,
    factors: Vec<Factor>,
    email: String,
    problems: Problems,
}

async fn user_named(app: &App, name: &str) -> Result<User, Error> {
    store::find(&app.store, name).await?.ok_or(Error::NotFound)
}

async fn page(
    app: &App,
    viewer: &Viewer,
    name: &str,
    link: String,
    (email, problems): (Option<String>, Problems),
) -> Result<Response, Error> {
    let user = user_named(app, name).await?;
    let now = app.clock.now().to_string();
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Access {
        frame: Frame::new(viewer, "/users", format!("Đăng nhập của {}", user.full_name)),
        invitation: store::find_link_of(&app.store, LinkKind::Invitation, &user.id, &now).await?,
        link,
        is_mailed: letters::can_be_sent(app) && !user.email.is_empty(),
        sessions: store::list_sessions_of(&app.store, &user.id, &now).await?,
        factors: store::list_factors_of(&app.store, &user.id).await?,
        email: email.unwrap_or_else(|| user.email.clone()),
        user,
        problems,
    };
    Ok((status, Page(page)).into_response())
}

/// How one person signs in.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(name): Path<String>,
) -> Result<Response, Error> {
    page(&app, &viewer, &name, String::new(), (None, Problems::default())).await
}

#[derive(Template)]
#[template(path = "users/invite.html")]
struct Invite {
    frame: Frame,
    form: UserForm,
    problems: Problems,
    places: Vec<Place>,
    can_be_sent: bool,
}

async fn invite_page(
    app: &App,
    viewer: &Viewer,
    form: UserForm,
    problems: Problems,
) -> Result<Response, Error> {
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Invite {
        frame: Frame::new(viewer, "/users", "Mời người dùng"),
        form,
        problems,
        places: places::store::list_for_accounts(&app.store).await?,
        can_be_sent: letters::can_be_sent(app),
    };
    Ok((status, Page(page)).into_response())
}

/// The form for an invitation.
pub async fn invite_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
) -> Result<Response, Error> {
    invite_page(&app, &viewer, UserForm::default(), Problems::default()).await
}

/// Invites a person; the link is sent, and shown once to hand over.
pub async fn invite(
    State(app): State<App>,
    visit: Visit,
    SignedIn(viewer): SignedIn,
    Form(form): Form<UserForm>,
) -> Result<Response, Error> {
    let problems = match form.check() {
        Err(problems) => problems,
        Ok(new) => match actions::links::invite(&app, &app.actor(&viewer), &new).await? {
            Ok(token) => return show_link(&app, &visit, &viewer, &new.name, &token).await,
            Err(StoreError::Taken(which)) if which.contains("email") => {
                Problems::one("email", "Địa chỉ thư này đã thuộc tài khoản khác.")
            }
            Err(StoreError::Taken(_)) => Problems::one("name", "Tên đăng nhập này đã có."),
            Err(error) => return Err(error.into()),
        },
    };
    invite_page(&app, &viewer, form, problems).await
}

async fn show_link(
    app: &App,
    visit: &Visit,
    viewer: &Viewer,
    name: &str,
    token: &str,
) -> Result<Response, Error> {
    let start = app.settings.public_address.as_deref().unwrap_or(&visit.origin);
    let link = format!("{}/invitations/{token}", start.trim_end_matches('/'));
    page(app, viewer, name, link, (None, Problems::default())).await
}

/// Invites a person again.
pub async fn invite_again(
    State(app): State<App>,
    visit: Visit,
    SignedIn(viewer): SignedIn,
    Path(name): Path<String>,
) -> Result<Response, Error> {
    let user = user_named(&app, &name).await?;
    let token = actions::links::invite_again(&app, &app.actor(&viewer), &user).await?;
    show_link(&app, &visit, &viewer, &name, &token).await
}

/// Sets the mail address of a person.
pub async fn set_email(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(name): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let user = user_named(&app, &name).await?;
    let revision = typed.text("revision").parse().unwrap_or(user.revision);
    let seen = User { revision, ..user };
    let problem = match check_email(typed.text("email")) {
        Err(problem) => problem,
        Ok(email) => {
            match actions::links::set_email(&app, &app.actor(&viewer), &seen, &email).await {
                Ok(()) => return Ok(Redirect::to(&format!("/users/{name}/access")).into_response()),
                Err(StoreError::Taken(_)) => "Địa chỉ thư này đã thuộc tài khoản khác.",
                Err(error) => return Err(error.into()),
            }
        }
    };
    let typed = typed.text("email").to_owned();
    let problems = Problems::one("email", problem);
    page(&app, &viewer, &name, String::new(), (Some(typed), problems)).await
}

/// Ends every session of a person.
pub async fn end_sessions(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(name): Path<String>,
) -> Result<Redirect, Error> {
    let user = user_named(&app, &name).await?;
    actions::sessions::end_all(&app, &app.actor(&viewer), &user).await?;
    Ok(Redirect::to(&format!("/users/{name}/access")))
}

/// Takes a second factor away from a person who has lost it.
pub async fn remove_factor(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((name, id)): Path<(String, String)>,
) -> Result<Redirect, Error> {
    let user = user_named(&app, &name).await?;
    let factors = store::list_factors_of(&app.store, &user.id).await?;
    let factor = factors.into_iter().find(|factor| factor.id == id).ok_or(Error::NotFound)?;
    actions::factors::remove(&app, &app.actor(&viewer), &factor).await?;
    Ok(Redirect::to(&format!("/users/{name}/access")))
}

#[derive(Template)]
#[template(path = "users/factor_rules.html")]
struct FactorRules {
    frame: Frame,
    rules: Vec<(Role, FactorNeed, i64)>,
}

/// Which roles need a second factor.
pub async fn factor_rules(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
) -> Result<Response, Error> {
    let said = store::list_factor_rules(&app.store).await?;
    let rule = |role: Role| {
        let said = said.iter().find(|rule| rule.role == role);
        (
            role,
            said.map_or(FactorNeed::Optional, |rule| rule.needs),
            said.map_or(0, |rule| rule.revision),
        )
    };
    let frame = Frame::new(&viewer, "/users", "Vai trò cần lớp bảo vệ thứ hai");
    Ok(Page(FactorRules { frame, rules: Role::given().map(rule).collect() }).into_response())
}

/// Says whether a role needs a second factor.
pub async fn set_factor_rule(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(role): Path<String>,
    typed: Typed,
) -> Result<Redirect, Error> {
    let role: Role = role.parse().map_err(|_| Error::NotFound)?;
    let needs: FactorNeed = typed.text("needs").parse().map_err(|_| Error::NotFound)?;
    let revision: i64 = typed.text("revision").parse().unwrap_or(0);
    let seen = (revision > 0).then_some(FactorRule { role, revision, needs });
    actions::factors::set_rule(&app, &app.actor(&viewer), role, needs, seen.as_ref()).await?;
    Ok(Redirect::to("/factor-rules"))
}
