//! Whether an amount keeps within the law of its day, with the paper that says so.

use super::super::model::Activity;
use super::advance::{advance_caps, advance_family};
use super::support::{Ceiling, Wanted, ceiling, first_ceiling_after};
use crate::store::Day;
use kernel::law::{Law, Resolved};
use kernel::number::format_scaled;

/// How an amount stands to the law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It keeps within the limit.
    Within,
    /// It passes the limit by this many đồng.
    Over(i64),
    /// The paper of the day names no figure.
    NoFigure,
    /// It is a share of a cost that is not known: nobody else's money was entered yet.
    NoCost,
    /// No row of that day is known.
    NoRule,
}

/// One comparison of an amount with the law.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// How it stands.
    pub verdict: Verdict,
    /// What the law says, in words; empty where it says nothing.
    pub rule: String,
    /// The limit in đồng, when it can be told.
    pub limit_vnd: Option<i64>,
    /// Where the law says so.
    pub citation: String,
    /// How far that has been checked.
    pub confidence: &'static str,
    /// Whether the text of the paper was read: a check on anything else only warns.
    pub is_verified: &'static str,
    /// What else must be said.
    pub note: String,
}

impl Judgement {
    /// How it stands, in words.
    pub fn told(&self) -> String {
        match self.verdict {
            Verdict::Within => "Trong mức".to_owned(),
            Verdict::Over(by) => format!("Vượt {} đồng", format_scaled(by, 0, 0, 0)),
            Verdict::NoFigure => "Văn bản không ghi mức tiền".to_owned(),
            Verdict::NoCost => "Chưa đủ để xét".to_owned(),
            Verdict::NoRule => "Chưa có mức của ngày này".to_owned(),
        }
    }

    /// Colour of the mark.
    pub fn colour(&self) -> &'static str {
        match self.verdict {
            Verdict::Within => "green",
            Verdict::Over(_) if !self.is_verified.is_empty() => "red",
            Verdict::Over(_) | Verdict::NoCost => "orange",
            Verdict::NoFigure | Verdict::NoRule => "secondary",
        }
    }

    /// Whether it must be explained: it passes a limit whose text was read.
    pub fn needs_explanation(&self) -> bool {
        matches!(self.verdict, Verdict::Over(_)) && !self.is_verified.is_empty()
    }

    /// By how many đồng it passes the limit.
    pub fn over(&self) -> Option<i64> {
        if let Verdict::Over(by) = self.verdict { Some(by) } else { None }
    }

    fn without_rule() -> Self {
        Self {
            verdict: Verdict::NoRule,
            rule: String::new(),
            limit_vnd: None,
            citation: String::new(),
            confidence: "",
            is_verified: "",
            note: String::new(),
        }
    }

    fn by(rule: &Resolved<'_>, told: String, limit_vnd: Option<i64>, amount_vnd: i64) -> Self {
        let verdict = match limit_vnd {
            None => Verdict::NoFigure,
            Some(limit) if amount_vnd > limit => Verdict::Over(amount_vnd - limit),
            Some(_) => Verdict::Within,
        };
        Self {
            verdict,
            rule: told,
            limit_vnd,
            citation: rule.citation(),
            confidence: rule.confidence_label(),
            is_verified: if rule.is_verified() { "yes" } else { "" },
            note: rule.value.note.clone().unwrap_or_default(),
        }
    }
}

/// Whether a support keeps within the ceiling of its day of approval.
///
/// On a day without a row the first later one is named, and the amount compared with it, for the
/// officer to know; that comparison is no verdict.
pub fn judge_support(law: &Law, wanted: &Wanted<'_>, amount_vnd: i64) -> Judgement {
    if let Some(found) = ceiling(law, wanted)
        && let Some(rule) = found.rule()
    {
        let mut judged =
            Judgement::by(&least_sure(&found, rule), found.told(), found.limit_vnd, amount_vnd);
        judged.citation = rule.citation();
        let is_share_unknown = found.percent.is_some() && wanted.base_vnd.is_none();
        if is_share_unknown && judged.over().is_none() {
            judged.verdict = Verdict::NoCost;
            judged.note = join(
                "Chưa ghi vốn đối ứng, vốn khác nên chưa xét được tỷ lệ trên chi phí; hãy ghi các dòng kinh phí ấy.",
                &judged.note,
            );
        }
        if found.province.is_none() && !wanted.provinces.is_empty() {
            judged.note =
                join("Bộ tham số chưa có mức của tỉnh; so với mức quốc gia.", &judged.note);
        }
        return judged;
    }
    let note = first_ceiling_after(law, wanted).and_then(|(day, later)| {
        let rule = later.rule()?;
        let compared = Judgement::by(&rule, later.told(), later.limit_vnd, amount_vnd);
        Some(format!(
            "Mức đầu tiên trong bộ tham số có từ {}: {} ({}, {}); so với mức ấy: {}.",
            day.vi(),
            later.told(),
            rule.citation(),
            rule.confidence_label(),
            kernel::text::lower_first(&compared.told())
        ))
    });
    Judgement {
        note: note.unwrap_or_else(|| {
            "Nội dung này theo chế độ chi chung của Bộ Tài chính hoặc quy định của tỉnh; bộ tham số chưa có.".to_owned()
        }),
        ..Judgement::without_rule()
    }
}

/// The value of a row that has been checked least: what a verdict rests on is no surer than that.
fn least_sure<'a>(found: &Ceiling<'a>, rule: Resolved<'a>) -> Resolved<'a> {
    let values = [found.percent, found.amount, found.basis, found.multiplier];
    values.into_iter().flatten().min_by_key(Resolved::confidence).unwrap_or(rule)
}

/// Whether what has been advanced keeps within the ratios of the day: one judgement a ratio.
pub fn judge_advance(
    law: &Law,
    activity: Activity,
    on: Day,
    support_vnd: i64,
    advanced_vnd: i64,
) -> Vec<Judgement> {
    let caps = advance_caps(law, activity, on);
    let judged: Vec<Judgement> =
        caps.iter().map(|cap| by_ratio(cap, support_vnd, advanced_vnd)).collect();
    if judged.is_empty() {
        return vec![Judgement {
            note: later_advance(law, activity, on, support_vnd, advanced_vnd),
            ..Judgement::without_rule()
        }];
    }
    judged
}

/// What the first later ratios would have said of an advance, for days without one.
pub fn later_advance(
    law: &Law,
    activity: Activity,
    on: Day,
    support_vnd: i64,
    advanced_vnd: i64,
) -> String {
    let keys = advance_family(activity).into_iter().chain(["promotion.advance.total_max"]);
    let later = keys.filter_map(|key| {
        let parameter = law.parameter(key)?;
        let first = parameter.values.iter().filter(|v| v.from.is_some_and(|from| from > on.0));
        let first = first.min_by_key(|value| value.from)?;
        let cap = law.resolve(parameter, first);
        let judged = by_ratio(&cap, support_vnd, advanced_vnd);
        Some(format!(
            "từ {}: {} ({}) – {}",
            Day(first.from?).vi(),
            cap.limit(),
            judged.citation,
            kernel::text::lower_first(&judged.told())
        ))
    });
    let later: Vec<String> = later.collect();
    if later.is_empty() {
        return String::new();
    }
    format!("So với các mức có sau đó, {}.", later.join("; "))
}

fn by_ratio(cap: &Resolved<'_>, support_vnd: i64, advanced_vnd: i64) -> Judgement {
    let limit = cap
        .scaled(2)
        .and_then(|share| i64::try_from(i128::from(support_vnd) * i128::from(share) / 10_000).ok());
    let told = format!("{} kinh phí hỗ trợ", cap.limit());
    let mut judged = Judgement::by(cap, told, limit, advanced_vnd);
    if let Some(scope) = &cap.value.scope {
        judged.note = join(&format!("Điều kiện: {scope}."), &judged.note);
    }
    judged
}

fn join(one: &str, other: &str) -> String {
    format!("{one} {other}").trim().to_owned()
}
