//! The HTML kit: page frame, form state, fields, links.

pub mod form;
pub mod query;
mod vi;

pub use vi::{Amount, Vi};

use crate::users::Viewer;
use axum::response::{Html, IntoResponse, Response};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Turns a template into a response.
pub struct Page<T>(pub T);

impl<T: askama::Template> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        match self.0.render() {
            Ok(html) => Html(html).into_response(),
            Err(error) => {
                tracing::error!(%error, "a page could not be drawn");
                axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

/// What surrounds every page: who has signed in, the menu, where we are.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Title of the page: heading and window.
    pub title: String,
    /// The person's full name.
    pub full_name: String,
    /// How many notices wait to be read.
    pub unread: i64,
    /// The menu.
    pub menu: Vec<MenuItem>,
    /// What stands behind "Thêm".
    pub more: Vec<MenuItem>,
}

/// One line of the menu.
#[derive(Clone, Debug)]
pub struct MenuItem {
    /// Where it leads.
    pub path: &'static str,
    /// What people read.
    pub title: &'static str,
    /// "page" where we are, for screen readers and the eye; empty elsewhere.
    pub current: &'static str,
}

/// Whether a page lies under a line of the menu; only the first page lies under "/".
fn lies_under(path: &str, line: &str) -> bool {
    let rest = path.strip_prefix(line);
    path == line || (line != "/" && rest.is_some_and(|rest| rest.starts_with('/')))
}

impl Frame {
    /// The frame of the page at `path` for `viewer`.
    pub fn new(viewer: &Viewer, path: &str, title: impl Into<String>) -> Self {
        let may_open = |item: &&crate::MenuLine| item.rule.check(viewer).is_ok();
        // Of the lines that a page lies under the longest is where we are: one, never two.
        let lines = || crate::MENU.iter().chain(crate::MENU_MORE).filter(may_open);
        let above = lines().filter(|item| lies_under(path, item.path));
        let here = above.map(|item| item.path).max_by_key(|line| line.len()).unwrap_or_default();
        let shown = |lines: &'static [crate::MenuLine]| {
            let current = |item: &crate::MenuLine| if item.path == here { "page" } else { "" };
            let items = lines.iter().filter(may_open).map(|item| MenuItem {
                path: item.path,
                title: item.title,
                current: current(item),
            });
            items.collect()
        };
        Self {
            title: title.into(),
            full_name: viewer.full_name.clone(),
            unread: viewer.unread,
            menu: shown(crate::MENU),
            more: shown(crate::MENU_MORE),
        }
    }
}

/// What is wrong with a form, by field name, in the words the person will read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(BTreeMap<&'static str, String>);

impl Problems {
    /// A single problem.
    pub fn one(field: &'static str, problem: impl Into<String>) -> Self {
        let mut problems = Self::default();
        problems.add(field, problem);
        problems
    }

    /// Notes what is wrong with a field; the first problem of a field stays.
    pub fn add(&mut self, field: &'static str, problem: impl Into<String>) {
        self.0.entry(field).or_insert_with(|| problem.into());
    }

    /// What is wrong with `field`.
    pub fn on(&self, field: &str) -> Option<&str> {
        self.0.get(field).map(String::as_str)
    }

    /// Every problem, in the order of the field names.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(field, problem)| (*field, problem.as_str()))
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `Ok` when nothing is wrong.
    pub fn check(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}

/// A labelled text field with its problem, as HTML.
pub fn field(name: &str, label: &str, value: &str, problems: &Problems) -> String {
    field_with(name, label, value, problems, "")
}

/// A labelled text field with a hint below it, as HTML.
pub fn field_with(name: &str, label: &str, value: &str, problems: &Problems, hint: &str) -> String {
    let (name, label, value) = (escape(name), escape(label), escape(value));
    let problem = problems.on(&name);
    let mut html = String::new();
    let invalid = if problem.is_some() {
        format!(" is-invalid\" aria-invalid=\"true\" aria-describedby=\"{name}-problem")
    } else {
        String::new()
    };
    let _ = write!(
        html,
        "<div class=\"mb-3\"><label class=\"form-label\" for=\"{name}\">{label}</label>"
    );
    let _ = write!(
        html,
        "<input class=\"form-control{invalid}\" id=\"{name}\" name=\"{name}\" value=\"{value}\">"
    );
    if let Some(problem) = problem {
        let _ = write!(
            html,
            "<p class=\"invalid-feedback\" id=\"{name}-problem\">{}</p>",
            escape(problem)
        );
    }
    if !hint.is_empty() {
        let _ = write!(html, "<small class=\"form-hint\">{}</small>", escape(hint));
    }
    html.push_str("</div>");
    html
}

/// Text made safe inside HTML text and quoted attributes.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// Text made safe inside a query string.
pub fn url_encode(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut url, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            url.push(char::from(byte));
        } else {
            let _ = write!(url, "%{byte:02X}");
        }
        url
    })
}

/// A day kept as ISO text, as people write it; anything else as it is.
pub fn day_vi(iso: &str) -> String {
    iso.parse::<crate::store::Day>().map_or_else(|_| iso.to_owned(), crate::store::Day::vi)
}

/// A moment kept as UTC, as the clock in Việt Nam showed it: "23/11/2026 09:00".
pub fn moment_vi(moment: &str) -> String {
    let Ok(moment) = moment.parse::<jiff::Timestamp>() else { return moment.to_owned() };
    let there = jiff::tz::Offset::constant(7).to_datetime(moment);
    let day = crate::store::Day(there.date()).vi();
    format!("{day} {:02}:{:02}", there.hour(), there.minute())
}
