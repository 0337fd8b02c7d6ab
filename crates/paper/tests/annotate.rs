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
    assert!(
        comments.contains("Theo sổ tay\nLongan: Thiếu đơn vị &lt;ha&gt; &amp; ngày."),
        "{comments}"
    );
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&annotated)).unwrap();
    let mut drawing = archive.by_name("xl/drawings/vmlDrawing1.vml").unwrap();
    let drawing = std::io::read_to_string(&mut drawing).unwrap();
    assert_eq!(drawing.matches("<x:Row>").count(), 3, "one shape a comment");
}

/// A part of the package as text.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut entry = archive.by_name(name).unwrap();
    std::io::read_to_string(&mut entry).unwrap()
}

/// The cells that our rules colour.
fn coloured(bytes: &[u8]) -> Vec<String> {
    let xml = part(bytes, "xl/worksheets/sheet1.xml");
    let rules = xml.split("<conditionalFormatting sqref=\"").skip(1);
    let ours = rules
        .filter(|rule| rule.split("</conditionalFormatting>").next().unwrap().contains("Longan"));
    let cells = ours.flat_map(|rule| rule.split('"').next().unwrap().split(' '));
    cells.map(str::to_owned).collect()
}

#[test]
fn several_remarks_on_a_cell_become_one_comment() {
    let notes = [
        note("CCN", 1, 3, "Thiếu giá trị.", Severity::Warning),
        note("CCN", 1, 3, "Hãy nhập số.", Severity::Error),
    ];
    let once = annotate(&seed("bad_inputs/05_claims_million_rows.xlsx"), &notes).unwrap();
    assert_eq!(comments(&once).matches("<comment ").count(), 1);
    assert!(comments(&once).contains("Longan: Thiếu giá trị.\nLongan: Hãy nhập số."));
    assert_eq!(coloured(&once), ["D2"]);
}

#[test]
fn a_workbook_that_comes_again_says_only_what_holds_now() {
    let mut writer = rust_xlsxwriter::Workbook::new();
    let sheet = writer.add_worksheet();
    sheet.write(0, 0, "Diện tích").unwrap();
    sheet.insert_note(0, 0, &rust_xlsxwriter::Note::new("Theo sổ tay")).unwrap();
    let yellow = rust_xlsxwriter::Format::new().set_background_color("FFF2CC");
    sheet.write_with_format(1, 0, "chín", &yellow).unwrap();
    let ten = rust_xlsxwriter::ConditionalFormatCell::new()
        .set_rule(rust_xlsxwriter::ConditionalFormatCellRule::GreaterThan(10))
        .set_format(rust_xlsxwriter::Format::new().set_bold());
    sheet.add_conditional_format(1, 0, 9, 0, &ten).unwrap();
    let plain = writer.save_to_buffer().unwrap();
    let wrong = |row, text| note("Sheet1", row, 0, text, Severity::Error);
    let once =
        annotate(&plain, &[wrong(0, "Thiếu đơn vị."), wrong(1, "Không phải là số.")]).unwrap();
    let twice = annotate(&once, &[wrong(1, "Vẫn sai."), wrong(2, "Thiếu số.")]).unwrap();
    let said = comments(&twice);
    assert_eq!(said.matches("<comment ").count(), 3, "{said}");
    assert!(said.contains("Theo sổ tay</t>"), "what the officer wrote stays alone: {said}");
    assert!(said.contains(">Longan: Vẫn sai.<") && !said.contains("Không phải là số"), "{said}");
    assert_eq!(coloured(&twice), ["A2", "A3"]);
    // All is right: nothing of ours is left, and the sheet looks as it did.
    let right = annotate(&twice, &[]).unwrap();
    let said = comments(&right);
    assert_eq!(said.matches("<comment ").count(), 1, "{said}");
    assert!(said.contains("Theo sổ tay") && !said.contains("Longan: "), "{said}");
    assert_eq!(coloured(&right), [""; 0]);
    let drawing = part(&right, "xl/drawings/vmlDrawing1.vml");
    assert_eq!(drawing.matches("<x:Row>").count(), 1, "one shape a comment");
    let cells = |bytes: &[u8]| {
        let xml = part(bytes, "xl/worksheets/sheet1.xml");
        let from = xml.find("<sheetData>").unwrap();
        xml[from..xml.find("</sheetData>").unwrap()].to_owned()
    };
    assert_eq!(cells(&plain), cells(&right), "no cell was given another look");
    assert!(
        part(&right, "xl/worksheets/sheet1.xml").contains("greaterThan"),
        "a rule of theirs stays"
    );
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
