//! The forms for what a paper says of a body, and for the day it no longer holds.

use super::super::actions::{self, Ending};
use super::super::model::{
    Fact, FactKind, IndustryWeight, NameKind, NewIndustry, NewName, NewPerson, NewState,
    Organization, PersonKind, State, VsicVersion,
};
use super::super::store::{self, People};
use super::edit::{address_fields, read_address, to};
use super::with_right;
use crate::App;
use crate::documents;
use crate::error::Error;
use crate::store::Day;
use crate::ui::form::{Field, FormPage, Reader, Typed, choice, hidden, line};
use crate::ui::{Frame, Problems};
use crate::users::{Right, SignedIn, Viewer};
use axum::extract::{Path, State as Shared};
use axum::response::Response;

macro_rules! labels {
    ($words:ty) => {
        <$words>::ALL.iter().map(|word| (word.word().to_owned(), word.label().to_owned()))
    };
}

fn kind_of(word: &str) -> Result<FactKind, Error> {
    word.parse().map_err(|_| Error::NotFound)
}

pub(super) fn fields(kind: FactKind) -> Vec<Field> {
    const DAY: &str = "Ví dụ 01/07/2025";
    let mut fields = match kind {
        FactKind::Renaming => vec![line("name", "Tên mới", ""), line("from_day", "Từ ngày", DAY)],
        FactKind::Name => vec![
            line("name", "Tên gọi", ""),
            choice("name_kind", "Loại tên", labels!(NameKind)),
            line("from_day", "Từ ngày (không bắt buộc)", DAY),
            line("to_day", "Ngày đầu tiên không còn dùng (không bắt buộc)", DAY),
        ],
        FactKind::Address => address_fields(),
        FactKind::Person => vec![
            line("name", "Họ và tên", ""),
            choice("person_kind", "Vai trò", labels!(PersonKind)),
            line("title", "Chức vụ (không bắt buộc)", "Ví dụ Giám đốc"),
            line("phone", "Điện thoại (không bắt buộc)", ""),
            line("mail", "Thư điện tử (không bắt buộc)", ""),
            line("from_day", "Từ ngày", DAY),
        ],
        FactKind::Industry => vec![
            choice("version", "Phiên bản hệ thống ngành", labels!(VsicVersion)),
            line("code", "Mã ngành", "2 đến 5 chữ số, ví dụ 1311"),
            choice("weight", "Vai trò", labels!(IndustryWeight)),
            line("from_day", "Từ ngày", DAY),
        ],
        FactKind::State => {
            vec![choice("state", "Trạng thái", labels!(State)), line("on_day", "Từ ngày", DAY)]
        }
    };
    fields.push(hidden("revision"));
    fields
}

async fn read(
    app: &App,
    viewer: &Viewer,
    kind: FactKind,
    reader: &mut Reader<'_>,
    typed: &Typed,
) -> Result<Fact, Error> {
    Ok(match kind {
        FactKind::Renaming => Fact::Renaming {
            name: reader.required("name", "Hãy nhập tên mới như ghi trong văn bản."),
            from_day: reader.day("from_day"),
        },
        FactKind::Name => {
            let new = NewName {
                name: reader.required("name", "Hãy nhập tên gọi."),
                kind: reader.choice("name_kind", NameKind::Alias),
                from_day: reader.optional_day("from_day"),
                to_day: reader.optional_day("to_day"),
            };
            if new.from_day.zip(new.to_day).is_some_and(|(first, end)| end <= first) {
                reader.add("to_day", "Ngày thôi dùng phải sau ngày bắt đầu.");
            }
            Fact::Name(new)
        }
        FactKind::Address => Fact::Address(read_address(app, viewer, reader, typed).await?),
        FactKind::Person => Fact::Person(NewPerson {
            kind: reader.choice("person_kind", PersonKind::Representative),
            name: reader.required("name", "Hãy nhập họ và tên."),
            title: reader.text("title"),
            phone: reader.text("phone"),
            mail: reader.text("mail"),
            from_day: reader.day("from_day"),
        }),
        FactKind::Industry => {
            let code = reader.required("code", "Hãy nhập mã ngành, ví dụ 1311.");
            let is_code = code.chars().all(|c| c.is_ascii_digit()) && (2..=5).contains(&code.len());
            if !is_code && !code.is_empty() {
                reader.add("code", "Mã ngành gồm 2 đến 5 chữ số, ví dụ 1311.");
            }
            Fact::Industry(NewIndustry {
                version: reader.choice("version", VsicVersion::Vsic2025),
                code,
                weight: reader.choice("weight", IndustryWeight::Main),
                from_day: reader.day("from_day"),
            })
        }
        FactKind::State => Fact::State(NewState {
            state: reader.choice("state", State::Operating),
            on_day: reader.day("on_day"),
        }),
    })
}

fn page(
    viewer: &Viewer,
    organization: &Organization,
    kind: FactKind,
    typed: Typed,
    problems: Problems,
) -> Response {
    let address = format!("/organizations/{}", organization.id);
    FormPage {
        frame: Frame::new(
            viewer,
            "/organizations",
            format!("{}: {}", kind.label(), organization.name),
        ),
        action: format!("{address}/{}", kind.word()),
        back: address,
        back_title: organization.name.clone(),
        fields: fields(kind),
        paper_fields: documents::form::fields(),
        typed,
        problems,
    }
    .answer()
}

/// The form for a fact.
pub async fn form(
    Shared(app): Shared<App>,
    SignedIn(viewer): SignedIn,
    Path((id, word)): Path<(String, String)>,
) -> Result<Response, Error> {
    let kind = kind_of(&word)?;
    let organization = with_right(&app, &viewer, Right::WriteOrganizations, &id).await?;
    let typed = Typed::of(&[("revision", organization.revision.to_string())]);
    Ok(page(&viewer, &organization, kind, typed, Problems::default()))
}

/// What the person saw is what may be changed.
pub(super) fn seen(organization: &Organization, typed: &Typed) -> Organization {
    let revision = typed.text("revision").parse().unwrap_or(organization.revision);
    Organization { revision, ..organization.clone() }
}

/// Keeps a fact with the paper it rests on.
pub async fn add(
    Shared(app): Shared<App>,
    SignedIn(viewer): SignedIn,
    Path((id, word)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Error> {
    let kind = kind_of(&word)?;
    let organization = with_right(&app, &viewer, Right::WriteOrganizations, &id).await?;
    let mut reader = Reader::new(&typed);
    let fact = read(&app, &viewer, kind, &mut reader, &typed).await?;
    let location = reader.text("location");
    let document = documents::form::read(&mut reader);
    let problems = match reader.finish((fact, document)) {
        Err(problems) => problems,
        Ok((fact, document)) => {
            let seen = seen(&organization, &typed);
            let actor = app.actor(&viewer);
            match actions::record(&app, &actor, &seen, &fact, &location, &document).await {
                Ok(()) => return Ok(to(&organization.id)),
                Err(refusal) => refusal.problems()?,
            }
        }
    };
    Ok(page(&viewer, &organization, kind, typed, problems))
}

/// What is to end: what it is called, its revision and its first day.
async fn ending(
    app: &App,
    viewer: &Viewer,
    organization: &Organization,
    kind: FactKind,
    fact: &str,
) -> Result<(String, i64, Option<Day>), Error> {
    let facts = store::list_facts(&app.store, viewer, &organization.id, People::Shown).await?;
    let found = match kind {
        FactKind::Name => facts
            .names
            .into_iter()
            .find(|row| row.id == fact)
            .map(|row| (row.to_day, row.name, row.revision, row.from_day)),
        FactKind::Address => facts
            .addresses
            .into_iter()
            .find(|row| row.id == fact)
            .map(|row| (row.to_day, row.whole(), row.revision, Some(row.from_day))),
        FactKind::Person => facts
            .people
            .into_iter()
            .find(|row| row.id == fact)
            .map(|row| (row.to_day, row.name, row.revision, Some(row.from_day))),
        FactKind::Industry => facts
            .industries
            .into_iter()
            .find(|row| row.id == fact)
            .map(|row| (row.to_day, row.code, row.revision, Some(row.from_day))),
        FactKind::Renaming | FactKind::State => None,
    };
    match found {
        Some((None, name, revision, from_day)) => Ok((name, revision, from_day)),
        _ => Err(Error::NotFound),
    }
}

fn end_page(
    viewer: &Viewer,
    organization: &Organization,
    at: (FactKind, &str, &str),
    typed: Typed,
    problems: Problems,
) -> Response {
    let address = format!("/organizations/{}", organization.id);
    FormPage {
        frame: Frame::new(viewer, "/organizations", format!("Kết thúc: {}", at.2)),
        action: format!("{address}/{}/{}/end", at.0.word(), at.1),
        back: address,
        back_title: organization.name.clone(),
        fields: vec![
            line("to_day", "Ngày đầu tiên không còn hiệu lực", "Ví dụ 01/01/2026"),
            hidden("revision"),
            hidden("fact_revision"),
        ],
        paper_fields: documents::form::fields(),
        typed,
        problems,
    }
    .answer()
}

/// The form that ends something said of a body.
pub async fn end_form(
    Shared(app): Shared<App>,
    SignedIn(viewer): SignedIn,
    Path((id, word, fact)): Path<(String, String, String)>,
) -> Result<Response, Error> {
    let kind = kind_of(&word)?;
    let organization = with_right(&app, &viewer, Right::WriteOrganizations, &id).await?;
    let (name, revision, _) = ending(&app, &viewer, &organization, kind, &fact).await?;
    let typed = Typed::of(&[
        ("revision", organization.revision.to_string()),
        ("fact_revision", revision.to_string()),
    ]);
    Ok(end_page(&viewer, &organization, (kind, &fact, &name), typed, Problems::default()))
}

/// Ends something said of a body; it stays on record.
pub async fn end(
    Shared(app): Shared<App>,
    SignedIn(viewer): SignedIn,
    Path((id, word, fact)): Path<(String, String, String)>,
    typed: Typed,
) -> Result<Response, Error> {
    let kind = kind_of(&word)?;
    let organization = with_right(&app, &viewer, Right::WriteOrganizations, &id).await?;
    let (name, revision, from_day) = ending(&app, &viewer, &organization, kind, &fact).await?;
    let mut reader = Reader::new(&typed);
    let to_day = reader.day("to_day");
    let document = documents::form::read(&mut reader);
    let problems = match reader.finish(document) {
        Err(problems) => problems,
        Ok(document) => {
            let ending = Ending {
                kind,
                id: fact.clone(),
                revision: typed.text("fact_revision").parse().unwrap_or(revision),
                from_day,
                to_day,
            };
            let seen = seen(&organization, &typed);
            match actions::end(&app, &app.actor(&viewer), &seen, &ending, &document).await {
                Ok(()) => return Ok(to(&organization.id)),
                Err(refusal) => refusal.problems()?,
            }
        }
    };
    Ok(end_page(&viewer, &organization, (kind, &fact, &name), typed, problems))
}
