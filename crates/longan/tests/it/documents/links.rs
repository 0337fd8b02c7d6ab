use super::{DECISION, officer, register, with};

#[tokio::test]
async fn papers_speak_of_each_other_until_it_is_taken_back() {
    let world = officer().await;
    let rule = [
        ("kind", "regulation"),
        ("number", "05/2014/QĐ-UBND"),
        ("issued_on", "01/02/2014"),
        ("subject_line", "Quy chế quản lý cụm công nghiệp"),
        ("in_force_from", "15/02/2014"),
    ];
    let rule = register(&world, &with(DECISION, &rule)).await;
    let decision = register(&world, DECISION).await;
    let links = format!("{decision}/links");
    let unknown = world.post(&links, "relation=rests_on&target=77/QĐ-UBND").await;
    assert!(unknown.contains("Không có văn bản nào mang số “77/QĐ-UBND”"), "{unknown}");
    let linked =
        world.post(&links, "relation=rests_on&target=05/2014/qd-ubnd&location=trang 1").await;
    assert_eq!(linked, format!("303 See Other → {decision}"));
    let page = world.get(&decision).await;
    assert!(page.contains("Căn cứ: 05/2014/QĐ-UBND ngày 01/02/2014"), "{page}");
    assert!(
        page.contains("05/2014/QĐ-UBND ngày 01/02/2014 không có hiệu lực vào ngày 09/05/2013 (có hiệu lực từ 15/02/2014; theo sổ văn bản)."),
        "{page}"
    );
    assert!(world.get(&rule).await.contains("Là căn cứ của: 1600/QĐ-UBND ngày 09/05/2013"));
    let twice = world.post(&links, "relation=rests_on&target=05/2014/QĐ-UBND").await;
    assert!(twice.contains("Liên kết này đã có"), "{twice}");

    let html = String::from_utf8(world.body(&decision).await).unwrap();
    let id = html.split("/document-links/").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let withdrawn = world.post(&format!("/document-links/{id}/withdrawal"), "").await;
    assert_eq!(withdrawn, format!("303 See Other → {decision}"));
    let page = world.get(&decision).await;
    assert!(page.contains("Chưa ghi văn bản liên quan nào"), "{page}");
    assert!(page.contains("bỏ liên kết văn bản"), "{page}");
    assert!(page.contains("Văn bản kia: 05/2014/QĐ-UBND ngày 01/02/2014"), "{page}");
    assert!(world.post(&format!("/document-links/{id}/withdrawal"), "").await.starts_with("404"));
}

#[tokio::test]
async fn several_papers_of_one_number_are_named_to_choose_from() {
    let world = officer().await;
    register(&world, DECISION).await;
    register(&world, &with(DECISION, &[("issued_on", "10/06/2014")])).await;
    let other = register(&world, &with(DECISION, &[("number", "7/QĐ-UBND")])).await;
    let links = format!("{other}/links");
    let which = world.post(&links, "relation=replaces&target=QĐ 1600").await;
    assert!(
        which.contains("1600/QĐ-UBND ngày 10/06/2014; 1600/QĐ-UBND ngày 09/05/2013"),
        "{which}"
    );
    let chosen = world.post(&links, "relation=replaces&target=QĐ 1600 ngày 9/5/2013").await;
    assert!(chosen.starts_with("303"), "{chosen}");
    assert!(world.get(&other).await.contains("Thay thế: 1600/QĐ-UBND ngày 09/05/2013"));
}
