//! The form by which a project is registered before its plan is decided.

use super::super::actions;
use super::super::store;
use super::edit::{fields_of_new, read_entry, to_project};
use super::{needs, problems};
use crate::App;
use crate::documents;
use crate::error::Error;
use crate::ui::form::{FormPage, Reader, Typed};
use crate::ui::{Frame, Problems};
use crate::users::{SignedIn, Viewer};
use axum::extract::{Query, State};
use axum::response::Response;

async fn page(
    app: &App,
    viewer: &Viewer,
    typed: Typed,
    problems: Problems,
) -> Result<Response, Error> {
    let plans = store::list_plans(&app.store, viewer).await?;
    let open = plans.into_iter().filter(|line| line.plan.approved_on.is_none());
    let page = FormPage {
        frame: Frame::new(viewer, "/promotion", "Đăng ký đề án khuyến công"),
        action: "/promotion/drafts".to_owned(),
        back: "/promotion".to_owned(),
        back_title: "Khuyến công".to_owned(),
        fields: fields_of_new(open),
        paper_fields: documents::form::fields(),
        typed,
        problems,
    };
    Ok(page.answer())
}

/// The form for a draft, filled in with the needs it is to answer.
pub async fn new_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let ids = pairs.iter().filter(|(name, _)| name == "need").map(|(_, id)| id.as_str());
    let needs = needs::find_open(&app, &viewer, ids).await?;
    let typed = needs::typed_project_of(&app, &viewer, &needs).await?;
    page(&app, &viewer, typed, Problems::default()).await
}

/// Adds a draft by the paper that asks for it.
pub async fn add(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    typed: Typed,
) -> Result<Response, Error> {
    let missing =
        "Hãy chọn kế hoạch đang lập; chưa có thì thêm kế hoạch và để trống ngày phê duyệt.";
    let mut reader = Reader::new(&typed);
    let document = documents::form::read(&mut reader);
    let read = read_entry(&app, &viewer, reader, &typed, (missing, document.issued_on)).await?;
    let found = match read {
        Err(found) => found,
        Ok(entry) => {
            let actor = app.actor(&viewer);
            let added = actions::draft_project(
                &app,
                (&actor, &viewer),
                (&entry.plan, &entry.new),
                (&entry.links, &document),
                (&entry.lead_place_id, &entry.beneficiaries),
                &entry.needs,
            );
            match added.await {
                Ok(id) => return Ok(to_project(&id)),
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    page(&app, &viewer, typed, found).await
}
