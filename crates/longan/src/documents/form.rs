//! The fields by which a fact names its paper.

use super::model::{Kind, NewDocument};
use crate::ui::form::{Field, Reader, choice, line};

/// Number, day, issuer, trích yếu and place in the paper.
pub fn fields() -> Vec<Field> {
    let kinds = Kind::ALL.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned()));
    vec![
        choice("document_kind", "Loại văn bản", kinds),
        line("document_number", "Số, ký hiệu", "Ví dụ 3804/QĐ-UBND"),
        line("document_day", "Ngày ban hành", "Ví dụ 09/05/2008"),
        line("document_issuer", "Cơ quan ban hành", "Ví dụ UBND tỉnh Long An"),
        line("document_subject", "Trích yếu", ""),
        line("location", "Vị trí trong văn bản (không bắt buộc)", "Ví dụ: Điều 1, trang 2"),
    ]
}

/// Reads the paper; number, day and trích yếu must be there.
pub fn read(reader: &mut Reader<'_>) -> NewDocument {
    let number =
        reader.required("document_number", "Hãy nhập số, ký hiệu văn bản, ví dụ 3804/QĐ-UBND.");
    // One paper has one spelling, however it was typed.
    let number = kernel::day::parse_document_number(&number).map_or(number, |(number, _)| number);
    NewDocument {
        kind: reader.choice("document_kind", Kind::Decision),
        number,
        issued_on: Some(reader.day("document_day")),
        issuer: reader.text("document_issuer"),
        subject_line: reader.required("document_subject", "Hãy nhập trích yếu của văn bản."),
        file_sha256: None,
        file_name: String::new(),
        file_bytes: 0,
    }
}
