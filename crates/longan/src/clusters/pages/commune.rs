//! The form by which an officer confirms the commune of a cluster.

use super::super::actions;
use super::super::model::Cluster;
use super::super::store;
use super::edit::{problems, to_change};
use crate::App;
use crate::documents;
use crate::error::Error;
use crate::ui::form::{FormPage, Reader, Typed, choice};
use crate::ui::{Frame, Problems};
use crate::users::{SignedIn, Viewer};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};

async fn page(
    app: &App,
    viewer: &Viewer,
    cluster: &Cluster,
    typed: Typed,
    problems: Problems,
) -> Result<Response, Error> {
    let choices = store::list_commune_choices(&app.store, viewer, &cluster.id).await?;
    if choices.is_empty() {
        return Err(Error::Unusable(
            "Xã ghi trong hồ sơ của cụm này không bị chia nên không cần xác nhận.".to_owned(),
        ));
    }
    let address = format!("/clusters/{}", cluster.slug);
    let page = FormPage {
        frame: Frame::new(viewer, "/clusters", format!("Xác nhận xã: {}", cluster.name)),
        action: format!("{address}/commune"),
        back: address,
        back_title: cluster.name.clone(),
        fields: vec![choice("place", "Cụm nằm ở xã, phường", choices)],
        paper_fields: documents::form::fields(),
        typed,
        problems,
    };
    Ok(page.answer())
}

/// The form.
pub async fn form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(slug): Path<String>,
) -> Result<Response, Error> {
    let cluster = to_change(&app, &viewer, &slug).await?;
    page(&app, &viewer, &cluster, Typed::default(), Problems::default()).await
}

/// Confirms the commune.
pub async fn confirm(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let cluster = to_change(&app, &viewer, &slug).await?;
    let choices = store::list_commune_choices(&app.store, &viewer, &cluster.id).await?;
    let mut reader = Reader::new(&typed);
    let place_id = typed.text("place").to_owned();
    if !choices.iter().any(|(id, _)| *id == place_id) {
        reader.add("place", "Hãy chọn xã, phường trong danh sách.");
    }
    let location = reader.text("location");
    let document = documents::form::read(&mut reader);
    let found = match reader.finish(document) {
        Err(found) => found,
        Ok(document) => {
            let actor = app.actor(&viewer);
            let done =
                actions::confirm_commune(&app, &actor, &cluster, &place_id, &document, &location);
            match done.await {
                Ok(()) => return Ok(Redirect::to(&format!("/clusters/{slug}")).into_response()),
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    page(&app, &viewer, &cluster, typed, found).await
}
