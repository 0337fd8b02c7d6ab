//! The forms for a new body and for the words of a known one.

use super::super::actions;
use super::super::model::{
    AddressKind, Kind, NewAddress, Organization, OrganizationWords, Partner,
};
use super::with_right;
use crate::App;
use crate::documents;
use crate::error::Error;
use crate::places;
use crate::ui::form::{Field, FormPage, Reader, Typed, choice, hidden, line, lines};
use crate::ui::{Frame, Problems};
use crate::users::{self, Right, SignedIn, Viewer};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use kernel::tax_code::TaxCode;

fn word_fields() -> Vec<Field> {
    let kinds = Kind::ALL.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned()));
    let partners =
        Partner::ALL.iter().map(|known| (known.word().to_owned(), known.label().to_owned()));
    let none = [(String::new(), "Không phải tổ chức phối hợp".to_owned())];
    vec![
        line("name", "Tên như ghi trong văn bản", "Ví dụ Công ty TNHH Sơn Ca"),
        choice("kind", "Loại", kinds),
        choice("partner", "Nếu là tổ chức phối hợp", none.into_iter().chain(partners)),
        line(
            "tax_code",
            "Mã số thuế (không bắt buộc)",
            "10 số; 13 số cho chi nhánh; 12 số cho cá nhân, hộ kinh doanh",
        ),
        line("phone", "Điện thoại của tổ chức (không bắt buộc)", ""),
        line("mail", "Thư điện tử của tổ chức (không bắt buộc)", ""),
        lines("note", "Ghi chú", ""),
    ]
}

/// The fields of an address.
pub fn address_fields() -> Vec<Field> {
    let kinds =
        AddressKind::ALL.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned()));
    vec![
        choice("address_kind", "Loại địa chỉ", kinds),
        line("detail", "Số nhà, đường, ấp, lô (không bắt buộc)", "Ví dụ Lô A1, đường số 2"),
        line(
            "place",
            "Xã, phường (mã hoặc tên)",
            "Mã xã 5 số, mã huyện 3 số nếu chưa rõ xã, hoặc tên",
        ),
        line("from_day", "Từ ngày", "Ví dụ 01/07/2025"),
    ]
}

fn read_words(reader: &mut Reader<'_>) -> OrganizationWords {
    let tax_code = reader.text("tax_code");
    let tax_code = (!tax_code.is_empty()).then(|| match TaxCode::parse(&tax_code) {
        Ok(code) => code.to_string(),
        Err(problem) => {
            reader.add("tax_code", problem.message());
            String::new()
        }
    });
    let name = reader.required("name", "Hãy nhập tên như ghi trong văn bản.");
    let typed_partner = reader.text("partner");
    let kind = if reader.text("kind").is_empty() {
        Kind::of_name(&name)
    } else {
        reader.choice("kind", Kind::Unknown)
    };
    let partner: Option<Partner> = if typed_partner.is_empty() && kind == Kind::Partner {
        Partner::of_name(&name)
    } else {
        typed_partner.parse().ok()
    };
    if !typed_partner.is_empty() && partner.is_none() {
        reader.add("partner", "Hãy chọn một mục trong danh sách.");
    }
    OrganizationWords {
        kind: if partner.is_some() { Kind::Partner } else { kind },
        partner: partner.map(|known| known.word().to_owned()).unwrap_or_default(),
        name,
        tax_code,
        phone: reader.text("phone"),
        mail: reader.text("mail"),
        note: reader.text("note"),
    }
}

/// Reads an address in a unit where the viewer may write; says what is wrong beside the field.
pub async fn read_address(
    app: &App,
    viewer: &Viewer,
    reader: &mut Reader<'_>,
    typed: &Typed,
) -> Result<NewAddress, Error> {
    let from_day = reader.day("from_day");
    let ids = places::find_typed(app, viewer, typed.text("place"), from_day).await?;
    let place_id = if let [only] = ids.as_slice() {
        only.clone()
    } else {
        reader.add("place", "Không tìm thấy đơn vị hành chính này vào ngày đó. Hãy nhập một mã xã (5 số), ví dụ 27985.");
        String::new()
    };
    Ok(NewAddress {
        kind: reader.choice("address_kind", AddressKind::Registered),
        place_id,
        detail: reader.text("detail"),
        from_day,
    })
}

fn new_page(viewer: &Viewer, typed: Typed, problems: Problems) -> Response {
    let mut fields = word_fields();
    fields.extend(address_fields());
    FormPage {
        frame: Frame::new(viewer, "/organizations", "Thêm tổ chức"),
        action: "/organizations".to_owned(),
        back: "/organizations".to_owned(),
        back_title: "Tổ chức".to_owned(),
        fields,
        paper_fields: documents::form::fields(),
        typed,
        problems,
    }
    .answer()
}

/// The form for a new body.
pub async fn new_form(SignedIn(viewer): SignedIn) -> Result<Response, Error> {
    Ok(new_page(&viewer, Typed::default(), Problems::default()))
}

/// Adds a body with its first address.
pub async fn add(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    typed: Typed,
) -> Result<Response, Error> {
    let mut reader = Reader::new(&typed);
    let words = read_words(&mut reader);
    let address = read_address(&app, &viewer, &mut reader, &typed).await?;
    let right = Right::WriteOrganizations;
    if !address.place_id.is_empty()
        && !users::may_at(&app, &viewer, right, &address.place_id).await?
    {
        reader.add("place", "Địa chỉ này nằm ngoài địa bàn của bạn.");
    }
    let location = reader.text("location");
    let document = documents::form::read(&mut reader);
    let problems = match reader.finish((words, address, document)) {
        Err(problems) => problems,
        Ok((words, address, document)) => {
            let actor = app.actor(&viewer);
            match actions::add(&app, &actor, &words, &address, &location, &document).await {
                Ok(organization) => return Ok(to(&organization.id)),
                Err(refusal) => refusal.problems()?,
            }
        }
    };
    Ok(new_page(&viewer, typed, problems))
}

/// Back to a body's page.
pub fn to(id: &str) -> Response {
    Redirect::to(&format!("/organizations/{id}")).into_response()
}

fn edit_page(
    viewer: &Viewer,
    organization: &Organization,
    typed: Typed,
    problems: Problems,
) -> Response {
    let mut fields = word_fields();
    fields.push(line("reason", "Lý do sửa", "Đổi tên theo quyết định thì dùng “Ghi việc đổi tên”"));
    fields.push(hidden("revision"));
    let address = format!("/organizations/{}", organization.id);
    FormPage {
        frame: Frame::new(viewer, "/organizations", format!("Sửa: {}", organization.name)),
        action: format!("{address}/edit"),
        back: address,
        back_title: organization.name.clone(),
        fields,
        paper_fields: Vec::new(),
        typed,
        problems,
    }
    .answer()
}

/// The form for a body's words.
pub async fn edit_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let organization = with_right(&app, &viewer, Right::WriteOrganizations, &id).await?;
    let typed = Typed::of(&[
        ("name", organization.name.clone()),
        ("kind", organization.kind.word().to_owned()),
        ("partner", organization.partner.clone()),
        ("tax_code", organization.tax_code.clone().unwrap_or_default()),
        ("phone", organization.phone.clone()),
        ("mail", organization.mail.clone()),
        ("note", organization.note.clone()),
        ("revision", organization.revision.to_string()),
    ]);
    Ok(edit_page(&viewer, &organization, typed, Problems::default()))
}

/// Changes a body's words, unless someone else changed them first.
pub async fn edit(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let organization = with_right(&app, &viewer, Right::WriteOrganizations, &id).await?;
    let mut reader = Reader::new(&typed);
    let words = read_words(&mut reader);
    let reason = reader.required("reason", "Hãy ghi lý do sửa để người sau hiểu.");
    let problems = match reader.finish(words) {
        Err(problems) => problems,
        Ok(words) => {
            // What the person saw, not what stands there now, is what may be changed.
            let revision = typed.text("revision").parse().unwrap_or_default();
            let seen = Organization { revision, ..organization.clone() };
            match actions::edit(&app, &app.actor(&viewer), &seen, &words, &reason).await {
                Ok(()) => return Ok(to(&id)),
                Err(refusal) => refusal.problems()?,
            }
        }
    };
    Ok(edit_page(&viewer, &organization, typed, problems))
}
