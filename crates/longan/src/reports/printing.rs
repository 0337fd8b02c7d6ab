//! A letter as a file to take away: PDF, Word, or a page of its own.

use crate::error::Error;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use paper::letter::{self, Letter, LetterProblem};
use tokio::sync::Semaphore;

/// How many files are made at once: making pages takes a processor and memory.
static TURNS: Semaphore = Semaphore::const_new(2);

/// What kind of file is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Pages.
    Pdf,
    /// A text to go on working with.
    Docx,
    /// A page of its own.
    Html,
}

impl Format {
    fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Html => "html",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Html => "text/html; charset=utf-8",
        }
    }

    fn write(self, letter: &Letter) -> Result<Vec<u8>, LetterProblem> {
        match self {
            Self::Pdf => letter::pdf(letter),
            Self::Docx => letter::docx(letter),
            Self::Html => Ok(letter::page(letter).into_bytes()),
        }
    }
}

/// Answers with the letter as a file of that name.
pub async fn file(letter: Letter, format: Format, name: &str) -> Result<Response, Error> {
    let written = in_turn(move || format.write(&letter)).await?;
    let bytes = match written {
        Ok(bytes) => bytes,
        Err(LetterProblem::NoPdf) => return Err(no_pdf()),
        Err(problem) => return Err(anyhow::Error::from(problem).into()),
    };
    Ok(attachment(&format!("{name}.{}", format.extension()), format.media_type(), bytes))
}

/// Does work that takes a processor, off the server's threads, when its turn has come.
pub async fn in_turn<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    let turn = TURNS.acquire().await.map_err(anyhow::Error::from)?;
    let done = tokio::task::spawn_blocking(work).await;
    drop(turn);
    Ok(done.map_err(anyhow::Error::from)?)
}

/// What is said where the program was built without PDF.
pub fn no_pdf() -> Error {
    Error::Unusable("Bản cài này không có phần tạo PDF. Hãy tải tệp Word rồi in ra PDF.".to_owned())
}

/// A file to take away.
pub fn attachment(name: &str, media_type: &'static str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(CONTENT_TYPE, media_type.to_owned()), (CONTENT_DISPOSITION, disposition)], bytes)
        .into_response()
}
