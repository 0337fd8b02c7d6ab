//! Gives the cells of a sheet their colour; nothing else of the sheet changes.

use std::collections::BTreeMap;

use quick_xml::events::{BytesEnd, BytesStart, Event};

use super::styles::Colours;
use super::xml::{Out, prefix, put, put_raw, with_attribute};
use super::{Remarks, Severity};
use crate::workbook::package::Package;
use crate::workbook::parts::{SheetEntry, attribute};
use crate::workbook::{WorkbookProblem, cell_name, parse_cell_name};

/// The relationship from a sheet to the drawing of its comments, where we add one.
pub(super) const DRAWING_ID: &str = "rIdRemarksDrawing";

/// Elements that may only follow `legacyDrawing` (ECMA-376 part 1, 18.3.1.99).
const AFTER_DRAWING: [&str; 8] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
];

/// Where the shapes of the comments are drawn.
pub(super) enum Drawing {
    /// The sheet refers to a drawing by this relationship.
    Standing(String),
    /// The sheet had none and now refers to [`DRAWING_ID`].
    New,
}

/// Rewrites the sheet's part in the package.
pub(super) fn rewrite(
    package: &mut Package<'_>,
    entry: &SheetEntry,
    remarks: &Remarks,
    colours: &mut Colours,
) -> Result<Drawing, WorkbookProblem> {
    let part = package
        .part(&entry.part)?
        .ok_or_else(|| WorkbookProblem::damaged(format!("part {} is missing", entry.part)))?;
    let mut rows: BTreeMap<u32, BTreeMap<u32, Severity>> = BTreeMap::new();
    for (&(row, column), remark) in remarks {
        rows.entry(row).or_default().insert(column, remark.severity);
    }
    let mut walk = Walk {
        rows,
        row: BTreeMap::new(),
        at: (0, 0),
        depth: 0,
        prefix: String::new(),
        drawing: None,
        colours,
    };
    let xml = super::xml::rewrite(part, |event, out| walk.take(event, out))?;
    let drawing = walk.drawing.unwrap_or(Drawing::New);
    package.replace(&entry.part, xml);
    Ok(drawing)
}

struct Walk<'c> {
    /// What is still to be coloured, by row and column.
    rows: BTreeMap<u32, BTreeMap<u32, Severity>>,
    /// The same in the row that is being read.
    row: BTreeMap<u32, Severity>,
    /// Where the next row or cell stands if it does not say so itself.
    at: (u32, u32),
    depth: usize,
    prefix: String,
    drawing: Option<Drawing>,
    colours: &'c mut Colours,
}

impl Walk<'_> {
    fn take(&mut self, event: Event<'_>, out: &mut Out) -> Result<(), WorkbookProblem> {
        match &event {
            Event::Start(element) => {
                self.depth += 1;
                let name = element.local_name();
                if self.depth == 2 {
                    self.before_child(name.as_ref(), element, out)?;
                }
                match name.as_ref() {
                    "worksheet" => self.prefix = prefix(element.name().as_ref()),
                    "row" => self.open_row(element, out)?,
                    "c" => return self.open_cell(element, out),
                    _ => {}
                }
            }
            Event::End(element) => {
                self.depth = self.depth.saturating_sub(1);
                match element.local_name().as_ref() {
                    "row" => {
                        self.new_cells(u32::MAX, out)?;
                        self.at = (self.at.0.saturating_add(1), 0);
                    }
                    "sheetData" => self.new_rows(u32::MAX, out)?,
                    "worksheet" => self.refer_to_drawing(out)?,
                    _ => {}
                }
            }
            _ => {}
        }
        put(out, event)
    }

    /// Notes the drawing the sheet has, or refers to ours before what must follow it.
    fn before_child(
        &mut self,
        name: &str,
        element: &BytesStart<'_>,
        out: &mut Out,
    ) -> Result<(), WorkbookProblem> {
        if name == "legacyDrawing" {
            let id = attribute(element, "id")?.unwrap_or_default();
            self.drawing = Some(Drawing::Standing(id));
        } else if AFTER_DRAWING.contains(&name) {
            self.refer_to_drawing(out)?;
        }
        Ok(())
    }

    fn refer_to_drawing(&mut self, out: &mut Out) -> Result<(), WorkbookProblem> {
        if self.drawing.is_none() {
            self.drawing = Some(Drawing::New);
            let prefix = &self.prefix;
            let reference = format!(
                "<{prefix}legacyDrawing xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" r:id=\"{DRAWING_ID}\"/>"
            );
            put_raw(out, &reference)?;
        }
        Ok(())
    }

    fn open_row(&mut self, row: &BytesStart<'_>, out: &mut Out) -> Result<(), WorkbookProblem> {
        if let Some(number) = attribute(row, "r")?.and_then(|r| r.trim().parse::<u32>().ok()) {
            self.at = (number.saturating_sub(1), 0);
        }
        self.new_rows(self.at.0, out)?;
        self.row = self.rows.remove(&self.at.0).unwrap_or_default();
        Ok(())
    }

    fn open_cell(&mut self, cell: &BytesStart<'_>, out: &mut Out) -> Result<(), WorkbookProblem> {
        if let Some(place) = attribute(cell, "r")?.as_deref().and_then(parse_cell_name) {
            self.at.1 = place.1;
        }
        let column = self.at.1;
        self.at.1 = column.saturating_add(1);
        self.new_cells(column, out)?;
        let Some(severity) = self.row.remove(&column) else {
            return put(out, Event::Start(cell.borrow()));
        };
        let style = attribute(cell, "s")?.and_then(|s| s.trim().parse().ok()).unwrap_or(0);
        let style = self.colours.style(style, severity).to_string();
        put(out, Event::Start(with_attribute(cell, ("s", &style), &[])?))
    }

    /// Writes cells the row does not have, up to a column.
    fn new_cells(&mut self, before: u32, out: &mut Out) -> Result<(), WorkbookProblem> {
        while let Some(cell) = self.row.first_entry().filter(|cell| *cell.key() < before) {
            let (column, severity) = cell.remove_entry();
            let style = self.colours.style(0, severity).to_string();
            let name = format!("{}c", self.prefix);
            let place = cell_name(self.at.0, column);
            let cell = BytesStart::new(name)
                .with_attributes([("r", place.as_str()), ("s", style.as_str())]);
            put(out, Event::Empty(cell))?;
        }
        Ok(())
    }

    /// Writes rows the sheet does not have, up to a row.
    fn new_rows(&mut self, before: u32, out: &mut Out) -> Result<(), WorkbookProblem> {
        while let Some(row) = self.rows.first_entry().filter(|row| *row.key() < before) {
            let (row, cells) = row.remove_entry();
            let standing = (std::mem::replace(&mut self.row, cells), self.at);
            self.at = (row, 0);
            let name = format!("{}row", self.prefix);
            let number = (u64::from(row) + 1).to_string();
            let start = BytesStart::new(name.as_str()).with_attributes([("r", number.as_str())]);
            put(out, Event::Start(start))?;
            self.new_cells(u32::MAX, out)?;
            put(out, Event::End(BytesEnd::new(name.as_str())))?;
            (self.row, self.at) = standing;
        }
        Ok(())
    }
}
