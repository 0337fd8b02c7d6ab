//! A template reads the same wherever its rows and columns were moved.

use super::super::model::{Owed, OwedState, ReportForm, ReportSubject, ReportTerm};
use super::{Line, Sheets, of_many, of_one, read};
use kernel::Period;
use kernel::form::Form;
use paper::table::{Blank, BlankRow, Field};
use paper::workbook::{Cell, Format, Sheet, Value, Visibility, Workbook, parse_cell_name};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static FORM: LazyLock<Form> =
    LazyLock::new(|| crate::law::load(None).unwrap().form("tt-14-2024/bieu-01").unwrap().clone());

fn term() -> ReportTerm {
    let day = |text: &str| text.parse().unwrap();
    ReportTerm {
        form: ReportForm::Tenant,
        period: Period::year(2026).unwrap(),
        first: day("2025-12-15"),
        last: day("2026-12-14"),
        due_on: Some(day("2026-12-19")),
        citation: String::new(),
    }
}

fn owed(id: usize) -> Owed {
    Owed {
        subject_kind: ReportSubject::Tenant,
        subject_id: format!("body-{id}"),
        subject: format!("Dự án {id}"),
        organization_id: format!("o-{id}"),
        reporter: format!("Công ty {id}"),
        tax_code: format!("030058{id:04}"),
        cluster_id: "c".into(),
        slug: "c".into(),
        cluster: "Đức Mỹ".into(),
        place: String::new(),
        mail: String::new(),
        report_id: None,
        version: 0,
        status: None,
        sent_on: None,
        state: OwedState::Missing,
        reminded_at: None,
        entered_by: None,
    }
}

/// The cells below title and notes, keys in front.
fn grid(blank: &Blank, rows: &[BlankRow]) -> Vec<Vec<String>> {
    let text = |field: &Field| match field {
        Field::Text(text) => text.clone(),
        _ => String::new(),
    };
    let keys = blank.columns.iter().map(|column| column.key.clone());
    let headings = blank.columns.iter().map(|column| column.heading.clone());
    let mut grid = vec![
        std::iter::once(blank.mark.clone()).chain(keys).collect::<Vec<_>>(),
        std::iter::once(String::new()).chain(headings).collect(),
    ];
    grid.extend(rows.iter().map(|row| {
        std::iter::once(row.key.clone()).chain(row.fields.iter().map(text)).collect::<Vec<_>>()
    }));
    grid
}

fn sheet(grid: &[Vec<String>]) -> Sheet {
    let mut cells = BTreeMap::new();
    for (row, line) in (0_u32..).zip(grid) {
        for (column, text) in (0_u32..).zip(line) {
            if !text.is_empty() {
                let value = Value::Text(text.clone());
                cells.insert((row, column), Cell { value, format: Format::Plain, formula: None });
            }
        }
    }
    Sheet { name: "Tên khác".into(), visibility: Visibility::Visible, cells, merged: Vec::new() }
}

fn said(sheet: &Sheet) -> Sheets {
    read(&Workbook { sheets: vec![sheet.clone()] }, &FORM, &term())
}

/// What is said of each body: row, value, raw, reason; each beside the text of the cell it names.
fn told(sheet: &Sheet, sheets: &Sheets) -> BTreeMap<String, Vec<[String; 4]>> {
    let of_body = |row: &super::SheetRow| {
        let values = row.values.iter().map(|value| {
            let (at, column) = parse_cell_name(value.location.rsplit('!').next().unwrap()).unwrap();
            assert_eq!(sheet.text(at, column), value.raw, "the place leads to the number");
            let number = format!("{:?}", value.value);
            [value.row_key.clone(), number, value.raw.clone(), value.explanation.clone()]
        });
        let mut values: Vec<_> = values.collect();
        values.sort();
        (row.key.clone(), values)
    };
    sheets.rows.iter().map(of_body).collect()
}

/// The lines in another order, with empty ones between; the first `kept` stay where they are.
fn moved<T: Clone + Default>(lines: &[T], kept: usize, order: &[usize]) -> Vec<T> {
    let mut rest: Vec<T> = lines[kept..].to_vec();
    for at in order {
        rest.push(T::default());
        let last = rest.len() - 1;
        rest.swap(at % (last + 1), last);
        let turn = at % rest.len();
        rest.rotate_left(turn);
    }
    lines[..kept].iter().cloned().chain(rest).collect()
}

fn with_columns_moved(grid: &[Vec<String>], order: &[usize]) -> Vec<Vec<String>> {
    grid.iter().map(|line| moved(line, 0, order)).collect()
}

const TYPED: &[&str] = &["12,5", "0", "1.234,5", "1 234,5", "1\u{a0}234,5", "nt", "1.234", "", "7"];

proptest! {
    #[test]
    fn many_bodies_read_the_same_wherever_rows_and_columns_are(
        typed in proptest::collection::vec(0..TYPED.len(), 4..24),
        rows in proptest::collection::vec(0_usize..40, 0..8),
        columns in proptest::collection::vec(0_usize..40, 0..8),
    ) {
        let bodies: Vec<Owed> = (0..typed.len() / 4).map(owed).collect();
        let lines: Vec<Line<'_>> = bodies.iter().map(|owed| Line { owed, before: None }).collect();
        let (blank, made) = of_many(&FORM, &term(), &lines);
        let mut grid = grid(&blank, &made);
        for (body, numbers) in typed.chunks_exact(4).enumerate() {
            for (at, number) in numbers.iter().enumerate() {
                TYPED[*number].clone_into(&mut grid[2 + body][6 + 2 * at]);
            }
        }
        let first = sheet(&grid);
        let wider = with_columns_moved(&grid, &columns);
        let second = sheet(&moved(&wider, 2, &rows));
        let (one, other) = (said(&first), said(&second));
        prop_assert_eq!(told(&first, &one), told(&second, &other));
        let kinds = |sheets: &Sheets| {
            let of_rows = sheets.rows.iter().flat_map(|row| row.problems.iter());
            let all = of_rows.chain(&sheets.problems).map(|one| (one.kind.clone(), one.found.clone()));
            let mut all: Vec<_> = all.collect();
            all.sort();
            all
        };
        prop_assert_eq!(kinds(&one), kinds(&other));
    }

    #[test]
    fn one_body_reads_the_same_wherever_rows_and_columns_are(
        typed in proptest::collection::vec(0..TYPED.len(), 4),
        rows in proptest::collection::vec(0_usize..40, 0..8),
        columns in proptest::collection::vec(0_usize..40, 0..8),
    ) {
        let body = owed(1);
        let (blank, made) = of_one(&FORM, &term(), Line { owed: &body, before: None });
        let mut grid = grid(&blank, &made);
        for (at, number) in typed.iter().enumerate() {
            TYPED[*number].clone_into(&mut grid[2 + at][5]);
        }
        let first = sheet(&grid);
        let second = sheet(&moved(&with_columns_moved(&grid, &columns), 2, &rows));
        prop_assert_eq!(told(&first, &said(&first)), told(&second, &said(&second)));
    }
}

/// A sheet of one body with its four numbers, and changes by row and column.
fn changed(change: &[(usize, usize, &str)]) -> Vec<(String, String)> {
    let body = owed(1);
    let (blank, made) = of_one(&FORM, &term(), Line { owed: &body, before: None });
    let mut grid = grid(&blank, &made);
    grid.push(vec![String::new(); grid[0].len()]);
    for (at, number) in ["12,5", "0,5", "40", "9"].iter().enumerate() {
        (*number).clone_into(&mut grid[2 + at][5]);
    }
    for (row, column, text) in change {
        (*text).clone_into(&mut grid[*row][*column]);
    }
    let said = said(&sheet(&grid));
    let of_rows = said.rows.iter().flat_map(|row| row.problems.iter());
    let told = of_rows.chain(&said.problems).map(|one| (one.cell.clone(), one.kind.clone()));
    told.collect()
}

#[test]
fn what_is_wrong_with_a_sheet_is_told_at_a_cell_people_see() {
    let kinds = |change: &[(usize, usize, &str)]| {
        let told = changed(change);
        told.iter().map(|(cell, kind)| format!("{cell} {kind}")).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&[]), [""; 0]);
    let mark = |form: &str, period: &str| format!("longan-report/1 {form} {period} body-1");
    for (text, kind) in [
        (mark("tt-14-2024/bieu-02", "2026"), "B2 other_form"),
        (mark("tt-14-2024/bieu-01", "2025"), "B2 other_period"),
        (mark("tt-01-2020/bieu-01", "2026"), "B2 other_version"),
    ] {
        assert_eq!(kinds(&[(0, 0, &text)]), [kind]);
    }
    assert_eq!(kinds(&[(0, 0, "")]), [" no_template"]);
    assert_eq!(kinds(&[(0, 3, "r77")]), ["D2 unknown_column"]);
    assert_eq!(kinds(&[(0, 6, "value")]), ["G2 twice_column"]);
    assert_eq!(kinds(&[(0, 5, "")]), ["B2 missing_row"]);
    assert_eq!(kinds(&[(3, 0, "r77")]), ["F4 unknown_row", "B2 missing_row"]);
    assert_eq!(kinds(&[(6, 0, "r01"), (6, 5, "3")]), ["F7 twice"]);
    assert_eq!(kinds(&[(6, 5, "62")]), ["F7 no_key"]);
    assert_eq!(kinds(&[(2, 5, "1.234")]), ["F3 number_format"]);
    let blank: Vec<(usize, usize, &str)> = (2..6).map(|row| (row, 5, " ")).collect();
    assert_eq!(kinds(&blank), [" empty"]);
}
