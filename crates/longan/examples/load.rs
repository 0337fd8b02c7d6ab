//! Many people at work at once, reads and writes mixed nine to one, for `bench/people.sh`.
//!
//! ```text
//! cargo run --release -p longan --example load -- prepare DATABASE-URL PEOPLE FILE
//! cargo run --release -p longan --example load -- drive ADDRESS FILE SECONDS THINK-MS
//! ```
//!
//! `prepare` gives accounts and sessions at the provinces of a grown country. `drive` lets each
//! person think for THINK-MS in the mean between two requests, and at the end asks the register
//! for every number that was accepted.
#![expect(clippy::print_stdout, reason = "a measurement prints what it found")]

use longan::users::model::{NewUser, PasswordKind, Role, SessionWay, Viewer};
use longan::users::store::{self as users, NewRole, NewSession};
use longan::{App, Clock, Opening, Setup, places};
use rand::Rng as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

#[derive(Clone, serde::Serialize, serde::Deserialize)]
struct Person {
    cookie: String,
    place_id: String,
    clusters: Vec<String>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["prepare", url, people, file] => prepare(url, people.parse()?, file).await,
        ["drive", address, file, seconds, think_ms] => {
            drive(address, file, seconds.parse()?, think_ms.parse()?).await
        }
        _ => {
            anyhow::bail!("load prepare URL PEOPLE FILE | load drive ADDRESS FILE SECONDS THINK-MS")
        }
    }
}

async fn prepare(url: &str, people: usize, file: &str) -> anyhow::Result<()> {
    let store = longan::store::Store::open(url).await?;
    let setup = Setup {
        folder: std::env::temp_dir(),
        clock: Clock::System,
        opening: Opening::default(),
        settings: longan::config::Settings::default(),
    };
    let app = App::new(store, longan::law::load(None)?, setup);
    let system = Viewer::system();
    let today = app.today();
    let provinces = places::store::list_provinces(&app.store).await?;
    let provinces: Vec<_> = provinces.into_iter().filter(|p| p.valid_to.is_none()).collect();
    let mut prepared = Vec::new();
    for number in 0..people {
        let place = &provinces[number % provinces.len()];
        let name = format!("nguoi-{number:03}");
        let new = NewUser {
            name: name.clone(),
            full_name: format!("Người số {number}"),
            role: Role::Officer,
            place_id: place.id.clone(),
            email: String::new(),
        };
        // Straight into the tables: nobody signs in with these, and a password takes its time.
        let now = app.clock.now();
        let at = now.to_string();
        let mut tx = app.store.begin().await?;
        let id = users::insert(&mut tx, &new, "-", PasswordKind::Chosen, &at).await?;
        let role = NewRole {
            user_id: id.clone(),
            role: new.role,
            place_id: new.place_id.clone(),
            from_day: today,
            to_day: None,
            delegated_from: None,
            document_id: None,
            note: String::new(),
        };
        users::insert_role(&mut tx, &role, &at).await?;
        let token = format!("{number:064x}");
        let session = NewSession {
            id: &name,
            token_hash: &longan::files::sha256_hex(token.as_bytes()),
            user_id: &id,
            way: SessionWay::Password,
            now: &at,
            expires_at: &(now + jiff::SignedDuration::from_hours(12)).to_string(),
            user_agent: "load",
            address: "127.0.0.1",
            device_hash: "",
        };
        users::insert_session(&mut tx, &session).await?;
        tx.commit().await?;
        let known = longan::clusters::store::list_in_place(&app.store, &system, &place.id, today);
        prepared.push(Person {
            cookie: format!("longan_session={token}"),
            place_id: place.id.clone(),
            clusters: known.await?.into_iter().map(|cluster| cluster.slug).collect(),
        });
    }
    std::fs::write(file, serde_json::to_vec(&prepared)?)?;
    Ok(())
}

/// What one request came to.
struct Done {
    write: bool,
    took: Duration,
    status: u16,
    path: String,
}

async fn drive(address: &str, file: &str, seconds: u64, think_ms: u64) -> anyhow::Result<()> {
    let people: Vec<Person> = serde_json::from_slice(&std::fs::read(file)?)?;
    // The program is asked over plain HTTP; the client wants a provider all the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .pool_max_idle_per_host(people.len())
        .build()?;
    let end = Instant::now() + Duration::from_secs(seconds);
    let address = Arc::new(address.to_owned());
    let mut at_work = Vec::new();
    for (number, person) in people.iter().cloned().enumerate() {
        let (client, address) = (client.clone(), Arc::clone(&address));
        at_work.push(tokio::spawn(work(client, address, person, number, end, think_ms)));
    }
    let (mut all, mut written) = (Vec::new(), Vec::new());
    for person in at_work {
        let (done, numbers) = person.await??;
        all.extend(done);
        written.extend(numbers);
    }
    tell("reads", all.iter().filter(|done| !done.write), seconds);
    tell("writes", all.iter().filter(|done| done.write), seconds);
    let wrong: Vec<_> = all.iter().filter(|done| !matches!(done.status, 200 | 303)).collect();
    for done in wrong.iter().take(5) {
        println!("wrong: {} {}", done.status, done.path);
    }
    let lost = count_lost(&client, &address, &people, &written).await?;
    println!("errors: {} of {}; written: {}, lost: {lost}", wrong.len(), all.len(), written.len());
    anyhow::ensure!(wrong.is_empty() && lost == 0, "something failed or was lost");
    Ok(())
}

/// A number that the program accepted: who, which cluster, which value.
type Written = (usize, String, String);

async fn work(
    client: reqwest::Client,
    address: Arc<String>,
    person: Person,
    number: usize,
    end: Instant,
    think_ms: u64,
) -> anyhow::Result<(Vec<Done>, Vec<Written>)> {
    let (mut done, mut written) = (Vec::new(), Vec::new());
    let mut count = 0;
    loop {
        // Somebody thinks for a while, seldom for very long: an exponential time.
        let luck: f64 = rand::rng().random_range(0.0001..1.0);
        let think = Duration::from_millis(think_ms).mul_f64(-luck.ln());
        if Instant::now() + think >= end {
            return Ok((done, written));
        }
        tokio::time::sleep(think).await;
        let cluster = &person.clusters[rand::rng().random_range(0..person.clusters.len())];
        let write = rand::rng().random_range(0..10) == 0;
        let began = Instant::now();
        let path = if write {
            format!("/clusters/{cluster}/observations")
        } else {
            read(&person, cluster)
        };
        let request = if write {
            count += 1;
            // A value nobody else writes, so that it can be found again: 0,0001 ha is one m².
            let value = format!("0,{count:04}");
            let day = format!("{:02}/{:02}/2025", number % 28 + 1, number / 28 % 12 + 1);
            let form = [
                ("indicator", "area.leased"),
                ("value", &value),
                ("number_precision", "exact"),
                ("as_of", &day),
                ("reporter", &format!("Người số {number} lần {count}")),
                ("reporter_kind", "department"),
                ("document_kind", "report"),
                ("document_number", &format!("{count}/BC-{number}")),
                ("document_day", &day),
                ("document_subject", "Báo cáo đo tải"),
            ]
            .map(|(name, value)| format!("{name}={}", longan::ui::url_encode(value)))
            .join("&");
            client
                .post(format!("{address}{path}"))
                .header("content-type", "application/x-www-form-urlencoded")
                .body(form)
        } else {
            client.get(format!("{address}{path}"))
        };
        let answer = request.header("cookie", &person.cookie).send().await?;
        let status = answer.status().as_u16();
        answer.bytes().await?;
        if write && status == 303 {
            written.push((number, cluster.clone(), format!("Người số {number} lần {count}")));
        }
        done.push(Done { write, took: began.elapsed(), status, path });
    }
}

/// What people open, about as often as they do.
fn read(person: &Person, cluster: &str) -> String {
    let place = longan::ui::url_encode(&person.place_id);
    match rand::rng().random_range(0..20) {
        0..=2 => format!("/?place={place}"),
        3..=6 => format!("/clusters?place={place}"),
        7 => format!("/clusters?place={place}&sort=occupancy"),
        8..=11 => format!("/clusters/{cluster}"),
        12 => format!("/clusters/{cluster}?tab=leases"),
        13 => format!("/clusters/{cluster}?tab=land"),
        14 => format!("/clusters/{cluster}?tab=tenants"),
        15..=16 => format!("/tenants?place={place}"),
        17 => format!("/figures/clusters.occupancy?place={place}"),
        18 => "/documents".to_owned(),
        _ => "/account".to_owned(),
    }
}

fn tell<'d>(what: &str, done: impl Iterator<Item = &'d Done>, seconds: u64) {
    let mut took: Vec<Duration> = done.map(|done| done.took).collect();
    took.sort_unstable();
    if took.is_empty() {
        println!("{what}: none");
        return;
    }
    let at = |percent: usize| took[(took.len() - 1) * percent / 100].as_millis();
    println!(
        "{what}: {} in {seconds} s, p50 {} ms, p95 {} ms, p99 {} ms, longest {} ms",
        took.len(),
        at(50),
        at(95),
        at(99),
        at(100)
    );
}

/// How many accepted numbers the register does not show.
async fn count_lost(
    client: &reqwest::Client,
    address: &str,
    people: &[Person],
    written: &[Written],
) -> anyhow::Result<usize> {
    let mut lost = 0;
    for (number, cluster, reporter) in written {
        let path = format!("{address}/clusters/{cluster}?tab=land&on=2026-12-31");
        let page = client.get(path).header("cookie", &people[*number].cookie).send().await?;
        let page = page.text().await?;
        // Earlier numbers of the same day stand behind "nguồn khác nói" on the same page.
        lost += usize::from(
            !page.contains(&format!("{reporter}<")) && !page.contains(reporter.as_str()),
        );
    }
    Ok(lost)
}
