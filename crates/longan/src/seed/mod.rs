//! A synthetic country for load tests: as many clusters, plots and enterprises as the real
//! one has, spread over today's provinces. The same seed grows the same country.
//!
//! Nothing in it is true. Each fact still has its paper, so figures can be asked why.

mod enterprises;
mod land;
mod papers;
mod random;
mod store;

use crate::App;
use crate::places::{self, Link, Units};
use crate::users::model::SYSTEM_ID;
use papers::Papers;
use random::Random;
use store::{Commune, Writer};

/// The day the country is grown up to.
const TODAY: &str = "2025-12-31";
/// The moment its rows say they were recorded.
const RECORDED_AT: &str = "2026-01-01T00:00:00Z";
/// Year of the results that enterprises report.
const YEAR: &str = "2025";
/// Sizes at scale 1.
const CLUSTERS: u64 = 2_000;
const PLOTS: u64 = 60_000;
const TENANTS: u64 = 40_000;

/// How large the country is, and which one of all possible countries.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Hundredths of 34 provinces with 2,000 clusters, 60,000 plots and 40,000 enterprises.
    pub hundredths: u32,
    /// The seed.
    pub random: u64,
}

/// What grew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Grown {
    /// Number of clusters.
    pub clusters: u64,
    /// Number of plots.
    pub plots: u64,
    /// Number of enterprises.
    pub tenants: u64,
    /// Rows of all tables.
    pub rows: u64,
}

/// Whether the register is still without clusters: a synthetic country grows nowhere else.
pub async fn may_grow(app: &App) -> crate::store::Result<bool> {
    Ok(!store::has_clusters(&app.store).await?)
}

/// What a cluster has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Planned,
    Established,
    Operating,
}

/// Of ten clusters of a province, five operate, two more are established, three are planned.
fn stage(nth_in_province: u64) -> Stage {
    match nth_in_province % 10 {
        0..5 => Stage::Operating,
        5..7 => Stage::Established,
        _ => Stage::Planned,
    }
}

/// A cluster with its shares of the whole.
struct Lot<'a> {
    commune: &'a Commune,
    links: Vec<Link>,
    name: String,
    stage: Stage,
    plots: u64,
    tenants: u64,
}

/// Grows the country in one transaction.
pub async fn grow(app: &App, size: Size) -> anyhow::Result<Grown> {
    let communes = store::list_communes(&app.store).await?;
    anyhow::ensure!(!communes.is_empty(), "the administrative units are not loaded");
    let mut random = Random::new(size.random);
    let mut tx = app.store.read().begin().await?;
    let units = places::store::all_units(&mut tx).await?;
    tx.rollback().await?;
    let lots = lots(&communes, &units, u64::from(size.hundredths), &mut random);
    let mut writer = Writer::new(&app.store).await?;
    let mut papers = Papers::default();
    let mut grown = Grown { clusters: 0, plots: 0, tenants: 0, rows: 0 };
    for (number, lot) in lots.iter().enumerate() {
        let cluster = land::grow(&mut writer, &mut random, &mut papers, lot, number).await?;
        enterprises::grow(&mut writer, &mut random, &mut papers, lot, &cluster, grown.tenants)
            .await?;
        grown.clusters += 1;
        grown.plots += lot.plots;
        grown.tenants += lot.tenants;
    }
    grown.rows = writer.finish().await?;
    app.store.count_anew().await?;
    Ok(grown)
}

/// Spreads clusters over provinces, and plots and enterprises over the clusters that have them.
fn lots<'a>(
    communes: &'a [Commune],
    units: &Units,
    hundredths: u64,
    random: &mut Random,
) -> Vec<Lot<'a>> {
    // By code: a province that changed its name or rank keeps it, and its communes are as many.
    let provinces: Vec<&[Commune]> =
        communes.chunk_by(|a, b| a.province_code == b.province_code).collect();
    let count = u64::try_from(provinces.len()).unwrap_or(1);
    let mut lots: Vec<Lot<'a>> = Vec::new();
    for number in 0..CLUSTERS * hundredths / 100 {
        let province = provinces[usize::try_from(number % count).unwrap_or(0)];
        let commune = random.choose(province);
        let nth_in_province = number / count;
        let name = format!("{} {}", commune.name, nth_in_province + 1);
        let links = units.links(std::slice::from_ref(&commune.id), &[]);
        let stage = stage(nth_in_province);
        lots.push(Lot { commune, links, name, stage, plots: 0, tenants: 0 });
    }
    let mut spread = |total: u64, least: Stage, give: fn(&mut Lot<'a>, u64)| {
        let mut wanting: Vec<&mut Lot<'a>> =
            lots.iter_mut().filter(|lot| lot.stage >= least).collect();
        let parts = u64::try_from(wanting.len()).unwrap_or(1).max(1);
        for (nth, lot) in (0..).zip(wanting.iter_mut()) {
            give(lot, total / parts + u64::from(nth < total % parts));
        }
    };
    spread(PLOTS * hundredths / 100, Stage::Established, |lot, share| lot.plots = share);
    spread(TENANTS * hundredths / 100, Stage::Operating, |lot, share| lot.tenants = share);
    lots
}

/// An event that says a record was added.
async fn record(
    writer: &mut Writer,
    random: &mut Random,
    kind: &'static str,
    id: &str,
    name: &str,
    document_id: &str,
) -> crate::store::Result<()> {
    let image = serde_json::json!({ "id": id, "name": name, "synthetic": "seed" });
    writer
        .add(
            "events",
            [
                ("id", random.id().into()),
                ("happened_at", RECORDED_AT.into()),
                ("for_day", TODAY.into()),
                ("user_id", SYSTEM_ID.into()),
                ("action", format!("{kind}s.seeded").into()),
                ("subject_kind", kind.into()),
                ("subject_id", id.into()),
                ("document_id", document_id.into()),
                ("note", "dữ liệu giả lập".into()),
                ("after_image", image.to_string().into()),
            ],
        )
        .await
}
