//! Whether an establishment may be supported: who, where, which sector, how large, and what it has
//! to answer for the kind of support; each by the law of a day.

use super::super::model::{Activity, Answer, Answers, AreaKind, Question, Sector};
use crate::organizations::Kind;
use crate::store::Day;
use crate::words;
use kernel::law::{Law, Resolved};

words! {
    /// How an establishment stands to a condition.
    pub enum Standing {
        Met = "met" => "Đạt",
        NotMet = "not_met" => "Chưa đạt",
        Unsaid = "unsaid" => "Chưa kết luận được",
    }
}

impl Standing {
    /// Colour of its mark.
    pub fn colour(self) -> &'static str {
        match self {
            Self::Met => "green",
            Self::NotMet => "red",
            Self::Unsaid => "secondary",
        }
    }
}

/// What the law needs to know of whoever asks.
#[derive(Clone, Copy, Debug)]
pub struct Asker<'a> {
    /// What kind of body it is.
    pub kind: Kind,
    /// Kind of its commune on the day: xã, phường, thị trấn, đặc khu; empty when no commune is known.
    pub commune_kind: &'a str,
    /// Kind of its province on the day: tỉnh, thành phố.
    pub province_kind: &'a str,
    /// Code of that province, for the points it sets itself.
    pub province_code: Option<&'a str>,
    /// The best of the areas that come first in which it lies.
    pub area: Option<AreaKind>,
    /// Its sector.
    pub sector: Sector,
    /// What support it wants.
    pub activity: Activity,
    /// How many people work there.
    pub workers: Option<i64>,
    /// Whole capital, in đồng.
    pub capital_vnd: Option<i64>,
    /// Share of material from within the province, in hundredths of a percent.
    pub local_material_percent: Option<i64>,
    /// How often the body was at fairs abroad in the year it asks for.
    pub fairs_abroad: i64,
    /// What was answered.
    pub answers: &'a Answers,
}

/// One condition, how it stands, and by which paper.
#[derive(Clone, Debug)]
pub struct Condition {
    /// What it is about.
    pub about: String,
    /// How it stands.
    pub standing: Standing,
    /// Why, in a sentence.
    pub told: String,
    /// Where the law says so; empty where no rule of the day is known.
    pub citation: String,
    /// How far that has been checked.
    pub confidence: &'static str,
    /// What else must be said.
    pub note: String,
}

impl Condition {
    fn new(
        about: impl Into<String>,
        rule: &Resolved<'_>,
        standing: Standing,
        told: String,
    ) -> Self {
        Self {
            about: about.into(),
            standing,
            told,
            citation: rule.citation(),
            confidence: rule.confidence_label(),
            note: rule.value.note.clone().unwrap_or_default(),
        }
    }

    fn without_rule(about: &str) -> Self {
        Self {
            about: about.to_owned(),
            standing: Standing::Unsaid,
            told: "Bộ tham số chưa có quy định của ngày này.".to_owned(),
            citation: String::new(),
            confidence: "",
            note: String::new(),
        }
    }
}

/// Who, where, which sector and how large, by the law of a day.
pub fn profile(law: &Law, on: Day, asker: &Asker<'_>) -> Vec<Condition> {
    vec![who(law, on, asker), place(law, on, asker), sector(law, on, asker), size(law, on, asker)]
}

/// (Parameter `promotion.beneficiary.kinds`.)
fn who(law: &Law, on: Day, asker: &Asker<'_>) -> Condition {
    const ABOUT: &str = "Đối tượng";
    let Some(rule) = law.on("promotion.beneficiary.kinds", on.0, None) else {
        return Condition::without_rule(ABOUT);
    };
    let standing = match asker.kind {
        Kind::Unknown => Standing::Unsaid,
        kind if rule.has_word(kind.word()) => Standing::Met,
        _ => Standing::NotMet,
    };
    let told = match standing {
        Standing::Met => format!("{}: thuộc đối tượng.", asker.kind.label()),
        Standing::NotMet => {
            format!("{}: không thuộc đối tượng ({}).", asker.kind.label(), rule.display())
        }
        Standing::Unsaid => "Chưa rõ loại hình đơn vị. Hãy ghi loại hình ở sổ tổ chức.".to_owned(),
    };
    Condition::new(ABOUT, &rule, standing, told)
}

/// (Parameters `promotion.beneficiary.places`, `.undecided_places`, `.without_limits`.)
fn place(law: &Law, on: Day, asker: &Asker<'_>) -> Condition {
    const ABOUT: &str = "Địa bàn";
    if let Some(free) = without_limits(law, on, asker.sector) {
        let told = "Sản xuất sạch hơn: không giới hạn địa bàn.".to_owned();
        return Condition::new(ABOUT, &free, Standing::Met, told);
    }
    let Some(rule) = law.on("promotion.beneficiary.places", on.0, None) else {
        return Condition::without_rule(ABOUT);
    };
    let in_craft_village = asker.answers.to(Question::CraftVillage);
    if rule.has_word("craft_village") && in_craft_village == Some(Answer::Yes) {
        let told = "Ở làng nghề được UBND tỉnh công nhận.".to_owned();
        return Condition::new(ABOUT, &rule, Standing::Met, told);
    }
    let Some(word) = place_word(asker.commune_kind, asker.province_kind) else {
        let told = "Chưa rõ cơ sở ở xã, phường nào.".to_owned();
        return Condition::new(ABOUT, &rule, Standing::Unsaid, told);
    };
    let undecided = law.on("promotion.beneficiary.undecided_places", on.0, None);
    let of = match asker.province_kind {
        "thành phố" => "thành phố trực thuộc trung ương",
        _ => "tỉnh",
    };
    let (standing, told) = if rule.has_word(word) {
        (Standing::Met, format!("{} của {of}: thuộc địa bàn.", upper(asker.commune_kind)))
    } else if let Some(undecided) = undecided.filter(|undecided| undecided.has_word(word)) {
        (Standing::Unsaid, format!("{}.", upper(&undecided.display())))
    } else if rule.has_word("craft_village") && in_craft_village.is_none() {
        let told = format!(
            "{} của {of} chỉ được hỗ trợ nếu ở làng nghề được công nhận; chưa có câu trả lời.",
            upper(asker.commune_kind)
        );
        (Standing::Unsaid, told)
    } else {
        let told =
            format!("{} của {of}: ngoài địa bàn ({}).", upper(asker.commune_kind), rule.display());
        (Standing::NotMet, told)
    };
    Condition::new(ABOUT, &rule, standing, told)
}

/// The word by which the law knows a kind of commune in a kind of province.
fn place_word(commune_kind: &str, province_kind: &str) -> Option<&'static str> {
    let is_city = province_kind == "thành phố";
    match (commune_kind, is_city) {
        ("xã", false) => Some("commune"),
        ("xã", true) => Some("city_commune"),
        ("thị trấn", _) => Some("township"),
        ("phường", false) => Some("ward"),
        ("phường", true) => Some("city_ward"),
        ("đặc khu", false) => Some("special_zone"),
        ("đặc khu", true) => Some("city_special_zone"),
        _ => None,
    }
}

fn without_limits(law: &Law, on: Day, sector: Sector) -> Option<Resolved<'_>> {
    let rule = law.on("promotion.beneficiary.without_limits", on.0, None)?;
    rule.has_word(sector.word()).then_some(rule)
}

/// (Parameters `promotion.sectors`, `promotion.sectors.difficult_areas_only`.)
fn sector(law: &Law, on: Day, asker: &Asker<'_>) -> Condition {
    const ABOUT: &str = "Ngành nghề";
    let Some(rule) = law.on("promotion.sectors", on.0, None) else {
        return Condition::without_rule(ABOUT);
    };
    let label = asker.sector.label();
    if !rule.has_word(asker.sector.word()) {
        let told = format!("{label}: ngày này không có trong danh mục ngành nghề.");
        let standing =
            if asker.sector == Sector::Other { Standing::Unsaid } else { Standing::NotMet };
        return Condition::new(ABOUT, &rule, standing, told);
    }
    let only = law.on("promotion.sectors.difficult_areas_only", on.0, None);
    if let Some(only) = only.filter(|only| only.has_word(asker.sector.word())) {
        let (standing, told) = match asker.area {
            Some(AreaKind::NewRural) | None => (
                Standing::Unsaid,
                format!("{label}: chỉ ở địa bàn khó khăn; sổ chưa ghi địa bàn này là khó khăn."),
            ),
            Some(_) => (Standing::Met, format!("{label}, ở địa bàn khó khăn.")),
        };
        return Condition::new(ABOUT, &only, standing, told);
    }
    Condition::new(ABOUT, &rule, Standing::Met, format!("{label}: thuộc danh mục."))
}

/// One of two limits is enough. (Parameters `promotion.check.sme_capital_max`, `.sme_workers_max`.)
fn size(law: &Law, on: Day, asker: &Asker<'_>) -> Condition {
    const ABOUT: &str = "Quy mô";
    if let Some(free) = without_limits(law, on, asker.sector) {
        let told = "Sản xuất sạch hơn: không giới hạn vốn, lao động.".to_owned();
        return Condition::new(ABOUT, &free, Standing::Met, told);
    }
    let capital = law.on("promotion.check.sme_capital_max", on.0, None);
    let workers = law.on("promotion.check.sme_workers_max", on.0, None);
    let (Some(capital), Some(workers)) = (capital, workers) else {
        return Condition::without_rule(ABOUT);
    };
    if matches!(asker.kind, Kind::Household | Kind::Cooperative)
        && let Some(rule) = law.on("promotion.beneficiary.kinds", on.0, None)
    {
        let told = "Mức nhỏ và vừa đặt cho doanh nghiệp; hợp tác xã, hộ kinh doanh không xét.";
        return Condition::new(ABOUT, &rule, Standing::Met, told.to_owned());
    }
    let within_capital =
        asker.capital_vnd.and_then(|vnd| Some(capital.bound()?.allows(vnd, capital.amount_vnd()?)));
    let within_workers = asker.workers.and_then(|count| workers.allows_scaled(count, 0));
    let standing = match (within_capital, within_workers) {
        (Some(true), _) | (_, Some(true)) => Standing::Met,
        (Some(false), Some(false)) => Standing::NotMet,
        _ => Standing::Unsaid,
    };
    let limits = format!("vốn {} hoặc lao động {} người", capital.limit(), workers.limit());
    let told = match standing {
        Standing::Met => format!("Nhỏ và vừa: {limits}."),
        Standing::NotMet => format!("Vượt cả hai mức: {limits}."),
        Standing::Unsaid => format!("Chưa đủ số liệu vốn, lao động để so với {limits}."),
    };
    Condition::new(ABOUT, &capital, standing, told)
}

/// The parameters that ask something of a kind of support.
fn checks(activity: Activity) -> &'static [&'static str] {
    match activity {
        Activity::Machinery | Activity::MachineryLine => {
            &["promotion.check.machinery", "promotion.check.technology_transfer"]
        }
        Activity::NewTechnologyModel => &["promotion.check.new_technology_model"],
        Activity::ReplicableModel => &["promotion.check.replicable_model"],
        Activity::RelocationInterest => &["promotion.check.relocation"],
        _ => &[],
    }
}

/// What must be asked of whoever wants a kind of support, and for its rank.
pub fn questions(law: &Law, on: Day, asker: &Asker<'_>) -> Vec<Question> {
    const RANK: &[&str] = &[
        "promotion.beneficiary.places",
        "promotion.priority.first",
        "promotion.priority.equal",
        "promotion.priority.owners",
    ];
    let keys = checks(asker.activity).iter().chain(&["promotion.conditions"]).chain(RANK);
    let words = keys.filter_map(|key| law.on(key, on.0, None)).flat_map(|rule| {
        let words: Vec<&str> = rule.words().collect();
        words
    });
    let mut found: Vec<Question> = words.filter_map(|word| word.parse().ok()).collect();
    if asker.sector == Sector::Materials {
        found.push(Question::ClayBrick);
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The technical checks and the two commitments of a kind of support, each by its paper.
/// (Parameters `promotion.check.machinery`, `.technology_transfer`, `.new_technology_model`,
/// `.replicable_model`, `.relocation`, `.clay_brick_excluded`, `.foreign_fair_max`,
/// `promotion.conditions`.)
pub fn checklist(law: &Law, on: Day, asker: &Asker<'_>) -> Vec<Condition> {
    let mut found = Vec::new();
    for key in checks(asker.activity).iter().chain(&["promotion.conditions"]) {
        let Some(rule) = law.on(key, on.0, None) else { continue };
        let words = rule.words().filter_map(|word| word.parse::<Question>().ok());
        found.extend(words.map(|question| answered(&rule, question, asker.answers)));
    }
    if asker.sector == Sector::Materials
        && let Some(rule) = law.on("promotion.check.clay_brick_excluded", on.0, None)
    {
        let mut line = answered(&rule, Question::ClayBrick, asker.answers);
        line.standing = match line.standing {
            Standing::Met => Standing::NotMet,
            Standing::NotMet => Standing::Met,
            Standing::Unsaid => Standing::Unsaid,
        };
        line.told = format!("{} Không hỗ trợ {}.", line.told, rule.display());
        found.push(line);
    }
    if asker.activity == Activity::FairAbroad
        && let Some(rule) = law.on("promotion.check.foreign_fair_max", on.0, None)
    {
        let with_this = asker.fairs_abroad + 1;
        let allowed = rule.allows_scaled(with_this, 0) == Some(true);
        let standing = if allowed { Standing::Met } else { Standing::NotMet };
        let told = format!(
            "Lần thứ {with_this} trong năm theo sổ này; mỗi cơ sở {} lần một năm.",
            rule.limit()
        );
        found.push(Condition::new("Hội chợ ở nước ngoài", &rule, standing, told));
    }
    found
}

fn answered(rule: &Resolved<'_>, question: Question, given: &Answers) -> Condition {
    let standing = match given.to(question) {
        Some(Answer::Yes) => Standing::Met,
        Some(Answer::No) => Standing::NotMet,
        None => Standing::Unsaid,
    };
    let told = format!("Trả lời: {}.", kernel::text::lower_first(given.label(question)));
    Condition::new(question.label(), rule, standing, told)
}

fn upper(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}
