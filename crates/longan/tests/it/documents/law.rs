use super::{DECISION, officer, plain, register, with};
use axum::http::StatusCode;

const NOT_YET: &str = "NĐ 32/2024/NĐ-CP chưa được ban hành vào ngày 09/05/2013 (ban hành ngày 15/03/2024; đã đối chiếu văn bản).";

#[tokio::test]
async fn a_statute_that_was_not_in_force_is_told_and_stops_nobody() {
    let world = officer().await;
    for grounds in
        ["Căn cứ Nghị định số 32/2024/NĐ-CP ngày 15/3/2024 của Chính phủ", "căn cứ NĐ 32/2024"]
    {
        let form = with(DECISION, &[("grounds", grounds)]);
        let (status, text, _) = world.upload("/documents", "", b"", &form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(text.contains(NOT_YET), "{grounds}: {text}");
    }
    let subject = "Triển khai Nghị định số 32/2024/NĐ-CP";
    let confirmed = with(DECISION, &[("subject_line", subject), ("confirmed", "yes")]);
    let path = register(&world, &confirmed).await;
    assert!(world.get(&path).await.contains(NOT_YET), "the page goes on warning");
    let in_force = [("issued_on", "02/05/2024"), ("reason", "gõ nhầm ngày"), ("revision", "2")];
    let answer = world.post(&format!("{path}/edit"), &plain(&with(&confirmed, &in_force))).await;
    assert!(answer.starts_with("303"), "{answer}");
    assert!(!world.get(&path).await.contains("chưa được ban hành"));
}

#[tokio::test]
async fn a_statute_in_force_needs_no_second_look() {
    let world = officer().await;
    let grounds =
        "Căn cứ Quyết định số 105/2009/QĐ-TTg ngày 19/8/2009; Quyết định số 16/2026/QĐ-UBND";
    register(&world, &with(DECISION, &[("grounds", grounds)])).await;
}
