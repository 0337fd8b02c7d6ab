//! The report of a year by content, unit and source, each number with its rows; on screen and on paper.

use super::super::model::{Source, Stage, YearLine, YearProject};
use super::super::store::{self, AskedYear};
use super::super::yearly::{Cut, CutRow, SourceRow, Sum, YearRows, YearSums, is_told};
use crate::App;
use crate::error::Error;
use crate::places::Place;
use crate::printing::{self, PaperFormat};
use crate::store::Day;
use crate::ui::query::AsOf;
use crate::ui::{Frame, Page, Vi, url_encode};
use crate::users::{Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use paper::letter::{Align, Block, Cell, Column, Letter, Number, Row, Table};

/// What the report is asked.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Asked {
    /// The unit.
    #[serde(default)]
    place: String,
    /// The plans' year; empty for this year.
    #[serde(default)]
    year: String,
    /// By what the row is cut.
    #[serde(default)]
    by: String,
    /// Which row.
    #[serde(default)]
    key: String,
    /// Which sum.
    #[serde(default)]
    sum: String,
    /// Which source.
    #[serde(default)]
    source: String,
    /// Which stage.
    #[serde(default)]
    stage: String,
    /// Only what was said until this day; empty for all.
    #[serde(default)]
    until: String,
}

/// What was asked, made out.
struct Told {
    place: Place,
    asked: AskedYear,
}

impl Told {
    async fn read(app: &App, viewer: &Viewer, asked: &Asked) -> Result<Self, Error> {
        let as_of = AsOf { place: asked.place.clone(), on: String::new() };
        let place = as_of.resolve(app, viewer).await?.place;
        let this_year = i64::from(app.opening.day.unwrap_or_else(|| app.today()).0.year());
        let year = match asked.year.trim() {
            "" => this_year,
            text => text
                .parse()
                .map_err(|_| Error::Unusable("Năm ghi bằng bốn chữ số, ví dụ 2026.".to_owned()))?,
        };
        Ok(Self { asked: AskedYear { place_id: place.id.clone(), year }, place })
    }

    async fn sums(&self, app: &App, viewer: &Viewer) -> Result<YearSums, Error> {
        Ok(YearSums {
            counts: store::list_year_counts(&app.store, viewer, &self.asked).await?,
            sums: store::list_year_sums(&app.store, viewer, &self.asked).await?,
        })
    }

    async fn rows(&self, app: &App, viewer: &Viewer) -> Result<YearRows, Error> {
        Ok(YearRows {
            projects: store::list_year_projects(&app.store, viewer, &self.asked).await?,
            lines: store::list_year_lines(&app.store, viewer, &self.asked).await?,
        })
    }
}

#[derive(Template)]
#[template(path = "promotion/yearly.html")]
struct Report {
    frame: Frame,
    place: Place,
    year: i64,
    years: Vec<i64>,
    places: Vec<Place>,
    groups: Vec<(Cut, Vec<CutRow>)>,
    sources: Vec<SourceRow>,
    formats: Vec<PaperFormat>,
    leverage_path: String,
}

impl Report {
    fn query(&self) -> String {
        format!("place={}&year={}", url_encode(&self.place.id), self.year)
    }
}

fn groups(sums: &YearSums) -> Vec<(Cut, Vec<CutRow>)> {
    Cut::ALL.iter().map(|cut| (*cut, sums.cut(*cut))).collect()
}

/// The report of a year.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let told = Told::read(&app, &viewer, &asked).await?;
    let sums = told.sums(&app, &viewer).await?;
    let title = format!("Khuyến công năm {}, {}", told.asked.year, told.place.long_name());
    Ok(Page(Report {
        frame: Frame::new(&viewer, "/promotion", title),
        groups: groups(&sums),
        sources: sums.sources(),
        years: store::list_years(&app.store, &viewer).await?,
        places: store::list_places(&app.store, &viewer).await?,
        formats: [PaperFormat::Docx, PaperFormat::Xlsx, PaperFormat::Pdf]
            .into_iter()
            .filter(|format| format.is_made())
            .collect(),
        leverage_path: leverage_path(&viewer, &told.place, told.asked.year),
        place: told.place,
        year: told.asked.year,
    }))
}

/// The page of the figure of a year; empty for whoever may not look at figures.
pub(super) fn leverage_path(viewer: &Viewer, place: &Place, year: i64) -> String {
    if !viewer.may(Right::SeeRegister) {
        return String::new();
    }
    format!("/figures/promotion.leverage?place={}&period={year}", url_encode(&place.id))
}

#[derive(Template)]
#[template(path = "promotion/yearly_rows.html")]
struct Rows {
    frame: Frame,
    back: String,
    lines: Vec<(YearProject, YearLine)>,
    projects: Vec<YearProject>,
    sum_vnd: i64,
}

/// The rows behind a number of the report: lines of money, or projects where these are counted.
pub async fn rows(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let cut: Cut = asked.by.parse().unwrap_or(Cut::All);
    if !is_told(cut, &asked.key) {
        return Err(Error::NotFound);
    }
    let told = Told::read(&app, &viewer, &asked).await?;
    let rows = told.rows(&app, &viewer).await?;
    let sum: Option<Sum> = asked.sum.parse().ok();
    let of: Option<(Source, Stage)> = asked.source.parse().ok().zip(asked.stage.parse().ok());
    let until: Option<Day> = asked.until.parse().ok();
    let takes = |line: &YearLine| {
        until.is_none_or(|day| line.on_day <= day)
            && match (sum, of) {
                (Some(sum), _) => sum.takes(line.source, line.stage),
                (None, Some((source, stage))) => line.source == source && line.stage == stage,
                (None, None) => false,
            }
    };
    let lines: Vec<(YearProject, YearLine)> = rows
        .lines_of((cut, &asked.key), takes)
        .into_iter()
        .map(|(project, line)| (project.clone(), line.clone()))
        .collect();
    let is_count = sum.is_none() && of.is_none();
    let projects = rows.projects_of(cut, &asked.key);
    let projects = projects.into_iter().filter(|_| is_count).cloned().collect();
    let what = match (sum, of) {
        (Some(sum), _) => sum.label().to_owned(),
        (None, Some((source, stage))) => format!("{}, {}", source.label(), stage.label()),
        (None, None) => "Số đề án".to_owned(),
    };
    let label = rows.label(cut, &asked.key);
    let title = match until.filter(|_| !is_count) {
        None => format!("{what}: {label}"),
        Some(day) => format!("{what} đến {}: {label}", day.vi()),
    };
    Ok(Page(Rows {
        frame: Frame::new(&viewer, "/promotion", title),
        back: format!(
            "/promotion/report?place={}&year={}",
            url_encode(&told.place.id),
            told.asked.year
        ),
        sum_vnd: lines.iter().map(|(_, line)| line.amount_vnd).sum(),
        lines,
        projects,
    }))
}

/// The report as a file.
pub async fn file(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(format): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let format = printing::read_format(&format)?;
    let told = Told::read(&app, &viewer, &asked).await?;
    let sums = told.sums(&app, &viewer).await?;
    let name =
        format!("khuyen-cong-{}-{}", kernel::text::slug(&told.place.long_name()), told.asked.year);
    let status = format!("In từ sổ khuyến công ngày {}", app.today().vi());
    printing::file(letter(&told, &sums, status), format, &name).await
}

fn letter(told: &Told, sums: &YearSums, status: String) -> Letter {
    let title = format!("KẾT QUẢ KHUYẾN CÔNG NĂM {}", told.asked.year);
    let mut blocks = vec![
        Block::Title { text: title.clone() },
        Block::Title { text: told.place.long_name() },
        Block::Remark {
            text: "Bảng tổng hợp của chương trình; đơn vị tính: đồng".to_owned()
        },
    ];
    for (cut, rows) in groups(sums) {
        if cut != Cut::All {
            blocks.push(Block::Heading {
                text: format!("Theo {}", kernel::text::lower_first(cut.label())),
            });
        }
        blocks.push(Block::Table(table(cut, &rows)));
    }
    blocks.push(Block::Heading { text: "Theo nguồn kinh phí".to_owned() });
    let headings = Stage::ALL.iter().map(|stage| stage.label());
    let rows: Vec<(String, Vec<i64>)> =
        sums.sources().into_iter().map(|row| (row.source.label().to_owned(), row.sums)).collect();
    blocks.push(Block::Table(columns("Nguồn", headings, &rows)));
    Letter { title, landscape: true, blocks, status, ..Letter::default() }
}

fn table(cut: Cut, rows: &[CutRow]) -> Table {
    let headings = std::iter::once("Số đề án").chain(Sum::ALL.iter().map(|sum| sum.label()));
    let times: Vec<String> = rows.iter().map(CutRow::leverage).collect();
    let rows: Vec<(String, Vec<i64>)> = rows
        .iter()
        .map(|row| {
            (
                row.label.clone(),
                std::iter::once(row.projects).chain(row.sums.iter().copied()).collect(),
            )
        })
        .collect();
    let mut table = columns(cut.label(), headings, &rows);
    table.columns.push(Column {
        heading: "Nguồn khác trên một đồng".to_owned(),
        width: 3,
        align: Align::Right,
    });
    for (row, text) in table.rows.iter_mut().zip(times) {
        row.cells.push(Cell::text(text));
    }
    table
}

fn columns<'h>(
    first: &str,
    headings: impl Iterator<Item = &'h str>,
    rows: &[(String, Vec<i64>)],
) -> Table {
    let mut columns = vec![Column { heading: first.to_owned(), width: 6, align: Align::Left }];
    columns.extend(headings.map(|heading| Column {
        heading: heading.to_owned(),
        width: 3,
        align: Align::Right,
    }));
    let rows = rows.iter().map(|(label, numbers)| {
        let mut cells = vec![Cell::text(label.clone())];
        cells.extend(numbers.iter().map(|number| Cell {
            text: Vi::count(*number),
            number: Some(Number { scaled: *number, scale: 0, least: 0, most: 0 }),
            link: String::new(),
        }));
        Row { bold: false, cells }
    });
    Table { columns, numbered: false, rows: rows.collect() }
}
