//! The same file at the command line.

use super::HEAD;
use crate::commands::Desk;

#[test]
fn a_file_of_changes_is_looked_at_kept_or_applied_at_the_command_line() {
    let desk = Desk::new();
    let file = desk.path("thay-doi.csv");
    let file = file.to_str().unwrap();
    let text = format!(
        "{HEAD}
merged,commune,27937,commune,27937,Đức Hòa Mới,,xã,80,,2027-01-01,9/NQ-UBTVQH17,
merged,commune,27976,commune,27937,Đức Hòa Mới,,xã,80,,2027-01-01,9/NQ-UBTVQH17,
"
    );
    std::fs::write(file, &text).unwrap();
    let looked = desk.run(&["import", "places", file, "--dry-run", "--json"]).json();
    assert_eq!((&looked["read"], &looked["proposed"]), (&2.into(), &2.into()), "{looked}");
    assert_eq!(looked["impact"]["ended"], 2);
    let taken = desk.run(&["import", "places", file, "--accept", "--json"]).json();
    assert_eq!((&taken["accepted"], &taken["skipped"]), (&2.into(), &0.into()), "{taken}");
    let again = desk.run(&["import", "places", file, "--accept", "--json"]).json();
    assert_eq!((&again["accepted"], &again["skipped"]), (&0.into(), &2.into()), "{again}");

    std::fs::write(file, text.replace("27976", "99999").replace("2027", "2028")).unwrap();
    let wrong = desk.run(&["import", "places", file, "--accept"]);
    assert_eq!(wrong.code, 1, "{wrong:?}");
    assert!(
        wrong.result.contains("Lỗi dòng 3, cột Mã cũ: Không có đơn vị cấp xã nào mang mã 99999"),
        "{wrong:?}"
    );
    assert_eq!(desk.run(&["import", "places", "khong-co.csv"]).code, 2);

    let asked = [
        "figure",
        "clusters.count",
        "--place",
        "80",
        "--on",
        "2027-01-01",
        "--units-on",
        "2024-12-31",
    ];
    let asked = desk.run(&asked);
    assert!(asked.result.contains("Theo đơn vị hành chính của ngày 31/12/2024"), "{asked:?}");
}
