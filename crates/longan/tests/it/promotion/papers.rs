//! The page of a project says at one glance which papers are there and which are missing.

use super::steps::{contracted, decide, form_of, with_plans};
use super::{page_of, with_projects};
use crate::world::World;
use longan::promotion::model::{Activity, Track};
use longan::users::Role;

/// The part of a page that tells of papers.
async fn papers(world: &World, at: &str) -> String {
    let page = world.get(at).await;
    let start = page.find("Giấy tờ của đề án").unwrap_or_else(|| panic!("{page}"));
    let rest = &page[start..];
    rest[..rest.find("Kinh phí và mức theo quy định").unwrap()].to_owned()
}

#[tokio::test]
async fn each_step_says_which_papers_are_there_which_are_missing_and_why() {
    let mut world = with_plans(Track::National).await;
    decide(&world, Track::National).await;
    let at = contracted(&world, Track::National, "QG51", "").await;
    let told = papers(&world, &at).await;
    for words in [
        "có Hợp đồng thực hiện đề án contract/2019, 15/02/2019",
        "có Hợp đồng hỗ trợ với đơn vị thụ hưởng contract/2019",
        "có Cam kết vốn đối ứng",
        // The first advance is next: a machine needs a report of progress, which nobody made yet.
        "Tạm ứng lần đầu đang chờ",
        "chưa có Báo cáo tiến độ có xác nhận của Sở (Mẫu 3a, 3b)",
        // What the kind of support asks for later.
        "Hợp đồng, biên bản nghiệm thu và thanh lý mua máy, chuyển giao",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
    assert!(!told.contains("Danh sách học viên"), "a machine has no trainees: {told}");
    // A form that is made is there at once; a paper that is missing bears its reason.
    let report = "document_kind=report&document_number=30/BC&document_day=24/06/2019&document_issuer=Trung tâm Khuyến công&document_subject=Báo cáo tiến độ";
    let form = format!(
        "on_day=24/06/2019&percent=75&content=Đã lắp máy&amount=45&counterpart=30&difficulties=&proposals=&{report}"
    );
    assert!(world.post(&format!("{at}/entries/progress"), &form).await.starts_with("303"));
    let told = papers(&world, &at).await;
    assert!(told.contains("30/BC, 24/06/2019"), "{told}");
    let advance =
        form_of(Track::National, Activity::Machinery, "advance", "25/06/2019", "amount=60");
    let without = format!("{advance}&paper_contract=&missing_contract=Bản gốc ở Kho bạc");
    assert!(world.post(&format!("{at}/steps/advance"), &without).await.starts_with("303"));
    let password = world.add_person("nguoi-xem", Role::Reader, crate::world::LONG_AN).await;
    world.sign_in("nguoi-xem", &password).await;
    let told = papers(&world, &at).await;
    assert!(told.contains("Tạm ứng lần đầu đã xong"), "{told}");
    assert!(told.contains("thiếu, có lý do Hợp đồng thực hiện đề án Bản gốc ở Kho bạc"), "{told}");
}

#[tokio::test]
async fn of_a_project_from_a_workbook_the_paper_of_each_state_is_there_and_the_rest_was_not_entered()
 {
    let world = with_projects().await;
    let page = page_of(&world, "QG02").await;
    assert!(page.contains("chưa ghi vào sổ Cam kết vốn đối ứng"), "{page}");
    assert!(page.contains("có Quyết định giao kế hoạch 7768/QĐ-BCT"), "{page}");
    assert!(!page.contains("chưa có Cam kết"), "nobody knows that it was missing: {page}");
}
