//! Correcting a lease that was recorded wrongly: its land, its days, its plot or who holds it.

use super::super::actions;
use super::super::model::fact::{self, FactKind};
use super::super::model::{DayPrecision, Lease, NewLease, RightLease};
use super::super::store;
use super::edit::problems;
use super::state_correction::{Filled, REASON, Stand, page};
use crate::App;
use crate::documents;
use crate::error::Error;
use crate::store::Day;
use crate::ui::form::{Reader, Typed, hidden, line};
use crate::ui::{Problems, Vi};
use crate::users::{self, Right, SignedIn, Viewer};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};

async fn to_correct(app: &App, viewer: &Viewer, id: &str) -> Result<Lease, Error> {
    let lease = store::find_lease(&app.store, viewer, id).await?.ok_or(Error::NotFound)?;
    users::require_with_cluster(app, viewer, Right::WriteRegister, &lease.cluster_id).await?;
    Ok(lease)
}

async fn lease_page(
    app: &App,
    viewer: &Viewer,
    lease: &Lease,
    filled: Filled,
) -> Result<Response, Error> {
    let tenants = store::list_tenants(&app.store, viewer, &lease.cluster_id).await?;
    let tenants = tenants.into_iter().map(|tenant| (tenant.id, tenant.name)).collect();
    let mut fields = fact::fields(FactKind::Lease, tenants);
    fields.push(line(
        "to_day",
        "Ngày đầu tiên không còn hiệu lực (để trống nếu chưa kết thúc)",
        "Ví dụ 01/01/2014",
    ));
    fields.push(hidden("revision"));
    let stand = Stand {
        menu: "/clusters",
        title: format!("Đính chính hợp đồng thuê lô {} của {}", lease.plot, lease.tenant),
        action: format!("/leases/{}/correction", lease.id),
        back: format!("/clusters/{}?tab=leases", lease.slug),
        back_title: "Lô đất và hợp đồng",
        cluster_id: &lease.cluster_id,
    };
    page(app, viewer, stand, fields, filled).await
}

/// The form for a correction of a lease, filled in with what stands there.
pub async fn form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let lease = to_correct(&app, &viewer, &id).await?;
    let typed = Typed::of(&[
        ("tenant_id", lease.tenant_id.clone()),
        ("plot", lease.plot.clone()),
        ("area_ha", Vi::ha(lease.area_m2)),
        ("from_day", lease.from_day.vi()),
        ("precision", lease.precision.word().to_owned()),
        ("contract", lease.contract.clone()),
        ("to_day", lease.to_day.map(Day::vi).unwrap_or_default()),
        ("revision", lease.revision.to_string()),
    ]);
    lease_page(&app, &viewer, &lease, (typed, Problems::default())).await
}

/// Puts the right lease in the place of the wrong one, unless somebody was faster.
pub async fn correct(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let lease = to_correct(&app, &viewer, &id).await?;
    let mut reader = Reader::new(&typed);
    let right = RightLease {
        tenant_id: reader.required("tenant_id", "Hãy chọn doanh nghiệp trong danh sách."),
        lease: NewLease {
            plot: reader.required("plot", "Hãy nhập số lô."),
            area_m2: reader.area("area_ha"),
            from_day: reader.day("from_day"),
            precision: reader.choice("precision", DayPrecision::Exact),
            contract: reader.text("contract"),
            location: reader.text("location"),
        },
        to_day: reader.optional_day("to_day"),
    };
    let reason = reader.required("reason", REASON);
    let document = documents::form::read(&mut reader);
    let found = match reader.finish(document) {
        Err(found) => found,
        Ok(document) => {
            // What the person saw, not what stands there now, is what may be corrected.
            let revision = typed.text("revision").parse().unwrap_or_default();
            let seen = Lease { revision, ..lease.clone() };
            let actor = users::actor_for(&app, &viewer, &lease.cluster_id, &typed).await?;
            match actions::correct_lease(&app, &actor, &seen, &right, (&document, &reason)).await {
                Ok(()) => {
                    let to = format!("/clusters/{}?tab=leases&on={}", lease.slug, app.today());
                    return Ok(Redirect::to(&to).into_response());
                }
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    lease_page(&app, &viewer, &lease, (typed, found)).await
}
