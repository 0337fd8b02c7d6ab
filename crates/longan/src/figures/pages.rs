//! The list of figures and the page that explains one.

use super::{
    Answer, Basis, Figure, Part, Question, Row, Time, all, answer, answers, explain, find,
    part_notes, parts,
};
use crate::App;
use crate::error::Error;
use crate::places::{self, Place};
use crate::ui::query::AsOf;
use crate::ui::{Frame, Page};
use crate::users::{SignedIn, Viewer};
use askama::Template;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use kernel::day::Period;
use std::fmt::Write as _;

/// How many rows one page shows.
const PAGE_ROWS: i64 = 200;
/// The last page that can be asked for.
const MOST_PAGES: i64 = 100_000;
/// How many rows the machine interface gives at most.
const JSON_ROWS: i64 = 200_000;

/// What a figure's page may be asked with.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Asked {
    /// Place: id or code.
    #[serde(default)]
    pub place: String,
    /// Day.
    #[serde(default)]
    pub on: String,
    /// Period: 2013, 2013-H1.
    #[serde(default)]
    pub period: String,
    /// Reporting period, with the days the law sets for it: 2026, 2026-H1.
    #[serde(default)]
    pub report: String,
    /// Base.
    #[serde(default)]
    pub basis: String,
    /// Day whose units the parts are told by.
    #[serde(default)]
    pub units_on: String,
    /// Whether the machine interface should give the rows: "rows".
    #[serde(default)]
    pub why: String,
    /// Page of the rows, from 1.
    #[serde(default)]
    pub page: i64,
}

/// Resolves what was asked into a question about `figure`.
pub async fn question(
    app: &App,
    viewer: &Viewer,
    figure: &Figure,
    asked: &Asked,
) -> Result<Question, Error> {
    let (period, window) = match (asked.period.trim(), asked.report.trim()) {
        ("", "") => (None, None),
        (text, "") => (Some(read_period(text)?), None),
        ("", text) => {
            let period = read_period(text)?;
            let window = (figure.window)(&app.law, period).ok_or_else(|| no_report(text))?;
            (Some(period), Some(window))
        }
        _ => {
            let message = "Hãy hỏi theo kỳ lịch hoặc theo kỳ báo cáo, không hỏi cả hai.";
            return Err(Error::Unusable(message.to_owned()));
        }
    };
    let last = window.as_ref().map(|window| window.last);
    let last = last.or(period.map(|period| crate::store::Day(period.last_day())));
    let on = match (&window, asked.on.trim()) {
        // A report is told as things stood on its last day.
        (Some(_), _) | (None, "") => last.map(|day| day.to_string()).unwrap_or_default(),
        (None, on) => on.to_owned(),
    };
    let scope = AsOf { place: asked.place.clone(), on }.resolve(app, viewer).await?;
    let basis = match asked.basis.trim() {
        "" => Basis::default(),
        text => text.parse().map_err(|_| unknown_basis(figure, text))?,
    };
    if !asked.basis.is_empty() && !figure.bases.contains(&basis) {
        return Err(unknown_basis(figure, &asked.basis));
    }
    let units_on = match asked.units_on.trim() {
        "" => None,
        text => Some(crate::store::Day(
            kernel::day::parse_day(text)
                .map_err(|problem: kernel::day::DayProblem| Error::Unusable(problem.message()))?,
        )),
    };
    Ok(Question { place: scope.place, on: scope.on, period, window, basis, units_on })
}

fn read_period(text: &str) -> Result<Period, Error> {
    text.parse().map_err(|problem: kernel::day::PeriodProblem| Error::Unusable(problem.message()))
}

fn no_report(text: &str) -> Error {
    Error::Unusable(format!(
        "Không có báo cáo định kỳ cho kỳ “{text}”. Kỳ báo cáo là sáu tháng đầu năm (2026-H1) hoặc cả năm (2026)."
    ))
}

fn unknown_basis(figure: &Figure, text: &str) -> Error {
    let bases: Vec<&str> = figure.bases.iter().map(|basis| basis.code()).collect();
    Error::Unusable(if bases.is_empty() {
        format!("Chỉ tiêu “{}” không có nhiều cơ sở tính; hãy bỏ “{text}”.", figure.name)
    } else {
        format!("Không có cơ sở tính “{text}”. Hãy chọn một trong: {}.", bases.join(", "))
    })
}

#[derive(Template)]
#[template(path = "figures/list.html")]
struct List {
    frame: Frame,
    place_query: String,
    place: String,
    on: String,
    answers: Vec<Answer>,
    notes: Vec<String>,
}

/// Every figure with its value for the place and day.
pub async fn list(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<AsOf>,
) -> Result<impl IntoResponse, Error> {
    let scope = asked.resolve(&app, &viewer).await?;
    let (answers, notes) = answers(&app, &viewer, all(), &scope.place, scope.on).await?;
    Ok(Page(List {
        frame: Frame::new(&viewer, "/figures", "Chỉ tiêu"),
        place_query: scope.query(),
        place: scope.place.long_name(),
        on: scope.on.vi(),
        answers,
        notes,
    }))
}

#[derive(Template)]
#[template(path = "figures/show.html")]
struct Show {
    frame: Frame,
    answer: Answer,
    bases: Vec<Answer>,
    parts: Vec<Part>,
    part_notes: Vec<String>,
    places: Vec<Place>,
    rows: Vec<Row>,
    page: i64,
    pages: i64,
    place_query: String,
}

/// One figure: value, definition, base, and its rows with their papers.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let figure = find(&code).ok_or(Error::NotFound)?;
    let question = question(&app, &viewer, figure, &asked).await?;
    let page = asked.page.clamp(1, MOST_PAGES);
    let rows = explain(&app, &viewer, figure, &question, PAGE_ROWS, (page - 1) * PAGE_ROWS).await?;
    let mut bases = Vec::new();
    for basis in figure.bases {
        bases.push(
            answer(&app, &viewer, figure, Question { basis: *basis, ..question.clone() }).await?,
        );
    }
    let parts = parts(&app, &viewer, figure, &question).await?;
    let notes = part_notes(&app, &viewer, figure, &question).await?;
    let places = places::store::list_with_clusters(&app.store, &viewer).await?;
    let mut place_query =
        format!("place={}&on={}", crate::ui::url_encode(&question.place.id), question.on);
    if let (Some(period), Some(_)) = (question.period, &question.window) {
        let _ = write!(place_query, "&report={period}");
    }
    if let Some(day) = question.units_on {
        let _ = write!(place_query, "&units_on={day}");
    }
    let answer = answer(&app, &viewer, figure, question).await?;
    let pages = (answer.row_count + PAGE_ROWS - 1) / PAGE_ROWS;
    Ok(Page(Show {
        frame: Frame::new(&viewer, "/figures", figure.name),
        answer,
        bases,
        parts,
        part_notes: notes,
        places,
        rows,
        page,
        pages,
        place_query,
    }))
}

/// The list of figures for programs.
pub async fn list_json(SignedIn(_viewer): SignedIn) -> impl IntoResponse {
    Json(all().map(describe).collect::<Vec<_>>())
}

/// A figure's definition for programs.
pub fn describe(figure: &'static Figure) -> serde_json::Value {
    serde_json::json!({
        "code": figure.code, "name": figure.name, "unit": figure.unit.code(),
        "definition": figure.definition, "formula": figure.formula,
        "bases": figure.bases.iter().map(|basis| basis.code()).collect::<Vec<_>>(),
        "time": if figure.time == Time::Period { "period" } else { "day" },
    })
}

/// One figure for programs; `?why=rows` gives the rows too.
pub async fn show_json(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let figure = find(&code).ok_or(Error::NotFound)?;
    let question = question(&app, &viewer, figure, &asked).await?;
    let rows = if asked.why.is_empty() {
        None
    } else {
        Some(explain(&app, &viewer, figure, &question, JSON_ROWS, 0).await?)
    };
    let parts = match question.units_on {
        None => None,
        Some(_) => Some((
            parts(&app, &viewer, figure, &question).await?,
            part_notes(&app, &viewer, figure, &question).await?,
        )),
    };
    let answer = answer(&app, &viewer, figure, question).await?;
    let mut json = answer.json(rows.as_deref());
    if let Some((parts, notes)) = parts {
        json["units_on"] = serde_json::json!(answer.question.day_of_units());
        json["parts"] = parts.iter().map(|part| part.json(figure.unit)).collect();
        json["part_notes"] = serde_json::json!(notes);
    }
    Ok(Json(json))
}
