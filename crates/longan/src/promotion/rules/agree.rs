//! Whether what the forms say agrees with the money of the project and with itself.

use super::super::model::{AcceptanceScope, Entry, MoneyLine, Source, Stage};
use kernel::number::format_scaled;

/// Something that does not agree, in a sentence that says what to look at.
pub type Disagreement = String;

fn dong(vnd: i64) -> String {
    format!("{} đồng", format_scaled(vnd, 0, 0, 0))
}

fn lines_of(lines: &[MoneyLine], stage: Stage, source: Source) -> i64 {
    let of = lines.iter().filter(|line| line.counts());
    of.filter(|line| line.stage == stage && line.source == source).map(|line| line.amount_vnd).sum()
}

fn support_of(lines: &[MoneyLine], stage: Stage) -> i64 {
    lines_of(lines, stage, Source::National) + lines_of(lines, stage, Source::Local)
}

/// What does not agree: settled money without vouchers, an estimate that is not what was approved,
/// more spent than advanced and settled, an acceptance that counts another volume of own money.
/// (TTLT 26/2014/TTLT-BTC-BCT, Điều 8: settlement rests on vouchers and on the acceptance.)
pub fn disagreements(lines: &[MoneyLine], entries: &[Entry]) -> Vec<Disagreement> {
    let entries: Vec<&Entry> = entries.iter().filter(|entry| entry.counts()).collect();
    let mut found = Vec::new();
    settled(lines, &entries, &mut found);
    estimated(lines, &entries, &mut found);
    spent(lines, &entries, &mut found);
    accepted(&entries, &mut found);
    found
}

fn vouchers(entries: &[&Entry], source: Source) -> i64 {
    let of = entries.iter().filter(|entry| entry.voucher().is_some());
    of.filter(|entry| entry.source() == Some(source)).map(|entry| entry.amount_vnd).sum()
}

fn settled(lines: &[MoneyLine], entries: &[&Entry], found: &mut Vec<Disagreement>) {
    for source in Source::ALL {
        let settled = lines_of(lines, Stage::Settled, *source);
        let proved = vouchers(entries, *source);
        if settled > proved {
            found.push(format!(
                "Quyết toán nguồn {} là {} nhưng chứng từ mới có {}, thiếu {}.",
                source.label(),
                dong(settled),
                dong(proved),
                dong(settled - proved)
            ));
        }
    }
}

fn estimated(lines: &[MoneyLine], entries: &[&Entry], found: &mut Vec<Disagreement>) {
    let costs: Vec<_> = entries.iter().filter_map(|entry| entry.cost()).collect();
    if costs.is_empty() {
        return;
    }
    let stages = [Stage::Allotted, Stage::Appraised, Stage::Requested];
    let asked = stages.iter().find(|stage| support_of(lines, **stage) > 0);
    let Some(stage) = asked else { return };
    let (line, estimate) =
        (support_of(lines, *stage), costs.iter().map(|cost| cost.support_vnd).sum::<i64>());
    if line != estimate {
        found.push(format!(
            "Dự toán có {} kinh phí khuyến công, dòng kinh phí {} là {}. Hãy sửa dự toán hoặc đính chính dòng kinh phí.",
            dong(estimate),
            kernel::text::lower_first(stage.label()),
            dong(line)
        ));
    }
}

fn spent(lines: &[MoneyLine], entries: &[&Entry], found: &mut Vec<Disagreement>) {
    let latest = entries.iter().rfind(|entry| entry.progress().is_some());
    let allotted = support_of(lines, Stage::Allotted);
    if let Some(latest) = latest
        && allotted > 0
        && latest.amount_vnd > allotted
    {
        found.push(format!(
            "Báo cáo tiến độ đến {} ghi đã chi {}, nhiều hơn {} được duyệt.",
            latest.on_day.vi(),
            dong(latest.amount_vnd),
            dong(allotted)
        ));
    }
}

fn accepted(entries: &[&Entry], found: &mut Vec<Disagreement>) {
    let of = |scope: AcceptanceScope| {
        entries
            .iter()
            .filter_map(|entry| entry.acceptance())
            .filter(move |said| said.scope == scope)
    };
    let places: i64 = of(AcceptanceScope::Place).map(|said| said.counterpart_vnd).sum();
    let has_places = of(AcceptanceScope::Place).next().is_some();
    for whole in of(AcceptanceScope::Whole).chain(of(AcceptanceScope::Agency)) {
        if has_places && whole.counterpart_vnd != places {
            found.push(format!(
                "Vốn của đơn vị thụ hưởng: {} ghi {}, cộng các biên bản từng địa điểm là {}.",
                kernel::text::lower_first(whole.scope.label()),
                dong(whole.counterpart_vnd),
                dong(places)
            ));
        }
    }
}
