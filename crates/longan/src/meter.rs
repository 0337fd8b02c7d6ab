//! What the program counts of itself while it runs.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counters since the program started.
#[derive(Debug)]
pub struct Meter {
    started: jiff::Timestamp,
    /// Answers by the first digit of their status, from 1xx.
    answers: [AtomicU64; 5],
}

impl Meter {
    /// Begins to count.
    pub fn new(started: jiff::Timestamp) -> Self {
        Self { started, answers: Default::default() }
    }

    /// Counts an answer.
    pub fn count(&self, status: u16) {
        let class = usize::from(status / 100).saturating_sub(1);
        if let Some(counter) = self.answers.get(class) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// When the program started.
    pub fn started(&self) -> jiff::Timestamp {
        self.started
    }

    /// Answers so far, by the first digit of their status.
    pub fn answers(&self) -> impl Iterator<Item = (usize, u64)> {
        let counts = self.answers.iter().map(|counter| counter.load(Ordering::Relaxed));
        counts.enumerate().map(|(class, count)| (class + 1, count))
    }
}
