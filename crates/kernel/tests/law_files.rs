//! Reading law files: a province lies over the country, and what would mislead is refused.

use jiff::civil::date;
use kernel::law::{Bound, Confidence, Law, LawError};

const NATIONAL: &str = r#"
[[document]]
id = "a"
number = "NĐ 1/2020/NĐ-CP"
title = "Nghị định thử"
confidence = "verified"

[[document]]
id = "b"
number = "NĐ 2/2024/NĐ-CP"
title = "Nghị định sửa nghị định thử"
confidence = "secondary"

[[parameter]]
key = "clusters.area.max_ha"
title = "Diện tích tối đa"
unit = "ha"

[[parameter.value]]
from = "2020-01-01"
to = "2024-04-30"
value = "50"
bound = "at_most"
document = "a"
article = "2"
clause = "1"
point = "c"
confidence = "verified"

[[parameter.value]]
from = "2024-05-01"
value = "75,5"
bound = "at_most"
document = "b"
amends = "a"
article = "2"
confidence = "secondary-weak"
"#;

const PROVINCE: &str = r#"
[[document]]
id = "qd"
number = "QĐ 3/2023/QĐ-UBND"
title = "Quyết định của tỉnh"
confidence = "secondary"

[[parameter]]
key = "clusters.area.max_ha"

[[parameter.value]]
from = "2023-01-01"
to = "2024-12-31"
value = "40"
bound = "at_most"
document = "qd"
part = "Quy chế kèm theo"
article = "5"
place = "80"
confidence = "unverified"
"#;

const CORRECTION: &str = r#"
[[parameter]]
key = "clusters.area.max_ha"

[[parameter.value]]
from = "2024-05-01"
value = "70"
bound = "at_most"
document = "b"
confidence = "verified"
"#;

fn with(replaced: &str, by: &str) -> LawError {
    assert!(NATIONAL.contains(replaced));
    Law::parse(&[("clusters.toml", &NATIONAL.replacen(replaced, by, 1))])
        .expect_err("the changed file misleads")
}

#[test]
fn a_value_is_found_for_its_day_with_its_paper() {
    let law = Law::parse(&[("clusters.toml", NATIONAL)]).unwrap();
    let on = |day| law.on("clusters.area.max_ha", day, None);
    assert!(on(date(2019, 12, 31)).is_none());

    let old = on(date(2024, 4, 30)).unwrap();
    assert_eq!((old.integer(), old.area_m2()), (Some(50), Some(500_000)));
    assert_eq!(old.citation(), "NĐ 1/2020/NĐ-CP, Điều 2 khoản 1 điểm c");
    assert_eq!(old.confidence_label(), "đã đối chiếu văn bản");
    assert_eq!(old.bound().map(Bound::sign), Some("≤"));

    let new = on(date(2024, 5, 1)).unwrap();
    assert_eq!((new.integer(), new.area_m2()), (None, Some(755_000)), "75,5 is no whole number");
    assert_eq!(new.display(), "75,5 ha");
    assert_eq!(new.citation(), "NĐ 2/2024/NĐ-CP (sửa NĐ 1/2020/NĐ-CP, Điều 2)");
    assert_eq!(new.confidence(), Confidence::SecondaryWeak);
    assert!(!new.is_verified());
}

#[test]
fn a_province_lies_over_the_country_on_its_days_and_nowhere_else() {
    let law = Law::parse(&[("clusters.toml", NATIONAL), ("80.toml", PROVINCE)]).unwrap();
    let found =
        |day, province| law.on("clusters.area.max_ha", day, province).unwrap().text().to_owned();
    assert_eq!(found(date(2022, 12, 31), Some("80")), "50");
    assert_eq!(found(date(2023, 1, 1), Some("80")), "40");
    assert_eq!(found(date(2024, 12, 31), Some("80")), "40");
    assert_eq!(found(date(2025, 1, 1), Some("80")), "75,5");
    assert_eq!(found(date(2023, 1, 1), Some("72")), "50");
    assert_eq!(found(date(2023, 1, 1), None), "50");
    let value = law.on("clusters.area.max_ha", date(2023, 1, 1), Some("80")).unwrap();
    assert_eq!(value.citation(), "QĐ 3/2023/QĐ-UBND, Quy chế kèm theo, Điều 5");
    assert_eq!(value.parameter.title, "Diện tích tối đa");
}

#[test]
fn a_later_file_corrects_an_earlier_one() {
    let law = Law::parse(&[("clusters.toml", NATIONAL), ("local.toml", CORRECTION)]).unwrap();
    assert_eq!(law.on("clusters.area.max_ha", date(2026, 1, 1), None).unwrap().integer(), Some(70));
    assert_eq!(law.on("clusters.area.max_ha", date(2023, 1, 1), None).unwrap().integer(), Some(50));
}

#[test]
fn a_file_that_would_mislead_is_refused_by_name() {
    assert!(matches!(
        with("from = \"2024-05-01\"", "from = \"2024-04-30\""),
        LawError::Overlap { .. }
    ));
    assert!(matches!(with("from = \"2024-05-01\"", ""), LawError::Overlap { .. }));
    assert!(matches!(
        with("to = \"2024-04-30\"", "to = \"2019-04-30\""),
        LawError::EndsBeforeStart { .. }
    ));
    assert!(matches!(
        with("document = \"b\"", "document = \"c\""),
        LawError::UnknownDocument { .. }
    ));
    assert!(matches!(with("amends = \"a\"", "amends = \"c\""), LawError::UnknownDocument { .. }));
    assert!(matches!(with("id = \"b\"", "id = \"a\""), LawError::Twice { .. }));
    assert!(matches!(with("unit = \"ha\"", ""), LawError::Missing { missing: "unit", .. }));
    assert!(matches!(with("value = \"50\"", "value = \"năm mươi\""), LawError::BadValue { .. }));
    assert!(matches!(with("value = \"50\"", "value = \"-50\""), LawError::BadValue { .. }));
    assert!(matches!(with("unit = \"ha\"", "unit = \"day\""), LawError::BadValue { .. }));
    for (good, wrong) in [
        ("unit = \"ha\"", "unit = \"hecta\""),
        (
            "confidence = \"verified\"\n\n[[parameter.value]]",
            "confidence = \"sure\"\n[[parameter.value]]",
        ),
        ("clause = \"1\"", "khoản = \"1\""),
        ("from = \"2020-01-01\"", "from = \"2020-13-01\""),
    ] {
        let problem = with(good, wrong);
        assert!(matches!(problem, LawError::Unreadable { .. }), "{wrong}: {problem}");
        assert!(
            problem.to_string().starts_with("clusters.toml: TOML parse error at line"),
            "{problem}"
        );
    }
}

#[test]
fn a_later_file_may_not_change_the_unit() {
    let other = CORRECTION.replace("key =", "unit = \"percent\"\nkey =");
    let problem = Law::parse(&[("clusters.toml", NATIONAL), ("local.toml", &other)]).unwrap_err();
    assert_eq!(
        problem.to_string(),
        "local.toml: clusters.area.max_ha has another unit than before"
    );
}
