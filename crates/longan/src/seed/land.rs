//! Clusters: their units, states, areas, works and plots.

use super::random::Random;
use super::store::Writer;
use super::{Lot, Papers, RECORDED_AT, Stage, TODAY, papers, record};
use crate::backup::store::Cell;
use crate::clusters::State;
use crate::documents::Kind;
use crate::observations::{Indicator, ReporterKind};
use crate::places::Link;
use crate::store::Result;
use kernel::text::{fold, search_text, sort_key};

/// A grown cluster, as far as its enterprises need to know.
pub struct Cluster {
    /// Its id.
    pub id: String,
    /// Its plots: id and area.
    pub plots: Vec<(String, i64)>,
    /// Year it was established in; of a planned one, the year of the plan.
    pub year: i64,
}

/// Square metres in a hectare.
const HA: i64 = 10_000;

/// Grows one cluster.
pub async fn grow(
    writer: &mut Writer,
    random: &mut Random,
    papers: &mut Papers,
    lot: &Lot<'_>,
    number: usize,
) -> Result<Cluster> {
    let id = random.id();
    let commune = lot.commune;
    let plan = papers.plan(writer, random, commune).await?;
    let report = papers.report(writer, random, commune).await?;
    let year = random.between(2006, 2024);
    // One in thirty was laid out above any limit.
    let area_m2 =
        HA * if random.happens(3) { random.between(76, 120) } else { random.between(8, 75) };
    let industrial_m2 = area_m2 * random.between(65, 75) / 100;
    let place_text = format!("{}, {}", commune.full_name, commune.province);
    let known_from =
        if lot.stage == Stage::Planned { "2023-06-15".to_owned() } else { format!("{year}-01-01") };
    writer
        .add(
            "clusters",
            [
                ("id", id.clone().into()),
                ("slug", format!("{}-{}", fold(&lot.name).replace(' ', "-"), number + 1).into()),
                ("code", format!("CCN-{}-{:05}", commune.province_code, number + 1).into()),
                ("name", lot.name.clone().into()),
                ("lead_place_id", commune.id.clone().into()),
                ("place_text", place_text.clone().into()),
                ("known_from", known_from.into()),
                ("match_key", kernel::cluster_name::match_key(&lot.name).into()),
                ("sort_key", sort_key(&lot.name).into()),
                ("search_text", search_text(&["ccn", &lot.name, &place_text]).into()),
                ("recorded_at", RECORDED_AT.into()),
            ],
        )
        .await?;
    let itself = Link::itself("cluster", &id);
    for link in lot.links.iter().chain([&itself]) {
        writer
            .add(
                "cluster_places",
                [
                    ("cluster_id", id.as_str().into()),
                    ("place_id", link.place_id.as_str().into()),
                    ("relation", link.relation.word().into()),
                    ("mapping", link.mapping.word().into()),
                ],
            )
            .await?;
    }
    record(writer, random, "cluster", &id, &lot.name, &plan).await?;
    writer
        .add(
            "plan_entries",
            [
                ("id", random.id().into()),
                ("cluster_id", id.as_str().into()),
                ("document_id", plan.as_str().into()),
                ("horizon", "2030".into()),
                ("listed_on", "2023-06-15".into()),
                ("area_m2", area_m2.into()),
                ("recorded_at", RECORDED_AT.into()),
            ],
        )
        .await?;
    let mut sheet = Facts { writer, random, cluster_id: &id };
    sheet.state(State::Listed, "2023-06-15", &plan).await?;
    sheet.area(Indicator::AreaPlanned, "2023-06-15", area_m2, &plan).await?;
    let mut plots = Vec::new();
    if lot.stage >= Stage::Established {
        let decision = sheet.decision(lot, number, year, "").await?;
        let detailed = sheet.decision(lot, number, year, "b").await?;
        let day = format!("{year}-07-01");
        sheet.state(State::Established, &day, &decision).await?;
        sheet.state(State::DetailedPlanApproved, &day, &detailed).await?;
        sheet.area(Indicator::AreaDecision, &day, area_m2, &decision).await?;
        for (indicator, m2) in [
            (Indicator::AreaDetailed, area_m2),
            (Indicator::AreaIndustrial, industrial_m2),
            (Indicator::AreaService, area_m2 * 4 / 100),
            (Indicator::AreaTraffic, area_m2 * 12 / 100),
            (Indicator::AreaGreen, area_m2 * 10 / 100),
        ] {
            sheet.area(indicator, &day, m2, &detailed).await?;
        }
        sheet.area(Indicator::AreaCleared, TODAY, industrial_m2 * 9 / 10, &report).await?;
        sheet.works(area_m2, &report).await?;
        plots = sheet.plots(lot.plots, industrial_m2, &detailed).await?;
    }
    if lot.stage == Stage::Operating {
        sheet.state(State::Operating, &format!("{}-01-15", year + 1), &report).await?;
        sheet.area(Indicator::AreaServiced, TODAY, industrial_m2 * 85 / 100, &report).await?;
        let plant = if sheet.random.happens(40) { State::PlantOperating } else { State::PlantNone };
        sheet.state(plant, TODAY, &report).await?;
        let rules =
            if sheet.random.happens(60) { State::ManagementHave } else { State::ManagementLack };
        sheet.state(rules, TODAY, &report).await?;
    }
    Ok(Cluster { id, plots, year })
}

/// Facts of one cluster being written.
struct Facts<'a> {
    writer: &'a mut Writer,
    random: &'a mut Random,
    cluster_id: &'a str,
}

impl Facts<'_> {
    async fn decision(
        &mut self,
        lot: &Lot<'_>,
        number: usize,
        year: i64,
        mark: &str,
    ) -> Result<String> {
        let commune = lot.commune;
        let paper_number = format!("{}{mark}/QĐ-UBND", number + 100);
        let day = format!("{year}-06-20");
        let issuer = format!("UBND {}", commune.province);
        let what = if mark.is_empty() { "Thành lập" } else { "Duyệt quy hoạch chi tiết" };
        let subject = format!("{what} cụm công nghiệp {}", lot.name);
        papers::add(
            self.writer,
            self.random,
            Kind::Decision,
            &paper_number,
            &day,
            &issuer,
            &subject,
        )
        .await
    }

    async fn state(&mut self, state: State, day: &str, document_id: &str) -> Result<()> {
        self.writer
            .add(
                "cluster_states",
                [
                    ("id", self.random.id().into()),
                    ("cluster_id", self.cluster_id.into()),
                    ("axis", state.axis().word().into()),
                    ("state", state.word().into()),
                    ("on_day", day.into()),
                    ("precision", "exact".into()),
                    ("document_id", document_id.into()),
                    ("recorded_at", RECORDED_AT.into()),
                ],
            )
            .await
    }

    async fn area(
        &mut self,
        indicator: Indicator,
        day: &str,
        m2: i64,
        document_id: &str,
    ) -> Result<()> {
        observe(
            self.writer,
            self.random,
            "cluster",
            self.cluster_id,
            (indicator, m2),
            day,
            "",
            document_id,
        )
        .await
    }

    async fn works(&mut self, area_m2: i64, document_id: &str) -> Result<()> {
        for (kind, name, side, funder) in [
            ("whole", "Hạ tầng kỹ thuật trong cụm", "inside", "investor"),
            ("road", "Đường đấu nối vào cụm", "outside", "state"),
        ] {
            // About 9 tỷ đồng a hectare inside the fence, a tenth of it outside.
            let planned = area_m2 / HA * if side == "inside" { 9_000_000_000 } else { 900_000_000 };
            let paid = planned * self.random.between(10, 100) / 100;
            self.writer
                .add(
                    "infrastructure_items",
                    [
                        ("id", self.random.id().into()),
                        ("cluster_id", self.cluster_id.into()),
                        ("kind", kind.into()),
                        ("name", name.into()),
                        ("fence_side", side.into()),
                        ("funder", funder.into()),
                        ("planned_vnd", planned.into()),
                        ("paid_vnd", paid.into()),
                        ("as_of", TODAY.into()),
                        ("document_id", document_id.into()),
                        ("recorded_at", RECORDED_AT.into()),
                    ],
                )
                .await?;
        }
        Ok(())
    }

    async fn plots(
        &mut self,
        count: u64,
        industrial_m2: i64,
        document_id: &str,
    ) -> Result<Vec<(String, i64)>> {
        let m2 = industrial_m2 / i64::try_from(count.max(1)).unwrap_or(1);
        let mut plots = Vec::new();
        for number in 1..=count {
            let id = self.random.id();
            self.writer
                .add(
                    "plots",
                    [
                        ("id", id.as_str().into()),
                        ("cluster_id", self.cluster_id.into()),
                        ("number", format!("L{number:03}").into()),
                        ("area_m2", m2.into()),
                        ("land_use", "industrial".into()),
                        ("document_id", document_id.into()),
                        ("recorded_at", RECORDED_AT.into()),
                    ],
                )
                .await?;
            plots.push((id, m2));
        }
        Ok(plots)
    }
}

/// Keeps what the Department reports of a cluster or an enterprise.
#[expect(clippy::too_many_arguments, reason = "an observation says that much")]
pub async fn observe(
    writer: &mut Writer,
    random: &mut Random,
    subject_kind: &'static str,
    subject_id: &str,
    (indicator, value): (Indicator, i64),
    day: &str,
    period: &str,
    document_id: &str,
) -> Result<()> {
    let reporter = ReporterKind::Department;
    writer
        .add(
            "observations",
            [
                ("id", random.id().into()),
                ("subject_kind", subject_kind.into()),
                ("subject_id", subject_id.into()),
                ("indicator", indicator.word().into()),
                ("as_of", day.into()),
                ("period", period.into()),
                ("value", Cell::Whole(value)),
                ("unit", indicator.unit().word().into()),
                ("precision", "exact".into()),
                ("document_id", document_id.into()),
                ("location", "Biểu 1".into()),
                ("reporter", reporter.label().into()),
                ("reporter_kind", reporter.word().into()),
                ("rank", crate::observations::Ranking::usual().rank(reporter).into()),
                ("status", "standing".into()),
                ("raw", value.to_string().into()),
                ("recorded_at", RECORDED_AT.into()),
            ],
        )
        .await
}
