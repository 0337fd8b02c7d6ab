//! Data-quality rules over the whole register: what is broken, impossible or unsettled.
//!
//! An error is something that cannot be true or that the program must never leave behind
//! (a fact without its paper, two leases of the same land, an import half taken). A warning
//! is something a person should look at. Rules only read.

mod chain;
mod model;
mod rules;
mod store;

pub use chain::read_anchor;
pub use model::{Finding, Found, Rule, Severity};
pub use rules::RULES;
pub use store::REFERENCES;

use crate::App;
use kernel::tax_code::TaxCode;

/// Runs every rule over the whole register.
pub async fn run(app: &App) -> anyhow::Result<Vec<Finding>> {
    run_with(app, None).await
}

/// Runs every rule; the history must also still hold the hash `anchor`, or one that begins so.
pub async fn run_with(app: &App, anchor: Option<&str>) -> anyhow::Result<Vec<Finding>> {
    let damage = store::list_damage(&app.store).await?;
    let mut findings: Vec<Finding> = damage.into_iter().map(|line| damaged(&line)).collect();
    for reference in REFERENCES {
        for missing in store::list_broken(&app.store, *reference).await? {
            findings.push(broken(*reference, &missing));
        }
    }
    findings.extend(run_rules(app).await?);
    findings.extend(tax_codes(app).await?);
    findings.extend(files(app).await?);
    findings.extend(chain::findings(app, anchor).await?);
    findings.sort_by(|a, b| (a.severity, a.rule).cmp(&(b.severity, b.rule)));
    Ok(findings)
}

/// Runs the rules that look at records only: no file is read.
pub async fn run_rules(app: &App) -> anyhow::Result<Vec<Finding>> {
    let asked = asked(app);
    let mut findings = Vec::new();
    for rule in RULES {
        for found in store::list(&app.store, rule.query, asked).await? {
            findings.push(Finding {
                rule: rule.code,
                severity: rule.severity,
                message: (rule.told)(&found),
                subject: found.subject,
                name: found.name,
                path: found.path,
            });
        }
    }
    Ok(findings)
}

/// What every rule is asked with today.
fn asked(app: &App) -> store::Asked {
    let today = app.today();
    let service_share = app.law.on("clusters.land.service_max_share", today.0, None);
    store::Asked {
        on: today,
        // Hundredths of a percent; without a limit nothing is above it.
        limit: service_share.and_then(|limit| limit.scaled(2)).unwrap_or(i64::MAX),
    }
}

fn damaged(line: &str) -> Finding {
    Finding {
        rule: "database.damaged",
        severity: Severity::Error,
        subject: String::new(),
        name: "tệp cơ sở dữ liệu".to_owned(),
        path: String::new(),
        message: format!("Tệp cơ sở dữ liệu hỏng; hãy khôi phục bản sao lưu gần nhất ({line})."),
    }
}

fn broken(reference: store::Reference, missing: &str) -> Finding {
    let store::Reference { table, column, target, .. } = reference;
    Finding {
        rule: "references.broken",
        severity: Severity::Error,
        subject: missing.to_owned(),
        name: format!("{table}.{column}"),
        path: String::new(),
        message: format!(
            "{table}.{column} trỏ tới “{missing}” nhưng bảng {target} không có dòng này."
        ),
    }
}

async fn tax_codes(app: &App) -> anyhow::Result<Vec<Finding>> {
    let codes = store::list_tax_codes(&app.store).await?;
    let wrong = codes.into_iter().filter(|found| TaxCode::parse(&found.detail).is_err());
    let told = wrong.map(|found| Finding {
        rule: "organizations.tax_code_wrong",
        severity: Severity::Warning,
        message: format!(
            "Mã số thuế “{}” của {} sai số kiểm tra hoặc sai độ dài.",
            found.detail, found.name
        ),
        subject: found.subject,
        name: found.name,
        path: found.path,
    });
    Ok(told.collect())
}

/// Every kept file is there and holds the bytes its name says. Reads them one after another.
async fn files(app: &App) -> anyhow::Result<Vec<Finding>> {
    let mut wrong = Vec::new();
    for found in store::list_files(&app.store).await? {
        let sentence = match app.files.hash_again(&found.detail).await {
            Err(_) => "không còn trong kho tệp",
            Ok(sha256) if sha256 != found.detail => "đã bị thay đổi (mã băm không khớp)",
            Ok(_) => continue,
        };
        wrong.push((found, sentence));
    }
    let told = wrong.into_iter().map(|(found, sentence)| Finding {
        rule: "files.missing",
        severity: Severity::Error,
        message: format!("Tệp “{}” {sentence}.", found.name),
        subject: found.subject,
        name: found.name,
        path: found.path,
    });
    Ok(told.collect())
}
