//! One decision takes many drafts into its plan: all of them, or none and why.

use super::steps::{decide, draft, passes, plan_id, states, with_plans};
use crate::world::World;
use longan::promotion::model::Track;

const DECISION: &str = "plan_id=&batch=1&approved_on=27/12/2018&document_kind=decision&document_number=900/QĐ-UBND&document_day=27/12/2018&document_issuer=UBND tỉnh&document_subject=Kế hoạch khuyến công 2019";

/// A draft that waits for its decision, appraised at ten million; returns its address and id.
async fn appraised(world: &World, code: &str) -> (String, String) {
    let address = draft(world, Track::Local, code, "").await;
    let at = (Track::Local, address.as_str());
    passes(
        world,
        at,
        &[
            ("register", "15/05/2018", "amount=12"),
            ("appraise", "10/06/2018", "amount=10"),
            ("submit", "20/06/2018", ""),
        ],
    )
    .await;
    let id = address.rsplit('/').next().unwrap().to_owned();
    (address, id)
}

async fn plans(world: &World) -> i64 {
    let (count,): (i64,) =
        sqlx::query_as("select count(*) from promotion_plans where year = 2019 and batch > 0")
            .fetch_one(world.app.store.read())
            .await
            .unwrap();
    count
}

/// A plan that is drawn up tells what was asked for and appraised, and so does the form that is sent.
async fn drafted(world: &World, plan: &str, project: &str) {
    let own = "source=counterpart&stage=appraised&year=2019&batch=1&participant_id=&amount=433&on_day=10/06/2018&explanation=&document_kind=minutes&document_number=20/PTĐ&document_day=10/06/2018&document_issuer=Sở Công Thương&document_subject=Phiếu thẩm định";
    let answer = world.post(&format!("{project}/lines"), own).await;
    assert!(answer.starts_with("303"), "{answer}");
    let page = world.get(plan).await;
    assert!(page.contains("Đề nghị (đồng) | Thẩm định (đồng) | Nguồn khác (đồng)"), "{page}");
    assert!(page.contains("| 12.000.000 | 10.000.000 | 433.000.000"), "{page}");
    assert!(!page.contains("Được duyệt (đồng)"), "nobody approved anything: {page}");
    let form = String::from_utf8(world.body(&format!("{plan}/forms/mau-02/html")).await).unwrap();
    assert!(form.contains(">10<") && form.contains(">443<"), "{form}");
}

#[tokio::test]
async fn many_drafts_are_decided_at_once_and_the_others_stay_behind() {
    let world = with_plans(Track::Local).await;
    let (first, one) = appraised(&world, "DP61").await;
    let (second, two) = appraised(&world, "DP62").await;
    let (third, _) = appraised(&world, "DP63").await;
    let fourth = draft(&world, Track::Local, "DP64", "").await;
    let plan = plan_id(&world, Track::Local, 0).await;
    let address = format!("/promotion/plans/{plan}/decision");
    let drawn_up = format!("/promotion/plans/{plan}");
    let offered = |html: Vec<u8>| String::from_utf8(html).unwrap().contains("/decision\"");
    assert!(offered(world.body(&drawn_up).await), "the plan offers it");
    drafted(&world, &drawn_up, &first).await;
    let page = world.get(&address).await;
    assert!(page.contains("3 trong 4 đề án đang chờ quyết định"), "{page}");
    assert!(page.contains("Đề án đang ở “Nháp”"), "the one that nobody appraised: {page}");
    let all = String::from_utf8(world.body(&format!("{address}?all=yes")).await).unwrap();
    assert_eq!(all.matches(" checked").count(), 3, "{all}");
    let decided = format!(
        "{DECISION}&take_{one}=yes&code_{one}=KC01&amount_{one}=10&take_{two}=yes&code_{two}=KC02&amount_{two}=8,5"
    );
    let answer = world.post(&address, &decided).await;
    let batch = plan_id(&world, Track::Local, 1).await;
    assert_eq!(answer, format!("303 See Other → /promotion/plans/{batch}"));
    for (address, code) in [(&first, "KC01"), (&second, "KC02")] {
        assert_eq!(states(&world, address).await.last().unwrap(), "approved");
        let page = world.get(address).await;
        assert!(page.contains(code) && page.contains("đợt 1"), "{page}");
        assert!(page.contains("900/QĐ-UBND"), "{page}");
    }
    assert_eq!(states(&world, &third).await.last().unwrap(), "awaiting_approval");
    assert_eq!(states(&world, &fourth).await, ["drafted"]);
    let support = world.json("/api/figures/promotion.local.support?place=80&period=2019").await;
    assert_eq!(support["value"], "18500000");
    let decided = format!("/promotion/plans/{batch}");
    assert!(!offered(world.body(&decided).await), "nothing is left to decide");
}

#[tokio::test]
async fn where_one_draft_cannot_be_taken_none_is_and_it_is_said_which_and_why() {
    let world = with_plans(Track::Local).await;
    let (first, one) = appraised(&world, "DP65").await;
    let (second, two) = appraised(&world, "DP66").await;
    let waiting = draft(&world, Track::Local, "DP67", "").await;
    let three = waiting.rsplit('/').next().unwrap();
    let address = format!("/promotion/plans/{}/decision", plan_id(&world, Track::Local, 0).await);
    let none = world.post(&address, DECISION).await;
    assert!(none.starts_with("422") && none.contains("Hãy chọn ít nhất một đề án."), "{none}");
    let bare = world.post(&address, &format!("take_{one}=yes&code_{one}=KC01")).await;
    assert!(bare.starts_with("422") && bare.contains("Chưa ghi được"), "{bare}");
    let good = format!("{DECISION}&take_{one}=yes&code_{one}=KC01&amount_{one}=10");
    let early = format!("{good}&take_{three}=yes&code_{three}=KC03");
    let refused = world.post(&address, &early).await;
    assert!(
        refused.starts_with("422")
            && refused.contains("1 đề án chưa vào kế hoạch được")
            && refused.contains("Đề án đang ở “Nháp”"),
        "{refused}"
    );
    let twice = format!("{good}&take_{two}=yes&code_{two}=KC01&amount_{two}=10");
    let refused = world.post(&address, &twice).await;
    assert!(refused.contains("Mã KC01 ghi cho hai đề án"), "{refused}");
    let mute = format!("{good}&take_{two}=yes&code_{two}=&amount_{two}=nhiều");
    let refused = world.post(&address, &mute).await;
    assert!(refused.contains("Hãy nhập mã đề án ghi trong quyết định"), "{refused}");
    for address in [&first, &second] {
        assert_eq!(states(&world, address).await.last().unwrap(), "awaiting_approval");
    }
    assert_eq!(plans(&world).await, 0, "the plan itself was not half made");
    // A number that is taken in the plan is found only while writing; nothing stays of the others.
    assert!(world.post(&address, &good).await.starts_with("303"));
    let plan = plan_id(&world, Track::Local, 1).await;
    let taken = format!("plan_id={plan}&take_{two}=yes&code_{two}=KC01&amount_{two}=10");
    let refused = world.post(&address, &taken).await;
    assert!(refused.starts_with("422") && refused.contains("đã có đề án mang mã này"), "{refused}");
    assert_eq!(states(&world, &second).await.last().unwrap(), "awaiting_approval");
    let right = format!("plan_id={plan}&take_{two}=yes&code_{two}=KC02&amount_{two}=10");
    assert!(world.post(&address, &right).await.starts_with("303"));
    assert_eq!(plans(&world).await, 1);
}

#[tokio::test]
async fn a_plan_that_was_decided_takes_no_decision_for_many() {
    let world = with_plans(Track::Local).await;
    decide(&world, Track::Local).await;
    let plan = plan_id(&world, Track::Local, 1).await;
    let answer = world.get(&format!("/promotion/plans/{plan}/decision")).await;
    assert!(answer.contains("404") || answer.contains("Không tìm thấy"), "{answer}");
}
