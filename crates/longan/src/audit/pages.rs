//! The lists: events, refused requests, attempts to sign in.

use super::model::{AuditAttempt, AuditEvent, AuditFilter, AuditQuestion, begins};
use super::store;
use crate::App;
use crate::error::Error;
use crate::events::{self, Head, told};
use crate::places;
use crate::store::Day;
use crate::ui::{Frame, Page};
use crate::users::{self, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::IntoResponse;

/// How many lines one page shows.
const PAGE_ROWS: usize = 50;
const PAGE_ROWS_AND_ONE: i64 = 51;

/// Makes out what an address asks for, within what the person may read.
pub async fn wanted(
    app: &App,
    viewer: &Viewer,
    asked: &AuditQuestion,
) -> Result<AuditFilter, Error> {
    let reach = store::find_reach(&app.store, viewer).await?;
    let within = match asked.place.trim() {
        "" => None,
        text => {
            let place = places::resolve(&app.store, text, app.today()).await?;
            Some(store::reach_of(&app.store, vec![place.id]).await?)
        }
    };
    let people = match asked.person.trim() {
        "" => None,
        text => {
            let folded = kernel::text::fold(text);
            let known = users::store::list(&app.store).await?;
            let meant = known.into_iter().filter(|user| {
                user.name == text || kernel::text::fold(&user.full_name).contains(&folded)
            });
            Some(meant.map(|user| user.id).collect())
        }
    };
    let since = day(&asked.from)?.map(begins).unwrap_or_default();
    let until = day(&asked.to)?.and_then(|day| day.0.tomorrow().ok()).map(Day).map(begins);
    let record = asked.record.trim().to_owned();
    Ok(AuditFilter {
        reach,
        within,
        people,
        since,
        until: until.unwrap_or_default(),
        action: asked.action.trim().to_owned(),
        record: (kernel::text::search_query(&record), record),
        before: asked.before.parse().unwrap_or(i64::MAX),
    })
}

fn day(text: &str) -> Result<Option<Day>, Error> {
    match text.trim() {
        "" => Ok(None),
        text => kernel::day::parse_day(text)
            .map(|day| Some(Day(day)))
            .map_err(|problem| Error::Unusable(problem.message())),
    }
}

#[derive(Template)]
#[template(path = "audit/events.html")]
struct Events {
    frame: Frame,
    asked: AuditQuestion,
    actions: Vec<(&'static str, &'static str)>,
    acts: Vec<AuditEvent>,
    /// Address of the page after this one; empty when there is none.
    after: String,
    head: Head,
    newest: String,
}

/// What was done.
pub async fn events(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<AuditQuestion>,
) -> Result<impl IntoResponse, Error> {
    let wanted = wanted(&app, &viewer, &asked).await?;
    let mut events = store::list_events(&app.store, &wanted, PAGE_ROWS_AND_ONE).await?;
    let has_more = events.len() > PAGE_ROWS;
    events.truncate(PAGE_ROWS);
    let last = events.last().filter(|_| has_more);
    let after = last.map(|event| next("/audit", &asked, &event.position.to_string()));
    let head = events::head(&app.store).await?;
    Ok(Page(Events {
        frame: Frame::new(&viewer, "/audit", "Nhật ký"),
        actions: told::actions().collect(),
        acts: events,
        after: after.unwrap_or_default(),
        newest: in_groups(&head.hash),
        head,
        asked,
    }))
}

fn next(path: &str, asked: &AuditQuestion, before: &str) -> String {
    let query = asked.query();
    let join = if query.is_empty() { "" } else { "&" };
    format!("{path}?{query}{join}before={}", crate::ui::url_encode(before))
}

/// A hash in groups of eight, so that it can be copied by hand.
fn in_groups(hash: &str) -> String {
    let signs: Vec<char> = hash.chars().collect();
    let groups: Vec<String> = signs.chunks(8).map(|group| group.iter().collect()).collect();
    groups.join(" ")
}

#[derive(Template)]
#[template(path = "audit/attempts.html")]
struct Attempts {
    frame: Frame,
    asked: AuditQuestion,
    /// "refusals" or "sign-ins".
    tab: &'static str,
    tried: Vec<AuditAttempt>,
    /// Address of the page after this one; empty when there is none.
    after: String,
}

/// What was refused to people who had signed in.
pub async fn refusals(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<AuditQuestion>,
) -> Result<impl IntoResponse, Error> {
    let wanted = wanted(&app, &viewer, &asked).await?;
    let found = store::list_refusals(&app.store, &wanted, &asked.before, PAGE_ROWS_AND_ONE).await?;
    let frame = Frame::new(&viewer, "/audit", "Nhật ký: yêu cầu bị từ chối");
    Ok(attempts(frame, asked, "refusals", found))
}

/// Attempts to sign in.
pub async fn sign_ins(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(asked): Query<AuditQuestion>,
) -> Result<impl IntoResponse, Error> {
    let wanted = wanted(&app, &viewer, &asked).await?;
    let found = store::list_sign_ins(&app.store, &wanted, &asked.before, PAGE_ROWS_AND_ONE).await?;
    let frame = Frame::new(&viewer, "/audit", "Nhật ký: đăng nhập");
    Ok(attempts(frame, asked, "sign-ins", found))
}

fn attempts(
    frame: Frame,
    asked: AuditQuestion,
    tab: &'static str,
    mut attempts: Vec<AuditAttempt>,
) -> impl IntoResponse {
    let has_more = attempts.len() > PAGE_ROWS;
    attempts.truncate(PAGE_ROWS);
    let last = attempts.last().filter(|_| has_more);
    let after = last.map(|attempt| next(&format!("/audit/{tab}"), &asked, &attempt.id));
    Page(Attempts { frame, asked, tab, tried: attempts, after: after.unwrap_or_default() })
}
