//! What projects brought about: numbers on their papers, what is due, what slips, how much was spent.

use super::super::actions;
use super::super::course::{self, CheckDue, Slipping};
use super::super::model::{
    Effect, Participant, Project, Track, check_effect, effect_fields, typed_effect,
};
use super::super::money::Sums;
use super::super::store::{self, Course};
use super::edit::to_project;
use super::{problems, to_change};
use crate::App;
use crate::documents;
use crate::error::Error;
use crate::ui::form::{FormPage, Reader, Typed, hidden, line};
use crate::ui::query::{AsOf, Scope};
use crate::ui::{Frame, Page, Problems, Vi};
use crate::users::{SignedIn, Viewer};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};

/// What a page of effects is asked.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Asked {
    /// The unit.
    #[serde(default)]
    place: String,
    /// The plan's year; the latest one when empty.
    #[serde(default)]
    year: String,
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

/// What was spent until the end of a month.
#[derive(Clone, Debug)]
pub struct Month {
    /// "04/2013".
    pub name: String,
    /// In that month.
    pub amount_vnd: i64,
    /// Until its end.
    pub until_vnd: i64,
}

#[derive(Template)]
#[template(path = "promotion/effects.html")]
struct Overview {
    frame: Frame,
    scope: Scope,
    year: i64,
    years: Vec<i64>,
    spent: Vec<Spent>,
    months: Vec<Month>,
    slipping: Vec<Slipping>,
    dues: Vec<CheckDue>,
    today: crate::store::Day,
}

impl Overview {
    fn is_late(&self, due: &CheckDue) -> bool {
        due.due_on < self.today
    }
}

/// How a year's plans stand: spending, what slips, checks of effects that are due.
pub async fn overview(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let scope = AsOf { place: asked.place, on: String::new() }.resolve(&app, &viewer).await?;
    let years = store::list_years(&app.store, &viewer).await?;
    let year = asked.year.parse().ok().or_else(|| years.first().copied()).unwrap_or_default();
    let place = scope.place.id.as_str();
    let courses = store::list_courses(&app.store, &viewer, (place, year)).await?;
    let spending = store::list_spending(&app.store, &viewer, (place, year)).await?;
    let today = app.today();
    Ok(Page(Overview {
        frame: Frame::new(&viewer, "/promotion", "Tiến độ, hiệu quả khuyến công"),
        spent: Track::ALL.iter().filter_map(|track| spent(*track, &courses)).collect(),
        months: months(&spending),
        slipping: course::slipping(&app.law, today, &courses, None),
        dues: course::checks_due(&app.law, today, &courses),
        scope,
        year,
        years,
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

fn months(spending: &[(String, Track, i64)]) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    let mut until_vnd = 0;
    for (month, _, amount_vnd) in spending {
        until_vnd += amount_vnd;
        let name =
            month.split_once('-').map_or(month.clone(), |(year, month)| format!("{month}/{year}"));
        match months.last_mut().filter(|last| last.name == name) {
            Some(last) => {
                last.amount_vnd += amount_vnd;
                last.until_vnd = until_vnd;
            }
            None => months.push(Month { name, amount_vnd: *amount_vnd, until_vnd }),
        }
    }
    months
}

fn page(
    viewer: &Viewer,
    (project, participants): (&Project, &[Participant]),
    wrong: Option<&Effect>,
    typed: Typed,
    problems: Problems,
) -> Response {
    let address = format!("/promotion/projects/{}", project.id);
    let mut fields = effect_fields(participants);
    let (title, action) = match wrong {
        None => ("Ghi hiệu quả đề án", format!("{address}/effects")),
        Some(wrong) => {
            fields.push(line("reason", "Lý do đính chính", ""));
            fields.push(hidden("revision"));
            ("Đính chính hiệu quả đề án", format!("/promotion/effects/{}/correction", wrong.id))
        }
    };
    FormPage {
        frame: Frame::new(viewer, "/promotion", format!("{title}: {}", project.name)),
        action,
        back: address,
        back_title: project.name.clone(),
        fields,
        paper_fields: documents::form::fields(),
        typed,
        problems,
    }
    .answer()
}

/// The form for a number.
pub async fn form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let (project, _) = to_change(&app, &viewer, &id).await?;
    let participants = store::list_participants(&app.store, &viewer, &id).await?;
    Ok(page(&viewer, (&project, &participants), None, Typed::default(), Problems::default()))
}

/// Enters a number with the paper it rests on.
pub async fn add(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let (project, _) = to_change(&app, &viewer, &id).await?;
    let found = match check_effect(&typed) {
        Err(found) => found,
        Ok((new, _)) if new.on_day > app.today() => future(),
        Ok((new, document)) => {
            let actor = app.actor(&viewer);
            match actions::add_effect(&app, &actor, &project, &new, &document).await {
                Ok(()) => return Ok(to_project(&id)),
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    let participants = store::list_participants(&app.store, &viewer, &id).await?;
    Ok(page(&viewer, (&project, &participants), None, typed, found))
}

fn future() -> Problems {
    Problems::one("on_day", "Ngày này chưa đến. Hãy kiểm tra lại ngày.")
}

/// The form that corrects a number.
pub async fn correction_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let wrong = store::find_effect(&app.store, &viewer, &id).await?;
    let wrong = wrong.filter(|one| one.superseded_at.is_empty()).ok_or(Error::NotFound)?;
    let (project, _) = to_change(&app, &viewer, &wrong.project_id).await?;
    let participants = store::list_participants(&app.store, &viewer, &project.id).await?;
    let typed = typed_effect(&wrong);
    Ok(page(&viewer, (&project, &participants), Some(&wrong), typed, Problems::default()))
}

/// Lets another number stand instead of a wrong one.
pub async fn correct(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let wrong = store::find_effect(&app.store, &viewer, &id).await?.ok_or(Error::NotFound)?;
    let (project, _) = to_change(&app, &viewer, &wrong.project_id).await?;
    if !wrong.superseded_at.is_empty() {
        return Err(Error::Stale);
    }
    let mut reader = Reader::new(&typed);
    let reason = reader.required("reason", "Hãy ghi lý do đính chính để người sau hiểu.");
    let checked = reader
        .finish(reason)
        .and_then(|reason| check_effect(&typed).map(|(new, document)| (reason, new, document)));
    let found = match checked {
        Err(found) => found,
        Ok((_, new, _)) if new.on_day > app.today() => future(),
        Ok((reason, new, document)) => {
            let revision = typed.text("revision").parse().unwrap_or_default();
            let seen = Effect { revision, ..wrong.clone() };
            let actor = app.actor(&viewer);
            let right = (&new, reason.as_str());
            match actions::correct_effect(&app, &actor, &project, &seen, right, &document).await {
                Ok(()) => return Ok(to_project(&project.id)),
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    let participants = store::list_participants(&app.store, &viewer, &project.id).await?;
    Ok(page(&viewer, (&project, &participants), Some(&wrong), typed, found))
}
