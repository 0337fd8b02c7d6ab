//! Fifteen years of promotion in every province, for `bench/promotion.sh`.
//!
//! ```text
//! cargo run --release -p longan --example promotion_years -- grow DATABASE-URL PER-PROVINCE YEARS
//! cargo run --release -p longan --example promotion_years -- measure DATABASE-URL
//! ```
//!
//! `grow` adds a national and a local plan a province and year to a grown country (`longan seed`) whose
//! enterprises benefit. `measure` asks the program itself, without a network between: the board of a
//! province and year, earlier support of a body, the report of a year; always another one, so that no
//! page is remembered.
#![expect(clippy::print_stdout, reason = "a measurement prints what it found")]

use anyhow::Context as _;
use axum::body::Body;
use axum::http::{Request, header::COOKIE};
use http_body_util::BodyExt as _;
use longan::backup::store::{Cell, Column, insert_rows, list_columns};
use longan::promotion::cumulation;
use longan::promotion::model::{Activity, equipment_key};
use longan::promotion::store::WantedPast;
use longan::store::{Store, Tx, new_id};
use longan::users::model::{NewUser, PasswordKind, Role, SessionWay, Viewer};
use longan::users::store::{self as users, NewRole, NewSession};
use longan::{App, Clock, Opening, Setup, organizations, places};
use std::time::Instant;
use tower::ServiceExt as _;

const LAST_YEAR: i64 = 2025;
const RECORDED_AT: &str = "2026-01-01T00:00:00Z";
const TOKEN: &str = "0000000000000000000000000000000000000000000000000000000070726f6d";
/// How often each question is asked; the middle of the answers counts.
const TIMES: usize = 21;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["grow", url, projects, years] => grow(url, projects.parse()?, years.parse()?).await,
        ["measure", url] => measure(url).await,
        _ => anyhow::bail!("promotion_years grow URL PER-PROVINCE YEARS | measure URL"),
    }
}

async fn open(url: &str) -> anyhow::Result<App> {
    let setup = Setup {
        folder: std::env::temp_dir(),
        clock: Clock::System,
        opening: Opening::default(),
        settings: longan::config::Settings::default(),
    };
    Ok(App::new(Store::open(url).await?, longan::law::load(None)?, setup))
}

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

async fn bodies(store: &Store) -> anyhow::Result<Vec<(String, String)>> {
    let bodies: Vec<(String, String)> =
        sqlx::query_as("select id, name from organizations order by id")
            .fetch_all(store.read())
            .await?;
    anyhow::ensure!(!bodies.is_empty(), "grow a country with `longan seed` first");
    Ok(bodies)
}

async fn grow(url: &str, per_province: i64, years: i64) -> anyhow::Result<()> {
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

/// Somebody who sees the whole country, signed in.
async fn reader(app: &App) -> anyhow::Result<Viewer> {
    let new = NewUser {
        name: "do-khuyen-cong".to_owned(),
        full_name: "Người đo".to_owned(),
        email: String::new(),
        role: Role::Ministry,
        place_id: places::COUNTRY_ID.to_owned(),
    };
    let now = app.clock.now();
    let at = now.to_string();
    let mut tx = app.store.begin().await?;
    let id = users::insert(&mut tx, &new, "-", PasswordKind::Chosen, &at).await?;
    let role = NewRole {
        user_id: id.clone(),
        role: new.role,
        place_id: new.place_id.clone(),
        from_day: app.today(),
        to_day: None,
        delegated_from: None,
        document_id: None,
        note: String::new(),
    };
    users::insert_role(&mut tx, &role, &at).await?;
    let session = NewSession {
        id: "promotion",
        token_hash: &longan::files::sha256_hex(TOKEN.as_bytes()),
        user_id: &id,
        way: SessionWay::Password,
        now: &at,
        expires_at: &(now + jiff::SignedDuration::from_hours(12)).to_string(),
        user_agent: "bench",
        address: "127.0.0.1",
        device_hash: "",
    };
    users::insert_session(&mut tx, &session).await?;
    tx.commit().await?;
    Ok(Viewer { user_id: id, ..Viewer::system() })
}

/// Milliseconds of the middle answer and of the slowest.
fn tell(what: &str, mut took: Vec<f64>) {
    took.sort_by(f64::total_cmp);
    let (middle, last) = (took[took.len() / 2], took[took.len() - 1]);
    println!("{what:<44} {middle:>8.1} ms, slowest {last:.1} ms");
}

async fn timed(app: &App, addresses: &[String]) -> anyhow::Result<Vec<f64>> {
    let router = longan::router(app.clone());
    let mut took = Vec::new();
    for address in addresses {
        let request = Request::get(address)
            .header(COOKIE, format!("longan_session={TOKEN}"))
            .body(Body::empty())?;
        let began = Instant::now();
        let response = router.clone().oneshot(request).await?;
        anyhow::ensure!(response.status().is_success(), "{address}: {}", response.status());
        response.into_body().collect().await?;
        took.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(took)
}

async fn measure(url: &str) -> anyhow::Result<()> {
    let app = open(url).await?;
    let viewer = reader(&app).await?;
    let provinces = places::store::list_provinces(&app.store).await?;
    let provinces: Vec<_> =
        provinces.into_iter().filter(|place| place.valid_to.is_none()).collect();
    let places: Vec<&places::Place> = provinces.iter().cycle().take(TIMES).collect();
    let of = |path: &str| -> Vec<String> {
        let years = (0..10).map(|back| LAST_YEAR - back).cycle();
        places
            .iter()
            .zip(years)
            .map(|(place, year)| format!("{path}?place={}&year={year}", place.id))
            .collect()
    };
    tell("plan board of a province and year", timed(&app, &of("/promotion")).await?);
    tell("report of a province and year", timed(&app, &of("/promotion/report")).await?);
    let country: Vec<String> = (0..10)
        .map(|back| {
            format!("/promotion/report?place={}&year={}", places::COUNTRY_ID, LAST_YEAR - back)
        })
        .collect();
    tell("report of the country and year", timed(&app, &country).await?);
    let board: Vec<String> = (0..10)
        .map(|back| format!("/promotion?place={}&year={}", places::COUNTRY_ID, LAST_YEAR - back))
        .collect();
    tell("plan board of the country and year", timed(&app, &board).await?);
    tell("list of plans", timed(&app, &["/promotion/plans".to_owned()]).await?);
    let bodies = bodies(&app.store).await?;
    let mut took = Vec::new();
    for nth in 0..TIMES {
        let (id, name) = &bodies[(nth * 997) % bodies.len()];
        let wanted = WantedPast {
            organization_id: id.clone(),
            name_core: organizations::name_core(name),
            equipment_key: equipment_key(&format!("máy chế biến số {}", nth * 53)),
            ..WantedPast::default()
        };
        let began = Instant::now();
        cumulation::found(&app, &viewer, &wanted, Activity::Machinery).await?;
        took.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    tell("earlier support of a body and a machine", took);
    Ok(())
}
