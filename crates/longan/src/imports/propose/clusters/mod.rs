//! Proposals from tables of clusters.

mod merge;
mod payload;

use super::super::model::{Outcome, Problem, Severity, Subject};
use super::super::payload::Payload;
use super::super::read::{ClusterDraft, Reading, Soundness};
use super::links::Links;
use super::register::{KnownClusters, KnownFacts};
use super::units::FoundPlaces;
use super::{Proposal, Proposed, Setting, compare};
use crate::App;
use std::collections::HashSet;

/// Compares every row with the register.
pub async fn propose(
    app: &App,
    reading: &Reading,
    setting: &Setting,
    known: &KnownClusters,
    links: &mut Links,
    proposed: &mut Proposed,
) -> anyhow::Result<()> {
    let mut drafts = reading.clusters.clone();
    merge::merge_supplements(reading, known, &mut drafts, &mut proposed.problems);
    merge::merge_conflicts(reading, known, setting, &mut drafts, &mut proposed.problems);
    merge::refuse_duplicates(&mut drafts, &mut proposed.problems);

    let matched: Vec<_> = drafts
        .iter()
        .map(|draft| known.find(draft.code.as_ref().map(|c| c.value.as_str()), &draft.name))
        .collect();
    let ids: Vec<String> = matched.iter().flatten().map(|cluster| cluster.id.clone()).collect();
    let facts = KnownFacts::load(&app.store, &ids).await?;
    for (draft, cluster) in drafts.iter().zip(&matched) {
        let place_text = draft.place.as_ref().map(|told| told.value.as_str()).unwrap_or_default();
        let found = setting.places.find(place_text, &draft.group);
        warn_of_unknown(draft, &found, cluster.is_some(), &mut proposed.problems);
        let mut wrong = draft.soundness == Soundness::Wrong;
        let units = links.of(&found.ids).await?;
        if cluster.is_none() && !links.are_own(&units) {
            wrong = true;
            let message = format!(
                "Dòng {}: cụm “{}” ở {} không thuộc địa bàn của bạn, nên không nhập được.",
                draft.row_number(),
                draft.name,
                found.lead
            );
            proposed.problems.push(problem(
                draft,
                Severity::Error,
                "outside_own_places",
                &draft.name,
                "địa bàn của bạn",
                message,
            ));
        }
        let mut payload = payload::payload(draft, &found, reading, setting);
        let (outcome, changes) = match cluster {
            Some(cluster) => compare::with_known(&mut payload, cluster, known, &facts),
            None => (Outcome::New, compare::of_new(&payload, &found.lead)),
        };
        let outcome = if wrong { Outcome::Wrong } else { outcome };
        proposed.rows.push(Proposal {
            sheet: draft.sheet.clone(),
            row_number: draft.row_number(),
            subject: Subject::Cluster,
            name: draft.name.clone(),
            outcome,
            payload: match outcome {
                Outcome::New | Outcome::Changed => Payload::Cluster(Box::new(payload)),
                Outcome::Unchanged | Outcome::Wrong => Payload::Nothing,
            },
            changes: if outcome == Outcome::Wrong { Vec::new() } else { changes },
        });
    }
    let named: HashSet<&str> = matched.iter().flatten().map(|c| c.id.as_str()).collect();
    let not_named = known.clusters.iter().filter(|cluster| !named.contains(cluster.id.as_str()));
    proposed.not_named = not_named.map(|cluster| cluster.name.clone()).collect();
    Ok(())
}

fn problem(
    draft: &ClusterDraft,
    severity: Severity,
    kind: &str,
    found: &str,
    expected: &str,
    message: String,
) -> Problem {
    Problem {
        sheet: draft.sheet.clone(),
        cell: draft.name_cell.clone(),
        severity,
        kind: kind.to_owned(),
        found: found.to_owned(),
        expected: expected.to_owned(),
        message,
    }
}

fn warn_of_unknown(
    draft: &ClusterDraft,
    found: &FoundPlaces,
    is_known: bool,
    problems: &mut Vec<Problem>,
) {
    let told = draft.place.as_ref();
    let cell = told
        .map_or(draft.name_cell.as_str(), |t| t.location.rsplit('!').next().unwrap_or_default());
    for name in &found.unknown {
        let message = format!(
            "Ô {cell}: không tìm thấy “{name}” trong danh mục xã, phường của địa bàn vào ngày số liệu. Cụm “{}” tạm ghi theo {}. Hãy kiểm tra tên xã (có thể đã sáp nhập), sửa rồi đọc lại, hoặc sửa địa điểm trong hồ sơ cụm.",
            draft.name, found.lead
        );
        problems.push(Problem {
            sheet: draft.sheet.clone(),
            cell: cell.to_owned(),
            severity: Severity::Warning,
            kind: "unknown_commune".to_owned(),
            found: name.clone(),
            expected: "tên xã, phường trong danh mục".to_owned(),
            message,
        });
    }
    if told.is_none() && draft.group.is_empty() && !is_known {
        let message = format!(
            "Dòng {}: cụm “{}” chưa có địa điểm, tạm ghi theo {}.",
            draft.row_number(),
            draft.name,
            found.lead
        );
        problems.push(problem(draft, Severity::Warning, "place_missing", "", "xã, huyện", message));
    }
}
