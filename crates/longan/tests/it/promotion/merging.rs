//! Two records of one body in one project: made one, it is there once; told apart again, twice.

use super::{id_of, page_of, with_projects};
use crate::organizations::carried;
use crate::organizations::merge_into as merge;
use crate::world::World;

const PAPER: &str = "document_kind=minutes&document_number=31/BB&document_day=20/06/2013&document_issuer=Sở Công Thương&document_subject=Biên bản";

async fn ok(world: &World, address: &str, form: &str) {
    let answer = world.post(address, form).await;
    assert!(answer.starts_with("303"), "{address}: {answer}");
}

/// Id of the body with this name, and of its row in the project.
async fn body_and_row(world: &World, name: &str) -> (String, String) {
    sqlx::query_as(
        "select o.id, x.id from organizations o join promotion_participants x on x.organization_id = o.id where o.name = $1",
    )
    .bind(name)
    .fetch_one(world.app.store.read())
    .await
    .unwrap()
}

/// Lets a body be in project DP03 with money of its own, a contract, and jobs before.
async fn enter(world: &World, name: &str, contract: &str, jobs: &str) -> (String, String) {
    let at = format!("/promotion/projects/{}", id_of(world, "DP03").await);
    let form = format!(
        "name={name}&tax_code=&personal_number=&part=beneficiary&explanation=Đã xem xét&{PAPER}"
    );
    ok(world, &format!("{at}/participants"), &form).await;
    let (body, row) = body_and_row(world, name).await;
    let of = format!("participant_id={row}");
    let line = format!(
        "stage=contracted&source=local&amount=20&on_day=20/06/2013&year=2013&batch=1&explanation=Theo hợp đồng&{of}&{PAPER}"
    );
    ok(world, &format!("{at}/lines"), &line).await;
    let signed = format!("number={contract}&signed_on=20/06/2013&amount=20&{of}&{PAPER}");
    ok(world, &format!("{at}/contracts"), &signed).await;
    let effect = format!(
        "indicator=jobs&moment=before&amount={jobs}&product=&on_day=20/06/2013&note=&{of}&{PAPER}"
    );
    ok(world, &format!("{at}/effects"), &effect).await;
    (body, row)
}

/// What a table says of the rows of the two bodies: how many rows of each.
async fn rows(world: &World, table: &str, (one, other): (&str, &str)) -> (i64, i64) {
    let sql = format!(
        "select (select count(*) from {table} where participant_id = $1), (select count(*) from {table} where participant_id = $2)"
    );
    sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(one)
        .bind(other)
        .fetch_one(world.app.store.read())
        .await
        .unwrap()
}

#[tokio::test]
async fn a_body_that_took_part_under_two_records_is_in_the_project_once_until_they_are_told_apart()
{
    let world = with_projects().await;
    let (right, kept) = enter(&world, "Cơ sở Sen Vàng", "21/HĐ", "5").await;
    let (wrong, gone) = enter(&world, "Cơ sở Sen Vaàng", "22/HĐ", "6").await;
    let page = page_of(&world, "DP03").await;
    assert!(page.contains("Cơ sở Sen Vaàng"), "{page}");
    let count = async || {
        let figure =
            world.json("/api/figures/promotion.household.count?place=80&period=2013").await;
        let other =
            world.json("/api/figures/promotion.enterprise.count?place=80&period=2013").await;
        [figure, other]
            .iter()
            .map(|one| one["value"].as_str().unwrap().parse::<i64>().unwrap())
            .sum::<i64>()
    };
    let support = world.json("/api/figures/promotion.local.support?place=80&period=2013").await;
    let before = count().await;
    let right = format!("/organizations/{right}");
    let wrong = format!("/organizations/{wrong}");
    assert!(merge(&world, &right, &wrong).await.starts_with("303"));

    // Money and contracts are of the one that stays; what both say of one thing stays with each.
    let both = (kept.as_str(), gone.as_str());
    assert_eq!(rows(&world, "promotion_contracts", both).await, (2, 0));
    assert_eq!(rows(&world, "promotion_effects", both).await, (1, 1));
    let page = page_of(&world, "DP03").await;
    assert!(page.contains("22/HĐ") && page.contains("Cơ sở Sen Vàng"), "{page}");
    let list = world.get("/promotion?place=80&year=2013&q=sen+vang").await;
    assert!(list.starts_with("200"), "{list}");
    let told = world.get(&right).await;
    assert_eq!(told.matches("DP03").count(), 1, "{told}");
    assert_eq!(count().await, before - 1, "one body, one beneficiary");
    let after = world.json("/api/figures/promotion.local.support?place=80&period=2013").await;
    assert_eq!(after["value"], support["value"], "no dong moved");

    let body = String::from_utf8(world.body(&right).await).unwrap();
    let undoing = body.split("href=\"").find(|link| link.contains("/undoing")).unwrap();
    let undoing = undoing.split('"').next().unwrap().to_owned();
    let revision = carried(&world, &undoing, "revision").await;
    ok(&world, &undoing, &format!("reason=hai cơ sở khác nhau&revision={revision}")).await;
    assert_eq!(rows(&world, "promotion_contracts", both).await, (1, 1));
    assert_eq!(rows(&world, "promotion_effects", both).await, (1, 1));
    assert_eq!(count().await, before);
    let page = page_of(&world, "DP03").await;
    assert!(page.contains("Cơ sở Sen Vàng") && page.contains("Cơ sở Sen Vaàng"), "{page}");
    for body in [&right, &wrong] {
        assert!(world.get(body).await.contains("DP03"), "{body}");
    }
}

#[tokio::test]
async fn who_is_still_in_a_project_by_one_of_two_records_is_in_it() {
    let world = with_projects().await;
    let (right, kept) = enter(&world, "Cơ sở Bông Súng", "21/HĐ", "5").await;
    let (wrong, _) = enter(&world, "Cơ sở Bông Súg", "22/HĐ", "6").await;
    // By the record that stays it had left.
    sqlx::query("update promotion_participants set to_day = '2013-08-01' where id = $1")
        .bind(&kept)
        .execute(world.app.store.write())
        .await
        .unwrap();
    let (right, wrong) = (format!("/organizations/{right}"), format!("/organizations/{wrong}"));
    assert!(merge(&world, &right, &wrong).await.starts_with("303"));
    let page = page_of(&world, "DP03").await;
    let bodies = page.lines().find(|line| line.ends_with("Thêm đơn vị")).unwrap_or(&page);
    assert!(bodies.contains("Cơ sở Bông Súng") && !bodies.contains("Bông Súg"), "{page}");
    assert!(!page.contains("không còn trong đề án"), "{page}");
}
