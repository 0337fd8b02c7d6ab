//! The list of who owes a form, on the page, as a workbook and for programs.

use super::super::duties;
use super::super::entering::Entering;
use super::super::model::{
    Owed, OwedCount, OwedReach, OwedStage, OwedState, ReportForm, WantedOwed,
};
use super::super::store;
use super::overview::{Asked, choices, wanted};
use crate::App;
use crate::error::Error;
use crate::places::Place;
use crate::store::Day;
use crate::ui::{Frame, Page, url_encode};
use crate::users::{Right, SignedIn, Viewer};
use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use kernel::Period;
use paper::table::{self, Column, Field, Kind, Table};

const PAGE_ROWS: i64 = 50;
const PAGE_LINES: usize = 50;
/// Most lines of an exported list.
const EXPORTED: i64 = 100_000;

#[derive(Template)]
#[template(path = "reports/owed.html")]
struct List {
    frame: Frame,
    asked: Asked,
    query: String,
    wanted: WantedOwed,
    period: Period,
    period_word: String,
    periods: Vec<Period>,
    places: Vec<Place>,
    lines: Vec<Owed>,
    count: OwedCount,
    page: i64,
    after: i64,
    today: Day,
    may_remind: &'static str,
    may_enter: &'static str,
    entering: Entering,
    told: String,
}

impl List {
    /// Where a line leads; empty where nothing is there for the viewer.
    fn link(&self, line: &Owed) -> String {
        if line.state == OwedState::Draft && !self.entering.sees_draft(line) {
            return String::new();
        }
        line.link(&self.wanted.term.form, &self.period_word)
    }

    /// Where the investor enters a report for an enterprise; empty where it does not.
    fn collect_link(&self, line: &Owed) -> String {
        let waits = line.state.is_open() && self.entering.may_collect(line);
        if waits { line.fill_link(self.wanted.term.form, &self.period_word) } else { String::new() }
    }
}

/// What an address asks for: `state=open` is whatever still has to be sent.
pub fn read(app: &App, asked: &Asked) -> Result<WantedOwed, Error> {
    let period = asked.period(app)?;
    let form = match asked.form.as_str() {
        "" => ReportForm::Tenant,
        text => text.parse().map_err(|_| Error::NotFound)?,
    };
    let mut wanted = wanted(app, asked, form, period);
    if asked.state == "open" {
        wanted.open_only = OwedStage::Open;
    }
    Ok(wanted)
}

/// The same address again.
pub fn query_of(asked: &Asked, wanted: &WantedOwed) -> String {
    format!(
        "form={}&period={}{}&state={}",
        wanted.term.form,
        wanted.term.period,
        asked.scope(),
        url_encode(&asked.state)
    )
}

/// The list.
pub async fn list(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let today = app.today();
    let wanted = read(&app, &asked)?;
    let page = asked.page.parse::<i64>().unwrap_or(1).clamp(1, 1_000_000);
    let offset = (page - 1) * PAGE_ROWS;
    let mut lines = store::list_owed(&app.store, &viewer, &wanted, PAGE_ROWS + 1, offset).await?;
    let after = if lines.len() > PAGE_LINES { page + 1 } else { 0 };
    lines.truncate(PAGE_LINES);
    let everything = WantedOwed { state: None, open_only: OwedStage::All, ..wanted.clone() };
    let count = store::count_owed(&app.store, &viewer, &everything).await?;
    let may_enter = if enters(&app, &viewer, &wanted).await? { "yes" } else { "" };
    let entering = Entering::of(&app, &viewer, &wanted.term).await?;
    let told = asked.reminded_vi();
    let title = format!("{} {}", wanted.term.form.label(), wanted.term.period.label());
    Ok(Page(List {
        frame: Frame::new(&viewer, "/reports", title),
        query: query_of(&asked, &wanted),
        period: wanted.term.period,
        period_word: wanted.term.period.to_string(),
        periods: duties::periods(&app, &viewer, today).await?,
        places: choices(&app, &viewer).await?,
        asked,
        wanted,
        lines,
        count,
        page,
        after,
        today,
        may_remind: if viewer.may(Right::ReviewReports) { "yes" } else { "" },
        may_enter,
        entering,
        told,
    }))
}

/// Whether the viewer fills in reports of the form, for others or for a body of their own.
async fn enters(app: &App, viewer: &Viewer, wanted: &WantedOwed) -> Result<bool, Error> {
    if !wanted.term.form.is_entered() || viewer.may(Right::EnterReports) {
        return Ok(wanted.term.form.is_entered());
    }
    let entered =
        WantedOwed { own_only: OwedReach::Entered, ..WantedOwed::all(wanted.term.clone()) };
    Ok(!store::list_owed(&app.store, viewer, &entered, 1, 0).await?.is_empty())
}

/// The same for programs.
pub async fn list_json(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let wanted = read(&app, &asked)?;
    let page = asked.page.parse::<i64>().unwrap_or(1).clamp(1, 1_000_000);
    let offset = (page - 1) * PAGE_ROWS;
    let mut lines = store::list_owed(&app.store, &viewer, &wanted, PAGE_ROWS + 1, offset).await?;
    let more = lines.len() > PAGE_LINES;
    lines.truncate(PAGE_LINES);
    let count = store::count_owed(&app.store, &viewer, &wanted).await?;
    let term = &wanted.term;
    Ok(Json(serde_json::json!({
        "form": term.form, "period": term.period.to_string(), "from": term.first, "to": term.last,
        "due_on": term.due_on, "count": count, "page": page,
        "next_page": more.then_some(page + 1), "owed": lines,
    })))
}

/// The same as an Excel workbook.
pub async fn xlsx(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let today = app.today();
    let wanted = read(&app, &asked)?;
    let lines = store::list_owed(&app.store, &viewer, &wanted, EXPORTED, 0).await?;
    let term = &wanted.term;
    let table = Table {
        title: format!("{} {}: tình hình gửi báo cáo", term.form.label(), term.period.label()),
        subtitles: vec![
            format!("Hạn cuối: {}. Số liệu tính đến ngày {}", term.due_vi(), today.vi()),
            format!("{} báo cáo phải gửi theo điều kiện đã chọn", lines.len()),
        ],
        columns: columns(),
        notes: Vec::new(),
    };
    let rows: Vec<Vec<Field>> =
        lines.iter().enumerate().map(|(at, line)| row(at + 1, line, &wanted, today)).collect();
    let name = format!("{}-{}.xlsx", term.form, term.period);
    let written = tokio::task::spawn_blocking(move || {
        let mut out = std::io::Cursor::new(Vec::new());
        table::write_xlsx(&table, rows, &mut out).map(|()| out.into_inner())
    });
    let bytes = written.await.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let disposition = format!("attachment; filename=\"{name}\"");
    Ok(([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition)], bytes))
}

fn columns() -> Vec<Column> {
    let text =
        |heading: &str, width| Column { heading: heading.to_owned(), kind: Kind::Text, width };
    vec![
        Column { heading: "TT".to_owned(), kind: Kind::Integer, width: 6 },
        text("Đơn vị phải gửi", 44),
        text("Mã số thuế", 18),
        text("Báo cáo về", 44),
        text("Cụm công nghiệp / cấp trên", 30),
        text("Địa điểm", 30),
        text("Tình trạng", 24),
        text("Ngày gửi", 14),
        text("Đúng hạn", 14),
        text("Nhắc lần cuối", 20),
    ]
}

fn row(number: usize, line: &Owed, wanted: &WantedOwed, today: Day) -> Vec<Field> {
    let text = |text: &str| {
        if text.is_empty() { Field::Empty } else { Field::Text(text.to_owned()) }
    };
    let sent = line.sent_on.map(Day::vi).unwrap_or_default();
    let in_time = match (line.is_late(&wanted.term, &today), line.sent_on) {
        (true, Some(_)) if !line.state.is_open() => "gửi muộn",
        (true, _) => "quá hạn",
        (false, Some(_)) => "đúng hạn",
        (false, None) => "",
    };
    vec![
        Field::Integer(i64::try_from(number).unwrap_or_default()),
        text(line.who()),
        text(&line.tax_code),
        text(&line.subject),
        text(&line.cluster),
        text(&line.place),
        text(line.state.label()),
        text(&sent),
        text(in_time),
        text(&line.reminded_at.as_deref().map(crate::ui::moment_vi).unwrap_or_default()),
    ]
}
