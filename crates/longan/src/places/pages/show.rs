//! One unit: what it is, from when to when, what it came from and became, what is tied to it.

use super::super::store::{self, Membership, Turned};
use super::super::{Level, Mapping, Place, kind_label};
use super::browse::Asked;
use crate::App;
use crate::documents;
use crate::error::Error;
use crate::events::told::{self, Told};
use crate::store::Day;
use crate::ui::{Frame, Page};
use crate::users::{Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;

#[derive(Template)]
#[template(path = "places/show.html")]
struct Show {
    frame: Frame,
    place: Place,
    on: Day,
    above: Vec<Place>,
    sentence: String,
    document: Option<documents::Document>,
    before: Vec<Turned>,
    after: Vec<Turned>,
    children: Vec<Place>,
    regions: Vec<Membership>,
    source: Option<(String, String)>,
    clusters: Vec<(Mapping, i64)>,
    roles: i64,
    told: Vec<Told>,
}

/// One unit.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let place = store::find(&app.store, &id).await?.ok_or(Error::NotFound)?;
    let on = within(&place, asked.day(&app)?);
    let before = store::list_before(&app.store, &place.id).await?;
    let document = match &place.document_id {
        None => None,
        Some(document) => documents::store::find(&app.store, &viewer, document).await?,
    };
    Ok(Page(Show {
        frame: Frame::new(&viewer, "/places", place.full_name.clone()),
        on,
        above: above(&app, &place).await?,
        sentence: sentence(&place, &before),
        document,
        after: store::list_after(&app.store, &place.id).await?,
        children: children(&app, &place, on).await?,
        regions: store::list_regions_of(&app.store, &place.id).await?,
        source: store::find_source(&app.store, &place.id).await?,
        clusters: store::count_clusters(&app.store, &viewer, &place.id).await?,
        roles: store::count_roles(&app.store, &place.id, app.today()).await?,
        told: history(&app, &viewer, &place.id).await?,
        before,
        place,
    }))
}

/// Who changed the unit, when, and by which paper: for those who see the register.
async fn history(app: &App, viewer: &Viewer, id: &str) -> Result<Vec<Told>, Error> {
    if !viewer.may(Right::SeeRegister) {
        return Ok(Vec::new());
    }
    let told = told::history(&app.store, id).await?;
    Ok(if viewer.may(Right::SeeDocuments) { told } else { told::without_links(told) })
}

/// The day asked for, moved into the life of the unit.
fn within(place: &Place, on: Day) -> Day {
    let on = place.last_day().map_or(on, |last| on.min(last));
    place.first_day().map_or(on, |first| on.max(first))
}

/// The units above it, the nearest first, without the country.
async fn above(app: &App, place: &Place) -> Result<Vec<Place>, Error> {
    let mut above: Vec<Place> = Vec::new();
    let mut next = place.parent_id.clone();
    while let Some(id) = next.take() {
        let Some(parent) = store::find(&app.store, &id).await? else { break };
        if parent.level == Level::Country || above.len() > Level::ALL.len() {
            break;
        }
        next.clone_from(&parent.parent_id);
        above.push(parent);
    }
    Ok(above)
}

/// The units directly within it on the day; of a region its members.
async fn children(app: &App, place: &Place, on: Day) -> Result<Vec<Place>, Error> {
    let ids = match place.level {
        Level::Region => return Ok(store::list_members(&app.store, &place.id).await?),
        Level::Commune => return Ok(Vec::new()),
        _ => store::list_same(&app.store, &place.id).await?,
    };
    for level in [Level::Province, Level::District, Level::Commune] {
        if level > place.level {
            let children = store::list_children(&app.store, &ids, on, level).await?;
            if !children.is_empty() {
                return Ok(children);
            }
        }
    }
    Ok(Vec::new())
}

/// "Xã Đức Hòa (trước 01/07/2025: Xã A, Huyện B, Tỉnh C; Xã D, Huyện B, Tỉnh C)".
fn sentence(place: &Place, before: &[Turned]) -> String {
    let Some(first) = before.first() else { return String::new() };
    let names: Vec<String> = before
        .iter()
        .map(|turned| {
            let names = [turned.place.full_name.as_str(), &turned.above, &turned.top];
            let names: Vec<&str> =
                names.into_iter().filter(|name| !name.is_empty() && *name != "Cả nước").collect();
            let part = if turned.is_part() { "một phần " } else { "" };
            format!("{part}{}", names.join(", "))
        })
        .collect();
    format!("{} (trước {}: {})", place.full_name, first.effective_on.vi(), names.join("; "))
}

impl Turned {
    /// What people read for the kind of change.
    pub fn label(&self) -> &'static str {
        kind_label(&self.how)
    }

    /// Whether only a part of the old unit is meant.
    pub fn is_part(&self) -> bool {
        self.how == "divided"
    }
}

/// What people read for a word of confidence.
fn confidence_label(word: &str) -> &'static str {
    use kernel::law::Confidence;
    let all = [
        Confidence::Verified,
        Confidence::Secondary,
        Confidence::SecondaryWeak,
        Confidence::Unverified,
    ];
    all.into_iter().find(|one| one.code() == word).unwrap_or(Confidence::Unverified).label()
}
