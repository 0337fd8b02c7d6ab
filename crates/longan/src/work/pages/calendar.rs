//! What is due, day by day, for a week or a month.

use super::super::model::Duty;
use super::super::{duties, rules, store};
use crate::App;
use crate::error::Error;
use crate::store::Day;
use crate::ui::{Frame, Page};
use crate::users::SignedIn;
use crate::words;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use jiff::ToSpan as _;
use jiff::civil::Weekday;

words! {
    /// How much is shown at once.
    pub enum Reach {
        Week = "week" => "Tuần",
        Month = "month" => "Tháng",
    }
}

/// What the calendar is asked for.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    span: String,
    #[serde(default)]
    day: String,
}

/// One day with what is due on it.
struct DayLine {
    day: Day,
    weekday: &'static str,
    off: &'static str,
    due: Vec<Duty>,
}

#[derive(Template)]
#[template(path = "work/calendar.html")]
struct Calendar {
    frame: Frame,
    reach: Reach,
    first: Day,
    last: Day,
    before: Day,
    after: Day,
    days: Vec<DayLine>,
    today: Day,
}

/// What is due, day by day.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let today = app.today();
    let reach = asked.span.parse().unwrap_or(Reach::Month);
    let day = match asked.day.trim() {
        "" => today.0,
        text => {
            kernel::day::parse_day(text).map_err(|problem| Error::Unusable(problem.message()))?
        }
    };
    let (first, step) = match reach {
        Reach::Week => (day.saturating_sub(days_since_monday(day).days()), 1.week()),
        Reach::Month => (day.first_of_month(), 1.month()),
    };
    let after = first.saturating_add(step);
    let last = after.saturating_sub(1.day());
    let mut due = duties::ledger(&app, &viewer, today, Day(last)).await?;
    let tasks = store::list_tasks(&app.store, &viewer).await?;
    due.extend(tasks.iter().filter_map(duties::of_task));
    let calendar = crate::law::working_days();
    let days = first.series(1.day()).take_while(|day| *day <= last).map(|day| DayLine {
        day: Day(day),
        weekday: weekday_vi(day.weekday()),
        off: if rules::is_working_day(calendar, Day(day)) { "" } else { "ngày nghỉ" },
        due: due.iter().filter(|duty| duty.due_on == Day(day)).cloned().collect(),
    });
    let title = match reach {
        Reach::Week => format!("Lịch tuần {} – {}", Day(first).vi(), Day(last).vi()),
        Reach::Month => format!("Lịch tháng {}/{}", first.month(), first.year()),
    };
    let page = Calendar {
        frame: Frame::new(&viewer, "/work", title),
        reach,
        first: Day(first),
        last: Day(last),
        before: Day(first.saturating_sub(step)),
        after: Day(after),
        days: days.collect(),
        today,
    };
    Ok(Page(page).into_response())
}

/// Days since Monday.
fn days_since_monday(day: jiff::civil::Date) -> i32 {
    i32::from(day.weekday().to_monday_zero_offset())
}

fn weekday_vi(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Thứ Hai",
        Weekday::Tuesday => "Thứ Ba",
        Weekday::Wednesday => "Thứ Tư",
        Weekday::Thursday => "Thứ Năm",
        Weekday::Friday => "Thứ Sáu",
        Weekday::Saturday => "Thứ Bảy",
        Weekday::Sunday => "Chủ nhật",
    }
}
