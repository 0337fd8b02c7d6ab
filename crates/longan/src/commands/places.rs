//! `longan import places`: brings a file of changes of units or regions.

use super::outcome::{Failure, Outcome, print, print_json};
use super::{Place, open, operator};
use crate::places::actions;
use crate::places::change::impact::{Impact, Looked, look};
use crate::places::change::{Fault, read};
use crate::places::store;
use std::path::Path;

/// Looks at a file; with `accept` applies it, without `dry_run` keeps it for a person to apply.
pub async fn run(place: &Place, file: &Path, accept: bool, dry_run: bool, json: bool) -> Outcome {
    let bytes = std::fs::read(file).map_err(|error| {
        tracing::error!(%error, file = %file.display(), "the file could not be read");
        Failure::Call(format!("Không đọc được tệp {}. Hãy kiểm tra đường dẫn.", file.display()))
    })?;
    let name =
        file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let app = open(&place.config(None)?).await?;
    let (viewer, actor) = (operator(), app.actor(&operator()));
    let lines = match read::read(&bytes) {
        Err(faults) => return tell(0, &Looked::Wrong(faults), accept, json),
        Ok(lines) => lines,
    };
    let mut looked = look(&app, &viewer, &lines).await?;
    if let (Looked::Good(_), false) = (&looked, dry_run) {
        let id = actions::bring(&app, &actor, &name, &bytes).await?;
        if let (true, Some(file)) = (accept, store::find_change_file(&app.store, &id).await?) {
            looked = actions::apply(&app, &actor, &viewer, &file, &lines).await?;
        }
    }
    tell(lines.count(), &looked, accept, json)
}

/// Prints the report in the form of every import, and ends with 1 when a line is wrong.
fn tell(read: usize, looked: &Looked, accept: bool, json: bool) -> Outcome {
    let (faults, impact): (&[Fault], Option<&Impact>) = match looked {
        Looked::Wrong(faults) => (faults, None),
        Looked::Good(impact) => (&[], Some(impact)),
        Looked::Known(_) => (&[], None),
    };
    let changed = impact.map_or(0, |impact| impact.lines - impact.known);
    let (accepted, proposed) = if accept { (changed, 0) } else { (0, changed) };
    if json {
        let problems: Vec<_> = faults.iter().map(problem).collect();
        let summary = impact.map(summary);
        print_json(&serde_json::json!({
            "read": read, "accepted": accepted, "proposed": proposed, "skipped": read - changed,
            "problems": problems, "impact": summary,
        }))?;
    } else {
        print(&format!(
            "Đã đọc {read} dòng: nhận {accepted}, chờ nhận {proposed}, bỏ qua {} (đã ghi từ trước hoặc có lỗi).",
            read - changed
        ))?;
        if let Some(impact) = impact {
            print(&format!(
                "Đơn vị kết thúc {}, bắt đầu {}; cụm chuyển {}, cần xác nhận xã {}; vai trò cần quyết định {}.",
                impact.ended.len(),
                impact.begun.len(),
                impact.clusters.len(),
                impact.to_confirm(),
                impact.roles.len()
            ))?;
        }
        for fault in faults {
            print(&format!("Lỗi dòng {}, cột {}: {}", fault.line, fault.column, fault.message))?;
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Failure::Data(String::new())) }
}

fn problem(fault: &Fault) -> serde_json::Value {
    serde_json::json!({
        "sheet": "", "cell": format!("{}:{}", fault.line, fault.column), "line": fault.line, "column": fault.column,
        "severity": "error", "kind": "places", "found": fault.found, "expected": "", "message": fault.message,
    })
}

fn summary(impact: &Impact) -> serde_json::Value {
    serde_json::json!({
        "ended": impact.ended.len(), "begun": impact.begun.len(), "clusters": impact.clusters.len(),
        "to_confirm": impact.to_confirm(), "roles": impact.roles.len(), "requests": impact.requests.len(),
        "members": impact.members.len(),
    })
}
