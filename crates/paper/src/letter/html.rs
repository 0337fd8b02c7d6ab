//! A document as a piece of a page, with the classes of the program's pages.

use super::word::escape;
use super::{Align, Block, Letter, Signature, Table};
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
        signed(&mut out, signature);
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

/// How a page of its own looks: as the paper does, and without lines of links when printed.
const LOOK: &str = "body{font-family:\"Times New Roman\",Tinos,serif;font-size:13pt;color:#000;background:#fff;max-width:48rem;margin:1.5rem auto;padding:0 1rem;line-height:1.3}\
    p{margin:.3rem 0}h2{font-size:14pt;margin:.6rem 0}a{color:inherit}\
    .head{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.5rem 1.5rem;text-align:center;margin-bottom:1rem}.head>div{flex:1 1 14rem}\
    .mark{display:inline-block;border:1px solid;padding:.1rem .5rem;font-weight:bold}\
    .table-responsive{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:12pt}th,td{border:1px solid #000;padding:.15rem .35rem;vertical-align:middle}\
    .text-center{text-align:center}.text-end{text-align:right}.w-50{width:50%}.ms-auto{margin-left:auto}.small{font-size:10pt}\
    @media print{body{margin:0;max-width:none;padding:0}a{text-decoration:none}thead{display:table-header-group}tr{break-inside:avoid}@page{size:A4;margin:20mm 20mm 20mm 30mm}}";

/// Writes the document as a page of its own, with its head and its look, for whoever keeps it as
/// a file.
pub fn page(letter: &Letter) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"vi\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>{LOOK}</style>\n</head>\n<body>\n",
        escape(&letter.title)
    );
    push(&mut out, "<p class=\"mark\">", &letter.mark, "</p>\n");
    if let Some(head) = &letter.head {
        out.push_str("<div class=\"head\">\n<div>\n");
        push(&mut out, "<p>", &head.parent, "</p>\n");
        push(&mut out, "<p><strong>", &head.body, "</strong></p>\n");
        push(&mut out, "<p>", &head.number, "</p>\n");
        out.push_str("</div>\n<div>\n<p><strong>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</strong></p>\n<p><strong>Độc lập - Tự do - Hạnh phúc</strong></p>\n");
        push(&mut out, "<p><em>", &head.place_date, "</em></p>\n");
        out.push_str("</div>\n</div>\n");
        for addressee in &head.addressees {
            push(&mut out, "<p class=\"text-center\">Kính gửi: ", addressee, "</p>\n");
        }
    }
    out.push_str(&html(letter));
    if !letter.recipients.is_empty() {
        out.push_str("<p><strong><em>Nơi nhận:</em></strong></p>\n");
    }
    for receiver in &letter.recipients {
        push(&mut out, "<p class=\"small\">- ", receiver, "</p>\n");
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn signed(out: &mut String, signature: &Signature) {
    for (open, text, close) in [
        ("<p><em>", signature.place_date.as_str(), "</em></p>\n"),
        ("<p><strong>", &signature.office.join(" "), "</strong></p>\n"),
        ("<p><em>", &signature.note, "</em></p>\n"),
        ("<p><strong>", &signature.name, "</strong></p>\n"),
    ] {
        push(out, open, text, close);
    }
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
            Block::Signers { signers } => {
                out.push_str("<div class=\"head my-4 d-flex flex-wrap gap-3 text-center\">\n");
                for signer in signers {
                    out.push_str("<div class=\"flex-fill\">\n");
                    signed(out, signer);
                    out.push_str("</div>\n");
                }
                out.push_str("</div>\n");
            }
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
            let text = if cell.link.is_empty() || text.is_empty() {
                text
            } else {
                format!("<a href=\"{}\">{text}</a>", escape(&cell.link))
            };
            let text = if row.bold { format!("<strong>{text}</strong>") } else { text };
            let _ = write!(out, "<td{class}>{text}</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}
