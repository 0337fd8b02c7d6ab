use crate::world::World;

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
