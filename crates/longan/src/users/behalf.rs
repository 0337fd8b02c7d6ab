//! Entering for a commune that has asked for it: the form's choice, and what it means.

use super::rights::Right;
use super::{Viewer, store};
use crate::App;
use crate::error::Error;
use crate::events::Actor;
use crate::ui::form::{Field, Typed, choice};

const FIELD: &str = "on_behalf_of";

/// The choice of a form about a cluster; nothing where no commune asks, or the viewer may not.
pub async fn behalf_field(
    app: &App,
    viewer: &Viewer,
    cluster_id: &str,
) -> Result<Option<Field>, Error> {
    if !viewer.may(Right::EnterForOthers) {
        return Ok(None);
    }
    let requests = store::list_entry_requests_for(&app.store, cluster_id, app.today()).await?;
    if requests.is_empty() {
        return Ok(None);
    }
    let own = (String::new(), "Sở nhập, không nhập thay".to_owned());
    let asked = requests.into_iter().map(|request| {
        let label =
            format!("Nhập thay {}, theo đề nghị ngày {}", request.place, request.from_day.vi());
        (request.place_id, label)
    });
    Ok(Some(choice(FIELD, "Nhập thay", [own].into_iter().chain(asked))))
}

/// The person who acts, for the commune that was chosen in the form. A request that ended while
/// the form was open makes the form be opened again.
pub async fn actor_for(
    app: &App,
    viewer: &Viewer,
    cluster_id: &str,
    typed: &Typed,
) -> Result<Actor, Error> {
    let actor = app.actor(viewer);
    let place_id = typed.text(FIELD);
    if place_id.is_empty() {
        return Ok(actor);
    }
    viewer.require(Right::EnterForOthers)?;
    let requests = store::list_entry_requests_for(&app.store, cluster_id, app.today()).await?;
    if !requests.iter().any(|request| request.place_id == place_id) {
        return Err(Error::Stale);
    }
    Ok(Actor { on_behalf_of: Some(place_id.to_owned()), ..actor })
}
