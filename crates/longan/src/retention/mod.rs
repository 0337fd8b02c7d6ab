//! What the program keeps only for a time, and the cleaning up each day.
//!
//! The rules are data (`data/retention/rules.toml`): what, how long, on what basis. None of them
//! touches an official record: clusters, papers, numbers and the history of changes stay.

mod actions;
mod model;
mod store;

pub use actions::{Cleaned, clean};
pub use model::{Kept, Rule};

use crate::App;
use crate::jobs;

/// Cleans up once a day.
pub const CLEANING: jobs::Kind = jobs::Kind {
    word: "retention.clean",
    title: "Dọn những gì đã quá thời hạn lưu",
    daily_at: Some(4),
    most_tries: 3,
    run: |app, _| {
        Box::pin(async move {
            for one in clean(app).await? {
                tracing::info!(kept = %one.kept, rows = one.rows, "cleaned up");
            }
            Ok(())
        })
    },
};

const RULES: &str = include_str!("../../../../data/retention/rules.toml");

#[derive(serde::Deserialize)]
struct RuleFile {
    rule: Vec<Rule>,
}

/// The rules in force here: those of the program, with the days that the settings say.
pub fn rules(app: &App) -> anyhow::Result<Vec<Rule>> {
    let RuleFile { rule: mut rules } = toml::from_str(RULES)?;
    for rule in &mut rules {
        if let Some(days) = app.settings.retention.get(rule.key.word()) {
            rule.days = *days;
        }
    }
    Ok(rules)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_rule_with_a_basis() {
        let file: RuleFile = toml::from_str(RULES).unwrap();
        for kept in Kept::ALL {
            let rule = file.rule.iter().find(|rule| rule.key == *kept);
            let rule = rule.unwrap_or_else(|| panic!("no rule for {kept}"));
            assert!(rule.days >= 7 && rule.basis.len() > 20, "{kept}");
            assert!(["verified", "secondary", "unverified"].contains(&&*rule.confidence));
        }
        assert_eq!(file.rule.len(), Kept::ALL.len());
    }
}
