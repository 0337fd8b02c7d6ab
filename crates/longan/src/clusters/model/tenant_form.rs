//! The fields of an enterprise's project, and how they are read.

use super::fact::DAY;
use super::{Capital, NewTenant};
use crate::ui::form::{Field, Reader, choice, line};
use kernel::tax_code::TaxCode;

/// The fields of an enterprise's project.
pub fn tenant_fields() -> Vec<Field> {
    vec![
        line("name", "Tên doanh nghiệp, cơ sở", ""),
        line("tax_code", "Mã số thuế (không bắt buộc)", "10, 12 hoặc 13 chữ số"),
        line("activity", "Sản phẩm, ngành nghề", ""),
        line("vsic_code", "Mã ngành kinh tế (không bắt buộc)", "Ví dụ 1311"),
        choice(
            "capital",
            "Nguồn vốn",
            Capital::ALL
                .iter()
                .map(|capital| (capital.word().to_owned(), capital.label().to_owned())),
        ),
        line("licensed_on", "Ngày cấp phép, chấp thuận (không bắt buộc)", DAY),
        line("note", "Ghi chú", ""),
    ]
}

/// Reads an enterprise's project.
pub fn read_tenant(reader: &mut Reader<'_>) -> NewTenant {
    let tax_code = reader.text("tax_code");
    let tax_code = (!tax_code.is_empty()).then(|| match TaxCode::parse(&tax_code) {
        Ok(code) => code.to_string(),
        Err(problem) => {
            reader.add("tax_code", problem.message());
            String::new()
        }
    });
    let vsic_code = reader.text("vsic_code");
    NewTenant {
        name: reader.required("name", "Hãy nhập tên doanh nghiệp, cơ sở."),
        tax_code,
        activity: reader.text("activity"),
        vsic_version: if vsic_code.is_empty() { String::new() } else { "2025".to_owned() },
        vsic_code,
        capital: reader.choice("capital", Capital::Domestic),
        licensed_on: reader.optional_day("licensed_on"),
        note: reader.text("note"),
    }
}
