//! Reading decisions and states of clusters.

use super::{ClusterDraft, Decision};
use crate::clusters::State;
use crate::imports::model::Severity;
use crate::imports::read::cell::{TableReader, says_nothing};
use crate::imports::read::field::Field;
use crate::store::Day;
use kernel::day::parse_document_number;
use kernel::text::fold;

pub(super) fn read_decision(reader: &mut TableReader<'_>, row: u32, draft: &mut ClusterDraft) {
    let day = reader.day(row, Field::DecisionDay).map(|told| told.value);
    let Some(told) = reader.text(row, Field::DecisionNumber) else { return };
    let cell = reader.cell_of(row, Field::DecisionNumber);
    let written = told.value.trim_start_matches(['+', '=', '@', '-', ' ']).to_owned();
    if let Some((number, own_day)) = parse_document_number(&written) {
        if own_day.is_none() && day.is_none() && written.contains("ngày") {
            let message = format!(
                "Ô {cell}: không đọc được ngày của quyết định trong “{written}”. Hãy viết: số, rồi “ngày 14/9/2012”."
            );
            reader.note(Severity::Error, "day", &cell, &written, "số QĐ ngày …/…/…", message);
        }
        draft.decision = Some(told.with(Decision { number, day: day.or(own_day.map(Day)) }));
        return;
    }
    let folded = fold(&written);
    if let Some((_, rest)) = folded.split_once("truoc ")
        && let Some(day) = before(rest)
    {
        draft.formed_earlier = Some(told.with(day));
    } else if !says_nothing(&written) {
        let message = format!(
            "Ô {cell}: “{written}” không phải là số quyết định, nên không ghi nhận quyết định. Hãy viết như 3804/QĐ-UBND."
        );
        reader.note(Severity::Warning, "decision", &cell, &written, "3804/QĐ-UBND", message);
    }
}

/// The last day before the day or year that a folded text begins with.
fn before(text: &str) -> Option<Day> {
    let day = text
        .split(|c: char| !c.is_ascii_digit() && c != '/')
        .find_map(|word| kernel::day::parse_day(word).ok());
    let year = || {
        let digits: String = text
            .trim_start_matches(|c: char| !c.is_ascii_digit())
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        let year: i16 = digits.parse().ok().filter(|year| (1900..=2100).contains(year))?;
        jiff::civil::Date::new(year, 1, 1).ok()
    };
    day.or_else(year)?.yesterday().ok().map(Day)
}

/// The last day before the one a footnote "hình thành trước ngày … (05/10/2009)" names.
pub fn formed_before(meaning: &str) -> Option<Day> {
    let folded = fold(meaning);
    let (_, rest) = folded.split_once("hinh thanh truoc")?;
    // The day itself stands behind the number of the decision.
    let day = rest
        .split(|c: char| !c.is_ascii_digit() && c != '/')
        .find_map(|word| kernel::day::parse_day(word).ok());
    day.map_or_else(|| before(rest), |day| day.yesterday().ok().map(Day))
}

pub(super) fn read_states(reader: &mut TableReader<'_>, row: u32, draft: &mut ClusterDraft) {
    if let Some(told) = reader.text(row, Field::Status) {
        if let Some(state) = state(&told.value) {
            draft.status = Some(told.with(state));
        } else {
            let cell = reader.cell_of(row, Field::Status);
            let text = &told.value;
            let message = format!(
                "Ô {cell}: không rõ tình trạng “{text}”, nên không ghi nhận. Các cách viết được hiểu: Đang hoạt động; Đang XD hạ tầng; Đang GPMB; Đã có QĐ thành lập; Thỏa thuận địa điểm; Đề nghị thu hồi chủ trương."
            );
            reader.note(Severity::Warning, "status", &cell, text, "một tình trạng", message);
        }
    }
    if let Some(told) = reader.text(row, Field::Wastewater) {
        if let Some(state) = wastewater(&told.value) {
            draft.wastewater = Some(told.with(state));
        } else {
            let cell = reader.cell_of(row, Field::Wastewater);
            let text = &told.value;
            let message = format!("Ô {cell}: không rõ “{text}”. Hãy ghi: có, đang XD, hoặc chưa.");
            reader.note(Severity::Warning, "wastewater", &cell, text, "có; đang XD; chưa", message);
        }
    }
}

/// The state a column "Tình trạng" names.
fn state(text: &str) -> Option<State> {
    let folded = fold(text);
    let has = |words: &[&str]| words.iter().any(|word| folded.contains(word));
    Some(match () {
        () if has(&["thu hoi"]) => State::RevocationProposed,
        () if has(&["thoa thuan"]) => State::LocationAgreed,
        () if has(&["thanh lap"]) && !has(&["chua thanh lap"]) => State::Established,
        () if has(&["ha tang"]) && has(&["dang", "xd", "xay dung"]) => State::Building,
        () if has(&["gpmb", "den bu", "giai phong"]) => State::Clearing,
        () if has(&["ngung", "dung hoat dong"]) => State::Stopped,
        () if has(&["hoat dong"]) && !has(&["chua", "khong"]) => State::Operating,
        () if has(&["quy hoach"]) => State::Listed,
        () => return None,
    })
}

fn wastewater(text: &str) -> Option<State> {
    let folded = fold(text);
    Some(match folded.as_str() {
        "co" | "x" | "da co" | "dang hoat dong" | "hoat dong" => State::PlantOperating,
        text if text.contains("dang") && !text.starts_with("chua") => State::PlantBuilding,
        text if text.starts_with("chua") || text.starts_with("khong") => State::PlantNone,
        _ => return None,
    })
}
