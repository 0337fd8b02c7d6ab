//! Loads the regions that come with the program into a database that has none.

use super::change::RegionLine;
use super::change::regions::plan;
use super::model::Level;
use super::store;
use crate::store::{Day, Store};
use kernel::law::Confidence;

const SOCIO_ECONOMIC: &str = include_str!("../../../../data/regions/socio_economic.toml");
const KEY_ECONOMIC: &str = include_str!("../../../../data/regions/key_economic.toml");

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    set: String,
    region: Vec<Region>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Region {
    code: String,
    name: String,
    from: String,
    #[serde(default)]
    to: Option<String>,
    source: String,
    confidence: Confidence,
    members: Vec<String>,
}

/// Loads regions once, and ties the clusters that are there to them.
pub async fn load(database: &Store) -> anyhow::Result<()> {
    if store::count_regions(database).await? > 0 {
        return Ok(());
    }
    let mut tx = database.begin().await?;
    let mut units = store::all_units(&mut tx).await?;
    let (lines, ends) = lines()?;
    // A test knows some provinces only.
    let known =
        |line: &RegionLine| units.on(Level::Province, &line.member_code, line.effective).is_some();
    let lines: Vec<RegionLine> = lines.into_iter().filter(known).collect();
    let mut plan = plan(&mut units, &lines);
    anyhow::ensure!(plan.faults.is_empty(), "the regions cannot be loaded: {:?}", plan.faults);
    let region_end = |code: &str, from: &str| {
        ends.iter().find(|(c, f, _)| c == code && f == from).map(|end| end.2)
    };
    for region in &mut plan.begun {
        let next = plan.ended.iter().find(|(id, _)| *id == region.id).map(|(_, last)| *last);
        let last = next.or(region_end(&region.code, &region.valid_from));
        region.valid_to = last.map(|last| last.to_string());
    }
    store::begin_units(&mut tx, &plan.begun, |_| None).await?;
    store::insert_members(&mut tx, &plan.members).await?;
    store::tie_to_regions(&mut tx).await?;
    tx.commit().await?;
    Ok(())
}

type End = (String, String, Day);

/// The members by line, and the last day of the regions that ended without another.
fn lines() -> anyhow::Result<(Vec<RegionLine>, Vec<End>)> {
    let (mut lines, mut ends) = (Vec::new(), Vec::new());
    for text in [SOCIO_ECONOMIC, KEY_ECONOMIC] {
        let file: File = toml::from_str(text)?;
        for region in file.region {
            let effective: Day = region.from.parse()?;
            if let Some(last) = &region.to {
                ends.push((region.code.clone(), effective.to_string(), last.parse()?));
            }
            lines.extend(region.members.iter().map(|member| RegionLine {
                number: 0,
                set: file.set.clone(),
                code: region.code.clone(),
                name: region.name.clone(),
                member_code: member.clone(),
                effective,
                source: region.source.clone(),
                confidence: region.confidence,
            }));
        }
    }
    Ok((lines, ends))
}
