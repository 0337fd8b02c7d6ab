//! Adds the looks that the rules of remarks give to cells.

use quick_xml::events::Event;

use super::Severity;
use super::xml::{append_children, prefix, put, put_raw, rewrite, with_attribute};
use crate::workbook::WorkbookProblem;
use crate::workbook::package::Package;
use crate::workbook::parts::{Book, each_event};

/// Styles for a workbook that has none.
const PLAIN: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts><font><sz val="11"/><name val="Calibri"/></font></fonts><fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>"#;

/// Orange for what is worth a look, red for what is wrong: neither is the yellow of cells that are
/// to be filled in, and black text stays readable on both.
const FILLS: [(Severity, &str); 2] =
    [(Severity::Warning, "FFFCE4D6"), (Severity::Error, "FFF8CBAD")];

/// Elements of a style sheet that may only follow `dxfs` (ECMA-376 part 1, 18.8.39).
const AFTER_LOOKS: [&str; 3] = ["tableStyles", "colors", "extLst"];

/// The looks that are asked for.
pub(super) struct Colours {
    /// How many looks the workbook has.
    standing: usize,
    /// Whether there is a list of them.
    is_listed: bool,
    /// Whether one of ours was asked for.
    is_needed: bool,
}

impl Colours {
    /// Counts what the workbook has.
    pub(super) fn read(package: &mut Package<'_>, book: &Book) -> Result<Self, WorkbookProblem> {
        let mut colours = Self { standing: 0, is_listed: false, is_needed: false };
        let Some(name) = &book.styles_part else { return Ok(colours) };
        let Some(part) = package.part(name)? else { return Ok(colours) };
        let mut depth = 0_usize;
        each_event(part, |event| {
            match event {
                Event::Start(element) => {
                    depth += 1;
                    match (depth, element.local_name().as_ref()) {
                        (2, "dxfs") => colours.is_listed = true,
                        (3, "dxf") => colours.standing += 1,
                        _ => {}
                    }
                }
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            Ok(())
        })?;
        Ok(colours)
    }

    /// The number of the look of a severity.
    pub(super) fn number(&mut self, severity: Severity) -> usize {
        self.is_needed = true;
        let nth = FILLS.iter().position(|&(fill, _)| fill == severity).unwrap_or(0);
        self.standing + nth
    }

    /// Writes the looks into the package.
    pub(super) fn write(
        &self,
        package: &mut Package<'_>,
        book: &Book,
    ) -> Result<(), WorkbookProblem> {
        if !self.is_needed {
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
        let mut depth = 0_usize;
        let mut is_written = self.is_listed;
        rewrite(part, |event, out| {
            match &event {
                Event::Start(element) => {
                    depth += 1;
                    let name = element.local_name();
                    if depth == 2 && !is_written && AFTER_LOOKS.contains(&name.as_ref()) {
                        is_written = true;
                        put_raw(out, &list(&prefix(element.name().as_ref())))?;
                    }
                    if depth == 2 && name.as_ref() == "dxfs" {
                        // The count is optional and would now be wrong.
                        let list = with_attribute(element, ("", ""), &["count"])?;
                        return put(out, Event::Start(list));
                    }
                }
                Event::End(element) => {
                    depth = depth.saturating_sub(1);
                    let prefix = prefix(element.name().as_ref());
                    match (depth, element.local_name().as_ref()) {
                        (1, "dxfs") => put_raw(out, &looks(&prefix))?,
                        (0, _) if !is_written => put_raw(out, &list(&prefix))?,
                        _ => {}
                    }
                }
                _ => {}
            }
            put(out, event)
        })
    }
}

fn list(prefix: &str) -> String {
    format!("<{prefix}dxfs>{}</{prefix}dxfs>", looks(prefix))
}

fn looks(prefix: &str) -> String {
    let look = |(_, colour): &(Severity, &str)| {
        format!(
            "<{prefix}dxf><{prefix}fill><{prefix}patternFill patternType=\"solid\"><{prefix}fgColor rgb=\"{colour}\"/><{prefix}bgColor rgb=\"{colour}\"/></{prefix}patternFill></{prefix}fill></{prefix}dxf>"
        )
    };
    FILLS.iter().map(look).collect()
}
