//! Measuring: always another question, so that no page is remembered.

use crate::{LAST_YEAR, bodies, open};
use axum::body::Body;
use axum::http::{Request, header::COOKIE};
use http_body_util::BodyExt as _;
use longan::promotion::cumulation;
use longan::promotion::model::{Activity, equipment_key};
use longan::promotion::store::WantedPast;
use longan::users::model::{NewUser, PasswordKind, Role, SessionWay, Viewer};
use longan::users::store::{self as users, NewRole, NewSession};
use longan::{App, organizations, places};
use std::time::Instant;
use tower::ServiceExt as _;

const TOKEN: &str = "0000000000000000000000000000000000000000000000000000000070726f6d";
/// How often each question is asked; the middle of the answers counts.
const TIMES: usize = 21;

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

/// Asks the program itself and prints what it took.
pub async fn measure(url: &str) -> anyhow::Result<()> {
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
