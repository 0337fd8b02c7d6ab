//! The investor of a cluster collects what the enterprises in it report.

use super::fill::send;
use super::script::{Put, Template, text as typed};
use super::{long_an, person, seat};
use crate::world::{LONG_AN, World};
use longan::users::Role;
use std::collections::BTreeMap;

const SCAN: &[u8] = include_bytes!("../../../../../docs/guide/pictures/sign-in.png");
const LIST: &str = "form=bieu-01&period=2026-H1";

/// An enterprise of the sample with its cluster's investor of today.
#[derive(Clone, Debug, sqlx::FromRow)]
struct Project {
    id: String,
    enterprise: String,
    organization_id: String,
    investor: String,
    cluster_id: String,
}

/// The enterprises that work in clusters with an investor, by cluster.
async fn projects(world: &World) -> Vec<Project> {
    let found: Vec<Project> = sqlx::query_as(
        "select t.id, o.name as enterprise, o.id as organization_id, i.name as investor, t.cluster_id
         from tenants t join organizations o on o.id = t.organization_id
         join cluster_investors ci on ci.cluster_id = t.cluster_id and ci.to_day is null join organizations i on i.id = ci.organization_id
         where o.id <> i.id order by t.cluster_id, t.id",
    )
    .fetch_all(world.app.store.read())
    .await
    .unwrap();
    let mut owed = Vec::new();
    for page in 1..9 {
        let answer = world.json(&format!("/api/reports/owed?{LIST}&page={page}")).await;
        let lines = answer["owed"].as_array().unwrap().iter();
        owed.extend(lines.map(|one| one["subject_id"].as_str().unwrap().to_owned()));
    }
    found.into_iter().filter(|one| owed.contains(&one.id)).collect()
}

/// Two enterprises of one cluster, and one of a cluster that another body builds.
async fn three(world: &World) -> (Project, Project, Project) {
    let all = projects(world).await;
    let first = all
        .iter()
        .find(|one| all.iter().filter(|other| other.cluster_id == one.cluster_id).count() > 1)
        .unwrap();
    let second = all
        .iter()
        .find(|other| {
            other.cluster_id == first.cluster_id && other.organization_id != first.organization_id
        })
        .unwrap();
    let elsewhere = all.iter().find(|other| other.investor != first.investor).unwrap();
    (first.clone(), second.clone(), elsewhere.clone())
}

/// The investor of a project's cluster, its enterprise and the officer who receives: their passwords.
async fn people_around(world: &World, project: &Project) -> [String; 3] {
    let investor = seat(world, &project.investor).await;
    let enterprise = format!("organization:{}", project.organization_id);
    [
        person(world, "chu-dau-tu", Role::InfrastructureInvestor, &investor).await,
        person(world, "doanh-nghiep", Role::Tenant, &enterprise).await,
        person(world, "tiep-nhan", Role::Officer, LONG_AN).await,
    ]
}

fn fill(project: &Project) -> String {
    format!("/reports/fill/bieu-01/2026-H1/{}", project.id)
}

const NUMBERS: [(&str, &str); 6] = [
    ("act", "send"),
    ("r01", "12,5"),
    ("r02", "0,5"),
    ("r03", "40"),
    ("r04", "9"),
    ("issued_on", "10/06/2026"),
];

#[tokio::test]
async fn an_investor_reports_for_an_enterprise_that_sees_it_and_corrects_it_itself() {
    let mut world = long_an().await;
    let (first, second, elsewhere) = three(&world).await;
    let [investor, enterprise, officer] = people_around(&world, &first).await;

    // It sees who has reported and who has not, in its own clusters.
    world.sign_in("chu-dau-tu", &investor).await;
    let list = world.get(&format!("/reports/owed?{LIST}")).await;
    for told in ["Doanh nghiệp trong cụm của bạn: đã gửi 0 /", &first.enterprise, "Nhập thay"]
    {
        assert!(list.contains(told), "{told}:\n{list}");
    }
    assert!(!list.contains(&elsewhere.enterprise), "{list}");
    for address in [fill(&elsewhere), format!("/reports/workbook?{LIST}&subject={}", elsewhere.id)]
    {
        assert!(world.get(&address).await.starts_with("404"), "{address}");
    }
    let (status, text, _) = send(&world, &fill(&elsewhere), &NUMBERS).await;
    assert_eq!(status, 404, "{text}");

    // It enters by the paper that the enterprise signed, or one of its own; not without.
    let page = world.get(&fill(&first)).await;
    let told = format!("{} nhập thay {}", first.investor, first.enterprise);
    assert!(
        page.contains(&told) && page.contains("Bản quét hoặc ảnh chụp báo cáo doanh nghiệp"),
        "{page}"
    );
    let (status, text, _) = send(&world, &fill(&first), &NUMBERS).await;
    assert!(
        status == 422 && text.contains("Hãy kèm bản quét báo cáo doanh nghiệp đã ký"),
        "{text}"
    );
    let (status, text, report) = world.upload(&fill(&first), "bc.png", SCAN, &NUMBERS).await;
    assert_eq!(status.as_u16(), 303, "{text}");
    let page = world.get(&report).await;
    let told = format!("Chủ đầu tư hạ tầng {} nhập thay {}", first.investor, first.enterprise);
    assert!(page.contains(&told), "{page}");
    assert!(page.contains(&format!("Người chu-dau-tu (nhập thay {})", first.enterprise)), "{page}");
    let list = world.get(&format!("/reports/owed?{LIST}&state=sent")).await;
    assert!(list.contains("chủ đầu tư nhập thay") && list.contains("đã gửi 1 /"), "{list}");
    let answer = world.json(&format!("/api{report}")).await;
    assert_eq!(answer["entered_by"], first.investor.as_str());
    // It does not decide, and a paper of the enterprise that it only names is not opened to it.
    let decision = "decision=accepted&remarks=&revision=2";
    let refused = world.post(&format!("{report}/decision"), decision).await;
    assert!(refused.starts_with("403"), "{refused}");
    let mut named = NUMBERS.to_vec();
    named.push(("number", "07/CV-HT"));
    let (status, text, other) = send(&world, &fill(&second), &named).await;
    assert_eq!(status, 303, "{text}");
    let paper = world.json(&format!("/api{other}")).await["report"]["document_id"].clone();
    let paper = world.get(&format!("/documents/{}", paper.as_str().unwrap())).await;
    assert!(paper.contains("07/CV-HT") && paper.contains(&first.investor), "{paper}");

    // The enterprise is told, sees it, and reports itself; from then on it is the enterprise's.
    world.sign_in("doanh-nghiep", &enterprise).await;
    assert!(world.get("/notices").await.contains("chủ đầu tư hạ tầng đã nhập thay, hãy xem lại"));
    let page = world.get(&fill(&first)).await;
    let told = format!("Chủ đầu tư hạ tầng {} đã nhập thay", first.investor);
    assert!(page.contains(&told), "{page}");
    let mut again = NUMBERS.to_vec();
    again.extend([("number", "05/BC-DN"), ("reason", "Doanh thu chưa gồm gia công")]);
    let (status, text, mended) = send(&world, &fill(&first), &again).await;
    assert_eq!(status, 303, "{text}");
    let page = world.get(&mended).await;
    assert!(page.contains("lần 2") && !page.contains("Doanh nghiệp xem lại"), "{page}");
    world.sign_in("chu-dau-tu", &investor).await;
    let page = world.get(&fill(&first)).await;
    assert!(page.starts_with("422") && page.contains("đã tự lập"), "{page}");
    let (status, ..) = send(&world, &fill(&first), &again).await;
    assert_eq!(status, 422);
    assert!(!world.get(&mended).await.contains("Gửi bản thay thế"));

    // The Department takes what the enterprise said.
    world.sign_in("tiep-nhan", &officer).await;
    let page = world.get("/reports/waiting").await;
    assert!(page.contains("lần 2") && page.contains(&second.enterprise), "{page}");
}

#[tokio::test]
async fn an_investor_does_not_read_or_change_what_an_enterprise_is_still_writing() {
    let mut world = long_an().await;
    let (first, second, _) = three(&world).await;
    let own = seat(&world, &first.investor).await;
    let investor = person(&world, "chu-dau-tu", Role::InfrastructureInvestor, &own).await;
    let own = format!("organization:{}", first.organization_id);
    let enterprise = person(&world, "doanh-nghiep", Role::Tenant, &own).await;

    world.sign_in("doanh-nghiep", &enterprise).await;
    let draft = [("act", "save"), ("r01", "12,5")];
    assert_eq!(send(&world, &fill(&first), &draft).await.0, 303);
    let list = world.json(&format!("/api/reports/owed?{LIST}")).await;
    let id = list["owed"][0]["report_id"].as_str().unwrap().to_owned();

    world.sign_in("chu-dau-tu", &investor).await;
    for address in [format!("/reports/{id}"), format!("/api/reports/{id}")] {
        assert!(world.get(&address).await.starts_with("404"), "{address}");
    }
    let body = String::from_utf8(world.body(&format!("/reports/owed?{LIST}&state=draft")).await);
    assert!(!body.unwrap().contains(&id), "the list leads to no page that is not there");
    let (status, text, _) = send(&world, &fill(&first), &draft).await;
    assert!(status == 422 && text.contains("đã tự lập"), "{text}");

    // What the investor begins the enterprise takes over.
    assert_eq!(send(&world, &fill(&second), &draft).await.0, 303);
    let page = world.get(&fill(&second)).await;
    assert!(page.contains("Bản nháp đã lưu"), "{page}");
    let own = format!("organization:{}", second.organization_id);
    let password = person(&world, "doanh-nghiep-hai", Role::Tenant, &own).await;
    world.sign_in("doanh-nghiep-hai", &password).await;
    let page = world.get(&fill(&second)).await;
    assert!(page.contains("đã nhập thay các số dưới đây"), "{page}");
    let over = [("act", "save"), ("r01", "13"), ("revision", "1")];
    assert_eq!(send(&world, &fill(&second), &over).await.0, 303);
    world.sign_in("chu-dau-tu", &investor).await;
    assert!(world.get(&fill(&second)).await.starts_with("422"));
}

#[tokio::test]
async fn an_investor_sends_one_workbook_for_those_who_have_not_reported() {
    let mut world = long_an().await;
    let (first, second, elsewhere) = three(&world).await;
    let [investor, enterprise, officer] = people_around(&world, &first).await;

    // The first has reported itself, and the report came back.
    world.sign_in("doanh-nghiep", &enterprise).await;
    let mut itself = NUMBERS.to_vec();
    itself.push(("number", "05/BC-DN"));
    let (status, text, report) = send(&world, &fill(&first), &itself).await;
    assert_eq!(status, 303, "{text}");
    world.sign_in("tiep-nhan", &officer).await;
    let back = "decision=rejected&remarks=Thiếu dấu&revision=2";
    assert!(world.post(&format!("{report}/decision"), back).await.starts_with("303"));
    let all = Template::of(world.body(&format!("/reports/workbook?{LIST}")).await);

    world.sign_in("chu-dau-tu", &investor).await;
    let blank = Template::of(world.body(&format!("/reports/workbook?{LIST}")).await);
    let keys: Vec<&str> = blank.rows.iter().map(|(key, _)| key.as_str()).collect();
    assert!(keys.contains(&second.id.as_str()) && !keys.contains(&elsewhere.id.as_str()));
    assert!(!keys.contains(&first.id.as_str()), "what came back is the enterprise's to mend");

    let bring = async |world: &World, template: &Template, ids: &[&str]| {
        let mut cells: BTreeMap<String, Put> = BTreeMap::new();
        for (key, row) in &template.rows {
            if !ids.contains(&key.as_str()) {
                continue;
            }
            for (key, number) in [("r01", "12,5"), ("r02", "0,5"), ("r03", "40"), ("r04", "9")] {
                cells.insert(template.cell(*row, key), typed(number));
            }
        }
        let fields = [("form", "bieu-01"), ("period", "2026-H1")];
        let (_, _, to) =
            world.upload("/reports/uploads", "bieu.xlsx", &template.filled(&cells), &fields).await;
        world.get(&to).await
    };
    // With the workbook of an officer it gets no further than with its own.
    let page = bring(&world, &all, &[&first.id, &elsewhere.id]).await;
    for told in ["tệp có 2 lỗi", "Doanh nghiệp đã tự lập báo cáo này", "Không tìm thấy đơn vị này"]
    {
        assert!(page.contains(told), "{told}:\n{page}");
    }
    let page = bring(&world, &blank, &[&second.id]).await;
    assert!(page.contains("Đã gửi 1 báo cáo"), "{page}");
    let list = world.json(&format!("/api/reports/owed?{LIST}&state=sent")).await;
    let id = list["owed"][0]["report_id"].as_str().unwrap();
    let page = world.get(&format!("/reports/{id}")).await;
    assert!(page.contains(&format!("(nhập thay {})", second.enterprise)), "{page}");
    assert!(page.contains("bieu.xlsx"), "{page}");
}
