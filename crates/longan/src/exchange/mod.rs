//! What goes up to the Ministry and between provinces: the reports of provinces as one table, and
//! signed bundles with a receipt, by file or over the network.
//!
//! A number of the country is a fold over what provinces sent, as it was frozen when they sent it;
//! nothing is added up anew from their registers. A report that came in a bundle is a report like
//! any other: it is shown, taken or given back on the pages of `reports`.

pub mod actions;
pub mod bundle;
pub mod key;
pub mod model;
mod pages;
mod rollup;
mod rules;
mod sending;
pub mod store;
mod taking;
mod vocabulary;

pub use sending::SENDING;
pub use vocabulary::VOCABULARY;

use crate::App;
use crate::places::COUNTRY_ID;
use crate::reports::model::{Report, ReportForm};
use crate::routes::{Routes, Rule};
use crate::store::Result;
use crate::users::{Right, Viewer};
use axum::extract::DefaultBodyLimit;
use model::{BundleDirection, Standing};

/// Largest form with a bundle in it, in bytes.
const MOST_FORM_BYTES: usize = bundle::MOST_BYTES + 64 * 1024;

/// Pages of the exchange.
pub fn routes() -> Routes {
    let see = Rule::Needs(Right::SeeReports);
    let take = Rule::Needs(Right::TakeReports);
    let send = Rule::Needs(Right::SendReports);
    let manage = Rule::Needs(Right::ManageSettings);
    let with_files = Routes::new()
        .post("/exchange/bundles", take, pages::receive::bundle)
        .post("/exchange/receipts", take, pages::receive::receipt)
        .post("/exchange/reports/{id}/reply", take, pages::reply::make)
        .limit(DefaultBodyLimit::max(MOST_FORM_BYTES));
    Routes::new()
        .get("/exchange", take, pages::list::list)
        .get("/exchange/provinces", see, pages::provinces::show)
        .get("/exchange/provinces.xlsx", see, pages::export::xlsx)
        .get("/exchange/provinces/rows/{key}", see, pages::row::show)
        .get("/exchange/bundles/{id}", take, pages::show::show)
        .get("/exchange/bundles/{id}/file", take, pages::show::file)
        .get("/exchange/bundles/{id}/receipts/{delivery}", take, pages::show::receipt)
        .post("/exchange/bundles/{id}/deliveries", take, pages::show::ask_sending)
        .get("/exchange/reports/{id}/reply", take, pages::reply::form)
        .post("/exchange/reports/{id}/bundle", send, pages::show::make)
        .get("/exchange/partners", manage, pages::partners::list)
        .post("/exchange/partners", manage, pages::partners::add)
        .post("/exchange/partners/{id}/revocation", manage, pages::partners::revoke)
        .post("/exchange/keys", manage, pages::partners::make_key)
        .api("/api/exchange/provinces", see, &pages::api::PROVINCES, pages::api::provinces)
        .api_post("/api/exchange/bundles", Rule::Open, &pages::api::BUNDLES, taking::take)
        .merge(with_files)
}

/// Whether the viewer sees the reports of the whole country.
pub async fn sees_country(app: &App, viewer: &Viewer) -> Result<bool> {
    let right = Right::SeeReports;
    Ok(viewer.may(right) && crate::users::may_at(app, viewer, right, COUNTRY_ID).await?)
}

/// What the page of a report, which was found for the viewer, says of its bundles.
pub async fn standing(app: &App, viewer: &Viewer, report: &Report) -> Result<Standing> {
    let mut standing = Standing::default();
    if report.form != ReportForm::Department || report.status.is_open() {
        return Ok(standing);
    }
    for direction in BundleDirection::ALL.iter().copied() {
        let found = store::find_of_report(&app.store, viewer, direction, &report.id).await?;
        let Some(bundle) = found else { continue };
        let deliveries = store::list_deliveries(&app.store, viewer, &bundle.id).await?;
        let side = match direction {
            BundleDirection::In => &mut standing.came,
            BundleDirection::Out => &mut standing.made,
            BundleDirection::ReplyOut => &mut standing.replied,
            BundleDirection::ReplyIn => &mut standing.answered,
        };
        *side = Some((bundle, deliveries));
    }
    let right = Right::SendReports;
    let may = viewer.may(right)
        && standing.came.is_none()
        && standing.made.is_none()
        && crate::users::may_at(app, viewer, right, &report.subject_id).await?;
    standing.may = if may { "bundle" } else { "" };
    if standing.came.is_some()
        && standing.replied.is_none()
        && may_reply(app, viewer, report).await?
    {
        standing.may = "reply";
    }
    Ok(standing)
}

/// Whether the viewer answers a report that came: they receive it, and have decided on it.
pub(crate) async fn may_reply(app: &App, viewer: &Viewer, report: &Report) -> Result<bool> {
    Ok(bundle::Reply::DECISIONS.contains(&report.status)
        && viewer.may(Right::TakeReports)
        && crate::reports::summary::receives(app, viewer, report).await?)
}

/// Whether a report, which was found for the viewer, came from another program: what its rows point
/// to is there, not here.
pub async fn came_as_bundle(app: &App, viewer: &Viewer, report_id: &str) -> Result<bool> {
    let direction = BundleDirection::In;
    Ok(store::find_of_report(&app.store, viewer, direction, report_id).await?.is_some())
}
