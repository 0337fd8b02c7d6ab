//! A paper of a step that is a form is made on the page of entries and counts without being typed
//! again; a first advance says how far the work has come.

use super::steps::{contracted, decide, form_of, with_plans};
use crate::world::World;
use longan::promotion::model::{Activity, Track};

/// An entry of a project, made by its page.
async fn enters(world: &World, address: &str, kind: &str, more: &str) {
    let answer = world.post(&format!("{address}/entries/{kind}"), more).await;
    assert!(answer.starts_with("303"), "{kind}: {answer}");
}

/// The papers that count of the steps of a key: which, and its number.
async fn papers(world: &World, key: &str) -> Vec<(String, String)> {
    sqlx::query_as(
        "select f.paper, coalesce(d.number, '') from promotion_step_papers f join promotion_steps t on t.id = f.step_id
         left join documents d on d.id = f.document_id where t.step = $1 and t.superseded_at = '' order by f.paper",
    )
    .bind(key)
    .fetch_all(world.app.store.read())
    .await
    .unwrap()
}

const PROGRESS: &str = "participant_id=&on_day=15/06/2019&percent=65&content=Đã lắp máy&amount=45&counterpart=300&difficulties=&proposals=&document_kind=report&document_number=31/BC-TTKC&document_day=15/06/2019&document_issuer=Trung tâm Khuyến công&document_subject=Tiến độ tháng 6";

#[tokio::test]
async fn the_form_that_was_made_is_the_paper_of_the_step() {
    let world = with_plans(Track::National).await;
    decide(&world, Track::National).await;
    let at = contracted(&world, Track::National, "QG41", "").await;
    let page = world.get(&format!("{at}/steps/advance")).await;
    assert!(page.contains("chưa lập") && page.contains("Lập Mẫu số 3a"), "{page}");
    assert!(page.contains("Bước “Ký hợp đồng” ngày 15/02/2019: contract/2019"), "{page}");
    assert!(page.contains("trên 70 % tổng vốn đầu tư; chưa đủ thì phải giải trình"), "{page}");
    let advance = "on_day=20/06/2019&document_kind=other&document_number=UNC 12&document_day=20/06/2019&document_issuer=Kho bạc&document_subject=Chuyển tiền tạm ứng&amount=50&done_percent=75";
    let steps = format!("{at}/steps/advance");
    let bare = world.post(&steps, advance).await;
    assert!(bare.starts_with("422") && bare.contains("còn thiếu thì ghi lý do"), "{bare}");
    enters(&world, &at, "progress", PROGRESS).await;
    let page = world.get(&steps).await;
    assert!(
        page.contains("Mẫu số 3a, Mẫu số 3b đã lập ngày 15/06/2019") && page.contains("31/BC-TTKC"),
        "{page}"
    );
    // A report of June is no paper of a step of May.
    let early = advance.replace("20/06/2019", "20/05/2019");
    assert!(world.post(&steps, &early).await.starts_with("422"));
    let answer = world.post(&steps, advance).await;
    assert!(answer.starts_with("303"), "{answer}");
    assert_eq!(
        papers(&world, "advance").await,
        [
            ("contract".to_owned(), "contract/2019".to_owned()),
            ("progress_form".to_owned(), "31/BC-TTKC".to_owned())
        ]
    );
    // The report is the step of its month too, and then the acceptance is filled in by its minutes.
    let html = String::from_utf8(world.body(&format!("{at}/steps/progress")).await).unwrap();
    assert!(html.contains("value=\"06/2019\"") && html.contains("value=\"31/BC-TTKC\""), "{html}");
    let accepted = "participant_id=&on_day=30/08/2019&scope=whole&place=huyện Tân Thạnh&content=Đủ máy&amount=100&counterpart=350&parties=Sở Công Thương&result=passed&remarks=&document_kind=minutes&document_number=9/BB-SCT&document_day=30/08/2019&document_issuer=Sở Công Thương&document_subject=Nghiệm thu";
    let page = world.get(&format!("{at}/steps/accept")).await;
    assert!(page.contains("Lập Mẫu số 5b"), "{page}");
    enters(&world, &at, "acceptance", accepted).await;
    let html = String::from_utf8(world.body(&format!("{at}/steps/accept")).await).unwrap();
    assert!(
        html.contains("Mẫu số 5b đã lập ngày 30/08/2019") && html.contains("value=\"9/BB-SCT\""),
        "{html}"
    );
    let page = world.get(&format!("{at}/steps/settle")).await;
    assert!(page.contains("Tải Mẫu số 9, ký rồi ghi số và ngày ở dưới"), "{page}");
}

#[tokio::test]
async fn a_first_advance_before_enough_was_done_is_explained_and_flagged() {
    let world = with_plans(Track::National).await;
    decide(&world, Track::National).await;
    let at = contracted(&world, Track::National, "QG42", "").await;
    let steps = format!("{at}/steps/advance");
    let advance =
        |more: &str| form_of(Track::National, Activity::Machinery, "advance", "20/06/2019", more);
    let untold = world.post(&steps, &advance("amount=50&done_percent=")).await;
    assert!(
        untold.starts_with("422")
            && untold.contains("phải trên 70 % tổng vốn đầu tư (TT 36/2013/TT-BCT, Điều 13)"),
        "{untold}"
    );
    let exact = world.post(&steps, &advance("amount=50&done_percent=70")).await;
    assert!(exact.starts_with("422") && exact.contains("Khối lượng chưa đủ"), "{exact}");
    let beyond = world.post(&steps, &advance("amount=50&done_percent=170")).await;
    assert!(beyond.starts_with("422") && beyond.contains("không quá 100 %"), "{beyond}");
    let explained = "amount=50&done_percent=65,5&explanation=Máy về chậm, Cục đồng ý";
    assert!(world.post(&steps, &advance(explained)).await.starts_with("303"));
    let page = world.get(&at).await;
    assert!(
        page.contains("chưa đủ khối lượng, mới đạt 65,5 %; phải trên 70 % tổng vốn đầu tư")
            && page.contains("Giải trình: Máy về chậm, Cục đồng ý"),
        "{page}"
    );
    let other = contracted(&world, Track::National, "QG43", "").await;
    let enough = advance("amount=50&done_percent=70,1");
    assert!(world.post(&format!("{other}/steps/advance"), &enough).await.starts_with("303"));
    let page = world.get(&other).await;
    assert!(page.contains("70,1 %") && !page.contains("chưa đủ khối lượng"), "{page}");
}

#[tokio::test]
async fn the_form_of_a_change_asks_for_what_is_changed_and_nothing_else() {
    let world = with_plans(Track::National).await;
    decide(&world, Track::National).await;
    let at = contracted(&world, Track::National, "QG44", "beneficiaries=Cơ sở Dừa Nước").await;
    let step = format!("{at}/steps/change_agency");
    let page = world.get(&step).await;
    assert!(
        page.contains("Chọn nội dung điều chỉnh") && page.contains("Thời gian trong năm"),
        "{page}"
    );
    assert!(page.contains("do Bộ trưởng Bộ Công Thương quyết định"), "{page}");
    assert!(!page.contains("Số, ký hiệu"), "nothing is typed before it is chosen: {page}");
    let place = world.get(&format!("{step}?change=place")).await;
    assert!(
        place.contains("Địa điểm mới như ghi trong văn bản") && !place.contains("Đơn vị thay thế"),
        "{place}"
    );
    let body = world.get(&format!("{step}?change=beneficiary")).await;
    assert!(body.contains("Đơn vị rút ra") && !body.contains("Năm kết thúc"), "{body}");
    // What is wrong comes back with the same fields, and with what was typed.
    let form = form_of(
        Track::National,
        Activity::Machinery,
        "change_agency",
        "01/03/2019",
        "change=place&words=thị trấn&place=không có&reason=Chuyển xưởng",
    );
    let wrong = world.post(&step, &form).await;
    assert!(
        wrong.starts_with("422") && wrong.contains("Không tìm thấy đơn vị hành chính này"),
        "{wrong}"
    );
    assert!(wrong.contains("Nội dung điều chỉnh: Địa điểm"), "{wrong}");
}
