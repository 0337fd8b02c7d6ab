//! Writes remarks as comments: their texts, and the shapes in which they appear.

use std::collections::BTreeMap;

use quick_xml::events::Event;

use super::sheet::{DRAWING_ID, Drawing};
use super::xml::{append_children, escape, prefix, put, put_raw, rewrite};
use super::{Remark, Remarks, Standing, Work};
use crate::workbook::package::Package;
use crate::workbook::parts::{SheetEntry, attribute, push_text, relationships, relationships_part};
use crate::workbook::{WorkbookProblem, cell_name, parse_cell_name};

/// The name under which remarks stand in the workbook.
const AUTHOR: &str = "Longan";

const NO_RELATIONSHIPS: &str =
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>"#;
const NO_COMMENTS: &str = r#"<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors/><commentList/></comments>"#;
const NO_SHAPES: &str = r#"<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>"#;
const SHAPE_TYPE: &str = r#"<v:shapetype xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>"#;

/// Adds the remarks of a sheet to its comments, or gives it comments; those that hold no longer go.
pub(super) fn write(
    package: &mut Package<'_>,
    entry: &SheetEntry,
    work: &Work,
    drawing: Drawing,
) -> Result<(), WorkbookProblem> {
    let (relations_part, folder) = relationships_part(&entry.part);
    let relations = relationships(package, &relations_part, &folder)?;
    let mut added = String::new();

    let comments = relations.values().find(|relation| relation.kind.ends_with("/comments"));
    let standing = comments.map(|relation| relation.target.clone());
    let name = match &standing {
        Some(name) => name.clone(),
        None => package.free_name("xl/comments", ".xml"),
    };
    let xml = match package.part(&name)? {
        Some(part) => with_remarks(part, work)?,
        None => with_remarks(NO_COMMENTS.as_bytes(), work)?,
    };
    package.replace(&name, xml);
    if standing.is_none() {
        added.push_str(&relation("rIdRemarks", "comments", &name));
        append_children(
            package,
            "[Content_Types].xml",
            &format!(
                "<{{p}}Override PartName=\"/{name}\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml\"/>"
            ),
        )?;
    }

    let standing = match drawing {
        Drawing::Standing(id) => relations.get(&id).map(|relation| relation.target.clone()),
        Drawing::New => None,
        Drawing::None => return Ok(()),
    };
    let name = standing.unwrap_or_else(|| {
        let name = package.free_name("xl/drawings/vmlDrawing", ".vml");
        added.push_str(&relation(DRAWING_ID, "vmlDrawing", &name));
        name
    });
    let xml = match package.text(&name)? {
        Some(xml) => with_shapes(&without_shapes(&xml, work), &work.remarks)?,
        None => with_shapes(NO_SHAPES, &work.remarks)?,
    };
    package.replace(&name, xml.into_bytes());
    describe_drawings(package)?;

    if !added.is_empty() {
        if package.part(&relations_part)?.is_none() {
            package.replace(&relations_part, NO_RELATIONSHIPS.as_bytes().to_vec());
        }
        append_children(package, &relations_part, &added)?;
    }
    Ok(())
}

fn relation(id: &str, kind: &str, target: &str) -> String {
    format!(
        "<{{p}}Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"/{target}\"/>"
    )
}

/// Says once in the package what a `.vml` file is.
fn describe_drawings(package: &mut Package<'_>) -> Result<(), WorkbookProblem> {
    let types = package.text("[Content_Types].xml")?.unwrap_or_default().to_lowercase();
    if types.contains("extension=\"vml\"") {
        return Ok(());
    }
    append_children(
        package,
        "[Content_Types].xml",
        "<{p}Default Extension=\"vml\" ContentType=\"application/vnd.openxmlformats-officedocument.vmlDrawing\"/>",
    )
}

/// The comments with those of the remarks in place of what stood at their cells.
fn with_remarks(part: impl std::io::BufRead, work: &Work) -> Result<Vec<u8>, WorkbookProblem> {
    let mut authors: Vec<String> = Vec::new();
    let mut in_author = false;
    let mut written: BTreeMap<(u32, u32), String> = BTreeMap::new();
    let mut copying = Copying::All;
    rewrite(part, |event, out| {
        match &event {
            Event::Start(element) => match element.local_name().as_ref() {
                "author" => {
                    authors.push(String::new());
                    in_author = true;
                }
                "comment" => {
                    let place = attribute(element, "ref")?.as_deref().and_then(parse_cell_name);
                    let place = place.filter(|place| {
                        work.remarks.contains_key(place) || work.cleared.contains_key(place)
                    });
                    if let Some(place) = place {
                        copying = Copying::NotThisComment;
                        written.insert(place, attribute(element, "authorId")?.unwrap_or_default());
                    }
                }
                _ => {}
            },
            Event::End(element) => {
                let prefix = prefix(element.name().as_ref());
                match element.local_name().as_ref() {
                    "author" => in_author = false,
                    "authors" if !authors.iter().any(|name| name == AUTHOR) => {
                        authors.push(AUTHOR.to_owned());
                        put_raw(out, &format!("<{prefix}author>{AUTHOR}</{prefix}author>"))?;
                    }
                    "comment" if matches!(copying, Copying::NotThisComment) => {
                        copying = Copying::All;
                        return Ok(());
                    }
                    "commentList" => {
                        let own = authors.iter().position(|name| name == AUTHOR).unwrap_or(0);
                        let own = own.to_string();
                        let kept = work.cleared.iter().filter(|(_, text)| !text.is_empty());
                        let texts =
                            work.remarks.iter().map(|(place, remark)| (place, &remark.text));
                        for (place, text) in texts.chain(kept) {
                            // What somebody else began stays theirs.
                            let author = written.get(place).unwrap_or(&own);
                            put_raw(out, &comment(&prefix, *place, text, author))?;
                        }
                    }
                    _ => {}
                }
            }
            _ if in_author => {
                if let Some(author) = authors.last_mut() {
                    push_text(author, &event)?;
                }
            }
            _ => {}
        }
        match copying {
            Copying::All => put(out, event),
            Copying::NotThisComment => Ok(()),
        }
    })
}

enum Copying {
    All,
    NotThisComment,
}

fn comment(prefix: &str, place: (u32, u32), text: &str, author: &str) -> String {
    let name = cell_name(place.0, place.1);
    let text = escape(text);
    format!(
        "<{prefix}comment ref=\"{name}\" authorId=\"{author}\"><{prefix}text><{prefix}t xml:space=\"preserve\">{text}</{prefix}t></{prefix}text></{prefix}comment>"
    )
}

/// The drawing without the shapes of comments that went.
fn without_shapes(xml: &str, work: &Work) -> String {
    const END: &str = "</v:shape>";
    let gone = work.cleared.iter().filter(|(_, text)| text.is_empty());
    let gone: Vec<[String; 2]> = gone
        .map(|((row, column), _)| {
            [format!("<x:Row>{row}</x:Row>"), format!("<x:Column>{column}</x:Column>")]
        })
        .collect();
    let mut left = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(begin) = rest.find("<v:shape ") {
        let Some(end) = rest[begin..].find(END).map(|at| begin + at + END.len()) else { break };
        let shape = &rest[begin..end];
        let is_gone = gone.iter().any(|place| place.iter().all(|tag| shape.contains(tag)));
        left.push_str(&rest[..if is_gone { begin } else { end }]);
        rest = &rest[end..];
    }
    left.push_str(rest);
    left
}

/// The drawing with a shape for each comment that is new.
fn with_shapes(xml: &str, remarks: &Remarks) -> Result<String, WorkbookProblem> {
    let new = remarks.iter().filter(|(_, remark)| remark.comment == Standing::New);
    let mut shapes: String = new.map(|(&place, remark)| shape(place, remark)).collect();
    if !xml.contains("_x0000_t202") {
        shapes.insert_str(0, SHAPE_TYPE);
    }
    let end = xml.rfind("</xml>").ok_or_else(|| WorkbookProblem::damaged("a broken drawing"))?;
    Ok(format!("{}{shapes}{}", &xml[..end], &xml[end..]))
}

/// A box to the right of the cell, tall enough for the text.
fn shape((row, column): (u32, u32), remark: &Remark) -> String {
    let lines: usize = remark.text.lines().map(|line| 1 + line.chars().count() / 40).sum();
    let bottom = row as usize + lines.clamp(3, 20) + 1;
    let id = 100_000 + u64::from(row) * 16_384 + u64::from(column);
    let (left, right) = (column + 1, column + 5);
    format!(
        "<v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\" id=\"_x0000_s{id}\" type=\"#_x0000_t202\" style=\"position:absolute;visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left}, 15, {row}, 4, {right}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
}
