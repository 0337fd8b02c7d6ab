//! Partners and the key of this program, for the administrator.

use super::super::model::{NewPartner, Partner, SigningKey, partner_fields};
use super::super::{actions, store};
use crate::App;
use crate::error::Error;
use crate::places::{self, COUNTRY_ID, Level, Place};
use crate::store::StoreError;
use crate::ui::form::{Field, Typed};
use crate::ui::{Frame, Page, Problems};
use crate::users::{SignedIn, Viewer};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "exchange/partners.html")]
struct List {
    frame: Frame,
    key: Option<SigningKey>,
    partners: Vec<Partner>,
    fields: Vec<Field>,
    typed: Typed,
    problems: Problems,
    today: crate::store::Day,
}

/// The page.
pub async fn list(State(app): State<App>, SignedIn(viewer): SignedIn) -> Result<Response, Error> {
    page(&app, &viewer, Typed::default(), Problems::default()).await
}

async fn page(
    app: &App,
    viewer: &Viewer,
    typed: Typed,
    problems: Problems,
) -> Result<Response, Error> {
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = List {
        frame: Frame::new(viewer, "/exchange/partners", "Đối tác trao đổi"),
        key: store::find_key(&app.store).await?,
        partners: store::list_partners(&app.store, viewer).await?,
        fields: partner_fields(),
        typed,
        problems,
        today: app.today(),
    };
    Ok((status, Page(page)).into_response())
}

/// A province of today or before, or the country.
async fn find_place(app: &App, code: &str) -> Option<Place> {
    if code.eq_ignore_ascii_case("VN") {
        return places::store::find(&app.store, COUNTRY_ID).await.ok().flatten();
    }
    let place = places::resolve(&app.store, code, app.today()).await.ok()?;
    (place.level == Level::Province).then_some(place)
}

/// Enters a partner.
pub async fn add(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    typed: Typed,
) -> Result<Response, Error> {
    let place = find_place(&app, typed.text("place")).await;
    let new = match NewPartner::check(&typed, place, app.today()) {
        Ok(new) => new,
        Err(problems) => return page(&app, &viewer, typed, problems).await,
    };
    match actions::add_partner(&app, &app.actor(&viewer), &new).await {
        Ok(_) => Ok(Redirect::to("/exchange/partners").into_response()),
        Err(StoreError::Taken(_)) => {
            let problem = "Khóa này đã được ghi cho một đối tác. Mỗi khóa chỉ ghi một lần.";
            page(&app, &viewer, typed, Problems::one("public_key", problem)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes the trust in a partner back.
pub async fn revoke(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let partner = store::find_partner(&app.store, &id).await?.ok_or(Error::NotFound)?;
    let reason = kernel::text::nfc(typed.text("reason"));
    if reason.is_empty() {
        return Err(Error::Unusable(
            "Hãy ghi lý do thu hồi, ví dụ: đối tác báo lộ khóa.".to_owned(),
        ));
    }
    let revision = typed.text("revision").parse().unwrap_or_default();
    let seen = Partner { revision, ..partner };
    actions::revoke(&app, &app.actor(&viewer), &seen, &reason).await?;
    Ok(Redirect::to("/exchange/partners").into_response())
}

/// Makes a key; one that was there signs no more.
pub async fn make_key(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    typed: Typed,
) -> Result<Response, Error> {
    let known = store::find_key(&app.store).await?;
    // Whoever presses twice, or has an old page open, makes no second key.
    if known.as_ref().map_or("", |known| known.public_key.as_str()) != typed.text("instead_of") {
        return Err(Error::Stale);
    }
    actions::make_key(&app, &app.actor(&viewer)).await?;
    Ok(Redirect::to("/exchange/partners").into_response())
}
