//! Which backups stay: the last of each of some days, weeks and months.

use jiff::civil::DateTime;
use std::collections::BTreeSet;

/// How many of each stay.
#[derive(Clone, Copy, Debug)]
pub struct Keep {
    /// Days.
    pub daily: usize,
    /// Weeks, from Monday.
    pub weekly: usize,
    /// Months.
    pub monthly: usize,
}

const START: &str = "longan-";
const END: &str = ".longan";
const FORM: &str = "%Y%m%d-%H%M%S";

/// Name of the backup begun at `moment`, as the clock in Việt Nam shows it.
pub fn file_name(moment: DateTime) -> String {
    format!("{START}{}{END}", moment.strftime(FORM))
}

/// The moment in the name of a backup; `None` for files that are none of ours.
pub fn moment_of(name: &str) -> Option<DateTime> {
    let text = name.strip_prefix(START)?.strip_suffix(END)?;
    DateTime::strptime(FORM, text).ok()
}

/// The moments whose backups may go. The latest backup always stays.
pub fn superfluous(moments: &[DateTime], keep: Keep) -> Vec<DateTime> {
    let mut latest_first = moments.to_vec();
    latest_first.sort_unstable_by(|a, b| b.cmp(a));
    let mut kept: BTreeSet<DateTime> = latest_first.first().copied().into_iter().collect();
    kept.extend(last_of_each(&latest_first, keep.daily, DateTime::date));
    kept.extend(last_of_each(&latest_first, keep.weekly, |moment| {
        moment.date().iso_week_date().first_of_week().ok()
    }));
    kept.extend(last_of_each(&latest_first, keep.monthly, |moment| moment.date().first_of_month()));
    latest_first.into_iter().filter(|moment| !kept.contains(moment)).collect()
}

fn last_of_each<K: PartialEq>(
    latest_first: &[DateTime],
    most: usize,
    key: impl Fn(DateTime) -> K,
) -> Vec<DateTime> {
    let mut kept = Vec::new();
    let mut last_key = None;
    for moment in latest_first {
        let this = Some(key(*moment));
        if this != last_key {
            last_key = this;
            kept.push(*moment);
        }
    }
    kept.truncate(most);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_name_tells_its_moment_and_other_files_are_left_alone() {
        let moment = date(2026, 11, 24).at(2, 0, 5, 0);
        assert_eq!(file_name(moment), "longan-20261124-020005.longan");
        assert_eq!(moment_of("longan-20261124-020005.longan"), Some(moment));
        for other in
            ["longan.db", "longan-20261340-020005.longan", "longan-20261124-020005.longan.draft"]
        {
            assert_eq!(moment_of(other), None, "{other}");
        }
    }

    #[test]
    fn a_year_of_nights_leaves_days_weeks_and_months() {
        let last = date(2026, 12, 31).at(2, 0, 0, 0);
        let nights: Vec<DateTime> =
            (0..365).map(|back| last - jiff::Span::new().days(back)).collect();
        let gone = superfluous(&nights, Keep { daily: 7, weekly: 5, monthly: 12 });
        let left: Vec<String> = nights
            .iter()
            .filter(|night| !gone.contains(night))
            .map(|night| night.date().to_string())
            .collect();
        let expected = [
            "2026-12-31",
            "2026-12-30",
            "2026-12-29",
            "2026-12-28",
            "2026-12-27",
            "2026-12-26",
            "2026-12-25",
            "2026-12-20",
            "2026-12-13",
            "2026-12-06",
            "2026-11-30",
            "2026-10-31",
            "2026-09-30",
            "2026-08-31",
            "2026-07-31",
            "2026-06-30",
            "2026-05-31",
            "2026-04-30",
            "2026-03-31",
            "2026-02-28",
            "2026-01-31",
        ];
        assert_eq!(left, expected);
    }

    #[test]
    fn the_only_backup_stays_whatever_is_asked() {
        let only = date(2026, 1, 1).at(0, 0, 0, 0);
        assert!(superfluous(&[only], Keep { daily: 0, weekly: 0, monthly: 0 }).is_empty());
    }
}
