//! What the list of projects is asked: read from the address, written back to it.

use super::model::{Content, State, Track};
use crate::ui::url_encode;
use crate::words;
use std::fmt::Write as _;

words! {
    /// By what the list is ordered.
    pub enum Sort {
        Plan = "plan" => "Kế hoạch",
        Name = "name" => "Tên đề án",
        Support = "support" => "Kinh phí hỗ trợ",
        Counterpart = "counterpart" => "Vốn đối ứng",
        Advanced = "advanced" => "Đã tạm ứng",
    }
}

words! {
    /// Which way a list runs.
    pub enum Direction {
        Up = "up" => "Tăng dần",
        Down = "down" => "Giảm dần",
    }
}

/// What the list is asked.
#[derive(Clone, Debug)]
pub struct Query {
    /// Words to search for.
    pub q: String,
    /// The unit.
    pub place: String,
    /// The plan's year; empty for all.
    pub year: String,
    /// Whose money.
    pub track: Option<Track>,
    /// Latest state.
    pub state: Option<State>,
    /// Which of the nine contents.
    pub content: Option<Content>,
    /// Key of the step it waits for; empty for any.
    pub waiting: String,
    /// `yes` for those that are late.
    pub late: String,
    /// By what it is ordered.
    pub sort: Sort,
    /// Which way.
    pub direction: Direction,
    /// Page, from 1.
    pub page: i64,
}

impl Query {
    /// Reads the pairs of an address; what is not understood is left out.
    pub fn read(pairs: &[(String, String)]) -> Self {
        let text = |name: &str| {
            let found = pairs.iter().find(|(key, _)| key == name);
            found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
        };
        let sort = text("sort").parse().unwrap_or(Sort::Plan);
        Self {
            q: text("q"),
            place: text("place"),
            year: text("year"),
            track: text("track").parse().ok(),
            state: text("state").parse().ok(),
            content: text("content").parse().ok(),
            waiting: text("waiting"),
            late: text("late"),
            sort,
            direction: text("direction").parse().unwrap_or(match sort {
                Sort::Name => Direction::Up,
                _ => Direction::Down,
            }),
            page: text("page").parse().unwrap_or(1).max(1),
        }
    }

    /// The same question as an address, without the page.
    pub fn address(&self) -> String {
        self.with_state(self.state.map_or("", State::word))
    }

    /// The same question about another state, from the first page.
    pub fn with_state(&self, state: &str) -> String {
        let mut address = format!("place={}", url_encode(&self.place));
        for (name, value) in [
            ("q", self.q.as_str()),
            ("year", self.year.as_str()),
            ("track", self.track.map_or("", Track::word)),
            ("state", state),
            ("content", self.content.map_or("", Content::word)),
            ("waiting", self.waiting.as_str()),
            ("late", self.late.as_str()),
            ("sort", self.sort.word()),
            ("direction", self.direction.word()),
        ] {
            if !value.is_empty() {
                let _ = write!(address, "&{name}={}", url_encode(value));
            }
        }
        address
    }

    /// Another page of the same question.
    pub fn on_page(&self, page: &i64) -> String {
        format!("{}&page={page}", self.address())
    }

    /// Whether the question is about this state.
    pub fn is_state(&self, state: &State) -> bool {
        self.state == Some(*state)
    }

    /// Whether the question is about this track.
    pub fn is_track(&self, track: &Track) -> bool {
        self.track == Some(*track)
    }

    /// Whether the question is about this content.
    pub fn is_content(&self, content: &Content) -> bool {
        self.content == Some(*content)
    }

    /// Whether the question is about projects that wait for this step.
    pub fn is_waiting(&self, key: &str) -> bool {
        self.waiting == key
    }

    /// Whether the question is about this year.
    pub fn is_year(&self, year: &i64) -> bool {
        self.year == year.to_string()
    }
}
