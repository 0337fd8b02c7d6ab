use crate::world::World;
use longan::users::Role;

const PAPER: &str = "document_kind=report&document_number=12/BC-SCT&document_day=31/12/2012&document_subject=Báo cáo cụm công nghiệp";

async fn report(world: &World, value: &str, reporter: &str, kind: &str, paper: &str) {
    let form = format!(
        "indicator=area.leased&value={value}&number_precision=exact&as_of=31/12/2012&reporter={reporter}&reporter_kind={kind}&{paper}"
    );
    let answer = world.post("/clusters/yen-the/observations", &form).await;
    assert!(answer.starts_with("303"), "{answer}");
}

async fn world_with_a_disagreement() -> World {
    let world = World::signed_in().await;
    let added = world
        .post(
            "/clusters",
            &format!(
                "name=Yên Thế&place=802&place_text=huyện Đức Hòa&known_from=31/12/2011&{PAPER}"
            ),
        )
        .await;
    assert!(added.starts_with("303"), "{added}");
    report(&world, "11,26", "Sở Công Thương", "department", PAPER).await;
    report(&world, "23,78", "UBND xã Yên Thế", "commune", PAPER).await;
    world
}

fn hidden<'a>(page: &'a str, before: &str) -> Vec<&'a str> {
    page.split(before).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

#[tokio::test]
async fn an_officer_sees_both_sources_and_settles_with_a_reason() {
    let world = world_with_a_disagreement().await;
    let page = world.get("/conflicts").await;
    assert!(page.contains("1 chỗ các nguồn nói khác nhau"), "{page}");
    assert!(page.contains("11,26 ha đang dùng | Sở Công Thương"), "{page}");
    assert!(page.contains("23,78 ha | UBND xã Yên Thế UBND cấp xã | 12/BC-SCT"), "{page}");
    let land = world.get("/clusters/yen-the?tab=land&on=2013-12-31").await;
    assert!(land.contains("vênh nguồn khác nói | 23,78 ha"), "{land}");

    let html = String::from_utf8(world.body("/conflicts").await).unwrap();
    let seen = hidden(&html, "name=\"seen\" value=\"")[0];
    let commune = hidden(&html, "id=\"chosen-")[1];
    let form = format!("place=province:80:&seen={seen}&chosen={commune}");
    assert!(world.post("/conflicts", &form).await.contains("Hãy ghi lý do"));
    let settled =
        world.post("/conflicts", &format!("{form}&reason=Đã kiểm tra hồ sơ thuê đất tại xã")).await;
    assert!(settled.starts_with("303"), "{settled}");
    assert!(world.get("/conflicts").await.contains("Không có chỗ nào vênh nhau"));
    assert!(world.get("/clusters").await.contains("23,78"), "what was settled is used");
    let history = world.get("/clusters/yen-the?tab=history").await;
    assert!(history.contains("chọn số liệu khi các nguồn vênh nhau"), "{history}");
    assert!(history.contains("Lý do: Đã kiểm tra hồ sơ thuê đất tại xã"), "{history}");

    let again = world.post("/conflicts", &format!("{form}&reason=lần nữa")).await;
    assert!(again.starts_with("409"), "{again}");
}

#[tokio::test]
async fn a_newer_disagreement_opens_the_question_again() {
    let world = world_with_a_disagreement().await;
    let html = String::from_utf8(world.body("/conflicts").await).unwrap();
    let seen = hidden(&html, "name=\"seen\" value=\"")[0].to_owned();
    let department = hidden(&html, "id=\"chosen-")[0].to_owned();
    let form = format!("place=province:80:&seen={seen}&chosen={department}&reason=số của Sở");
    report(&world, "20", "Công ty Hạ tầng", "investor", PAPER).await;
    let stale = world.post("/conflicts", &form).await;
    assert!(stale.starts_with("409"), "an answer the person had not seen: {stale}");

    let html = String::from_utf8(world.body("/conflicts").await).unwrap();
    let seen = hidden(&html, "name=\"seen\" value=\"")[0].to_owned();
    let form = format!("place=province:80:&seen={seen}&chosen={department}&reason=số của Sở");
    assert!(world.post("/conflicts", &form).await.starts_with("303"));
    report(&world, "21", "Báo Long An", "press", PAPER).await;
    let page = world.get("/conflicts").await;
    assert!(page.contains("1 chỗ các nguồn nói khác nhau"), "{page}");
    assert!(page.contains("11,26 ha đang dùng"), "{page}");
}

/// The address at which the number of a source is corrected, from the page of open questions.
async fn correction_of(world: &World, nth: usize) -> String {
    let html =
        String::from_utf8(world.body("/clusters/yen-the?tab=land&on=2013-12-31").await).unwrap();
    let html =
        if nth == 0 { html } else { String::from_utf8(world.body("/conflicts").await).unwrap() };
    let id = hidden(&html, "href=\"/observations/")[nth];
    format!("/observations/{id}")
}

#[tokio::test]
async fn a_number_typed_wrongly_is_corrected_by_the_same_paper_and_stays_struck_through() {
    let world = world_with_a_disagreement().await;
    let address = correction_of(&world, 0).await;
    let form = format!("value=11,62&number_precision=exact&revision=1&{PAPER}");
    let asked = world.post(&address, &form).await;
    assert!(asked.starts_with("422") && asked.contains("Hãy ghi lý do đính chính"), "{asked}");
    let reason = "nhập nhầm, văn bản ghi 11,62";
    let done = world.post(&address, &format!("{form}&reason={reason}")).await;
    assert!(done.starts_with("303"), "{done}");
    assert!(world.get("/clusters").await.contains("11,62"), "the right number is used");
    let land = world.get("/clusters/yen-the?tab=land&on=2013-12-31").await;
    assert!(land.contains(&format!("đã đính chính: {reason}\n11,26 ha")), "{land}");
    let html = world.body("/clusters/yen-the?tab=land&on=2013-12-31").await;
    assert!(String::from_utf8(html).unwrap().contains("<del>11,26 ha</del>"));
    let history = world.get("/clusters/yen-the?tab=history").await;
    assert!(history.contains("đính chính số liệu"), "{history}");
    assert!(history.contains("Giá trị trước đính chính: 11,26 ha"), "{history}");
    let again = world.post(&address, &format!("{form}&reason=lần nữa")).await;
    assert!(again.starts_with("409"), "corrected once: {again}");
    let page = world.get("/conflicts").await;
    assert!(page.contains("11,62 ha đang dùng") && !page.contains("11,26 ha đang dùng"), "{page}");
}

#[tokio::test]
async fn a_settled_number_that_is_corrected_stays_settled() {
    let world = world_with_a_disagreement().await;
    let html = String::from_utf8(world.body("/conflicts").await).unwrap();
    let seen = hidden(&html, "name=\"seen\" value=\"")[0].to_owned();
    let commune = hidden(&html, "id=\"chosen-")[1].to_owned();
    let form = format!("place=province:80:&seen={seen}&chosen={commune}&reason=đã kiểm tra tại xã");
    assert!(world.post("/conflicts", &form).await.starts_with("303"));
    let settled = world.get("/conflicts?state=settled").await;
    assert!(settled.contains("Lý do: đã kiểm tra tại xã"), "{settled}");
    assert!(settled.contains("Người quan-tri chọn số liệu khi các nguồn vênh nhau"), "{settled}");

    let form = format!("value=23,87&number_precision=exact&revision=2&reason=xã báo lại&{PAPER}");
    let done = world.post(&format!("/observations/{commune}/correction"), &form).await;
    assert!(done.starts_with("303"), "{done}");
    assert!(world.get("/clusters").await.contains("23,87"));
    assert!(world.get("/conflicts").await.contains("Không có chỗ nào vênh nhau"));
}

#[tokio::test]
async fn a_number_of_another_province_cannot_be_corrected() {
    let world = world_with_a_disagreement().await;
    let address = correction_of(&world, 0).await;
    let world = world.with_person("lan", Role::Officer, "province:60:").await;
    assert!(world.get(&address).await.starts_with("404"));
    let world = world.with_person("xem", Role::Reader, "province:80:").await;
    assert!(world.get(&address).await.starts_with("403"));
}

#[tokio::test]
async fn the_open_questions_are_filtered() {
    let world = world_with_a_disagreement().await;
    for (query, is_found) in [
        ("cluster=yen+the", true),
        ("cluster=khac", false),
        ("indicator=area.leased", true),
        ("indicator=workers", false),
        ("source=commune", true),
        ("source=press", false),
        ("state=settled", false),
    ] {
        let page = world.get(&format!("/conflicts?{query}")).await;
        assert_eq!(page.contains("23,78 ha"), is_found, "{query}: {page}");
    }
}

const COMMUNE_FIRST: &str = "indicator_group=land&first=commune&second=department&third=investor&fourth=tenant&fifth=press&reason=thống nhất với xã";

#[tokio::test]
async fn which_source_is_taken_first_is_a_rule_with_its_day_and_reason() {
    let world = world_with_a_disagreement().await;
    let path = "/conflicts/precedence";
    assert!(world.get(path).await.contains("Chưa ai đặt thứ tự khác"));
    let wrong =
        world.post(path, &format!("{COMMUNE_FIRST}&from_day=01/01/2012&second=commune")).await;
    assert!(wrong.starts_with("422") && wrong.contains("mỗi nguồn chỉ chọn một lần"), "{wrong}");

    let form = format!("{COMMUNE_FIRST}&from_day=01/01/2012");
    let preview = world.post(path, &format!("{form}&step=preview")).await;
    assert!(preview.contains("1 số đang dùng sẽ đổi"), "{preview}");
    assert!(preview.contains("11,26 ha Sở Công Thương | 23,78 ha UBND xã Yên Thế"), "{preview}");
    assert!(world.get("/clusters").await.contains("11,26"), "a preview changes nothing");
    let later =
        world.post(path, &format!("{COMMUNE_FIRST}&from_day=01/01/2013&step=preview")).await;
    assert!(later.contains("0 số đang dùng sẽ đổi"), "numbers of 2012 keep their order: {later}");

    let set = world.post(path, &format!("{form}&step=set")).await;
    assert_eq!(set, "303 See Other → /conflicts/precedence");
    assert!(world.get("/clusters").await.contains("23,78"), "the commune's number is used now");
    assert!(world.get("/conflicts").await.contains("23,78 ha đang dùng"));
    let page = world.get(path).await;
    assert!(
        page.contains(
            "Người quan-tri | Diện tích, đất đai | 01/01/2012 | UBND cấp xã → Sở Công Thương"
        ),
        "{page}"
    );
    assert!(page.contains("thống nhất với xã"), "{page}");
    assert!(world.get("/audit").await.contains("đặt thứ tự nguồn số liệu"));

    // What comes later is ranked by the rule too.
    report(&world, "30", "Báo Long An", "press", PAPER).await;
    assert!(world.get("/conflicts").await.contains("23,78 ha đang dùng"));
}

#[tokio::test]
async fn a_rule_does_not_touch_what_somebody_has_chosen_and_only_the_country_sets_it() {
    let world = world_with_a_disagreement().await;
    let html = String::from_utf8(world.body("/conflicts").await).unwrap();
    let seen = hidden(&html, "name=\"seen\" value=\"")[0].to_owned();
    let department = hidden(&html, "id=\"chosen-")[0].to_owned();
    let form = format!("place=province:80:&seen={seen}&chosen={department}&reason=số của Sở");
    assert!(world.post("/conflicts", &form).await.starts_with("303"));
    let rule = format!("{COMMUNE_FIRST}&from_day=01/01/2012&step=set");
    assert!(world.post("/conflicts/precedence", &rule).await.starts_with("303"));
    assert!(world.get("/clusters").await.contains("11,26"), "what was chosen stays");

    let world = world.with_person("tinh", Role::Administrator, "province:80:").await;
    assert!(world.post("/conflicts/precedence", &rule).await.starts_with("403"));
    let world = world.with_person("lan", Role::Officer, "province:80:").await;
    assert!(world.get("/conflicts/precedence").await.contains("UBND cấp xã → Sở Công Thương"));
    assert!(world.post("/conflicts/precedence", &rule).await.starts_with("403"));
}
