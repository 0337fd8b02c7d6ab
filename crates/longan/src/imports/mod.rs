//! Workbooks brought to the register: recognised, read, compared, shown, then taken by a person.
//!
//! `read` turns cells into drafts and knows nothing but the workbook; `propose` compares the
//! drafts with the register; `actions` keeps the proposal and takes it, all of it in one
//! transaction or none of it.

pub mod actions;
pub mod model;
pub mod pages;
pub mod payload;
pub mod propose;
pub mod read;
pub mod store;
mod vocabulary;

pub use actions::resume;
pub use model::{Kind, Options, Report};
pub use vocabulary::VOCABULARY;

use crate::App;
use crate::error::Error;
use crate::events::Actor;
use crate::routes::{Routes, Rule};
use crate::users::{Right, Viewer};
use axum::extract::DefaultBodyLimit;
use model::{Import, Outcome, RowStatus, SheetTold, Status};

/// Largest upload, in bytes: a little more than a workbook may have, for the form around it.
const MAX_UPLOAD_BYTES: usize = 21 * 1024 * 1024;

/// Pages of imports.
pub fn routes() -> Routes {
    let import = Rule::Needs(Right::ImportWorkbooks);
    Routes::new()
        .get("/imports", import, pages::list)
        .post("/imports", import, pages::start)
        .get("/imports/new", import, pages::new_form)
        .get("/imports/{id}", import, pages::show)
        .get("/imports/{id}/progress", import, pages::progress)
        .post("/imports/{id}/columns", import, pages::choose_columns)
        .post("/imports/{id}/acceptance", import, pages::take)
        .post("/imports/{id}/withdrawal", import, pages::withdraw)
        .get("/imports/{id}/annotated.xlsx", import, pages::annotated)
        .limit(DefaultBodyLimit::max(MAX_UPLOAD_BYTES))
}

/// Reads an import in the background; a failure of the machine ends in a refusal that says so.
pub fn spawn_reading(app: &App, viewer: &Viewer, id: &str) {
    let (app, viewer, id) = (app.clone(), viewer.clone(), id.to_owned());
    tokio::spawn(async move {
        let actor = app.actor(&viewer);
        let found = store::find(&app.store, &viewer, &id).await;
        let Ok(Some(import)) = found else {
            tracing::error!(import = %id, "an import to be read was not found");
            return;
        };
        if let Err(error) = actions::read(&app, &actor, &viewer, &import).await {
            tracing::error!(import = %id, ?error, "an import could not be read");
            if let Err(error) = give_up(&app, &actor, &import).await {
                tracing::error!(import = %id, ?error, "an import could not be marked as refused");
            }
        }
    });
}

async fn give_up(app: &App, actor: &Actor, import: &Import) -> Result<(), Error> {
    actions::refuse(app, actor, import, "Hệ thống gặp lỗi khi đọc tệp này. Hãy thử tải lên lại; nếu vẫn lỗi, hãy báo người quản trị.").await
}

/// Imports a workbook for the command line: reads it, and takes rows without errors when asked to.
pub async fn run(
    app: &App,
    actor: &Actor,
    viewer: &Viewer,
    kind: Kind,
    file_name: &str,
    bytes: &[u8],
    options: &Options,
) -> Result<Report, Error> {
    if options.dry_run {
        return dry_run(app, viewer, kind, file_name, bytes, options).await;
    }
    let import = actions::start(app, actor, viewer, kind, file_name, bytes, options).await?;
    if let Err(error) = actions::read(app, actor, viewer, &import).await {
        give_up(app, actor, &import).await?;
        return Err(error.into());
    }
    let mut import = store::find(&app.store, viewer, &import.id).await?.ok_or(Error::NotFound)?;
    if options.accept && import.status == Status::Proposed {
        actions::take(app, actor, viewer, &import, None).await?;
        import = store::find(&app.store, viewer, &import.id).await?.ok_or(Error::NotFound)?;
    }
    report(app, &import).await
}

/// What has become of an import.
pub async fn report(app: &App, import: &Import) -> Result<Report, Error> {
    let counts = store::count_rows(&app.store, import).await?;
    let count = |wanted: &dyn Fn(Outcome, RowStatus) -> bool| -> usize {
        let sum: i64 = counts.iter().filter(|((o, s), _)| wanted(*o, *s)).map(|(_, n)| n).sum();
        usize::try_from(sum).unwrap_or(0)
    };
    let changes = |outcome| matches!(outcome, Outcome::New | Outcome::Changed);
    Ok(Report {
        read: count(&|_, _| true),
        accepted: count(&|o, s| changes(o) && s == RowStatus::Taken),
        proposed: count(&|o, s| changes(o) && s != RowStatus::Taken),
        skipped: count(&|o, _| !changes(o)),
        problems: store::list_problems(&app.store, import, i64::MAX).await?,
        import_id: import.id.clone(),
        sheets: sheets(&import.summary.sheets),
        refusal: (!import.refusal.is_empty()).then(|| import.refusal.clone()),
    })
}

fn sheets(outlines: &[read::SheetOutline]) -> Vec<SheetTold> {
    let told = |outline: &read::SheetOutline| SheetTold {
        name: outline.name.clone(),
        table: outline.table.map_or("", read::Table::word).to_owned(),
    };
    outlines.iter().map(told).collect()
}

async fn dry_run(
    app: &App,
    viewer: &Viewer,
    kind: Kind,
    file_name: &str,
    bytes: &[u8],
    options: &Options,
) -> Result<Report, Error> {
    let import = Import::unkept(kind, file_name, bytes, options);
    let compared = actions::compare(app, viewer, &import, bytes.to_vec()).await?;
    let summary = &compared.summary;
    Ok(Report {
        read: summary.read,
        accepted: 0,
        proposed: summary.new + summary.changed,
        skipped: summary.unchanged + summary.wrong,
        problems: compared.problems,
        import_id: String::new(),
        sheets: sheets(&summary.sheets),
        refusal: compared.proposed.err(),
    })
}
