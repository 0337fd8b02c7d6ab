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

mod grow;
mod measure;

use longan::store::Store;
use longan::{App, Clock, Opening, Setup};

/// The last year that grows.
pub const LAST_YEAR: i64 = 2025;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["grow", url, projects, years] => grow::grow(url, projects.parse()?, years.parse()?).await,
        ["measure", url] => measure::measure(url).await,
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

/// The bodies that benefit: id and name.
async fn bodies(store: &Store) -> anyhow::Result<Vec<(String, String)>> {
    let bodies: Vec<(String, String)> =
        sqlx::query_as("select id, name from organizations order by id")
            .fetch_all(store.read())
            .await?;
    anyhow::ensure!(!bodies.is_empty(), "grow a country with `longan seed` first");
    Ok(bodies)
}
