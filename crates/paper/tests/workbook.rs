//! Officers' workbooks are read as they are, and the broken ones are refused in plain words.

use std::path::PathBuf;

use paper::workbook::{
    Format, Limits, Value, Workbook, WorkbookProblem, cell_name, parse_cell_name, read,
};

fn seed(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../seed").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn read_seed(name: &str) -> Result<Workbook, WorkbookProblem> {
    read(&seed(name), &Limits::default())
}

#[test]
fn the_2013_summary_of_long_an_is_read_with_its_merged_heading() {
    let workbook = read_seed("ccn_long_an_2013.xlsx").unwrap();
    let names: Vec<_> = workbook.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["Tong hop", "Dang hoat dong", "Ghi chu du lieu"]);
    let sheet = workbook.sheet("Tong hop").unwrap();
    assert_eq!(sheet.text(1, 0), "SỞ CÔNG THƯƠNG");
    assert_eq!(sheet.text(6, 1), "Tên cụm công nghiệp");
    // "Diện tích (ha)" stretches over D7:F7.
    assert_eq!(sheet.text(6, 4), "");
    assert_eq!(sheet.merged_text(6, 4), "Diện tích (ha)");
    assert_eq!(sheet.last_row(), Some(68));
}

#[test]
fn every_workbook_of_the_sample_is_read() {
    for (name, sheets) in [
        ("ccn_binh_thuan_2014.xlsx", 1),
        ("ccn_lao_cai_2026.xlsx", 3),
        ("ccn_long_an_2013.xlsx", 3),
        ("doanh_nghiep_ccn_long_an_2013.xlsx", 2),
    ] {
        let workbook = read_seed(name).unwrap();
        assert_eq!(workbook.sheets.len(), sheets, "{name}");
        assert!(workbook.sheets.iter().all(|sheet| !sheet.cells.is_empty()), "{name}");
    }
}

#[test]
fn what_is_no_workbook_is_refused_in_words_that_say_what_to_do() {
    for (name, problem) in [
        ("bad_inputs/01_not_a_zip.xlsx", WorkbookProblem::NotAWorkbook),
        ("bad_inputs/02_password_protected.xlsx", WorkbookProblem::PasswordProtected),
        ("bad_inputs/03_empty_sheet.xlsx", WorkbookProblem::NoData),
        (
            "bad_inputs/11_zip_bomb.xlsx",
            WorkbookProblem::TooLargeUnpacked { limit: Limits::default().max_unpacked_bytes },
        ),
        (
            "bad_inputs/12_far_cell.xlsx",
            WorkbookProblem::FarCell { sheet: "CCN".into(), cell: "XFD1048576".into() },
        ),
    ] {
        assert_eq!(read_seed(name).unwrap_err(), problem, "{name}");
        assert!(problem.message_vi().contains("Hãy"), "{}", problem.message_vi());
    }
}

#[test]
fn a_sheet_that_claims_a_million_rows_has_the_rows_it_has() {
    let workbook = read_seed("bad_inputs/05_claims_million_rows.xlsx").unwrap();
    assert_eq!(workbook.sheets[0].rows().count(), 4);
    assert_eq!(workbook.sheets[0].last_row(), Some(3));
    assert_eq!(workbook.sheets[0].text(2, 3), "45,5");
}

#[test]
fn a_formula_that_was_never_computed_is_reported_and_not_evaluated() {
    let workbook = read_seed("bad_inputs/06_formula_cells.xlsx").unwrap();
    let sheet = &workbook.sheets[0];
    assert_eq!(sheet.value(1, 3), Some(&Value::FormulaWithoutValue("35+15".into())));
    assert_eq!(sheet.text(2, 5), "=D3*0.2");
    assert_eq!(sheet.text(5, 1), "+Mẫu Bốn");
}

#[test]
fn wrong_figures_are_read_as_they_stand_for_the_importer_to_judge() {
    for name in [
        "04_missing_required_column.xlsx",
        "07_negative_areas.xlsx",
        "08_duplicate_codes.xlsx",
        "09_occupancy_over_100.xlsx",
        "10_impossible_dates.xlsx",
    ] {
        let workbook = read_seed(&format!("bad_inputs/{name}")).unwrap();
        assert!(workbook.sheets[0].rows().count() > 1, "{name}");
    }
    let negative = read_seed("bad_inputs/07_negative_areas.xlsx").unwrap();
    assert!(negative.sheets[0].cells.values().any(|cell| cell.value == Value::Number(-50.0)));
}

#[test]
fn limits_are_met_before_anything_is_kept() {
    let bytes = seed("ccn_long_an_2013.xlsx");
    let limits = Limits::default();
    let refused = |limits: Limits| read(&bytes, &limits).unwrap_err();
    assert!(matches!(
        refused(Limits { max_file_bytes: 1_000, ..limits }),
        WorkbookProblem::TooLarge { limit: 1_000, .. }
    ));
    assert!(matches!(
        refused(Limits { max_unpacked_bytes: 20_000, ..limits }),
        WorkbookProblem::TooLargeUnpacked { limit: 20_000 }
    ));
    assert_eq!(
        refused(Limits { max_cells: 10, ..limits }),
        WorkbookProblem::TooManyCells { limit: 10 }
    );
    assert_eq!(
        refused(Limits { max_columns: 3, ..limits }),
        WorkbookProblem::FarCell { sheet: "Tong hop".into(), cell: "I1".into() }
    );
    assert_eq!(
        refused(Limits { max_rows: 6, ..limits }),
        WorkbookProblem::FarCell { sheet: "Tong hop".into(), cell: "A7".into() }
    );
}

#[test]
fn an_old_xls_is_told_from_an_encrypted_workbook() {
    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.extend("Workbook".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(read(&bytes, &Limits::default()).unwrap_err(), WorkbookProblem::OldExcelFormat);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(read(&bytes, &Limits::default()).unwrap_err(), WorkbookProblem::PasswordProtected);
}

#[test]
fn days_percentages_and_stored_results_keep_their_meaning() {
    use rust_xlsxwriter::{ExcelDateTime, Format as Look, Formula, Workbook as Writer};
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet();
    let day = ExcelDateTime::from_ymd(2013, 12, 31).unwrap();
    sheet.write_with_format(0, 0, &day, &Look::new().set_num_format("dd/mm/yyyy")).unwrap();
    sheet.write_with_format(0, 1, 0.55, &Look::new().set_num_format("0.0%")).unwrap();
    sheet.write(0, 2, Formula::new("=SUM(1,2)").set_result("3")).unwrap();
    sheet.write(0, 3, true).unwrap();
    sheet.write(0, 4, "C\u{1EA1}nh Tha\u{302}\u{301}ng\u{1}_x0041_").unwrap();
    let workbook = read(&writer.save_to_buffer().unwrap(), &Limits::default()).unwrap();
    let sheet = &workbook.sheets[0];
    assert_eq!(sheet.text(0, 0), "31/12/2013");
    assert_eq!(sheet.text(0, 1), "0,55");
    assert_eq!(sheet.cell(0, 1).unwrap().format, Format::Percent);
    assert_eq!(sheet.value(0, 2), Some(&Value::Number(3.0)));
    assert_eq!(sheet.cell(0, 2).unwrap().formula.as_deref(), Some("SUM(1,2)"));
    assert_eq!(sheet.text(0, 3), "TRUE");
    assert_eq!(sheet.text(0, 4), "C\u{1EA1}nh Th\u{1EA5}ng\u{1}_x0041_");
}

#[test]
fn cells_are_named_as_the_office_program_names_them() {
    for (name, place) in
        [("A1", (0, 0)), ("B12", (11, 1)), ("AA1", (0, 26)), ("XFD1048576", (1_048_575, 16_383))]
    {
        assert_eq!(cell_name(place.0, place.1), name);
        assert_eq!(parse_cell_name(name), Some(place));
    }
    assert_eq!(parse_cell_name("$B$12"), Some((11, 1)));
    for wrong in ["", "A", "12", "A0", "A-1", "ABCDEFGH1", "A1B", "Ô1"] {
        assert_eq!(parse_cell_name(wrong), None, "{wrong}");
    }
}
