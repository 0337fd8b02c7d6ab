//! What the list of organizations is asked for: words, filters, order, page.

use super::model::{Kind, State};
use crate::ui::url_encode;
use crate::words;

words! {
    /// In which order the list stands.
    pub enum Sort {
        Name = "name" => "Tên",
        TaxCode = "tax_code" => "Mã số thuế",
        Recorded = "recorded" => "Ngày vào sổ",
    }
}

words! {
    /// Which way the order runs.
    pub enum Direction {
        Up = "up" => "tăng dần",
        Down = "down" => "giảm dần",
    }
}

/// What the list was asked for, as it stands in the address.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Asked {
    /// Place: id or code; empty for everything the person sees.
    #[serde(default)]
    pub place: String,
    /// What to look for, as typed.
    #[serde(default)]
    pub q: String,
    /// Word of the kind.
    #[serde(default)]
    pub kind: String,
    /// Word of the state.
    #[serde(default)]
    pub state: String,
    /// Word of the order.
    #[serde(default)]
    pub sort: String,
    /// Word of the direction.
    #[serde(default)]
    pub direction: String,
    /// Page, from 1.
    #[serde(default)]
    pub page: String,
}

impl Asked {
    /// The kind, where one is asked for.
    pub fn kind(&self) -> Option<Kind> {
        self.kind.parse().ok()
    }

    /// The state, where one is asked for.
    pub fn state(&self) -> Option<State> {
        self.state.parse().ok()
    }

    /// The order.
    pub fn sort(&self) -> Sort {
        self.sort.parse().unwrap_or(Sort::Name)
    }

    /// Which way.
    pub fn direction(&self) -> Direction {
        self.direction.parse().unwrap_or(Direction::Up)
    }

    /// The page.
    pub fn page(&self) -> i64 {
        self.page.parse().unwrap_or(1).clamp(1, 1_000_000)
    }

    /// The text a search looks for: a tax code with or without its marks, a name without its own.
    pub fn text(&self) -> String {
        match kernel::tax_code::TaxCode::parse(&self.q) {
            Ok(code) => code.to_string(),
            Err(_) => kernel::text::search_query(&self.q),
        }
    }

    /// The same question as a query string, without the page.
    pub fn query(&self) -> String {
        let pairs = [
            ("place", &self.place),
            ("q", &self.q),
            ("kind", &self.kind),
            ("state", &self.state),
            ("sort", &self.sort),
            ("direction", &self.direction),
        ];
        let written = pairs.iter().filter(|(_, value)| !value.is_empty());
        let written: Vec<_> =
            written.map(|(key, value)| format!("{key}={}", url_encode(value))).collect();
        written.join("&")
    }

    /// What a heading says of its order to those who cannot see it.
    pub fn order_of(&self, sort: Sort) -> &'static str {
        match self.direction() {
            _ if sort != self.sort() => "none",
            Direction::Up => "ascending",
            Direction::Down => "descending",
        }
    }

    /// The same question in another order; asking again for the same order turns it round.
    pub fn sorted_by(&self, sort: Sort) -> String {
        let turn = sort == self.sort() && self.direction() == Direction::Up;
        let direction = if turn { Direction::Down } else { Direction::Up };
        let asked = Self {
            sort: sort.word().to_owned(),
            direction: direction.word().to_owned(),
            ..self.clone()
        };
        asked.query()
    }
}
