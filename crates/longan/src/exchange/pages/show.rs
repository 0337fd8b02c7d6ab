//! One bundle: what is in it, where it went or came from, its receipts.

use super::super::bundle::{self, Manifest};
use super::super::model::{BundleDirection, Delivery, Partner, SentBundle};
use super::super::{actions, key, store};
use crate::App;
use crate::error::Error;
use crate::reports::summary::receives;
use crate::reports::summary::store::find_summary;
use crate::store::Day;
use crate::ui::form::Typed;
use crate::ui::{Frame, Page};
use crate::users::{self, Right, SignedIn, Viewer};
use askama::Template;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "exchange/show.html")]
struct Show {
    frame: Frame,
    bundle: SentBundle,
    manifest: Manifest,
    fingerprint: String,
    deliveries: Vec<Delivery>,
    /// The partners it may be sent to over the network.
    partners: Vec<Partner>,
    may_send: bool,
}

impl Show {
    fn is_out(&self) -> bool {
        self.bundle.direction.is_made_here()
    }
}

async fn find(app: &App, viewer: &Viewer, id: &str) -> Result<SentBundle, Error> {
    store::find_bundle(&app.store, viewer, id).await?.ok_or(Error::NotFound)
}

async fn may_send(app: &App, viewer: &Viewer, bundle: &SentBundle) -> Result<bool, Error> {
    let right = match bundle.direction {
        BundleDirection::Out => Right::SendReports,
        BundleDirection::ReplyOut => {
            let report = find_summary(&app.store, viewer, &bundle.report_id).await?;
            let report = report.ok_or(Error::NotFound)?;
            return Ok(receives(app, viewer, &report).await?);
        }
        BundleDirection::In | BundleDirection::ReplyIn => return Ok(false),
    };
    Ok(viewer.may(right) && users::may_at(app, viewer, right, &bundle.place_id).await?)
}

/// Whether a bundle may go to a partner over the network: an answer goes to whoever is answered.
fn may_go_to(bundle: &SentBundle, partner: &Partner, today: Day) -> bool {
    !partner.address.is_empty()
        && partner.is_trusted_on(today)
        && (!bundle.direction.is_reply() || partner.place_id == bundle.place_id)
}

/// The page.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Error> {
    let bundle = find(&app, &viewer, &id).await?;
    let bytes = app.files.read(&bundle.file_sha256).await?;
    let head = bundle::head(&bytes).ok().flatten();
    let manifest = head.ok_or_else(|| anyhow::anyhow!("bundle {id} cannot be read"))?.manifest;
    let deliveries = store::list_deliveries(&app.store, &viewer, &id).await?;
    let may_send = may_send(&app, &viewer, &bundle).await?;
    let mut partners = Vec::new();
    if may_send {
        partners = store::list_partners(&app.store, &viewer).await?;
        partners.retain(|one| {
            let sent = deliveries.iter().find(|delivery| delivery.partner_id == one.id);
            may_go_to(&bundle, one, app.today())
                && sent.is_none_or(|delivery| delivery.state.may_go_again())
        });
    }
    let what = if bundle.direction.is_reply() { "Gói trả lời" } else { "Gói báo cáo" };
    let title = format!("{what} {}, {}", bundle.period_vi(), bundle.place);
    Ok(Page(Show {
        frame: Frame::new(&viewer, "/exchange", title),
        fingerprint: key::fingerprint(&manifest.sender.public_key),
        bundle,
        manifest,
        deliveries,
        partners,
        may_send,
    }))
}

/// The bundle as a file.
pub async fn file(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let bundle = find(&app, &viewer, &id).await?;
    let (bytes, pieces) = app.files.open(&bundle.file_sha256).await?;
    let headers = [
        (CONTENT_TYPE, "application/zip".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", bundle.file_name)),
        (CONTENT_LENGTH, bytes.to_string()),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

/// A receipt as a file.
pub async fn receipt(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, delivery)): Path<(String, String)>,
) -> Result<Response, Error> {
    let bundle = find(&app, &viewer, &id).await?;
    let deliveries = store::list_deliveries(&app.store, &viewer, &bundle.id).await?;
    let found = deliveries.into_iter().find(|one| one.id == delivery && one.is_received());
    let found = found.ok_or(Error::NotFound)?;
    let headers = [
        (CONTENT_TYPE, "application/json".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{}.json\"", found.receipt_number)),
    ];
    Ok((headers, found.receipt).into_response())
}

/// Makes the bundle of a report.
pub async fn make(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Redirect, Error> {
    let report = find_summary(&app.store, &viewer, &id).await?.ok_or(Error::NotFound)?;
    if report.status.is_open() {
        return Err(Error::NotFound);
    }
    let right = Right::SendReports;
    if !users::may_at(&app, &viewer, right, &report.subject_id).await? {
        return Err(Error::Forbidden);
    }
    let actor = app.actor(&viewer);
    let made = actions::bundle(&app, &actor, &viewer, &report).await.map_err(Error::from)?;
    Ok(Redirect::to(&format!("/exchange/bundles/{made}")))
}

/// Sends the bundle to a partner's address.
pub async fn ask_sending(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Redirect, Error> {
    let bundle = find(&app, &viewer, &id).await?;
    if !may_send(&app, &viewer, &bundle).await? {
        return Err(Error::Forbidden);
    }
    let partner = store::find_partner(&app.store, typed.text("partner")).await?;
    let partner = partner.filter(|one| may_go_to(&bundle, one, app.today()));
    let partner = partner.ok_or_else(|| {
        Error::Unusable("Hãy chọn một đối tác còn tin cậy và có địa chỉ nhận qua mạng.".to_owned())
    })?;
    let deliveries = store::list_deliveries(&app.store, &viewer, &id).await?;
    let known = deliveries.iter().find(|delivery| delivery.partner_id == partner.id);
    let actor = app.actor(&viewer);
    actions::ask_sending(&app, &actor, &bundle, known, &partner).await?;
    Ok(Redirect::to(&format!("/exchange/bundles/{id}")))
}
