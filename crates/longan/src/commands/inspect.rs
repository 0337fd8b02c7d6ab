//! `longan check`: every data-quality rule over the whole register.

use super::outcome::{Failure, Outcome, print, print_json};
use super::{Place, open_existing};
use crate::checks::{self, Finding, Severity};

/// Checks and tells; ends with 1 when there are errors.
pub async fn run(place: &Place, json: bool, anchor: Option<&str>) -> Outcome {
    let app = open_existing(place).await?;
    let anchor = anchor.map(checks::read_anchor).transpose().map_err(Failure::Call)?;
    let findings = checks::run_with(&app, anchor.as_deref()).await?;
    let errors = count(&findings, Severity::Error);
    let warnings = count(&findings, Severity::Warning);
    if json {
        print_json(&serde_json::json!({
            "errors": errors, "warnings": warnings, "findings": findings,
        }))?;
    } else {
        let mut lines: Vec<String> = findings
            .iter()
            .map(|found| format!("{}  {}  {}", found.severity.label(), found.rule, found.message))
            .collect();
        lines.push(format!("{errors} lỗi, {warnings} cảnh báo."));
        print(&lines.join("\n"))?;
    }
    if errors > 0 { Err(Failure::Data(String::new())) } else { Ok(()) }
}

fn count(findings: &[Finding], severity: Severity) -> usize {
    findings.iter().filter(|found| found.severity == severity).count()
}
