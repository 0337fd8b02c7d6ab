//! A monitor asks on a port of its own.

use crate::world::World;
use longan::metrics::tell;

#[tokio::test]
async fn the_monitor_is_told_numbers_and_no_names() {
    let world = World::signed_in().await;
    world.get("/clusters").await;
    world.get("/khong-co-trang-nay").await;
    let told = tell(&world.app).await;
    for line in [
        "longan_up 1",
        "longan_requests_total{status=\"4xx\"} 1",
        "longan_requests_total{status=\"5xx\"} 0",
        "longan_backup_failed 0",
        "longan_backup_last_success_seconds 0",
    ] {
        assert!(told.lines().any(|told| told == line), "{line} in\n{told}");
    }
    assert!(!told.contains("quan-tri") && !told.contains("province"));
    assert!(world.get("/metrics").await.starts_with("404"), "not where people come in");

    world.app.store.close().await;
    let told = tell(&world.app).await;
    assert!(told.contains("longan_up 0"), "{told}");
}
