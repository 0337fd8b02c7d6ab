//! Reports on paper: the official form as PDF, Word, Excel, a page and data, all from one
//! description of what was filled in.

mod entered;

pub use entered::{blank, of_report};

use super::printing;
use crate::App;
use crate::error::Error;
use crate::words;
use axum::http::HeaderMap;
use axum::http::header::HOST;
use axum::response::Response;
use paper::filled::FilledForm;
use paper::letter;

words! {
    /// What a report is written as.
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

    fn kind(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Html => "text/html; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

/// A report ready to be written.
#[derive(Clone, Debug)]
pub struct Paper {
    /// What is filled in.
    pub filled: FilledForm,
    /// Name of the file, without its ending.
    pub name: String,
    /// What else programs are told: the unit or record, the period, the version.
    pub about: serde_json::Value,
}

impl Paper {
    /// Writes the report.
    ///
    /// # Errors
    /// When the program was built without PDF and PDF is asked for.
    pub async fn write(self, format: PaperFormat) -> Result<Vec<u8>, Error> {
        if !format.is_made() {
            return Err(printing::no_pdf());
        }
        Ok(printing::in_turn(move || self.written(format)).await??)
    }

    fn written(self, format: PaperFormat) -> anyhow::Result<Vec<u8>> {
        Ok(match format {
            PaperFormat::Pdf => letter::pdf(&self.filled.letter())?,
            PaperFormat::Docx => letter::docx(&self.filled.letter())?,
            PaperFormat::Xlsx => letter::xlsx(&self.filled.letter())?,
            PaperFormat::Html => letter::page(&self.filled.letter()).into_bytes(),
            PaperFormat::Json => {
                let mut data = serde_json::to_value(self.filled.data())?;
                data["about"] = self.about;
                serde_json::to_vec_pretty(&data)?
            }
        })
    }

    /// Writes the report and answers with it as a file.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub async fn answer(self, format: PaperFormat) -> Result<Response, Error> {
        let name = format!("{}.{format}", self.name);
        Ok(printing::attachment(&name, format.kind(), self.write(format).await?))
    }
}

/// Name of a file: form, whose, period and version.
pub fn file_name(form: &str, whose: &str, period: &str, version: i64) -> String {
    let whose = kernel::text::slug(whose);
    let name = format!("{form}-{whose}-{period}");
    if version > 1 { format!("{name}-ban-{version}") } else { name }
}

/// A format as it stands in an address.
///
/// # Errors
/// [`Error::NotFound`] for what is none, and for pages: the screen shows those.
pub fn read_format(text: &str) -> Result<PaperFormat, Error> {
    let format = text.parse().ok().filter(|format| *format != PaperFormat::Html);
    format.ok_or(Error::NotFound)
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

/// A word at the head of each page of what nobody has approved.
pub const DRAFT: &str = "DỰ THẢO";

/// The head of the paper: who issues it, below whom, and its number; dots until it has one.
pub fn head(parent: &str, body: &str, number: Option<&str>) -> letter::Head {
    letter::Head {
        parent: parent.to_uppercase(),
        body: body.to_uppercase(),
        number: format!("Số: {}", number.filter(|number| !number.is_empty()).unwrap_or("…")),
        ..letter::Head::default()
    }
}
