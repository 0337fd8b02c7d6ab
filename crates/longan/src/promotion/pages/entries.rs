//! Entries of a project: the list by kind, and the forms by which they are added, corrected and
//! taken back.

use super::super::actions;
use super::super::model::{
    Entry, EntryKind, Participant, Project, check_entry, entry_fields, entry_paper_fields,
    typed_entry,
};
use super::super::rules::{self, Disagreement};
use super::super::store;
use super::{lines, may_write, problems, to_change, to_see};
use crate::App;
use crate::documents;
use crate::error::Error;
use crate::ui::form::{Field, FormPage, Reader, Typed, choice, hidden, line};
use crate::ui::{Frame, Page, Problems, Vi};
use crate::users::{SignedIn, Viewer};
use crate::words;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

words! {
    /// What a correction does.
    pub enum CorrectionWay {
        Replace = "replace" => "Thay bằng nội dung dưới đây",
        Withdraw = "withdraw" => "Rút khỏi hồ sơ (chỉ cần lý do)",
    }
}

#[derive(Template)]
#[template(path = "promotion/entries.html")]
struct Entries {
    frame: Frame,
    project: Project,
    groups: Vec<(EntryKind, Vec<Entry>, i64)>,
    disagreements: Vec<Disagreement>,
    may_write: &'static str,
}

fn address(project_id: &str) -> String {
    format!("/promotion/projects/{project_id}/entries")
}

/// What was entered for the forms of a project, by kind.
pub async fn list(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Error> {
    let (project, _) = to_see(&app, &viewer, &id).await?;
    let entries = store::list_entries(&app.store, &viewer, &id).await?;
    let lines = lines(&app, &viewer, &project).await?;
    let disagreements = rules::disagreements(&lines, &entries);
    let of = |kind: EntryKind| entries.iter().filter(move |entry| entry.kind == kind);
    let groups = EntryKind::ALL.iter().map(|kind| {
        // Minutes of a place and of the whole say the same money twice; so do reports of progress.
        let adds_up = matches!(kind, EntryKind::Cost | EntryKind::Voucher);
        let counted = of(*kind).filter(|entry| adds_up && entry.counts());
        (*kind, of(*kind).cloned().collect(), counted.map(|entry| entry.amount_vnd).sum())
    });
    let title = format!("Kê khai cho biểu mẫu: {}", project.name);
    Ok(Page(Entries {
        frame: Frame::new(&viewer, "/promotion", title),
        groups: groups.collect(),
        disagreements,
        may_write: if may_write(&app, &viewer, &id).await? { "yes" } else { "" },
        project,
    }))
}

fn kind_of(word: &str) -> Result<EntryKind, Error> {
    word.parse().map_err(|_| Error::NotFound)
}

/// What the form of an entry lets choose from.
struct Choices {
    participants: Vec<Participant>,
    costs: Vec<Entry>,
}

async fn choices(app: &App, viewer: &Viewer, project_id: &str) -> Result<Choices, Error> {
    let mut costs = store::list_entries(&app.store, viewer, project_id).await?;
    costs.retain(|entry| entry.counts() && entry.kind == EntryKind::Cost);
    Ok(Choices {
        participants: store::list_participants(&app.store, viewer, project_id).await?,
        costs,
    })
}

fn page(
    viewer: &Viewer,
    project: &Project,
    (title, action): (String, String),
    (fields, paper_fields): (Vec<Field>, Vec<Field>),
    (typed, problems): (Typed, Problems),
) -> Response {
    FormPage {
        frame: Frame::new(viewer, "/promotion", title),
        action,
        back: address(&project.id),
        back_title: format!("Kê khai cho biểu mẫu: {}", project.name),
        fields,
        paper_fields,
        typed,
        problems,
    }
    .answer()
}

fn new_page(
    viewer: &Viewer,
    (project, choices): (&Project, &Choices),
    kind: EntryKind,
    state: (Typed, Problems),
) -> Response {
    let title = format!("Ghi {}", kernel::text::lower_first(kind.label()));
    let fields = entry_fields(kind, &choices.participants, &choices.costs);
    let action = format!("{}/{kind}", address(&project.id));
    page(viewer, project, (title, action), (fields, entry_paper_fields(kind)), state)
}

/// The form for an entry.
pub async fn form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, word)): Path<(String, String)>,
) -> Result<Response, Error> {
    let kind = kind_of(&word)?;
    let (project, plan) = to_change(&app, &viewer, &id).await?;
    let choices = choices(&app, &viewer, &id).await?;
    let entries = store::list_entries(&app.store, &viewer, &id).await?;
    let same = entries.iter().filter(|entry| entry.kind == kind && entry.counts());
    let next = same.map(Entry::ordinal).max().unwrap_or_default() + 1;
    let typed = Typed::of(&[
        ("ordinal", next.to_string()),
        ("year", plan.year.to_string()),
        ("source", plan.track.source().to_string()),
        (
            "place",
            if kind == EntryKind::Acceptance { project.place_text.clone() } else { String::new() },
        ),
    ]);
    Ok(new_page(&viewer, (&project, &choices), kind, (typed, Problems::default())))
}

/// Adds an entry with its paper.
pub async fn add(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path((id, word)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Error> {
    let kind = kind_of(&word)?;
    let (project, _) = to_change(&app, &viewer, &id).await?;
    let found = match check_entry(kind, &typed) {
        Err(found) => found,
        Ok((new, document)) => {
            let actor = app.actor(&viewer);
            match actions::add_entry(&app, &actor, &project, &new, &document).await {
                Ok(()) => return Ok(Redirect::to(&address(&id)).into_response()),
                Err(refusal) => problems(refusal)?,
            }
        }
    };
    let choices = choices(&app, &viewer, &id).await?;
    Ok(new_page(&viewer, (&project, &choices), kind, (typed, found)))
}

/// An entry that still counts and may be changed, with its project.
async fn wrong(app: &App, viewer: &Viewer, id: &str) -> Result<(Entry, Project), Error> {
    let entry = store::find_entry(&app.store, viewer, id).await?.ok_or(Error::NotFound)?;
    let (project, _) = to_change(app, viewer, &entry.project_id).await?;
    if !entry.counts() {
        return Err(Error::Stale);
    }
    Ok((entry, project))
}

async fn correction_page(
    app: &App,
    viewer: &Viewer,
    (project, wrong): (&Project, &Entry),
    state: (Typed, Problems),
) -> Result<Response, Error> {
    let choices = choices(app, viewer, &project.id).await?;
    let ways = CorrectionWay::ALL.iter().map(|way| (way.word().to_owned(), way.label().to_owned()));
    let mut fields = vec![
        choice("way", "Việc cần làm", ways),
        line("reason", "Lý do", "Nội dung cũ vẫn còn trong hồ sơ, kèm lý do này"),
    ];
    fields.extend(entry_fields(wrong.kind, &choices.participants, &choices.costs));
    fields.push(hidden("revision"));
    let title = format!("Đính chính {}", kernel::text::lower_first(wrong.kind.label()));
    let action = format!("/promotion/entries/{}/correction", wrong.id);
    let paper = entry_paper_fields(wrong.kind);
    Ok(page(viewer, project, (title, action), (fields, paper), state))
}

/// Fills in the fields of a paper that is on the register.
pub(super) async fn fill_paper(
    app: &App,
    viewer: &Viewer,
    typed: &mut Typed,
    document_id: &str,
) -> Result<(), Error> {
    let Some(paper) = documents::store::find(&app.store, viewer, document_id).await? else {
        return Ok(());
    };
    typed.fill(&[
        ("document_kind", paper.kind.to_string()),
        ("document_number", paper.number),
        ("document_day", paper.issued_on.map(crate::store::Day::vi).unwrap_or_default()),
        ("document_issuer", paper.issuer),
        ("document_subject", paper.subject_line),
    ]);
    Ok(())
}

/// The form that corrects an entry or takes it back.
pub async fn correction_form(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let (entry, project) = wrong(&app, &viewer, &id).await?;
    let mut typed = typed_entry(&entry);
    if entry.kind != EntryKind::Voucher {
        fill_paper(&app, &viewer, &mut typed, &entry.document_id).await?;
    }
    correction_page(&app, &viewer, (&project, &entry), (typed, Problems::default())).await
}

/// Lets another entry stand instead of a wrong one, or takes it back.
pub async fn correct(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let (entry, project) = wrong(&app, &viewer, &id).await?;
    // What the person saw, not what stands there now, is what may be changed.
    let seen =
        Entry { revision: typed.text("revision").parse().unwrap_or_default(), ..entry.clone() };
    let mut reader = Reader::new(&typed);
    let way = reader.choice("way", CorrectionWay::Replace);
    let reason = reader.required("reason", "Hãy ghi lý do để người sau hiểu.");
    let actor = app.actor(&viewer);
    let done = match reader.finish(reason) {
        Err(found) => Err(found),
        Ok(reason) if way == CorrectionWay::Withdraw => {
            Ok(actions::withdraw_entry(&app, &actor, &seen, &reason).await)
        }
        Ok(reason) => match check_entry(entry.kind, &typed) {
            Err(found) => Err(found),
            Ok((new, document)) => Ok(actions::correct_entry(
                &app,
                &actor,
                (&project, &seen),
                (&new, &document),
                &reason,
            )
            .await),
        },
    };
    let found = match done {
        Ok(Ok(())) => return Ok(Redirect::to(&address(&project.id)).into_response()),
        Ok(Err(refusal)) => problems(refusal)?,
        Err(found) => found,
    };
    correction_page(&app, &viewer, (&project, &entry), (typed, found)).await
}
