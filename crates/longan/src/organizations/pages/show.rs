//! One body: who it is, and everything every capability tells of it. For officers by its address,
//! for its own people as "Hồ sơ của đơn vị tôi".

use super::super::model::{Organization, OrganizationFacts, any_gives};
use super::super::section::Section;
use super::super::store::{self, Merge, People};
use crate::App;
use crate::error::Error;
use crate::events::told::{self, Told};
use crate::events::{self, Event};
use crate::store::Day;
use crate::ui::{Frame, Page, url_encode};
use crate::users::{Right, SignedIn, Viewer};
use askama::Template;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};

#[derive(Template)]
#[template(path = "organizations/show.html")]
struct Show {
    frame: Frame,
    whole: Whole,
    told: Vec<Told>,
    others: Vec<Organization>,
    may_write: &'static str,
    may_merge: &'static str,
    may_erase: &'static str,
    may_see_papers: &'static str,
    above: &'static str,
}

/// Everything known of a body that the viewer may see.
pub struct Whole {
    /// The body.
    pub organization: Organization,
    /// What is known of it.
    pub facts: OrganizationFacts,
    /// Whether its people are shown.
    pub people: People,
    /// What every capability tells.
    pub sections: Vec<Section>,
    /// What was made one with it.
    pub merges: Vec<Merge>,
    /// The day.
    pub on: Day,
}

impl Whole {
    /// Its state in words.
    pub fn state_label(&self) -> String {
        let latest = self.facts.states.iter().find(|fact| fact.counts() && fact.on_day <= self.on);
        latest.map_or_else(
            || "chưa ghi trạng thái".to_owned(),
            |fact| format!("{} từ {}", fact.state.label(), fact.on_day.vi()),
        )
    }
}

/// Reads everything of a body that the viewer may see.
pub async fn whole(
    app: &App,
    viewer: &Viewer,
    mut organization: Organization,
) -> Result<Whole, Error> {
    let on = app.today();
    let id = organization.id.clone();
    let roles = store::list_roles_reaching(&app.store, viewer, &id).await?;
    let own = store::list_own(&app.store, viewer).await?.iter().any(|body| body.id == id);
    let is_officer = any_gives(&roles, Right::SeeOrganizations);
    let people = if is_officer || (own && any_gives(&roles, Right::SeeOwn)) {
        People::Shown
    } else {
        People::Hidden
    };
    let mut facts = store::list_facts(&app.store, viewer, &id, people).await?;
    let mut sections = Vec::new();
    for capability in crate::CAPABILITIES {
        sections.extend((capability.of_organization)(app, viewer, &id, on).await?);
    }
    let mut merges = store::list_merges(&app.store, viewer, &id).await?;
    if !is_officer {
        // What officers note for each other is not for the body itself.
        organization.note.clear();
        for merge in &mut merges {
            merge.reason.clear();
        }
        for state in &mut facts.states {
            state.superseded_reason.clear();
            state.superseded_who.clear();
        }
    }
    Ok(Whole { organization, facts, people, sections, merges, on })
}

/// One body. What was made one with another leads to that other.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let organization = store::find(&app.store, &viewer, &id).await?.ok_or(Error::NotFound)?;
    if let Some(survivor) = &organization.merged_into {
        return Ok(Redirect::to(&format!("/organizations/{survivor}")).into_response());
    }
    let roles = store::list_roles_reaching(&app.store, &viewer, &organization.id).await?;
    let told = told(&app, &viewer, &organization.id).await?;
    let whole = whole(&app, &viewer, organization).await?;
    let mark = |right| if any_gives(&roles, right) { "yes" } else { "" };
    Ok(Page(Show {
        frame: Frame::new(&viewer, "/organizations", whole.organization.name.clone()),
        may_write: mark(Right::WriteOrganizations),
        may_merge: mark(Right::MergeOrganizations),
        may_erase: mark(Right::ErasePersonalData),
        may_see_papers: papers(&viewer),
        whole,
        told,
        others: Vec::new(),
        above: "yes",
    })
    .into_response())
}

fn papers(viewer: &Viewer) -> &'static str {
    if viewer.may(Right::SeeDocuments) { "yes" } else { "" }
}

/// The history of a body and of what was made one with it, latest first.
async fn told(app: &App, viewer: &Viewer, id: &str) -> Result<Vec<Told>, Error> {
    let mut all: Vec<Event> = Vec::new();
    for id in store::list_ids_within(&app.store, viewer, id).await? {
        all.extend(events::list(&app.store, &id).await?);
    }
    all.sort_by(|one, other| other.id.cmp(&one.id));
    // A merge stands in both histories; here it is told once.
    all.dedup_by(|one, other| {
        one.happened_at == other.happened_at
            && one.action == other.action
            && one.after_image == other.after_image
    });
    let told = told::tell(&app.store, &all).await?;
    Ok(if viewer.may(Right::SeeDocuments) { told } else { told::without_links(told) })
}

/// Which of several bodies of one's own is shown.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Chosen {
    #[serde(default)]
    organization: String,
}

#[derive(Template)]
#[template(path = "organizations/nothing.html")]
struct Nothing {
    frame: Frame,
}

/// What the person's own body has: nothing of others.
pub async fn own(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Error> {
    let mut own = store::list_own(&app.store, &viewer).await?;
    let at = own.iter().position(|body| body.id == chosen.organization);
    if at.is_none() && !chosen.organization.is_empty() {
        return Err(Error::NotFound);
    }
    if own.is_empty() {
        let frame = Frame::new(&viewer, "/own", "Hồ sơ của đơn vị tôi");
        return Ok(Page(Nothing { frame }).into_response());
    }
    let organization = own.remove(at.unwrap_or_default());
    let whole = whole(&app, &viewer, organization).await?;
    Ok(Page(Show {
        frame: Frame::new(&viewer, "/own", whole.organization.name.clone()),
        may_write: "",
        may_merge: "",
        may_erase: "",
        may_see_papers: papers(&viewer),
        told: told::without_notes(told(&app, &viewer, &whole.organization.id).await?),
        whole,
        others: own,
        above: "",
    })
    .into_response())
}

/// One body for programs.
pub async fn show_json(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let organization = store::find(&app.store, &viewer, &id).await?.ok_or(Error::NotFound)?;
    if let Some(survivor) = &organization.merged_into {
        let to = format!("/api/organizations/{}", url_encode(survivor));
        return Ok(Redirect::to(&to).into_response());
    }
    let whole = whole(&app, &viewer, organization).await?;
    Ok(Json(serde_json::json!({
        "organization": whole.organization, "kind_label": whole.organization.kind_label(),
        "facts": whole.facts, "people_shown": if whole.people == People::Shown { "yes" } else { "no" },
        "sections": whole.sections, "merged": whole.merges, "on": whole.on,
    }))
    .into_response())
}
