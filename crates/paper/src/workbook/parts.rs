//! The parts of a package other than its sheets: relationships, the list of sheets,
//! the shared strings; and how XML is read here.

use std::collections::HashMap;
use std::io::BufRead;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use unicode_normalization::UnicodeNormalization;

use super::package::{Package, io_problem};
use super::{Visibility, WorkbookProblem, parse_cell_name};

/// What the workbook part says: which sheets there are and where the parts lie.
pub(super) struct Book {
    pub(super) sheets: Vec<SheetEntry>,
    pub(super) strings_part: Option<String>,
    pub(super) styles_part: Option<String>,
    pub(super) relationships_part: String,
    pub(super) epoch: Epoch,
}

pub(super) struct SheetEntry {
    pub(super) name: String,
    pub(super) part: String,
    pub(super) visibility: Visibility,
}

/// The day from which the workbook counts its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Epoch {
    Year1900,
    Year1904,
}

pub(super) struct Relationship {
    pub(super) kind: String,
    pub(super) target: String,
}

/// Reads the workbook part and its relationships.
pub(super) fn book(package: &mut Package<'_>) -> Result<Book, WorkbookProblem> {
    let root = relationships(package, "_rels/.rels", "")?;
    let main = root.into_values().find(|r| r.kind.ends_with("/officeDocument"));
    let main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |r| r.target);
    let (relationships_part, folder) = relationships_part(&main);
    let relations = relationships(package, &relationships_part, &folder)?;
    let target_of =
        |kind: &str| relations.values().find(|r| r.kind.ends_with(kind)).map(|r| r.target.clone());
    let strings_part = target_of("/sharedStrings");
    let styles_part = target_of("/styles");

    let mut sheets = Vec::new();
    let mut epoch = Epoch::Year1900;
    let mut is_workbook = Found::No;
    let part = package.part(&main)?.ok_or(WorkbookProblem::NotAWorkbook)?;
    each_event(part, |event| {
        let Event::Start(element) = event else { return Ok(()) };
        match element.local_name().as_ref() {
            "workbook" => is_workbook = Found::Yes,
            "workbookPr" => {
                let date1904 = attribute(&element, "date1904")?;
                if matches!(date1904.as_deref(), Some("1" | "true")) {
                    epoch = Epoch::Year1904;
                }
            }
            "sheet" => {
                let id = attribute(&element, "id")?.unwrap_or_default();
                let Some(relation) = relations.get(&id) else { return Ok(()) };
                if relation.kind.ends_with("/worksheet") {
                    let name = attribute(&element, "name")?.unwrap_or_default();
                    let visibility = match attribute(&element, "state")?.as_deref() {
                        Some("hidden" | "veryHidden") => Visibility::Hidden,
                        _ => Visibility::Visible,
                    };
                    let (name, part) = (clean_text(&name), relation.target.clone());
                    sheets.push(SheetEntry { name, part, visibility });
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    match is_workbook {
        Found::Yes => Ok(Book { sheets, strings_part, styles_part, relationships_part, epoch }),
        Found::No => Err(WorkbookProblem::NotAWorkbook),
    }
}

#[derive(Clone, Copy)]
enum Found {
    Yes,
    No,
}

/// Where the relationships of a part are written, and the folder they are relative to.
pub(super) fn relationships_part(part: &str) -> (String, String) {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    (format!("{folder}/_rels/{file}.rels"), folder.to_owned())
}

pub(super) fn relationships(
    package: &mut Package<'_>,
    part: &str,
    folder: &str,
) -> Result<HashMap<String, Relationship>, WorkbookProblem> {
    let mut relations = HashMap::new();
    let Some(part) = package.part(part)? else { return Ok(relations) };
    each_event(part, |event| {
        let Event::Start(element) = event else { return Ok(()) };
        if element.local_name().as_ref() == "Relationship" {
            let id = attribute(&element, "Id")?.unwrap_or_default();
            let kind = attribute(&element, "Type")?.unwrap_or_default();
            let target = attribute(&element, "Target")?.unwrap_or_default();
            relations.insert(id, Relationship { kind, target: resolve(folder, &target) });
        }
        Ok(())
    })?;
    Ok(relations)
}

/// Finds the name of a part from the folder in which a relationship to it stands.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            _ => path.push(step),
        }
    }
    path.join("/")
}

/// Reads the texts that cells share.
pub(super) fn shared_strings(
    package: &mut Package<'_>,
    book: &Book,
) -> Result<Vec<String>, WorkbookProblem> {
    let mut strings = Vec::new();
    let Some(name) = &book.strings_part else { return Ok(strings) };
    let Some(part) = package.part(name)? else { return Ok(strings) };
    let mut text = TextRuns::default();
    each_event(part, |event| {
        text.take(&event)?;
        if let Event::End(element) = event
            && element.local_name().as_ref() == "si"
        {
            strings.push(text.finish());
        }
        Ok(())
    })?;
    Ok(strings)
}

/// The comments of a workbook by sheet, row and column.
pub(super) type Comments = HashMap<(String, u32, u32), String>;

/// Reads the comments that stand beside the cells of all sheets.
pub(super) fn comments(package: &mut Package<'_>) -> Result<Comments, WorkbookProblem> {
    let mut comments = Comments::new();
    for sheet in book(package)?.sheets {
        let (relationships_part, folder) = relationships_part(&sheet.part);
        let relations = relationships(package, &relationships_part, &folder)?;
        let Some(relation) = relations.values().find(|r| r.kind.ends_with("/comments")) else {
            continue;
        };
        let Some(part) = package.part(&relation.target)? else { continue };
        let mut text = TextRuns::default();
        let mut place = None;
        each_event(part, |event| {
            text.take(&event)?;
            match event {
                Event::Start(element) if element.local_name().as_ref() == "comment" => {
                    place = attribute(&element, "ref")?.as_deref().and_then(parse_cell_name);
                }
                Event::End(element) if element.local_name().as_ref() == "comment" => {
                    let text = text.finish();
                    if let Some((row, column)) = place.take() {
                        comments.insert((sheet.name.clone(), row, column), text);
                    }
                }
                _ => {}
            }
            Ok(())
        })?;
    }
    Ok(comments)
}

/// Gathers the text of a shared or inline string: its `t` runs, without reading aids.
#[derive(Default)]
pub(super) struct TextRuns {
    text: String,
    inside: Inside,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Inside {
    #[default]
    Other,
    Run,
    ReadingAid,
}

impl TextRuns {
    pub(super) fn take(&mut self, event: &Event<'_>) -> Result<(), WorkbookProblem> {
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "rPh" => self.inside = Inside::ReadingAid,
                "t" if self.inside == Inside::Other => self.inside = Inside::Run,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "rPh" => self.inside = Inside::Other,
                "t" if self.inside == Inside::Run => self.inside = Inside::Other,
                _ => {}
            },
            _ if self.inside == Inside::Run => push_text(&mut self.text, event)?,
            _ => {}
        }
        Ok(())
    }

    pub(super) fn finish(&mut self) -> String {
        self.inside = Inside::Other;
        clean_text(&std::mem::take(&mut self.text))
    }
}

/// Calls `visit` with each event of a part; an empty element arrives as a start and an end.
pub(super) fn each_event(
    part: impl BufRead,
    mut visit: impl FnMut(Event<'_>) -> Result<(), WorkbookProblem>,
) -> Result<(), WorkbookProblem> {
    let mut reader = Reader::from_reader(part);
    reader.config_mut().expand_empty_elements = true;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) => return Ok(()),
            Ok(event) => visit(event)?,
            Err(quick_xml::Error::Io(error)) => return Err(io_problem(&error)),
            Err(error) => return Err(WorkbookProblem::damaged(error.to_string())),
        }
    }
}

/// An attribute by its local name, whatever its prefix.
pub(super) fn attribute(
    element: &BytesStart<'_>,
    name: &str,
) -> Result<Option<String>, WorkbookProblem> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| WorkbookProblem::damaged(error.to_string()))?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| WorkbookProblem::damaged(error.to_string()))?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

/// Appends what a text event says.
pub(super) fn push_text(text: &mut String, event: &Event<'_>) -> Result<(), WorkbookProblem> {
    match event {
        Event::Text(piece) => text.push_str(&piece.xml10_content()),
        Event::CData(piece) => text.push_str(&piece.xml10_content()),
        Event::GeneralRef(reference) => text.push(character(reference)?),
        _ => {}
    }
    Ok(())
}

/// Only the five predefined entities and numbers: a workbook defines no entities of its own.
fn character(reference: &BytesRef<'_>) -> Result<char, WorkbookProblem> {
    if let Some(character) =
        reference.resolve_char_ref().map_err(|error| WorkbookProblem::damaged(error.to_string()))?
    {
        return Ok(character);
    }
    match reference.as_ref() {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(WorkbookProblem::damaged("an undefined entity")),
    }
}

/// Undoes Excel's `_x000D_` escapes and normalises to Unicode NFC.
pub(super) fn clean_text(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        plain.push_str(&rest[..at]);
        if let Some(character) = escaped(&rest[at..]) {
            plain.push(character);
            rest = &rest[at + 7..];
        } else {
            plain.push_str("_x");
            rest = &rest[at + 2..];
        }
    }
    plain.push_str(rest);
    plain.nfc().collect()
}

/// The character of an escape such as `_x000D_` at the beginning of the text.
fn escaped(text: &str) -> Option<char> {
    let code = text.get(2..6)?;
    let hexadecimal = code.bytes().all(|b| b.is_ascii_hexdigit());
    if !hexadecimal || text.as_bytes().get(6) != Some(&b'_') {
        return None;
    }
    char::from_u32(u32::from_str_radix(code, 16).ok()?)
}
