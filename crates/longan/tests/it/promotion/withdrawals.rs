//! The latest step is taken back with everything that was written with it.

use super::steps::{contracted, decide, form_of, passes, plan_id, states, with_plans};
use crate::world::World;
use longan::promotion::model::{Activity, Track};

/// Takes back the latest step that counts; returns what was answered.
async fn takes_back(world: &World, address: &str) -> String {
    let id = address.rsplit('/').next().unwrap();
    let (step,): (String,) = sqlx::query_as(
        "select id from promotion_steps where project_id = $1 and superseded_at = '' order by id desc limit 1",
    )
    .bind(id)
    .fetch_one(world.app.store.read())
    .await
    .unwrap();
    world.post(&format!("{address}/steps/{step}/withdrawal"), "reason=Ghi nhầm đề án").await
}

/// What counts of the allotted money of 2019, by beneficiary.
async fn allotted(world: &World) -> Vec<(String, i64)> {
    sqlx::query_as(
        "select coalesce(o.name, ''), cast(sum(l.amount_vnd) as bigint) from promotion_lines l
         left join promotion_participants x on x.id = l.participant_id left join organizations o on o.id = x.organization_id
         where l.year = 2019 and l.stage = 'allotted' and l.superseded_at = '' group by o.name order by o.name",
    )
    .fetch_all(world.app.store.read())
    .await
    .unwrap()
}

#[tokio::test]
async fn a_contract_and_a_decision_go_with_the_step_that_made_them() {
    let world = with_plans(Track::National).await;
    decide(&world, Track::National).await;
    let at = contracted(&world, Track::National, "QG51", "").await;
    assert!(takes_back(&world, &at).await.starts_with("303"));
    let page = world.get(&at).await;
    assert!(
        page.contains("đã rút lại cùng bước “Ký hợp đồng”: Ghi nhầm đề án | 15/02/2019"),
        "{page}"
    );
    // So does its line of money; only one that somebody corrected is said to be corrected.
    let told =
        page.matches("đã rút lại cùng bước “Ký hợp đồng”: Ghi nhầm đề án | 15/02/2019").count();
    assert_eq!(told, 2, "the contract and its line of money: {page}");
    assert!(!page.contains("đã đính chính"), "{page}");
    assert_eq!(states(&world, &at).await.last().unwrap(), "approved");
    let plan =
        world.get(&format!("/promotion/plans/{}", plan_id(&world, Track::National, 1).await)).await;
    assert!(plan.contains("QG51"), "{plan}");
    // Another contract may be signed, and taken back in its turn.
    let way = (Track::National, at.as_str());
    passes(&world, way, &[("contract", "16/02/2019", "amount=90&document_number=12/HĐ-KCQG")])
        .await;
    assert!(takes_back(&world, &at).await.starts_with("303"));
    // The decision goes too: the project is a draft of the plan that is drawn up again.
    assert!(takes_back(&world, &at).await.starts_with("303"));
    assert_eq!(states(&world, &at).await.last().unwrap(), "awaiting_approval");
    assert_eq!(allotted(&world).await, []);
    let page = world.get(&at).await;
    assert!(page.contains("Khuyến công quốc gia 2019, đang lập"), "{page}");
    let count = world.json("/api/figures/promotion.national.count?place=80&period=2019").await;
    assert_eq!(count["value"], "0");
    // Taken in again by the right number.
    let plan = plan_id(&world, Track::National, 1).await;
    let approved = format!("plan_id={plan}&code=QG15&amount=80");
    passes(&world, way, &[("approve", "", &approved)]).await;
    assert_eq!(allotted(&world).await, [(String::new(), 80_000_000)]);
    // The number of a contract that was taken back may be used again.
    passes(&world, way, &[("contract", "17/02/2019", "amount=80")]).await;
    assert_eq!(states(&world, &at).await.last().unwrap(), "contracted");
}

#[tokio::test]
async fn a_change_of_bodies_money_and_words_is_taken_back_whole() {
    let world = with_plans(Track::National).await;
    decide(&world, Track::National).await;
    let at = contracted(&world, Track::National, "QG52", "beneficiaries=Cơ sở Dừa Nước").await;
    let way = (Track::National, at.as_str());
    let (leaving,): (String,) = sqlx::query_as(
        "select x.id from promotion_participants x join organizations o on o.id = x.organization_id where o.name = 'Cơ sở Dừa Nước'",
    )
    .fetch_one(world.app.store.read())
    .await
    .unwrap();
    let line = format!(
        "stage=allotted&source=counterpart&amount=40&on_day=27/12/2018&year=2019&batch=1&participant_id={leaving}&document_kind=other&document_number=1/X&document_day=27/12/2018&document_issuer=Cục&document_subject=Đối ứng"
    );
    assert!(world.post(&format!("{at}/lines"), &line).await.starts_with("303"));
    let change = format!(
        "change=beneficiary&leaving_id={leaving}&name=Hợp tác xã Lá Sen&reason=Cơ sở cũ xin rút"
    );
    passes(&world, way, &[("change_agency", "01/03/2019", &change)]).await;
    assert_eq!(allotted(&world).await.iter().filter(|(name, _)| name.contains("Sen")).count(), 1);
    assert!(takes_back(&world, &at).await.starts_with("303"));
    let page = world.get(&at).await;
    assert!(page.contains("Cơ sở Dừa Nước") && !page.contains("không còn trong đề án"), "{page}");
    let money = allotted(&world).await;
    assert!(money.contains(&("Cơ sở Dừa Nước".to_owned(), 40_000_000)), "{money:?}");
    assert_eq!(money.len(), 2, "{money:?}");
    // The same body may still come in, by the paper that really says so.
    passes(&world, way, &[("change_agency", "02/03/2019", &change)]).await;
    let page = world.get(&at).await;
    assert!(page.contains("không còn trong đề án từ 02/03/2019"), "{page}");
    // Money and words go back likewise.
    let more = "change=money_up&participant_id=&amount=130&reason=Tăng quy mô";
    let later = "change=time_beyond&to_year=2020&words=đến quý II/2020&reason=Chậm giao máy";
    passes(
        &world,
        way,
        &[("change_minister", "02/04/2019", more), ("change_minister", "03/04/2019", later)],
    )
    .await;
    assert!(world.get(&at).await.contains("đến quý II/2020"));
    assert!(takes_back(&world, &at).await.starts_with("303"));
    assert!(takes_back(&world, &at).await.starts_with("303"));
    let (to_year, duration): (i64, String) =
        sqlx::query_as("select to_year, duration from promotion_projects where code = 'QG52'")
            .fetch_one(world.app.store.read())
            .await
            .unwrap();
    assert_eq!((to_year, duration.as_str()), (2019, ""));
    let support = world.json("/api/figures/promotion.national.support?place=80&period=2019").await;
    assert_eq!(support["value"], "100000000");
}

#[tokio::test]
async fn a_body_that_has_money_of_its_own_by_now_is_not_taken_back_unseen() {
    let world = with_plans(Track::National).await;
    decide(&world, Track::National).await;
    let at = contracted(&world, Track::National, "QG53", "kind=group").await;
    let change = "change=beneficiary&leaving_id=&name=Cơ sở Bông Trang&reason=Chọn theo kế hoạch";
    let form =
        form_of(Track::National, Activity::Machinery, "change_department", "25/01/2019", change);
    let answer = world.post(&format!("{at}/steps/change_department"), &form).await;
    assert!(answer.starts_with("303"), "{answer}");
    let (entered,): (String,) = sqlx::query_as(
        "select x.id from promotion_participants x join organizations o on o.id = x.organization_id where o.name = 'Cơ sở Bông Trang'",
    )
    .fetch_one(world.app.store.read())
    .await
    .unwrap();
    let line = format!(
        "stage=allotted&source=counterpart&amount=40&on_day=26/01/2019&year=2019&batch=1&participant_id={entered}&document_kind=other&document_number=1/X&document_day=26/01/2019&document_issuer=Cục&document_subject=Đối ứng"
    );
    assert!(world.post(&format!("{at}/lines"), &line).await.starts_with("303"));
    let refused = takes_back(&world, &at).await;
    assert!(
        refused.starts_with("422") && refused.contains("Cơ sở Bông Trang đã có kinh phí ghi riêng"),
        "{refused}"
    );
    assert_eq!(states(&world, &at).await.last().unwrap(), "approved", "nothing half done");
}
