use crate::world::World;

#[tokio::test]
async fn every_figure_answers_on_an_empty_register() {
    let world = World::signed_in().await;
    let list = world.json("/api/figures").await;
    for figure in list.as_array().unwrap() {
        let code = figure["code"].as_str().unwrap();
        let answer =
            world.json(&format!("/api/figures/{code}?place=80&on=2013-12-31&why=rows")).await;
        assert_eq!(answer["place_name"], "Tỉnh Long An", "{code}");
        assert_eq!(answer["rows"].as_array().map(Vec::len), Some(0), "{code}");
        for basis in figure["bases"].as_array().unwrap() {
            let answer =
                world.json(&format!("/api/figures/{code}?basis={}", basis.as_str().unwrap())).await;
            assert_eq!(answer["value"], serde_json::Value::Null, "nothing to divide by");
        }
    }
    assert!(world.get("/figures").await.contains("Tỷ lệ lấp đầy bình quân | chưa xác định"));
}
