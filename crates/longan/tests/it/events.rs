//! The history is a chain: whoever changes it behind the program's back is found.

use crate::commands::Desk;
use crate::world::{World, empty_database};
use longan::store::Engine;
use longan::{backup, checks, events, seed};

async fn grown() -> World {
    let world = World::new().await;
    seed::grow(&world.app, seed::Size { hundredths: 1, random: 3 }).await.unwrap();
    world
}

/// Takes away what makes the database refuse, as whoever owns the file or the server can.
pub async fn unlock(world: &World) {
    let words: &[&str] = match world.app.store.engine() {
        Engine::Sqlite => &["drop trigger events_are_kept", "drop trigger events_stay"],
        Engine::PostgreSql => {
            &["drop trigger events_are_kept on events", "drop trigger events_stay on events"]
        }
    };
    for sql in words {
        sqlx::query(*sql).execute(world.app.store.write()).await.unwrap();
    }
}

async fn run(world: &World, sql: &'static str) {
    let done = sqlx::query(sql).execute(world.app.store.write()).await.unwrap();
    assert!(done.rows_affected() > 0, "{sql}");
}

/// Rules of the history that are broken, each with its message.
async fn broken(world: &World) -> Vec<(&'static str, String)> {
    let findings = checks::run(&world.app).await.unwrap();
    let of_history = findings.into_iter().filter(|found| found.rule.starts_with("events."));
    of_history.map(|found| (found.rule, found.message)).collect()
}

#[tokio::test]
async fn a_history_nobody_touched_holds() {
    let world = grown().await;
    world.add_person("lan", longan::users::Role::Officer, crate::world::LONG_AN).await;
    let verified = events::verify(&world.app.store, None).await.unwrap();
    assert_eq!(verified.breaks, []);
    assert!(verified.events > 400, "{verified:?}");
    assert_eq!(verified.events, events::head(&world.app.store).await.unwrap().length);
}

#[tokio::test]
async fn the_database_itself_refuses_to_change_or_lose_an_event() {
    let world = grown().await;
    for sql in [
        "update events set note = 'khác' where position = 3",
        "update events set hash = '' where position = 3",
        "delete from events where position = 3",
    ] {
        let refused = sqlx::query(sql).execute(world.app.store.write()).await.unwrap_err();
        assert!(refused.to_string().contains("only ever added"), "{sql}: {refused}");
    }
    assert_eq!(broken(&world).await, []);
}

#[tokio::test]
async fn an_event_that_was_changed_is_named() {
    for column in [
        "update events set after_image = '{}' where position = 7",
        "update events set note = 'khác' where position = 7",
        "update events set user_id = (select max(id) from users) where position = 7",
        "update events set happened_at = '2020-01-01T00:00:00Z' where position = 7",
        "update events set place_id = 'cluster:khac' where position = 7",
    ] {
        let world = grown().await;
        world.add_person("lan", longan::users::Role::Officer, crate::world::LONG_AN).await;
        unlock(&world).await;
        let (id,): (String,) = sqlx::query_as("select id from events where position = 7")
            .fetch_one(world.app.store.read())
            .await
            .unwrap();
        run(&world, column).await;
        let found = broken(&world).await;
        assert_eq!(found.len(), 1, "{column}: {found:?}");
        assert_eq!(found[0].0, "events.altered");
        assert!(found[0].1.contains("Sự kiện số 7"), "{found:?}");
        assert!(found[0].1.contains(&id), "the event is named: {found:?}");
    }
}

#[tokio::test]
async fn an_event_that_was_taken_away_is_missed() {
    let world = grown().await;
    unlock(&world).await;
    run(&world, "delete from events where position = 7").await;
    let found = broken(&world).await;
    assert_eq!(found[0].0, "events.missing", "{found:?}");
    assert!(found[0].1.contains("Sự kiện số 8"), "{found:?}");

    // Closing the gap by renumbering does not help.
    run(&world, "update events set position = -position where position > 7").await;
    run(&world, "update events set position = -position - 1 where position < 0").await;
    run(&world, "update event_chain set length = length - 1").await;
    let found = broken(&world).await;
    assert!(found.iter().any(|(rule, _)| *rule == "events.altered"), "{found:?}");
}

#[tokio::test]
async fn two_events_that_changed_places_are_found() {
    let world = grown().await;
    unlock(&world).await;
    run(&world, "update events set position = -8 where position = 7").await;
    run(&world, "update events set position = 7 where position = 8").await;
    run(&world, "update events set position = 8 where position = -8").await;
    let rules: Vec<&str> = broken(&world).await.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(rules, ["events.altered", "events.altered", "events.displaced"]);
}

#[tokio::test]
async fn an_event_that_was_put_in_is_found() {
    let world = grown().await;
    run(
        &world,
        "insert into events (id, happened_at, for_day, user_id, action, subject_kind, subject_id, note, after_image)
         select 'chen', happened_at, for_day, user_id, action, subject_kind, subject_id, note, after_image from events where position = 1",
    )
    .await;
    let found = broken(&world).await;
    assert_eq!(found[0].0, "events.unchained", "{found:?}");
    assert!(found[0].1.contains("chen"), "{found:?}");
}

#[tokio::test]
async fn an_end_that_was_cut_off_is_missed_and_the_hash_on_paper_finds_a_history_written_anew() {
    let world = grown().await;
    let on_paper = events::head(&world.app.store).await.unwrap();
    let verified = events::verify(&world.app.store, Some(&on_paper.hash[..20])).await.unwrap();
    assert_eq!(verified.anchored_at, Some(on_paper.length));
    unlock(&world).await;
    let cut = "delete from events where position > (select length - 3 from event_chain)";
    run(&world, cut).await;
    let found = broken(&world).await;
    assert_eq!(found[0].0, "events.cut", "{found:?}");

    // Whoever writes the end anew so that everything fits is still found by the paper.
    run(
        &world,
        "update event_chain set length = (select max(position) from events), hash = (select e.hash from events e order by e.position desc limit 1)",
    )
    .await;
    assert_eq!(broken(&world).await, []);
    let found = checks::run_with(&world.app, Some(&on_paper.hash)).await.unwrap();
    assert!(found.iter().any(|found| found.rule == "events.anchor_lost"), "{found:?}");
}

#[tokio::test]
async fn the_history_of_an_older_program_is_chained_once() {
    let world = grown().await;
    unlock(&world).await;
    run(&world, "update events set position = null, previous_hash = '', hash = ''").await;
    sqlx::query("drop table event_chain").execute(world.app.store.write()).await.unwrap();
    sqlx::query("create table event_chain (id text not null primary key, revision bigint not null default 1, length bigint not null, hash text not null)")
        .execute(world.app.store.write())
        .await
        .unwrap();
    let chained = events::chain_older(&world.app.store).await.unwrap();
    assert!(chained > 400, "{chained}");
    assert_eq!(broken(&world).await, []);
    assert_eq!(events::chain_older(&world.app.store).await.unwrap(), 0);
}

#[tokio::test]
async fn the_chain_holds_after_a_copy_and_goes_on_there() {
    let world = grown().await;
    let (other, _folder) = empty_database().await;
    other.migrate().await.unwrap();
    backup::copy(&world.app.store, &other).await.unwrap();
    let (here, there) = (events::head(&world.app.store).await, events::head(&other).await);
    assert_eq!(here.unwrap(), there.unwrap());
    assert_eq!(events::verify(&other, None).await.unwrap().breaks, []);
}

#[test]
fn the_command_compares_with_the_hash_on_paper() {
    let desk = Desk::new();
    desk.run(&["seed", "--scale", "0.01"]).json();
    let wrong = desk.run(&["check", "--anchor", "0123456789abcdef"]);
    assert_eq!(wrong.code, 1, "{wrong:?}");
    assert!(wrong.result.contains("events.anchor_lost"), "{wrong:?}");
    assert_eq!(desk.run(&["check", "--anchor", "không phải"]).code, 2);
    let file = desk.path("register.longan");
    assert_eq!(desk.run(&["backup", "-o", file.to_str().unwrap()]).code, 0);
    let other = Desk::new();
    assert_eq!(other.run(&["restore", file.to_str().unwrap()]).code, 0);
    assert_eq!(other.run(&["check"]).code, 0, "the chain holds after a restore");
}

#[tokio::test]
async fn many_who_write_at_once_leave_one_chain() {
    let world = World::new().await;
    let added = (0..6).map(|nth| {
        let app = world.app.clone();
        tokio::spawn(async move {
            let new = longan::users::model::NewUser {
                name: format!("nguoi-{nth}"),
                full_name: format!("Người {nth}"),
                role: longan::users::Role::Reader,
                place_id: crate::world::LONG_AN.to_owned(),
                email: String::new(),
            };
            let actor = app.actor(&longan::users::Viewer::system());
            longan::users::actions::add(&app, &actor, &new).await.unwrap().unwrap();
        })
    });
    for done in added.collect::<Vec<_>>() {
        done.await.unwrap();
    }
    let verified = events::verify(&world.app.store, None).await.unwrap();
    assert_eq!((verified.events, verified.breaks), (6, vec![]));
}

#[test]
fn every_act_of_the_program_has_a_name_people_read() {
    let named: Vec<&str> = events::told::actions().map(|(word, _)| word).collect();
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut acts = Vec::new();
    let mut folders = vec![source];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|end| end == "rs") {
                let text = std::fs::read_to_string(&entry).unwrap();
                let after = text.split("action: \"").skip(1);
                let after = after.map(|rest| rest.split('"').next().unwrap().to_owned());
                // A form has an action too: its address.
                acts.extend(after.filter(|act| !act.starts_with('/')));
            }
        }
    }
    assert!(acts.len() > 15, "{acts:?}");
    acts.retain(|act| !named.contains(&act.as_str()));
    assert!(
        acts.is_empty(),
        "{acts:?}: name them in the VOCABULARY of their slice, and list it in VOCABULARIES (lib.rs)"
    );
}

#[tokio::test]
async fn everything_an_event_says_is_in_its_hash() {
    let world = World::new().await;
    let columns = backup::store::list_columns(&world.app.store, "events").await.unwrap();
    let mut names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    names.sort_unstable();
    // The hash itself, and what it is made of (`Link::work_out`).
    let hashed = [
        "action",
        "after_image",
        "document_id",
        "for_day",
        "happened_at",
        "hash",
        "id",
        "note",
        "on_behalf_of",
        "place_id",
        "position",
        "previous_hash",
        "province_id",
        "subject_id",
        "subject_kind",
        "user_id",
    ];
    assert_eq!(names, hashed, "a new column of events belongs into its hash: events/chain.rs");
}

const DECISION: &str = "document_kind=decision&document_number=15/QĐ-UBND&document_day=01/03/2009&document_issuer=UBND tỉnh&document_subject=Thành lập cụm";

/// The same world with the clock at another moment.
async fn at(mut world: World, moment: &str) -> World {
    world.app.clock = longan::Clock::Fixed(moment.parse().unwrap());
    world.router = longan::router(world.app.clone());
    // A session does not last until the next day.
    let name = format!("quan-tri-{}", &moment[8..10]);
    world.with_person(&name, longan::users::Role::Administrator, longan::places::COUNTRY_ID).await
}

async fn post(world: &World, path: &str, form: &str) {
    let answer = world.post(path, form).await;
    assert!(answer.starts_with("303") && !answer.contains("sign-in"), "{path} {form}: {answer}");
}

/// A cluster that was entered on Monday morning, let to an enterprise on Tuesday, renamed and
/// corrected on Wednesday, and whose lease was ended on Thursday.
async fn a_week() -> World {
    let world = at(World::new().await, "2026-11-23T02:00:00Z").await;
    let path = "/clusters/dong-vang";
    let words = "place_text=huyện Đức Hòa&known_from=01/03/2009";
    post(&world, "/clusters", &format!("name=Đồng Vàng&place=802&{words}&{DECISION}")).await;
    let area = "indicator=area.industrial&number_precision=exact&as_of=31/12/2012&reporter=Sở Công Thương&reporter_kind=department";
    post(&world, &format!("{path}/observations"), &format!("{area}&value=50&{DECISION}")).await;
    let work = "name=Đường trục&kind=road&fence_side=inside&funder=investor";
    let form = format!("{work}&planned=900&paid=100&as_of=31/12/2012&{DECISION}");
    post(&world, &format!("{path}/works"), &form).await;

    let world = at(world, "2026-11-24T02:00:00Z").await;
    let tenant = "name=Công ty Sơn Ca&capital=domestic&state=operating&on_day=01/06/2012";
    post(&world, &format!("{path}/tenants"), &format!("{tenant}&{DECISION}")).await;
    let html = String::from_utf8(world.body(&format!("{path}/leases/new")).await).unwrap();
    let id = html.split("name=\"tenant_id\"").nth(1).unwrap();
    let id = id.split("<option value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let lease = format!("tenant_id={id}&plot=A1&area_ha=2&from_day=01/06/2012&precision=exact");
    post(&world, &format!("{path}/leases"), &format!("{lease}&{DECISION}")).await;
    let form = format!("{work}&planned=900&paid=700&as_of=31/12/2012&{DECISION}");
    post(&world, &format!("{path}/works"), &form).await;

    let world = at(world, "2026-11-25T02:00:00Z").await;
    let form = format!("name=Đồng Vàng 2&{words}&reason=đổi tên&revision=1");
    post(&world, &format!("{path}/edit"), &form).await;
    let html = String::from_utf8(world.body(&format!("{path}?tab=land&on=2013-12-31")).await);
    let html = html.unwrap();
    let correction = html.split("href=\"/observations/").nth(1).unwrap().split('"').next().unwrap();
    let form = format!("value=55&number_precision=exact&revision=1&reason=nhập nhầm&{DECISION}");
    post(&world, &format!("/observations/{correction}"), &form).await;

    let world = at(world, "2026-11-26T02:00:00Z").await;
    let html = String::from_utf8(world.body(&format!("{path}?tab=leases&on=2013-12-31")).await);
    let html = html.unwrap();
    let end = html.split("href=\"/leases/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let form = format!("to_day=01/01/2013&revision=1&{DECISION}");
    post(&world, &format!("/leases/{end}"), &form).await;
    world
}

#[tokio::test]
async fn a_record_is_read_on_a_day_as_it_was_known_at_a_moment() {
    let world = a_week().await;
    let page = async |tab: &str, known: &str| {
        let path = format!("/clusters/dong-vang?on=2013-12-31&tab={tab}&known={known}");
        let text = world.get(&path).await;
        assert!(text.starts_with("200"), "{text}");
        text
    };
    // One day, four moments: what the Department knew of 31/12/2013.
    let monday = page("overview", "23/11/2026").await;
    assert!(monday.contains("Hồ sơ như đã biết lúc 23/11/2026"), "{monday}");
    assert!(monday.contains("50,00 ha") && !monday.contains("55,00 ha"), "{monday}");
    assert!(monday.contains("Đã cho thuê\nchưa có số liệu"), "{monday}");
    assert!(monday.contains("100 / 900 triệu đồng"), "{monday}");
    let tuesday = page("leases", "24/11/2026").await;
    assert!(tuesday.contains("A1 | Công ty Sơn Ca | 2,00"), "{tuesday}");
    assert!(tuesday.contains("còn hiệu lực"), "its end was not recorded yet: {tuesday}");
    let tuesday = page("overview", "24/11/2026").await;
    assert!(tuesday.contains("700 / 900 triệu đồng"), "{tuesday}");
    let wednesday = page("overview", "25/11/2026").await;
    assert!(wednesday.contains("55,00 ha"), "{wednesday}");
    let now = page("leases", "").await;
    assert!(now.contains("đã hết từ 01/01/2013"), "{now}");
    // Names, tenants and the minute.
    let html = String::from_utf8(world.body("/clusters/dong-vang?known=24/11/2026").await);
    assert!(html.unwrap().contains("<h1 class=\"page-title\">Cụm công nghiệp Đồng Vàng</h1>"));
    assert!(page("tenants", "24/11/2026+08:59").await.contains("Chưa có doanh nghiệp nào"));
    assert!(page("tenants", "24/11/2026+09:00").await.contains("Công ty Sơn Ca"));
    assert!(page("works", "23/11/2026").await.contains("| 100 |"));
    assert!(page("history", "24/11/2026").await.contains("ghi hợp đồng thuê đất"));
    assert!(!page("history", "24/11/2026").await.contains("kết thúc hợp đồng"));
    let wrong = world.get("/clusters/dong-vang?known=24/11/2026+25:00").await;
    assert!(wrong.starts_with("422") && wrong.contains("09:30"), "{wrong}");
}

#[tokio::test]
async fn the_difference_between_two_moments_names_who_and_the_paper() {
    let world = a_week().await;
    let path = "/clusters/dong-vang/difference?on=2012-12-31";
    let page = world.get(&format!("{path}&from=24/11/2026&to=25/11/2026")).await;
    assert!(page.contains("Tên\nĐồng Vàng\n | Đồng Vàng 2"), "{page}");
    assert!(page.contains("50,00 ha (đến 31/12/2012; Sở Công Thương)\n | 55,00 ha"), "{page}");
    assert!(
        page.contains(
            "Người quan-tri-25 đính chính số liệu lúc 25/11/2026 09:00, căn cứ 15/QĐ-UBND"
        ),
        "{page}"
    );
    assert!(page.contains("Lý do: đổi tên"), "{page}");
    assert!(page.contains("Tên:\nĐồng Vàng\n→ Đồng Vàng 2"), "{page}");
    assert!(
        !page.contains("ghi hợp đồng thuê đất") && !page.contains("kết thúc hợp đồng"),
        "{page}"
    );
    let page = world.get(&format!("{path}&from=25/11/2026")).await;
    assert!(
        page.contains("A1 – Công ty Sơn Ca: 2,00 ha từ 01/06/2012, đến trước 01/01/2013"),
        "{page}"
    );
    let none = world.get(&format!("{path}&from=26/11/2026&to=27/11/2026")).await;
    assert!(none.contains("hồ sơ không nói gì khác"), "{none}");
    assert!(world.get(&format!("{path}&from=25/11/2026&to=24/11/2026")).await.starts_with("422"));
    let world = world.with_person("lan", longan::users::Role::Officer, "province:60:").await;
    assert!(world.get(path).await.starts_with("404"));
}

#[tokio::test]
async fn a_tenant_is_read_as_it_was_known_before_it_was_edited() {
    let world = a_week().await;
    let html = String::from_utf8(world.body("/clusters/dong-vang?tab=tenants&on=2013-12-31").await);
    let html = html.unwrap();
    let id = html.split("href=\"/tenants/").nth(1).unwrap().split(['?', '"']).next().unwrap();
    let path = format!("/tenants/{id}");
    let form = "name=Công ty Sơn Ca Mới&capital=domestic&reason=đổi tên&revision=1";
    post(&world, &format!("{path}/edit"), form).await;
    let title = async |known: &str| {
        let html = world.body(&format!("{path}?known={known}")).await;
        let html = String::from_utf8(html).unwrap();
        html.split("page-title\">").nth(1).unwrap().split('<').next().unwrap().to_owned()
    };
    assert_eq!(title("25/11/2026").await, "Công ty Sơn Ca");
    assert_eq!(title("").await, "Công ty Sơn Ca Mới");
}
