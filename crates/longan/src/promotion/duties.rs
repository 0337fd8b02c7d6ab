//! What is due for projects by the steps of their procedure, worked out each time.

use super::model::Track;
use super::rules::{self, DueStep, Waits, When};
use super::search::{Direction, Sort};
use super::store::{self, Asked};
use crate::App;
use crate::places::COUNTRY_ID;
use crate::store::{Day, Result};
use crate::users::{Right, Viewer};

/// A step that is due on a day for some projects.
#[derive(Clone, Debug)]
pub struct DueProjects {
    /// The day.
    pub due_on: Day,
    /// The step.
    pub title: String,
    /// How many projects.
    pub detail: String,
    /// Where they are.
    pub link: String,
    /// Which article says so, and how far that has been checked.
    pub citation: String,
    /// What tells it from others.
    pub key: String,
}

/// The steps that are due from one day to another for projects the viewer sees to.
pub async fn list_due(
    app: &App,
    viewer: &Viewer,
    today: Day,
    window: (Day, Day),
) -> Result<Vec<DueProjects>> {
    if !viewer.may(Right::WritePromotion) {
        return Ok(Vec::new());
    }
    let years = store::list_years(&app.store, viewer).await?;
    let mut found = Vec::new();
    for track in Track::ALL {
        let mut dues = rules::due_between(&app.law, *track, &years, today, window);
        // One look tells whether anything was accepted at all in the days that matter.
        if let Some(all) = accepted_in_all(&dues)
            && store::count_seen_to(&app.store, viewer, &asked(all)).await? == 0
        {
            dues.retain(|due| !matches!(due.waits.when, When::Accepted(..)));
        }
        for due in dues {
            let step = due.waits.step;
            let month = due.waits.month();
            let year = match &due.waits.when {
                When::Years(years) => years.first().map(i64::to_string).unwrap_or_default(),
                _ => String::new(),
            };
            let asked = asked(due.waits);
            let count = store::count_seen_to(&app.store, viewer, &asked).await?;
            if count == 0 {
                continue;
            }
            let of = match (month.split_once('-'), year.as_str()) {
                (Some((year, month)), _) => format!(" tháng {month}/{year}"),
                (None, "") => String::new(),
                (None, year) => format!(" của kế hoạch {year}"),
            };
            found.push(DueProjects {
                due_on: due.due.last_day,
                title: format!("{}{of}", step.title),
                detail: format!("{count} đề án {}", track.label().to_lowercase()),
                link: format!(
                    "/promotion?place={COUNTRY_ID}&track={track}&year={year}&waiting={}",
                    step.key
                ),
                citation: format!("theo {} ({})", due.due.citation, due.due.confidence),
                key: format!("promotion {track} {} {year}{month}", step.key),
            });
        }
    }
    Ok(found)
}

/// Projects accepted on any of the days from which a settlement is due.
fn accepted_in_all(dues: &[DueStep]) -> Option<Waits> {
    let days = dues.iter().filter_map(|due| match due.waits.when {
        When::Accepted(_, on) => Some((on, &due.waits)),
        _ => None,
    });
    let (first, waits) = days.clone().min_by_key(|(on, _)| *on)?;
    let (last, _) = days.max_by_key(|(on, _)| *on)?;
    Some(Waits { when: When::Accepted(Some(first), last), ..waits.clone() })
}

fn asked(waits: Waits) -> Asked {
    Asked {
        place_id: COUNTRY_ID.to_owned(),
        text: String::new(),
        year: None,
        track: None,
        state: None,
        content: None,
        waiting: Some(vec![waits]),
        sort: Sort::Plan,
        direction: Direction::Down,
    }
}
