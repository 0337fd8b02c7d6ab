use super::{DECISION, officer, plain, register, with};
use crate::world::LONG_AN;
use axum::http::StatusCode;

#[tokio::test]
async fn a_paper_is_written_in_found_and_corrected() {
    let world = officer().await;
    let path = register(&world, DECISION).await;
    let page = world.get(&path).await;
    for told in [
        "200 OK",
        "Số, ký hiệu\n1600/QĐ-UBND\nNgày văn bản\n09/05/2013",
        "Văn bản đến số 125 ngày 10/05/2013 · Tỉnh Long An (đến 30/06/2025)",
        "Nguyễn Văn Ký, Phó Chủ tịch",
        "Người can-bo vào sổ văn bản lúc 23/11/2026 09:00",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let corrected = with(
        DECISION,
        &[("register_number", "126"), ("reason", "gõ nhầm số đến"), ("revision", "2")],
    );
    let edit = format!("{path}/edit");
    assert!(world.get(&edit).await.contains("Lý do sửa"));
    let unexplained = world.post(&edit, &plain(&with(&corrected, &[("reason", "")]))).await;
    assert!(unexplained.starts_with("422") && unexplained.contains("Hãy ghi lý do sửa"));
    assert_eq!(world.post(&edit, &plain(&corrected)).await, format!("303 See Other → {path}"));
    let stale = world.post(&edit, &plain(&corrected)).await;
    assert!(stale.starts_with("409"), "{stale}");
    let page = world.get(&path).await;
    assert!(page.contains("Lý do: gõ nhầm số đến\nSố đến/đi:\n125\n→ 126"), "{page}");
}

#[tokio::test]
async fn a_number_is_found_however_it_is_typed() {
    let world = officer().await;
    register(&world, DECISION).await;
    register(&world, &with(DECISION, &[("number", "160/QĐ-UBND"), ("subject_line", "Khác")])).await;
    for typed in [
        "1600/QD-UBND",
        "1600 qđ ubnd",
        "QĐ 1600",
        "số 1600/QĐ-UBND ngày 9/5/2013",
        "quyết định 1600",
        "thanh lap ccn duc hoa ha",
    ] {
        let list = world.get(&format!("/documents?q={}", longan::ui::url_encode(typed))).await;
        assert!(list.contains("1–1 trong 1 văn bản\n"), "{typed}: {list}");
        assert!(list.contains("1600/QĐ-UBND | 09/05/2013 | Quyết định"), "{typed}: {list}");
    }
    for typed in ["1601", "số 1600/QĐ-UBND ngày 10/5/2013", "BC 1600"] {
        let list = world.get(&format!("/documents?q={}", longan::ui::url_encode(typed))).await;
        assert!(list.contains("Không có văn bản nào khớp với"), "{typed}: {list}");
    }
}

#[tokio::test]
async fn the_list_is_filtered_ordered_and_taken_away() {
    let world = officer().await;
    register(&world, DECISION).await;
    let letter = [
        ("direction", "out"),
        ("kind", "letter"),
        ("number", "12/SCT-QLCN"),
        ("issued_on", "02/01/2014"),
        ("issuer", "Sở Công Thương"),
        ("subject_line", "=Đề nghị báo cáo"),
        ("registered_on", "02/01/2014"),
    ];
    register(&world, &with(DECISION, &letter)).await;
    for (query, number) in [
        ("kind=letter", "12/SCT-QLCN"),
        ("direction=in", "1600/QĐ-UBND"),
        ("issuer=S%E1%BB%9F+C%C3%B4ng+Th%C6%B0%C6%A1ng", "12/SCT-QLCN"),
        ("from=01/01/2014", "12/SCT-QLCN"),
        ("to=31/12/2013", "1600/QĐ-UBND"),
        ("from=09/05/2013&to=9/5/2013", "1600/QĐ-UBND"),
    ] {
        let list = world.get(&format!("/documents?{query}")).await;
        assert!(list.contains("1–1 trong 1 văn bản"), "{query}: {list}");
        assert!(list.contains(number), "{query}: {list}");
    }
    assert!(world.get("/documents?place=commune:27985:").await.contains("Không có văn bản nào"));
    assert!(world.get(&format!("/documents?place={LONG_AN}")).await.contains("trong 2 văn bản"));
    assert!(world.get("/documents?direction=none").await.contains("Không có văn bản nào"));
    assert!(world.get("/documents?from=32/13/2014").await.starts_with("422"));
    for (sort, first) in [
        ("newest", "12/SCT-QLCN"),
        ("oldest", "1600/QĐ-UBND"),
        ("number", "12/SCT-QLCN"),
        ("registered", "12/SCT-QLCN"),
    ] {
        let csv = world.body(&format!("/documents.csv?sort={sort}")).await;
        let csv = String::from_utf8(csv).unwrap();
        let line = csv.lines().find(|line| line.starts_with("1,")).unwrap();
        assert!(line.contains(first), "{sort}: {csv}");
        assert!(csv.contains("'=Đề nghị báo cáo"), "a formula is made harmless: {csv}");
    }
    assert!(world.body("/documents.xlsx").await.starts_with(b"PK"));
}

#[tokio::test]
async fn a_double_is_shown_before_it_is_written() {
    let world = officer().await;
    let path = register(&world, DECISION).await;
    let again = with(DECISION, &[("number", "1600/qđ-ubnd"), ("issuer", "UBND tỉnh")]);
    let (status, text, _) = world.upload("/documents", "", b"", &again).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text.contains("Đã có văn bản cùng số và ngày"), "{text}");
    assert!(text.contains("1600/QĐ-UBND ngày 09/05/2013, UBND tỉnh Long An: Thành lập"), "{text}");
    assert!(world.get("/documents").await.contains("1–1 trong 1 văn bản"), "nothing was written");
    let twin = register(&world, &with(&again, &[("confirmed", "yes")])).await;
    assert_ne!(twin, path);
    // Even the very same number, day and issuer may stand twice in one register.
    let same = register(&world, &with(DECISION, &[("confirmed", "yes")])).await;
    let same_again = register(&world, &with(DECISION, &[("confirmed", "yes")])).await;
    assert_ne!(same, same_again);
    // Another day is another paper.
    register(&world, &with(DECISION, &[("issued_on", "10/05/2013")])).await;
}

#[tokio::test]
async fn what_is_missing_is_asked_for() {
    let world = officer().await;
    let empty = [("direction", ""), ("issued_on", "31/02/2013"), ("issuer", ""), ("place", "")];
    let (status, text, _) = world.upload("/documents", "", b"", &with(DECISION, &empty)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in ["Hãy chọn văn bản đến", "Hãy nhập cơ quan ban hành", "Hãy chọn đơn vị giữ sổ"]
    {
        assert!(text.contains(told), "{told}: {text}");
    }
    let reversed = [("in_force_from", "01/01/2014"), ("in_force_to", "01/01/2013")];
    let (_, text, _) = world.upload("/documents", "", b"", &with(DECISION, &reversed)).await;
    assert!(text.contains("Ngày hết hiệu lực phải sau"), "{text}");
    // A day behind the number is the day of the paper.
    let behind = [("number", "QĐ số 2542/QĐ-UBND ngày 14/9/2012"), ("issued_on", "")];
    let path = register(&world, &with(DECISION, &behind)).await;
    assert!(world.get(&path).await.contains("2542/QĐ-UBND\nNgày văn bản\n14/09/2012"));
}
