//! `longan law`: a parameter of the law on a day, with the paper that sets it.

use super::outcome::{Failure, Outcome, print, print_json};
use super::table::{Side, draw};
use super::{Place, day_or_today};
use crate::store::Day;
use clap::Args;
use kernel::law::{Bound, Law, Resolved};
use std::fmt::Write as _;

/// What is asked.
#[derive(Debug, Args)]
pub struct Asking {
    /// Khóa tham số, hoặc “list” · Key of the parameter, or `list`
    key: String,
    /// Ngày áp dụng [mặc định hôm nay] · Day
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Mã tỉnh, cho quy định riêng của tỉnh · Code of the province
    #[arg(long, value_name = "CODE")]
    place: Option<String>,
    /// In kết quả cho máy đọc · Machine output
    #[arg(long)]
    json: bool,
}

impl Asking {
    /// Answers; needs no database.
    pub fn run(self, place: &Place) -> Outcome {
        let config = place.config(None)?;
        let law = crate::law::load(config.law_dir.as_deref())
            .map_err(|error| Failure::Call(format!("{error:#}")))?;
        let on = day_or_today(self.on.as_deref())?;
        let province = self.place.as_deref().map(province_code).transpose()?;
        if self.key == "list" {
            return list(&law, on, province, self.json);
        }
        let Some(parameter) = law.parameter(&self.key) else {
            return Err(Failure::Call(format!(
                "Không có tham số “{}”. Xem danh sách bằng “longan law list”.",
                self.key
            )));
        };
        let Some(resolved) = law.on(&self.key, on.0, province) else {
            return Err(Failure::Data(format!(
                "“{}” không có giá trị nào áp dụng vào ngày {}.",
                parameter.title,
                on.vi()
            )));
        };
        if self.json {
            return print_json(&json(&self.key, on, &resolved));
        }
        print(&told(on, &resolved))
    }
}

/// `80` or `province:80`; the law knows provinces only.
fn province_code(text: &str) -> Result<&str, Failure> {
    let code = text.trim().trim_start_matches("province:").split(':').next().unwrap_or_default();
    if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(code);
    }
    Err(Failure::Call(format!("“{text}” không phải là mã tỉnh. Hãy viết hai chữ số, ví dụ 80.")))
}

fn told(on: Day, resolved: &Resolved<'_>) -> String {
    let mut text = format!(
        "{}: {}\nNgày {}, theo {} ({})\n{}",
        resolved.parameter.title,
        resolved.limit(),
        on.vi(),
        resolved.citation(),
        resolved.confidence_label(),
        resolved.document().title
    );
    if let Some(scope) = &resolved.value.scope {
        let _ = write!(text, "\nÁp dụng cho: {scope}");
    }
    if let Some(note) = &resolved.value.note {
        let _ = write!(text, "\nGhi chú: {note}");
    }
    text
}

fn json(key: &str, on: Day, resolved: &Resolved<'_>) -> serde_json::Value {
    let value = resolved.value;
    let day = |day: Option<kernel::day::Day>| day.map(|day| day.to_string());
    serde_json::json!({
        "key": key, "title": resolved.parameter.title, "on": on,
        "value": resolved.text(), "display": resolved.display(), "limit": resolved.limit(),
        "bound": resolved.bound().map(Bound::sign),
        "unit": format!("{:?}", resolved.unit()).to_lowercase(),
        "from": day(value.from), "to": day(value.to), "place": value.place, "scope": value.scope,
        "document": resolved.document().number, "document_title": resolved.document().title,
        "article": value.article, "clause": value.clause, "point": value.point, "part": value.part,
        "citation": resolved.citation(),
        "confidence": resolved.confidence().code(), "confidence_label": resolved.confidence_label(),
        "note": value.note,
    })
}

fn list(law: &Law, on: Day, province: Option<&str>, as_json: bool) -> Outcome {
    let found = law.keys().filter_map(|key| Some((key, law.on(key, on.0, province)?)));
    if as_json {
        return print_json(&found.map(|(key, resolved)| json(key, on, &resolved)).collect());
    }
    let rows: Vec<Vec<String>> = found
        .map(|(key, resolved)| {
            let value: String = resolved.limit().chars().take(40).collect();
            vec![key.to_owned(), value, resolved.citation(), resolved.parameter.title.clone()]
        })
        .collect();
    let headings = ["Khóa", "Giá trị", "Theo", "Nội dung"];
    print(&draw(&headings.map(|heading| (heading, Side::Left)), &rows))
}
