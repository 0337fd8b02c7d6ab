//! Colours the cells of a sheet by a rule of our own; the cells keep their looks, and nothing else
//! of the sheet changes. The colours of an earlier round go.

use quick_xml::events::{BytesStart, Event};

use super::styles::Colours;
use super::xml::{Out, escape, prefix, put, put_raw};
use super::{Remarks, Severity};
use crate::workbook::package::Package;
use crate::workbook::parts::{SheetEntry, attribute, push_text};
use crate::workbook::{WorkbookProblem, cell_name};

/// The relationship from a sheet to the drawing of its comments, where we add one.
pub(super) const DRAWING_ID: &str = "rIdRemarksDrawing";

/// The formula of our rules. It always holds, and it is known again in a workbook that some other
/// program has saved meanwhile.
const RULE: &str = "\"Longan\"=\"Longan\"";

/// Most cells that one rule names.
const MOST_CELLS: usize = 300;

/// Elements that may only follow `conditionalFormatting` (ECMA-376 part 1, 18.3.1.99).
const AFTER_COLOURS: [&str; 14] = [
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
];

/// Elements that may only follow `legacyDrawing`.
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
    /// The sheet has none and needs none.
    None,
}

/// Whether an earlier round may have left colours in the sheet.
pub(super) fn is_coloured(
    package: &mut Package<'_>,
    entry: &SheetEntry,
) -> Result<bool, WorkbookProblem> {
    Ok(package.text(&entry.part)?.is_some_and(|xml| xml.contains("Longan")))
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
    let mut walk = Walk {
        remarks,
        coloured: false,
        priority: 0,
        rules: None,
        depth: 0,
        prefix: String::new(),
        drawing: if remarks.is_empty() { Some(Drawing::None) } else { None },
        colours,
    };
    let xml = super::xml::rewrite(part, |event, out| walk.take(event, out))?;
    let drawing = walk.drawing.unwrap_or(Drawing::New);
    package.replace(&entry.part, xml);
    Ok(drawing)
}

struct Walk<'c> {
    remarks: &'c Remarks,
    /// Whether our rules have been written.
    coloured: bool,
    /// The highest priority of the sheet's own rules; ours come after them.
    priority: u64,
    /// The rules of some cells that are being read.
    rules: Option<Rules>,
    depth: usize,
    prefix: String,
    drawing: Option<Drawing>,
    colours: &'c mut Colours,
}

/// A `conditionalFormatting` as it is read, without rules of ours.
#[derive(Default)]
struct Rules {
    events: Vec<Event<'static>>,
    /// Where the present rule began, and what its formula says.
    began: usize,
    formula: String,
    in_formula: bool,
    kept: usize,
    dropped: usize,
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
                    "conditionalFormatting" if self.depth == 2 => {
                        self.rules = Some(Rules::default());
                    }
                    "cfRule" => self.note_priority(element)?,
                    _ => {}
                }
            }
            Event::End(element) => {
                self.depth = self.depth.saturating_sub(1);
                if element.local_name().as_ref() == "worksheet" {
                    self.colour(out)?;
                    self.refer_to_drawing(out)?;
                }
            }
            _ => {}
        }
        let Some(rules) = &mut self.rules else { return put(out, event) };
        rules.take(event)?;
        if self.depth == 1
            && let Some(rules) = self.rules.take()
        {
            rules.write(out)?;
        }
        Ok(())
    }

    fn note_priority(&mut self, rule: &BytesStart<'_>) -> Result<(), WorkbookProblem> {
        let priority = attribute(rule, "priority")?.and_then(|text| text.trim().parse().ok());
        self.priority = self.priority.max(priority.unwrap_or(0));
        Ok(())
    }

    /// Writes our rules, and refers to our drawing, before what must follow them; notes the drawing
    /// the sheet has.
    fn before_child(
        &mut self,
        name: &str,
        element: &BytesStart<'_>,
        out: &mut Out,
    ) -> Result<(), WorkbookProblem> {
        if AFTER_COLOURS.contains(&name) || AFTER_DRAWING.contains(&name) {
            self.colour(out)?;
        }
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

    fn colour(&mut self, out: &mut Out) -> Result<(), WorkbookProblem> {
        if std::mem::replace(&mut self.coloured, true) {
            return Ok(());
        }
        let (prefix, rule) = (&self.prefix, escape(RULE));
        for severity in [Severity::Error, Severity::Warning] {
            let cells = self.remarks.iter().filter(|(_, remark)| remark.severity == severity);
            let cells: Vec<String> =
                cells.map(|((row, column), _)| cell_name(*row, *column)).collect();
            for cells in cells.chunks(MOST_CELLS) {
                self.priority += 1;
                let (cells, priority) = (cells.join(" "), self.priority);
                let look = self.colours.number(severity);
                let rule = format!(
                    "<{prefix}conditionalFormatting sqref=\"{cells}\"><{prefix}cfRule type=\"expression\" dxfId=\"{look}\" priority=\"{priority}\"><{prefix}formula>{rule}</{prefix}formula></{prefix}cfRule></{prefix}conditionalFormatting>"
                );
                put_raw(out, &rule)?;
            }
        }
        Ok(())
    }
}

impl Rules {
    fn take(&mut self, event: Event<'_>) -> Result<(), WorkbookProblem> {
        let mut ended = false;
        match &event {
            Event::Start(element) => match element.local_name().as_ref() {
                "cfRule" => {
                    self.began = self.events.len();
                    self.formula.clear();
                }
                "formula" => self.in_formula = true,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "cfRule" => ended = true,
                "formula" => self.in_formula = false,
                _ => {}
            },
            _ if self.in_formula => push_text(&mut self.formula, &event)?,
            _ => {}
        }
        self.events.push(event.into_owned());
        if ended && self.formula.trim() == RULE {
            self.events.truncate(self.began);
            self.dropped += 1;
        } else if ended {
            self.kept += 1;
        }
        Ok(())
    }

    /// Writes what is left of it; nothing where all its rules were ours.
    fn write(self, out: &mut Out) -> Result<(), WorkbookProblem> {
        if self.kept == 0 && self.dropped > 0 {
            return Ok(());
        }
        self.events.into_iter().try_for_each(|event| put(out, event))
    }
}
