//! How a word printed in a form is read since a day: "cấp huyện" is now "cấp xã".

use super::Form;
use crate::day::Day;
use crate::law::Confidence;
use serde::Deserialize;

/// A printed word and how it is read since a day, because an agency or a level changed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// The words as printed.
    pub printed: String,
    /// How they are read.
    pub read: String,
    /// First day of that reading.
    pub from: Day,
    /// The paper that says so, by its id in the law.
    pub document: String,
    /// How far that has been checked.
    pub confidence: Confidence,
    /// What else an officer should know, in Vietnamese.
    pub note: Option<String>,
}

impl Reading {
    /// A text with every printed word as it is read on the day, the latest reading of each.
    pub fn text(readings: &[Self], text: &str, day: Day) -> String {
        let mut read = text.to_owned();
        for reading in readings {
            let is_latest = !readings.iter().any(|other| {
                other.printed == reading.printed && other.from <= day && other.from > reading.from
            });
            if reading.from <= day && is_latest {
                read = read.replace(&reading.printed, &reading.read);
            }
        }
        read
    }
}

impl Form {
    /// The form with its words as they are read on the day.
    #[must_use]
    pub fn read_on(&self, readings: &[Reading], day: Day) -> Self {
        let mut form = self.clone();
        let texts = [&mut form.title, &mut form.reporter, &mut form.deadline]
            .into_iter()
            .chain(&mut form.receivers)
            .chain(&mut form.columns)
            .chain(&mut form.foot_notes)
            .chain([&mut form.signature.title])
            .chain(form.header.iter_mut().map(|line| &mut line.label))
            .chain(form.rows.iter_mut().map(|row| &mut row.label));
        for text in texts {
            *text = Reading::text(readings, text, day);
        }
        form
    }
}
