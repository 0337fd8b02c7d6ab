//! `longan figure`: a figure with its base, day and place, and why it is what it is.

use super::outcome::{Failure, Outcome, print, print_json};
use super::table::{Side, draw};
use super::{Place, open_existing, operator};
use crate::App;
use crate::figures::pages::{Asked, describe, question};
use crate::figures::{
    Answer, Figure, Part, Row, Time, Unit, all, answer, explain, find, part_notes, parts,
};
use clap::Args;
use kernel::number::format_scaled;
use std::fmt::Write as _;

/// Most rows that `--why` prints.
const MOST_ROWS: i64 = 1_000_000;

/// What is asked.
#[derive(Debug, Args)]
pub struct Asking {
    /// Mã chỉ tiêu, hoặc “list” · Code of the figure, or `list`
    code: String,
    /// Mã địa bàn: 80, 802, 27985 hoặc province:80, district:802, commune:27985 · Place
    #[arg(long, value_name = "CODE")]
    place: Option<String>,
    /// Ngày của số liệu: 2013-12-31 hoặc 31/12/2013 · Day
    #[arg(long, value_name = "DAY", conflicts_with = "period")]
    on: Option<String>,
    /// Kỳ của số liệu: 2013, 2013-H1, 2013-Q2, 2013-05 · Period
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// Kỳ báo cáo, theo thời gian chốt số liệu của luật: 2026, 2026-H1 · Reporting period
    #[arg(long, value_name = "PERIOD", conflicts_with_all = ["on", "period"])]
    report: Option<String>,
    /// Cơ sở tính: leased, legal, serviced, cleared · Basis
    #[arg(long, value_name = "BASIS")]
    basis: Option<String>,
    /// Kể theo đơn vị hành chính của ngày này · By the units of this day
    #[arg(long, value_name = "DAY")]
    units_on: Option<String>,
    /// In cả các dòng tạo nên con số và văn bản của chúng · Also print the rows and their papers
    #[arg(long)]
    why: bool,
    /// In kết quả cho máy đọc · Machine output
    #[arg(long)]
    json: bool,
}

impl Asking {
    /// Answers.
    pub async fn run(self, place: &Place) -> Outcome {
        if self.code == "list" {
            return list(self.json);
        }
        let figure = find(&self.code).ok_or_else(|| {
            Failure::Call(format!(
                "Không có chỉ tiêu “{}”. Xem danh sách bằng “longan figure list”.",
                self.code
            ))
        })?;
        tell(&open_existing(place).await?, figure, self).await
    }
}

async fn tell(app: &App, figure: &'static Figure, asking: Asking) -> Outcome {
    let viewer = operator();
    let asked = Asked {
        place: asking.place.unwrap_or_default(),
        on: asking.on.unwrap_or_default(),
        period: asking.period.unwrap_or_default(),
        report: asking.report.unwrap_or_default(),
        basis: asking.basis.unwrap_or_default(),
        units_on: asking.units_on.unwrap_or_default(),
        ..Asked::default()
    };
    let question = question(app, &viewer, figure, &asked).await?;
    let rows = if asking.why {
        Some(explain(app, &viewer, figure, &question, MOST_ROWS, 0).await?)
    } else {
        None
    };
    let by_unit = match question.units_on {
        None => None,
        Some(_) => Some((
            parts(app, &viewer, figure, &question).await?,
            part_notes(app, &viewer, figure, &question).await?,
        )),
    };
    let answer = answer(app, &viewer, figure, question).await?;
    if asking.json {
        let mut json = answer.json(rows.as_deref());
        if let Some((parts, notes)) = by_unit {
            json["units_on"] = serde_json::json!(answer.question.day_of_units());
            json["parts"] = parts.iter().map(|part| part.json(figure.unit)).collect();
            json["part_notes"] = serde_json::json!(notes);
        }
        return print_json(&json);
    }
    print(&told(&answer, rows.as_deref()))?;
    match by_unit {
        None => Ok(()),
        Some((parts, notes)) => print(&told_by_unit(&answer, &parts, &notes)),
    }
}

fn told_by_unit(answer: &Answer, parts: &[Part], notes: &[String]) -> String {
    let mut text =
        format!("\nTheo đơn vị hành chính của ngày {}:\n", answer.question.day_of_units().vi());
    for part in parts {
        let _ = writeln!(text, "{}: {}", part.name(), part.value_vi(answer.figure.unit));
    }
    for note in notes {
        let _ = writeln!(text, "- {note}");
    }
    text
}

fn told(answer: &Answer, rows: Option<&[Row]>) -> String {
    let figure = answer.figure;
    let question = &answer.question;
    let when = match figure.time {
        _ if question.window.is_some() => format!("kỳ báo cáo {}", question.period_text()),
        Time::Day => format!("ngày {}", question.on.vi()),
        Time::Period => format!("kỳ {}", question.period_text()),
    };
    let mut text = format!(
        "{}: {} {}\n{}, {when}",
        figure.name,
        answer.value_vi(),
        answer.unit(),
        question.place.long_name()
    );
    if !figure.bases.is_empty() {
        let _ = write!(text, ", {}", question.basis.label());
    }
    if answer.denominator.is_some() {
        let _ = write!(
            text,
            "\n= {} / {} {}",
            answer.numerator_vi(),
            answer.denominator_vi(),
            answer.row_unit()
        );
    }
    for note in &answer.notes {
        let _ = write!(text, "\n- {note}");
    }
    for reported in &answer.reported {
        let _ = write!(
            text,
            "\n- {} báo cáo {} ngày {} (không rõ cơ sở tính; {}).",
            reported.reporter,
            reported.vi(),
            reported.as_of.vi(),
            reported.location
        );
    }
    if let Some(rows) = rows {
        let _ = write!(
            text,
            "\n\n{}\nCách tính: {}\n\n{}",
            figure.definition,
            figure.formula,
            rows_told(figure, rows)
        );
    }
    text
}

fn rows_told(figure: &Figure, rows: &[Row]) -> String {
    let decimals = match figure.unit.of_sums() {
        Unit::Hectares => 4,
        _ => 0,
    };
    let part = |part: &str| match part {
        "numerator" if figure.unit.is_ratio() => "tử số",
        "denominator" => "mẫu số",
        "left_out" => "không tính",
        _ => "",
    };
    let lines: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let amount = format_scaled(row.amount, decimals, 0, decimals);
            vec![
                part(&row.part).to_owned(),
                row.name.clone(),
                amount,
                row.as_of.clone(),
                row.document.clone(),
                row.document_date.clone(),
                row.location.clone(),
            ]
        })
        .collect();
    let headings = [
        ("Phần", Side::Left),
        ("Tên", Side::Left),
        ("Số", Side::Right),
        ("Ngày", Side::Left),
        ("Văn bản", Side::Left),
        ("Ngày văn bản", Side::Left),
        ("Vị trí", Side::Left),
    ];
    draw(&headings, &lines)
}

fn list(json: bool) -> Outcome {
    if json {
        return print_json(&all().map(describe).collect());
    }
    let mut text = String::new();
    for figure in all() {
        let bases: Vec<&str> = figure.bases.iter().map(|basis| basis.code()).collect();
        let _ = writeln!(text, "{}  ({})\n    {}", figure.code, figure.unit.label(), figure.name);
        if !bases.is_empty() {
            let _ = writeln!(text, "    --basis {}", bases.join(" | "));
        }
        let _ = writeln!(text, "    {}\n", figure.definition);
    }
    print(text.trim_end())
}
