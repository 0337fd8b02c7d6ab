//! Everything the program holds of a body, as one zip: JSON for programs, workbooks for people. Only
//! what the viewer may see.

use crate::App;
use crate::clusters::store as clusters;
use crate::documents::Document;
use crate::events::Event;
use crate::events::told::{self, Told};
use crate::organizations::{self, Organization, People, Section, Whole, any_gives};
use crate::reports::model::ReportValue;
use crate::reports::store::FoundReport;
use crate::store::Day;
use crate::users::{Right, Viewer};
use paper::table::{self, Field, Table};
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// As whom somebody sees a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    /// Works with the register where the body is.
    Officer,
    /// Acts for the body: sees what is its own, without what officers note for each other.
    Own,
}

impl Sees {
    /// As whom the viewer sees a body that was found for them; `None` for whoever does not.
    pub async fn of(app: &App, viewer: &Viewer, id: &str) -> crate::store::Result<Option<Self>> {
        let roles = organizations::store::list_roles_reaching(&app.store, viewer, id).await?;
        if any_gives(&roles, Right::SeeOrganizations) {
            return Ok(Some(Self::Officer));
        }
        let own = organizations::store::list_own(&app.store, viewer).await?;
        let is_own = own.iter().any(|body| body.id == id) && any_gives(&roles, Right::SeeOwn);
        Ok(is_own.then_some(Self::Own))
    }
}

/// One table of the zip.
struct Part {
    title: String,
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Part {
    fn of(title: &str, headings: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Self {
        Self {
            title: title.to_owned(),
            headings: headings.iter().map(|heading| (*heading).to_owned()).collect(),
            rows: rows.collect(),
        }
    }
}

/// Everything that is read for the zip.
struct Everything {
    whole: Whole,
    reports: Vec<(FoundReport, Vec<ReportValue>)>,
    papers: Vec<Document>,
    told: Vec<Told>,
    made_at: String,
}

/// Writes the zip.
pub async fn write(
    app: &App,
    viewer: &Viewer,
    organization: Organization,
    sees: Sees,
) -> Result<Vec<u8>, crate::error::Error> {
    let id = organization.id.clone();
    let whole = organizations::whole(app, viewer, organization).await?;
    let mut reports = Vec::new();
    for report in crate::reports::store::list_of_organization(&app.store, viewer, &id).await? {
        let values =
            crate::reports::store::list_values(&app.store, viewer, &report.report.id).await?;
        reports.push((report, values));
    }
    let papers = crate::documents::store::list_of_organization(&app.store, viewer, &id).await?;
    let mut told = history(app, viewer, &id, whole.on).await?;
    if sees == Sees::Own {
        told = told::without_notes(told);
    }
    let everything =
        Everything { whole, reports, papers, told, made_at: app.clock.now().to_string() };
    let zipped = tokio::task::spawn_blocking(move || zip(&everything)).await;
    Ok(zipped.map_err(anyhow::Error::from)??)
}

/// What was done to a body, to what was made one with it and to its projects, latest first.
async fn history(app: &App, viewer: &Viewer, id: &str, on: Day) -> crate::store::Result<Vec<Told>> {
    let mut subjects = organizations::store::list_ids_within(&app.store, viewer, id).await?;
    let projects = clusters::list_projects_of(&app.store, viewer, id, on).await?;
    subjects.extend(projects.into_iter().map(|project| project.id));
    let mut events: Vec<Event> = Vec::new();
    for subject in subjects {
        events.extend(crate::events::list(&app.store, &subject).await?);
    }
    events.sort_by(|one, other| other.id.cmp(&one.id));
    told::tell(&app.store, &events).await
}

fn zip(everything: &Everything) -> anyhow::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    let (name, made) = (&everything.whole.organization.name, &everything.made_at);
    zip.start_file("DOC-TRUOC.txt", options)?;
    writeln!(
        zip,
        "Hồ sơ mà chương trình Longan giữ về “{name}”, lập lúc {made} (UTC).\n\
         du-lieu.json: cho máy đọc. Các tệp .xlsx: mỗi loại dữ liệu một bảng.\n\
         Chỉ gồm những gì người tải được xem."
    )?;
    zip.start_file("du-lieu.json", options)?;
    zip.write_all(&serde_json::to_vec_pretty(&json(everything))?)?;
    let parts = parts(everything).into_iter().filter(|part| !part.rows.is_empty());
    for (nth, part) in parts.enumerate() {
        let file = format!("{:02}-{}.xlsx", nth + 1, kernel::text::slug(&part.title));
        zip.start_file(file, options)?;
        zip.write_all(&workbook(part)?)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn workbook(part: Part) -> anyhow::Result<Vec<u8>> {
    let columns = part.headings.into_iter().map(|heading| table::Column {
        heading,
        kind: table::Kind::Text,
        width: 24,
    });
    let table = Table {
        title: part.title,
        subtitles: Vec::new(),
        columns: columns.collect(),
        notes: Vec::new(),
    };
    let rows = part.rows.into_iter().map(|row| row.into_iter().map(Field::Text).collect());
    let mut out = Cursor::new(Vec::new());
    table::write_xlsx(&table, rows, &mut out)?;
    Ok(out.into_inner())
}

fn json(everything: &Everything) -> serde_json::Value {
    let Everything { whole, reports, papers, told, made_at } = everything;
    let reports = reports.iter().map(|(found, values)| {
        serde_json::json!({ "report": found.report, "subject": found.subject, "cluster": found.cluster, "values": values })
    });
    let events = told.iter().map(|act| {
        serde_json::json!({
            "at": act.at, "who": act.who, "what": act.what, "note": act.note, "document": act.document,
            "changes": act.changes,
        })
    });
    serde_json::json!({
        "made_at": made_at, "organization": whole.organization, "kind_label": whole.organization.kind_label(),
        "facts": whole.facts, "people_shown": if whole.people == People::Shown { "yes" } else { "no" },
        "sections": whole.sections, "merged": whole.merges, "reports": reports.collect::<Vec<_>>(),
        "papers": papers, "events": events.collect::<Vec<_>>(),
    })
}

fn parts(everything: &Everything) -> Vec<Part> {
    let Everything { whole, reports, papers, told, .. } = everything;
    let mut parts = vec![words(whole)];
    parts.extend(facts(whole));
    parts.extend(whole.sections.iter().map(section));
    let merged = whole.merges.iter().map(|merge| {
        let code = merge.merged_tax_code.clone().unwrap_or_default();
        vec![merge.merged_name.clone(), code, merge.reason.clone()]
    });
    parts.push(Part::of("Hồ sơ đã nhập về đây", &["Tên", "Mã số thuế", "Lý do"], merged));
    parts.extend(of_reports(reports));
    let listed = papers.iter().map(|paper| {
        let day = paper.issued_on.map(Day::vi).unwrap_or_default();
        let kind = paper.kind.label().to_owned();
        vec![kind, paper.number.clone(), day, paper.issuer.clone(), paper.subject_line.clone()]
    });
    let headings = ["Loại", "Số, ký hiệu", "Ngày", "Cơ quan ban hành", "Trích yếu"];
    parts.push(Part::of("Văn bản", &headings, listed));
    let acts = told.iter().map(|act| {
        let changes = act.changes.iter().map(|(field, was, is)| {
            if was.is_empty() {
                format!("{field}: {is}")
            } else {
                format!("{field}: {was} → {is}")
            }
        });
        vec![
            act.at.clone(),
            act.who.clone(),
            act.what.clone(),
            act.document.clone(),
            act.note.clone(),
            changes.collect::<Vec<_>>().join("; "),
        ]
    });
    let headings = ["Lúc", "Ai", "Việc", "Căn cứ", "Lý do", "Thay đổi"];
    parts.push(Part::of("Lịch sử", &headings, acts));
    parts
}

fn words(whole: &Whole) -> Part {
    let body = &whole.organization;
    let rows = [
        ("Tên", body.name.clone()),
        ("Loại", body.kind_label().to_owned()),
        ("Mã số thuế", body.tax_code.clone().unwrap_or_default()),
        ("Điện thoại", body.phone.clone()),
        ("Thư điện tử", body.mail.clone()),
        ("Trạng thái", whole.state_label()),
        ("Ghi chú", body.note.clone()),
    ];
    let rows = rows.into_iter().map(|(field, value)| vec![field.to_owned(), value]);
    Part::of("Thông tin chung", &["Mục", "Nội dung"], rows)
}

fn day(day: Option<Day>) -> String {
    day.map(Day::vi).unwrap_or_default()
}

/// Headings of what holds from a day to a day.
const TERM: [&str; 5] = ["Tên", "Loại", "Từ ngày", "Đến trước ngày", "Văn bản"];

fn facts(whole: &Whole) -> Vec<Part> {
    let facts = &whole.facts;
    let names = facts.names.iter().map(|name| {
        let kind = name.kind.label().to_owned();
        vec![name.name.clone(), kind, day(name.from_day), day(name.to_day), name.document.clone()]
    });
    let addresses = facts.addresses.iter().map(|address| {
        let kind = address.kind.label().to_owned();
        let (from, to) = (address.from_day.vi(), day(address.to_day));
        vec![address.whole(), kind, from, to, address.document.clone()]
    });
    let people = facts.people.iter().map(|person| {
        vec![
            person.name.clone(),
            person.kind.label().to_owned(),
            person.title.clone(),
            person.phone.clone(),
            person.mail.clone(),
            person.from_day.vi(),
            day(person.to_day),
            person.document.clone(),
        ]
    });
    let industries = facts.industries.iter().map(|industry| {
        vec![
            industry.code.clone(),
            format!("{} {}", industry.version.label(), industry.name()),
            industry.weight.label().to_owned(),
            industry.from_day.vi(),
            day(industry.to_day),
            industry.document.clone(),
        ]
    });
    let states = facts.states.iter().map(|state| {
        let corrected =
            if state.counts() { String::new() } else { "đã đính chính".to_owned() };
        let label = state.state.label().to_owned();
        let reason = state.superseded_reason.clone();
        vec![label, state.on_day.vi(), corrected, reason, state.document.clone()]
    });
    vec![
        Part::of("Tên gọi khác, tên cũ", &TERM, names),
        Part::of(
            "Địa chỉ",
            &["Địa chỉ", "Loại", "Từ ngày", "Đến trước ngày", "Văn bản"],
            addresses,
        ),
        Part::of(
            "Người đại diện, liên hệ",
            &[
                "Họ và tên",
                "Vai trò",
                "Chức vụ",
                "Điện thoại",
                "Thư điện tử",
                "Từ ngày",
                "Đến trước ngày",
                "Văn bản",
            ],
            people,
        ),
        Part::of(
            "Ngành nghề đăng ký",
            &["Mã", "Ngành", "Vai trò", "Từ ngày", "Đến trước ngày", "Văn bản"],
            industries,
        ),
        Part::of(
            "Trạng thái theo thời gian",
            &["Trạng thái", "Từ ngày", "Tình trạng", "Lý do", "Văn bản"],
            states,
        ),
    ]
}

fn section(section: &Section) -> Part {
    let rows = section.rows.iter().map(|row| row.iter().map(|cell| cell.text.clone()).collect());
    let headings: Vec<&str> = section.columns.iter().map(|column| column.title).collect();
    Part::of(section.title, &headings, rows)
}

fn of_reports(reports: &[(FoundReport, Vec<ReportValue>)]) -> Vec<Part> {
    let named = |found: &FoundReport| {
        let report = &found.report;
        vec![report.form.label().to_owned(), report.period.clone(), report.version.to_string()]
    };
    let listed = reports.iter().map(|(found, _)| {
        let report = &found.report;
        let mut row = named(found);
        row.extend([
            found.subject.clone(),
            report.status.label().to_owned(),
            day(report.due_on),
            day(report.sent_on),
            found.document.clone(),
        ]);
        row
    });
    let values = reports.iter().flat_map(|(found, values)| {
        values.iter().map(move |value| {
            let mut row = named(found);
            let told = value.value.map(|value| value.to_string()).unwrap_or_default();
            row.extend([
                value.row_key.clone(),
                told,
                value.raw.clone(),
                value.way.label().to_owned(),
                value.explanation.clone(),
                value.note.clone(),
            ]);
            row
        })
    });
    vec![
        Part::of(
            "Báo cáo",
            &["Biểu mẫu", "Kỳ", "Lần", "Của", "Tình trạng", "Hạn gửi", "Ngày gửi", "Văn bản"],
            listed,
        ),
        Part::of(
            "Số liệu đã báo cáo theo biểu",
            &[
                "Biểu mẫu",
                "Kỳ",
                "Lần",
                "Dòng",
                "Giá trị",
                "Như đã nhập",
                "Cách nhập",
                "Giải trình",
                "Ghi chú",
            ],
            values,
        ),
    ]
}
