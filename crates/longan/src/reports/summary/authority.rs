//! Who draws up a report of a unit, who answers for it, and who receives it.

use super::super::model::{Report, ReportForm};
use crate::App;
use crate::places;
use crate::store::Result;
use crate::users::{self, Right, Role, Viewer};

/// In what capacity somebody works on a report of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capacity {
    /// For their own unit.
    Own,
    /// The Department for a commune that has asked it to enter for it.
    Behalf,
}

/// The roles by which a unit's own people draw up its report.
fn authors(form: ReportForm) -> &'static [Role] {
    match form {
        ReportForm::Commune => &[Role::CommuneCommittee],
        ReportForm::Department => &[Role::Officer, Role::Head, Role::Director],
        ReportForm::Tenant | ReportForm::Investor => &[],
    }
}

/// The roles by which a report of a unit is received: one level above.
fn receivers(form: ReportForm) -> &'static [Role] {
    match form {
        ReportForm::Commune => authors(ReportForm::Department),
        ReportForm::Department => &[Role::Ministry],
        ReportForm::Tenant | ReportForm::Investor => &[],
    }
}

async fn roles_around(app: &App, viewer: &Viewer, place_id: &str) -> Result<Vec<Role>> {
    let links = places::store::links_for(&app.store, &[place_id.to_owned()]).await?;
    let ids: Vec<String> = links.into_iter().map(|link| link.place_id).collect();
    users::store::list_roles_among(&app.store, viewer, &ids).await
}

/// In what capacity the viewer has `right` over the report of a unit; `None` when not at all.
pub async fn capacity(
    app: &App,
    viewer: &Viewer,
    right: Right,
    form: ReportForm,
    place_id: &str,
) -> Result<Option<Capacity>> {
    let roles = roles_around(app, viewer, place_id).await?;
    if roles.iter().any(|role| authors(form).contains(role) && role.gives(right)) {
        return Ok(Some(Capacity::Own));
    }
    let enters = |role: &Role| {
        role.gives(right)
            && role.gives(Right::EnterForOthers)
            && authors(ReportForm::Department).contains(role)
    };
    if form == ReportForm::Commune && roles.iter().any(enters) {
        let asking = asking(app, viewer).await?;
        return Ok(asking.iter().any(|id| id == place_id).then_some(Capacity::Behalf));
    }
    Ok(None)
}

/// The communes in the viewer's reach that ask the Department today to enter for them.
pub async fn asking(app: &App, viewer: &Viewer) -> Result<Vec<String>> {
    let requests = users::store::list_entry_requests(&app.store, viewer).await?;
    let today = app.today();
    let held = requests.into_iter().filter(|request| request.is_held_on(today));
    Ok(held.map(|request| request.place_id).collect())
}

/// Whether the viewer receives a report of a unit, and may take it or give it back.
pub async fn receives(app: &App, viewer: &Viewer, report: &Report) -> Result<bool> {
    let roles = roles_around(app, viewer, &report.subject_id).await?;
    Ok(roles.iter().any(|role| receivers(report.form).contains(role)))
}
