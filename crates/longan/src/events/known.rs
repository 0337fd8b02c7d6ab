//! The second clock: until when what was recorded counts.

use kernel::day::parse_day;

/// Later than any moment that is stored.
const LATEST: &str = "9";

/// A moment of knowing: what was recorded from then on does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    until: String,
    shown: String,
}

impl Known {
    /// Everything that is known now.
    pub fn all() -> Self {
        Self { until: LATEST.to_owned(), shown: String::new() }
    }

    /// A moment as people write it in Việt Nam: a day (then all of that day counts), or a day
    /// and a time (then that minute still does). Nothing typed means everything.
    ///
    /// # Errors
    /// A sentence for the person when it is neither.
    pub fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::all());
        }
        let (day, time) = text.split_once([' ', 'T']).unwrap_or((text, ""));
        let day = parse_day(day).map_err(|problem| problem.message())?;
        let shown_day = crate::store::Day(day).vi();
        let wrong = || format!("Hãy ghi giờ dạng 09:30, ví dụ {shown_day} 09:30.");
        let (end, shown) = match time.trim() {
            "" => (day.to_datetime(jiff::civil::Time::midnight()), shown_day.clone()),
            time => {
                let (hour, minute) = time.split_once(':').ok_or_else(wrong)?;
                let hour = hour.parse().map_err(|_| wrong())?;
                let minute = minute.parse().map_err(|_| wrong())?;
                let time = jiff::civil::Time::new(hour, minute, 0, 0).map_err(|_| wrong())?;
                let shown = format!("{shown_day} {hour:02}:{minute:02}");
                (day.to_datetime(time), shown)
            }
        };
        let last = if shown == shown_day {
            end.checked_add(jiff::Span::new().days(1))
        } else {
            end.checked_add(jiff::Span::new().minutes(1))
        };
        let there =
            last.ok().and_then(|last| jiff::tz::Offset::constant(7).to_timestamp(last).ok());
        let until = there.map(|moment| moment.to_string()).ok_or_else(wrong)?;
        // Without the sign of the zone: a moment within the second before sorts before it.
        Ok(Self { until: until.trim_end_matches('Z').to_owned(), shown })
    }

    /// The first moment that no longer counts, as it compares with what is stored.
    pub fn until(&self) -> &str {
        &self.until
    }

    /// Whether everything counts.
    pub fn is_all(&self) -> bool {
        self.until == LATEST
    }

    /// The moment as people write it; empty for now.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// The same as a further part of a query string: `&known=…`; empty for now.
    pub fn query(&self) -> String {
        if self.is_all() {
            return String::new();
        }
        format!("&known={}", crate::ui::url_encode(&self.shown))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_counts_whole_and_a_minute_counts_whole() {
        let day = Known::read("23/11/2026").unwrap();
        assert_eq!(day.until(), "2026-11-23T17:00:00");
        assert!("2026-11-23T16:59:59.999Z" < day.until() && day.until() < "2026-11-23T17:00:00Z");
        let minute = Known::read("2026-11-23T09:05").unwrap();
        assert_eq!((minute.until(), minute.shown()), ("2026-11-23T02:06:00", "23/11/2026 09:05"));
        assert_eq!(Known::read(minute.shown()).unwrap(), minute);
        assert!(Known::read("").unwrap().is_all());
        assert!(Known::read("23/11/2026 25:00").unwrap_err().contains("09:30"));
    }
}
