//! Proposals from tables of clusters.

use super::super::model::{Outcome, Problem, Severity, Subject};
use super::super::payload::{ClusterPayload, Fact, Payload};
use super::super::read::{ClusterDraft, Number, Reading, Soundness, formed_before};
use super::links::Links;
use super::register::{KnownClusters, KnownFacts};
use super::units::FoundPlaces;
use super::{Proposal, Proposed, Setting, compare, observation};
use crate::App;
use crate::clusters::model::{
    DayPrecision, FenceSide, Funder, NewCluster, NewInfrastructureItem, NewInvestor, NewPlanEntry,
    NewState, State, WorkKind,
};
use crate::documents::NewDocument;
use crate::observations::{NewObservation, ReporterKind};
use crate::store::Day;
use kernel::cluster_name::match_key;
use std::collections::{HashMap, HashSet};

/// Name of the work that stands for everything inside the fence.
const INSIDE: &str = "Hạ tầng kỹ thuật trong hàng rào";

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
    merge_supplements(reading, known, &mut drafts, &mut proposed.problems);
    merge_conflicts(reading, known, setting, &mut drafts, &mut proposed.problems);
    refuse_duplicates(&mut drafts, &mut proposed.problems);

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
        let mut payload = payload(draft, &found, reading, setting);
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

/// Puts what a second table says of a cluster beside what the main table says.
fn merge_supplements(
    reading: &Reading,
    known: &KnownClusters,
    drafts: &mut Vec<ClusterDraft>,
    problems: &mut Vec<Problem>,
) {
    let is_only_table = reading.clusters.is_empty();
    let place: HashMap<String, usize> =
        drafts.iter().enumerate().map(|(index, draft)| (match_key(&draft.name), index)).collect();
    for more in &reading.supplements {
        if let Some(index) = place.get(&match_key(&more.name)) {
            let main = &mut drafts[*index];
            for number in &more.numbers {
                add_number(main, number, more, problems);
            }
            main.wastewater = main.wastewater.take().or_else(|| more.wastewater.clone());
            if more.soundness == Soundness::Wrong {
                main.soundness = Soundness::Wrong;
            }
        } else if known.find(None, &more.name).is_some() || is_only_table {
            drafts.push(more.clone());
        } else {
            let name = &more.name;
            let message = format!(
                "Ô {}: cụm “{name}” không có trong bảng tổng hợp và chưa có trong hồ sơ. Hãy sửa tên cho khớp, hoặc thêm cụm vào bảng tổng hợp.",
                more.name_cell
            );
            problems.push(problem(
                more,
                Severity::Error,
                "unknown_cluster",
                name,
                "tên một cụm đã có",
                message,
            ));
        }
    }
}

/// Adds a number of another table; where both tables say something else, the main table stays.
fn add_number(
    main: &mut ClusterDraft,
    number: &Number,
    other: &ClusterDraft,
    problems: &mut Vec<Problem>,
) {
    let Some(told) = main.number(number.indicator) else {
        main.numbers.push(number.clone());
        return;
    };
    if told.value == number.told.value {
        return;
    }
    let unit = number.indicator.unit();
    let (one, two) = (unit.vi(told.value), unit.vi(number.told.value));
    let (sheet, cell) = number.told.location.split_once('!').unwrap_or((&other.sheet, ""));
    let message = format!(
        "Cụm “{}”, {}: {} ghi {one}, {} ghi {two}. Lấy số ở bảng tổng hợp; hãy sửa cho hai bảng khớp nhau.",
        main.name,
        number.indicator.label().to_lowercase(),
        told.location,
        number.told.location
    );
    problems.push(Problem {
        sheet: sheet.to_owned(),
        cell: cell.to_owned(),
        severity: Severity::Warning,
        kind: "sheets_disagree".to_owned(),
        found: two,
        expected: one,
        message,
    });
}

/// Puts what communes report beside what the Department says.
fn merge_conflicts(
    reading: &Reading,
    known: &KnownClusters,
    setting: &Setting,
    drafts: &mut [ClusterDraft],
    problems: &mut Vec<Problem>,
) {
    let place: HashMap<String, usize> =
        drafts.iter().enumerate().map(|(index, draft)| (match_key(&draft.name), index)).collect();
    for conflict in &reading.conflicts {
        let Some(index) = place.get(&match_key(&conflict.name)) else {
            let hint = if known.find(None, &conflict.name).is_some() {
                "Cụm có trong hồ sơ nhưng không có trong bảng tổng hợp của tệp này; hãy thêm dòng của cụm vào bảng tổng hợp."
            } else {
                "Hãy sửa tên cho khớp với bảng tổng hợp."
            };
            problems.push(Problem {
                sheet: conflict.sheet.clone(),
                cell: conflict.name_cell.clone(),
                severity: Severity::Error,
                kind: "unknown_cluster".to_owned(),
                found: conflict.name.clone(),
                expected: "tên một cụm trong bảng tổng hợp".to_owned(),
                message: format!(
                    "Ô {}: không tìm thấy cụm “{}” trong bảng tổng hợp. {hint}",
                    conflict.name_cell, conflict.name
                ),
            });
            continue;
        };
        let main = &mut drafts[*index];
        for number in &conflict.numbers {
            match &number.commune {
                None => {
                    let other = main.clone();
                    add_number(main, number, &other, problems);
                }
                Some(reporter) => {
                    let text = main.place.as_ref().map(|t| t.value.as_str()).unwrap_or_default();
                    let found = setting.places.find(text, &main.group);
                    let mut number = number.clone();
                    number.commune = Some(named_reporter(reporter, &found));
                    main.numbers.push(number);
                }
            }
        }
    }
}

/// "UBND xã" of a cluster in one commune is that commune's.
fn named_reporter(reporter: &str, found: &FoundPlaces) -> String {
    let is_bare = matches!(
        kernel::text::fold(reporter).as_str(),
        "ubnd xa" | "ubnd phuong" | "xa" | "phuong"
    );
    if is_bare && found.ids.len() == 1 {
        format!("UBND {}", super::lower_first(&found.lead))
    } else {
        reporter.to_owned()
    }
}

/// The same mã or name twice: nobody can tell which row is meant.
fn refuse_duplicates(drafts: &mut [ClusterDraft], problems: &mut Vec<Problem>) {
    let mut by_code: HashMap<String, Vec<usize>> = HashMap::new();
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        if let Some(code) = &draft.code {
            by_code.entry(code.value.clone()).or_default().push(index);
        }
        by_name.entry(match_key(&draft.name)).or_default().push(index);
    }
    for (kind, word, groups) in
        [("duplicate_code", "Mã", &by_code), ("duplicate_name", "Tên cụm", &by_name)]
    {
        for indexes in groups.values().filter(|indexes| indexes.len() > 1) {
            let rows: Vec<String> =
                indexes.iter().map(|index| drafts[*index].row_number().to_string()).collect();
            for index in indexes {
                let draft = &mut drafts[*index];
                draft.soundness = Soundness::Wrong;
                let (cell, found) = match (&draft.code, kind) {
                    (Some(code), "duplicate_code") => {
                        let cell = code.location.rsplit('!').next().unwrap_or_default().to_owned();
                        (cell, code.raw.clone())
                    }
                    _ => (draft.name_cell.clone(), draft.name.clone()),
                };
                problems.push(Problem {
                    sheet: draft.sheet.clone(),
                    cell: cell.clone(),
                    severity: Severity::Error,
                    kind: kind.to_owned(),
                    found: found.clone(),
                    expected: "mỗi cụm một dòng".to_owned(),
                    message: format!("Ô {cell}: {} “{found}” lặp lại ở các dòng {} (không phân biệt chữ hoa, dấu cách). Mỗi cụm chỉ được có một dòng; hãy sửa hoặc bỏ dòng thừa.", word.to_lowercase(), rows.join(", ")),
                });
            }
        }
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

/// Everything a row says, as it would be kept.
fn payload(
    draft: &ClusterDraft,
    found: &FoundPlaces,
    reading: &Reading,
    setting: &Setting,
) -> ClusterPayload {
    let mut papers: Vec<NewDocument> =
        setting.plan.iter().map(|(paper, _)| paper.clone()).collect();
    let mut states = Vec::new();
    let mut known_from = setting.plan.as_ref().map_or(setting.on, |(_, day)| *day);
    if let Some((_, day)) = &setting.plan {
        states.push(setting.fact(state(
            setting,
            State::Listed,
            *day,
            DayPrecision::Exact,
            &draft.location,
        )));
    }
    if let Some(told) = &draft.decision {
        let decision = &told.value;
        let issuer = setting.issuer_on(decision.day, &found.ids);
        let subject = format!("Thành lập Cụm công nghiệp {} (tên ghi theo bảng tính)", draft.name);
        papers.push(NewDocument::decision(&decision.number, decision.day, &issuer, &subject));
        let (day, precision) = match decision.day {
            Some(day) => (day, DayPrecision::Exact),
            None => (setting.on, DayPrecision::By),
        };
        known_from = known_from.min(day);
        let location = setting.location_in_file(&told.location);
        let told = state(setting, State::Established, day, precision, &location);
        states.push(Fact { paper: Some(papers.len() - 1), told });
    }
    states.extend(
        states_of(draft, reading, setting).into_iter().map(|told| Fact { paper: None, told }),
    );
    let place_text = draft.place.as_ref().map(|told| told.value.clone());
    ClusterPayload {
        seen: None,
        cluster: NewCluster {
            code: draft.code.as_ref().map(|told| told.value.clone()),
            name: draft.name.clone(),
            place_ids: found.ids.clone(),
            place_text: place_text.unwrap_or_else(|| draft.group.clone()),
            sectors: draft.sectors.clone(),
            note: draft.note.clone(),
            known_from,
        },
        words: None,
        aliases: vec![draft.name.clone()],
        known_names: Vec::new(),
        papers,
        observations: draft
            .numbers
            .iter()
            .map(|number| setting.fact(numbered(number, draft, setting)))
            .collect(),
        states,
        plan: plan_entries(draft, setting),
        investors: investors(draft, setting),
        works: works(draft, setting),
    }
}

fn state(
    setting: &Setting,
    state: State,
    on_day: Day,
    precision: DayPrecision,
    location: &str,
) -> NewState {
    let location = if state == State::Listed && setting.plan.is_some() {
        setting.location_in_file(location)
    } else {
        location.to_owned()
    };
    NewState { state, on_day, precision, location, area_m2: None, note: String::new() }
}

/// States that the workbook itself tells, known by the day of the figures.
fn states_of(draft: &ClusterDraft, reading: &Reading, setting: &Setting) -> Vec<NewState> {
    let by = |told: State, day: Day, location: &str| {
        state(setting, told, day, DayPrecision::By, location)
    };
    let mut states = Vec::new();
    if let Some(told) = &draft.formed_earlier {
        states.push(by(State::FormedBefore2009, told.value, &told.location));
    }
    for mark in &draft.marks {
        let bare = mark.replace(' ', "");
        let meanings = reading.footnotes.iter().filter(|(m, _)| m.replace(' ', "") == bare);
        if let Some(day) = meanings.filter_map(|(_, text)| formed_before(text)).next() {
            states.push(by(State::FormedBefore2009, day, &draft.location));
        }
    }
    if let Some(told) = &draft.status
        && !(told.value == State::Established && draft.decision.is_some())
    {
        states.push(by(told.value, setting.on, &told.location));
    }
    let industrial = draft.number(crate::observations::Indicator::AreaIndustrial);
    if let Some(told) =
        industrial.filter(|told| told.value > 0 && told.location.starts_with(&draft.sheet))
    {
        states.push(by(State::DetailedPlanApproved, setting.on, &told.location));
    }
    if let Some(told) = &draft.wastewater {
        states.push(by(told.value, setting.on, &told.location));
    }
    states
}

fn numbered(number: &Number, draft: &ClusterDraft, setting: &Setting) -> NewObservation {
    let mut told = observation(setting, number.indicator, &number.told);
    told.note.clone_from(&number.note);
    if let Some(commune) = &number.commune {
        told.reporter.clone_from(commune);
        told.reporter_kind = ReporterKind::Commune;
    }
    if let Some(horizon) = number.horizon {
        told.period = horizon.to_string();
        told.as_of = plan_day(horizon, draft, setting);
    }
    if setting.plan.is_some() {
        told.location = setting.location_in_file(&told.location);
    }
    told
}

/// A plan's first horizon holds from the plan's day, each later one from the year after the one before.
fn plan_day(horizon: i16, draft: &ClusterDraft, setting: &Setting) -> Day {
    let plan_day = setting.plan.as_ref().map_or(setting.on, |(_, day)| *day);
    let earlier =
        draft.numbers.iter().filter_map(|n| n.horizon).filter(|year| *year < horizon).max();
    let after = earlier.and_then(|year| jiff::civil::Date::new(year + 1, 1, 1).ok()).map(Day);
    after.map_or(plan_day, |day| day.max(plan_day))
}

fn plan_entries(draft: &ClusterDraft, setting: &Setting) -> Vec<Fact<NewPlanEntry>> {
    let Some((_, listed_on)) = &setting.plan else { return Vec::new() };
    let entries = draft.numbers.iter().filter_map(|number| {
        Some(setting.fact(NewPlanEntry {
            horizon: number.horizon?.to_string(),
            listed_on: *listed_on,
            area_m2: number.told.value,
            location: setting.location_in_file(&number.told.location),
        }))
    });
    entries.collect()
}

fn investors(draft: &ClusterDraft, setting: &Setting) -> Vec<Fact<NewInvestor>> {
    let investor = draft.investor.iter().map(|told| {
        setting.fact(NewInvestor {
            name: told.value.clone(),
            from_day: setting.on,
            precision: DayPrecision::By,
            location: told.location.clone(),
        })
    });
    investor.collect()
}

fn works(draft: &ClusterDraft, setting: &Setting) -> Vec<Fact<NewInfrastructureItem>> {
    let mut works = Vec::new();
    let inside = draft.inside_planned.as_ref().or(draft.inside_paid.as_ref());
    if let Some(told) = inside {
        works.push(setting.fact(NewInfrastructureItem {
            kind: WorkKind::Whole,
            name: INSIDE.to_owned(),
            fence_side: FenceSide::Inside,
            funder: Funder::Investor,
            planned_vnd: draft.inside_planned.as_ref().map(|told| told.value),
            paid_vnd: draft.inside_paid.as_ref().map(|told| told.value),
            as_of: setting.on,
            location: told.location.clone(),
        }));
    }
    let outside_location = draft.outside_work.as_ref().map(|t| &t.location);
    let outside_location = outside_location.or(draft.outside_cost.as_ref().map(|t| &t.location));
    if let Some(location) = outside_location {
        let name = draft.outside_work.as_ref().map(|told| told.value.clone());
        let name = name.unwrap_or_else(|| "Công trình ngoài hàng rào".to_owned());
        works.push(setting.fact(NewInfrastructureItem {
            kind: kind_of_work(&name),
            name,
            fence_side: FenceSide::Outside,
            funder: Funder::State,
            planned_vnd: draft.outside_cost.as_ref().map(|told| told.value),
            paid_vnd: None,
            as_of: setting.on,
            location: location.clone(),
        }));
    }
    works
}

fn kind_of_work(name: &str) -> WorkKind {
    let folded = kernel::text::fold(name);
    let has = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    match () {
        () if has(&["nuoc thai"]) => WorkKind::Wastewater,
        () if has(&["thoat nuoc"]) => WorkKind::Drainage,
        () if has(&["cap nuoc", "tram bom"]) => WorkKind::Water,
        () if has(&["dien", "kv"]) => WorkKind::Power,
        () if has(&["duong", "cau ", "giao thong"]) => WorkKind::Road,
        () if has(&["vien thong"]) => WorkKind::Telecom,
        () => WorkKind::Other,
    }
}
