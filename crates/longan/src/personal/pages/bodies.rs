//! Everything about a body as files, and the erasure of one of its people.

use super::super::model::{person_fields, read_person};
use super::super::store::{self, BodyPerson};
use super::super::{actions, body};
use crate::App;
use crate::documents;
use crate::error::Error;
use crate::organizations::{self, Organization, any_gives};
use crate::ui::form::{FormPage, Typed};
use crate::ui::{Frame, Problems};
use crate::users::{Right, SignedIn, Viewer};
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};

/// Everything the program holds of a body and the viewer may see, as one zip: for whoever works
/// with the register there, and for the body itself.
pub async fn download(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let found = organizations::store::find(&app.store, &viewer, &id).await?;
    let organization = found.filter(|found| found.merged_into.is_none()).ok_or(Error::NotFound)?;
    let sees = body::Sees::of(&app, &viewer, &organization.id).await?.ok_or(Error::NotFound)?;
    let name = kernel::text::slug(&organization.name);
    let bytes = body::write(&app, &viewer, organization, sees).await?;
    let disposition = format!("attachment; filename=\"ho-so-{name}.zip\"");
    let headers =
        [(CONTENT_TYPE, "application/zip".to_owned()), (CONTENT_DISPOSITION, disposition)];
    Ok((headers, bytes).into_response())
}

async fn to_erase(
    app: &App,
    viewer: &Viewer,
    (id, person): (&str, &str),
) -> Result<(Organization, BodyPerson), Error> {
    let found = organizations::store::find(&app.store, viewer, id).await?;
    let organization = found.filter(|found| found.merged_into.is_none()).ok_or(Error::NotFound)?;
    let roles =
        organizations::store::list_roles_reaching(&app.store, viewer, &organization.id).await?;
    if !any_gives(&roles, Right::ErasePersonalData) {
        return Err(Error::Forbidden);
    }
    let person = store::find_person(&app.store, viewer, &organization.id, person).await?;
    let person = person.filter(|found| !found.name.starts_with(organizations::ERASED));
    Ok((organization, person.ok_or(Error::NotFound)?))
}

fn page(
    viewer: &Viewer,
    (organization, person): (&Organization, &BodyPerson),
    typed: Typed,
    problems: Problems,
) -> Response {
    let address = format!("/organizations/{}", organization.id);
    let title = format!("Xóa dữ liệu cá nhân: {}, {}", person.name, person.kind.label());
    FormPage {
        frame: Frame::new(viewer, "/organizations", title),
        action: format!("{address}/people/{}/erasure", person.id),
        back: address,
        back_title: organization.name.clone(),
        fields: person_fields(),
        paper_fields: documents::form::fields(),
        typed,
        problems,
    }
    .answer()
}

/// The form that erases a person of a body.
pub async fn erasure_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, person)): Path<(String, String)>,
) -> Result<Response, Error> {
    let (organization, person) = to_erase(&app, &viewer, (&id, &person)).await?;
    Ok(page(&viewer, (&organization, &person), Typed::default(), Problems::default()))
}

/// Erases who a person of a body is.
pub async fn erase(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, person)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Error> {
    let (organization, person) = to_erase(&app, &viewer, (&id, &person)).await?;
    match read_person(&typed, &person.name, &person.phone) {
        Err(problems) => Ok(page(&viewer, (&organization, &person), typed, problems)),
        Ok((new, document)) => {
            let of = (&organization, &person);
            let erased =
                actions::erase_person(&app, &app.actor(&viewer), of, &new, &document).await?;
            tracing::info!(
                number = erased.number,
                events = erased.redacted,
                "personal data of a person of a body erased"
            );
            Ok(Redirect::to(&format!("/organizations/{}", organization.id)).into_response())
        }
    }
}
