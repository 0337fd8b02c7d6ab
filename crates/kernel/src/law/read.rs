//! Reading the law's files, and refusing what would mislead.

use super::{Document, Law, Parameter, Unit, Value};
use crate::form::{Form, Reading};
use crate::number::parse_scaled;
use jiff::civil::Date;
use serde::Deserialize;
use thiserror::Error;

/// Why the law's files cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LawError {
    /// The file is not TOML of the expected form.
    #[error("{file}: {reason}")]
    Unreadable {
        /// Name of the file.
        file: String,
        /// What the reader says, with line and column.
        reason: String,
    },
    /// A parameter or paper is given twice in one file.
    #[error("{file}: {key} stands twice")]
    Twice {
        /// Name of the file.
        file: String,
        /// Key of the parameter or id of the paper.
        key: String,
    },
    /// A parameter has no title, no unit or no value.
    #[error("{file}: {key} has no {missing}")]
    Missing {
        /// Name of the file.
        file: String,
        /// Key of the parameter.
        key: String,
        /// What is missing.
        missing: &'static str,
    },
    /// A later file gives a known parameter another unit.
    #[error("{file}: {key} has another unit than before")]
    OtherUnit {
        /// Name of the file.
        file: String,
        /// Key of the parameter.
        key: String,
    },
    /// A value does not fit its unit.
    #[error("{file}: {key} has the value {value:?}, which does not fit its unit")]
    BadValue {
        /// Name of the file.
        file: String,
        /// Key of the parameter.
        key: String,
        /// The value.
        value: String,
    },
    /// A value ends before it begins.
    #[error("{file}: {key} has a value that ends before {from}")]
    EndsBeforeStart {
        /// Name of the file.
        file: String,
        /// Key of the parameter.
        key: String,
        /// First day of the value.
        from: Date,
    },
    /// Two values of one file are in force on the same day in the same place.
    #[error("{file}: {key} has two values in force together: {first:?} and {second:?}")]
    Overlap {
        /// Name of the file.
        file: String,
        /// Key of the parameter.
        key: String,
        /// One value.
        first: String,
        /// The other.
        second: String,
    },
    /// A form cannot be used as it is written.
    #[error("{file}: form {form}: {reason}")]
    BadForm {
        /// Name of the file.
        file: String,
        /// Id of the form.
        form: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Two versions of a form hold on the same day.
    #[error("forms {first} and {second} hold together")]
    FormsOverlap {
        /// Id of one version.
        first: String,
        /// Id of the other.
        second: String,
    },
    /// A value, a form or a reading cites a paper that no file holds.
    #[error("{key} cites {document}, which no file describes")]
    UnknownDocument {
        /// Key of the parameter, id of the form or words that are read.
        key: String,
        /// Id of the paper.
        document: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LawFile {
    #[serde(default, rename = "document")]
    documents: Vec<Document>,
    #[serde(default, rename = "parameter")]
    parameters: Vec<WrittenParameter>,
    #[serde(default, rename = "reading")]
    readings: Vec<Reading>,
    form: Option<Form>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenParameter {
    key: String,
    title: Option<String>,
    unit: Option<Unit>,
    #[serde(default, rename = "value")]
    values: Vec<Value>,
}

pub(super) fn parse(files: &[(&str, &str)]) -> Result<Law, LawError> {
    let mut law = Law::default();
    for (layer, (file, text)) in files.iter().enumerate() {
        let read: LawFile = toml::from_str(text).map_err(|e| LawError::Unreadable {
            file: (*file).to_owned(),
            reason: e.to_string(),
        })?;
        let mut ids: Vec<&str> =
            read.documents.iter().map(|document| document.id.as_str()).collect();
        ids.extend(read.parameters.iter().map(|parameter| parameter.key.as_str()));
        ids.sort_unstable();
        if let Some(pair) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(LawError::Twice { file: (*file).to_owned(), key: pair[0].to_owned() });
        }
        law.documents
            .extend(read.documents.into_iter().map(|document| (document.id.clone(), document)));
        for written in read.parameters {
            lay_over(&mut law, file, layer, written)?;
        }
        law.readings.extend(read.readings);
        if let Some(form) = read.form {
            if let Some(reason) = form.problem() {
                let file = (*file).to_owned();
                return Err(LawError::BadForm { file, form: form.id, reason });
            }
            law.forms.insert(form.id.clone(), form);
        }
    }
    for parameter in law.parameters.values_mut() {
        parameter.values.sort_by_key(|value| (std::cmp::Reverse(value.layer), value.from));
    }
    check_citations(&law)?;
    check_versions(&law)?;
    Ok(law)
}

/// Adds a file's values to those that are known.
fn lay_over(
    law: &mut Law,
    file: &str,
    layer: usize,
    written: WrittenParameter,
) -> Result<(), LawError> {
    let (file, key) = (file.to_owned(), written.key.clone());
    let missing = |missing| LawError::Missing { file: file.clone(), key: key.clone(), missing };
    if written.values.is_empty() {
        return Err(missing("value"));
    }
    if !law.parameters.contains_key(&key) {
        let title = written.title.ok_or_else(|| missing("title"))?;
        let unit = written.unit.ok_or_else(|| missing("unit"))?;
        let known = Parameter { key: key.clone(), title, unit, values: Vec::new() };
        law.parameters.insert(key.clone(), known);
    }
    let known = law.parameters.get_mut(&key).expect("inserted just above when it was not there");
    if written.unit.is_some_and(|unit| unit != known.unit) {
        return Err(LawError::OtherUnit { file, key });
    }
    for (at, value) in written.values.iter().enumerate() {
        check_value(&file, known, value)?;
        if let Some(other) = written.values[..at].iter().find(|other| other.overlaps(value)) {
            let (first, second) = (other.value.clone(), value.value.clone());
            return Err(LawError::Overlap { file, key, first, second });
        }
    }
    known.values.extend(written.values.into_iter().map(|value| Value { layer, ..value }));
    Ok(())
}

fn check_value(file: &str, parameter: &Parameter, value: &Value) -> Result<(), LawError> {
    let (file, key) = (file.to_owned(), parameter.key.clone());
    if let (Some(from), Some(to)) = (value.from, value.to)
        && to < from
    {
        return Err(LawError::EndsBeforeStart { file, key, from });
    }
    let text = &value.value;
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    let fits = match value.unit.unwrap_or(parameter.unit) {
        Unit::Day => text.parse::<Date>().is_ok(),
        Unit::DayOfYear => text.len() == 5 && format!("2024-{text}").parse::<Date>().is_ok(),
        Unit::Word => is_word(text),
        Unit::Words => text.split(';').all(|word| is_word(word.trim())),
        Unit::Text => !text.trim().is_empty(),
        _ => parse_scaled(text, 4).is_ok_and(|number| number >= 0),
    };
    if fits { Ok(()) } else { Err(LawError::BadValue { file, key, value: text.clone() }) }
}

fn check_citations(law: &Law) -> Result<(), LawError> {
    let of_values = law.parameters.values().flat_map(|parameter| {
        let cited = |value: &Value| [Some(value.document.clone()), value.amends.clone()];
        let cited = parameter.values.iter().flat_map(cited).flatten();
        cited.map(|document| (parameter.key.clone(), document))
    });
    let of_forms = law.forms.values().map(|form| (form.id.clone(), form.document.clone()));
    let of_readings =
        law.readings.iter().map(|reading| (reading.printed.clone(), reading.document.clone()));
    let mut cited = of_values.chain(of_forms).chain(of_readings);
    match cited.find(|(_, document)| !law.documents.contains_key(document)) {
        Some((key, document)) => Err(LawError::UnknownDocument { key, document }),
        None => Ok(()),
    }
}

/// A report is made in one version of its form.
fn check_versions(law: &Law) -> Result<(), LawError> {
    for form in law.forms.values() {
        let other = law.forms.values().find(|other| {
            other.family == form.family && other.id != form.id && other.covers(form.from)
        });
        if let Some(other) = other {
            let (first, second) = (other.id.clone(), form.id.clone());
            return Err(LawError::FormsOverlap { first, second });
        }
    }
    Ok(())
}
