//! A paper as written into a register: the form as typed, and what it becomes.

use super::{Direction, Document, Kind, Urgency, numbered_key};
use crate::places::Place;
use crate::store::Day;
use crate::ui::Problems;
use crate::ui::form::{Field, Reader, Typed, choice, line, lines};
use kernel::text::{fold, search_text, sort_key};

/// A paper that has passed every check.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Entry {
    /// Which way it went.
    pub direction: Direction,
    /// The unit whose register it stands in.
    pub place_id: String,
    /// Số đến, số đi.
    pub register_number: String,
    /// Ngày đến, ngày đi.
    pub registered_on: Option<Day>,
    /// What kind of paper it is.
    pub kind: Kind,
    /// Số, ký hiệu; empty when the paper has none.
    pub number: String,
    /// Day of issue.
    pub issued_on: Option<Day>,
    /// Who issued it.
    pub issuer: String,
    /// Trích yếu.
    pub subject_line: String,
    /// Who signed it.
    pub signer: String,
    /// As what they signed it.
    pub signer_title: String,
    /// How soon it must be dealt with.
    pub urgency: Urgency,
    /// Căn cứ, as written.
    pub grounds: String,
    /// First day in force.
    pub in_force_from: Option<Day>,
    /// Last day in force.
    pub in_force_to: Option<Day>,
}

impl Entry {
    /// The key under which facts find the paper: the same as that of a fact's form.
    pub fn match_key(&self) -> String {
        if self.number.is_empty() {
            let day = self.issued_on.map(|day| day.to_string()).unwrap_or_default();
            let (subject, issuer) = (fold(&self.subject_line), fold(&self.issuer));
            return format!("{} {day} {subject} {issuer}", self.kind);
        }
        numbered_key(&self.number, self.issued_on, &self.issuer)
    }

    /// The key of a paper of one register, where another register has the plain one.
    pub fn match_key_of_register(&self) -> String {
        format!("{} @{}", self.match_key(), self.place_id)
    }

    /// Sort key: number, or subject where there is none.
    pub fn sort_key(&self) -> String {
        sort_key(if self.number.is_empty() { &self.subject_line } else { &self.number })
    }

    /// What a search looks in.
    pub fn search_text(&self, file_name: &str) -> String {
        search_text(&[
            &self.number,
            &self.subject_line,
            &self.issuer,
            &self.signer,
            &self.register_number,
            file_name,
        ])
    }

    /// The text in which the paper names what it rests on.
    pub fn cites(&self) -> String {
        format!("{}\n{}", self.grounds, self.subject_line)
    }
}

/// The fields of the form; `places` are the units whose register the person keeps.
pub fn entry_fields(places: &[Place]) -> Vec<Field> {
    let units = places.iter().map(|place| (place.id.clone(), place.long_name()));
    vec![
        choice(
            "direction",
            "Chiều văn bản",
            Direction::ALL[1..].iter().map(|d| (d.word().to_owned(), d.label().to_owned())),
        ),
        choice("place", "Sổ của đơn vị (địa bàn)", units),
        line("register_number", "Số đến / số đi (không bắt buộc)", "Ví dụ 125"),
        line("registered_on", "Ngày đến / ngày đi (không bắt buộc)", "Ví dụ 10/05/2013"),
        choice(
            "kind",
            "Loại văn bản",
            Kind::ALL.iter().map(|k| (k.word().to_owned(), k.label().to_owned())),
        ),
        line("number", "Số, ký hiệu", "Ví dụ 1600/QĐ-UBND; để trống nếu văn bản không có số"),
        line("issued_on", "Ngày văn bản", "Ví dụ 09/05/2013"),
        line("issuer", "Cơ quan ban hành", "Ví dụ UBND tỉnh Long An"),
        line("subject_line", "Trích yếu", "Ví dụ: Thành lập cụm công nghiệp Đức Hòa Hạ"),
        line("signer", "Người ký (không bắt buộc)", ""),
        line("signer_title", "Chức vụ người ký (không bắt buộc)", ""),
        choice(
            "urgency",
            "Độ khẩn",
            Urgency::ALL.iter().map(|u| (u.word().to_owned(), u.label().to_owned())),
        ),
        lines("grounds", "Căn cứ (không bắt buộc)", "Chép phần căn cứ, mỗi căn cứ một dòng"),
        line(
            "in_force_from",
            "Có hiệu lực từ ngày (không bắt buộc)",
            "Với văn bản quy phạm, quy chế",
        ),
        line("in_force_to", "Hết hiệu lực sau ngày (không bắt buộc)", ""),
    ]
}

/// Turns what was typed into a paper, or into problems by field.
pub fn read_entry(typed: &Typed) -> Result<Entry, Problems> {
    let mut reader = Reader::new(typed);
    let number = reader.text("number");
    // One paper has one spelling, however it was typed; a day behind the number is its day.
    let known = kernel::day::parse_document_number(&number);
    let number = known.as_ref().map_or(number, |(number, _)| number.clone());
    let issued_on = match known.and_then(|(_, day)| day) {
        Some(day) if typed.text("issued_on").is_empty() => Some(Day(day)),
        _ => Some(reader.day("issued_on")),
    };
    let direction = reader.choice("direction", Direction::None);
    if direction == Direction::None {
        reader.add("direction", "Hãy chọn văn bản đến, văn bản đi hay văn bản nội bộ.");
    }
    let entry = Entry {
        direction,
        place_id: reader.required("place", "Hãy chọn đơn vị giữ sổ văn bản này."),
        register_number: reader.text("register_number"),
        registered_on: reader.optional_day("registered_on"),
        kind: reader.choice("kind", Kind::Other),
        number,
        issued_on,
        issuer: reader.required("issuer", "Hãy nhập cơ quan ban hành, ví dụ UBND tỉnh Long An."),
        subject_line: reader.required("subject_line", "Hãy nhập trích yếu của văn bản."),
        signer: reader.text("signer"),
        signer_title: reader.text("signer_title"),
        urgency: reader.choice("urgency", Urgency::Plain),
        grounds: reader.text("grounds"),
        in_force_from: reader.optional_day("in_force_from"),
        in_force_to: reader.optional_day("in_force_to"),
    };
    if let (Some(from), Some(to)) = (entry.in_force_from, entry.in_force_to)
        && to < from
    {
        reader.add("in_force_to", "Ngày hết hiệu lực phải sau ngày có hiệu lực.");
    }
    reader.finish(entry)
}

/// The form filled with a paper that is on the register.
pub fn typed_entry(document: &Document) -> Typed {
    let day = |day: Option<Day>| day.map(Day::vi).unwrap_or_default();
    Typed::of(&[
        ("direction", document.direction.word().to_owned()),
        ("place", document.place_id.clone().unwrap_or_default()),
        ("register_number", document.register_number.clone()),
        ("registered_on", day(document.registered_on)),
        ("kind", document.kind.word().to_owned()),
        ("number", document.number.clone()),
        ("issued_on", day(document.issued_on)),
        ("issuer", document.issuer.clone()),
        ("subject_line", document.subject_line.clone()),
        ("signer", document.signer.clone()),
        ("signer_title", document.signer_title.clone()),
        ("urgency", document.urgency.word().to_owned()),
        ("grounds", document.grounds.clone()),
        ("in_force_from", day(document.in_force_from)),
        ("in_force_to", day(document.in_force_to)),
        ("revision", document.revision.to_string()),
    ])
}
