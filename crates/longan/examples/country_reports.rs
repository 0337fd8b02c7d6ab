//! Sends the Ministry's program one report of each province, as signed bundles, for measuring the
//! roll-up: `cargo run --release -p longan --example country_reports -- FOLDER DATABASE PERIOD CLUSTERS`.
//! Each row of a report rests on so many clusters.

use anyhow::Context as _;
use longan::exchange::bundle::{self, Carried, Sender};
use longan::exchange::key::Signer;
use longan::exchange::model::{DeliveryWay, NewPartner};
use longan::exchange::{actions, store};
use longan::reports::duties;
use longan::reports::model::{Period, ReportForm};
use longan::store::Store;
use longan::users::Viewer;
use longan::{App, Clock, Opening, Setup, figures, law, places};
use serde_json::{Value, json};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    let mut word = |what| words.next().context(what);
    let folder = word("which folder?")?;
    let database = word("which database?")?;
    let period: Period = word("which period?")?.parse().ok().context("a period is 2026-H1")?;
    let clusters: usize = word("how many clusters?")?.parse()?;
    let setup = Setup {
        folder: folder.into(),
        clock: Clock::System,
        opening: Opening::default(),
        settings: longan::config::Settings::default(),
    };
    let app = App::new(Store::open(&database).await?, law::load(None)?, setup);
    let actor = app.actor(&Viewer::system());
    if store::find_key(&app.store).await?.is_none() {
        actions::make_key(&app, &actor).await?;
    }
    let mut provinces = places::store::list_provinces(&app.store).await?;
    provinces.retain(|place| place.exists_on(app.today()));
    for place in &provinces {
        let (signer, _) = Signer::generate()?;
        let partner = NewPartner {
            name: places::department_vi(&place.full_name),
            place_id: place.id.clone(),
            public_key: signer.public_key(),
            address: String::new(),
            from_day: app.today(),
            to_day: None,
        };
        actions::add_partner(&app, &actor, &partner).await?;
        let term = duties::term(&app, ReportForm::Department, period);
        let form = duties::law_form(&app, &term).context("a form of that period")?;
        let content = report(&form, place, &term, clusters).to_string();
        let sender = Sender {
            place_id: place.id.clone(),
            code: place.code.clone(),
            name: partner.name.clone(),
            public_key: partner.public_key.clone(),
        };
        let carried = Carried {
            form: ReportForm::Department,
            form_version: form.id.clone(),
            period: period.to_string(),
            version: 1,
            reason: String::new(),
            sent_at: actor.now.to_string(),
            sent_on: actor.today,
        };
        let made_at = actor.now.to_string();
        let written = bundle::write(
            &signer,
            made_at,
            sender,
            (carried, bundle::Content::Report(&content)),
            &[],
        );
        let (bytes, _) = written.map_err(|refusal| anyhow::anyhow!("{refusal}"))?;
        let taken = actions::receive(&app, &actor, &bytes, DeliveryWay::File).await;
        taken.map_err(|problem| anyhow::anyhow!("{problem:?}"))?;
    }
    println!("{} provinces sent", provinces.len());
    Ok(())
}

fn report(
    form: &kernel::form::Form,
    place: &places::Place,
    term: &longan::reports::model::ReportTerm,
    clusters: usize,
) -> Value {
    let sources: Vec<Value> = (0..clusters).map(|at| source(at, place)).collect();
    let rows: Vec<Value> = form
        .value_rows()
        .map(|row| {
            json!({
                "key": row.key, "value": clusters, "computed": clusters, "below": null,
                "settled": "computed", "explanation": "", "note": "", "told": [],
                "sources": sources,
            })
        })
        .collect();
    json!({
        "schema": "longan-report-1", "form": form, "law": "TT 14/2024/TT-BCT",
        "period": term.period.to_string(), "window": figures::Window::of_calendar(term.period),
        "place": { "id": place.id, "code": place.code, "full_name": place.full_name, "province": place.full_name },
        "version": 1, "reason": "", "due_on": term.due_on,
        "paper": { "number": format!("{}/BC-SCT", place.code), "issued_on": "2026-06-18", "issuer": places::department_vi(&place.full_name) },
        "rows": rows, "below": [], "silent": [],
    })
}

fn source(at: usize, place: &places::Place) -> Value {
    json!({
        "part": "numerator", "subject": longan::store::new_id(), "name": format!("Cụm công nghiệp số {at}, {}", place.full_name),
        "path": format!("/clusters/cum-{at}"), "amount": 1, "as_of": "2026-06-14", "document_id": longan::store::new_id(),
        "document": format!("{at}/QĐ-UBND"), "document_date": "2026-01-15", "location": "Điều 1",
    })
}
