//! Which source is taken first: the rules with their history, and setting one after seeing
//! what it would change.

use super::model::precedence::{IndicatorGroup, NewPrecedence, Precedence, Precedences, Ranking};
use super::model::{Observation, ReporterKind};
use super::{actions, store};
use crate::App;
use crate::error::Error;
use crate::places::COUNTRY_ID;
use crate::store::Day;
use crate::ui::form::{Field, Reader, Typed, choice, line, lines};
use crate::ui::{Frame, Page, Problems};
use crate::users::{self, Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

/// Names of the fields of an order, first to last.
const PLACES: [(&str, &str); 5] = [
    ("first", "Lấy trước hết"),
    ("second", "Thứ hai"),
    ("third", "Thứ ba"),
    ("fourth", "Thứ tư"),
    ("fifth", "Sau cùng"),
];

/// A question whose answer a rule would change.
#[derive(Clone, Debug)]
pub struct Changed {
    /// Address of the cluster.
    pub slug: String,
    /// Its name.
    pub cluster: String,
    /// The answer that is taken now.
    pub now: Observation,
    /// The answer that would be.
    pub then: Observation,
}

#[derive(Template)]
#[template(path = "observations/precedence.html")]
struct PrecedencePage {
    frame: Frame,
    /// The order in force today for each group, with its rule when one was set.
    orders: Vec<(IndicatorGroup, Ranking, Option<Precedence>)>,
    rules: Vec<Precedence>,
    may_set: &'static str,
    fields: Vec<Field>,
    typed: Typed,
    problems: Problems,
    /// What the rule that was typed would change; `None` before it is asked for.
    preview: Option<Vec<Changed>>,
}

/// The rules, and the form for a new one.
pub async fn precedence(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
) -> Result<Response, Error> {
    let usual = Ranking::usual();
    let mut filled: Vec<(&str, String)> = PLACES
        .iter()
        .zip(usual.kinds())
        .map(|((name, _), kind)| (*name, kind.word().to_owned()))
        .collect();
    filled.push(("from_day", app.today().vi()));
    page(&app, &viewer, Typed::of(&filled), Problems::default(), None).await
}

async fn page(
    app: &App,
    viewer: &Viewer,
    typed: Typed,
    problems: Problems,
    preview: Option<Vec<Changed>>,
) -> Result<Response, Error> {
    let rules = store::list_precedences(&app.store).await?;
    let known = Precedences::of(rules.clone());
    let orders = IndicatorGroup::ALL.iter().map(|group| {
        let rule = known.in_force(*group, app.today()).cloned();
        (*group, known.ranking(*group, app.today()), rule)
    });
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let shown = PrecedencePage {
        frame: Frame::new(viewer, "/conflicts", "Thứ tự nguồn số liệu"),
        orders: orders.collect(),
        rules,
        may_set: if may_set(app, viewer).await? { "yes" } else { "" },
        fields: fields(),
        typed,
        problems,
        preview,
    };
    Ok((status, Page(shown)).into_response())
}

/// The rules are those of the whole register, so only whoever looks after all of it sets them.
async fn may_set(app: &App, viewer: &Viewer) -> Result<bool, Error> {
    Ok(users::may_at(app, viewer, Right::ManageSettings, COUNTRY_ID).await?)
}

fn fields() -> Vec<Field> {
    let groups = IndicatorGroup::ALL.iter().map(|g| (g.word().to_owned(), g.label().to_owned()));
    let mut fields = vec![
        choice("indicator_group", "Nhóm chỉ tiêu", groups),
        line(
            "from_day",
            "Áp dụng cho số liệu tính đến ngày này trở đi",
            "Ví dụ 01/01/2026; số liệu của các ngày trước giữ thứ tự cũ",
        ),
    ];
    for (name, label) in PLACES {
        let kinds =
            ReporterKind::ALL.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned()));
        fields.push(choice(name, label, kinds));
    }
    fields.push(lines("reason", "Lý do", "Ví dụ: thống nhất với Cục Thống kê tại cuộc họp ngày …"));
    fields
}

fn read(typed: &Typed) -> Result<NewPrecedence, Problems> {
    let mut reader = Reader::new(typed);
    let indicator_group = reader.choice("indicator_group", IndicatorGroup::Land);
    let from_day: Day = reader.day("from_day");
    let mut kinds: Vec<ReporterKind> = Vec::new();
    for (name, _) in PLACES {
        let kind = reader.choice(name, ReporterKind::Press);
        if kinds.contains(&kind) {
            reader.add(name, "Nguồn này đã đứng ở trên; mỗi nguồn chỉ chọn một lần.");
        }
        kinds.push(kind);
    }
    let reason = reader.required("reason", "Hãy ghi lý do đặt thứ tự này.");
    let ranking = Ranking::of(kinds);
    reader.finish(NewPrecedence { indicator_group, from_day, ranking, reason })
}

/// Shows what a rule would change, or sets it once that was seen.
pub async fn set_precedence(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    typed: Typed,
) -> Result<Response, Error> {
    if !may_set(&app, &viewer).await? {
        return Err(Error::Forbidden);
    }
    let new = match read(&typed) {
        Err(problems) => return page(&app, &viewer, typed, problems, None).await,
        Ok(new) => new,
    };
    if typed.text("step") != "set" {
        let changed = preview(&app, &viewer, &new).await?;
        return page(&app, &viewer, typed, Problems::default(), Some(changed)).await;
    }
    actions::set_precedence(&app, &app.actor(&viewer), &new).await?;
    Ok(Redirect::to("/conflicts/precedence").into_response())
}

/// The open questions to which the rule would give another answer.
async fn preview(app: &App, viewer: &Viewer, new: &NewPrecedence) -> Result<Vec<Changed>, Error> {
    let rules = Precedences::of(store::list_precedences(&app.store).await?).with(new);
    let mut answers = store::list_conflicts(&app.store, viewer, COUNTRY_ID).await?;
    answers.retain(|answer| answer.indicator.group() == new.indicator_group);
    let mut changed = Vec::new();
    for question in answers.chunk_by(Observation::asks_the_same) {
        let standing = question.iter().filter(|one| one.status != super::Standing::SetAside);
        let rank = |one: &&Observation| {
            // What somebody has chosen stays chosen.
            if one.rank == 0 { 0 } else { rules.rank(one.indicator, one.as_of, one.reporter_kind) }
        };
        let now = standing.clone().min_by_key(|one| one.rank);
        let then = standing.min_by_key(rank);
        let (Some(now), Some(then)) = (now, then) else { continue };
        if now.value != then.value {
            let (slug, cluster) = store::cluster_name(&app.store, viewer, &now.subject_id).await?;
            changed.push(Changed { slug, cluster, now: now.clone(), then: then.clone() });
        }
    }
    Ok(changed)
}
