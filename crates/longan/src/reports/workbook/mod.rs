//! The Excel template of reports: what is handed out, and reading it back by its hidden keys.
//! Nothing here knows the database.
//!
//! Where the hidden column and the hidden row of keys cross stands a [`Mark`]. Everything else is
//! found from there, so sheets may be renamed, copied and put together, rows and columns added,
//! left blank and moved.

mod blank;
#[cfg(test)]
mod moved;
mod number;
mod read;

pub use blank::{Line, of_many, of_one};
pub use read::{SheetRow, Sheets, read};

use super::model::ReportTerm;
use kernel::form::{Form, FormRow};
use std::fmt;

/// Begins every mark; the number counts the ways in which templates were laid out.
const BEGIN: &str = "longan-report/1";

// Keys of the columns beside those of the form's rows.
const NAME: &str = "name";
const TAX_CODE: &str = "tax_code";
const CLUSTER: &str = "cluster";
const NUMBER: &str = "number";
const LABEL: &str = "label";
const UNIT: &str = "unit";
const VALUE: &str = "value";
const BEFORE: &str = "before";
const BEFORE_PERIOD: &str = "before_period";
const REASON: &str = "reason";
const NOTE: &str = "note";

/// Columns that tell and are not read.
const TELLING: &[&str] = &[CLUSTER, NUMBER, LABEL, UNIT, BEFORE, BEFORE_PERIOD];

/// What a sheet is a template of.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mark {
    /// Version of the form: "tt-14-2024/bieu-01".
    form: String,
    /// The period: "2026-H1".
    period: String,
    /// The body, where the sheet is of one; else each row is a body.
    subject: Option<String>,
}

impl Mark {
    fn new(form: &Form, term: &ReportTerm, subject: Option<&str>) -> Self {
        Self {
            form: form.id.clone(),
            period: term.period.to_string(),
            subject: subject.map(str::to_owned),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        if words.next()? != BEGIN {
            return None;
        }
        let (form, period) = (words.next()?.to_owned(), words.next()?.to_owned());
        let subject = words.next().map(str::to_owned);
        words.next().is_none().then_some(Self { form, period, subject })
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{BEGIN} {} {}", self.form, self.period)?;
        match &self.subject {
            Some(subject) => write!(f, " {subject}"),
            None => Ok(()),
        }
    }
}

/// The key of the column with the earlier numbers of a row.
fn before_key(row: &FormRow) -> String {
    format!("{}:{BEFORE}", row.key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read_as_it_was_written() {
        for subject in [None, Some("0197-ab".to_owned())] {
            let mark =
                Mark { form: "tt-14-2024/bieu-01".into(), period: "2026-H1".into(), subject };
            assert_eq!(Mark::parse(&mark.to_string()), Some(mark));
        }
        for text in
            ["", "Mã hồ sơ", "longan-report/1", "longan-report/2 a 2026", "longan-report/1 a b c d"]
        {
            assert_eq!(Mark::parse(text), None, "{text:?}");
        }
    }
}
