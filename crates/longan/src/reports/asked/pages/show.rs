//! The page: what is asked, and the table with its chart and its sources.

use super::super::answer::{self, Answered, COLUMN_PAPERS, Chart};
use super::super::model::{ChoiceCounting, Column};
use super::super::reading::{Asked, check};
use super::super::store::{self, KeptChoice};
use crate::App;
use crate::error::Error;
use crate::figures::{self, Basis, Figure};
use crate::places::{self, Place};
use crate::ui::{Frame, Page, Problems};
use crate::users::{SignedIn, Viewer};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "reports/asked/show.html")]
struct Show {
    frame: Frame,
    asked: Asked,
    figures: Vec<&'static Figure>,
    places: Vec<Place>,
    kept: Vec<KeptChoice>,
    answered: Option<Answered>,
    charts: Vec<Chart>,
    keep_name: String,
    problems: Problems,
}

impl Show {
    fn counting(&self) -> ChoiceCounting {
        self.asked.counting.parse().unwrap_or(ChoiceCounting::Calendar)
    }

    fn basis(&self) -> Basis {
        self.asked.basis.parse().unwrap_or_default()
    }

    fn bases() -> &'static [Basis] {
        &[Basis::Leased, Basis::Legal, Basis::Serviced, Basis::Cleared]
    }

    fn makes_pdf() -> bool {
        paper::letter::makes_pdf()
    }

    /// The figures of the head of the table, each with how many columns stand under it.
    fn groups(columns: &[Column]) -> Vec<(&Column, usize)> {
        let mut groups: Vec<(&Column, usize)> = Vec::new();
        for column in columns {
            match groups.last_mut() {
                Some((last, count)) if last.figure.code == column.figure.code => *count += 1,
                _ => groups.push((column, 1)),
            }
        }
        groups
    }

    fn more_papers(count: i64) -> &'static str {
        if count >= COLUMN_PAPERS { "ít nhất " } else { "" }
    }

    fn renewed(kept: &KeptChoice) -> String {
        let pairs: Vec<(String, String)> = read_pairs(&kept.query);
        Asked::read(&pairs).renewed().query()
    }
}

fn read_pairs(query: &str) -> Vec<(String, String)> {
    let uri = format!("/?{query}").parse().unwrap_or_default();
    Query::try_from_uri(&uri).map(|Query(pairs)| pairs).unwrap_or_default()
}

/// The page.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let asked = Asked::read(&pairs);
    if !asked.choice.is_empty() {
        let kept = store::find_choice(&app.store, &viewer, &asked.choice).await?;
        let kept = kept.ok_or(Error::NotFound)?;
        return Ok(Redirect::to(&format!("/reports/asked?{}", kept.query)).into_response());
    }
    draw(&app, &viewer, asked, (String::new(), Problems::default())).await
}

/// Draws the page, with what was wrong with keeping the choice.
pub(super) async fn draw(
    app: &App,
    viewer: &Viewer,
    asked: Asked,
    (keep_name, mut problems): (String, Problems),
) -> Result<Response, Error> {
    let mut answered = None;
    if !asked.is_blank() {
        match check(app, viewer, &asked).await? {
            Ok(choice) => answered = Some(answer::answer(app, viewer, choice).await?),
            Err(found) => problems = found,
        }
    }
    let code = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Show {
        frame: Frame::new(viewer, "/reports", "Báo cáo theo yêu cầu"),
        figures: figures::all().collect(),
        places: places::store::list_with_clusters(&app.store, viewer).await?,
        kept: store::list_choices(&app.store, viewer).await?,
        charts: answered.as_ref().map(answer::charts).unwrap_or_default(),
        answered,
        asked,
        keep_name,
        problems,
    };
    Ok((code, Page(page)).into_response())
}
