//! Correcting a state that was recorded wrongly, of a cluster or of a tenant: another one stands
//! instead of it, on the word of a paper.

use super::super::actions;
use super::super::model::fact::{self, FactKind};
use super::super::model::{Cluster, DayPrecision, StateFact, Tenant, TenantState, TenantStateFact};
use super::super::store;
use super::super::store::many::TenantStateRow;
use super::edit::{problems, to_change};
use crate::App;
use crate::documents;
use crate::error::Error;
use crate::ui::form::{Field, FormPage, Reader, Typed, choice, line, lines};
use crate::ui::{Frame, Problems, Vi};
use crate::users::{self, Right, SignedIn, Viewer};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};

pub(super) const REASON: &str = "Hãy ghi lý do đính chính để người sau hiểu.";

/// What was typed into a form, and what is wrong with it.
pub(super) type Filled = (Typed, Problems);

/// Where a form stands: the menu, its address and the way back with its name.
pub(super) struct Stand<'a> {
    pub menu: &'static str,
    pub title: String,
    pub action: String,
    pub back: String,
    pub back_title: &'a str,
    pub cluster_id: &'a str,
}

pub(super) async fn page(
    app: &App,
    viewer: &Viewer,
    stand: Stand<'_>,
    mut fields: Vec<Field>,
    (typed, problems): Filled,
) -> Result<Response, Error> {
    fields.push(lines(
        "reason",
        "Lý do đính chính",
        "Ví dụ: nhập nhầm; văn bản ghi ngày 01/03/2010",
    ));
    fields.extend(users::behalf_field(app, viewer, stand.cluster_id).await?);
    let page = FormPage {
        frame: Frame::new(viewer, stand.menu, stand.title),
        action: stand.action,
        back: stand.back,
        back_title: stand.back_title.to_owned(),
        fields,
        paper_fields: documents::form::fields(),
        typed,
        problems,
    };
    Ok(page.answer())
}

async fn state_to_correct(
    app: &App,
    viewer: &Viewer,
    (slug, id): (&str, &str),
) -> Result<(Cluster, StateFact), Error> {
    let cluster = to_change(app, viewer, slug).await?;
    let state = store::find_state(&app.store, viewer, &cluster.id, id).await?;
    Ok((cluster, state.ok_or(Error::NotFound)?))
}

async fn state_page(
    app: &App,
    viewer: &Viewer,
    (cluster, old): (&Cluster, &StateFact),
    filled: Filled,
) -> Result<Response, Error> {
    let address = format!("/clusters/{}", cluster.slug);
    let stand = Stand {
        menu: "/clusters",
        title: format!("Đính chính: {} ({})", old.state.label(), old.precision.vi(&old.on_day)),
        action: format!("{address}/states/{}/correction", old.id),
        back: format!("{address}?tab=timeline"),
        back_title: &cluster.name,
        cluster_id: &cluster.id,
    };
    page(app, viewer, stand, fact::fields(FactKind::State, Vec::new()), filled).await
}

/// The form for a correction of a cluster's state, filled in with what stands there.
pub async fn state_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response, Error> {
    let (cluster, old) = state_to_correct(&app, &viewer, (&slug, &id)).await?;
    let typed = Typed::of(&[
        ("state", old.state.word().to_owned()),
        ("on_day", old.on_day.vi()),
        ("precision", old.precision.word().to_owned()),
        ("area_ha", Vi::ha(old.area_m2)),
        ("note", old.note.clone()),
    ]);
    state_page(&app, &viewer, (&cluster, &old), (typed, Problems::default())).await
}

/// Puts the right state in the place of the wrong one, unless somebody was faster.
pub async fn correct_state(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((slug, id)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Error> {
    let (cluster, old) = state_to_correct(&app, &viewer, (&slug, &id)).await?;
    let mut reader = Reader::new(&typed);
    let new = fact::read_state(&mut reader);
    let reason = reader.required("reason", REASON);
    let document = documents::form::read(&mut reader);
    let found = match reader.finish(document) {
        Err(found) => found,
        Ok(document) => {
            let actor = users::actor_for(&app, &viewer, &cluster.id, &typed).await?;
            match actions::correct_state(&app, &actor, &old, &new, (&document, &reason)).await {
                Ok(()) => {
                    let to = format!("/clusters/{slug}?tab=timeline&on={}", app.today());
                    return Ok(Redirect::to(&to).into_response());
                }
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    state_page(&app, &viewer, (&cluster, &old), (typed, found)).await
}

async fn tenant_state_to_correct(
    app: &App,
    viewer: &Viewer,
    (tenant_id, id): (&str, &str),
) -> Result<(Tenant, TenantStateFact), Error> {
    let found = store::find_tenant(&app.store, viewer, tenant_id).await?;
    let (tenant, ..) = found.ok_or(Error::NotFound)?;
    users::require_with_cluster(app, viewer, Right::WriteRegister, &tenant.cluster_id).await?;
    let state = store::find_tenant_state(&app.store, viewer, &tenant.id, id).await?;
    Ok((tenant, state.ok_or(Error::NotFound)?))
}

async fn tenant_state_page(
    app: &App,
    viewer: &Viewer,
    (tenant, old): (&Tenant, &TenantStateFact),
    filled: Filled,
) -> Result<Response, Error> {
    let address = format!("/tenants/{}", tenant.id);
    let stand = Stand {
        menu: "/tenants",
        title: format!("Đính chính: {} ({})", old.state.label(), old.precision.vi(&old.on_day)),
        action: format!("{address}/states/{}/correction", old.id),
        back: address,
        back_title: &tenant.name,
        cluster_id: &tenant.cluster_id,
    };
    let states = TenantState::ALL.iter().map(|s| (s.word().to_owned(), s.label().to_owned()));
    let fields = vec![
        choice("state", "Trạng thái", states),
        line("on_day", "Từ ngày", "Ví dụ 31/12/2013"),
        fact::precision(),
    ];
    page(app, viewer, stand, fields, filled).await
}

/// The form for a correction of a tenant's state, filled in with what stands there.
pub async fn tenant_state_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((tenant_id, id)): Path<(String, String)>,
) -> Result<Response, Error> {
    let (tenant, old) = tenant_state_to_correct(&app, &viewer, (&tenant_id, &id)).await?;
    let typed = Typed::of(&[
        ("state", old.state.word().to_owned()),
        ("on_day", old.on_day.vi()),
        ("precision", old.precision.word().to_owned()),
    ]);
    tenant_state_page(&app, &viewer, (&tenant, &old), (typed, Problems::default())).await
}

/// Puts the right state in the place of the wrong one, unless somebody was faster.
pub async fn correct_tenant_state(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((tenant_id, id)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Error> {
    let (tenant, old) = tenant_state_to_correct(&app, &viewer, (&tenant_id, &id)).await?;
    let mut reader = Reader::new(&typed);
    let new = TenantStateRow {
        state: reader.choice("state", TenantState::Registered),
        on_day: reader.day("on_day"),
        precision: reader.choice("precision", DayPrecision::Exact),
        location: reader.text("location"),
        raw: String::new(),
    };
    let reason = reader.required("reason", REASON);
    let document = documents::form::read(&mut reader);
    let found = match reader.finish(document) {
        Err(found) => found,
        Ok(document) => {
            let actor = users::actor_for(&app, &viewer, &tenant.cluster_id, &typed).await?;
            let seen = (&tenant, &old);
            match actions::correct_tenant_state(&app, &actor, seen, &new, (&document, &reason))
                .await
            {
                Ok(()) => {
                    let to = format!("/tenants/{}?on={}", tenant.id, app.today());
                    return Ok(Redirect::to(&to).into_response());
                }
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    tenant_state_page(&app, &viewer, (&tenant, &old), (typed, found)).await
}
