//! The areas that come first, each by its paper.

use super::super::super::actions;
use super::super::super::model::{AreaKind, NewArea, PriorityArea};
use super::super::super::store;
use super::super::problems;
use super::form::MENU;
use super::show::yes;
use crate::App;
use crate::documents;
use crate::error::Error;
use crate::places;
use crate::ui::form::{Field, FormPage, Reader, Typed, choice, hidden, line};
use crate::ui::{Frame, Page, Problems};
use crate::users::{self, Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

const ADDRESS: &str = "/promotion/areas";

#[derive(Template)]
#[template(path = "promotion/areas.html")]
struct List {
    frame: Frame,
    areas: Vec<PriorityArea>,
    may_write: &'static str,
}

/// The areas.
pub async fn list(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
) -> Result<impl IntoResponse, Error> {
    Ok(Page(List {
        frame: Frame::new(&viewer, MENU, "Địa bàn ưu tiên khuyến công"),
        areas: store::list_areas(&app.store, &viewer).await?,
        may_write: yes(viewer.may(Right::WritePromotion)),
    }))
}

fn page(
    viewer: &Viewer,
    (title, action): (&str, String),
    (fields, paper_fields): (Vec<Field>, Vec<Field>),
    typed: Typed,
    problems: Problems,
) -> Response {
    FormPage {
        frame: Frame::new(viewer, MENU, title),
        action,
        back: ADDRESS.to_owned(),
        back_title: "Địa bàn ưu tiên".to_owned(),
        fields,
        paper_fields,
        typed,
        problems,
    }
    .answer()
}

fn new_page(viewer: &Viewer, typed: Typed, problems: Problems) -> Response {
    let kinds = AreaKind::ALL.iter();
    let kinds =
        kinds.map(|kind| (kind.word().to_owned(), format!("{}) {}", kind.word(), kind.label())));
    let fields = vec![
        choice("kind", "Loại địa bàn (TT 46/2012/TT-BCT, Điều 6)", kinds),
        line(
            "place",
            "Xã, phường, huyện cũ (mã hoặc tên)",
            "Nhiều nơi cách nhau bằng dấu chấm phẩy; huyện cũ thì dùng mã huyện 3 số",
        ),
        line("from_day", "Từ ngày", "Ngày danh mục có hiệu lực, ví dụ 01/01/2026"),
        line("to_day", "Đến hết ngày (không bắt buộc)", "Ví dụ 31/12/2026"),
        line("note", "Ghi chú", ""),
    ];
    let about = ("Thêm địa bàn ưu tiên", ADDRESS.to_owned());
    page(viewer, about, (fields, documents::form::fields()), typed, problems)
}

/// The form for areas.
pub async fn new_form(SignedIn(viewer): SignedIn) -> Response {
    new_page(&viewer, Typed::default(), Problems::default())
}

/// Enters areas, on the word of a paper.
pub async fn add(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    typed: Typed,
) -> Result<Response, Error> {
    let mut reader = Reader::new(&typed);
    let new = NewArea {
        kind: reader.choice("kind", AreaKind::Difficult),
        from_day: reader.day("from_day"),
        to_day: reader.optional_day("to_day"),
        location: reader.text("location"),
        note: reader.text("note"),
    };
    if new.to_day.is_some_and(|last| last < new.from_day) {
        reader.add("to_day", "Ngày cuối phải sau ngày đầu.");
    }
    let document = documents::form::read(&mut reader);
    let ids = places::find_typed(&app, &viewer, typed.text("place"), new.from_day).await?;
    if ids.is_empty() {
        reader.add("place", "Không tìm thấy một trong các nơi này vào ngày đầu. Hãy nhập mã xã (5 số) hoặc mã huyện cũ (3 số).");
    }
    for id in &ids {
        if !users::may_at(&app, &viewer, Right::WritePromotion, id).await? {
            reader.add("place", "Có nơi nằm ngoài địa bàn của bạn.");
        }
    }
    let found = match reader.finish((new, document)) {
        Err(found) => found,
        Ok((new, document)) => {
            match actions::add_areas(&app, &app.actor(&viewer), &ids, &new, &document).await {
                Ok(()) => return Ok(Redirect::to(ADDRESS).into_response()),
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    Ok(new_page(&viewer, typed, found))
}

async fn to_withdraw(app: &App, viewer: &Viewer, id: &str) -> Result<PriorityArea, Error> {
    let areas = store::list_areas(&app.store, viewer).await?;
    let area = areas.into_iter().find(|area| area.id == id).ok_or(Error::NotFound)?;
    let may = users::may_at(app, viewer, Right::WritePromotion, &area.place_id).await?;
    if may { Ok(area) } else { Err(Error::Forbidden) }
}

fn withdrawal_page(
    viewer: &Viewer,
    area: &PriorityArea,
    typed: Typed,
    problems: Problems,
) -> Response {
    let fields =
        vec![line("reason", "Lý do bỏ khỏi danh mục", "Ví dụ: ghi nhầm xã"), hidden("revision")];
    let title = format!("Bỏ {} khỏi danh mục ưu tiên", area.place);
    let about = (title.as_str(), format!("{ADDRESS}/{}/withdrawal", area.id));
    page(viewer, about, (fields, Vec::new()), typed, problems)
}

/// The form by which an area that was entered wrongly is withdrawn.
pub async fn withdrawal_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let area = to_withdraw(&app, &viewer, &id).await?;
    let typed = Typed::of(&[("revision", area.revision.to_string())]);
    Ok(withdrawal_page(&viewer, &area, typed, Problems::default()))
}

/// Withdraws an area that was entered wrongly.
pub async fn withdraw(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let area = to_withdraw(&app, &viewer, &id).await?;
    let mut reader = Reader::new(&typed);
    let reason = reader.required("reason", "Hãy ghi lý do để người sau hiểu.");
    let found = match reader.finish(reason) {
        Err(found) => found,
        Ok(reason) => {
            let revision = typed.text("revision").parse().unwrap_or_default();
            let seen = PriorityArea { revision, ..area.clone() };
            match actions::withdraw_area(&app, &app.actor(&viewer), &seen, &reason).await {
                Ok(()) => return Ok(Redirect::to(ADDRESS).into_response()),
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    Ok(withdrawal_page(&viewer, &area, typed, found))
}
