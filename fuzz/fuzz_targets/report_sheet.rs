//! Whatever a workbook says, reading reports from it answers; each finding stands at a cell or at
//! the file, and each number at a cell.
#![no_main]

use libfuzzer_sys::fuzz_target;
use longan::reports::model::{Period, ReportForm, ReportTerm};
use longan::reports::workbook;
use paper::workbook::{Limits, parse_cell_name, read};
use std::sync::LazyLock;

static LAW: LazyLock<kernel::law::Law> = LazyLock::new(|| longan::law::load(None).unwrap());

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { max_unpacked_bytes: 5_000_000, ..Limits::default() };
    let Ok(book) = read(bytes, &limits) else { return };
    let Some(form) = LAW.form("tt-14-2024/bieu-01") else { return };
    let day = |text: &str| text.parse().unwrap();
    let term = ReportTerm {
        form: ReportForm::Tenant,
        period: Period::year(2026).unwrap(),
        first: day("2025-12-15"),
        last: day("2026-12-14"),
        due_on: Some(day("2026-12-19")),
        citation: String::new(),
    };
    let said = workbook::read(&book, form, &term);
    for problem in said.problems.iter().chain(said.rows.iter().flat_map(|row| &row.problems)) {
        assert!(problem.cell.is_empty() || parse_cell_name(&problem.cell).is_some());
        assert!(!problem.message.is_empty());
    }
});
