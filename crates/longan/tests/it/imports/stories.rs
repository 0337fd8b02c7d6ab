//! What an officer lives through: upload, look, correct, take, bring the same file again.

use super::{import, take, workbook};
use crate::world::{LONG_AN, World};
use longan::imports::{Kind, Options};
use longan::users::Role;

async fn count(world: &World, sql: &'static str) -> i64 {
    let (count,): (i64,) = sqlx::query_as(sql).fetch_one(world.app.store.read()).await.unwrap();
    count
}

/// Uploads a workbook and waits until it has been read; returns its address.
async fn upload(world: &World, name: &str) -> String {
    let bytes = workbook(name);
    let (status, body, path) = world.upload("/imports", name, &bytes, &[("kind", "auto")]).await;
    assert_eq!(status, 303, "{body}");
    for _ in 0..400 {
        if !world.get(&path).await.contains("Đang đọc tệp") {
            return path;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("the file was not read in time");
}

#[tokio::test]
async fn an_officer_looks_before_anything_is_taken() {
    let world = World::new().await.with_person("lan", Role::Officer, LONG_AN).await;
    let path = upload(&world, "ccn_long_an_2013.xlsx").await;
    let page = world.get(&path).await;
    assert!(page.contains("40 dòng: 40 thêm mới, 0 cập nhật, 0 không đổi, 0 có lỗi"), "{page}");
    assert!(page.contains("31/12/2013 (ghi trong tiêu đề bảng)"));
    assert!(page.contains("Trang “Tong hop”: Bảng cụm công nghiệp"));
    assert!(
        page.contains("Tong hop!C37 | xã Tân Kim"),
        "the commune that is no more is asked about"
    );
    assert_eq!(count(&world, "select count(*) from clusters").await, 0, "nothing is taken yet");

    let taken = world.post(&format!("{path}/acceptance"), "row=0&row=1").await;
    assert!(taken.starts_with("303"), "{taken}");
    assert_eq!(count(&world, "select count(*) from clusters").await, 2);
    assert!(world.get(&path).await.contains("Đã nhập một phần"));
    world.post(&format!("{path}/acceptance"), "rows=all").await;
    assert_eq!(count(&world, "select count(*) from clusters").await, 40);
    assert!(world.get(&path).await.contains("Tình trạng\nĐã nhập"));
    let again = world.post(&format!("{path}/acceptance"), "rows=all").await;
    assert!(again.starts_with("422"), "{again}");

    let annotated = world.body(&format!("{path}/annotated.xlsx")).await;
    let read = paper::workbook::read(&annotated, &paper::workbook::Limits::default()).unwrap();
    assert_eq!(read.sheet("Tong hop").unwrap().text(10, 1), "CCN Đức Hòa Hạ (*)");
}

#[tokio::test]
async fn the_same_file_again_changes_nothing() {
    let world = World::new().await;
    for (kind, name, read) in [
        (Kind::Clusters, "ccn_long_an_2013.xlsx", 40),
        (Kind::Tenants, "doanh_nghiep_ccn_long_an_2013.xlsx", 198),
        (Kind::Clusters, "ccn_binh_thuan_2014.xlsx", 20),
        (Kind::Clusters, "ccn_lao_cai_2026.xlsx", 19),
    ] {
        take(&world, kind, name).await;
        let tables = [
            "clusters",
            "observations",
            "cluster_states",
            "documents",
            "organizations",
            "infrastructure_items",
            "tenants",
            "tenant_states",
            "leases",
            "plots",
            "plan_entries",
            "cluster_investors",
            "cluster_names",
        ];
        let sql = "select (select count(*) from clusters) + (select count(*) from observations) + (select count(*) from cluster_states) + (select count(*) from documents) + (select count(*) from organizations) + (select count(*) from infrastructure_items) + (select count(*) from tenants) + (select count(*) from tenant_states) + (select count(*) from leases) + (select count(*) from plots) + (select count(*) from plan_entries) + (select count(*) from cluster_investors) + (select count(*) from cluster_names) + (select count(*) from events where subject_kind <> 'import')";
        let before = count(&world, sql).await;
        let again = take(&world, kind, name).await;
        assert_eq!((again.read, again.accepted, again.skipped), (read, 0, read), "{name}");
        assert_eq!(
            count(&world, sql).await,
            before,
            "{name} leaves {tables:?} and their events as they are"
        );
    }
}

#[tokio::test]
async fn a_workbook_of_another_person_is_not_found() {
    let mut world = World::new().await.with_person("lan", Role::Officer, LONG_AN).await;
    let path = upload(&world, "ccn_long_an_2013.xlsx").await;
    let password = world.add_person("minh", Role::Officer, LONG_AN).await;
    world.sign_in("minh", &password).await;
    for address in [path.clone(), format!("{path}/progress"), format!("{path}/annotated.xlsx")] {
        assert!(world.get(&address).await.starts_with("404"), "{address}");
    }
    for verb in ["acceptance", "withdrawal", "columns"] {
        assert!(
            world.post(&format!("{path}/{verb}"), "rows=all").await.starts_with("404"),
            "{verb}"
        );
    }
    let password = world.add_person("xem", Role::Reader, LONG_AN).await;
    world.sign_in("xem", &password).await;
    assert!(world.get("/imports").await.starts_with("403"));
    assert!(world.get(&path).await.starts_with("403"));
}

#[tokio::test]
async fn rows_outside_ones_own_places_are_refused() {
    let world = World::new().await.with_person("lan", Role::Officer, LONG_AN).await;
    let path = upload(&world, "ccn_binh_thuan_2014.xlsx").await;
    let page = world.get(&path).await;
    assert!(page.contains("20 có lỗi"), "{page}");
    assert!(page.contains("không thuộc địa bàn của bạn"));
}

#[tokio::test]
async fn a_record_changed_meanwhile_is_left_and_told() {
    let world = World::signed_in().await;
    let path = upload(&world, "ccn_long_an_2013.xlsx").await;
    take(&world, Kind::Clusters, "ccn_long_an_2013.xlsx").await;
    world.post(&format!("{path}/acceptance"), "rows=all").await;
    assert_eq!(
        count(&world, "select count(*) from clusters").await,
        40,
        "no cluster is added twice"
    );
    assert!(world.get(&path).await.contains("Hồ sơ đã bị sửa, cần đọc lại"));
}

#[tokio::test]
async fn what_fails_half_way_leaves_nothing() {
    let world = World::signed_in().await;
    let path = upload(&world, "ccn_long_an_2013.xlsx").await;
    // The last thing a taking writes cannot be written.
    sqlx::query("alter table events rename to events_kept_away")
        .execute(world.app.store.write())
        .await
        .unwrap();
    assert!(world.post(&format!("{path}/acceptance"), "rows=all").await.starts_with("500"));
    sqlx::query("alter table events_kept_away rename to events")
        .execute(world.app.store.write())
        .await
        .unwrap();
    for sql in [
        "select count(*) from clusters",
        "select count(*) from observations",
        "select count(*) from documents",
        "select count(*) from organizations",
        "select count(*) from import_rows where status <> 'waiting'",
    ] {
        assert_eq!(count(&world, sql).await, 0, "{sql}");
    }
    assert!(world.post(&format!("{path}/acceptance"), "rows=all").await.starts_with("303"));
    assert_eq!(count(&world, "select count(*) from clusters").await, 40);
}

#[tokio::test]
async fn a_dry_run_tells_and_keeps_nothing() {
    let world = World::new().await;
    let options = Options { dry_run: true, accept: true, ..Options::default() };
    let report = import(&world, Kind::Clusters, "ccn_long_an_2013.xlsx", &options).await;
    assert_eq!((report.read, report.accepted, report.proposed), (40, 0, 40));
    assert_eq!(
        count(&world, "select (select count(*) from imports) + (select count(*) from clusters)")
            .await,
        0
    );
}

#[tokio::test]
async fn a_reading_that_was_interrupted_is_taken_up_again() {
    let world = World::signed_in().await;
    let path = upload(&world, "ccn_long_an_2013.xlsx").await;
    sqlx::query("update imports set status = 'reading'")
        .execute(world.app.store.write())
        .await
        .unwrap();
    assert!(world.get(&path).await.contains("Đang đọc tệp"));
    assert_eq!(longan::imports::resume(&world.app).await.unwrap(), 1);
    for _ in 0..400 {
        if !world.get(&path).await.contains("Đang đọc tệp") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    assert!(world.get(&path).await.contains("40 dòng: 40 thêm mới"));
}

#[tokio::test]
async fn columns_corrected_once_are_remembered() {
    let world = World::signed_in().await;
    let path = upload(&world, "bad_inputs/04_missing_required_column.xlsx").await;
    let page = world.get(&path).await;
    assert!(page.contains("thiếu cột bắt buộc: “Diện tích (ha)”"), "{page}");
    // The officer says that the column of industrial land is the cluster's area.
    let form = "column.0.3=area_planned&place=province:80:&on=31/12/2013";
    assert!(world.post(&format!("{path}/columns"), form).await.starts_with("303"));
    for _ in 0..400 {
        if !world.get(&path).await.contains("Đang đọc tệp") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    assert!(world.get(&path).await.contains("3 dòng: 3 thêm mới"));
    let again = upload(&world, "bad_inputs/04_missing_required_column.xlsx").await;
    assert!(
        world.get(&again).await.contains("3 dòng: 3 thêm mới"),
        "the same headings are known now"
    );
}
