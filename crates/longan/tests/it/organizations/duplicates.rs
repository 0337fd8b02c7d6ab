use super::{PAPER, add, page_of};
use crate::imports::take;
use crate::world::World;
use longan::imports::Kind;

/// Enterprises of the sample province as somebody else would write them, and a word of the reason.
const VARIANTS: &[(&str, &str)] = &[
    ("CTY TNHH MTV DIEN BON BON", "cùng tên"),
    ("Thực phẩm Lục Bình DNTN", "cùng tên"),
    ("Công ty cổ phần Thực phẩm Rau Dừaa", "một, hai chữ cái"),
    ("Công ty trách nhiệm hữu hạn May Sầu Đâu", "cùng tên"),
    ("Công ty TNHH Sản xuất & Thương mại Cơ khí Chích Chòe", "cùng tên"),
    ("Công ty TNHH Cơ khí Chích Chòe Sản xuất Thương mại", "khác thứ tự"),
];

#[tokio::test]
async fn no_two_of_the_198_enterprises_look_like_one_and_every_other_spelling_is_found() {
    let world = World::signed_in().await;
    take(&world, Kind::Clusters, "ccn_long_an_2013.xlsx").await;
    take(&world, Kind::Tenants, "doanh_nghiep_ccn_long_an_2013.xlsx").await;
    let list = world.get("/organizations/duplicates").await;
    assert!(list.contains("thấy 0 cặp"), "{list}");
    for (name, _) in VARIANTS {
        add(&world, &name.replace('&', "%26"), "", "27985").await;
    }
    let list = world.get("/organizations/duplicates").await;
    for (name, reason) in VARIANTS {
        let pairs = list.split("So sánh và nhập");
        let found = pairs.filter(|pair| pair.lines().any(|line| line.trim() == *name));
        assert!(
            found.into_iter().any(|pair| pair.contains(reason)),
            "{name} ({reason}) in\n{list}"
        );
    }
}

#[tokio::test]
async fn what_somebody_told_apart_does_not_come_back() {
    let world = World::signed_in().await;
    let one = add(&world, "Công ty TNHH Nhựa Chích Chòe", "0300588569", "27985").await;
    let other = add(&world, "Công ty TNHH Nhựa Chíhc Chòe", "", "27985").await;
    assert!(world.get("/organizations/duplicates").await.contains("1 cặp"));
    let id = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let pair = format!("first={}&second={}", id(&other), id(&one));
    let unsaid = world.post("/organizations/distinctions", &pair).await;
    assert!(unsaid.starts_with("422") && unsaid.contains("Hãy ghi lý do"), "{unsaid}");
    let said = world
        .post("/organizations/distinctions", &format!("{pair}&reason=hai chủ khác nhau"))
        .await;
    assert_eq!(said, "303 See Other → /organizations/duplicates");
    assert!(world.get("/organizations/duplicates").await.contains("0 cặp"));
    for path in [&one, &other] {
        let page = world.get(path).await;
        assert!(page.contains("không trùng") && page.contains("hai chủ khác nhau"), "{page}");
    }
}

#[tokio::test]
async fn one_telephone_at_one_address_is_a_reason() {
    let world = World::signed_in().await;
    for (name, phone) in
        [("Cơ sở Dệt Sen Hồng", "0272 3888 999"), ("Hộ Nguyễn Văn Sen", "02723888999")]
    {
        let form = format!(
            "name={name}&phone={phone}&address_kind=plant&detail=Ấp 3&place=27985&from_day=01/01/2015&{PAPER}"
        );
        assert!(world.post("/organizations", &form).await.starts_with("303"));
    }
    let list = world.get("/organizations/duplicates").await;
    assert!(list.contains("cùng địa chỉ; cùng số điện thoại"), "{list}");
    assert!(page_of(&world, "sen hong").await.starts_with("/organizations/"));
}
