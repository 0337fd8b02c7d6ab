//! The list of needs, those that come first at the top.

use super::super::super::model::{Activity, Need, NeedStanding, NeedState};
use super::super::super::need;
use super::super::super::search::Direction;
use super::super::super::store::{self, AskedNeeds};
use super::form::MENU;
use super::show::yes;
use crate::App;
use crate::error::Error;
use crate::places::Place;
use crate::store::Day;
use crate::ui::query::{AsOf, Scope};
use crate::ui::{Frame, Page, Vi, url_encode};
use crate::users::{self, Right, SignedIn, Viewer};
use crate::words;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use std::fmt::Write as _;

/// How many needs one page shows.
const PAGE_ROWS: usize = 50;
/// Most needs that are ranked or taken away at once.
pub(super) const MOST: i64 = 10_000;

words! {
    /// By what the list is ordered.
    pub enum NeedSort {
        Rank = "rank" => "Thứ tự ưu tiên",
        Asked = "asked" => "Ngày đề nghị",
        Name = "name" => "Tên đơn vị",
        Support = "support" => "Mong được hỗ trợ",
    }
}

/// What the list is asked.
#[derive(Clone, Debug)]
pub struct Asking {
    /// Words to search for.
    pub q: String,
    /// The unit.
    pub place: String,
    /// The year wanted for; empty for all.
    pub year: String,
    /// Where they stand.
    pub state: Option<NeedState>,
    /// What support is wanted.
    pub activity: Option<Activity>,
    /// By what it is ordered.
    pub sort: NeedSort,
    /// Which way.
    pub direction: Direction,
    /// Page, from 1.
    pub page: usize,
}

impl Asking {
    /// Reads the pairs of an address; what is not understood is left out.
    pub fn read(pairs: &[(String, String)]) -> Self {
        let text = |name: &str| {
            let found = pairs.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
        };
        let sort = text("sort").parse().unwrap_or(NeedSort::Rank);
        let usual = if sort == NeedSort::Name { Direction::Up } else { Direction::Down };
        Self {
            q: text("q"),
            place: text("place"),
            year: text("year"),
            state: text("state").parse().ok(),
            activity: text("activity").parse().ok(),
            sort,
            direction: text("direction").parse().unwrap_or(usual),
            page: text("page").parse().unwrap_or(1).max(1),
        }
    }

    /// The same question as an address, without the page.
    pub fn address(&self) -> String {
        self.with_state(self.state.map_or("", NeedState::word))
    }

    /// The same question about another state, from the first page.
    pub fn with_state(&self, state: &str) -> String {
        let mut address = format!("place={}", url_encode(&self.place));
        for (name, value) in [
            ("q", self.q.as_str()),
            ("year", self.year.as_str()),
            ("state", state),
            ("activity", self.activity.map_or("", Activity::word)),
            ("sort", self.sort.word()),
            ("direction", self.direction.word()),
        ] {
            if !value.is_empty() {
                let _ = write!(address, "&{name}={}", url_encode(value));
            }
        }
        address
    }

    /// Another page of the same question.
    pub fn on_page(&self, page: &usize) -> String {
        format!("{}&page={page}", self.address())
    }

    /// Whether the question is about this state.
    pub fn is_state(&self, state: &NeedState) -> bool {
        self.state == Some(*state)
    }

    /// Whether the question is about this kind of support.
    pub fn is_activity(&self, activity: &Activity) -> bool {
        self.activity == Some(*activity)
    }

    /// Whether the question is about this year.
    pub fn is_year(&self, year: &i64) -> bool {
        self.year == year.to_string()
    }
}

/// A need of the list with its points.
#[derive(Clone, Debug)]
pub struct Line {
    /// The need.
    pub need: Need,
    /// Points of its rank.
    pub points: i64,
}

#[derive(Template)]
#[template(path = "promotion/needs.html")]
struct List {
    frame: Frame,
    asked: Asking,
    scope: Scope,
    places: Vec<Place>,
    years: Vec<i64>,
    standings: Vec<NeedStanding>,
    lines: Vec<Line>,
    first: usize,
    total: usize,
    before: usize,
    after: usize,
    may_enter: &'static str,
    may_write: &'static str,
    sees_promotion: &'static str,
}

impl List {
    fn last(&self) -> usize {
        self.first - 1 + self.lines.len()
    }
}

/// The place an address asks for, and what it asks of the store.
pub(super) async fn wanted(
    app: &App,
    viewer: &Viewer,
    asked: &Asking,
) -> Result<(Scope, AskedNeeds), Error> {
    let scope = AsOf { place: asked.place.clone(), on: String::new() }.resolve(app, viewer).await?;
    let asked = AskedNeeds {
        place_id: scope.place.id.clone(),
        text: kernel::text::search_query(&asked.q),
        year: asked.year.parse().unwrap_or_default(),
        state: asked.state,
        activity: asked.activity,
        on: app.today(),
    };
    Ok((scope, asked))
}

/// The needs that are asked for, ranked by the law of a day and ordered.
pub(super) async fn ranked(
    app: &App,
    viewer: &Viewer,
    (asked, scope, wanted): (&Asking, &Scope, &AskedNeeds),
    on: Day,
) -> Result<Vec<Line>, Error> {
    let province =
        scope.place.id.split(':').nth(1).filter(|_| scope.place.id.starts_with("province:"));
    let needs = store::list_needs(&app.store, viewer, wanted, MOST).await?;
    let mut lines: Vec<Line> = needs
        .into_iter()
        .map(|need| Line { points: need::rank(&app.law, &need, province, on).points(), need })
        .collect();
    let key = |line: &Line| kernel::text::sort_key(&line.need.name);
    match asked.sort {
        NeedSort::Rank => lines.sort_by_key(|line| line.points),
        NeedSort::Asked => lines.sort_by_key(|line| line.need.asked_on),
        NeedSort::Name => lines.sort_by_cached_key(key),
        NeedSort::Support => lines.sort_by_key(|line| line.need.support_vnd),
    }
    if asked.direction == Direction::Down {
        lines.reverse();
    }
    Ok(lines)
}

/// The list.
pub async fn list(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<impl IntoResponse, Error> {
    let mut asked = Asking::read(&pairs);
    let (scope, wanted) = wanted(&app, &viewer, &asked).await?;
    asked.place.clone_from(&scope.place.id);
    let lines = ranked(&app, &viewer, (&asked, &scope, &wanted), app.today()).await?;
    let total = lines.len();
    let offset = (asked.page - 1).saturating_mul(PAGE_ROWS);
    let mut places = Vec::new();
    for id in users::store::list_place_ids(&app.store, &viewer).await? {
        places.extend(crate::places::store::find(&app.store, &id).await?);
    }
    places.retain(|place| place.id != scope.place.id);
    places.insert(0, scope.place.clone());
    Ok(Page(List {
        frame: Frame::new(&viewer, MENU, "Nhu cầu khuyến công"),
        years: store::list_need_years(&app.store, &viewer).await?,
        standings: store::list_need_standings(&app.store, &viewer, &wanted).await?,
        first: offset + 1,
        before: asked.page - 1,
        after: if offset + PAGE_ROWS < total { asked.page + 1 } else { 0 },
        lines: lines.into_iter().skip(offset).take(PAGE_ROWS).collect(),
        may_enter: yes(viewer.may(Right::EnterNeeds)),
        may_write: yes(viewer.may(Right::WritePromotion)),
        sees_promotion: yes(viewer.may(Right::SeePromotion)),
        asked,
        scope,
        places,
        total,
    }))
}
