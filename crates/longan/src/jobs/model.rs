//! The nouns: a job, its state, and how fast a process works.

use crate::words;
use jiff::{SignedDuration, Timestamp};

words! {
    /// Where a job stands.
    pub enum State {
        Waiting = "waiting" => "đang chờ",
        Running = "running" => "đang làm",
        Done = "done" => "đã xong",
        Dead = "dead" => "không làm được",
        Withdrawn = "withdrawn" => "đã bỏ",
    }
}

/// A job.
#[derive(Clone, Debug, serde::Serialize, sqlx::FromRow)]
pub struct Job {
    /// Id.
    pub id: String,
    /// Word of its kind.
    pub kind: String,
    /// What it is about: an id, or nothing.
    pub subject: String,
    /// Where it stands.
    pub state: State,
    /// Not before this moment, UTC; empty for as soon as possible.
    pub run_at: String,
    /// How often it was begun.
    pub tries: i64,
    /// Who holds it.
    pub leased_by: String,
    /// Why the last try failed.
    pub problem: String,
    /// The moment it ended, UTC.
    pub finished_at: Option<String>,
}

impl Job {
    /// What people call the job.
    pub fn title(&self) -> &str {
        super::kind(&self.kind).map_or(&self.kind, |kind| kind.title)
    }

    /// Whether this try is the last one.
    pub fn is_last_try(&self) -> bool {
        super::kind(&self.kind).is_none_or(|kind| self.tries >= kind.most_tries)
    }
}

/// A job to add.
#[derive(Clone, Debug, Default)]
pub struct NewJob<'a> {
    /// Word of its kind.
    pub kind: &'a str,
    /// What it is about.
    pub subject: &'a str,
    /// Not before this moment; `None` for as soon as possible.
    pub run_at: Option<Timestamp>,
    /// There is never a second job of this key, not even after the first is done.
    pub once_key: Option<String>,
}

/// A failure that trying again cannot mend.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Hopeless(pub String);

/// How a process works through the jobs.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pace {
    /// Jobs at the same time.
    pub workers: usize,
    /// Seconds that a job stays with a process which no longer says that it lives.
    pub lease_seconds: i64,
    /// Milliseconds between two looks for new jobs.
    pub look_every_ms: u64,
}

impl Default for Pace {
    fn default() -> Self {
        Self { workers: 2, lease_seconds: 60, look_every_ms: 1000 }
    }
}

/// A moment as it is kept here: whole seconds, so that text sorts as time does.
pub fn moment(at: Timestamp) -> String {
    Timestamp::from_second(at.as_second()).unwrap_or(at).to_string()
}

/// How long a job waits after a failed try: half a minute, then four times as long each time,
/// and never longer than six hours.
pub fn pause_after(tries: i64) -> SignedDuration {
    let steps = u32::try_from(tries - 1).unwrap_or_default().min(6);
    SignedDuration::from_secs(30 * 4_i64.pow(steps)).min(SignedDuration::from_hours(6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_grows_and_stays_below_six_hours() {
        let minutes: Vec<i64> = (1..=8).map(|tries| pause_after(tries).as_secs() / 60).collect();
        assert_eq!(minutes, [0, 2, 8, 32, 128, 360, 360, 360]);
    }

    #[test]
    fn moments_sort_as_time_does() {
        let early: Timestamp = "2026-11-24T01:00:00.25Z".parse().unwrap();
        assert_eq!(moment(early), "2026-11-24T01:00:00Z");
        assert!(String::new() < moment(early));
    }
}
