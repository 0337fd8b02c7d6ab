//! One kit for every form: fields drawn alike, and typed text read into checked values.

use super::{Problems, escape};
use crate::store::Day;
use axum::extract::{Form, FromRequest, Request};
use kernel::area::Area;
use kernel::money::{Money, MoneyUnit};
use kernel::number::NumberProblem;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::str::FromStr;

/// What a person typed, by field name.
#[derive(Clone, Debug, Default)]
pub struct Typed(BTreeMap<String, String>);

impl<S: Send + Sync> FromRequest<S> for Typed {
    type Rejection = axum::extract::rejection::FormRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let Form(pairs) = Form::<Vec<(String, String)>>::from_request(request, state).await?;
        Ok(Self(pairs.into_iter().collect()))
    }
}

impl Typed {
    /// Fields filled in beforehand.
    pub fn of(pairs: &[(&str, String)]) -> Self {
        Self(pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
    }

    /// Fields as they came; of two with one name the later counts.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    /// Fills in more fields.
    pub fn fill(&mut self, pairs: &[(&str, String)]) {
        self.0.extend(pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    }

    /// The same with another text in a field.
    #[must_use]
    pub fn with(mut self, name: &str, text: &str) -> Self {
        self.0.insert(name.to_owned(), text.to_owned());
        self
    }

    /// What stands in a field, without blanks around it; empty when there is no such field.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map(|text| text.trim()).unwrap_or_default()
    }
}

/// How a field is typed into.
#[derive(Clone, Debug)]
pub enum Input {
    /// One line.
    Line,
    /// Several lines.
    Lines,
    /// A file; the form must be sent as multipart.
    File,
    /// Carried along unseen.
    Hidden,
    /// One of some words: word and label.
    Choice(Vec<(String, String)>),
}

/// One field of a form.
#[derive(Clone, Debug)]
pub struct Field {
    name: &'static str,
    label: &'static str,
    input: Input,
    hint: &'static str,
}

/// A one-line field.
pub const fn line(name: &'static str, label: &'static str, hint: &'static str) -> Field {
    Field { name, label, input: Input::Line, hint }
}

/// A field of several lines.
pub const fn lines(name: &'static str, label: &'static str, hint: &'static str) -> Field {
    Field { name, label, input: Input::Lines, hint }
}

/// A field for a file; the form must be sent as multipart.
pub const fn file(name: &'static str, label: &'static str, hint: &'static str) -> Field {
    Field { name, label, input: Input::File, hint }
}

/// A field carried along unseen.
pub const fn hidden(name: &'static str) -> Field {
    Field { name, label: "", input: Input::Hidden, hint: "" }
}

/// A field with a choice of words.
pub fn choice(
    name: &'static str,
    label: &'static str,
    words: impl IntoIterator<Item = (String, String)>,
) -> Field {
    Field { name, label, input: Input::Choice(words.into_iter().collect()), hint: "" }
}

/// Draws the fields with what was typed and what is wrong with it, as HTML.
pub fn draw(fields: &[Field], typed: &Typed, problems: &Problems) -> String {
    fields.iter().fold(String::new(), |html, field| html + &field.draw(typed, problems))
}

impl Field {
    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    fn draw(&self, typed: &Typed, problems: &Problems) -> String {
        let (name, value) = (self.name, escape(typed.text(self.name)));
        if matches!(self.input, Input::Hidden) {
            return format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
        }
        let problem = problems.on(name);
        let mut html = format!(
            "<div class=\"mb-3\"><label class=\"form-label\" for=\"{name}\">{}</label>",
            escape(self.label)
        );
        let described = match (problem, self.hint) {
            (Some(_), _) => format!(" aria-invalid=\"true\" aria-describedby=\"{name}-problem\""),
            (None, "") => String::new(),
            (None, _) => format!(" aria-describedby=\"{name}-hint\""),
        };
        let invalid = if problem.is_some() { " is-invalid" } else { "" };
        let _ = match &self.input {
            Input::Lines => write!(
                html,
                "<textarea class=\"form-control{invalid}\" id=\"{name}\" name=\"{name}\" rows=\"3\"{described}>{value}</textarea>"
            ),
            Input::Choice(words) => write!(
                html,
                "<select class=\"form-select{invalid}\" id=\"{name}\" name=\"{name}\"{described}>{}</select>",
                options(words, typed.text(name))
            ),
            Input::File => write!(
                html,
                "<input class=\"form-control{invalid}\" id=\"{name}\" name=\"{name}\" type=\"file\"{described}>"
            ),
            _ => write!(
                html,
                "<input class=\"form-control{invalid}\" id=\"{name}\" name=\"{name}\" value=\"{value}\"{described}>"
            ),
        };
        if let Some(problem) = problem {
            let _ = write!(
                html,
                "<p class=\"invalid-feedback\" id=\"{name}-problem\">{}</p>",
                escape(problem)
            );
        }
        if !self.hint.is_empty() {
            let _ = write!(
                html,
                "<small class=\"form-hint\" id=\"{name}-hint\">{}</small>",
                escape(self.hint)
            );
        }
        html + "</div>"
    }
}

fn options(words: &[(String, String)], chosen: &str) -> String {
    words.iter().fold(String::new(), |html, (word, label)| {
        let selected = if word == chosen { " selected" } else { "" };
        format!("{html}<option value=\"{}\"{selected}>{}</option>", escape(word), escape(label))
    })
}

/// Reads fields into values and gathers what is wrong. A value whose field is wrong is a
/// stand-in: [`Reader::finish`] gives it to nobody.
#[derive(Debug)]
pub struct Reader<'a> {
    typed: &'a Typed,
    problems: Problems,
}

impl<'a> Reader<'a> {
    /// Begins to read.
    pub fn new(typed: &'a Typed) -> Self {
        Self { typed, problems: Problems::default() }
    }

    /// Text that may be left out, in one spelling.
    pub fn text(&self, name: &str) -> String {
        kernel::text::nfc(self.typed.text(name))
    }

    /// Text that must be there; `ask` says what to do.
    pub fn required(&mut self, name: &'static str, ask: &str) -> String {
        let text = self.text(name);
        if text.is_empty() {
            self.problems.add(name, ask);
        }
        text
    }

    /// A day that must be there.
    pub fn day(&mut self, name: &'static str) -> Day {
        let day = kernel::day::parse_day(self.typed.text(name));
        Day(day.unwrap_or_else(|problem| {
            self.problems.add(name, problem.message());
            jiff::civil::Date::ZERO
        }))
    }

    /// A day that may be left out.
    pub fn optional_day(&mut self, name: &'static str) -> Option<Day> {
        (!self.typed.text(name).is_empty()).then(|| self.day(name))
    }

    /// Land in hectares above nothing, as m².
    pub fn area(&mut self, name: &'static str) -> i64 {
        match Area::from_ha_text(self.typed.text(name)) {
            Ok(Area(m2)) if m2 > 0 => m2,
            Ok(_) => self.wrong(name, "Diện tích phải lớn hơn 0, ví dụ 49,5.".to_owned()),
            Err(problem) => self.wrong(name, problem.message()),
        }
    }

    /// Land in hectares that may be left out, as m².
    pub fn optional_area(&mut self, name: &'static str) -> Option<i64> {
        (!self.typed.text(name).is_empty()).then(|| self.area(name))
    }

    /// Money that may be left out, in million đồng unless it names its unit, as đồng.
    pub fn optional_million(&mut self, name: &'static str) -> Option<i64> {
        let text = self.typed.text(name);
        if text.is_empty() {
            return None;
        }
        Some(match Money::parse_in(text, MoneyUnit::Million) {
            Ok(Money(vnd)) if vnd >= 0 => vnd,
            Ok(_) => self.wrong(name, "Số tiền không được âm.".to_owned()),
            Err(problem) => self.wrong(name, problem.message()),
        })
    }

    /// A number of 10^-scale that is not negative.
    pub fn number(&mut self, name: &'static str, scale: u32) -> i64 {
        match kernel::number::parse_scaled(self.typed.text(name), scale) {
            Ok(number) if number >= 0 => number,
            Ok(_) => self.wrong(name, "Số không được âm.".to_owned()),
            Err(NumberProblem::Empty) if scale == 0 => {
                self.wrong(name, "Chưa có số. Hãy nhập số nguyên, ví dụ 12.".to_owned())
            }
            Err(problem) => self.wrong(name, problem.message()),
        }
    }

    /// A whole number that may be left out.
    pub fn optional_count(&mut self, name: &'static str) -> Option<i64> {
        (!self.typed.text(name).is_empty()).then(|| self.number(name, 0))
    }

    /// One of some words; `otherwise` stands in.
    pub fn choice<T: FromStr>(&mut self, name: &'static str, otherwise: T) -> T {
        self.typed.text(name).parse().unwrap_or_else(|_| {
            self.problems.add(name, "Hãy chọn một mục trong danh sách.");
            otherwise
        })
    }

    /// Notes what is wrong with a field.
    pub fn add(&mut self, name: &'static str, problem: impl Into<String>) {
        self.problems.add(name, problem);
    }

    fn wrong(&mut self, name: &'static str, problem: String) -> i64 {
        self.problems.add(name, problem);
        0
    }

    /// The value when nothing is wrong, and otherwise what is.
    pub fn finish<T>(self, value: T) -> Result<T, Problems> {
        self.problems.check().map(|()| value)
    }
}

/// A page that is one form.
#[derive(Debug, askama::Template)]
#[template(path = "ui/form.html")]
pub struct FormPage {
    /// What surrounds the page.
    pub frame: super::Frame,
    /// Where the form is sent.
    pub action: String,
    /// Where one goes back to.
    pub back: String,
    /// What that is called.
    pub back_title: String,
    /// Fields of the fact itself.
    pub fields: Vec<Field>,
    /// Fields of the paper it rests on; empty where none is needed.
    pub paper_fields: Vec<Field>,
    /// What was typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub problems: Problems,
}

impl FormPage {
    /// The page as it is first shown, or again with status 422 when something is wrong.
    pub fn answer(self) -> axum::response::Response {
        use axum::response::IntoResponse as _;
        let status = if self.problems.is_empty() {
            axum::http::StatusCode::OK
        } else {
            axum::http::StatusCode::UNPROCESSABLE_ENTITY
        };
        (status, super::Page(self)).into_response()
    }
}
