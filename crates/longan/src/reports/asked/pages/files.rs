//! The table as a file: Excel, Word, PDF.

use super::super::answer::{self, Answered};
use super::super::leaving;
use super::super::reading::{Asked, check};
use crate::App;
use crate::error::Error;
use crate::printing::{self, PaperFormat};
use crate::users::{SignedIn, Viewer};
use axum::extract::{Query, State};
use axum::response::Response;

/// What the files are called.
const NAME: &str = "bao-cao-theo-yeu-cau";

async fn answered(
    app: &App,
    viewer: &Viewer,
    pairs: &[(String, String)],
) -> Result<Answered, Error> {
    match check(app, viewer, &Asked::read(pairs)).await? {
        Ok(choice) => answer::answer(app, viewer, choice).await,
        Err(problems) => {
            let told: Vec<&str> = problems.iter().map(|(_, problem)| problem).collect();
            Err(Error::Unusable(told.join(" ")))
        }
    }
}

/// As an Excel workbook.
pub async fn xlsx(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let (table, rows) = leaving::workbook(&answered(&app, &viewer, &pairs).await?);
    let written = tokio::task::spawn_blocking(move || {
        let mut out = std::io::Cursor::new(Vec::new());
        paper::table::write_xlsx(&table, rows, &mut out).map(|()| out.into_inner())
    });
    let bytes = written.await.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(printing::attachment(&format!("{NAME}.xlsx"), kind, bytes))
}

/// As a Word file.
pub async fn docx(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let letter = leaving::letter(&answered(&app, &viewer, &pairs).await?);
    printing::file(letter, PaperFormat::Docx, NAME).await
}

/// As PDF.
pub async fn pdf(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let letter = leaving::letter(&answered(&app, &viewer, &pairs).await?);
    printing::file(letter, PaperFormat::Pdf, NAME).await
}
