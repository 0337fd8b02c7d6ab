//! The statutory forms: printed word for word, checked as an officer would, replaced by a file.

use jiff::civil::date;
use kernel::form::{Aggregate, Fill, Form, Measure, Severity, Subject, Values};
use kernel::law::{Law, LawError};
use serde::Deserialize;
use std::collections::BTreeMap;

const FILES: [(&str, &str); 6] = [
    ("documents.toml", include_str!("../../../law/documents.toml")),
    ("readings.toml", include_str!("../../../law/forms/readings.toml")),
    ("bieu-01.toml", include_str!("../../../law/forms/tt-14-2024/bieu-01.toml")),
    ("bieu-02.toml", include_str!("../../../law/forms/tt-14-2024/bieu-02.toml")),
    ("bieu-03.toml", include_str!("../../../law/forms/tt-14-2024/bieu-03.toml")),
    ("bieu-04.toml", include_str!("../../../law/forms/tt-14-2024/bieu-04.toml")),
];

fn law() -> Law {
    Law::parse(&FILES).expect("the forms that come with the program are well formed")
}

fn form(law: &Law, family: &str) -> Form {
    law.form_on(family, date(2026, 6, 20)).expect("the form holds in 2026").clone()
}

#[test]
fn every_row_is_printed_word_for_word_and_in_its_order() {
    let law = law();
    let mut reader =
        csv::Reader::from_reader(include_str!("../../../law/examples/form_labels.csv").as_bytes());
    let mut printed: BTreeMap<String, Vec<[String; 3]>> = BTreeMap::new();
    for row in reader.records() {
        let row = row.unwrap();
        let line = [1, 2, 3].map(|at| row[at].to_owned());
        printed.entry(row[0].to_owned()).or_default().push(line);
    }
    for (family, lines) in &printed {
        let rows = form(&law, family).rows;
        let rows: Vec<[String; 3]> =
            rows.into_iter().map(|row| [row.number, row.label, row.unit]).collect();
        assert_eq!(&rows, lines, "{family}");
    }
    let counts: Vec<(usize, usize)> = ["bieu-01", "bieu-02", "bieu-03", "bieu-04"]
        .map(|family| {
            let form = form(&law, family);
            (form.rows.len(), form.value_rows().count())
        })
        .to_vec();
    assert_eq!(
        counts,
        [(4, 4), (14, 14), (38, 35), (38, 35)],
        "27 indicators, 8 under them, 3 sections"
    );
}

#[test]
fn the_small_differences_between_the_forms_are_kept() {
    let law = law();
    let label =
        |family, number: &str| form(&law, family).row_numbered(number).unwrap().label.clone();
    assert!(label("bieu-02", "5").starts_with("Tỉ lệ"), "as printed");
    assert!(label("bieu-04", "19").starts_with("Tỷ lệ"), "as printed");
    assert!(label("bieu-04", "14").contains("lũy kế"));
    assert!(form(&law, "bieu-04").columns[3].contains("Luỹ kế"));
    assert_ne!(label("bieu-03", "15.2"), label("bieu-04", "15.2"));
    assert_eq!(form(&law, "bieu-03").foot_notes.len(), 1);
    assert!(form(&law, "bieu-04").foot_notes.is_empty());
    assert_eq!(form(&law, "bieu-03").signature.title, "TM. ỦY BAN NHÂN DÂN");
    assert_eq!(form(&law, "bieu-04").signature.title, "GIÁM ĐỐC SỞ CÔNG THƯƠNG");
    assert_eq!(form(&law, "bieu-01").header.len(), 5);
    assert_eq!(form(&law, "bieu-02").subject, Subject::Cluster);
}

#[test]
fn a_form_is_read_in_the_words_of_its_day() {
    let law = law();
    let on = |family, day| form(&law, family).read_on(law.readings(), day);
    let before = on("bieu-03", date(2025, 6, 30));
    let after = on("bieu-03", date(2025, 7, 1));
    assert_eq!(before.reporter, "Ủy ban nhân dân cấp huyện");
    assert_eq!(after.reporter, "Ủy ban nhân dân cấp xã");
    assert_eq!(after.title, "Tổng hợp tình hình cụm công nghiệp trên địa bàn cấp xã");
    assert_eq!(
        on("bieu-01", date(2026, 6, 1)).receivers,
        ["Cơ quan thống kê cấp xã", "Ủy ban nhân dân cấp xã"]
    );
    assert_eq!(
        on("bieu-04", date(2026, 6, 1)).receivers[1],
        "Bộ Công Thương (Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công)"
    );
    assert_eq!(on("bieu-04", date(2025, 1, 1)).receivers, form(&law, "bieu-04").receivers);
}

#[test]
fn a_number_is_printed_in_the_unit_of_its_row_and_read_back() {
    let law = law();
    let four = form(&law, "bieu-04");
    let row = |number: &str| four.row_numbered(number).unwrap();
    assert_eq!(row("23").print(29_876_543_210_000), "29.876,543");
    assert_eq!(row("23").exact(29_876_543_210_000), "29.876,54321");
    assert_eq!(row("18").print(4_126_200), "412,62");
    assert_eq!(row("18").machine(4_126_200), "412.62");
    assert_eq!(row("19").print(7935), "79,35");
    assert_eq!(row("25").print(21_000), "21.000");
    for (number, text, value) in [
        ("23", "29.876,543", 29_876_543_000_000),
        ("23", "783,36 triệu đồng", 783_360_000),
        ("18", "412,62 ha", 4_126_200),
        ("18", "4.126.200 m2", 4_126_200),
        ("19", "79,35 %", 7935),
        ("25", "21.000 người", 21_000),
    ] {
        assert_eq!(row(number).read(text), Ok(value), "{text}");
    }
    for (number, text) in
        [("18", "5 người"), ("25", "5 ha"), ("25", "5,5"), ("19", "5 ha"), ("1", "5 dự án")]
    {
        assert!(row(number).read(text).is_err(), "{number}: {text}");
    }
    let one = form(&law, "bieu-01");
    let income = one.row("r04").unwrap();
    assert_eq!(income.read("9,5 triệu đồng/người/tháng"), Ok(9_500_000));
    assert_eq!(income.read_cell(9.5), Some(9_500_000));
    assert_eq!(income.print(9_500_000), "9,5");
}

#[test]
fn every_row_says_where_its_number_comes_from() {
    let law = law();
    for family in ["bieu-03", "bieu-04"] {
        let form = form(&law, family);
        for row in form.value_rows() {
            assert!(matches!(row.fill, Fill::Figure(_)), "{family} {}", row.number);
        }
        assert_eq!(
            form.row("r19").unwrap().aggregate,
            Aggregate::Ratio(["r18".into(), "r17".into()])
        );
        assert_eq!(form.row("r15_1").unwrap().level(), 2);
        assert_eq!(form.section_of("r15_1").unwrap().number, "III");
    }
    for family in ["bieu-01", "bieu-02"] {
        let form = form(&law, family);
        assert!(form.value_rows().all(|row| matches!(row.fill, Fill::Indicator(_))), "{family}");
    }
    assert_eq!(form(&law, "bieu-02").row("r13").unwrap().measure, Measure::Flag);
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Examples {
    example: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    name: String,
    form: String,
    values: BTreeMap<String, String>,
    #[serde(default)]
    previous: BTreeMap<String, String>,
    #[serde(default)]
    missing: Vec<String>,
    findings: Vec<Expected>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    row: String,
    test: String,
    severity: Severity,
    found: String,
    #[serde(rename = "expected")]
    right: String,
}

fn typed(form: &Form, texts: &BTreeMap<String, String>) -> Values {
    let read = |(number, text): (&String, &String)| {
        let row = form.row_numbered(number).expect("a printed number");
        (row.key.clone(), row.read(text).expect("a number"))
    };
    texts.iter().map(read).collect()
}

#[test]
fn the_examples_find_what_an_officer_would_find_and_nothing_else() {
    let law = law();
    let examples: Examples =
        toml::from_str(include_str!("../../../law/examples/forms.toml")).unwrap();
    let mut tried = Vec::new();
    for example in &examples.example {
        let form = law.form(&example.form).unwrap();
        let values = typed(form, &example.values);
        let previous = typed(form, &example.previous);
        let number = |key: &str| form.row(key).unwrap().number.clone();
        let (missing, found): (Vec<_>, Vec<_>) = form
            .check(&values, Some(&previous), date(2026, 6, 20))
            .into_iter()
            .partition(|finding| finding.kind == "missing");
        let found: Vec<Expected> = found
            .into_iter()
            .map(|finding| Expected {
                row: number(&finding.rows[0]),
                test: finding.test,
                severity: finding.severity,
                found: finding.found,
                right: finding.expected,
            })
            .collect();
        assert_eq!(found, example.findings, "{}", example.name);
        let missing: Vec<String> = missing.iter().map(|finding| number(&finding.rows[0])).collect();
        assert_eq!(missing, example.missing, "{}", example.name);
        tried.extend(example.findings.iter().map(|found| found.test.clone()));
    }
    // Each kind of test is seen to fail at least once, whichever form it stands in.
    for form in law.forms() {
        for check in &form.checks {
            let text = check.test.to_string();
            let alike = |seen: &String| {
                seen == &text || kind_of(seen) == check.test.kind() && check.test.kind() == "range"
            };
            assert!(
                check.test.kind() == "missing" || tried.iter().any(alike),
                "{}: {text} is never seen to fail",
                form.id
            );
        }
    }
}

fn kind_of(test: &str) -> &'static str {
    test.parse::<kernel::form::Test>().expect("a test").kind()
}

#[test]
fn reports_of_communes_add_up_and_the_occupancy_is_one_of_sums() {
    let law = law();
    let three = form(&law, "bieu-03");
    let report = |leased: i64, industrial: i64, workers: Option<i64>| {
        let mut values = Values::from([
            ("r18".to_owned(), leased),
            ("r17".to_owned(), industrial),
            ("r19".to_owned(), 1),
        ]);
        values.extend(workers.map(|workers| ("r25".to_owned(), workers)));
        values
    };
    let sum =
        three.aggregate(&[report(100_000, 200_000, Some(30)), report(300_000, 600_000, None)]);
    assert_eq!(sum.get("r18"), Some(&400_000));
    assert_eq!(sum.get("r19"), Some(&5000), "not the sum and not the mean of percentages");
    assert_eq!(sum.get("r25"), Some(&30), "the commune that gave none counts for nothing");
    assert_eq!(sum.get("r01"), None, "what nobody gave stays missing");
}

#[test]
fn a_new_version_is_a_file_and_no_code() {
    let old =
        FILES[2].1.replace("from = \"2024-10-01\"", "from = \"2024-10-01\"\nto = \"2027-12-31\"");
    let new = FILES[2]
        .1
        .replace("tt-14-2024/bieu-01", "tt-9-2028/bieu-01")
        .replace("from = \"2024-10-01\"", "from = \"2028-01-01\"")
        .replace("Doanh thu của dự án", "Doanh thu thuần của dự án");
    let mut files = FILES.to_vec();
    files.extend([("old.toml", old.as_str()), ("new.toml", new.as_str())]);
    let law = Law::parse(&files).unwrap();
    let id = |day| law.form_on("bieu-01", day).unwrap().id.clone();
    assert_eq!(id(date(2027, 12, 31)), "tt-14-2024/bieu-01");
    assert_eq!(id(date(2028, 1, 1)), "tt-9-2028/bieu-01");
    assert_eq!(
        id(date(2013, 12, 31)),
        "tt-14-2024/bieu-01",
        "older numbers go into the first version"
    );

    files.remove(6);
    let problem = Law::parse(&files).unwrap_err();
    assert!(matches!(problem, LawError::FormsOverlap { .. }), "{problem}");
}

#[test]
fn a_form_that_would_mislead_is_refused_by_name() {
    let with = |replaced: &str, by: &str| {
        assert!(FILES[2].1.contains(replaced), "{replaced}");
        let text = FILES[2].1.replacen(replaced, by, 1);
        let mut files = FILES.to_vec();
        files[2].1 = &text;
        Law::parse(&files).unwrap_err().to_string()
    };
    assert!(with("key = \"r02\"", "key = \"r01\"").contains("row r01 (2) stands twice"));
    assert!(with("test = \"1 from", "test = \"9 from").contains("names 9, which is no row"));
    assert!(with("test = \"1 from 0", "test = \"1 between 0").contains("not a test"));
    assert!(with("unit = \"Người\"\n", "").contains("row r03 has no unit"));
    assert!(with("document = \"tt-14-2024\"", "document = \"tt-99\"").contains("tt-99"));
    assert!(with("measure = \"count\"", "measure = \"number\"").starts_with("bieu-01.toml"));
}

#[test]
fn a_frozen_definition_reads_back_as_it_was() {
    for form in law().forms() {
        let frozen = serde_json::to_string(form).unwrap();
        assert_eq!(&serde_json::from_str::<Form>(&frozen).unwrap(), form);
    }
}

#[test]
fn a_new_check_warns_until_its_day() {
    let law = law();
    let mut two = form(&law, "bieu-02");
    let check = two.checks.iter_mut().find(|check| check.test.to_string() == "7 <= 6").unwrap();
    check.blocks_from = Some(date(2027, 1, 1));
    let values = typed(&two, &BTreeMap::from([("6".into(), "1".into()), ("7".into(), "2".into())]));
    let severity = |day| {
        let findings = two.check(&values, None, day);
        findings.into_iter().find(|finding| finding.test == "7 <= 6").unwrap().severity
    };
    assert_eq!(severity(date(2026, 12, 31)), Severity::Warning);
    assert_eq!(severity(date(2027, 1, 1)), Severity::Error);
}
