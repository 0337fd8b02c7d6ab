//! An officer gets the own workbook back with what is wrong written in the cells.

#![expect(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::io::Read;
use std::path::PathBuf;

use paper::workbook::{Limits, Note, Severity, WorkbookProblem, annotate, read};

fn seed(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../seed").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn note(sheet: &str, row: u32, column: u32, text: &str, severity: Severity) -> Note {
    Note { sheet: sheet.into(), row, column, text: text.into(), severity }
}

/// The comments of the first sheet as they stand in the package.
fn comments(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut entry = archive.by_name("xl/comments1.xml").unwrap();
    std::io::read_to_string(&mut entry).unwrap()
}

#[test]
fn the_workbook_comes_back_with_remarks_and_otherwise_as_it_was() {
    for name in [
        "ccn_binh_thuan_2014.xlsx",
        "ccn_lao_cai_2026.xlsx",
        "ccn_long_an_2013.xlsx",
        "doanh_nghiep_ccn_long_an_2013.xlsx",
        "bad_inputs/05_claims_million_rows.xlsx",
        "bad_inputs/06_formula_cells.xlsx",
        "bad_inputs/10_impossible_dates.xlsx",
    ] {
        let before = read(&seed(name), &Limits::default()).unwrap();
        let sheet = before.sheets[0].name.clone();
        let notes = [note(&sheet, 2, 3, "Diện tích không được âm.", Severity::Error)];
        let annotated = annotate(&seed(name), &notes).unwrap();
        let after = read(&annotated, &Limits::default()).unwrap();
        assert!(before == after, "{name} holds other values than before");
        assert!(comments(&annotated).contains("Diện tích không được âm."), "{name}");
    }
}

#[test]
fn parts_without_a_remark_are_the_same_bytes() {
    let bytes = seed("ccn_lao_cai_2026.xlsx");
    let annotated = annotate(&bytes, &[note("So lieu So", 8, 3, "?", Severity::Error)]).unwrap();
    let mut before = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let mut after = zip::ZipArchive::new(std::io::Cursor::new(&annotated)).unwrap();
    let mut changed = Vec::new();
    for at in 0..before.len() {
        let mut entry = before.by_index(at).unwrap();
        let name = entry.name().unwrap().into_owned();
        let (mut old, mut new) = (Vec::new(), Vec::new());
        entry.read_to_end(&mut old).unwrap();
        after.by_name(&name).unwrap().read_to_end(&mut new).unwrap();
        if old != new {
            changed.push(name);
        }
    }
    assert_eq!(changed, ["[Content_Types].xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"]);
}

#[test]
fn what_the_officer_had_commented_stays() {
    let mut writer = rust_xlsxwriter::Workbook::new();
    let sheet = writer.add_worksheet();
    sheet.write(0, 0, "Diện tích").unwrap();
    sheet.insert_note(0, 0, &rust_xlsxwriter::Note::new("Theo sổ tay")).unwrap();
    sheet.insert_note(4, 4, &rust_xlsxwriter::Note::new("Đã hỏi lại xã")).unwrap();
    let bytes = writer.save_to_buffer().unwrap();
    let notes = [
        note("Sheet1", 0, 0, "Thiếu đơn vị <ha> & ngày.", Severity::Error),
        note("Sheet1", 2, 700, "Cột thừa.", Severity::Warning),
    ];
    let annotated = annotate(&bytes, &notes).unwrap();
    let comments = comments(&annotated);
    assert_eq!(comments.matches("<comment ").count(), 3);
    assert!(comments.contains("Đã hỏi lại xã"));
    assert!(comments.contains("Theo sổ tay\nThiếu đơn vị &lt;ha&gt; &amp; ngày."), "{comments}");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&annotated)).unwrap();
    let mut drawing = archive.by_name("xl/drawings/vmlDrawing1.vml").unwrap();
    let drawing = std::io::read_to_string(&mut drawing).unwrap();
    assert_eq!(drawing.matches("<x:Row>").count(), 3, "one shape a comment");
}

#[test]
fn several_remarks_on_a_cell_become_one_comment_and_a_second_round_adds_to_it() {
    let notes = [
        note("CCN", 1, 3, "Thiếu giá trị.", Severity::Warning),
        note("CCN", 1, 3, "Hãy nhập số.", Severity::Error),
    ];
    let once = annotate(&seed("bad_inputs/05_claims_million_rows.xlsx"), &notes).unwrap();
    assert_eq!(comments(&once).matches("<comment ").count(), 1);
    assert!(comments(&once).contains("Thiếu giá trị.\nHãy nhập số."));
    let twice = annotate(&once, &[note("CCN", 1, 3, "Vẫn sai.", Severity::Error)]).unwrap();
    assert_eq!(comments(&twice).matches("<comment ").count(), 1);
    assert!(comments(&twice).contains("Hãy nhập số.\nVẫn sai."));
}

#[test]
fn a_remark_in_a_merged_range_stands_on_its_first_cell() {
    let bytes = seed("ccn_long_an_2013.xlsx");
    let notes = [note("Tong hop", 6, 5, "Cột này thiếu đơn vị.", Severity::Warning)];
    assert!(comments(&annotate(&bytes, &notes).unwrap()).contains("ref=\"D7\""));
}

#[test]
fn a_remark_on_a_sheet_that_is_not_there_is_refused() {
    let notes = [note("Không có", 0, 0, "…", Severity::Error)];
    let problem = annotate(&seed("ccn_long_an_2013.xlsx"), &notes).unwrap_err();
    assert_eq!(problem, WorkbookProblem::NoSuchSheet { sheet: "Không có".into() });
    let problem = annotate(&seed("bad_inputs/12_far_cell.xlsx"), &[]).unwrap_err();
    assert!(matches!(problem, WorkbookProblem::FarCell { .. }));
}
