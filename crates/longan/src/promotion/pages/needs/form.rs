//! The forms of a need: its words, the answers to the questions, the state that follows.

use super::super::super::actions::{self, Asking};
use super::super::super::model::{
    Need, NeedForm, NewNeed, answer_fields, check_answers, check_need, check_need_state,
    need_fields, need_state_fields, typed_need,
};
use super::super::super::{need, store};
use super::super::problems;
use super::{as_seen, reach, to_need, to_see};
use crate::App;
use crate::documents::{self, NewDocument};
use crate::error::Error;
use crate::organizations::{self, NewOrganization};
use crate::places;
use crate::ui::form::{Field, FormPage, Reader, Typed, hidden, line};
use crate::ui::{Frame, Problems};
use crate::users::{self, Right, SignedIn, Viewer};
use axum::extract::{Path, State};
use axum::response::Response;
use kernel::tax_code::TaxCode;

/// Where the pages of needs stand in the menu.
pub(super) const MENU: &str = "/promotion/needs";

async fn kind_of_form(app: &App, viewer: &Viewer) -> Result<NeedForm, Error> {
    if viewer.may(Right::SeePromotion) {
        return Ok(NeedForm::Any);
    }
    let own = organizations::store::list_own(&app.store, viewer).await?;
    Ok(NeedForm::Own(own.into_iter().map(|body| (body.id, body.name)).collect()))
}

fn page(
    viewer: &Viewer,
    (title, action, back): (&str, String, String),
    (fields, paper_fields): (Vec<Field>, Vec<Field>),
    typed: Typed,
    problems: Problems,
) -> Response {
    FormPage {
        frame: Frame::new(viewer, MENU, title),
        action,
        back,
        back_title: "Nhu cầu khuyến công".to_owned(),
        fields,
        paper_fields,
        typed,
        problems,
    }
    .answer()
}

fn paper_fields(form: &NeedForm) -> Vec<Field> {
    match form {
        NeedForm::Own(_) => Vec::new(),
        NeedForm::Any => documents::form::fields(),
    }
}

fn new_page(viewer: &Viewer, form: &NeedForm, typed: Typed, problems: Problems) -> Response {
    let about = ("Ghi nhu cầu khuyến công", MENU.to_owned(), MENU.to_owned());
    page(viewer, about, (need_fields(form), paper_fields(form)), typed, problems)
}

/// The form for a new need.
pub async fn new_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
) -> Result<Response, Error> {
    let form = kind_of_form(&app, &viewer).await?;
    let today = app.today();
    let typed =
        Typed::of(&[("asked_on", today.vi()), ("target_year", (today.0.year() + 1).to_string())]);
    Ok(new_page(&viewer, &form, typed, Problems::default()))
}

/// Who asks, as it was typed.
fn asking(reader: &mut Reader<'_>, form: &NeedForm) -> Asking {
    match form {
        NeedForm::Own(bodies) => {
            let id = reader.text("organization_id");
            let known = bodies.iter().find(|(known, _)| *known == id);
            if known.is_none() {
                reader.add("organization_id", "Hãy chọn đơn vị của bạn trong danh sách.");
            }
            let (id, name) = known.cloned().unwrap_or_default();
            Asking::Known(id, name)
        }
        NeedForm::Any => {
            let name = reader.required("name", "Hãy nhập tên đơn vị có nhu cầu.");
            let text = reader.text("tax_code");
            let mut tax_code = None;
            if !text.is_empty() {
                match TaxCode::parse_cell(&text) {
                    Ok((code, _)) => tax_code = Some(code.to_string()),
                    Err(problem) => reader.add("tax_code", problem.message()),
                }
            }
            Asking::Named(NewOrganization::named(&name, tax_code))
        }
    }
}

/// The units a need lies in; a problem where none is found or none is the viewer's.
async fn units(
    app: &App,
    viewer: &Viewer,
    (reader, typed): (&mut Reader<'_>, &Typed),
    asking: &Asking,
) -> Result<(String, Vec<places::Link>), Error> {
    let text = typed.text("place");
    let ids = match asking {
        Asking::Known(id, _) if text.is_empty() => {
            store::list_own_communes(&app.store, viewer, id).await?.into_iter().take(1).collect()
        }
        _ => places::find_typed(app, viewer, text, app.today()).await?,
    };
    let [id] = ids.as_slice() else {
        reader.add(
            "place",
            "Hãy nhập một xã, phường: mã 5 chữ số, hoặc tên khi ở trong địa bàn của bạn.",
        );
        return Ok(Default::default());
    };
    let links = places::store::links_for(&app.store, &ids).await?;
    let is_own = matches!(asking, Asking::Known(..));
    if !is_own && !users::may_in_any(app, viewer, Right::EnterNeeds, &links).await? {
        reader.add("place", "Xã, phường này nằm ngoài địa bàn của bạn.");
    }
    Ok((id.clone(), links))
}

/// Enters a need.
pub async fn add(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    typed: Typed,
) -> Result<Response, Error> {
    let form = kind_of_form(&app, &viewer).await?;
    let mut reader = Reader::new(&typed);
    let asking = asking(&mut reader, &form);
    let (new, document) = check_need(&mut reader, &typed, &form);
    if new.asked_on > app.today() {
        reader.add("asked_on", "Ngày đề nghị chưa đến. Hãy kiểm tra lại ngày.");
    }
    let (lead, links) = units(&app, &viewer, (&mut reader, &typed), &asking).await?;
    let found = match reader.finish((new, document)) {
        Err(found) => found,
        Ok((new, document)) => {
            let actor = app.actor(&viewer);
            let about = (&asking, &new);
            let added =
                actions::add_need(&app, &actor, about, (&lead, &links), document.as_ref()).await;
            match added {
                Ok(id) => return Ok(to_need(&id)),
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    Ok(new_page(&viewer, &form, typed, found))
}

/// The form of a need that is there: who asks and where do not change.
fn edit_page(
    viewer: &Viewer,
    (need, form): (&Need, &NeedForm),
    typed: Typed,
    problems: Problems,
) -> Response {
    let mut fields = need_fields(form);
    fields
        .retain(|field| !["organization_id", "name", "tax_code", "place"].contains(&field.name()));
    fields.push(line("reason", "Lý do sửa", ""));
    fields.push(hidden("revision"));
    let address = format!("/promotion/needs/{}", need.id);
    let title = format!("Sửa nhu cầu của {}", need.name);
    let about = (title.as_str(), format!("{address}/edit"), address.clone());
    page(viewer, about, (fields, paper_fields(form)), typed, problems)
}

async fn to_edit(app: &App, viewer: &Viewer, id: &str) -> Result<Need, Error> {
    let need = to_see(app, viewer, id, app.today()).await?;
    if reach(app, viewer, id).await?.edits(&need) { Ok(need) } else { Err(Error::Forbidden) }
}

/// The form for a need's words.
pub async fn edit_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let need = to_edit(&app, &viewer, &id).await?;
    let form = kind_of_form(&app, &viewer).await?;
    Ok(edit_page(&viewer, (&need, &form), typed_need(&need), Problems::default()))
}

/// Changes a need's words, unless someone else changed them first.
pub async fn edit(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let need = to_edit(&app, &viewer, &id).await?;
    let form = kind_of_form(&app, &viewer).await?;
    let mut reader = Reader::new(&typed);
    let has_paper = need.document_id.is_some() && typed.text("document_number").is_empty();
    let typed_or_kept = if has_paper { with_kept_paper(&typed) } else { typed.clone() };
    let mut kept = Reader::new(&typed_or_kept);
    let checked: (NewNeed, Option<NewDocument>) = check_need(&mut kept, &typed_or_kept, &form);
    let reason = reader.required("reason", "Hãy ghi lý do sửa để người sau hiểu.");
    let found = match reader.finish(reason).and_then(|reason| Ok((kept.finish(checked)?, reason))) {
        Err(found) => found,
        Ok(((new, document), reason)) => {
            let actor = app.actor(&viewer);
            let seen = as_seen(&need, &typed);
            let edited =
                actions::edit_need(&app, &actor, &seen, (&new, &reason), document.as_ref());
            match edited.await {
                Ok(()) => return Ok(to_need(&id)),
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    Ok(edit_page(&viewer, (&need, &form), typed, found))
}

/// A need that has a paper needs no reason for having none.
fn with_kept_paper(typed: &Typed) -> Typed {
    typed.clone().with("paperless", "Văn bản đã ghi trước đó")
}

fn answers_page(
    viewer: &Viewer,
    (need, questions): (&Need, &[super::super::super::model::Question]),
    typed: Typed,
    problems: Problems,
) -> Response {
    let mut fields = answer_fields(questions);
    fields.push(hidden("revision"));
    let address = format!("/promotion/needs/{}", need.id);
    let title = format!("Kiểm tra điều kiện: {}", need.name);
    let about = (title.as_str(), format!("{address}/answers"), address.clone());
    page(viewer, about, (fields, Vec::new()), typed, problems)
}

/// The form for the answers to the questions of a need.
pub async fn answers_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let need = to_edit(&app, &viewer, &id).await?;
    let questions = need::judge(&app, &viewer, &need, app.today()).await?.questions;
    let mut pairs: Vec<(&str, String)> = questions
        .iter()
        .map(|question| {
            let answer = need.answers.to(*question).map(|answer| answer.to_string());
            (question.word(), answer.unwrap_or_default())
        })
        .collect();
    let share = need.local_material_percent;
    let share = share.map(|share| kernel::number::format_scaled(share, 2, 0, 2));
    pairs.push(("local_material", share.unwrap_or_default()));
    pairs.push(("revision", need.revision.to_string()));
    let typed = Typed::of(&pairs);
    Ok(answers_page(&viewer, (&need, &questions), typed, Problems::default()))
}

/// Notes the answers, unless someone changed the need first.
pub async fn answer(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let need = to_edit(&app, &viewer, &id).await?;
    let questions = need::judge(&app, &viewer, &need, app.today()).await?.questions;
    let mut reader = Reader::new(&typed);
    let checked = check_answers(&mut reader, &typed, (&questions, &need.answers));
    let found = match reader.finish(checked) {
        Err(found) => found,
        Ok((answers, share)) => {
            let seen = as_seen(&need, &typed);
            let actor = app.actor(&viewer);
            match actions::answer_need(&app, &actor, &seen, (&answers, share)).await {
                Ok(()) => return Ok(to_need(&id)),
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    Ok(answers_page(&viewer, (&need, &questions), typed, found))
}

/// The form for the state that follows, and where it leads.
async fn state_page(
    app: &App,
    viewer: &Viewer,
    need: &Need,
    typed: Typed,
    problems: Problems,
) -> Result<Response, Error> {
    let reach = reach(app, viewer, &need.id).await?;
    let mut projects = Vec::new();
    if reach.decides {
        let year = need.target_year - 1;
        projects = store::list_open_projects(&app.store, viewer, &need.id, year).await?;
    }
    let mut fields = need_state_fields(reach.steps(need), projects);
    if !reach.decides {
        fields.retain(|field| field.name() != "project_id");
    }
    fields.push(hidden("states"));
    let address = format!("/promotion/needs/{}", need.id);
    let title = format!("Xử lý nhu cầu của {}", need.name);
    let about = (title.as_str(), format!("{address}/states"), address.clone());
    Ok(page(viewer, about, (fields, Vec::new()), typed, problems))
}

/// The form for the state that follows.
pub async fn state_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let need = to_see(&app, &viewer, &id, app.today()).await?;
    if reach(&app, &viewer, &id).await?.steps(&need).next().is_none() {
        return Err(Error::Forbidden);
    }
    let typed = Typed::of(&[("on_day", app.today().vi()), ("states", need.states.to_string())]);
    state_page(&app, &viewer, &need, typed, Problems::default()).await
}

/// Lets a state follow the one the person saw.
pub async fn decide(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let need = to_see(&app, &viewer, &id, app.today()).await?;
    let reach = reach(&app, &viewer, &id).await?;
    if reach.steps(&need).next().is_none() {
        return Err(Error::Forbidden);
    }
    if typed.text("states").parse().ok() != Some(need.states) {
        return Err(Error::Stale);
    }
    let mut reader = Reader::new(&typed);
    let new = check_need_state(&mut reader, need.state);
    if !reach.steps(&need).any(|state| state == new.state) {
        reader.add("state", "Hãy chọn một kết quả trong danh sách.");
    }
    if new.on_day > app.today() {
        reader.add("on_day", "Ngày này chưa đến. Hãy kiểm tra lại ngày.");
    }
    if let Some(project_id) = &new.project_id
        && store::find(&app.store, &viewer, project_id).await?.is_none()
    {
        reader.add("project_id", "Hãy chọn một đề án trong danh sách.");
    }
    let found = match reader.finish(new) {
        Err(found) => found,
        Ok(new) => match actions::decide_need(&app, &app.actor(&viewer), &need, &new).await {
            Ok(()) => return Ok(to_need(&id)),
            Err(refusal) => problems(refusal)?,
        },
    };
    state_page(&app, &viewer, &need, typed, found).await
}
