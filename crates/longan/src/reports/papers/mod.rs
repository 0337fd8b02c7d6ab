//! Reports on paper: the official form as PDF, Word, Excel, a page and data, all from one
//! description of what was filled in.

mod entered;

pub use entered::{blank, of_report};

pub use crate::printing::{PaperFormat, address_of, read_format};

use crate::error::Error;
use crate::printing;
use axum::response::Response;
use paper::filled::FilledForm;
use paper::letter;

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
        if format == PaperFormat::Json {
            let mut data = serde_json::to_value(self.filled.data())?;
            data["about"] = self.about;
            return Ok(serde_json::to_vec_pretty(&data)?);
        }
        format.write(&self.filled.letter())
    }

    /// Writes the report and answers with it as a file.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub async fn answer(self, format: PaperFormat) -> Result<Response, Error> {
        let name = format!("{}.{format}", self.name);
        Ok(printing::attachment(&name, format.media_type(), self.write(format).await?))
    }
}

/// Name of a file: form, whose, period and version.
pub fn file_name(form: &str, whose: &str, period: &str, version: i64) -> String {
    let whose = kernel::text::slug(whose);
    let name = format!("{form}-{whose}-{period}");
    if version > 1 { format!("{name}-ban-{version}") } else { name }
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
