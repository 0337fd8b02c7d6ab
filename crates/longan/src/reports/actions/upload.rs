//! Taking a workbook with the reports of many bodies: all of it, or nothing and why not.

use super::super::entering::Entering;
use super::super::filling::{self, Filled};
use super::super::model::{
    NewReport, NewUpload, Owed, OwedReach, OwedState, ReportProblem, ReportSeverity, ReportTerm,
    UploadOutcome, WantedOwed,
};
use super::super::store::{self, ManyReports, ReportedBefore};
use super::super::workbook::{self, SheetRow, Sheets};
use crate::App;
use crate::documents::{self, KeptFile, Kind, NewDocument};
use crate::events::{self, Act, Actor};
use crate::notices;
use crate::store::Result;
use crate::users::Viewer;
use kernel::form::{Category, Form};
use paper::workbook::{Limits, Workbook, cell_name};
use std::collections::{BTreeMap, BTreeSet};

/// Most bodies of one workbook.
const MOST: i64 = 50_000;

/// Up to here bodies are asked for by their keys, which is quicker than asking for all.
const ASKED_BY_KEY: usize = 5_000;

/// What a workbook says, compared with what is owed.
#[derive(Debug, Default)]
pub struct ReadWorkbook {
    /// Reports it would bring.
    pub reports: Vec<(NewReport, Filled)>,
    /// What was found, by cell.
    pub problems: Vec<ReportProblem>,
    /// Seats of the enterprises for which an investor enters, by subject.
    pub entered_for: BTreeMap<String, String>,
}

impl ReadWorkbook {
    /// What must be put right before it can be taken.
    pub fn errors(&self) -> usize {
        self.problems.iter().filter(|one| one.severity == ReportSeverity::Error).count()
    }
}

/// Reads the bytes of a workbook and compares them with what is owed, of one body `only` where that
/// is asked; keeps nothing.
pub async fn read_workbook(
    app: &App,
    viewer: &Viewer,
    (form, term): (&Form, &ReportTerm),
    only: Option<&str>,
    bytes: Vec<u8>,
) -> anyhow::Result<ReadWorkbook> {
    let opened =
        tokio::task::spawn_blocking(move || paper::workbook::read(&bytes, &Limits::default()))
            .await?;
    let opened: Workbook = match opened {
        Ok(opened) => opened,
        Err(problem) => return Ok(refused(problem.message_vi())),
    };
    let Sheets { rows, problems } = workbook::read(&opened, form, term);
    if rows.is_empty() {
        return Ok(ReadWorkbook { problems, ..ReadWorkbook::default() });
    }
    let wanted = WantedOwed { own_only: OwedReach::Entered, ..WantedOwed::all(term.clone()) };
    let mut owed = Vec::new();
    let keys: BTreeSet<&str> = rows.iter().map(|row| row.key.as_str()).collect();
    if keys.len() <= ASKED_BY_KEY {
        let subject_ids = keys.iter().map(|key| (*key).to_owned()).collect();
        let wanted = WantedOwed { subject_ids, ..wanted.clone() };
        owed = store::list_owed(&app.store, viewer, &wanted, MOST, 0).await?;
    }
    // A row that was added by hand is looked for by its tax code among all.
    if keys.len() > ASKED_BY_KEY || keys.contains("") {
        owed = store::list_owed(&app.store, viewer, &wanted, MOST, 0).await?;
    }
    let found: Vec<&str> = owed.iter().map(|owed| owed.subject_id.as_str()).collect();
    let before = store::list_values_before(&app.store, viewer, term, &found).await?;
    let entering = Entering::of(app, viewer, term).await.map_err(anyhow::Error::from)?;
    let mut found = compare((form, term), only, &rows, (&owed, &entering), &before);
    found.problems.splice(0..0, problems);
    Ok(found)
}

fn refused(message: String) -> ReadWorkbook {
    let problem = ReportProblem {
        severity: ReportSeverity::Error,
        category: Category::File.code().to_owned(),
        kind: "unreadable_file".to_owned(),
        message,
        ..ReportProblem::default()
    };
    ReadWorkbook { problems: vec![problem], ..ReadWorkbook::default() }
}

fn compare(
    (form, term): (&Form, &ReportTerm),
    only: Option<&str>,
    rows: &[SheetRow],
    (owed, entering): (&[Owed], &Entering),
    before: &BTreeMap<String, ReportedBefore>,
) -> ReadWorkbook {
    let by_id: BTreeMap<&str, &Owed> =
        owed.iter().map(|line| (line.subject_id.as_str(), line)).collect();
    let due = term.due_on.unwrap_or(term.last);
    let mut found = ReadWorkbook::default();
    let mut seen: BTreeMap<&str, &SheetRow> = BTreeMap::new();
    for row in rows {
        let line =
            match line_of(row, only, &by_id, owed).and_then(|line| theirs(row, line, entering)) {
                Ok(line) => line,
                Err(problem) => {
                    found.problems.push(*problem);
                    continue;
                }
            };
        if let Some(first) = seen.insert(&line.subject_id, row) {
            let message = format!(
                "Đơn vị này đã có số ở ô {} trang “{}”. Hãy giữ một dòng, xóa dòng kia.",
                first.cell, first.sheet
            );
            found.problems.push(row.problem(Category::Section, "twice", &message));
            continue;
        }
        let mut problems = row.problems.clone();
        problems.extend(other_tax_code(row, line));
        let checks = {
            let before = before.get(&line.subject_id).map(|before| &before.values);
            filling::check(form, &row.values, before, due)
        };
        for mut check in checks {
            let unread =
                row.problems.iter().any(|problem| problem.row_key == check.problem.row_key);
            if unread {
                continue;
            }
            check.problem.sheet.clone_from(&row.sheet);
            check.problem.cell = row.cell_of(&check.problem.row_key);
            if check.stops() {
                check.problem.severity = ReportSeverity::Error;
            }
            problems.push(check.problem);
        }
        let new = NewReport::first(term, &form.id, line, None);
        let investor = entering.collector(line);
        let entered_by = investor.map(|investor| investor.organization_id.clone());
        if investor.is_some() {
            found.entered_for.insert(line.subject_id.clone(), line.seat());
        }
        let new = NewReport { version: line.version + 1, entered_by, ..new };
        let kept = Filled {
            values: row.values.clone(),
            problems: problems.iter().cloned().map(filling::FoundProblem::plain).collect(),
        };
        found.problems.extend(problems);
        found.reports.push((new, kept));
    }
    found
}

/// The body of a row: by its key, or where that is empty by the tax code that one body alone has.
fn line_of<'o>(
    row: &SheetRow,
    only: Option<&str>,
    by_id: &BTreeMap<&str, &'o Owed>,
    owed: &'o [Owed],
) -> std::result::Result<&'o Owed, Box<ReportProblem>> {
    let between = |kind, message: &str| Box::new(row.problem(Category::Between, kind, message));
    if only.is_some_and(|only| only != row.key) {
        let message =
            "Bảng này là của đơn vị khác. Hãy tải bảng mẫu ở trang báo cáo của đơn vị này.";
        return Err(between("other_body", message));
    }
    let line = if row.key.is_empty() {
        let wanted = plain_tax_code(&row.tax_code.0);
        let mut alike = owed.iter().filter(|line| plain_tax_code(&line.tax_code) == wanted);
        alike.next().filter(|_| !wanted.is_empty() && alike.next().is_none())
    } else {
        by_id.get(row.key.as_str()).copied()
    };
    let Some(line) = line else {
        let message = "Không tìm thấy đơn vị này trong danh sách phải báo cáo mà bạn được nhập. Hãy chép số sang đúng dòng của bảng mẫu, hoặc bỏ dòng này.";
        return Err(between("unknown", message));
    };
    match line.state {
        OwedState::Missing | OwedState::Returned => Ok(line),
        OwedState::Draft => Err(between(
            "draft",
            "Đơn vị này đang có bản nháp. Hãy gửi trên trang báo cáo của đơn vị, hoặc bỏ dòng này.",
        )),
        OwedState::Sent | OwedState::Accepted => Err(between(
            "sent",
            "Đơn vị này đã gửi báo cáo kỳ này. Muốn thay thì gửi lại trên trang báo cáo và ghi lý do; ở đây hãy bỏ dòng này.",
        )),
    }
}

/// The body of a row, unless it has reported itself and an investor would enter for it.
fn theirs<'o>(
    row: &SheetRow,
    line: &'o Owed,
    entering: &Entering,
) -> std::result::Result<&'o Owed, Box<ReportProblem>> {
    if entering.collector(line).is_none() || entering.may_collect(line) {
        return Ok(line);
    }
    let message = "Doanh nghiệp đã tự lập báo cáo này nên chủ đầu tư không nhập thay. Hãy bỏ dòng này; số chưa đúng thì nhờ doanh nghiệp sửa.";
    Err(Box::new(row.problem(Category::Between, "theirs", message)))
}

/// The tax code of a row that belongs to another body than its key: cells were moved without the
/// rest of their row.
fn other_tax_code(row: &SheetRow, line: &Owed) -> Option<ReportProblem> {
    let (told, cell) = &row.tax_code;
    let (told, known) = (plain_tax_code(told), plain_tax_code(&line.tax_code));
    if told.is_empty() || known.is_empty() || told == known {
        return None;
    }
    let message = "Mã số thuế không phải của đơn vị ở dòng này: có thể một phần của dòng đã bị chuyển chỗ. Hãy đối chiếu với bảng mẫu.";
    Some(ReportProblem {
        cell: cell.clone(),
        found: row.tax_code.0.clone(),
        expected: line.tax_code.clone(),
        ..row.problem(Category::Row, "other_tax_code", message)
    })
}

/// A tax code without what a spreadsheet adds or takes: spaces, dashes, the zeros in front.
fn plain_tax_code(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    digits.trim_start_matches('0').to_owned()
}

/// Keeps what came. Without an error every report in it is sent, with the workbook as its paper;
/// with one, nothing is. Returns the id of the upload.
pub async fn upload(
    app: &App,
    actor: &Actor,
    term: &ReportTerm,
    (file, only): (&KeptFile, Option<&str>),
    found: &ReadWorkbook,
) -> Result<String> {
    let now = actor.now.to_string();
    let errors = found.errors();
    let seats: Vec<String> = found.entered_for.values().cloned().collect();
    let accounts = store::list_accounts(&app.store, &seats, actor.today).await?;
    let mut tx = app.store.begin().await?;
    let mut document_id = None;
    let mut acts: Vec<(String, String)> = Vec::new();
    if errors == 0 {
        let paper = paper_of(term, file);
        let paper = documents::store::find_or_insert(&mut tx, &paper, &now).await?;
        let many = ManyReports { reports: &found.reports, document_id: &paper };
        let ids = store::insert_sent(&mut tx, actor, &many).await?;
        acts = ids
            .into_iter()
            .zip(&found.reports)
            .map(|(id, (new, filled))| {
                let image = image(&id, new, filled, actor);
                (id, image)
            })
            .collect();
        document_id = Some(paper);
    }
    let new = NewUpload {
        form: term.form,
        period: term.period.to_string(),
        subject_id: only.map(str::to_owned),
        outcome: if errors == 0 { UploadOutcome::Taken } else { UploadOutcome::Refused },
        reports: i64::try_from(found.reports.len()).unwrap_or_default(),
        errors: i64::try_from(errors).unwrap_or_default(),
        document_id: document_id.clone(),
    };
    let id = store::insert_upload(&mut tx, actor, &new, file).await?;
    let paper = document_id.as_deref();
    let mut told: Vec<(Act<'_>, String)> = Vec::new();
    for ((id, image), (new, _)) in acts.iter().zip(&found.reports) {
        let sent = (act("reports.sent", "report", id, paper), image.clone());
        let Some(body) = found.entered_for.get(&new.subject_id) else {
            told.push(sent);
            continue;
        };
        let actor = Actor { on_behalf_of: Some(body.clone()), ..actor.clone() };
        events::record_many(&mut tx, &actor, &[sent]).await?;
        let people = accounts.iter().filter(|(seat, _)| seat == body);
        let people = people.map(|(_, user_id)| super::fill::entered(new, id, user_id.clone()));
        notices::tell(&mut tx, actor.now, &people.collect::<Vec<_>>()).await?;
    }
    let image = serde_json::json!({ "id": id, "file_name": file.name, "upload": new });
    told.push((act("reports.uploaded", "report_upload", &id, paper), image.to_string()));
    events::record_many(&mut tx, actor, &told).await?;
    tx.commit().await?;
    Ok(id)
}

fn act<'a>(action: &'a str, kind: &'a str, id: &'a str, document_id: Option<&'a str>) -> Act<'a> {
    Act { action, subject_kind: kind, subject_id: id, document_id, note: "" }
}

fn image(id: &str, new: &NewReport, filled: &Filled, actor: &Actor) -> String {
    let mut image = serde_json::json!(new);
    image["id"] = id.into();
    image["status"] = "pending".into();
    image["sent_on"] = actor.today.to_string().into();
    let values = filled.values.iter();
    image["values"] = values
        .map(|value| (value.row_key.clone(), serde_json::json!(value.value)))
        .collect::<serde_json::Map<_, _>>()
        .into();
    image.to_string()
}

fn paper_of(term: &ReportTerm, file: &KeptFile) -> NewDocument {
    NewDocument {
        kind: Kind::Workbook,
        number: String::new(),
        issued_on: None,
        issuer: String::new(),
        subject_line: format!("{} {}: {}", term.form.label(), term.period.label(), file.name),
        file_sha256: Some(file.sha256.clone()),
        file_name: file.name.clone(),
        file_bytes: file.bytes,
    }
}

/// The remarks of a workbook, each in its cell.
pub fn notes(problems: &[ReportProblem]) -> Vec<paper::workbook::Note> {
    let notes = problems.iter().filter_map(|problem| {
        let (row, column) = paper::workbook::parse_cell_name(&problem.cell)?;
        debug_assert_eq!(cell_name(row, column), problem.cell);
        Some(paper::workbook::Note {
            sheet: problem.sheet.clone(),
            row,
            column,
            text: problem.message.clone(),
            severity: match problem.severity {
                ReportSeverity::Error => paper::workbook::Severity::Error,
                ReportSeverity::Warning => paper::workbook::Severity::Warning,
            },
        })
    });
    notes.collect()
}
