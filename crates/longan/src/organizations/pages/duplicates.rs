//! Records that may be of one body: the list, two side by side, making them one, and back.

use super::super::actions;
use super::super::likeness::{self, Body, Pair};
use super::super::model::Organization;
use super::super::store;
use super::edit::to;
use super::show::{Whole, whole};
use super::with_right;
use crate::App;
use crate::error::Error;
use crate::remembered;
use crate::ui::form::{FormPage, Reader, Typed, hidden, line};
use crate::ui::{Frame, Page, Problems, Vi};
use crate::users::{Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Redirect, Response};

/// How many pairs one page shows.
const SHOWN: usize = 100;

/// Two bodies that may be one, as the list shows them.
pub struct Alike {
    first: Body,
    second: Body,
    score: i64,
    reasons: String,
}

#[derive(Template)]
#[template(path = "organizations/duplicates.html")]
struct List {
    frame: Frame,
    pairs: Vec<Alike>,
    looked_at: String,
    total: String,
}

/// Searches everything the viewer sees; pairs that somebody told apart are left out.
async fn search(app: &App, viewer: &Viewer) -> Result<(Vec<Body>, Vec<Pair>), Error> {
    let bodies = store::list_bodies(&app.store, viewer).await?;
    let distinct = store::list_distinctions(&app.store, viewer).await?;
    // Some tenths of a second of arithmetic for twenty thousand bodies: not on the threads that answer.
    let found = tokio::task::spawn_blocking(move || {
        let mut pairs = likeness::pairs(&bodies);
        pairs.retain(|pair| {
            let (one, other) = (&bodies[pair.first].id, &bodies[pair.second].id);
            let key = if one < other { (one, other) } else { (other, one) };
            !distinct.contains(&(key.0.clone(), key.1.clone()))
        });
        (bodies, pairs)
    });
    Ok(found.await.map_err(anyhow::Error::from)?)
}

/// The pairs, the likeliest first.
pub async fn list(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    uri: Uri,
) -> Result<Response, Error> {
    remembered::page(&app, &viewer, &uri, draw(&app, &viewer)).await
}

async fn draw(app: &App, viewer: &Viewer) -> Result<Response, Error> {
    let (bodies, pairs) = search(app, viewer).await?;
    let total = i64::try_from(pairs.len()).unwrap_or_default();
    let looked_at = i64::try_from(bodies.len()).unwrap_or_default();
    let alike = pairs.into_iter().take(SHOWN).map(|pair| Alike {
        first: bodies[pair.first].clone(),
        second: bodies[pair.second].clone(),
        score: pair.score,
        reasons: pair.reasons.iter().map(|r| r.label()).collect::<Vec<_>>().join("; "),
    });
    Ok(Page(List {
        frame: Frame::new(viewer, "/organizations", "Hồ sơ có thể trùng"),
        pairs: alike.collect(),
        looked_at: Vi::count(looked_at),
        total: Vi::count(total),
    })
    .into_response())
}

/// Two bodies over both of which the viewer has the right.
async fn both(
    app: &App,
    viewer: &Viewer,
    one: &str,
    other: &str,
) -> Result<(Organization, Organization), Error> {
    let one = with_right(app, viewer, Right::MergeOrganizations, one).await?;
    let other = with_right(app, viewer, Right::MergeOrganizations, other).await?;
    Ok((one, other))
}

/// Keeps that two bodies are not the same.
pub async fn say_distinct(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    typed: Typed,
) -> Result<Response, Error> {
    let (one, other) = both(&app, &viewer, typed.text("first"), typed.text("second")).await?;
    let mut reader = Reader::new(&typed);
    let reason = reader.required("reason", "Hãy ghi lý do để người sau không phải xem lại.");
    let said = reader.finish(()).map_err(actions::Refusal::Problems);
    let said = match said {
        Ok(()) => actions::say_distinct(&app, &app.actor(&viewer), (&one, &other), &reason).await,
        Err(refusal) => Err(refusal),
    };
    match said {
        Ok(()) => Ok(Redirect::to("/organizations/duplicates").into_response()),
        Err(refusal) => {
            let problems = refusal.problems()?;
            compare_page(&app, &viewer, one, Some(other), typed, problems).await
        }
    }
}

/// What the comparison may be asked with.
#[derive(Debug, Default, serde::Deserialize)]
pub struct With {
    #[serde(default)]
    with: String,
}

#[derive(Template)]
#[template(path = "organizations/compare.html")]
struct Compare {
    frame: Frame,
    one: Whole,
    other: Option<Whole>,
    typed: Typed,
    problems: Problems,
    warning: &'static str,
}

impl Compare {
    fn both(&self) -> Vec<&Whole> {
        std::iter::once(&self.one).chain(&self.other).collect()
    }
}

/// Two bodies side by side, to decide which record stays.
pub async fn compare(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<With>,
) -> Result<Response, Error> {
    let one = with_right(&app, &viewer, Right::MergeOrganizations, &id).await?;
    let typed = Typed::of(&[("with", asked.with.clone())]);
    let (other, problems) = match asked.with.trim() {
        "" => (None, Problems::default()),
        text => match find_typed(&app, &viewer, text).await? {
            Some(other) if other.id != one.id => (Some(other), Problems::default()),
            _ => (
                None,
                Problems::one(
                    "with",
                    "Không tìm thấy đúng một tổ chức khác. Hãy nhập mã số thuế hoặc tên đầy đủ như trong sổ.",
                ),
            ),
        },
    };
    compare_page(&app, &viewer, one, other, typed, problems).await
}

/// A body by id, tax code or full name, where exactly one that the viewer may merge fits.
async fn find_typed(app: &App, viewer: &Viewer, text: &str) -> Result<Option<Organization>, Error> {
    let ids = store::list_ids_typed(&app.store, viewer, text).await?;
    let [only] = ids.as_slice() else { return Ok(None) };
    match with_right(app, viewer, Right::MergeOrganizations, only).await {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound | Error::Forbidden) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn compare_page(
    app: &App,
    viewer: &Viewer,
    one: Organization,
    other: Option<Organization>,
    typed: Typed,
    problems: Problems,
) -> Result<Response, Error> {
    let codes = (one.tax_code.clone(), other.as_ref().and_then(|other| other.tax_code.clone()));
    let warning = match codes {
        (Some(one), Some(other)) if one != other => {
            "Hai hồ sơ có hai mã số thuế khác nhau. Chỉ nhập khi đã đối chiếu giấy chứng nhận: hộ kinh doanh đổi sang mã 12 số, hoặc một mã ghi nhầm. Chi nhánh là đơn vị riêng, không nhập vào công ty mẹ."
        }
        _ => "",
    };
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let title = format!("Nhập hồ sơ trùng: {}", one.name);
    let one = whole(app, viewer, one).await?;
    let other = match other {
        Some(other) => Some(whole(app, viewer, other).await?),
        None => None,
    };
    let frame = Frame::new(viewer, "/organizations", title);
    Ok((status, Page(Compare { frame, one, other, typed, problems, warning })).into_response())
}

/// Makes one body of two; the record that was chosen stays.
pub async fn merge(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let (one, other) = both(&app, &viewer, &id, typed.text("with")).await?;
    let mut reader = Reader::new(&typed);
    let reason = reader.required("reason", "Hãy ghi căn cứ, ví dụ: cùng giấy chứng nhận đăng ký.");
    let survivor = reader.required("survivor", "Hãy chọn hồ sơ giữ lại.");
    if !survivor.is_empty() && survivor != one.id && survivor != other.id {
        reader.add("survivor", "Hãy chọn hồ sơ giữ lại.");
    }
    let problems = if let Err(problems) = reader.finish(()) {
        problems
    } else {
        let seen = |organization: &Organization, field: &str| Organization {
            revision: typed.text(field).parse().unwrap_or(organization.revision),
            ..organization.clone()
        };
        let (one, other) = (seen(&one, "revision"), seen(&other, "with_revision"));
        let (merged, stays) = if survivor == one.id { (&other, &one) } else { (&one, &other) };
        match actions::merge(&app, &app.actor(&viewer), merged, stays, &reason).await {
            Ok(()) => return Ok(to(&stays.id)),
            Err(refusal) => refusal.problems()?,
        }
    };
    compare_page(&app, &viewer, one, Some(other), typed, problems).await
}

fn undo_page(
    viewer: &Viewer,
    organization: &Organization,
    merge: &store::Merge,
    typed: Typed,
    problems: Problems,
) -> Response {
    let address = format!("/organizations/{}", organization.id);
    FormPage {
        frame: Frame::new(
            viewer,
            "/organizations",
            format!("Tách lại {} khỏi {}", merge.merged_name, organization.name),
        ),
        action: format!("{address}/merges/{}/undoing", merge.id),
        back: address,
        back_title: organization.name.clone(),
        fields: vec![
            line(
                "reason",
                "Lý do tách",
                "Những gì đã chuyển sang sẽ trả về hồ sơ cũ; phần đã sửa sau khi nhập thì ở lại",
            ),
            hidden("revision"),
        ],
        paper_fields: Vec::new(),
        typed,
        problems,
    }
    .answer()
}

async fn merge_of(
    app: &App,
    viewer: &Viewer,
    id: &str,
    merge: &str,
) -> Result<(Organization, store::Merge), Error> {
    let organization = with_right(app, viewer, Right::MergeOrganizations, id).await?;
    let merge = store::find_merge(&app.store, viewer, merge).await?.ok_or(Error::NotFound)?;
    if merge.survivor_id == organization.id {
        Ok((organization, merge))
    } else {
        Err(Error::NotFound)
    }
}

/// The form that takes a merge back.
pub async fn undo_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, merge)): Path<(String, String)>,
) -> Result<Response, Error> {
    let (organization, merge) = merge_of(&app, &viewer, &id, &merge).await?;
    let typed = Typed::of(&[("revision", merge.revision.to_string())]);
    Ok(undo_page(&viewer, &organization, &merge, typed, Problems::default()))
}

/// Takes a merge back.
pub async fn undo(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, merge)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Error> {
    let (organization, merge) = merge_of(&app, &viewer, &id, &merge).await?;
    let mut reader = Reader::new(&typed);
    let reason = reader.required("reason", "Hãy ghi lý do tách để người sau hiểu.");
    let problems = if let Err(problems) = reader.finish(()) {
        problems
    } else {
        let revision = typed.text("revision").parse().unwrap_or(merge.revision);
        let seen = store::Merge { revision, ..merge.clone() };
        match actions::undo(&app, &app.actor(&viewer), &seen, &reason).await {
            Ok(_) => return Ok(to(&merge.merged_id)),
            Err(refusal) => refusal.problems()?,
        }
    };
    Ok(undo_page(&viewer, &organization, &merge, typed, problems))
}
