//! Whether the history is whole: every event is as it was written and in its place.

use super::model::{Finding, Severity};
use crate::App;
use crate::events::{self, Break, Flaw, told};

/// Fewest signs of a hash that are taken for one.
const SHORTEST_ANCHOR: usize = 16;

/// A hash as it was copied from paper: blanks go; enough of its beginning will do.
///
/// # Errors
/// A sentence for the person when it cannot be one.
pub fn read_anchor(text: &str) -> Result<String, String> {
    let anchor: String =
        text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    let is_hash = anchor.len() >= SHORTEST_ANCHOR && anchor.chars().all(|c| c.is_ascii_hexdigit());
    if is_hash {
        return Ok(anchor);
    }
    Err(format!(
        "Mã băm gồm chữ số và chữ từ a đến f, ít nhất {SHORTEST_ANCHOR} ký tự đầu; hãy chép đúng từ tờ giấy đã ghi (trang Nhật ký)."
    ))
}

/// Reads the whole history and tells where it does not hold.
pub(super) async fn findings(app: &App, anchor: Option<&str>) -> anyhow::Result<Vec<Finding>> {
    let verified = events::verify(&app.store, anchor).await?;
    Ok(verified.breaks.into_iter().map(told_of).collect())
}

fn told_of(found: Break) -> Finding {
    let Break { flaw, event_id, position, told } = found;
    let (action, moment) = told.split_once(' ').unwrap_or((told.as_str(), ""));
    let event = format!(
        "Sự kiện số {position} (mã {event_id}, “{}” lúc {})",
        told::action_label(action),
        told::moment_vi(moment)
    );
    let restore = "hãy giữ nguyên tệp hiện có và đối chiếu với bản sao lưu gần nhất";
    let (rule, message) = match flaw {
        Flaw::Altered => {
            ("events.altered", format!("{event} không còn như lúc được ghi; {restore}."))
        }
        Flaw::Missing => {
            ("events.missing", format!("{event}: sự kiện ngay trước đó đã mất; {restore}."))
        }
        Flaw::Displaced => (
            "events.displaced",
            format!(
                "{event} không nối tiếp sự kiện đứng trước: đã bị đổi chỗ hoặc chèn; {restore}."
            ),
        ),
        Flaw::Unchained => (
            "events.unchained",
            format!("{event} được thêm không qua chương trình: không nằm trong chuỗi nhật ký."),
        ),
        Flaw::Cut => (
            "events.cut",
            format!(
                "Nhật ký phải có {position} sự kiện nhưng chỉ còn nối được đến số {told}: phần cuối đã mất hoặc bị sửa; {restore}."
            ),
        ),
        Flaw::AnchorLost => (
            "events.anchor_lost",
            format!(
                "Không có sự kiện nào mang mã băm {told} đã ghi trên giấy (nhật ký hiện có {position} sự kiện): nhật ký đã bị viết lại, hoặc mã chép sai; {restore}."
            ),
        ),
    };
    Finding {
        rule,
        severity: Severity::Error,
        subject: event_id,
        name: format!("sự kiện số {position}"),
        path: String::new(),
        message,
    }
}
