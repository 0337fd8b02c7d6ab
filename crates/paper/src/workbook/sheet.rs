//! Reads the XML of one sheet, cell by cell, into a sparse grid.

use std::collections::{BTreeMap, HashMap};

use quick_xml::events::{BytesStart, Event};

use super::package::Package;
use super::parts::{Epoch, SheetEntry, TextRuns, attribute, clean_text, each_event, push_text};
use super::styles::{Meaning, day_of_serial};
use super::{
    Cell, Format, Limits, Range, Sheet, Value, WorkbookProblem, cell_name, parse_cell_name,
};

/// More merged ranges than any form has; each look-up walks through them.
const MAX_MERGED: usize = 20_000;

/// What the sheets of one workbook have in common while they are read.
pub(super) struct Reading<'a> {
    limits: &'a Limits,
    strings: &'a [String],
    formats: &'a [Meaning],
    epoch: Epoch,
    cells_left: usize,
    text_left: u64,
}

impl<'a> Reading<'a> {
    pub(super) fn new(
        limits: &'a Limits,
        strings: &'a [String],
        formats: &'a [Meaning],
        epoch: Epoch,
    ) -> Self {
        let (cells_left, text_left) = (limits.max_cells, limits.max_unpacked_bytes);
        Self { limits, strings, formats, epoch, cells_left, text_left }
    }

    /// One stored text may be used by millions of cells: copies are counted.
    fn copy(&mut self, text: &str) -> Result<String, WorkbookProblem> {
        self.text_left = self
            .text_left
            .checked_sub(text.len() as u64)
            .ok_or(WorkbookProblem::TooLargeUnpacked { limit: self.limits.max_unpacked_bytes })?;
        Ok(text.to_owned())
    }

    fn count_cell(&mut self) -> Result<(), WorkbookProblem> {
        let limit = self.limits.max_cells;
        self.cells_left =
            self.cells_left.checked_sub(1).ok_or(WorkbookProblem::TooManyCells { limit })?;
        Ok(())
    }
}

/// Reads one sheet.
pub(super) fn read(
    package: &mut Package<'_>,
    entry: &SheetEntry,
    reading: &mut Reading<'_>,
) -> Result<Sheet, WorkbookProblem> {
    let name = reading.copy(&entry.name)?;
    let part = package
        .part(&entry.part)?
        .ok_or_else(|| WorkbookProblem::damaged(format!("part {} is missing", entry.part)))?;
    let mut walk = Walk {
        reading,
        sheet: Sheet {
            name,
            visibility: entry.visibility,
            cells: BTreeMap::new(),
            merged: Vec::new(),
        },
        next: (0, 0),
        open: None,
        shared_formulas: HashMap::new(),
    };
    each_event(part, |event| walk.take(&event))?;
    Ok(walk.sheet)
}

/// The walk through a sheet's XML.
struct Walk<'r, 'a> {
    reading: &'r mut Reading<'a>,
    sheet: Sheet,
    /// Where a row or cell stands that does not say so itself.
    next: (u32, u32),
    open: Option<OpenCell>,
    shared_formulas: HashMap<String, String>,
}

/// A cell whose end has not been met.
#[derive(Default)]
struct OpenCell {
    place: (u32, u32),
    kind: String,
    style: Option<usize>,
    value: String,
    inline: TextRuns,
    formula: Option<String>,
    shared: Option<String>,
    collecting: Collecting,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Collecting {
    #[default]
    Nothing,
    Value,
    Formula,
    Inline,
}

impl Walk<'_, '_> {
    fn take(&mut self, event: &Event<'_>) -> Result<(), WorkbookProblem> {
        match event {
            Event::Start(element) => self.start(element)?,
            Event::End(element) => match element.local_name().as_ref() {
                "row" => self.next = (self.next.0.saturating_add(1), 0),
                "c" => {
                    if let Some(cell) = self.open.take() {
                        self.close(cell)?;
                    }
                }
                "v" | "f" | "is" => {
                    if let Some(cell) = &mut self.open {
                        cell.collecting = Collecting::Nothing;
                    }
                }
                _ => {}
            },
            _ => {}
        }
        let Some(cell) = &mut self.open else { return Ok(()) };
        match cell.collecting {
            Collecting::Nothing => Ok(()),
            Collecting::Value => push_text(&mut cell.value, event),
            Collecting::Formula => push_text(cell.formula.get_or_insert_default(), event),
            Collecting::Inline => cell.inline.take(event),
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), WorkbookProblem> {
        match element.local_name().as_ref() {
            "row" => {
                if let Some(number) = attribute(element, "r")? {
                    let Ok(number) = number.trim().parse::<u32>() else {
                        return Err(WorkbookProblem::damaged(format!("row {number:?}")));
                    };
                    self.next = (number.saturating_sub(1), 0);
                }
            }
            "c" => self.open = Some(self.open_cell(element)?),
            "v" => self.collect(Collecting::Value),
            "is" => self.collect(Collecting::Inline),
            "f" => {
                let shared = attribute(element, "si")?;
                self.collect(Collecting::Formula);
                if let Some(cell) = &mut self.open {
                    cell.formula = Some(String::new());
                    cell.shared = shared;
                }
            }
            "mergeCell" => {
                let range = attribute(element, "ref")?;
                self.sheet.merged.extend(range.as_deref().and_then(Range::parse));
                if self.sheet.merged.len() > MAX_MERGED {
                    return Err(WorkbookProblem::TooManyCells { limit: MAX_MERGED });
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn collect(&mut self, what: Collecting) {
        if let Some(cell) = &mut self.open {
            cell.collecting = what;
        }
    }

    fn open_cell(&mut self, element: &BytesStart<'_>) -> Result<OpenCell, WorkbookProblem> {
        let place = match attribute(element, "r")? {
            Some(name) => parse_cell_name(&name)
                .ok_or_else(|| WorkbookProblem::damaged(format!("cell named {name:?}")))?,
            None => self.next,
        };
        self.next = (place.0, place.1.saturating_add(1));
        let kind = attribute(element, "t")?.unwrap_or_default();
        let style = attribute(element, "s")?.and_then(|style| style.trim().parse().ok());
        Ok(OpenCell { place, kind, style, ..OpenCell::default() })
    }

    /// Keeps the cell if it holds something; the limits are asked before it is stored.
    fn close(&mut self, mut cell: OpenCell) -> Result<(), WorkbookProblem> {
        let inline = cell.inline.finish();
        if cell.formula.is_none() && cell.value.is_empty() && inline.is_empty() {
            return Ok(());
        }
        let (row, column) = cell.place;
        if row >= self.reading.limits.max_rows || column >= self.reading.limits.max_columns {
            let cell = cell_name(row, column);
            return Err(WorkbookProblem::FarCell { sheet: self.sheet.name.clone(), cell });
        }
        self.reading.count_cell()?;
        let formula = self.formula(&cell)?;
        let (value, format) = self.value(&cell, &inline, formula.as_deref())?;
        self.sheet.cells.insert(cell.place, Cell { value, format, formula });
        Ok(())
    }

    /// The formula's text; a cell that shares one has only its number.
    fn formula(&mut self, cell: &OpenCell) -> Result<Option<String>, WorkbookProblem> {
        let Some(text) = &cell.formula else { return Ok(None) };
        let text = clean_text(text);
        let Some(shared) = &cell.shared else { return Ok(Some(text)) };
        if text.is_empty() {
            let first = self.shared_formulas.get(shared).cloned().unwrap_or_default();
            return self.reading.copy(&first).map(Some);
        }
        let stored = self.reading.copy(&text)?;
        self.shared_formulas.insert(shared.clone(), stored);
        Ok(Some(text))
    }

    fn value(
        &mut self,
        cell: &OpenCell,
        inline: &str,
        formula: Option<&str>,
    ) -> Result<(Value, Format), WorkbookProblem> {
        let stored = cell.value.as_str();
        let value = match cell.kind.as_str() {
            "inlineStr" => Value::Text(self.reading.copy(inline)?),
            "str" => Value::Text(clean_text(stored)),
            _ if stored.is_empty() => match formula {
                Some(formula) => Value::FormulaWithoutValue(self.reading.copy(formula)?),
                None => Value::Text(self.reading.copy(inline)?),
            },
            "s" => {
                let strings = self.reading.strings;
                let text = stored.trim().parse().ok().and_then(|at: usize| strings.get(at));
                let text = text.ok_or_else(|| WorkbookProblem::damaged("a missing text"))?;
                Value::Text(self.reading.copy(text)?)
            }
            "b" => Value::Text(if stored.trim() == "0" { "FALSE" } else { "TRUE" }.to_owned()),
            "e" => Value::Error(clean_text(stored)),
            "d" => match stored.get(..10).unwrap_or(stored).parse() {
                Ok(day) => Value::Date(day),
                Err(_) => Value::Error(clean_text(stored)),
            },
            _ => return Ok(self.number(stored, cell.style)),
        };
        Ok((value, Format::Plain))
    }

    fn number(&self, stored: &str, style: Option<usize>) -> (Value, Format) {
        let number = match stored.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => number,
            _ => return (Value::Error(clean_text(stored)), Format::Plain),
        };
        let meaning = style.and_then(|style| self.reading.formats.get(style));
        match meaning.unwrap_or(&Meaning::Number) {
            Meaning::Number => (Value::Number(number), Format::Plain),
            Meaning::Percent => (Value::Number(number), Format::Percent),
            Meaning::Date => {
                let day = day_of_serial(number, self.reading.epoch);
                (day.map_or(Value::Number(number), Value::Date), Format::Plain)
            }
        }
    }
}
