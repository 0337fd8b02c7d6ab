//! How a year's plans stand: spending as a curve, projects that slip, checks of effects that are due.

use super::super::course::{self, CheckDue, Slipping};
use super::super::curve::{self, Point};
use super::super::model::Track;
use super::super::money::Sums;
use super::super::rules::Slip;
use super::super::store::{self, Course};
use super::yearly::leverage_path;
use crate::App;
use crate::error::Error;
use crate::places::Place;
use crate::ui::query::{AsOf, Scope};
use crate::ui::{Frame, Page, Vi, url_encode};
use crate::users::SignedIn;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::IntoResponse;

/// What the page is asked.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Asked {
    /// The unit.
    #[serde(default)]
    place: String,
    /// The plan's year; the latest one when empty.
    #[serde(default)]
    year: String,
    /// Whose money; both when empty.
    #[serde(default)]
    track: String,
}

/// How one track of a year stands.
#[derive(Clone, Debug)]
pub struct Spent {
    /// Whose money.
    pub track: Track,
    /// How many projects.
    pub projects: usize,
    /// Its sums.
    pub sums: Sums,
    /// What was paid.
    pub paid_vnd: i64,
}

impl Spent {
    /// Share of the plan that was paid.
    fn percent(&self) -> String {
        let ratio =
            kernel::number::Ratio { numerator: self.paid_vnd, denominator: self.sums.support_vnd };
        ratio.percent_vi().unwrap_or_else(|| "chưa xác định".to_owned())
    }
}

#[derive(Template)]
#[template(path = "promotion/progress.html")]
struct Overview {
    frame: Frame,
    scope: Scope,
    places: Vec<Place>,
    place_is_listed: &'static str,
    year: i64,
    years: Vec<i64>,
    track: Option<Track>,
    spent: Vec<Spent>,
    points: Vec<Point>,
    slipping: Vec<Slipping>,
    dues: Vec<CheckDue>,
    today: crate::store::Day,
    leverage_path: String,
}

impl Overview {
    fn is_late(&self, due: &CheckDue) -> bool {
        due.due_on < self.today
    }

    fn is_track(&self, track: Track) -> bool {
        self.track == Some(track)
    }

    /// The rows behind a sum until the end of a month.
    fn rows(&self, sum: &str, point: &Point) -> String {
        let (by, key) = self.track.map_or(("all", ""), |track| ("track", track.word()));
        format!(
            "/promotion/report/rows?place={}&year={}&by={by}&key={key}&sum={sum}&until={}",
            url_encode(&self.scope.place.id),
            self.year,
            point.last_day
        )
    }

    /// The last month that is over, when its spending lags.
    fn warning(&self) -> Option<(String, &Slip)> {
        let over = self.points.iter().rev().find(|point| point.last_day <= self.today)?;
        Some((over.last_day.vi(), over.lag.as_ref()?))
    }

    /// The first month from which the spending lagged until now.
    fn lags_since(&self) -> Option<String> {
        let over = self.points.iter().filter(|point| point.last_day <= self.today);
        let lagging = over.rev().take_while(|point| point.lag.is_some());
        lagging.last().map(Point::month)
    }
}

/// How a year's plans stand.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let scope = AsOf { place: asked.place, on: String::new() }.resolve(&app, &viewer).await?;
    let years = store::list_years(&app.store, &viewer).await?;
    let year = asked.year.parse().ok().or_else(|| years.first().copied()).unwrap_or_default();
    let track: Option<Track> = asked.track.parse().ok();
    let place = scope.place.id.as_str();
    let mut courses = store::list_courses(&app.store, &viewer, (place, year)).await?;
    courses.retain(|course| track.is_none_or(|track| course.track == track));
    let spending = store::list_spending(&app.store, &viewer, (place, year)).await?;
    let places = store::list_places(&app.store, &viewer).await?;
    let is_listed = places.iter().any(|one| one.id == scope.place.id);
    let today = app.today();
    Ok(Page(Overview {
        frame: Frame::new(&viewer, "/promotion", "Tiến độ, hiệu quả khuyến công"),
        spent: Track::ALL.iter().filter_map(|track| spent(*track, &courses)).collect(),
        points: curve::curve(&app.law, today, &courses, &spending),
        slipping: course::slipping(&app.law, today, &courses, None),
        dues: course::checks_due(&app.law, today, &courses),
        leverage_path: leverage_path(&viewer, &scope.place, year),
        place_is_listed: if is_listed { "yes" } else { "" },
        scope,
        places,
        year,
        years,
        track,
        today,
    }))
}

fn spent(track: Track, courses: &[Course]) -> Option<Spent> {
    let of: Vec<&Course> = courses.iter().filter(|course| course.track == track).collect();
    let sum = |what: fn(&Course) -> i64| of.iter().map(|course| what(course)).sum();
    let sums = Sums {
        support_vnd: sum(|course| course.support_vnd),
        counterpart_vnd: sum(|course| course.counterpart_vnd),
        advanced_vnd: sum(|course| course.advanced_vnd),
        settled_vnd: sum(|course| course.settled_vnd),
        ..Sums::default()
    };
    let paid_vnd = sum(Course::paid_vnd);
    (!of.is_empty()).then_some(Spent { track, projects: of.len(), sums, paid_vnd })
}
