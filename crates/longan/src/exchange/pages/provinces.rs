//! The country at a glance: the form added up over provinces, and how each of them stands.

use super::super::model::{Rollup, RollupSort, RollupState};
use super::super::rollup::{gather, sort};
use super::Asked;
use crate::App;
use crate::error::Error;
use crate::reports::duties;
use crate::reports::model::Period;
use crate::ui::{Frame, Page};
use crate::users::SignedIn;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::IntoResponse;

/// The orders offered at the heads of the table.
const ORDERS: [RollupSort; 5] =
    [RollupSort::Name, RollupSort::State, RollupSort::Sent, RollupSort::Late, RollupSort::Filled];

#[derive(Template)]
#[template(path = "exchange/provinces.html")]
struct Show {
    frame: Frame,
    period: Period,
    periods: Vec<Period>,
    order: RollupSort,
    rollup: Rollup,
}

impl Show {
    /// What `aria-sort` says of a column.
    fn sorted(&self, by: RollupSort) -> &'static str {
        match (self.order == by, by) {
            (false, _) => "none",
            (true, RollupSort::Late) => "descending",
            (true, _) => "ascending",
        }
    }
}

/// The page.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let period = asked.period(&app)?;
    let mut rollup = gather(&app, &viewer, period).await?;
    let order = asked.sort.parse().ok().filter(|order| ORDERS.contains(order));
    let order = order.unwrap_or(RollupSort::Name);
    sort(&mut rollup.provinces, order, "");
    let title = format!("{} cả nước, {}", rollup.form.number_label, period.label());
    Ok(Page(Show {
        frame: Frame::new(&viewer, "/reports", title),
        period,
        periods: duties::periods(&app, &viewer, app.today()).await?,
        order,
        rollup,
    }))
}
