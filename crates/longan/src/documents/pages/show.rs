//! One paper: what it is, its pages, its versions, its links, the facts on it, its history.

use super::super::model::{Document, FileVersion, PaperLink, Relation, Use};
use super::super::{reach, store};
use super::edit::law_warnings;
use crate::App;
use crate::error::Error;
use crate::events::told::{self, Told};
use crate::places;
use crate::ui::{Frame, Page};
use crate::users::{Right, SignedIn, Viewer};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;

/// Facts a page shows.
const FACTS: i64 = 300;
/// Pictures of pages one page shows.
const PICTURES: i64 = 40;

/// Which pages are asked for.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    from: String,
}

#[derive(Template)]
#[template(path = "documents/show.html")]
struct Show {
    frame: Frame,
    document: Document,
    place: String,
    warnings: Vec<String>,
    files: Vec<FileVersion>,
    pictures: Pictures,
    links: Vec<PaperLink>,
    uses: Vec<Use>,
    told: Vec<Told>,
    /// "yes" for whoever may see the file.
    whole: &'static str,
    /// "yes" for whoever may correct the paper.
    may_write: &'static str,
    /// "yes" for whoever may see the list of papers.
    may_list: &'static str,
    kinds: &'static str,
    max_mb: u64,
}

/// The pages that are shown as pictures.
#[derive(Debug, Default)]
struct Pictures {
    /// How many pages the file has.
    all: i64,
    /// The pages shown here.
    pages: Vec<i64>,
    /// First page of the part before; 0 when there is none.
    before: i64,
    /// First page of the part after; 0 when there is none.
    after: i64,
}

impl Pictures {
    /// The part of the file that holds page `from`.
    fn of(file: Option<&FileVersion>, from: i64) -> Self {
        let Some(file) = file.filter(|file| file.picture_kind().is_some() && file.pages > 0) else {
            return Self::default();
        };
        let from = from.clamp(1, file.pages);
        let first = (from - 1) / PICTURES * PICTURES + 1;
        let last = (first + PICTURES - 1).min(file.pages);
        Self {
            all: file.pages,
            pages: (first..=last).collect(),
            before: (first - PICTURES).max(0),
            after: if last < file.pages { last + 1 } else { 0 },
        }
    }
}

/// One paper and every fact that rests on it.
pub async fn show(
    State(app): State<App>,
    SignedIn(viewer): SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse, Error> {
    let document = reach::find(&app, &viewer, &id).await?;
    let whole = reach::sees_whole(&app, &viewer, &document).await?;
    let files = if whole { store::list_files(&app.store, &id).await? } else { Vec::new() };
    let links = store::list_links(&app.store, &viewer, &id).await?;
    let mut warnings = law_warnings(&app, &document.cites(), document.issued_on);
    warnings.extend(links.iter().filter_map(|link| out_of_force(&document, link)));
    let told = if whole { told::history(&app.store, &id).await? } else { Vec::new() };
    Ok(Page(Show {
        frame: Frame::new(&viewer, "/documents", document.citation()),
        place: place_name(&app, &document).await?,
        warnings,
        pictures: Pictures::of(files.first(), asked.from.parse().unwrap_or(1)),
        files,
        links,
        uses: store::list_uses(&app.store, &viewer, &id, FACTS).await?,
        told,
        whole: yes(whole),
        may_write: yes(reach::may_write(&app, &viewer, &document).await?),
        may_list: yes(may_list(&viewer)),
        kinds: paper::content::KINDS_VI,
        max_mb: app.settings.files.max_upload_mb,
        document,
    }))
}

fn may_list(viewer: &Viewer) -> bool {
    viewer.may(Right::SeeDocuments)
}

fn yes(answer: bool) -> &'static str {
    if answer { "yes" } else { "" }
}

async fn place_name(app: &App, document: &Document) -> Result<String, Error> {
    let Some(place_id) = &document.place_id else { return Ok(String::new()) };
    let place = places::store::find(&app.store, place_id).await?;
    Ok(place.map(|place| place.long_name()).unwrap_or_default())
}

/// A warning when a paper of the register that this one rests on was not in force on its day.
fn out_of_force(document: &Document, link: &PaperLink) -> Option<String> {
    let day = document.issued_on?;
    if link.relation != Relation::RestsOn || link.document_id != document.id {
        return None;
    }
    let is_early = link.in_force_from.is_some_and(|from| day < from);
    let is_late = link.in_force_to.is_some_and(|to| day > to);
    let told = match (is_early, is_late) {
        (true, _) => format!("có hiệu lực từ {}", link.in_force_from?.vi()),
        (_, true) => format!("hết hiệu lực sau {}", link.in_force_to?.vi()),
        _ => return None,
    };
    Some(format!(
        "{} không có hiệu lực vào ngày {} ({told}; theo sổ văn bản).",
        link.other(),
        day.vi()
    ))
}
