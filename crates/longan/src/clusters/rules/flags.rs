//! What needs attention in a cluster on a day, each finding with the rule it rests on.

use super::super::model::{Axis, ClusterType, Standing, State};
use super::limits::{self, Legacy};
use crate::observations::Indicator;
use crate::store::Day;
use crate::words;
use kernel::area::Area;
use kernel::law::{Law, Resolved};
use kernel::number::Ratio;

words! {
    /// What needs attention in a cluster.
    pub enum Flag {
        AboveMaximum = "above_maximum" => "Vượt diện tích tối đa",
        BelowMinimum = "below_minimum" => "Dưới diện tích tối thiểu",
        NotEstablished = "not_established" => "Hoạt động khi chưa có quyết định thành lập",
        NoDetailedPlan = "no_detailed_plan" => "Chưa có quy hoạch chi tiết",
        NoManagementRegulation = "no_management_regulation" => "Chưa có (chưa đạt) quy chế quản lý",
        NoUtilityRegulation = "no_utility_regulation" => "Chưa có (chưa đạt) quy chế dịch vụ công cộng, tiện ích",
        NotLeased = "not_leased" => "Chưa cho thuê được đất",
        BehindSchedule = "behind_schedule" => "Vốn hạ tầng chậm tiến độ",
        ServiceLand = "service_land" => "Đất dịch vụ vượt tỷ lệ",
        Before2009 = "before_2009" => "Hình thành trước 2009, chưa hoàn thiện pháp lý",
    }
}

/// What a standing does not hold and the checks need.
#[derive(Clone, Debug, Default)]
pub struct Background {
    /// Day of the first decision that established the cluster.
    pub established_on: Option<Day>,
    /// Special kinds on the day.
    pub types: Vec<ClusterType>,
    /// Name of a work inside the fence that was due and is not fully paid, with the day it was due.
    pub late_work: Option<(String, Day)>,
}

/// One thing that needs attention, with the rule it rests on.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Finding {
    /// What it is.
    pub flag: Flag,
    /// What was found, in a sentence.
    pub explanation: String,
    /// Where the rule stands, and how far it has been checked.
    pub citation: String,
}

/// The law as it stands for one cluster on one day.
struct Rules<'a> {
    law: &'a Law,
    on: Day,
    province: Option<&'a str>,
}

impl<'a> Rules<'a> {
    fn get(&self, key: &str) -> Option<Resolved<'a>> {
        self.law.on(key, self.on.0, self.province)
    }
}

/// Everything that needs attention in a cluster on the day of its standing.
///
/// `province` is the code of the province of that day. No finding blocks anything; one that
/// rests on a value nobody verified says so in its citation.
pub fn findings(
    law: &Law,
    standing: &Standing,
    background: &Background,
    province: Option<&str>,
) -> Vec<Finding> {
    if standing.class().has_ended() {
        return Vec::new();
    }
    let rules = Rules { law, on: standing.on, province };
    let checks = [
        above_maximum(&rules, standing, background),
        below_minimum(&rules, standing, background),
        not_established(&rules, standing),
        no_detailed_plan(&rules, standing),
        no_regulation(&rules, standing, Axis::ManagementRegulation),
        no_regulation(&rules, standing, Axis::UtilityRegulation),
        not_leased(&rules, standing, background),
        behind_schedule(&rules, standing, background),
        service_land(&rules, standing),
        before_2009(&rules, standing, background),
    ];
    checks.into_iter().flatten().collect()
}

/// "theo NĐ 32/2024/NĐ-CP, Điều 2 khoản 1 (đã đối chiếu văn bản)".
fn cite(resolved: &Resolved<'_>) -> String {
    format!("theo {} ({})", resolved.citation(), resolved.confidence_label())
}

fn finding(flag: Flag, explanation: String, resolved: &Resolved<'_>) -> Finding {
    Finding { flag, explanation, citation: cite(resolved) }
}

/// Formed before the decision of 2009: a paper says so, or it was established before the cut-off.
fn is_formed_before_2009(rules: &Rules<'_>, standing: &Standing, background: &Background) -> bool {
    let cutoff = rules.get("clusters.legacy.pre2009_cutoff");
    standing.state(Axis::Formation) == Some(State::FormedBefore2009)
        || background
            .established_on
            .is_some_and(|day| limits::formed_before_2009_decision(cutoff.as_ref(), day))
}

/// Parameters `clusters.area.max_ha`, `clusters.area.max_after_expansion_ha`,
/// `clusters.legacy.over_75_pre2009`.
fn above_maximum(
    rules: &Rules<'_>,
    standing: &Standing,
    background: &Background,
) -> Option<Finding> {
    let area = Area(standing.area_m2()?);
    let maximum = limits::greatest_area(rules.law, rules.on, rules.province)?;
    if !limits::area_above_maximum(Some(&maximum), area) {
        return None;
    }
    let mut explanation =
        format!("Diện tích {} ha, mức tối đa {}.", area.ha_vi(), maximum.display());
    let mut citation = cite(&maximum);
    if is_formed_before_2009(rules, standing, background)
        && let Some(legacy) = rules.get("clusters.legacy.over_75_pre2009")
    {
        explanation = format!(
            "{explanation} Cụm hình thành trước Quyết định 105/2009/QĐ-TTg: {}.",
            legacy.display()
        );
        citation = format!("{citation}; {}", cite(&legacy));
    }
    Some(Finding { flag: Flag::AboveMaximum, explanation, citation })
}

/// Parameters `clusters.area.min_ha`, `clusters.area.min_ha.mountain_or_craft`,
/// `clusters.legacy.small_before_nd68`. Which places count as mountainous is not on record:
/// where only the general minimum is missed the explanation says so.
fn below_minimum(
    rules: &Rules<'_>,
    standing: &Standing,
    background: &Background,
) -> Option<Finding> {
    let area = Area(standing.area_m2()?);
    let special = rules.get("clusters.area.min_ha.mountain_or_craft");
    let is_craft = background.types.contains(&ClusterType::Craft);
    let general = rules.get("clusters.area.min_ha");
    let minimum = if is_craft { special.or(general) } else { general }?;
    let legacy = rules.get("clusters.legacy.small_before_nd68");
    let told = limits::legacy_below_minimum(
        rules.law,
        Some(&minimum),
        legacy,
        area,
        background.established_on,
    );
    let mut explanation =
        format!("Diện tích {} ha, mức tối thiểu {}.", area.ha_vi(), minimum.display());
    let mut citation = cite(&minimum);
    match told {
        Legacy::Within => return None,
        Legacy::Outside => {}
        Legacy::Ruled(legacy) => {
            explanation = format!(
                "{explanation} Thành lập trước Nghị định 68/2017/NĐ-CP: {}.",
                legacy.display()
            );
            citation = format!("{citation}; {}", cite(&legacy));
        }
    }
    if let Some(special) =
        special.filter(|special| !is_craft && !limits::area_below_minimum(Some(special), area))
    {
        explanation = format!(
            "{explanation} Nếu ở địa bàn miền núi thì mức tối thiểu là {}.",
            special.display()
        );
    }
    Some(Finding { flag: Flag::BelowMinimum, explanation, citation })
}

/// Parameter `clusters.regime`: since 2009 a cluster is established by a decision.
fn not_established(rules: &Rules<'_>, standing: &Standing) -> Option<Finding> {
    if !standing.is_operating() || standing.is_established() {
        return None;
    }
    let regime = rules.get("clusters.regime")?;
    let explanation =
        "Cụm đã có dự án hoạt động nhưng hồ sơ chưa có quyết định thành lập.".to_owned();
    Some(finding(Flag::NotEstablished, explanation, &regime))
}

/// Parameter `clusters.detailed_plan.before_infrastructure`. Industrial land is fixed by the
/// detailed plan, so a cluster whose industrial land is on record has one.
fn no_detailed_plan(rules: &Rules<'_>, standing: &Standing) -> Option<Finding> {
    let has_plan = standing.state(Axis::DetailedPlan).is_some()
        || standing.number(Indicator::AreaDetailed).is_some()
        || standing.industrial_m2().is_some();
    if !standing.is_established() || has_plan {
        return None;
    }
    let rule = rules
        .get("clusters.detailed_plan.before_infrastructure")
        .or_else(|| rules.get("clusters.regime"))?;
    let explanation =
        "Cụm đã thành lập nhưng hồ sơ chưa có quy hoạch chi tiết được duyệt; chưa xác định được đất công nghiệp."
            .to_owned();
    Some(finding(Flag::NoDetailedPlan, explanation, &rule))
}

/// Parameters `clusters.regime` and `clusters.utility_regulation.copy_within`; only what a
/// paper says is missing is told, not what nobody reported.
fn no_regulation(rules: &Rules<'_>, standing: &Standing, axis: Axis) -> Option<Finding> {
    let fact = standing.states.get(&axis)?;
    let (flag, key) = match fact.state {
        State::ManagementLack | State::ManagementBelow => {
            (Flag::NoManagementRegulation, "clusters.regime")
        }
        State::UtilityLack | State::UtilityBelow => {
            (Flag::NoUtilityRegulation, "clusters.utility_regulation.copy_within")
        }
        _ => return None,
    };
    if !standing.is_operating() {
        return None;
    }
    let rule = rules.get(key).or_else(|| rules.get("clusters.regime"))?;
    let explanation = format!(
        "{} ({}, {} {}).",
        fact.state.label(),
        fact.document,
        fact.precision.label(),
        fact.on_day.vi()
    );
    Some(finding(flag, explanation.replace(",  ", ", "), &rule))
}

/// Parameter `clusters.watch.unleased_years`: a level the Department watches, not law.
fn not_leased(rules: &Rules<'_>, standing: &Standing, background: &Background) -> Option<Finding> {
    let watched = rules.get("clusters.watch.unleased_years")?;
    let finished = standing
        .states
        .get(&Axis::Infrastructure)
        .filter(|fact| fact.state == State::Completed)
        .map(|fact| fact.on_day);
    let since = finished.or(background.established_on)?;
    let is_long = years_after(since, &watched).is_some_and(|day| day.0 < rules.on.0);
    if !is_long || !standing.is_established() || standing.leased_m2().unwrap_or_default() > 0 {
        return None;
    }
    let from = if finished.is_some() { "hoàn thành hạ tầng" } else { "thành lập" };
    let explanation = format!(
        "Chưa ghi nhận đất cho thuê sau hơn {} kể từ khi {from} ({}).",
        watched.display(),
        since.vi()
    );
    Some(finding(Flag::NotLeased, explanation, &watched))
}

/// A work past its due day that is not fully paid; where no schedule is known, parameters
/// `clusters.watch.capital_years` and `clusters.watch.capital_paid_share`.
fn behind_schedule(
    rules: &Rules<'_>,
    standing: &Standing,
    background: &Background,
) -> Option<Finding> {
    let paid =
        Ratio { numerator: standing.inside_paid_vnd, denominator: standing.inside_planned_vnd };
    let watched = rules.get("clusters.watch.capital_years")?;
    if let Some((name, due_on)) = &background.late_work {
        let explanation = format!(
            "Hạng mục “{name}” phải xong {}, vốn đã thực hiện chưa đủ vốn kế hoạch.",
            due_on.vi()
        );
        return Some(Finding {
            flag: Flag::BehindSchedule,
            explanation,
            citation: "theo tiến độ ghi trong hồ sơ hạng mục".to_owned(),
        });
    }
    let share = rules.get("clusters.watch.capital_paid_share")?;
    let since = background.established_on?;
    let is_long = years_after(since, &watched).is_some_and(|day| day.0 < rules.on.0);
    let enough = share.allows_scaled(paid.percent_scaled()?, 2)?;
    if !is_long || enough {
        return None;
    }
    let explanation = format!(
        "Vốn hạ tầng trong hàng rào mới thực hiện {} % so với kế hoạch sau hơn {} kể từ khi thành lập ({}); mức theo dõi {}.",
        paid.percent_vi()?,
        watched.display(),
        since.vi(),
        share.limit()
    );
    Some(finding(Flag::BehindSchedule, explanation, &share))
}

/// Parameter `clusters.land.service_max_share`.
fn service_land(rules: &Rules<'_>, standing: &Standing) -> Option<Finding> {
    let share = rules.get("clusters.land.service_max_share")?;
    let service = Area(standing.number(Indicator::AreaService)?);
    let whole = Area(standing.area_m2()?);
    if !limits::service_land_above_share(Some(&share), service, whole) {
        return None;
    }
    let explanation = format!(
        "Đất dịch vụ {} ha trong cụm {} ha, mức {}.",
        service.ha_vi(),
        whole.ha_vi(),
        share.limit()
    );
    Some(finding(Flag::ServiceLand, explanation, &share))
}

/// Parameters `clusters.legacy.pre2009_cutoff` and `clusters.legacy.pre2009_deadline`.
fn before_2009(rules: &Rules<'_>, standing: &Standing, background: &Background) -> Option<Finding> {
    let deadline = rules.get("clusters.legacy.pre2009_deadline")?;
    if standing.is_established() || !is_formed_before_2009(rules, standing, background) {
        return None;
    }
    let when = if limits::legacy_deadline_open(Some(&deadline), rules.on) {
        "còn trong hạn"
    } else {
        "đã hết hạn"
    };
    let explanation = format!(
        "Phải hoàn thiện pháp lý hoặc đưa ra khỏi quy hoạch {} ({when}).",
        deadline.limit()
    );
    Some(finding(Flag::Before2009, explanation, &deadline))
}

/// The day some years after another, as the parameter counts them.
fn years_after(since: Day, years: &Resolved<'_>) -> Option<Day> {
    let years = jiff::Span::new().try_years(years.integer()?).ok()?;
    since.0.checked_add(years).ok().map(Day)
}
