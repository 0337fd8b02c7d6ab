//! Rewriting a part of the package event by event.

use std::io::BufRead;

use quick_xml::Writer;
use quick_xml::events::{BytesStart, BytesText, Event};

use crate::workbook::WorkbookProblem;
use crate::workbook::package::Package;
use crate::workbook::parts::each_event;

pub(super) type Out = Writer<Vec<u8>>;

/// Copies a part; `visit` writes what shall stand in place of each event.
pub(super) fn rewrite(
    part: impl BufRead,
    mut visit: impl FnMut(Event<'_>, &mut Out) -> Result<(), WorkbookProblem>,
) -> Result<Vec<u8>, WorkbookProblem> {
    let mut out = Writer::new(Vec::new());
    each_event(part, |event| visit(event, &mut out))?;
    Ok(out.into_inner())
}

pub(super) fn put<'a>(out: &mut Out, event: impl Into<Event<'a>>) -> Result<(), WorkbookProblem> {
    out.write_event(event).map_err(|error| WorkbookProblem::damaged(error.to_string()))
}

/// Writes XML that is already well formed.
pub(super) fn put_raw(out: &mut Out, xml: &str) -> Result<(), WorkbookProblem> {
    put(out, Event::Text(BytesText::from_escaped(xml)))
}

/// The prefix, with its colon, under which a part writes its elements; mostly empty.
pub(super) fn prefix(name: &str) -> String {
    name.rsplit_once(':').map(|(prefix, _)| format!("{prefix}:")).unwrap_or_default()
}

/// The element with one attribute set and the given ones left out.
pub(super) fn with_attribute(
    element: &BytesStart<'_>,
    set: (&str, &str),
    without: &[&str],
) -> Result<BytesStart<'static>, WorkbookProblem> {
    let mut changed = BytesStart::new(element.name().as_ref().to_owned());
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| WorkbookProblem::damaged(error.to_string()))?;
        let name = attribute.key.as_ref();
        if name != set.0 && !without.contains(&name) {
            changed.push_attribute(attribute);
        }
    }
    if !set.0.is_empty() {
        changed.push_attribute(set);
    }
    Ok(changed)
}

/// Adds children at the end of the outermost element of a part. `{p}` in `children` stands
/// for the prefix of the part.
pub(super) fn append_children(
    package: &mut Package<'_>,
    name: &str,
    children: &str,
) -> Result<(), WorkbookProblem> {
    let Some(part) = package.part(name)? else {
        return Err(WorkbookProblem::damaged(format!("part {name} is missing")));
    };
    let mut depth = 0_usize;
    let xml = rewrite(part, |event, out| {
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let prefix = prefix(element.name().as_ref());
                    put_raw(out, &children.replace("{p}", &prefix))?;
                }
            }
            _ => {}
        }
        put(out, event)
    })?;
    package.replace(name, xml);
    Ok(())
}

/// Text as it may stand in XML: escaped, without the characters XML forbids.
pub(super) fn escape(text: &str) -> String {
    let allowed = |c: &char| !c.is_control() || matches!(c, '\t' | '\n');
    let text: String = text.chars().filter(allowed).collect();
    quick_xml::escape::escape(text.as_str()).into_owned()
}
