//! A document as a piece of a page, with the classes of the program's pages.

use super::word::escape;
use super::{Align, Block, Letter, Table};
use std::fmt::Write as _;

/// Writes the text, tables and signature as HTML; the head and the list of receivers are for
/// paper and stand in the page around it.
pub fn html(letter: &Letter) -> String {
    let mut out = String::from("<div class=\"letter\">\n");
    if let Some(head) = &letter.head {
        let title = [head.kind.as_str(), head.subject.as_str()].join(" ");
        push(&mut out, "<h2 class=\"text-center\">", title.trim(), "</h2>\n");
    }
    blocks(&mut out, &letter.blocks);
    if let Some(signature) = &letter.signature {
        out.push_str("<div class=\"text-center ms-auto w-50 my-4\">\n");
        for (open, text, close) in [
            ("<p><em>", signature.place_date.as_str(), "</em></p>\n"),
            ("<p><strong>", &signature.office.join(" "), "</strong></p>\n"),
            ("<p><em>", &signature.note, "</em></p>\n"),
            ("<p><strong>", &signature.name, "</strong></p>\n"),
        ] {
            push(&mut out, open, text, close);
        }
        out.push_str("</div>\n");
    }
    for annex in &letter.annexes {
        let title = format!("{}. {}", annex.label, annex.title);
        push(&mut out, "<h2>", &title, "</h2>\n");
        push(&mut out, "<p><em>", &annex.of, "</em></p>\n");
        blocks(&mut out, &annex.blocks);
    }
    push(&mut out, "<p class=\"text-secondary small\">", &letter.status, "</p>\n");
    out.push_str("</div>\n");
    out
}

fn push(out: &mut String, open: &str, text: &str, close: &str) {
    if !text.is_empty() {
        let _ = write!(out, "{open}{}{close}", escape(text));
    }
}

fn blocks(out: &mut String, blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Heading { text } => push(out, "<h3>", text, "</h3>\n"),
            Block::Title { text } => push(out, "<h2 class=\"text-center\">", text, "</h2>\n"),
            Block::Corner { text } => {
                push(out, "<p class=\"text-end\"><strong>", text, "</strong></p>\n");
            }
            Block::Remark { text } => {
                push(out, "<p class=\"text-center\"><em>", text, "</em></p>\n");
            }
            Block::Line { label, text } => {
                out.push_str("<p class=\"mb-1\">");
                push(
                    out,
                    "<em>",
                    &if label.is_empty() { String::new() } else { format!("{label}: ") },
                    "</em>",
                );
                let _ = writeln!(out, "{}</p>", escape(text));
            }
            Block::Paragraph { runs } => {
                out.push_str("<p>");
                for run in runs {
                    let text = escape(&run.text);
                    let text = if run.bold { format!("<strong>{text}</strong>") } else { text };
                    let text = if run.italic { format!("<em>{text}</em>") } else { text };
                    out.push_str(&text);
                }
                out.push_str("</p>\n");
            }
            Block::Table(shown) => table(out, shown),
            Block::Note { text } => push(out, "<p class=\"small\">", text, "</p>\n"),
        }
    }
}

fn table(out: &mut String, table: &Table) {
    out.push_str("<div class=\"table-responsive\" tabindex=\"0\">\n<table class=\"table table-bordered table-sm\">\n<thead>\n<tr>");
    for column in &table.columns {
        let _ = write!(out, "<th scope=\"col\">{}</th>", escape(&column.heading));
    }
    out.push_str("</tr>\n");
    let numbers = table.numbers();
    if !numbers.is_empty() {
        out.push_str("<tr>");
        for number in numbers {
            let _ = write!(out, "<td class=\"text-center\">{number}</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (cell, column) in row.cells.iter().zip(&table.columns) {
            let class = match column.align {
                Align::Left => "",
                Align::Center => " class=\"text-center\"",
                Align::Right => " class=\"text-end\"",
            };
            let text = escape(&cell.text);
            let text = if row.bold { format!("<strong>{text}</strong>") } else { text };
            let _ = write!(out, "<td{class}>{text}</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}
