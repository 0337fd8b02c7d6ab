//! Reading a kept file: in the background, again after a restart, again with other columns.

use super::super::model::{
    Import, Kind, Options, Outcome, Problem, Severity, Status, Subject, Summary,
};
use super::super::propose::{Proposal, Proposed, propose};
use super::super::read::{self, Reading, SerialDays, SheetOutline};
use super::super::store::{self, Ended, count_of};
use crate::App;
use crate::error::Error;
use crate::events::{self, Act, Actor};
use crate::notices::{self, NewNotice};
use crate::store::StoreError;
use crate::users::Viewer;
use paper::workbook::{Limits, Workbook, WorkbookProblem};
use std::collections::BTreeMap;

/// Rows kept between two notes of progress.
const STEP: usize = 500;

/// A workbook read and compared: what it proposes, or why it is refused.
pub struct Compared {
    /// What was found, for page and command line.
    pub summary: Summary,
    /// What it brings.
    pub kind: Kind,
    /// What it proposes, or why it is refused.
    pub proposed: Result<Proposed, String>,
    /// Everything found wrong.
    pub problems: Vec<Problem>,
}

/// Reads a workbook and compares it with the register; keeps nothing.
pub async fn compare(
    app: &App,
    viewer: &Viewer,
    import: &Import,
    bytes: Vec<u8>,
) -> anyhow::Result<Compared> {
    let workbook =
        tokio::task::spawn_blocking(move || paper::workbook::read(&bytes, &Limits::default()))
            .await?;
    let workbook = match workbook {
        Ok(workbook) => workbook,
        Err(problem) => return Ok(refused_file(import, &problem)),
    };
    let options = import.options.clone();
    let mut outlines = read::outlines(&workbook, options.sheet.as_deref());
    choose_columns(app, &options, &mut outlines).await?;
    let mut summary = Summary { sheets: outlines.clone(), ..Summary::default() };
    if let Some(refusal) = read::refusal(&outlines, import.kind, options.sheet.as_deref()) {
        let problems = vec![refused("unreadable_table", &refusal)];
        summary.errors = 1;
        return Ok(Compared { summary, kind: import.kind, proposed: Err(refusal), problems });
    }
    let reading = read_tables(workbook, outlines, import.kind, &options).await?;
    let kind = reading.kind.unwrap_or(import.kind);
    summary.title.clone_from(&reading.title.subject_line);
    let mut problems = reading.problems.clone();
    let proposed = propose(app, viewer, import, &reading).await?;
    match &proposed {
        Ok(found) => {
            problems.extend(found.problems.iter().cloned());
            tell(&mut summary, found);
        }
        Err(refusal) => problems.insert(0, refused("place_unknown", refusal)),
    }
    summary.errors = count_of(&problems, Severity::Error);
    summary.warnings = count_of(&problems, Severity::Warning);
    Ok(Compared { summary, kind, proposed, problems })
}

fn refused_file(import: &Import, problem: &WorkbookProblem) -> Compared {
    tracing::warn!(import = %import.id, file = %import.file_name, %problem, "workbook refused");
    let refusal = problem.message_vi();
    let problems = vec![refused("unreadable_file", &refusal)];
    let summary = Summary { errors: 1, ..Summary::default() };
    Compared { summary, kind: import.kind, proposed: Err(refusal), problems }
}

fn refused(kind: &str, message: &str) -> Problem {
    Problem {
        sheet: String::new(),
        cell: String::new(),
        severity: Severity::Error,
        kind: kind.to_owned(),
        found: String::new(),
        expected: String::new(),
        message: message.to_owned(),
    }
}

/// Columns as chosen now, else as chosen earlier for such headings, else as recognised.
async fn choose_columns(
    app: &App,
    options: &Options,
    outlines: &mut [SheetOutline],
) -> anyhow::Result<()> {
    let keys: Vec<String> = outlines.iter().map(SheetOutline::source_key).collect();
    let remembered: BTreeMap<String, BTreeMap<String, String>> =
        store::list_columns(&app.store, &keys).await?.into_iter().collect();
    for outline in outlines {
        if let Some(columns) = remembered.get(&outline.source_key()) {
            let chosen = outline.from_headings(columns);
            outline.choose(&chosen);
        }
        if let Some(chosen) = options.columns.get(&outline.name) {
            outline.choose(chosen);
        }
    }
    Ok(())
}

async fn read_tables(
    workbook: Workbook,
    outlines: Vec<SheetOutline>,
    kind: Kind,
    options: &Options,
) -> anyhow::Result<Reading> {
    let serial_days =
        if options.accept_serial_dates { SerialDays::Accept } else { SerialDays::Ask };
    let reading =
        tokio::task::spawn_blocking(move || read::read(&workbook, &outlines, kind, serial_days));
    Ok(reading.await?)
}

fn tell(summary: &mut Summary, found: &Proposed) {
    summary.place.clone_from(&found.place.full_name);
    summary.day_origin.clone_from(&found.day_origin);
    summary.decision.clone_from(&found.decision);
    summary.not_named.clone_from(&found.not_named);
    let counted = found.rows.iter().filter(|row| row.subject != Subject::Place);
    for row in counted {
        summary.read += 1;
        match row.outcome {
            Outcome::New => summary.new += 1,
            Outcome::Changed => summary.changed += 1,
            Outcome::Unchanged => summary.unchanged += 1,
            Outcome::Wrong => summary.wrong += 1,
        }
    }
}

/// Reads the file of an import and keeps what it proposes.
pub async fn read(
    app: &App,
    actor: &Actor,
    viewer: &Viewer,
    import: &Import,
) -> anyhow::Result<()> {
    let bytes = app.files.read(&import.file_sha256).await?;
    let compared = compare(app, viewer, import, bytes).await?;
    let rows: &[Proposal] = compared.proposed.as_ref().map_or(&[], |found| &found.rows);
    store::set_total(&app.store, import, i64::try_from(rows.len()).unwrap_or(i64::MAX)).await?;
    for (index, step) in rows.chunks(STEP).enumerate() {
        let mut tx = app.store.begin().await?;
        store::insert_rows(&mut tx, import, index * STEP, step).await?;
        tx.commit().await?;
    }
    let (status, refusal) = match &compared.proposed {
        Ok(_) => (Status::Proposed, ""),
        Err(refusal) => (Status::Refused, refusal.as_str()),
    };
    let found = compared.proposed.as_ref().ok();
    let ended = Ended {
        status,
        kind: compared.kind,
        on_day: found.map(|found| found.on),
        place_id: found.map(|found| found.place.id.as_str()),
        summary: &compared.summary,
        refusal,
    };
    let now = app.clock.now().to_string();
    let mut tx = app.store.begin().await?;
    store::insert_problems(&mut tx, import, &compared.problems).await?;
    store::end_reading(&mut tx, import, &now, &ended).await?;
    let act = Act {
        action: if status == Status::Proposed { "imports.read" } else { "imports.refused" },
        subject_kind: "import",
        subject_id: &import.id,
        document_id: None,
        note: refusal,
    };
    let (kind, told) = match status {
        Status::Proposed => {
            let told = format!("{}: {} dòng chờ duyệt", import.file_name, compared.summary.read);
            (notices::Kind::ImportProposed, told)
        }
        _ => (notices::Kind::ImportRefused, format!("{}: {refusal}", import.file_name)),
    };
    let notice = NewNotice {
        user_id: import.user_id.clone(),
        kind,
        subject: told,
        link: format!("/imports/{}", import.id),
        once_key: None,
    };
    notices::tell(&mut tx, actor.now, &[notice]).await?;
    events::record(&mut tx, actor, &act, &compared.summary).await?;
    tx.commit().await?;
    Ok(())
}

/// Notes other columns or another day or place, remembers the columns, and lets the file be read again.
pub async fn begin_reading_again(
    app: &App,
    actor: &Actor,
    import: &Import,
    options: &Options,
) -> Result<(), Error> {
    if !import.may_be_read_again() {
        return Err(Error::Unusable(
            "Chỉ đọc lại được khi chưa nhập dòng nào. Hãy tải tệp lên lần nữa.".to_owned(),
        ));
    }
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    store::begin_reading(&mut tx, import, options).await?;
    for outline in &import.summary.sheets {
        let Some(chosen) = options.columns.get(&outline.name) else { continue };
        let mut outline = outline.clone();
        let before = outline.by_heading();
        outline.choose(chosen);
        let after = outline.by_heading();
        if after != before {
            let key = outline.source_key();
            store::remember_columns(&mut tx, &key, &after, &actor.user_id, &now).await?;
        }
    }
    let act = Act {
        action: "imports.read_again",
        subject_kind: "import",
        subject_id: &import.id,
        document_id: None,
        note: "",
    };
    events::record(&mut tx, actor, &act, options).await?;
    tx.commit().await.map_err(StoreError::from)?;
    Ok(())
}

/// Reads imports again that were being read when the program stopped.
pub async fn resume(app: &App) -> anyhow::Result<usize> {
    let interrupted = store::list_interrupted(&app.store).await?;
    let count = interrupted.len();
    for (id, viewer) in interrupted {
        let Some(import) = store::find(&app.store, &viewer, &id).await? else { continue };
        let actor = app.actor(&viewer);
        let mut tx = app.store.begin().await?;
        store::begin_reading(&mut tx, &import, &import.options).await?;
        let act = Act {
            action: "imports.resumed",
            subject_kind: "import",
            subject_id: &id,
            document_id: None,
            note: "",
        };
        events::record(&mut tx, &actor, &act, &import.options).await?;
        tx.commit().await?;
        super::super::spawn_reading(app, &viewer, &id);
    }
    Ok(count)
}
