//! The forms that change a tenant: its words, a state, the results of a period.

use super::super::super::actions;
use super::super::super::model::fact::read_value;
use super::super::super::model::{Tenant, TenantState, read_tenant, tenant_fields};
use super::super::super::store;
use super::super::edit::problems;
use crate::App;
use crate::documents;
use crate::error::Error;
use crate::observations::{Indicator, NewObservation, Precision, ReporterKind};
use crate::store::Day;
use crate::ui::form::{Field, FormPage, Reader, Typed, choice, hidden, line};
use crate::ui::{Frame, Problems};
use crate::users::{self, Right, SignedIn, Viewer};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

async fn to_change(app: &App, viewer: &Viewer, id: &str) -> Result<Tenant, Error> {
    let found = store::find_tenant(&app.store, viewer, id).await?;
    let (tenant, ..) = found.ok_or(Error::NotFound)?;
    users::require_with_cluster(app, viewer, Right::WriteRegister, &tenant.cluster_id).await?;
    Ok(tenant)
}

/// What was typed into a form, and what is wrong with it.
type Filled = (Typed, Problems);

async fn form(
    app: &App,
    viewer: &Viewer,
    tenant: &Tenant,
    what: (&str, &str),
    mut fields: Vec<Field>,
    (typed, problems): Filled,
) -> Result<FormPage, Error> {
    fields.extend(users::behalf_field(app, viewer, &tenant.cluster_id).await?);
    let address = format!("/tenants/{}", tenant.id);
    Ok(FormPage {
        frame: Frame::new(viewer, "/tenants", format!("{}: {}", what.1, tenant.name)),
        action: format!("{address}/{}", what.0),
        back: address,
        back_title: tenant.name.clone(),
        fields,
        paper_fields: documents::form::fields(),
        typed,
        problems,
    })
}

async fn state_page(
    app: &App,
    viewer: &Viewer,
    tenant: &Tenant,
    filled: Filled,
) -> Result<Response, Error> {
    let states = TenantState::ALL.iter().map(|s| (s.word().to_owned(), s.label().to_owned()));
    let fields =
        vec![choice("state", "Trạng thái", states), line("on_day", "Từ ngày", "Ví dụ 31/12/2013")];
    Ok(form(app, viewer, tenant, ("states", "Ghi trạng thái"), fields, filled).await?.answer())
}

/// The form for a new state.
pub async fn state_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let tenant = to_change(&app, &viewer, &id).await?;
    state_page(&app, &viewer, &tenant, Filled::default()).await
}

/// Keeps a new state.
pub async fn add_state(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let tenant = to_change(&app, &viewer, &id).await?;
    let mut reader = Reader::new(&typed);
    let state = reader.choice("state", TenantState::Registered);
    let on_day = reader.day("on_day");
    let location = reader.text("location");
    let document = documents::form::read(&mut reader);
    let found = match reader.finish(document) {
        Err(found) => found,
        Ok(document) => {
            let actor = users::actor_for(&app, &viewer, &tenant.cluster_id, &typed).await?;
            let done =
                actions::add_state(&app, &actor, &tenant, state, on_day, &location, &document);
            match done.await {
                Ok(()) => {
                    return Ok(Redirect::to(&format!("/tenants/{id}?on={on_day}")).into_response());
                }
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    state_page(&app, &viewer, &tenant, (typed, found)).await
}

async fn results_page(
    app: &App,
    viewer: &Viewer,
    tenant: &Tenant,
    filled: Filled,
) -> Result<Response, Error> {
    let fields = vec![
        line("period", "Kỳ", "Ví dụ 2013 hoặc 2013-H1"),
        line("workers", "Lao động (người)", ""),
        line("revenue", "Doanh thu (triệu đồng)", ""),
        line("tax_paid", "Nộp ngân sách (triệu đồng)", ""),
        line("reporter", "Nguồn báo cáo", "Bỏ trống nếu doanh nghiệp tự báo cáo"),
    ];
    Ok(form(app, viewer, tenant, ("results", "Ghi kết quả trong kỳ"), fields, filled)
        .await?
        .answer())
}

/// The form for a period's results.
pub async fn results_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let tenant = to_change(&app, &viewer, &id).await?;
    results_page(&app, &viewer, &tenant, Filled::default()).await
}

/// Keeps a period's results.
pub async fn add_results(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let tenant = to_change(&app, &viewer, &id).await?;
    let mut reader = Reader::new(&typed);
    let results = read_results(&mut reader, &typed, &tenant);
    let document = documents::form::read(&mut reader);
    let found = match reader.finish(document) {
        Err(found) => found,
        Ok(document) => {
            let actor = users::actor_for(&app, &viewer, &tenant.cluster_id, &typed).await?;
            match actions::report_results(&app, &actor, &tenant, &results, &document).await {
                Ok(()) => return Ok(Redirect::to(&format!("/tenants/{id}")).into_response()),
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    results_page(&app, &viewer, &tenant, (typed, found)).await
}

fn read_results(reader: &mut Reader<'_>, typed: &Typed, tenant: &Tenant) -> Vec<NewObservation> {
    let period: kernel::day::Period = match typed.text("period").parse() {
        Ok(period) => period,
        Err(problem) => {
            let problem: kernel::day::PeriodProblem = problem;
            reader.add("period", problem.message());
            return Vec::new();
        }
    };
    let location = reader.text("location");
    let typed_reporter = reader.text("reporter");
    let (reporter, reporter_kind) = if typed_reporter.is_empty() {
        (tenant.name.clone(), ReporterKind::Tenant)
    } else {
        (typed_reporter, ReporterKind::Department)
    };
    let kinds = [
        ("workers", Indicator::Workers),
        ("revenue", Indicator::Revenue),
        ("tax_paid", Indicator::TaxPaid),
    ];
    let filled: Vec<_> =
        kinds.into_iter().filter(|(name, _)| !typed.text(name).is_empty()).collect();
    if filled.is_empty() {
        reader.add("workers", "Hãy nhập ít nhất một số liệu của kỳ.");
    }
    let mut results = Vec::new();
    for (name, indicator) in filled {
        results.push(NewObservation {
            indicator,
            as_of: Day(period.last_day()),
            period: period.to_string(),
            value: read_value(reader, name, indicator.unit()),
            precision: Precision::Exact,
            location: location.clone(),
            reporter: reporter.clone(),
            reporter_kind,
            raw: typed.text(name).to_owned(),
            note: String::new(),
        });
    }
    results
}

async fn edit_page(
    app: &App,
    viewer: &Viewer,
    tenant: &Tenant,
    filled: Filled,
) -> Result<Response, Error> {
    let mut fields = tenant_fields();
    fields.push(line("reason", "Lý do sửa", ""));
    fields.push(hidden("revision"));
    let page = form(app, viewer, tenant, ("edit", "Sửa doanh nghiệp"), fields, filled).await?;
    Ok(FormPage { paper_fields: Vec::new(), ..page }.answer())
}

/// The form for a tenant's words.
pub async fn edit_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let tenant = to_change(&app, &viewer, &id).await?;
    let typed = Typed::of(&[
        ("name", tenant.name.clone()),
        ("tax_code", tenant.tax_code.clone().unwrap_or_default()),
        ("activity", tenant.activity.clone()),
        ("vsic_code", tenant.vsic_code.clone()),
        ("capital", tenant.capital.word().to_owned()),
        ("licensed_on", tenant.licensed_on.map(Day::vi).unwrap_or_default()),
        ("note", tenant.note.clone()),
        ("revision", tenant.revision.to_string()),
    ]);
    edit_page(&app, &viewer, &tenant, (typed, Problems::default())).await
}

/// Changes a tenant's words, unless someone else changed them first.
pub async fn edit(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let tenant = to_change(&app, &viewer, &id).await?;
    let mut reader = Reader::new(&typed);
    let after = read_tenant(&mut reader);
    let reason = reader.required("reason", "Hãy ghi lý do sửa để người sau hiểu.");
    match reader.finish(after) {
        Err(problems) => edit_page(&app, &viewer, &tenant, (typed, problems)).await,
        Ok(after) => {
            let revision = typed.text("revision").parse().unwrap_or_default();
            let actor = users::actor_for(&app, &viewer, &tenant.cluster_id, &typed).await?;
            let seen = Tenant { revision, ..tenant };
            actions::edit_tenant(&app, &actor, &seen, &after, &reason).await?;
            Ok(Redirect::to(&format!("/tenants/{id}")).into_response())
        }
    }
}
