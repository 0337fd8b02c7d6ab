//! What a capability tells of a body on its page: tables with a heading, drawn alike.

use crate::App;
use crate::documents;
use crate::store::{Day, Result};
use crate::users::{Right, Viewer};
use futures_util::future::BoxFuture;

/// What a capability has to tell of a body on a day, to a viewer: only what the viewer may see.
pub type Telling = for<'a> fn(
    app: &'a App,
    viewer: &'a Viewer,
    organization_id: &'a str,
    on: Day,
) -> BoxFuture<'a, Result<Vec<Section>>>;

/// One table of a body's page.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Section {
    /// Its heading.
    pub title: &'static str,
    /// Headings of its columns.
    pub columns: Vec<Heading>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// What is said when there is no row.
    pub empty: &'static str,
}

/// The heading of a column.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct Heading {
    /// What people read.
    pub title: &'static str,
    /// Class of the column: numbers stand on the right.
    #[serde(skip)]
    pub class: &'static str,
}

/// A column of words.
pub const fn words(title: &'static str) -> Heading {
    Heading { title, class: "words" }
}

/// A column of numbers.
pub const fn numbers(title: &'static str) -> Heading {
    Heading { title, class: "text-end" }
}

/// What stands in one place of a table.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Cell {
    /// What people read.
    pub text: String,
    /// Where it leads; empty for nowhere.
    pub path: String,
}

impl Cell {
    /// Plain text.
    pub fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), path: String::new() }
    }

    /// Text that leads to a page, where the viewer may go there.
    pub fn to(viewer: &Viewer, right: Right, text: impl Into<String>, path: String) -> Self {
        Self { text: text.into(), path: if viewer.may(right) { path } else { String::new() } }
    }

    /// A paper by its id and what it is called.
    pub fn paper(viewer: &Viewer, id: &str, name: &str) -> Self {
        if id.is_empty() {
            return Self::default();
        }
        let name = if name.is_empty() { documents::Kind::Other.label() } else { name };
        Self::to(viewer, Right::SeeDocuments, name, format!("/documents/{id}"))
    }
}
