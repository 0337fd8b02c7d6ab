//! Official papers as files to take away: pages, Word, Excel, a page of its own, data. One description
//! of a paper is written in every format.

use crate::App;
use crate::error::Error;
use crate::words;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HOST};
use axum::response::{IntoResponse, Response};
use paper::letter::{self, Letter, LetterProblem};
use tokio::sync::Semaphore;

/// How many files are made at once: making pages takes a processor and memory.
static TURNS: Semaphore = Semaphore::const_new(2);

words! {
    /// What a paper is written as.
    pub enum PaperFormat {
        Pdf = "pdf" => "PDF",
        Docx = "docx" => "Word",
        Xlsx = "xlsx" => "Excel",
        Html = "html" => "Trang web",
        Json = "json" => "Dữ liệu (JSON)",
    }
}

impl PaperFormat {
    /// The formats that pages offer, as far as the program was built to make them.
    pub fn offered() -> Vec<Self> {
        let offered = [Self::Pdf, Self::Docx, Self::Xlsx, Self::Json];
        offered.into_iter().filter(|format| format.is_made()).collect()
    }

    /// Whether this program was built to make it.
    pub fn is_made(self) -> bool {
        self != Self::Pdf || letter::makes_pdf()
    }

    /// Whether it is for programs and office machines only, not for a terminal.
    pub fn is_binary(self) -> bool {
        matches!(self, Self::Pdf | Self::Docx | Self::Xlsx)
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Html => "text/html; charset=utf-8",
            Self::Json => "application/json",
        }
    }

    /// Writes a paper; as data it is its own description.
    ///
    /// # Errors
    /// As the writer of the format.
    pub fn write(self, letter: &Letter) -> anyhow::Result<Vec<u8>> {
        Ok(match self {
            Self::Pdf => letter::pdf(letter)?,
            Self::Docx => letter::docx(letter)?,
            Self::Xlsx => letter::xlsx(letter)?,
            Self::Html => letter::page(letter).into_bytes(),
            Self::Json => serde_json::to_vec_pretty(letter)?,
        })
    }
}

/// A format as it stands in an address.
///
/// # Errors
/// [`Error::NotFound`] for what is none, and for pages: the screen shows those.
pub fn read_format(text: &str) -> Result<PaperFormat, Error> {
    let format = text.parse().ok().filter(|format| *format != PaperFormat::Html);
    format.ok_or(Error::NotFound)
}

/// Answers with the letter as a file of that name.
///
/// # Errors
/// When the program was built without PDF and PDF is asked for.
pub async fn file(letter: Letter, format: PaperFormat, name: &str) -> Result<Response, Error> {
    let bytes = write(letter, format).await?;
    Ok(attachment(&format!("{name}.{format}"), format.media_type(), bytes))
}

/// Writes a paper when its turn has come.
///
/// # Errors
/// When the program was built without PDF and PDF is asked for.
pub async fn write(letter: Letter, format: PaperFormat) -> Result<Vec<u8>, Error> {
    match in_turn(move || format.write(&letter)).await? {
        Ok(bytes) => Ok(bytes),
        Err(problem) if matches!(problem.downcast_ref(), Some(LetterProblem::NoPdf)) => {
            Err(no_pdf())
        }
        Err(problem) => Err(problem.into()),
    }
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

/// The address under which the reader reaches the program, so that a number on paper can open
/// its rows: the one that is set, or the one that was just used.
pub fn address_of(app: &App, headers: &HeaderMap) -> String {
    let set = app.settings.public_address.as_deref().map(|set| set.trim_end_matches('/'));
    let used = headers.get(HOST).and_then(|host| host.to_str().ok());
    match (set, used) {
        (Some(set), _) => set.to_owned(),
        (None, Some(host)) => format!("http://{host}"),
        (None, None) => String::new(),
    }
}
