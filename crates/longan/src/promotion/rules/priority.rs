//! Which need comes first: areas, then products and sectors, then experience; each by its article.
//! The order is the law's, the points are the province's own.

use super::super::model::{AreaKind, Question};
use super::eligible::Asker;
use crate::store::Day;
use kernel::law::{Law, Resolved};

/// One reason why a need comes first.
#[derive(Clone, Debug)]
pub struct Reason {
    /// The reason in a sentence.
    pub told: String,
    /// Its points, which are the province's own.
    pub points: i64,
    /// Where the law says so.
    pub citation: String,
    /// How far that has been checked.
    pub confidence: &'static str,
    /// What else must be said.
    pub note: String,
}

/// The rank of a need with its reasons, in the order of the law.
#[derive(Clone, Debug, Default)]
pub struct Rank {
    /// The reasons.
    pub reasons: Vec<Reason>,
}

impl Rank {
    /// Sum of the points.
    pub fn points(&self) -> i64 {
        self.reasons.iter().map(|reason| reason.points).sum()
    }

    /// Whether a reason of area, and one of sector or product was found, as a project's priority is told.
    pub fn priority(&self, asker: &Asker<'_>) -> super::super::model::Priority {
        use super::super::model::Priority;
        let by_area = asker.area.is_some();
        let others = self.reasons.iter().filter(|reason| reason.points > 0).count();
        match (by_area, others > usize::from(by_area)) {
            (true, true) => Priority::Both,
            (true, false) => Priority::Area,
            (false, true) => Priority::Sector,
            (false, false) => Priority::None,
        }
    }
}

/// The rank of whoever asks, by the law of a day. (Parameters `promotion.priority.areas`, `.first`,
/// `.second_sectors`, `.by_effect`, `.equal`, `.owners`; points: `promotion.watch.points.*`.)
pub fn rank(law: &Law, on: Day, asker: &Asker<'_>) -> Rank {
    let mut reasons = Vec::new();
    reasons.extend(of_area(law, on, asker));
    match law.on("promotion.priority.by_effect", on.0, None) {
        Some(rule) if rule.has_word(asker.sector.word()) => {
            let told = "Sản xuất sạch hơn: chỉ xếp theo hiệu quả và tính cấp thiết.".to_owned();
            reasons.push(reason(&rule, told, 0));
        }
        _ => reasons.extend(of_sector(law, on, asker)),
    }
    reasons.extend(of_answers(
        law,
        on,
        asker,
        ("promotion.priority.owners", "promotion.watch.points.owner"),
    ));
    reasons.extend(of_answers(
        law,
        on,
        asker,
        ("promotion.priority.equal", "promotion.watch.points.equal"),
    ));
    Rank { reasons }
}

fn reason(rule: &Resolved<'_>, told: String, points: i64) -> Reason {
    Reason {
        told,
        points,
        citation: rule.citation(),
        confidence: rule.confidence_label(),
        note: rule.value.note.clone().unwrap_or_default(),
    }
}

/// The points that the province gives; none where it set none for the day.
fn points(law: &Law, on: Day, province: Option<&str>, key: &str) -> i64 {
    law.on(key, on.0, province).and_then(|value| value.integer()).unwrap_or_default()
}

fn of_area(law: &Law, on: Day, asker: &Asker<'_>) -> Option<Reason> {
    let area = asker.area?;
    let rule = law.on("promotion.priority.areas", on.0, None)?;
    let key = match area {
        AreaKind::Highland => "promotion.watch.points.area_a",
        AreaKind::Poor => "promotion.watch.points.area_b",
        AreaKind::NewRural => "promotion.watch.points.area_c",
        AreaKind::Difficult => "promotion.watch.points.area_d",
    };
    if !rule.has_word(area.word()) {
        return None;
    }
    let told = format!("Địa bàn xét trước: {} (điểm {}).", area.label(), area.word());
    Some(reason(&rule, told, points(law, on, asker.province_code, key)))
}

/// Products, export, material and workers come first; they count once. Then some sectors.
fn of_sector(law: &Law, on: Day, asker: &Asker<'_>) -> Vec<Reason> {
    let mut found = Vec::new();
    if let Some(rule) = law.on("promotion.priority.first", on.0, None) {
        let told = rule.words().filter_map(|word| first(law, on, asker, word));
        let told: Vec<String> = told.collect();
        if !told.is_empty() {
            let given = points(law, on, asker.province_code, "promotion.watch.points.first");
            found.push(reason(&rule, format!("Xét trước: {}.", told.join("; ")), given));
        }
    }
    if let Some(rule) = law.on("promotion.priority.second_sectors", on.0, None)
        && rule.has_word(asker.sector.word())
    {
        let told = format!("Ngành xét tiếp theo: {}.", asker.sector.label());
        found.push(reason(
            &rule,
            told,
            points(law, on, asker.province_code, "promotion.watch.points.second"),
        ));
    }
    found
}

/// What is told of one word of the list, if it holds. (Parameters
/// `promotion.check.many_workers_min`, `promotion.check.local_material_share`.)
fn first(law: &Law, on: Day, asker: &Asker<'_>, word: &str) -> Option<String> {
    match word {
        "many_workers" => {
            let rule = law.on("promotion.check.many_workers_min", on.0, None)?;
            let workers = asker.workers?;
            let holds = rule.allows_scaled(workers, 0)?;
            holds.then(|| format!("nhiều lao động ({workers} người, mức {})", rule.limit()))
        }
        "local_material" => {
            let rule = law.on("promotion.check.local_material_share", on.0, None)?;
            let holds = rule.allows_scaled(asker.local_material_percent?, 2)?;
            holds.then(|| format!("nguyên liệu tại chỗ ({} giá trị nguyên liệu)", rule.limit()))
        }
        _ => {
            let question: Question = word.parse().ok()?;
            asker.answers.is_yes(question).then(|| kernel::text::lower_first(question.label()))
        }
    }
}

fn of_answers(
    law: &Law,
    on: Day,
    asker: &Asker<'_>,
    (key, points_key): (&str, &str),
) -> Option<Reason> {
    let rule = law.on(key, on.0, None)?;
    let held = rule.words().filter_map(|word| word.parse::<Question>().ok());
    let held = held.filter(|question| asker.answers.is_yes(*question));
    let told: Vec<&str> = held.map(Question::label).collect();
    if told.is_empty() {
        return None;
    }
    let scope = rule.value.scope.as_ref().map(|scope| format!(" ({scope})")).unwrap_or_default();
    Some(reason(
        &rule,
        format!("{}{scope}.", told.join("; ")),
        points(law, on, asker.province_code, points_key),
    ))
}
