//! The machine interface: described whole, and errors that programs read.

use crate::world::World;
use longan::api::openapi;
use longan::routes::Method;

#[test]
fn every_address_for_programs_is_described() {
    let routes = longan::web::routes();
    let description = openapi(routes.list());
    for route in routes.list().iter().filter(|route| route.path.starts_with("/api/")) {
        let method = if route.method == Method::Get { "get" } else { "post" };
        let told = &description["paths"][route.path][method];
        assert!(told["summary"].is_string(), "{} is not described", route.path);
    }
    assert_eq!(description["openapi"], "3.1.0");
}

#[tokio::test]
async fn a_program_reads_what_went_wrong() {
    let mut world = World::signed_in().await;
    let wrong = world.json("/api/figures/clusters.count?place=99999").await;
    assert_eq!(wrong["status"], 422);
    assert!(wrong["message"].as_str().unwrap().contains("Không có đơn vị hành chính"), "{wrong}");
    let missing = world.json("/api/clusters/khong-co").await;
    assert_eq!(missing["status"], 404);
    let far = world.get("/figures/clusters.count?page=9223372036854775807").await;
    assert!(far.starts_with("200"), "{far}");
    assert!(world.get("/clusters?q=%00").await.starts_with("400"));
    assert!(world.post("/clusters", "name=a%00b").await.starts_with("400"));
    world.as_stranger();
    let stranger = world.json("/api/openapi.json").await;
    assert_eq!(stranger["status"], 401);
}
