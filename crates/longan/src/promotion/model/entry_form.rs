//! The forms of entries as typed, and what they become.

use super::entry::{
    AcceptanceEntry, AcceptanceResult, AcceptanceScope, AppraisalEntry, AppraisalResult, CostEntry,
    Entry, EntryKind, EntrySaid, LessonEntry, NewEntry, ProgressEntry, VoucherEntry,
};
use super::form::{options, year};
use super::sheet::Participant;
use super::words::{Part, Source};
use crate::documents::{self, NewDocument};
use crate::store::Day;
use crate::ui::form::{Field, Reader, Typed, choice, line, lines};
use crate::ui::{Problems, Vi};

/// The whole of the work, in percent.
const ALL: i64 = 100;

/// Fields of an entry; `costs` are the rows of the estimate a voucher may belong to.
pub fn entry_fields(kind: EntryKind, participants: &[Participant], costs: &[Entry]) -> Vec<Field> {
    let whole = std::iter::once((String::new(), "Cả đề án".to_owned()));
    let beneficiaries = participants.iter().filter(|one| one.part == Part::Beneficiary);
    let named = beneficiaries.map(|one| (one.id.clone(), one.name.clone()));
    let of = choice("participant_id", "Cho đơn vị", whole.chain(named));
    match kind {
        EntryKind::Cost => vec![
            line("ordinal", "Thứ tự", "Ví dụ 1"),
            line("content", "Nội dung chi", "Ví dụ: Mua máy tách màu gạo"),
            line("year", "Năm", "Đề án nhiều năm: mỗi năm một dòng, cùng thứ tự và nội dung"),
            line("support", "Kinh phí khuyến công (triệu đồng)", "Ví dụ 180"),
            line("counterpart", "Đóng góp của đơn vị thụ hưởng (triệu đồng)", ""),
            line("other", "Nguồn khác (triệu đồng)", ""),
            line("note", "Ghi chú, tên nguồn khác", ""),
        ],
        EntryKind::Lesson => vec![
            line("ordinal", "Thứ tự", "Ví dụ 1"),
            line("content", "Môn, nội dung", "Ví dụ: Kỹ thuật may cơ bản"),
            line("theory_hours", "Số giờ lý thuyết", ""),
            line("practice_hours", "Số giờ thực hành", ""),
            line("note", "Ghi chú", ""),
        ],
        EntryKind::Appraisal => vec![
            of,
            line("on_day", "Ngày thẩm định", "Ví dụ 10/06/2013"),
            line(
                "office",
                "Bộ phận, hội đồng thẩm định",
                "Ghi tên phòng hoặc hội đồng, không ghi tên người",
            ),
            lines("fit", "1. Sự phù hợp với nội dung hoạt động khuyến công", ""),
            lines("need", "2. Mục tiêu, sự cần thiết, hiệu quả, tính hợp lý của kinh phí", ""),
            lines("capacity", "3. Năng lực của đơn vị thực hiện, phối hợp, thụ hưởng", ""),
            lines("combination", "4. Khả năng kết hợp, lồng ghép với chương trình khác", ""),
            lines("completeness", "5. Sự đầy đủ, hợp lệ của hồ sơ", ""),
            line("amount", "Kinh phí đề nghị hỗ trợ (triệu đồng)", "Ví dụ 180"),
            choice("result", "Kết luận", options!(AppraisalResult)),
        ],
        EntryKind::Progress => vec![
            line("on_day", "Số liệu đến ngày", "Ví dụ 24/06/2013"),
            line("percent", "Khối lượng đã thực hiện (%)", "Từ 0 đến 100, so với toàn bộ đề án"),
            lines("content", "Nội dung đã thực hiện", ""),
            line("amount", "Kinh phí khuyến công đã chi (triệu đồng)", ""),
            line("counterpart", "Vốn đơn vị thụ hưởng đã bỏ ra (triệu đồng)", ""),
            lines("difficulties", "Khó khăn, vướng mắc", ""),
            lines("proposals", "Kiến nghị", ""),
        ],
        EntryKind::Voucher => vec![
            line("number", "Số chứng từ", "Ví dụ 0000125"),
            line("on_day", "Ngày chứng từ", "Ví dụ 20/06/2013"),
            line("issuer", "Đơn vị lập chứng từ", "Bên bán, bên nhận tiền"),
            line("content", "Nội dung chi", ""),
            line("amount", "Số tiền (triệu đồng)", "Ví dụ 180; hoặc ghi rõ 180.000.000 đồng"),
            choice("source", "Chi từ nguồn", options!(Source)),
            choice("cost_id", "Thuộc dòng dự toán", costs_of(costs)),
            of,
            line("location", "Vị trí trong hồ sơ (không bắt buộc)", "Ví dụ: tập 2, trang 15"),
        ],
        EntryKind::Acceptance => vec![
            choice("scope", "Phạm vi nghiệm thu", options!(AcceptanceScope)),
            of,
            line("on_day", "Ngày nghiệm thu", "Ví dụ 20/07/2013"),
            line("place", "Địa điểm", "Ví dụ: ấp 2, xã Hậu Thạnh Đông"),
            lines("content", "Kết quả thực hiện so với hợp đồng", ""),
            line("amount", "Giá trị được khuyến công hỗ trợ (triệu đồng)", ""),
            line("counterpart", "Khối lượng bằng vốn của đơn vị thụ hưởng (triệu đồng)", ""),
            lines("parties", "Thành phần dự", "Ghi cơ quan, đơn vị; không ghi tên người"),
            choice("result", "Kết luận", options!(AcceptanceResult)),
            lines("remarks", "Nội dung còn phải hoàn thiện", ""),
        ],
    }
}

fn costs_of(costs: &[Entry]) -> Vec<(String, String)> {
    let none = std::iter::once((String::new(), "Chưa gắn với dòng nào".to_owned()));
    let rows =
        costs.iter().filter_map(|cost| Some((cost.id.clone(), cost.cost()?.content.clone())));
    none.chain(rows).collect()
}

/// Fields of the paper; a voucher is its own.
pub fn entry_paper_fields(kind: EntryKind) -> Vec<Field> {
    if kind == EntryKind::Voucher { Vec::new() } else { documents::form::fields() }
}

/// An entry as its form shows it.
pub fn typed_entry(entry: &Entry) -> Typed {
    let money = |vnd: i64| if vnd == 0 { String::new() } else { Vi::million(vnd) };
    let mut pairs = vec![
        ("participant_id", entry.participant_id.clone()),
        ("on_day", entry.on_day.vi()),
        ("source", entry.source.clone()),
        ("amount", money(entry.amount_vnd)),
        ("location", entry.location.clone()),
        ("revision", entry.revision.to_string()),
    ];
    pairs.extend(match &entry.said {
        EntrySaid::Cost(said) => vec![
            ("ordinal", said.ordinal.to_string()),
            ("content", said.content.clone()),
            ("year", said.year.to_string()),
            ("support", money(said.support_vnd)),
            ("counterpart", money(said.counterpart_vnd)),
            ("other", money(said.other_vnd)),
            ("note", said.note.clone()),
        ],
        EntrySaid::Lesson(said) => vec![
            ("ordinal", said.ordinal.to_string()),
            ("content", said.content.clone()),
            ("theory_hours", said.theory_hours.to_string()),
            ("practice_hours", said.practice_hours.to_string()),
            ("note", said.note.clone()),
        ],
        EntrySaid::Appraisal(said) => vec![
            ("office", said.office.clone()),
            ("fit", said.fit.clone()),
            ("need", said.need.clone()),
            ("capacity", said.capacity.clone()),
            ("combination", said.combination.clone()),
            ("completeness", said.completeness.clone()),
            ("result", said.result.to_string()),
        ],
        EntrySaid::Progress(said) => vec![
            ("percent", said.percent.to_string()),
            ("content", said.content.clone()),
            ("counterpart", money(said.counterpart_vnd)),
            ("difficulties", said.difficulties.clone()),
            ("proposals", said.proposals.clone()),
        ],
        EntrySaid::Voucher(said) => vec![
            ("number", said.number.clone()),
            ("issuer", said.issuer.clone()),
            ("content", said.content.clone()),
            ("cost_id", said.cost_id.clone()),
        ],
        EntrySaid::Acceptance(said) => vec![
            ("scope", said.scope.to_string()),
            ("place", said.place.clone()),
            ("content", said.content.clone()),
            ("counterpart", money(said.counterpart_vnd)),
            ("parties", said.parties.clone()),
            ("result", said.result.to_string()),
            ("remarks", said.remarks.clone()),
        ],
    });
    Typed::of(&pairs)
}

/// Reads an entry with its paper.
pub fn check_entry(kind: EntryKind, typed: &Typed) -> Result<(NewEntry, NewDocument), Problems> {
    let mut reader = Reader::new(typed);
    let mut entry = NewEntry {
        participant_id: reader.text("participant_id"),
        kind,
        on_day: Day(jiff::civil::Date::ZERO),
        source: None,
        amount_vnd: 0,
        said: read_said(kind, &mut reader),
        location: reader.text("location"),
    };
    if let EntrySaid::Cost(cost) = &entry.said {
        entry.amount_vnd = cost.total_vnd();
        if entry.amount_vnd == 0 {
            reader.add("support", "Hãy nhập ít nhất một số tiền lớn hơn 0, ví dụ 180.");
        }
    } else if kind != EntryKind::Lesson {
        entry.on_day = reader.day("on_day");
        entry.amount_vnd = reader.optional_million("amount").unwrap_or_default();
    }
    if let EntrySaid::Voucher(said) = &entry.said {
        entry.source = Some(reader.choice("source", Source::Local));
        if entry.amount_vnd == 0 {
            reader.add("amount", "Hãy nhập số tiền lớn hơn 0, ví dụ 180.");
        }
        let paper = voucher_paper(said, entry.on_day);
        return reader.finish((entry, paper));
    }
    let document = documents::form::read(&mut reader);
    if matches!(kind, EntryKind::Cost | EntryKind::Lesson)
        && let Some(day) = document.issued_on
    {
        entry.on_day = day;
    }
    reader.finish((entry, document))
}

/// The voucher is the paper that says so.
fn voucher_paper(said: &VoucherEntry, on_day: Day) -> NewDocument {
    NewDocument {
        kind: documents::Kind::Other,
        number: said.number.clone(),
        issued_on: Some(on_day),
        issuer: said.issuer.clone(),
        subject_line: said.content.clone(),
        file_sha256: None,
        file_name: String::new(),
        file_bytes: 0,
    }
}

fn money(reader: &mut Reader<'_>, name: &'static str) -> i64 {
    reader.optional_million(name).unwrap_or_default()
}

fn count(reader: &mut Reader<'_>, name: &'static str) -> i64 {
    reader.optional_count(name).unwrap_or_default()
}

fn read_said(kind: EntryKind, reader: &mut Reader<'_>) -> EntrySaid {
    match kind {
        EntryKind::Cost => EntrySaid::Cost(CostEntry {
            ordinal: count(reader, "ordinal"),
            content: reader.required("content", "Hãy nhập nội dung chi."),
            year: year(reader, "year"),
            support_vnd: money(reader, "support"),
            counterpart_vnd: money(reader, "counterpart"),
            other_vnd: money(reader, "other"),
            note: reader.text("note"),
        }),
        EntryKind::Lesson => EntrySaid::Lesson(LessonEntry {
            ordinal: count(reader, "ordinal"),
            content: reader.required("content", "Hãy nhập tên môn hoặc nội dung."),
            theory_hours: count(reader, "theory_hours"),
            practice_hours: count(reader, "practice_hours"),
            note: reader.text("note"),
        }),
        EntryKind::Appraisal => EntrySaid::Appraisal(AppraisalEntry {
            office: reader.required("office", "Hãy nhập phòng hoặc hội đồng đã thẩm định."),
            fit: reader.text("fit"),
            need: reader.text("need"),
            capacity: reader.text("capacity"),
            combination: reader.text("combination"),
            completeness: reader.text("completeness"),
            result: reader.choice("result", AppraisalResult::Agreed),
        }),
        EntryKind::Progress => {
            let percent = count(reader, "percent");
            if percent > ALL {
                reader.add("percent", "Khối lượng tính trên toàn bộ đề án nên không quá 100 %.");
            }
            EntrySaid::Progress(ProgressEntry {
                percent,
                content: reader.required("content", "Hãy ghi nội dung đã thực hiện."),
                counterpart_vnd: money(reader, "counterpart"),
                difficulties: reader.text("difficulties"),
                proposals: reader.text("proposals"),
            })
        }
        EntryKind::Voucher => EntrySaid::Voucher(VoucherEntry {
            number: reader.required("number", "Hãy nhập số chứng từ."),
            issuer: reader
                .required("issuer", "Hãy nhập đơn vị lập chứng từ: bên bán, bên nhận tiền."),
            content: reader.required("content", "Hãy nhập nội dung chi của chứng từ."),
            cost_id: reader.text("cost_id"),
        }),
        EntryKind::Acceptance => EntrySaid::Acceptance(AcceptanceEntry {
            scope: reader.choice("scope", AcceptanceScope::Place),
            place: reader.text("place"),
            content: reader.required("content", "Hãy ghi kết quả thực hiện so với hợp đồng."),
            counterpart_vnd: money(reader, "counterpart"),
            parties: reader.required("parties", "Hãy ghi cơ quan, đơn vị dự nghiệm thu."),
            result: reader.choice("result", AcceptanceResult::Passed),
            remarks: reader.text("remarks"),
        }),
    }
}
