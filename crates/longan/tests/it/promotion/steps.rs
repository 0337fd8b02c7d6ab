//! Projects go from a draft to the archive, are changed, stopped, refused; each step has its papers.

use super::with_projects;
use crate::world::{LONG_AN, World};
use longan::promotion::model::{Activity, Track};
use longan::promotion::procedure;
use longan::users::Role;
use std::fmt::Write as _;

const ASKED: &str = "document_kind=letter&document_number=45/SCT-QLCN&document_day=02/05/2018&document_issuer=Sở Công Thương&document_subject=Hướng dẫn xây dựng kế hoạch khuyến công năm 2019";

/// Adds the plan of 2019 that is still drawn up, and the one that is decided later.
pub async fn with_plans(track: Track) -> World {
    let world = with_projects().await;
    let plan =
        format!("year=2019&batch=&track={track}&place=80&programme_id=&approved_on=&{ASKED}");
    assert!(world.post("/promotion/plans", &plan).await.starts_with("303"));
    world
}

/// Decides the plan of 2019: its first batch.
pub async fn decide(world: &World, track: Track) {
    let decided = format!(
        "year=2019&batch=1&track={track}&place=80&programme_id=&approved_on=27/12/2018&document_kind=decision&document_number=900/QĐ&document_day=27/12/2018&document_issuer=Cấp có thẩm quyền&document_subject=Giao kế hoạch khuyến công 2019"
    );
    let answer = world.post("/promotion/plans", &decided).await;
    assert!(answer.starts_with("303"), "{answer}");
}

pub async fn plan_id(world: &World, track: Track, batch: i64) -> String {
    let (id,): (String,) = sqlx::query_as(
        "select id from promotion_plans where year = 2019 and track = $1 and batch = $2",
    )
    .bind(track)
    .bind(batch)
    .fetch_one(world.app.store.read())
    .await
    .unwrap();
    id
}

/// Registers a draft; returns its address, or what was answered.
pub async fn draft(world: &World, track: Track, code: &str, more: &str) -> String {
    let plan = plan_id(world, track, 0).await;
    let form = format!(
        "plan_id={plan}&code={code}&name=Đề án {code}&kind=single&content=3&activity=machinery_technology&quantity=1&priority=&place=802&place_text=huyện Tân Thạnh&from_year=2019&to_year=2019&document_kind=letter&document_number={code}/DK&document_day=05/05/2018&document_issuer=Trung tâm Khuyến công&document_subject=Đăng ký đề án {code}&{more}"
    );
    let answer = world.post("/promotion/drafts", &form).await;
    answer.strip_prefix("303 See Other → ").unwrap_or(&answer).to_owned()
}

/// A step with all its papers, named as the step's own.
pub fn form_of(track: Track, activity: Activity, key: &str, day: &str, more: &str) -> String {
    let step = procedure::step(track, key).unwrap();
    let mut form = format!(
        "on_day={day}&document_kind=other&document_number={key}/2019&document_day={day}&document_issuer=Cơ quan ban hành&document_subject=Văn bản của bước {key}&done_percent=75&{more}"
    );
    for paper in step.papers_for(activity) {
        let _ = write!(form, "&{}=như trên", paper.field);
    }
    form
}

async fn pass(
    world: &World,
    (track, address): (Track, &str),
    key: &str,
    day: &str,
    more: &str,
) -> String {
    let form = form_of(track, Activity::Machinery, key, day, more);
    world.post(&format!("{address}/steps/{key}"), &form).await
}

pub async fn passes(world: &World, at: (Track, &str), steps: &[(&str, &str, &str)]) {
    for (key, day, more) in steps {
        let answer = pass(world, at, key, day, more).await;
        assert!(answer.starts_with("303"), "{key}: {answer}");
    }
}

/// A project that stands under contract since 15/02/2019, with 100 million allotted.
pub async fn contracted(world: &World, track: Track, code: &str, more: &str) -> String {
    let address = draft(world, track, code, more).await;
    assert!(address.starts_with("/promotion/projects/"), "{address}");
    let at = (track, address.as_str());
    passes(
        world,
        at,
        &[("register", "15/05/2018", ""), ("appraise", "10/06/2018", "explanation=Đã xem xét")],
    )
    .await;
    match track {
        Track::National => {
            passes(
                world,
                at,
                &[("send_central", "14/06/2018", ""), ("appraise_central", "01/10/2018", "")],
            )
            .await;
        }
        Track::Local => passes(world, at, &[("submit", "20/06/2018", "")]).await,
    }
    let plan = plan_id(world, track, 1).await;
    let approved = format!("plan_id={plan}&code={code}&amount=100");
    passes(world, at, &[("approve", "", &approved)]).await;
    if !more.contains("kind=group") {
        passes(world, at, &[("contract", "15/02/2019", "amount=100")]).await;
    }
    address
}

pub async fn states(world: &World, address: &str) -> Vec<String> {
    let id = address.rsplit('/').next().unwrap();
    let rows: Vec<(String,)> = sqlx::query_as(
        "select state from promotion_states where project_id = $1 and superseded_at = '' order by on_day, id",
    )
    .bind(id)
    .fetch_all(world.app.store.read())
    .await
    .unwrap();
    rows.into_iter().map(|(state,)| state).collect()
}

/// Whether the list of 2019 has project QG07 when it is asked something.
async fn lists(world: &World, questions: &[(&str, bool)]) {
    for (asked, found) in questions {
        let address = format!("/promotion?place=80&track=national&year=2019&{asked}");
        let list = world.get(&address).await;
        assert_eq!(list.contains("QG07"), *found, "{asked}: {list}");
    }
}

#[tokio::test]
async fn a_draft_counts_only_once_its_plan_is_decided() {
    let world = with_plans(Track::National).await;
    let address = draft(&world, Track::National, "QG01", "beneficiaries=Cơ sở Bưởi Tân").await;
    let at = (Track::National, address.as_str());
    let page = world.get(&address).await;
    assert!(
        page.contains("Nháp") && page.contains("Khuyến công quốc gia 2019, đang lập"),
        "{page}"
    );
    let early = "stage=allotted&source=national&amount=100&on_day=27/12/2018&year=2019&batch=1&participant_id=&document_kind=other&document_number=1/X&document_day=27/12/2018&document_issuer=Cục&document_subject=Kinh phí";
    let refused = world.post(&format!("{address}/lines"), early).await;
    assert!(refused.starts_with("422") && refused.contains("Kế hoạch đang lập"), "{refused}");
    let waits = pass(&world, at, "contract", "15/02/2019", "").await;
    assert!(waits.starts_with("422") && waits.contains("Nháp"), "{waits}");
    passes(
        &world,
        at,
        &[
            ("register", "15/05/2018", "amount=120"),
            ("appraise", "10/06/2018", "amount=100"),
            ("send_central", "14/06/2018", ""),
            ("appraise_central", "01/10/2018", ""),
        ],
    )
    .await;
    let count = world.json("/api/figures/promotion.national.count?place=80&period=2019").await;
    assert_eq!(count["value"], "0", "what nobody decided is not counted");
    decide(&world, Track::National).await;
    let plan = plan_id(&world, Track::National, 1).await;
    let approved = format!("plan_id={plan}&code=QG07&amount=100");
    let late = world.get("/promotion?place=80&track=national&year=2019&waiting=approve").await;
    assert!(late.contains("1–1 trong 1 đề án"), "{late}");
    passes(&world, at, &[("approve", "", &approved)]).await;
    lists(
        &world,
        &[
            ("waiting=approve", false),
            ("waiting=contract", true),
            ("waiting=settle", false),
            ("late=yes", false),
        ],
    )
    .await;
    let count = world.json("/api/figures/promotion.national.count?place=80&period=2019").await;
    let support = world.json("/api/figures/promotion.national.support?place=80&period=2019").await;
    assert_eq!((&count["value"], &support["value"]), (&"1".into(), &"100000000".into()));
    let page = world.get(&address).await;
    assert!(page.contains("QG07") && page.contains("Khuyến công quốc gia 2019, đợt 1"), "{page}");
}

#[tokio::test]
async fn a_national_project_goes_from_a_draft_to_the_archive() {
    let world = with_plans(Track::National).await;
    decide(&world, Track::National).await;
    let address = contracted(&world, Track::National, "QG07", "").await;
    let at = (Track::National, address.as_str());
    passes(
        &world,
        at,
        &[
            ("progress", "20/02/2019", "period=02/2019"),
            ("advance", "20/06/2019", "amount=70"),
            ("progress", "20/03/2019", "period=03/2019"),
        ],
    )
    .await;
    let page = world.get(&address).await;
    // The first month without a report is April; it was due before the 25th.
    assert!(page.contains("quá hạn") && page.contains("hạn 24/04/2019"), "{page}");
    lists(
        &world,
        &[
            ("waiting=progress", true),
            ("waiting=progress&late=yes", true),
            ("late=yes", true),
            ("waiting=contract", false),
        ],
    )
    .await;
    let twice = pass(&world, at, "progress", "22/03/2019", "period=03/2019").await;
    assert!(twice.starts_with("422") && twice.contains("Kỳ này đã có báo cáo"), "{twice}");
    passes(&world, at, &[("accept", "30/08/2019", ""), ("pay_rest", "05/09/2019", "")]).await;
    let page = world.get(&address).await;
    assert!(page.contains("hạn 14/09/2019"), "fifteen days after the acceptance: {page}");
    passes(
        &world,
        at,
        &[
            ("settle", "10/09/2019", "amount=100"),
            ("liquidate", "20/12/2019", ""),
            ("archive", "10/01/2020", ""),
        ],
    )
    .await;
    assert_eq!(
        states(&world, &address).await,
        [
            "drafted",
            "awaiting_appraisal",
            "awaiting_approval",
            "approved",
            "contracted",
            "implementing",
            "accepted",
            "settled",
            "liquidated",
            "archived"
        ]
    );
    let page = world.get(&address).await;
    assert!(
        page.contains("Bảng đối chiếu kinh phí (Mẫu 10)") && !page.contains("đang chờ"),
        "{page}"
    );
}

#[tokio::test]
async fn a_step_needs_its_papers_its_turn_and_a_day_and_the_latest_is_taken_back() {
    let world = with_plans(Track::Local).await;
    let address = draft(&world, Track::Local, "DP31", "").await;
    let at = (Track::Local, address.as_str());
    let ahead = pass(&world, at, "appraise", "10/06/2018", "").await;
    assert!(ahead.starts_with("422") && ahead.contains("Nháp"), "{ahead}");
    let future = pass(&world, at, "register", "24/11/2026", "").await;
    assert!(future.starts_with("422") && future.contains("chưa tới"), "{future}");
    let early = pass(&world, at, "register", "04/05/2018", "").await;
    assert!(early.starts_with("422") && early.contains("trước ngày của bước trước"), "{early}");
    passes(&world, at, &[("register", "15/05/2018", "")]).await;
    let bare = "on_day=10/06/2018&document_kind=other&document_number=4/TĐ&document_day=10/06/2018&document_issuer=Sở Công Thương&document_subject=Phiếu thẩm định";
    let steps = format!("{address}/steps/appraise");
    let refused = world.post(&steps, bare).await;
    assert!(refused.starts_with("422") && refused.contains("còn thiếu thì ghi lý do"), "{refused}");
    let unread = world.post(&steps, &format!("{bare}&paper_commitments=12/CK")).await;
    assert!(unread.starts_with("422") && unread.contains("Hãy ghi số và ngày"), "{unread}");
    let missing = format!("{bare}&missing_commitments=Cơ sở nộp bản chính sau");
    assert!(world.post(&steps, &missing).await.starts_with("303"));
    let page = world.get(&address).await;
    assert!(page.contains("còn thiếu") && page.contains("Cơ sở nộp bản chính sau"), "{page}");
    let rows: Vec<(String, String)> = sqlx::query_as(
        "select t.id, t.step from promotion_steps t where t.superseded_at = '' order by t.done_on, t.id",
    )
    .fetch_all(world.app.store.read())
    .await
    .unwrap();
    let (register, appraise) = (&rows[0].0, &rows[1].0);
    let older = world.post(&format!("{address}/steps/{register}/withdrawal"), "reason=Nhầm").await;
    assert!(older.starts_with("422") && older.contains("ghi sau cùng"), "{older}");
    let mute = world.post(&format!("{address}/steps/{appraise}/withdrawal"), "reason=").await;
    assert!(mute.starts_with("422"), "{mute}");
    let back = format!("{address}/steps/{appraise}/withdrawal");
    assert!(world.post(&back, "reason=Ghi nhầm đề án").await.starts_with("303"));
    assert!(world.post(&back, "reason=Ghi nhầm đề án").await.starts_with("409"));
    assert_eq!(states(&world, &address).await, ["drafted", "awaiting_appraisal"]);
    let page = world.get(&address).await;
    assert!(page.contains("đã rút: Ghi nhầm đề án"), "{page}");
    // What is asked for more is brought, and the project stands where it stood.
    passes(
        &world,
        at,
        &[
            ("supplement", "11/06/2018", "reason=Thiếu báo giá"),
            ("resubmit", "15/06/2018", ""),
            ("appraise", "20/06/2018", ""),
        ],
    )
    .await;
    assert_eq!(
        states(&world, &address).await,
        [
            "drafted",
            "awaiting_appraisal",
            "supplement_asked",
            "awaiting_appraisal",
            "awaiting_approval"
        ]
    );
}

#[tokio::test]
async fn a_beneficiary_changes_by_whoever_may_decide_it_and_its_money_goes_along() {
    let world = with_plans(Track::National).await;
    decide(&world, Track::National).await;
    let at = contracted(&world, Track::National, "QG11", "beneficiaries=Cơ sở Dừa Nước").await;
    let (leaving,): (String,) = sqlx::query_as(
        "select x.id from promotion_participants x join organizations o on o.id = x.organization_id where o.name = 'Cơ sở Dừa Nước'",
    )
    .fetch_one(world.app.store.read())
    .await
    .unwrap();
    let line = format!(
        "stage=allotted&source=counterpart&amount=40&on_day=27/12/2018&year=2019&batch=1&participant_id={leaving}&document_kind=other&document_number=1/X&document_day=27/12/2018&document_issuer=Cục&document_subject=Đối ứng"
    );
    assert!(world.post(&format!("{at}/lines"), &line).await.starts_with("303"));
    let way = (Track::National, at.as_str());
    let change = format!(
        "change=beneficiary&leaving_id={leaving}&name=Hợp tác xã Lá Sen&reason=Cơ sở cũ xin rút"
    );
    let refused = pass(&world, way, "change_department", "01/03/2019", &change).await;
    assert!(refused.starts_with("422"), "{refused}");
    assert!(refused.contains("Sở Công Thương không quyết định “đơn vị thụ hưởng” của đề án đơn lẻ; việc này do Cục quản lý khuyến công"), "{refused}");
    passes(&world, way, &[("change_agency", "01/03/2019", &change)]).await;
    let page = world.get(&at).await;
    assert!(page.contains("Đơn vị thụ hưởng: Cơ sở Dừa Nước → Hợp tác xã Lá Sen"), "{page}");
    assert!(page.contains("không còn trong đề án từ 01/03/2019"), "{page}");
    let money: Vec<(i64, String)> = sqlx::query_as(
        "select cast(sum(l.amount_vnd) as bigint), o.name from promotion_lines l join promotion_participants x on x.id = l.participant_id
         join organizations o on o.id = x.organization_id where l.year = 2019 group by o.name order by o.name",
    )
    .fetch_all(world.app.store.read())
    .await
    .unwrap();
    assert_eq!(
        money,
        [(0, "Cơ sở Dừa Nước".to_owned()), (40_000_000, "Hợp tác xã Lá Sen".to_owned())]
    );
    // More money is for the Minister; the day before it the old amount still holds.
    let more = "change=money_up&participant_id=&amount=130&reason=Tăng quy mô";
    let refused = pass(&world, way, "change_agency", "02/04/2019", more).await;
    assert!(
        refused.starts_with("422") && refused.contains("Bộ trưởng Bộ Công Thương"),
        "{refused}"
    );
    let wrong = pass(
        &world,
        way,
        "change_minister",
        "02/04/2019",
        "change=money_up&participant_id=&amount=90&reason=Giảm",
    )
    .await;
    assert!(wrong.starts_with("422") && wrong.contains("hiện nay là 100.000.000 đồng"), "{wrong}");
    passes(&world, way, &[("change_minister", "02/04/2019", more)]).await;
    let support = world.json("/api/figures/promotion.national.support?place=80&period=2019").await;
    assert_eq!(support["value"], "130000000");
    let later = "change=time_beyond&to_year=2020&words=đến quý II/2020&reason=Chậm giao máy";
    let refused = pass(&world, way, "change_agency", "03/04/2019", later).await;
    assert!(
        refused.starts_with("422")
            && refused.contains("Kéo dài sang năm sau".to_lowercase().as_str()),
        "{refused}"
    );
    passes(
        &world,
        way,
        &[
            ("change_minister", "03/04/2019", later),
            (
                "change_agency",
                "04/04/2019",
                "change=place&place=802&words=thị trấn Tân Thạnh&reason=Chuyển xưởng",
            ),
        ],
    )
    .await;
    let page = world.get(&at).await;
    assert!(
        page.contains("đến quý II/2020")
            && page.contains("Địa điểm: huyện Tân Thạnh → thị trấn Tân Thạnh"),
        "{page}"
    );
}

#[tokio::test]
async fn a_group_project_gets_its_plan_and_a_substitute_by_the_department() {
    let world = with_plans(Track::National).await;
    decide(&world, Track::National).await;
    let at =
        contracted(&world, Track::National, "QG12", "kind=group&beneficiary_text=3 cơ sở").await;
    let way = (Track::National, at.as_str());
    let early = pass(&world, way, "contract", "15/02/2019", "").await;
    assert!(
        early.starts_with("422") && early.contains("Phê duyệt kế hoạch triển khai đề án nhóm"),
        "{early}"
    );
    passes(
        &world,
        way,
        &[
            ("group_plan", "20/01/2019", ""),
            (
                "change_department",
                "25/01/2019",
                "change=beneficiary&leaving_id=&name=Cơ sở Bông Trang&reason=Chọn theo kế hoạch",
            ),
        ],
    )
    .await;
    let (leaving,): (String,) = sqlx::query_as(
        "select x.id from promotion_participants x join organizations o on o.id = x.organization_id where o.name = 'Cơ sở Bông Trang'",
    )
    .fetch_one(world.app.store.read())
    .await
    .unwrap();
    let change = format!(
        "change=beneficiary&leaving_id={leaving}&name=Cơ sở Bông Súng&reason=Cơ sở Bông Trang không đủ vốn"
    );
    passes(
        &world,
        way,
        &[("change_department", "30/01/2019", &change), ("contract", "15/02/2019", "")],
    )
    .await;
    let page = world.get(&at).await;
    assert!(page.contains("Cơ sở Bông Trang → Cơ sở Bông Súng"), "{page}");
    assert_eq!(
        states(&world, &at).await.last().unwrap(),
        "contracted",
        "a change before the contract leaves it approved"
    );
}

#[tokio::test]
async fn a_stopped_project_is_closed_only_when_what_was_advanced_has_come_back() {
    let world = with_plans(Track::Local).await;
    decide(&world, Track::Local).await;
    let at = contracted(&world, Track::Local, "DP32", "").await;
    let way = (Track::Local, at.as_str());
    passes(
        &world,
        way,
        &[
            ("advance", "20/03/2019", "amount=50"),
            ("stop", "20/05/2019", "reason=Cơ sở ngừng sản xuất"),
        ],
    )
    .await;
    let page = world.get(&at).await;
    assert!(page.contains("Còn phải thu hồi 50.000.000 đồng"), "{page}");
    let refused = pass(&world, way, "liquidate", "20/06/2019", "").await;
    assert!(
        refused.starts_with("422") && refused.contains("Còn phải thu hồi 50.000.000 đồng"),
        "{refused}"
    );
    let more = pass(&world, way, "recover", "10/06/2019", "amount=60").await;
    assert!(more.starts_with("422") && more.contains("Chỉ còn 50.000.000 đồng"), "{more}");
    passes(
        &world,
        way,
        &[
            ("recover", "10/06/2019", "amount=20"),
            ("recover", "15/06/2019", "amount=30"),
            ("liquidate", "20/06/2019", ""),
        ],
    )
    .await;
    let page = world.get(&at).await;
    assert!(!page.contains("Còn phải thu hồi") && page.contains("Đã thanh lý"), "{page}");
}

#[tokio::test]
async fn what_was_supported_before_is_shown_at_appraisal_and_refused() {
    let world = with_plans(Track::Local).await;
    sqlx::query("update promotion_projects set equipment = 'máy tách màu gạo', equipment_key = 'may tach mau gao' where code = 'DP02'")
        .execute(world.app.store.write())
        .await
        .unwrap();
    let again =
        "equipment=máy tách màu gạo&beneficiaries=DNTN Xay xát Vàng Anh&explanation=Chờ thẩm định";
    let at = draft(&world, Track::Local, "DP33", again).await;
    let way = (Track::Local, at.as_str());
    passes(&world, way, &[("register", "15/05/2018", "")]).await;
    let form = world.get(&format!("{at}/steps/appraise")).await;
    assert!(
        form.contains("Đã được hỗ trợ cùng nội dung.") && form.contains("DP02 năm 2013"),
        "{form}"
    );
    let refused = pass(&world, way, "appraise", "10/06/2018", "").await;
    assert!(
        refused.starts_with("422") && refused.contains("Đã được hỗ trợ: DP02 năm 2013"),
        "{refused}"
    );
    let mute = pass(&world, way, "refuse", "10/06/2018", "reason=").await;
    assert!(mute.starts_with("422"), "{mute}");
    passes(&world, way, &[("refuse", "10/06/2018", "reason=Đã được hỗ trợ máy này năm 2013")])
        .await;
    let page = world.get(&at).await;
    assert!(page.contains("Từ chối") && page.contains("Đề án đã bị từ chối."), "{page}");
    let late = pass(&world, way, "appraise", "11/06/2018", "explanation=Xét lại").await;
    assert!(late.starts_with("422") && late.contains("bị từ chối"), "{late}");
}

#[tokio::test]
async fn whoever_sees_to_projects_is_told_which_step_is_due_when_and_by_which_article() {
    let mut world = with_plans(Track::National).await;
    decide(&world, Track::National).await;
    let at = contracted(&world, Track::National, "QG13", "").await;
    let officer = world.add_person("can-bo", Role::Officer, LONG_AN).await;
    let reader = world.add_person("nguoi-xem", Role::Reader, LONG_AN).await;
    world.sign_in("can-bo", &officer).await;
    let duties = world.get("/work/duties").await;
    assert!(duties.contains("Báo cáo tiến độ tháng 11/2026"), "{duties}");
    assert!(duties.contains("1 đề án khuyến công quốc gia"), "{duties}");
    assert!(duties.contains("TT 36/2013/TT-BCT, Điều 23"), "{duties}");
    let list =
        world.get("/promotion?place=country:VN:&track=national&year=&waiting=progress").await;
    assert!(list.contains("QG13"), "{list}");
    passes(&world, (Track::National, &at), &[("progress", "20/11/2026", "period=11/2026")]).await;
    let duties = world.get("/work/duties").await;
    assert!(!duties.contains("Báo cáo tiến độ tháng 11/2026"), "{duties}");
    world.sign_in("nguoi-xem", &reader).await;
    let duties = world.get("/work/duties").await;
    assert!(!duties.contains("Báo cáo tiến độ"), "{duties}");
}
