//! Needs, priority areas and effects of the sample province, each read as its form reads it.

use super::operator;
use super::outcome::{Failure, Outcome};
use crate::App;
use crate::documents;
use crate::places::{self, COUNTRY_ID};
use crate::promotion::actions::{self, Asking, Refusal};
use crate::promotion::model::{
    AreaKind, NeedForm, NewArea, NewNeedState, Project, check_effect, check_need,
};
use crate::promotion::store;
use crate::store::Day;
use crate::ui::form::{Reader, Typed};
use serde::Deserialize;
use std::collections::BTreeMap;

const NEEDS: &str = include_str!("../../../../seed/promotion_needs.toml");

/// The year of the projects of the sample province.
const YEAR: i64 = 2013;

pub(super) type Fields = BTreeMap<String, String>;

#[derive(Deserialize)]
struct File {
    area: Vec<Fields>,
    need: Vec<Fields>,
    effect: Vec<Effects>,
    paper: Vec<Fields>,
}

/// Numbers of a project on one paper: indicator and number.
#[derive(Deserialize)]
struct Effects {
    project: String,
    paper: String,
    values: Vec<(String, String)>,
}

/// Enters them once: a register with a need has them.
pub async fn take(app: &App) -> Outcome {
    if !store::list_need_years(&app.store, &operator()).await?.is_empty() {
        return Ok(());
    }
    let file: File = toml::from_str(NEEDS).map_err(anyhow::Error::from)?;
    for fields in &file.area {
        area(app, &typed(&[fields])).await?;
    }
    for fields in &file.need {
        need(app, &typed(&[fields])).await?;
    }
    for effects in &file.effect {
        let paper = file.paper.iter().find(|paper| paper.get("moment") == Some(&effects.paper));
        let paper = paper.ok_or_else(|| missing(&effects.paper))?;
        project_effects(app, effects, paper).await?;
    }
    Ok(())
}

async fn area(app: &App, typed: &Typed) -> Outcome {
    let mut reader = Reader::new(typed);
    let new = NewArea {
        kind: reader.choice("kind", AreaKind::Difficult),
        from_day: reader.day("from_day"),
        to_day: reader.optional_day("to_day"),
        location: reader.text("location"),
        note: reader.text("note"),
    };
    let document = documents::form::read(&mut reader);
    let (new, document) = reader.finish((new, document)).map_err(|problems| wrong(&problems))?;
    let ids = places::find_typed(app, &operator(), typed.text("place"), new.from_day).await?;
    let actor = app.actor(&operator());
    actions::add_areas(app, &actor, &ids, &new, &document).await.map_err(refused)
}

async fn need(app: &App, typed: &Typed) -> Outcome {
    let (viewer, actor) = (operator(), app.actor(&operator()));
    let mut reader = Reader::new(typed);
    let name = reader.text("name");
    let (new, document) = check_need(&mut reader, typed, &NeedForm::Any);
    let (new, document) = reader.finish((new, document)).map_err(|problems| wrong(&problems))?;
    let ids = places::find_typed(app, &viewer, typed.text("place"), app.today()).await?;
    let lead = ids.first().ok_or_else(|| missing(typed.text("place")))?;
    let links = places::store::links_for(&app.store, &ids).await?;
    let body = crate::organizations::NewOrganization::named(&name, None);
    let asking = Asking::Named(body);
    let added =
        actions::add_need(app, &actor, (&asking, &new), (lead, &links), document.as_ref()).await;
    let id = added.map_err(refused)?;
    let found = store::find_need(&app.store, &viewer, &id, app.today()).await?;
    let found = found.ok_or_else(|| missing(&name))?;
    let Ok(answers) = typed.text("answers").parse();
    let share = kernel::number::parse_scaled(typed.text("local_material"), 2).ok();
    actions::answer_need(app, &actor, &found, (&answers, share)).await.map_err(refused)?;
    let (Ok(state), Ok(on_day)) =
        (typed.text("state").parse(), kernel::day::parse_day(typed.text("state_on")))
    else {
        return Ok(());
    };
    let step = NewNeedState {
        state,
        on_day: Day(on_day),
        reason: typed.text("reason").to_owned(),
        project_id: None,
    };
    actions::decide_need(app, &actor, &found, &step).await.map_err(refused)
}

async fn project_effects(app: &App, effects: &Effects, paper: &Fields) -> Outcome {
    let viewer = operator();
    let project = find_project(app, &effects.project).await?;
    for (indicator, amount) in &effects.values {
        let own = Fields::from([
            ("indicator".to_owned(), indicator.clone()),
            ("amount".to_owned(), amount.clone()),
            ("document_kind".to_owned(), "report".to_owned()),
            ("document_issuer".to_owned(), "Trung tâm Khuyến công (mẫu)".to_owned()),
        ]);
        let (new, document) =
            check_effect(&typed(&[paper, &own])).map_err(|problems| wrong(&problems))?;
        let actor = app.actor(&viewer);
        actions::add_effect(app, &actor, &project, &new, &document).await.map_err(refused)?;
    }
    Ok(())
}

/// The project with this number.
pub(super) async fn find_project(app: &App, code: &str) -> Result<Project, Failure> {
    let viewer = operator();
    let courses = store::list_courses(&app.store, &viewer, (COUNTRY_ID, YEAR)).await?;
    let course = courses.iter().find(|course| course.code == code);
    let course = course.ok_or_else(|| missing(code))?;
    let project = store::find(&app.store, &viewer, &course.id).await?;
    project.ok_or_else(|| missing(code))
}

pub(super) fn typed(fields: &[&Fields]) -> Typed {
    Typed::from_pairs(fields.iter().flat_map(|fields| (*fields).clone()))
}

pub(super) fn missing(what: &str) -> Failure {
    Failure::Data(format!("dữ liệu mẫu không có “{what}”"))
}

fn wrong(problems: &crate::ui::Problems) -> Failure {
    Failure::Data(format!("nhu cầu mẫu sai: {problems:?}"))
}

pub(super) fn refused(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Problems(problems) => wrong(&problems),
        Refusal::Store(error) => error.into(),
    }
}
