//! What the browser is asked about passkeys, and what becomes of its answer.

use super::super::factors::passkeys::{self, Answer, Question};
use super::super::model::SessionWay;
use super::super::session::Own;
use super::super::visit::Visit;
use super::super::{actions, store};
use super::factors::{recovery_page, sudo};
use super::sign_in::{awaited, enter, page, safe, take_awaited};
use crate::App;
use crate::error::Error;
use crate::store::StoreError;
use axum::Json;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

const NOT_POSSIBLE: &str =
    "Khóa truy cập chỉ dùng được khi mở chương trình bằng tên miền có HTTPS.";

fn possible(visit: &Visit) -> Result<(), Error> {
    if passkeys::are_possible(visit) {
        return Ok(());
    }
    Err(Error::Unusable(NOT_POSSIBLE.to_owned()))
}

/// Asks for a passkey on the sign-in page: of the person awaited, or of anybody.
pub async fn ask(State(app): State<App>, visit: Visit) -> Result<Json<Question>, Error> {
    possible(&visit)?;
    Ok(Json(match awaited(&app, &visit).await? {
        Some((viewer, _)) => passkeys::ask_known(&app, &visit, &viewer.user_id).await?,
        None => passkeys::ask_anybody(&app, &visit).await?,
    }))
}

/// Lets a person in whose passkey fits. It proves both the device and the person, so nothing
/// more is asked.
pub async fn sign_in(
    State(app): State<App>,
    visit: Visit,
    Form(answer): Form<Answer>,
) -> Result<Response, Error> {
    possible(&visit)?;
    let user_id = passkeys::check(&app, &visit, &answer).await?;
    let viewer = match user_id {
        Some(user_id) => store::find_open(&app.store, &user_id).await?,
        None => None,
    };
    let Some(viewer) = viewer else {
        let problem =
            "Khóa truy cập không khớp với tài khoản nào đang dùng. Hãy đăng nhập bằng mật khẩu.";
        let problem = (StatusCode::UNPROCESSABLE_ENTITY, problem.to_owned());
        return Ok(page(&app, &visit, "", &answer.next, Some(problem)));
    };
    let next = match awaited(&app, &visit).await? {
        Some((_, next)) if take_awaited(&app, &visit).await? => next,
        _ => answer.next,
    };
    enter(&app, &visit, &viewer, SessionWay::Passkey, &next).await
}

/// Asks for one of one's own passkeys, as proof.
pub async fn ask_proof(
    State(app): State<App>,
    visit: Visit,
    own: Own,
) -> Result<Json<Question>, Error> {
    possible(&visit)?;
    Ok(Json(passkeys::ask_known(&app, &visit, &own.viewer.user_id).await?))
}

/// Believes a person whose passkey fits for some minutes.
pub async fn prove(
    State(app): State<App>,
    visit: Visit,
    own: Own,
    Form(answer): Form<Answer>,
) -> Result<Response, Error> {
    possible(&visit)?;
    if passkeys::check(&app, &visit, &answer).await? != Some(own.viewer.user_id.clone()) {
        return Err(Error::Unusable(
            "Khóa truy cập không khớp. Hãy xác nhận bằng mật khẩu.".to_owned(),
        ));
    }
    let now = app.clock.now().to_string();
    store::set_session_proved(&app.store, &own.session_id, &now).await?;
    Ok(Redirect::to(safe(&answer.next)).into_response())
}

/// Asks the browser to make a passkey.
pub async fn ask_new(
    State(app): State<App>,
    visit: Visit,
    own: Own,
) -> Result<Json<Question>, Error> {
    possible(&visit)?;
    if !own.is_proved(app.clock.now()) {
        return Err(Error::Forbidden);
    }
    Ok(Json(passkeys::ask_new(&app, &visit, &own.viewer).await?))
}

/// Keeps the passkey that the browser made.
pub async fn add(
    State(app): State<App>,
    visit: Visit,
    own: Own,
    Form(mut answer): Form<Answer>,
) -> Result<Response, Error> {
    possible(&visit)?;
    if let Some(elsewhere) = sudo(&app, &own) {
        return Ok(elsewhere);
    }
    let name: String = kernel::text::nfc(answer.name.trim()).chars().take(60).collect();
    answer.name = if name.is_empty() { "Khóa truy cập".to_owned() } else { name };
    let taken = || Error::Unusable("Khóa truy cập này đã có trong hệ thống.".to_owned());
    let Some(new) = passkeys::check_new(&app, &visit, &own.viewer, &answer).await? else {
        return Err(Error::Unusable(
            "Trình duyệt chưa tạo được khóa truy cập. Hãy thử lại.".to_owned(),
        ));
    };
    match actions::factors::add(&app, &app.actor(&own.viewer), &new).await {
        Ok(Some(codes)) => Ok(recovery_page(&own.viewer, codes)),
        Ok(None) => Ok(Redirect::to("/account/factors").into_response()),
        Err(StoreError::Taken(_)) => Err(taken()),
        Err(error) => Err(error.into()),
    }
}
