//! The calendar of deadlines: a month on a page, a year as a calendar file.

use super::super::ics;
use super::super::model::TimedProject;
use super::super::rules::{self, Deadline};
use super::super::store;
use crate::App;
use crate::error::Error;
use crate::places::Level;
use crate::printing;
use crate::store::Day;
use crate::ui::{Frame, Page};
use crate::users::{SignedIn, Viewer};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use jiff::ToSpan as _;

/// How many years back projects are still looked for: one of several years runs on.
const YEARS_BACK: i64 = 5;

/// What the calendar is asked for.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Asked {
    /// "2026-05"; empty for this month.
    #[serde(default)]
    month: String,
    /// "2026"; empty for this year.
    #[serde(default)]
    year: String,
}

#[derive(Template)]
#[template(path = "promotion/calendar.html")]
struct Calendar {
    frame: Frame,
    deadlines: Vec<Deadline>,
    year: i16,
    before: String,
    after: String,
    today: Day,
}

/// What the deadlines of one person rest on.
struct Known {
    projects: Vec<TimedProject>,
    provinces: Vec<String>,
}

async fn known(app: &App, viewer: &Viewer, year: i16) -> Result<Known, Error> {
    let places = store::list_places(&app.store, viewer).await?;
    let provinces = places
        .into_iter()
        .filter(|place| place.level == Level::Province && place.exists_on(app.today()));
    Ok(Known {
        provinces: provinces.map(|place| place.code).collect(),
        projects: store::list_timed(&app.store, viewer, i64::from(year) - YEARS_BACK).await?,
    })
}

fn of_month(app: &App, known: &Known, month: Day) -> Vec<Deadline> {
    let offices = crate::law::working_days();
    rules::deadlines(&app.law, offices, month, &known.projects, &known.provinces)
}

fn word(day: jiff::civil::Date) -> String {
    format!("{}-{:02}", day.year(), day.month())
}

/// The deadlines of a month.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let today = app.today();
    let first = match asked.month.trim() {
        "" => today.0.first_of_month(),
        text => format!("{text}-01").parse().map_err(|_| {
            Error::Unusable("Tháng ghi bằng năm và tháng, ví dụ 2026-05.".to_owned())
        })?,
    };
    let known = known(&app, &viewer, first.year()).await?;
    let title = format!("Lịch hạn khuyến công tháng {}/{}", first.month(), first.year());
    Ok(Page(Calendar {
        frame: Frame::new(&viewer, "/promotion", title),
        deadlines: of_month(&app, &known, Day(first)),
        year: first.year(),
        before: word(first.saturating_sub(1.month())),
        after: word(first.saturating_add(1.month())),
        today,
    }))
}

/// The deadlines of a year as a calendar file.
pub async fn file(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let year = match asked.year.trim() {
        "" => app.today().0.year(),
        text => text
            .parse()
            .map_err(|_| Error::Unusable("Năm ghi bằng bốn chữ số, ví dụ 2026.".to_owned()))?,
    };
    let first = jiff::civil::Date::new(year, 1, 1)
        .map_err(|_| Error::Unusable("Năm ghi bằng bốn chữ số, ví dụ 2026.".to_owned()))?;
    let known = known(&app, &viewer, year).await?;
    let months = first.series(1.month()).take_while(|month| month.year() == year);
    let deadlines: Vec<Deadline> =
        months.flat_map(|month| of_month(&app, &known, Day(month))).collect();
    let stamp = app.clock.now().strftime("%Y%m%dT%H%M%SZ").to_string();
    let bytes = ics::calendar(&deadlines, &stamp).into_bytes();
    Ok(printing::attachment(
        &format!("han-khuyen-cong-{year}.ics"),
        "text/calendar; charset=utf-8",
        bytes,
    ))
}
