//! HTTP of needs: the list, the form, one need with what the law says of it, and priority areas.

pub mod areas;
pub mod export;
pub mod form;
pub mod list;
pub mod show;

use super::super::model::{Need, NeedState, ProjectKind};
use super::super::{need, store};
use crate::App;
use crate::error::Error;
use crate::store::Day;
use crate::ui::form::Typed;
use crate::users::{Right, Viewer};
use axum::response::{IntoResponse as _, Redirect, Response};

/// A need that the viewer may see, with the areas of a day.
async fn to_see(app: &App, viewer: &Viewer, id: &str, on: Day) -> Result<Need, Error> {
    store::find_need(&app.store, viewer, id, on).await?.ok_or(Error::NotFound)
}

/// What the viewer may do with a need.
#[derive(Clone, Copy, Debug)]
struct Reach {
    /// Enters needs here, or is of the body that asks.
    enters: bool,
    /// Decides about needs here.
    decides: bool,
}

impl Reach {
    /// Whether the viewer may change what the need says.
    fn edits(self, need: &Need) -> bool {
        need.state.is_open() && (self.decides || self.enters && need.state == NeedState::New)
    }

    /// The states that the viewer may let follow.
    fn steps(self, need: &Need) -> impl Iterator<Item = NeedState> {
        let states = NeedState::ALL.iter().copied();
        states.filter(move |state| {
            let may = self.decides || self.enters && *state == NeedState::Withdrawn;
            may && state.may_follow(need.state)
        })
    }
}

async fn reach(app: &App, viewer: &Viewer, id: &str) -> Result<Reach, Error> {
    let roles = store::list_need_roles(&app.store, viewer, id).await?;
    let gives = |right| roles.iter().any(|role| role.gives(right));
    Ok(Reach { enters: gives(Right::EnterNeeds), decides: gives(Right::WritePromotion) })
}

/// The open needs with these ids, for a project that is to answer them; a need that the viewer may
/// not decide about, or that was decided, is refused.
pub(super) async fn find_open(
    app: &App,
    viewer: &Viewer,
    ids: impl Iterator<Item = &str>,
) -> Result<Vec<Need>, Error> {
    let mut found: Vec<Need> = Vec::new();
    for id in ids.filter(|id| !id.is_empty()) {
        let need = to_see(app, viewer, id, app.today()).await?;
        if !reach(app, viewer, id).await?.decides {
            return Err(Error::Forbidden);
        }
        if !need.state.is_open() {
            return Err(Error::Unusable(format!(
                "Nhu cầu của {} đang ở “{}”, không lập đề án được nữa. Hãy mở lại danh sách nhu cầu.",
                need.name,
                need.state.label()
            )));
        }
        found.push(need);
    }
    Ok(found)
}

/// The form of a project filled in with the needs it is to answer: one need, or several as a group.
pub(super) async fn typed_project_of(
    app: &App,
    viewer: &Viewer,
    needs: &[Need],
) -> Result<Typed, Error> {
    let Some(first) = needs.first() else {
        return Ok(Typed::of(&[("quantity", "1".to_owned())]));
    };
    let kind = if needs.len() > 1 { ProjectKind::Group } else { ProjectKind::Single };
    let join = |of: fn(&Need) -> String, by: &str| {
        let mut texts: Vec<String> = needs.iter().map(of).filter(|text| !text.is_empty()).collect();
        texts.dedup();
        texts.join(by)
    };
    let code = |need: &Need| need.lead_place_id.split(':').nth(1).unwrap_or_default().to_owned();
    let what = if first.equipment.is_empty() { &first.wish } else { &first.equipment };
    let judged = need::judge(app, viewer, first, app.today()).await?;
    let years = needs.iter().map(|need| need.target_year);
    Ok(Typed::of(&[
        ("needs", join(|need| need.id.clone(), ";")),
        ("name", format!("Hỗ trợ {}", kernel::text::lower_first(what))),
        ("kind", kind.to_string()),
        ("content", first.content.to_string()),
        ("activity", first.activity.to_string()),
        ("equipment", first.equipment.clone()),
        ("quantity", needs.len().to_string()),
        ("priority", judged.priority.to_string()),
        ("sector", join(|need| need.sector.label().to_owned(), "; ")),
        ("place_text", join(|need| need.place.clone(), "; ")),
        ("place", join(code, ";")),
        ("from_year", years.clone().min().unwrap_or_default().to_string()),
        ("to_year", years.max().unwrap_or_default().to_string()),
        ("objective", join(|need| need.wish.clone(), "; ")),
        ("beneficiaries", join(|need| need.name.clone(), "; ")),
    ]))
}

/// The need as the person saw it, not as it stands now, is what may be changed.
fn as_seen(need: &Need, typed: &Typed) -> Need {
    let number = |name| typed.text(name).parse().unwrap_or_default();
    Need { revision: number("revision"), ..need.clone() }
}

fn to_need(id: &str) -> Response {
    Redirect::to(&format!("/promotion/needs/{id}")).into_response()
}
