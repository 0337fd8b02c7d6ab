//! The paper behind a report: what is asked for, and what was named.

use super::super::super::entering::EnteredAs;
use super::super::super::filling;
use super::target::Target;
use crate::documents::{Arrived, Kind, NewDocument};
use crate::ui::Problems;
use crate::ui::form::{Field, Reader, Typed};

/// The fields that ask for it.
pub(super) fn paper_fields(target: &Target) -> Vec<Field> {
    use crate::ui::form::{file, line};
    let mut fields = match target.by {
        EnteredAs::Investor(_) => vec![
            file("file", "Bản quét hoặc ảnh chụp báo cáo doanh nghiệp đã ký", ""),
            line(
                "number",
                "Số, ký hiệu văn bản của chủ đầu tư gửi kèm số liệu",
                "Ví dụ 12/CV-HTGV; để trống nếu đã kèm bản quét báo cáo của doanh nghiệp",
            ),
            line("issued_on", "Ngày ký báo cáo, văn bản", "Ví dụ 15/06/2026"),
        ],
        _ => vec![
            line(
                "number",
                "Số, ký hiệu báo cáo của đơn vị",
                "Ví dụ 05/BC-HTGV; để trống nếu gửi kèm bản quét không có số",
            ),
            line("issued_on", "Ngày ký báo cáo", "Ví dụ 15/06/2026"),
            file("file", "Bản quét hoặc ảnh chụp báo cáo đã ký (nếu chưa có số thì phải kèm)", ""),
        ],
    };
    if target.is_correction() {
        fields.push(line(
            "reason",
            "Lý do gửi lại",
            "Báo cáo trước vẫn được giữ; bản này thay thế khi được tiếp nhận",
        ));
    }
    fields
}

/// The paper of the report: its own number and day, or at least a scan of it. An investor names a
/// paper of its own, so that nobody can point to one of another body.
pub(super) fn read_paper(
    target: &Target,
    typed: &Typed,
    file: Option<&Arrived>,
) -> Result<NewDocument, Problems> {
    let mut reader = Reader::new(typed);
    let number = reader.text("number");
    if number.is_empty() && file.is_none() {
        let problem = match target.by {
            EnteredAs::Investor(_) => {
                "Hãy kèm bản quét báo cáo doanh nghiệp đã ký, hoặc nhập số, ký hiệu văn bản của chủ đầu tư."
            }
            _ => "Hãy nhập số, ký hiệu báo cáo đã ký, hoặc chọn tệp bản quét.",
        };
        reader.add("number", problem);
    }
    let issuer = match &target.by {
        EnteredAs::Investor(investor) if !number.is_empty() => investor.name.clone(),
        _ => target.owed.who().to_owned(),
    };
    let number = kernel::day::parse_document_number(&number).map_or(number, |(number, _)| number);
    let issued_on = Some(reader.day("issued_on"));
    reader.finish(NewDocument {
        kind: Kind::Report,
        number,
        issued_on,
        issuer,
        subject_line: filling::subject_line(&target.term, &target.owed),
        file_sha256: None,
        file_name: String::new(),
        file_bytes: 0,
    })
}
