//! Adds coloured twins of the cell styles that remarks need.

use quick_xml::events::Event;

use super::Severity;
use super::xml::{append_children, prefix, put, put_raw, rewrite, with_attribute};
use crate::workbook::WorkbookProblem;
use crate::workbook::package::Package;
use crate::workbook::parts::{Book, each_event};

/// Styles for a workbook that has none.
const PLAIN: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts><font><sz val="11"/><name val="Calibri"/></font></fonts><fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>"#;

/// Light yellow and light red, on which black text stays readable.
const FILLS: [(Severity, &str); 2] =
    [(Severity::Warning, "FFFFF2CC"), (Severity::Error, "FFF8CBAD")];

/// The coloured styles asked for so far.
pub(super) struct Colours {
    fills: usize,
    styles: usize,
    /// Each added style: the one it is a twin of, and its colour.
    added: Vec<(usize, Severity)>,
}

impl Colours {
    /// Counts what the workbook has.
    pub(super) fn read(package: &mut Package<'_>, book: &Book) -> Result<Self, WorkbookProblem> {
        let mut colours = Self { fills: 2, styles: 1, added: Vec::new() };
        let Some(name) = &book.styles_part else { return Ok(colours) };
        let Some(part) = package.part(name)? else { return Ok(colours) };
        (colours.fills, colours.styles) = (0, 0);
        let mut section = String::new();
        each_event(part, |event| {
            match event {
                Event::Start(element) => match (section.as_str(), element.local_name().as_ref()) {
                    ("fills", "fill") => colours.fills += 1,
                    ("cellXfs", "xf") => colours.styles += 1,
                    (_, name @ ("fills" | "cellXfs")) => name.clone_into(&mut section),
                    _ => {}
                },
                Event::End(element) if element.local_name().as_ref() == section => section.clear(),
                _ => {}
            }
            Ok(())
        })?;
        Ok(colours)
    }

    /// The number of the style that is this one in colour.
    pub(super) fn style(&mut self, of: usize, severity: Severity) -> usize {
        if self.styles == 0 || self.fills == 0 {
            return of;
        }
        let twin = (of.min(self.styles - 1), severity);
        let at = self.added.iter().position(|&added| added == twin).unwrap_or_else(|| {
            self.added.push(twin);
            self.added.len() - 1
        });
        self.styles + at
    }

    /// Writes the colours and styles into the package.
    pub(super) fn write(
        &self,
        package: &mut Package<'_>,
        book: &Book,
    ) -> Result<(), WorkbookProblem> {
        if self.added.is_empty() {
            return Ok(());
        }
        let standing = match &book.styles_part {
            Some(name) => package.part(name)?.map(|part| self.rewrite(part)).transpose()?,
            None => None,
        };
        match (&book.styles_part, standing) {
            (Some(name), Some(xml)) => package.replace(name, xml),
            _ => self.write_first_styles(package, book)?,
        }
        Ok(())
    }

    fn write_first_styles(
        &self,
        package: &mut Package<'_>,
        book: &Book,
    ) -> Result<(), WorkbookProblem> {
        package.replace("xl/styles.xml", self.rewrite(PLAIN.as_bytes())?);
        append_children(
            package,
            &book.relationships_part,
            "<{p}Relationship Id=\"rIdRemarkStyles\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"/xl/styles.xml\"/>",
        )?;
        append_children(
            package,
            "[Content_Types].xml",
            "<{p}Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>",
        )
    }

    fn rewrite(&self, part: impl std::io::BufRead) -> Result<Vec<u8>, WorkbookProblem> {
        let mut section = String::new();
        let mut styles: Vec<Vec<Event<'static>>> = Vec::new();
        rewrite(part, |event, out| {
            let mut counted = None;
            match &event {
                Event::Start(element) => {
                    let name = element.local_name();
                    if section == "cellXfs" && name.as_ref() == "xf" {
                        styles.push(Vec::new());
                    }
                    if let name @ ("fills" | "cellXfs") = name.as_ref() {
                        name.clone_into(&mut section);
                        // The count is optional and would now be wrong.
                        counted = Some(with_attribute(element, ("", ""), &["count"])?);
                    }
                }
                Event::End(element) if element.local_name().as_ref() == section => {
                    match section.as_str() {
                        "fills" => put_raw(out, &fills(&prefix(element.name().as_ref())))?,
                        _ => self.twins(&styles, out)?,
                    }
                    section.clear();
                }
                _ => {}
            }
            if section == "cellXfs"
                && counted.is_none()
                && let Some(style) = styles.last_mut()
            {
                style.push(event.clone().into_owned());
            }
            match counted {
                Some(element) => put(out, Event::Start(element)),
                None => put(out, event),
            }
        })
    }

    fn twins(
        &self,
        styles: &[Vec<Event<'static>>],
        out: &mut super::xml::Out,
    ) -> Result<(), WorkbookProblem> {
        for &(of, severity) in &self.added {
            let nth = FILLS.iter().position(|&(fill, _)| fill == severity).unwrap_or(0);
            let fill = (self.fills + nth).to_string();
            let events = styles.get(of).map(Vec::as_slice).unwrap_or_default();
            for (at, event) in events.iter().enumerate() {
                match event {
                    Event::Start(element) if at == 0 => {
                        let mut twin = with_attribute(element, ("fillId", &fill), &["applyFill"])?;
                        twin.push_attribute(("applyFill", "1"));
                        put(out, Event::Start(twin))?;
                    }
                    other => put(out, other.borrow())?,
                }
            }
        }
        Ok(())
    }
}

fn fills(prefix: &str) -> String {
    let fill = |(_, colour): &(Severity, &str)| {
        format!(
            "<{prefix}fill><{prefix}patternFill patternType=\"solid\"><{prefix}fgColor rgb=\"{colour}\"/><{prefix}bgColor indexed=\"64\"/></{prefix}patternFill></{prefix}fill>"
        )
    };
    FILLS.iter().map(fill).collect()
}
