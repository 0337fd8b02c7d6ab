//! The forms of a project's own words.

use super::super::actions::{self, Beneficiary};
use super::super::model::{
    Need, NewParticipant, NewProject, Part, Plan, PlanLine, Project, check_project, project_fields,
    typed_project,
};
use super::super::store;
use super::{needs, problems, to_change};
use crate::App;
use crate::error::Error;
use crate::places::{self, Link};
use crate::store::Day;
use crate::ui::form::{Field, FormPage, Reader, Typed, choice, hidden, line, lines};
use crate::ui::{Frame, Problems};
use crate::users::{self, Right, SignedIn, Viewer};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};

/// Fields of a new project, with the plans it may belong to.
pub(super) fn fields_of_new(plans: impl Iterator<Item = PlanLine>) -> Vec<Field> {
    let named = plans.map(|line| {
        let title = format!("{} ({}, {})", line.plan.title(), line.plan.document, line.place);
        (line.plan.id, title)
    });
    let mut fields = vec![choice("plan_id", "Thuộc kế hoạch", named)];
    fields.extend(project_fields());
    fields.push(line(
        "place",
        "Đơn vị hành chính (mã hoặc tên)",
        "Mã xã 5 số, mã huyện 3 số, mã tỉnh 2 số, hoặc tên; nhiều nơi cách nhau bằng dấu chấm phẩy",
    ));
    fields.push(line(
        "beneficiaries",
        "Đơn vị thụ hưởng (tên)",
        "Nhiều đơn vị cách nhau bằng dấu chấm phẩy; mã số thuế thêm ở trang đề án",
    ));
    fields.push(lines(
        "explanation",
        "Giải trình khi đã được hỗ trợ",
        "Chỉ cần khi chương trình tìm thấy hỗ trợ trước đây của cùng đơn vị, cùng nội dung",
    ));
    fields.push(hidden("needs"));
    fields
}

async fn new_page(
    app: &App,
    viewer: &Viewer,
    typed: Typed,
    problems: Problems,
) -> Result<Response, Error> {
    let plans = store::list_plans(&app.store, viewer).await?;
    let decided = plans.into_iter().filter(|line| line.plan.approved_on.is_some());
    let mut fields = fields_of_new(decided);
    fields.push(line(
        "location",
        "Vị trí trong quyết định (không bắt buộc)",
        "Ví dụ: mục 5 phụ lục",
    ));
    let page = FormPage {
        frame: Frame::new(viewer, "/promotion", "Thêm đề án khuyến công"),
        action: "/promotion/projects".to_owned(),
        back: "/promotion".to_owned(),
        back_title: "Khuyến công".to_owned(),
        fields,
        paper_fields: Vec::new(),
        typed,
        problems,
    };
    Ok(page.answer())
}

/// The form for a new project, filled in with the needs it is to answer.
pub async fn new_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let ids = pairs.iter().filter(|(name, _)| name == "need").map(|(_, id)| id.as_str());
    let needs = needs::find_open(&app, &viewer, ids).await?;
    let typed = needs::typed_project_of(&app, &viewer, &needs).await?;
    new_page(&app, &viewer, typed, Problems::default()).await
}

/// A project as it was typed, with its plan, units and beneficiaries.
pub(super) struct Entry {
    pub plan: Plan,
    pub new: NewProject,
    pub links: Vec<Link>,
    pub lead_place_id: String,
    pub beneficiaries: Vec<Beneficiary>,
    pub needs: Vec<Need>,
}

/// Reads a new project; `missing` says what to do when no plan was chosen, and the units are those
/// of the day of approval, or of `drafted_on` before it.
pub(super) async fn read_entry(
    app: &App,
    viewer: &Viewer,
    mut reader: Reader<'_>,
    typed: &Typed,
    (missing, drafted_on): (&'static str, Option<Day>),
) -> Result<Result<Entry, Problems>, Error> {
    let plan = store::find_plan(&app.store, viewer, typed.text("plan_id")).await?;
    let new = check_project(&mut reader);
    if plan.is_none() {
        reader.add("plan_id", missing);
    }
    let approved_on = plan.as_ref().and_then(|plan| plan.approved_on);
    let on = approved_on.or(drafted_on).unwrap_or_else(|| app.today());
    let place_ids = places::find_typed(app, viewer, typed.text("place"), on).await?;
    if place_ids.is_empty() {
        reader.add("place", "Không tìm thấy đơn vị hành chính này vào ngày phê duyệt. Hãy nhập mã xã (5 số), huyện (3 số) hoặc tỉnh (2 số).");
    }
    let links = places::store::links_for(&app.store, &place_ids).await?;
    if !place_ids.is_empty()
        && !users::may_in_any(app, viewer, Right::WritePromotion, &links).await?
    {
        reader.add("place", "Địa điểm này nằm ngoài địa bàn của bạn.");
    }
    let explanation = reader.text("explanation");
    let needs = needs::find_open(app, viewer, typed.text("needs").split(';')).await?;
    let beneficiaries = beneficiaries(&reader.text("beneficiaries"), &explanation, &needs);
    let lead_place_id = place_ids.first().cloned().unwrap_or_default();
    Ok(reader.finish(new).and_then(|new| {
        let plan = plan.ok_or_else(|| Problems::one("plan_id", missing))?;
        Ok(Entry { plan, new, links, lead_place_id, beneficiaries, needs })
    }))
}

/// Adds a project to a plan.
pub async fn add(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    typed: Typed,
) -> Result<Response, Error> {
    let missing = "Hãy chọn kế hoạch; chưa có thì thêm kế hoạch trước.";
    let read = read_entry(&app, &viewer, Reader::new(&typed), &typed, (missing, None)).await?;
    let found = match read {
        Err(found) => found,
        Ok(entry) => {
            let actor = app.actor(&viewer);
            let added = actions::add_project(
                &app,
                (&actor, &viewer),
                (&entry.plan, &entry.new),
                &entry.links,
                (&entry.lead_place_id, &entry.beneficiaries),
                &entry.needs,
            );
            match added.await {
                Ok(id) => return Ok(to_project(&id)),
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    new_page(&app, &viewer, typed, found).await
}

/// Those who benefit, as typed; whoever asked in a need is known by its tax code.
fn beneficiaries(text: &str, explanation: &str, needs: &[Need]) -> Vec<Beneficiary> {
    let code = |name: &str| needs.iter().find(|need| need.name == name)?.tax_code.clone();
    let names = text.split(';').map(str::trim).filter(|name| !name.is_empty());
    names
        .map(|name| Beneficiary {
            new: NewParticipant {
                name: name.to_owned(),
                tax_code: code(name),
                part: Part::Beneficiary,
                personal_number: String::new(),
                location: String::new(),
                explanation: explanation.to_owned(),
            },
            person_mark: String::new(),
        })
        .collect()
}

pub(super) fn to_project(id: &str) -> Response {
    Redirect::to(&format!("/promotion/projects/{id}")).into_response()
}

fn edit_page(
    viewer: &Viewer,
    (project, plan): (&Project, &Plan),
    typed: Typed,
    problems: Problems,
) -> Response {
    let mut fields = project_fields();
    fields.push(line("location", "Vị trí trong quyết định (không bắt buộc)", ""));
    fields.push(line("reason", "Lý do sửa", ""));
    fields.push(hidden("revision"));
    let address = format!("/promotion/projects/{}", project.id);
    FormPage {
        frame: Frame::new(viewer, "/promotion", format!("Sửa đề án {}", project.code)),
        action: format!("{address}/edit"),
        back: address,
        back_title: format!("{} – {}", project.name, plan.title()),
        fields,
        paper_fields: Vec::new(),
        typed,
        problems,
    }
    .answer()
}

/// The form for a project's words.
pub async fn edit_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let (project, plan) = to_change(&app, &viewer, &id).await?;
    let typed = typed_project(&project);
    Ok(edit_page(&viewer, (&project, &plan), typed, Problems::default()))
}

/// Changes a project's words, unless someone else changed them first.
pub async fn edit(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let (project, plan) = to_change(&app, &viewer, &id).await?;
    let mut reader = Reader::new(&typed);
    let new: NewProject = check_project(&mut reader);
    let reason = reader.required("reason", "Hãy ghi lý do sửa để người sau hiểu.");
    let found = match reader.finish(new) {
        Err(found) => found,
        Ok(new) => {
            // What the person saw, not what stands there now, is what may be changed.
            let revision = typed.text("revision").parse().unwrap_or_default();
            let seen = Project { revision, ..project.clone() };
            match actions::edit_project(&app, &app.actor(&viewer), &seen, &new, &reason).await {
                Ok(()) => return Ok(to_project(&id)),
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    Ok(edit_page(&viewer, (&project, &plan), typed, found))
}
