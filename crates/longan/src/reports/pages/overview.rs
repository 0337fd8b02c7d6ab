//! One period at a glance: for each form how many are owed, have come, are late, are missing.

use super::super::duties;
use super::super::model::{OwedCount, OwedGroup, ReportForm, ReportTerm, WantedOwed};
use super::super::store;
use crate::App;
use crate::error::Error;
use crate::exchange;
use crate::places::{self, Place};
use crate::store::Day;
use crate::ui::{Frame, Page, url_encode};
use crate::users::{Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use kernel::Period;
use std::fmt::Write as _;

/// Most clusters or units shown beside a form.
const GROUPS: i64 = 12;

/// What the pages of a period may be asked with.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub period: String,
    #[serde(default)]
    pub place: String,
    #[serde(default)]
    pub cluster: String,
    #[serde(default)]
    pub form: String,
    #[serde(default)]
    pub state: String,
    #[serde(default)]
    pub page: String,
    #[serde(default)]
    pub subject: String,
    #[serde(default)]
    pub told: String,
    #[serde(default)]
    pub unreachable: String,
    #[serde(default)]
    pub already: String,
}

impl Asked {
    /// The period asked for; the one people work on when none is.
    pub fn period(&self, app: &App) -> Result<Period, Error> {
        if self.period.trim().is_empty() {
            let day = app.opening.day.unwrap_or_else(|| app.today());
            return duties::present_period(app, day).ok_or(Error::NotFound);
        }
        duties::read_period(app, self.period.trim()).ok_or_else(|| {
            Error::Unusable(format!(
                "“{}” không phải là kỳ báo cáo. Hãy chọn một kỳ 6 tháng (ví dụ 2026-H1) hoặc một năm (ví dụ 2026).",
                self.period
            ))
        })
    }

    /// What came of reminding, when that has just been done.
    pub fn reminded_vi(&self) -> String {
        let number = |text: &str| text.parse::<u32>().unwrap_or_default();
        if self.told.is_empty() {
            return String::new();
        }
        let mut told = format!("Đã nhắc {} đơn vị.", number(&self.told));
        if number(&self.unreachable) > 0 {
            let _ = write!(
                told,
                " {} đơn vị chưa có tài khoản và địa chỉ thư: hãy in giấy nhắc.",
                number(&self.unreachable)
            );
        }
        if number(&self.already) > 0 {
            let _ = write!(
                told,
                " {} đơn vị đã được nhắc trong hôm nay nên không nhắc lại.",
                number(&self.already)
            );
        }
        told
    }

    /// Place and cluster as a further part of a query string.
    pub fn scope(&self) -> String {
        format!("&place={}&cluster={}", url_encode(&self.place), url_encode(&self.cluster))
    }
}

/// One form of the period.
struct FormCard {
    term: ReportTerm,
    count: OwedCount,
    groups: Vec<OwedGroup>,
    left: Option<usize>,
}

#[derive(Template)]
#[template(path = "reports/overview.html")]
struct Overview {
    frame: Frame,
    asked: Asked,
    period: Period,
    periods: Vec<Period>,
    places: Vec<Place>,
    cards: Vec<FormCard>,
    today: Day,
    waiting: i64,
    /// Whether the viewer sees the country's own page: "yes", or nothing.
    country: &'static str,
    may_ask: bool,
}

/// The units the pages can be narrowed to.
pub async fn choices(app: &App, viewer: &Viewer) -> Result<Vec<Place>, Error> {
    let mut choices = places::store::list_with_clusters(&app.store, viewer).await?;
    choices.retain(|place| place.id != places::COUNTRY_ID);
    Ok(choices)
}

/// What is wanted of a form.
pub fn wanted(app: &App, asked: &Asked, form: ReportForm, period: Period) -> WantedOwed {
    WantedOwed {
        place_id: asked.place.clone(),
        cluster: asked.cluster.trim().to_owned(),
        subject_id: asked.subject.clone(),
        state: asked.state.parse().ok(),
        ..WantedOwed::all(duties::term(app, form, period))
    }
}

/// The overview of a period.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let today = app.today();
    let period = asked.period(&app)?;
    let mut cards = Vec::new();
    for form in ReportForm::ALL.iter().copied() {
        let wanted = WantedOwed { state: None, ..wanted(&app, &asked, form, period) };
        let count = store::count_owed(&app.store, &viewer, &wanted).await?;
        if count.owed == 0 {
            continue;
        }
        let groups = if count.owed > 1 {
            store::count_groups(&app.store, &viewer, &wanted, GROUPS).await?
        } else {
            Vec::new()
        };
        let due = wanted.term.due_on.filter(|due| *due >= today);
        let left = due.map(|due| duties::working_days_left(today, due));
        cards.push(FormCard { term: wanted.term, count, groups, left });
    }
    Ok(Page(Overview {
        frame: Frame::new(&viewer, "/reports", format!("Báo cáo định kỳ {}", period.label())),
        periods: duties::periods(&app, &viewer, today).await?,
        places: choices(&app, &viewer).await?,
        asked,
        period,
        cards,
        today,
        country: if exchange::sees_country(&app, &viewer).await? { "yes" } else { "" },
        may_ask: viewer.may(Right::SeeRegister),
        waiting: if viewer.may(Right::ReviewReports) {
            store::count_waiting(&app.store, &viewer).await?
        } else {
            0
        },
    }))
}
