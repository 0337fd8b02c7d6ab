//! How guessing passwords becomes slow, without a stranger being able to keep the owner out.
//!
//! A browser that has signed in under a name before is judged by its own failures only. Everybody
//! else shares the failures of their address; and a name that is tried from many addresses becomes
//! slow for strangers, never for an address from which it has signed in before.

use super::store::{self, NewAttempt};
use super::visit::{Cookie, Visit};
use crate::App;
use crate::store::Result;
use jiff::{SignedDuration, Timestamp};

/// Failures of one name from one address, or on one known browser, before it must wait.
const NAME_FAILURES: i64 = 5;
/// Failures from one address, whatever the name.
const ADDRESS_FAILURES: i64 = 30;
/// The window in which they are counted, in minutes.
const WINDOW_MINUTES: i64 = 10;
/// Addresses from which a name is tried in vain within the long window before strangers wait.
const FAILING_ADDRESSES: i64 = 5;
/// The long window, in hours.
const LONG_WINDOW_HOURS: i64 = 24;
/// The longest a stranger waits between two tries of a name that is under attack, in seconds.
const LONGEST_WAIT_SECONDS: i64 = 300;
/// Days for which attempts are kept.
const KEPT_DAYS: i64 = 90;
/// Letters with a new password that one address may ask for within the window.
const ASKED_RESETS: i64 = 5;

/// One try of a name.
#[derive(Debug)]
pub struct Try<'a> {
    name: &'a str,
    address: &'a str,
    /// Hash of the browser's token when the name knows it; else empty.
    device_hash: String,
}

impl<'a> Try<'a> {
    /// The try that a visit makes of a name.
    pub async fn of(app: &App, name: &'a str, visit: &'a Visit) -> Result<Self> {
        let hash = visit.token_hash(Cookie::Device).unwrap_or_default();
        let is_known = !hash.is_empty() && store::knows_device(&app.store, name, &hash).await?;
        let device_hash = if is_known { hash } else { String::new() };
        Ok(Self { name, address: &visit.address, device_hash })
    }

    /// The seconds to wait before the next try; nothing when it may be now.
    pub async fn wait(&self, app: &App) -> Result<Option<i64>> {
        let now = app.clock.now();
        let window = WINDOW_MINUTES * 60;
        let since = before(now, SignedDuration::from_mins(WINDOW_MINUTES));
        if !self.device_hash.is_empty() {
            let failures =
                store::count_failures_on_device(&app.store, self.name, &self.device_hash, &since);
            return Ok((failures.await? >= NAME_FAILURES).then_some(window));
        }
        let (by_name, by_address) =
            store::count_attempts(&app.store, self.name, self.address, &since, "failed").await?;
        if by_name >= NAME_FAILURES || by_address >= ADDRESS_FAILURES {
            return Ok(Some(window));
        }
        if store::knows_address(&app.store, self.name, self.address).await? {
            return Ok(None);
        }
        let since = before(now, SignedDuration::from_hours(LONG_WINDOW_HOURS));
        let (addresses, last) =
            store::count_failing_addresses(&app.store, self.name, &since).await?;
        let last = last.and_then(|at| at.parse::<Timestamp>().ok());
        let rest =
            last.map_or(0, |last| stranger_wait(addresses) - now.duration_since(last).as_secs());
        Ok((rest > 0).then_some(rest))
    }

    /// Keeps how the try went.
    pub async fn note(&self, app: &App, outcome: &str) -> Result<()> {
        if outcome == "throttled" {
            tracing::warn!(address = self.address, "sign-in throttled");
        }
        let attempt = NewAttempt {
            name: self.name,
            address: self.address,
            device_hash: &self.device_hash,
            at: &app.clock.now().to_string(),
            outcome,
        };
        store::insert_attempt(&app.store, &attempt).await
    }

    /// Whether this address may ask for one more letter with a new password; keeps that it asked.
    pub async fn may_ask_reset(&self, app: &App) -> Result<bool> {
        let since = before(app.clock.now(), SignedDuration::from_mins(WINDOW_MINUTES));
        let (by_name, by_address) =
            store::count_attempts(&app.store, self.name, self.address, &since, "reset_asked")
                .await?;
        let asked = Try { device_hash: String::new(), ..*self };
        asked.note(app, "reset_asked").await?;
        Ok(by_name == 0 && by_address < ASKED_RESETS)
    }
}

/// Lets go of attempts nobody looks back to, of ended sessions, of sign-ins never finished.
pub async fn clean_up(app: &App) -> Result<()> {
    let now = app.clock.now();
    let kept_from = before(now, SignedDuration::from_hours(KEPT_DAYS * 24));
    store::clean_up(&app.store, &kept_from, &now.to_string()).await
}

fn before(now: Timestamp, span: SignedDuration) -> String {
    (now - span).to_string()
}

/// Seconds between two tries of a stranger: doubled with each address that failed.
fn stranger_wait(addresses: i64) -> i64 {
    match addresses - FAILING_ADDRESSES {
        ..0 => 0,
        over @ 0..=8 => (1 << over).min(LONGEST_WAIT_SECONDS),
        _ => LONGEST_WAIT_SECONDS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_wait_twice_as_long_with_each_address_and_never_for_ever() {
        assert_eq!([1, 4, 5, 6, 9].map(stranger_wait), [0, 0, 1, 2, 16]);
        assert_eq!([20, 67, 68, 69, 1000].map(stranger_wait), [300; 5]);
    }
}
