//! Growing: rows by the hundred, straight into the tables.

use crate::{LAST_YEAR, bodies, open};
use anyhow::Context as _;
use longan::backup::store::{Cell, Column, insert_rows, list_columns};
use longan::promotion::model::{Activity, equipment_key};
use longan::store::{Store, Tx, new_id};
use longan::{organizations, places};

const RECORDED_AT: &str = "2026-01-01T00:00:00Z";

/// Rows of one table on their way into it.
struct Sheet {
    table: &'static str,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

impl Sheet {
    async fn new(store: &Store, table: &'static str, names: &[&str]) -> anyhow::Result<Self> {
        let known = list_columns(store, table).await?;
        let find = |name: &&str| known.iter().find(|column| column.name == **name).cloned();
        let columns: Option<Vec<Column>> = names.iter().map(find).collect();
        let columns = columns.with_context(|| format!("a column of {table}"))?;
        Ok(Self { table, columns, rows: Vec::new() })
    }

    async fn flush(&mut self, tx: &mut Tx) -> anyhow::Result<()> {
        let rows = std::mem::take(&mut self.rows);
        Ok(insert_rows(tx, self.table, &self.columns, rows).await?)
    }
}

/// The tables that grow.
struct Sheets {
    documents: Sheet,
    plans: Sheet,
    projects: Sheet,
    places: Sheet,
    participants: Sheet,
    lines: Sheet,
    states: Sheet,
}

async fn sheets(store: &Store) -> anyhow::Result<Sheets> {
    let document = [
        "id",
        "kind",
        "number",
        "issued_on",
        "issuer",
        "subject_line",
        "match_key",
        "sort_key",
        "search_text",
        "recorded_at",
    ];
    let plan =
        ["id", "place_id", "year", "batch", "track", "approved_on", "document_id", "recorded_at"];
    let project = [
        "id",
        "plan_id",
        "code",
        "name",
        "kind",
        "content",
        "activity",
        "lead_place_id",
        "place_text",
        "from_year",
        "to_year",
        "equipment",
        "equipment_key",
        "document_id",
        "match_key",
        "sort_key",
        "search_text",
        "recorded_at",
    ];
    let participant =
        ["id", "project_id", "organization_id", "part", "name_core", "document_id", "recorded_at"];
    let line = [
        "id",
        "project_id",
        "source",
        "stage",
        "year",
        "batch",
        "amount_vnd",
        "on_day",
        "document_id",
        "recorded_at",
    ];
    let state = ["id", "project_id", "axis", "state", "on_day", "document_id", "recorded_at"];
    Ok(Sheets {
        documents: Sheet::new(store, "documents", &document).await?,
        plans: Sheet::new(store, "promotion_plans", &plan).await?,
        projects: Sheet::new(store, "promotion_projects", &project).await?,
        places: Sheet::new(
            store,
            "promotion_project_places",
            &["project_id", "place_id", "relation"],
        )
        .await?,
        participants: Sheet::new(store, "promotion_participants", &participant).await?,
        lines: Sheet::new(store, "promotion_lines", &line).await?,
        states: Sheet::new(store, "promotion_states", &state).await?,
    })
}

/// A plan whose projects grow.
struct Plan<'a> {
    id: String,
    document: String,
    year: i64,
    track: &'static str,
    province: &'a places::Place,
}

fn plan<'a>(
    sheets: &mut Sheets,
    province: &'a places::Place,
    year: i64,
    track: &'static str,
) -> Plan<'a> {
    let (id, document) = (new_id(), new_id());
    let number = format!("{}/QĐ-KC-{year}-{track}", province.code);
    let day = format!("{year}-02-15");
    sheets.documents.rows.push(vec![
        document.as_str().into(),
        "decision".into(),
        number.as_str().into(),
        day.as_str().into(),
        "UBND tỉnh".into(),
        "Kế hoạch khuyến công".into(),
        number.as_str().into(),
        number.as_str().into(),
        number.as_str().into(),
        RECORDED_AT.into(),
    ]);
    sheets.plans.rows.push(vec![
        id.as_str().into(),
        province.id.as_str().into(),
        Cell::Whole(year),
        Cell::Whole(1),
        track.into(),
        day.as_str().into(),
        document.as_str().into(),
        RECORDED_AT.into(),
    ]);
    Plan { id, document, year, track, province }
}

fn project(sheets: &mut Sheets, plan: &Plan<'_>, nth: i64, commune: &str, body: &(String, String)) {
    let id = new_id();
    let content = nth % 9 + 1;
    let machine = format!("máy chế biến số {}", (nth * 7 + plan.year) % 2_000);
    let name = format!("Hỗ trợ {machine}, {} {}", plan.province.full_name, plan.year);
    let key = equipment_key(&machine);
    let activity = if content == 3 { Activity::Machinery } else { Activity::Training };
    let folded = kernel::text::fold(&name);
    sheets.projects.rows.push(vec![
        id.as_str().into(),
        plan.id.as_str().into(),
        format!("DA{nth:03}").as_str().into(),
        name.as_str().into(),
        "single".into(),
        content.to_string().as_str().into(),
        activity.word().into(),
        commune.into(),
        plan.province.full_name.as_str().into(),
        Cell::Whole(plan.year),
        Cell::Whole(plan.year),
        machine.as_str().into(),
        key.as_str().into(),
        plan.document.as_str().into(),
        folded.as_str().into(),
        folded.as_str().into(),
        folded.as_str().into(),
        RECORDED_AT.into(),
    ]);
    for (place, relation) in
        [(commune, "recorded"), (&plan.province.id, "within"), (places::COUNTRY_ID, "within")]
    {
        sheets.places.rows.push(vec![id.as_str().into(), place.into(), relation.into()]);
    }
    sheets.participants.rows.push(vec![
        new_id().as_str().into(),
        id.as_str().into(),
        body.0.as_str().into(),
        "beneficiary".into(),
        organizations::name_core(&body.1).as_str().into(),
        plan.document.as_str().into(),
        RECORDED_AT.into(),
    ]);
    let day = format!("{}-02-15", plan.year);
    for (source, stage, amount) in [
        (plan.track, "allotted", 100 + nth),
        ("counterpart", "allotted", 300 + nth),
        (plan.track, "advanced", 70),
        (plan.track, "settled", 100),
    ] {
        sheets.lines.rows.push(vec![
            new_id().as_str().into(),
            id.as_str().into(),
            source.into(),
            stage.into(),
            Cell::Whole(plan.year),
            Cell::Whole(1),
            Cell::Whole(amount * 1_000_000),
            day.as_str().into(),
            plan.document.as_str().into(),
            RECORDED_AT.into(),
        ]);
    }
    for (axis, state) in [("plan", "approved"), ("work", "implementing"), ("closing", "liquidated")]
    {
        sheets.states.rows.push(vec![
            new_id().as_str().into(),
            id.as_str().into(),
            axis.into(),
            state.into(),
            day.as_str().into(),
            plan.document.as_str().into(),
            RECORDED_AT.into(),
        ]);
    }
}

/// Adds the plans and projects of so many years.
pub async fn grow(url: &str, per_province: i64, years: i64) -> anyhow::Result<()> {
    let app = open(url).await?;
    let bodies = bodies(&app.store).await?;
    let provinces = places::store::list_provinces(&app.store).await?;
    let mut sheets = sheets(&app.store).await?;
    let mut tx = app.store.begin().await?;
    let (mut count, mut rows) = (0_usize, 0_usize);
    for province in provinces.iter().filter(|place| place.valid_to.is_none()) {
        let communes = places::store::list_within(&app.store, &province.id).await?;
        let communes: Vec<&str> = communes
            .iter()
            .filter(|place| place.level == places::Level::Commune && place.valid_to.is_none())
            .map(|place| place.id.as_str())
            .collect();
        anyhow::ensure!(!communes.is_empty(), "{} has communes", province.full_name);
        for year in LAST_YEAR - years + 1..=LAST_YEAR {
            let national = plan(&mut sheets, province, year, "national");
            let local = plan(&mut sheets, province, year, "local");
            for nth in 0..per_province {
                let of = if nth % 5 == 0 { &national } else { &local };
                let commune = communes[(count * 13) % communes.len()];
                project(&mut sheets, of, nth, commune, &bodies[(count * 31) % bodies.len()]);
                count += 1;
            }
            for sheet in [
                &mut sheets.documents,
                &mut sheets.plans,
                &mut sheets.projects,
                &mut sheets.places,
                &mut sheets.participants,
                &mut sheets.lines,
                &mut sheets.states,
            ] {
                rows += sheet.rows.len();
                sheet.flush(&mut tx).await?;
            }
        }
    }
    tx.commit().await?;
    app.store.count_anew().await?;
    println!("{count} projects, {rows} rows");
    Ok(())
}
