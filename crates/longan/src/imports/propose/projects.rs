//! Proposals from lists of promotion projects, with what the progress sheet says of each contract.

use super::super::model::{Change, Outcome, Problem, Severity, Subject};
use super::super::payload::{Fact, Payload, ProjectPayload};
use super::super::read::{ProgressDraft, ProjectDraft, Reading, Soundness, contract_key};
use super::{Proposal, Proposed, Setting};
use crate::App;
use crate::documents::{self, NewDocument};
use crate::promotion::model::{
    Activity, Content, NewContract, NewLine, NewPlan, NewProject, NewState, Priority, ProjectKind,
    Source, Stage, State, Track, code_of,
};
use crate::promotion::store::{self, Known};
use crate::store::Day;
use crate::users::Viewer;
use kernel::number::format_scaled;
use kernel::text::fold;
use std::collections::{HashMap, HashSet};

/// Compares every row with the register.
pub async fn propose(
    app: &App,
    viewer: &Viewer,
    reading: &Reading,
    setting: &Setting,
    proposed: &mut Proposed,
) -> anyhow::Result<()> {
    let province = &setting.places.province;
    let known = store::list_known(&app.store, viewer, &province.id).await?;
    let mut progress: HashMap<String, &ProgressDraft> = HashMap::new();
    for draft in &reading.progress {
        progress.insert(contract_key(&draft.contract), draft);
    }
    let mut used: HashSet<String> = HashSet::new();
    for draft in &reading.projects {
        let key = draft.contract.as_ref().map(|told| contract_key(&told.value));
        let its = key.as_ref().and_then(|key| progress.get(key)).copied();
        used.extend(key);
        let row = propose_one(draft, its, setting, &known, &mut proposed.problems);
        proposed.rows.push(row);
    }
    for draft in reading.progress.iter().filter(|d| !used.contains(&contract_key(&d.contract))) {
        let message = format!(
            "Ô {}: hợp đồng “{}” không có trong danh mục đề án nên tiến độ dòng này chưa được nhập. Hãy kiểm tra số hợp đồng.",
            draft.contract_cell, draft.contract
        );
        proposed.problems.push(Problem {
            sheet: draft.sheet.clone(),
            cell: draft.contract_cell.clone(),
            severity: Severity::Warning,
            kind: "unknown_contract".to_owned(),
            found: draft.contract.clone(),
            expected: "số hợp đồng trong danh mục".to_owned(),
            message,
        });
    }
    let decisions = reading.projects.iter().filter_map(|d| d.plan.decision.as_ref());
    let mut numbers: Vec<&str> = decisions.map(|(number, _)| number.as_str()).collect();
    numbers.dedup();
    proposed.decision = numbers.join("; ");
    Ok(())
}

fn propose_one(
    draft: &ProjectDraft,
    progress: Option<&ProgressDraft>,
    setting: &Setting,
    known: &[Known],
    problems: &mut Vec<Problem>,
) -> Proposal {
    let mut row = Proposal {
        sheet: draft.sheet.clone(),
        row_number: draft.row_number(),
        subject: Subject::Project,
        name: draft.name.clone(),
        outcome: Outcome::Wrong,
        payload: Payload::Nothing,
        changes: Vec::new(),
    };
    let is_sound = draft.soundness == Soundness::Sound
        && progress.is_none_or(|progress| progress.soundness == Soundness::Sound);
    if !is_sound {
        return row;
    }
    let Some(payload) = payload(draft, progress, setting) else {
        problems.push(problem(
            draft,
            "no_decision",
            "quyết định giao kế hoạch có số và ngày",
            format!(
                "Trang “{}”: tiêu đề không ghi số, ngày quyết định giao kế hoạch và năm. Hãy ghi, ví dụ: Theo Quyết định số 1600/QĐ-UBND ngày 09/5/2013.",
                draft.sheet
            ),
        ));
        return row;
    };
    let same_plan = |other: &&Known| {
        other.year == payload.plan.year
            && other.batch == payload.plan.batch
            && other.track == payload.plan.track
    };
    let named = known.iter().filter(same_plan).find(|other| {
        other.code == payload.project.code || other.match_key == fold(&payload.project.name)
    });
    match named {
        None => {
            row.outcome = Outcome::New;
            row.changes = changes(&payload);
            row.payload = Payload::Project(Box::new(payload));
        }
        Some(other) if says_the_same(other, &payload) => row.outcome = Outcome::Unchanged,
        Some(other) => problems.push(problem(
            draft,
            "project_known",
            "đề án chưa có trong sổ, hoặc giống như trong sổ",
            format!(
                "Ô {}: đề án này đã có trong sổ với mã {} và số tiền hoặc tên khác. Hãy đính chính trên trang đề án, hoặc sửa bảng.",
                draft.name_cell, other.code
            ),
        )),
    }
    row
}

fn problem(draft: &ProjectDraft, kind: &str, expected: &str, message: String) -> Problem {
    Problem {
        sheet: draft.sheet.clone(),
        cell: draft.name_cell.clone(),
        severity: Severity::Error,
        kind: kind.to_owned(),
        found: draft.name.clone(),
        expected: expected.to_owned(),
        message,
    }
}

fn sum(payload: &ProjectPayload, stage: Stage, of: fn(Source) -> bool) -> i64 {
    let lines = payload.lines.iter().map(|fact| &fact.told);
    lines.filter(|line| line.stage == stage && of(line.source)).map(|line| line.amount_vnd).sum()
}

fn says_the_same(other: &Known, payload: &ProjectPayload) -> bool {
    other.code == payload.project.code
        && other.match_key == fold(&payload.project.name)
        && other.support_vnd == sum(payload, Stage::Allotted, Source::is_promotion)
        && other.counterpart_vnd == sum(payload, Stage::Allotted, |s| s == Source::Counterpart)
        && other.advanced_vnd == sum(payload, Stage::Advanced, Source::is_promotion)
}

fn changes(payload: &ProjectPayload) -> Vec<Change> {
    let change = |field: &str, after: String| Change {
        field: field.to_owned(),
        before: String::new(),
        after,
    };
    let project = &payload.project;
    let beneficiaries = if payload.beneficiaries.is_empty() {
        project.beneficiary_text.clone()
    } else {
        payload.beneficiaries.join("; ")
    };
    let mut changes = vec![
        change("Mã", project.code.clone()),
        change("Loại hỗ trợ", project.activity.label().to_owned()),
        change("Đơn vị thụ hưởng", beneficiaries),
    ];
    changes.extend(payload.lines.iter().map(|fact| {
        let line = &fact.told;
        let amount = format_scaled(line.amount_vnd, 0, 0, 0);
        change(
            &format!("{} ({})", line.stage.label(), line.source.label()),
            format!("{amount} đồng, {}", line.on_day.vi()),
        )
    }));
    changes.extend(payload.contracts.iter().map(|fact| {
        change("Hợp đồng", format!("{} ngày {}", fact.told.number, fact.told.signed_on.vi()))
    }));
    changes.extend(payload.states.iter().map(|fact| {
        change("Trạng thái", format!("{} {}", fact.told.state.label(), fact.told.on_day.vi()))
    }));
    changes
}

/// "50 cơ sở", "08 cơ sở công nghiệp nông thôn": how many, where nobody is named.
fn counted(beneficiary: &str) -> Option<i64> {
    let digits: String = beneficiary.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|count| *count > 0)
}

/// Everything a row says, as it would be kept; `None` where no decision or year is named.
fn payload(
    draft: &ProjectDraft,
    progress: Option<&ProgressDraft>,
    setting: &Setting,
) -> Option<ProjectPayload> {
    let (number, day) = draft.plan.decision.as_ref()?;
    let approved_on = (*day)?;
    let year = i64::from(draft.plan.year?);
    let (track, batch) = (draft.plan.track, draft.plan.batch);
    let issuer = if draft.plan.issuer.is_empty() { &setting.issuer } else { &draft.plan.issuer };
    let decision = NewDocument::decision(number, *day, issuer, &draft.plan.subject_line);
    let at = |location: &str| setting.location_in_file(location);
    let found = setting.places.find(&draft.place, "");
    let project = project(draft, (track, year), at(&draft.location));
    let is_named = project.beneficiary_text.is_empty() && !draft.beneficiary.is_empty();
    let mut payload = ProjectPayload {
        province_id: setting.places.province.id.clone(),
        plan: NewPlan {
            year,
            batch,
            track,
            programme_id: None,
            approved_on: Some(approved_on),
            location: String::new(),
            note: String::new(),
        },
        project,
        place_ids: found.ids,
        beneficiaries: if is_named { vec![draft.beneficiary.clone()] } else { Vec::new() },
        papers: vec![decision],
        lines: Vec::new(),
        contracts: Vec::new(),
        states: vec![Fact {
            paper: Some(0),
            told: state(State::Approved, approved_on, at(&draft.location)),
        }],
    };
    let line = |source, stage, amount_vnd, on_day, location| NewLine {
        participant_id: String::new(),
        source,
        stage,
        year,
        batch,
        amount_vnd,
        on_day,
        location,
        explanation: String::new(),
        note: String::new(),
    };
    let approved = [(track.source(), &draft.support), (Source::Counterpart, &draft.counterpart)];
    for (source, told) in approved {
        let Some(told) = told.as_ref().filter(|told| told.value > 0) else { continue };
        let told = line(source, Stage::Allotted, told.value, approved_on, at(&told.location));
        payload.lines.push(Fact { paper: Some(0), told });
    }
    contract(draft, &mut payload, &at);
    if let Some(progress) = progress {
        // A day that is not told leaves the contract's own, which is the earliest it can be.
        let signed = draft.signed_on.as_ref().map_or(approved_on, |told| told.value);
        if let Some(advance) = progress.advance.as_ref().filter(|told| told.value > 0) {
            let on = progress.advance_on.as_ref().map_or(signed, |told| told.value);
            let told =
                line(track.source(), Stage::Advanced, advance.value, on, advance.location.clone());
            payload.lines.push(Fact { paper: None, told });
        }
        let days = [
            (State::Accepted, &progress.accepted_on),
            (State::Liquidated, &progress.liquidated_on),
        ];
        for (reached, told) in days {
            let Some(told) = told else { continue };
            let told = state(reached, told.value, told.location.clone());
            payload.states.push(Fact { paper: None, told });
        }
    }
    Some(payload)
}

/// The project in the words of its row.
fn project(draft: &ProjectDraft, (track, year): (Track, i64), location: String) -> NewProject {
    let activity = Activity::of_name(&draft.name);
    let count = counted(&draft.beneficiary);
    let own = fold(&draft.beneficiary).starts_with("trung tam khuyen cong");
    NewProject {
        code: code_of(track, draft.ordinal.unwrap_or(draft.row)),
        name: draft.name.clone(),
        kind: match () {
            () if own => ProjectKind::Own,
            () if count.is_some() => ProjectKind::Group,
            () => ProjectKind::Single,
        },
        content: draft.content.unwrap_or(Content::Management),
        activity,
        sector: String::new(),
        executor: if own { draft.beneficiary.clone() } else { String::new() },
        place_text: draft.place.clone(),
        from_year: year,
        to_year: year,
        duration: draft.duration.clone(),
        objective: String::new(),
        scale: String::new(),
        effects: String::new(),
        equipment: activity.equipment_in(&draft.name),
        quantity: count.unwrap_or(1),
        priority: Priority::None,
        beneficiary_text: if count.is_some() { draft.beneficiary.clone() } else { String::new() },
        note: draft.note.clone(),
        location,
    }
}

fn state(state: State, on_day: Day, location: String) -> NewState {
    NewState { state, on_day, location, note: String::new() }
}

/// The contract is a paper of its own.
fn contract(draft: &ProjectDraft, payload: &mut ProjectPayload, at: &dyn Fn(&str) -> String) {
    let Some((number, signed)) = draft.contract.as_ref().zip(draft.signed_on.as_ref()) else {
        return;
    };
    let subject = format!("Hợp đồng thực hiện đề án: {}", draft.name);
    payload.papers.push(NewDocument {
        kind: documents::Kind::Contract,
        ..NewDocument::decision(&number.value, Some(signed.value), "", &subject)
    });
    let paper = Some(payload.papers.len() - 1);
    let told = NewContract {
        participant_id: String::new(),
        number: number.value.clone(),
        signed_on: signed.value,
        amount_vnd: draft.support.as_ref().map(|told| told.value),
        location: at(&number.location),
        note: String::new(),
    };
    payload.contracts.push(Fact { paper, told });
    let told = state(State::Contracted, signed.value, at(&signed.location));
    payload.states.push(Fact { paper, told });
}
