//! The tables of a project's sheet.

use super::super::model::{
    Contract, CostEntry, Entry, EntryKind, MoneyLine, Part, Participant, Source, Stage,
};
use super::sheet::{SheetRow, SheetValue};
use kernel::number::Ratio;

/// A row from pairs; money of nothing stays empty.
pub fn row(pairs: Vec<(&str, SheetValue)>) -> SheetRow {
    let said = pairs.into_iter().filter(|(_, value)| *value != SheetValue::Vnd(0));
    said.map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Rows with their place in the list.
pub fn numbered(rows: impl IntoIterator<Item = SheetRow>) -> Vec<SheetRow> {
    let mut numbered = Vec::new();
    for (ordinal, mut row) in (1..).zip(rows) {
        row.insert("ordinal".to_owned(), SheetValue::Count(ordinal));
        numbered.push(row);
    }
    numbered
}

/// A content of the estimate over all its years.
struct Content<'e> {
    name: &'e str,
    rows: Vec<&'e Entry>,
}

fn contents(entries: &[Entry]) -> Vec<Content<'_>> {
    let mut contents: Vec<Content<'_>> = Vec::new();
    for entry in entries {
        let Some(cost) = entry.cost() else { continue };
        match contents.iter_mut().find(|content| content.name == cost.content) {
            Some(content) => content.rows.push(entry),
            None => contents.push(Content { name: &cost.content, rows: vec![entry] }),
        }
    }
    contents
}

/// The estimate, a row a content, with its support of each year.
pub fn costs(entries: &[Entry]) -> Vec<SheetRow> {
    numbered(contents(entries).into_iter().map(|content| {
        let costs = || content.rows.iter().filter_map(|entry| entry.cost());
        let notes: Vec<&str> =
            costs().map(|cost| cost.note.as_str()).filter(|note| !note.is_empty()).collect();
        let mut out = row(vec![
            ("content", content.name.into()),
            ("total", SheetValue::Vnd(costs().map(CostEntry::total_vnd).sum())),
            ("support", SheetValue::Vnd(costs().map(|cost| cost.support_vnd).sum())),
            ("counterpart", SheetValue::Vnd(costs().map(|cost| cost.counterpart_vnd).sum())),
            ("other", SheetValue::Vnd(costs().map(|cost| cost.other_vnd).sum())),
            ("note", notes.join("; ").into()),
        ]);
        for cost in costs().filter(|cost| cost.support_vnd != 0) {
            let key = format!("support_year_{}", cost.year);
            let before = match out.get(&key) {
                Some(SheetValue::Vnd(vnd)) => *vnd,
                _ => 0,
            };
            out.insert(key, SheetValue::Vnd(before + cost.support_vnd));
        }
        out
    }))
}

/// The estimate beside its vouchers, a row a content; vouchers of no content come last.
pub fn settlement(entries: &[Entry]) -> Vec<SheetRow> {
    let vouchers: Vec<&Entry> = entries.iter().filter(|e| e.kind == EntryKind::Voucher).collect();
    let belongs = |entry: &Entry, content: &Content<'_>| {
        let cost = entry.voucher().map(|voucher| voucher.cost_id.as_str());
        content.rows.iter().any(|row| Some(row.id.as_str()) == cost)
    };
    let compared = |name: &str, planned: i64, planned_support: i64, of: Vec<&&Entry>| {
        let spent: i64 = of.iter().map(|entry| entry.amount_vnd).sum();
        let is_support = |entry: &&&&Entry| entry.source().is_some_and(Source::is_promotion);
        let support: i64 = of.iter().filter(is_support).map(|entry| entry.amount_vnd).sum();
        let share = Ratio { numerator: spent, denominator: planned }.percent_vi();
        row(vec![
            ("content", name.into()),
            ("planned", SheetValue::Vnd(planned)),
            ("planned_support", SheetValue::Vnd(planned_support)),
            ("spent", SheetValue::Vnd(spent)),
            ("spent_support", SheetValue::Vnd(support)),
            ("spent_other", SheetValue::Vnd(spent - support)),
            ("left", SheetValue::Vnd(planned_support - support)),
            ("share", share.unwrap_or_default().into()),
        ])
    };
    let contents = contents(entries);
    let mut rows: Vec<SheetRow> = contents
        .iter()
        .map(|content| {
            let costs = || content.rows.iter().filter_map(|entry| entry.cost());
            let planned = costs().map(CostEntry::total_vnd).sum();
            let support = costs().map(|cost| cost.support_vnd).sum();
            let of = vouchers.iter().filter(|entry| belongs(entry, content)).collect();
            compared(content.name, planned, support, of)
        })
        .collect();
    let rest: Vec<&&Entry> = vouchers
        .iter()
        .filter(|entry| !contents.iter().any(|content| belongs(entry, content)))
        .collect();
    if !rest.is_empty() {
        rows.push(compared("Chứng từ chưa gắn với dòng dự toán", 0, 0, rest));
    }
    numbered(rows)
}

/// Vouchers: of promotion money alone, or of every source.
pub fn vouchers(entries: &[Entry], with_others: &[Source]) -> Vec<SheetRow> {
    let cost_of = |id: &str| {
        let found = entries.iter().find(|entry| entry.id == id);
        found.and_then(Entry::cost).map(|cost| cost.content.clone()).unwrap_or_default()
    };
    let listed = entries.iter().filter_map(|entry| {
        let (voucher, source) = (entry.voucher()?, entry.source()?);
        with_others.contains(&source).then_some((entry, voucher, source))
    });
    numbered(listed.map(|(entry, voucher, source)| {
        let support = if source.is_promotion() { entry.amount_vnd } else { 0 };
        row(vec![
            ("number", voucher.number.as_str().into()),
            ("day", entry.on_day.vi().into()),
            ("issuer", voucher.issuer.as_str().into()),
            ("content", voucher.content.as_str().into()),
            ("cost", cost_of(&voucher.cost_id).into()),
            ("name", entry.beneficiary.as_str().into()),
            ("source", source.label().into()),
            ("amount", SheetValue::Vnd(entry.amount_vnd)),
            ("support", SheetValue::Vnd(support)),
            ("rest", SheetValue::Vnd(entry.amount_vnd - support)),
        ])
    }))
}

/// Who is in the project, with the money approved for each.
pub fn participants(participants: &[Participant], lines: &[MoneyLine]) -> Vec<SheetRow> {
    let money = |id: &str, is: fn(Source) -> bool| -> i64 {
        let of = lines.iter().filter(|line| line.counts() && line.stage == Stage::Allotted);
        of.filter(|line| line.participant_id == id && is(line.source)).map(|l| l.amount_vnd).sum()
    };
    let named = participants.iter().filter(|one| one.part == Part::Beneficiary);
    numbered(named.map(|one| {
        row(vec![
            ("name", one.name.as_str().into()),
            ("tax_code", one.tax_code.clone().unwrap_or_default().into()),
            ("part", one.part.label().into()),
            ("support", SheetValue::Vnd(money(&one.id, Source::is_promotion))),
            ("counterpart", SheetValue::Vnd(money(&one.id, |s| s == Source::Counterpart))),
        ])
    }))
}

/// The training programme.
pub fn lessons(entries: &[Entry]) -> Vec<SheetRow> {
    let lessons = entries.iter().filter_map(Entry::lesson);
    numbered(lessons.map(|lesson| {
        row(vec![
            ("content", lesson.content.as_str().into()),
            ("theory", SheetValue::Count(lesson.theory_hours)),
            ("practice", SheetValue::Count(lesson.practice_hours)),
            ("hours", SheetValue::Count(lesson.theory_hours + lesson.practice_hours)),
            ("note", lesson.note.as_str().into()),
        ])
    }))
}

/// Acceptances of each place.
pub fn acceptances(entries: &[Entry]) -> Vec<SheetRow> {
    let of = entries.iter().filter_map(|entry| {
        let said = entry.acceptance()?;
        (said.scope.word() == "place").then_some((entry, said))
    });
    numbered(of.map(|(entry, said)| {
        row(vec![
            ("place", said.place.as_str().into()),
            ("name", entry.beneficiary.as_str().into()),
            ("day", entry.on_day.vi().into()),
            ("content", said.content.as_str().into()),
            ("amount", SheetValue::Vnd(entry.amount_vnd)),
            ("own", SheetValue::Vnd(said.counterpart_vnd)),
            ("result", said.result.label().into()),
        ])
    }))
}

/// Reports of progress up to a day.
pub fn progress(entries: &[Entry]) -> Vec<SheetRow> {
    let of = entries.iter().filter_map(|entry| Some((entry, entry.progress()?)));
    numbered(of.map(|(entry, said)| {
        row(vec![
            ("day", entry.on_day.vi().into()),
            ("percent", SheetValue::Count(said.percent)),
            ("content", said.content.as_str().into()),
            ("amount", SheetValue::Vnd(entry.amount_vnd)),
            ("own", SheetValue::Vnd(said.counterpart_vnd)),
        ])
    }))
}

/// Money by source and stage.
pub fn money(lines: &[MoneyLine]) -> Vec<SheetRow> {
    let counted: Vec<&MoneyLine> = lines.iter().filter(|line| line.counts()).collect();
    let of = |source: Source, stage: Stage| {
        let of = counted.iter().filter(|line| line.source == source && line.stage == stage);
        SheetValue::Vnd(of.map(|line| line.amount_vnd).sum())
    };
    let sources = Source::ALL.iter().filter(|s| counted.iter().any(|line| line.source == **s));
    sources
        .map(|source| {
            let mut pairs = vec![("source", source.label().into())];
            pairs.extend(Stage::ALL.iter().map(|stage| (stage.word(), of(*source, *stage))));
            row(pairs)
        })
        .collect()
}

/// What was advanced, each time.
pub fn advances(lines: &[MoneyLine]) -> Vec<SheetRow> {
    let mut advances: Vec<&MoneyLine> =
        lines.iter().filter(|line| line.is_promotion_of(Stage::Advanced)).collect();
    advances.sort_by_key(|line| (line.on_day, line.id.clone()));
    numbered(advances.into_iter().map(|line| {
        row(vec![
            ("day", line.on_day.vi().into()),
            ("document", line.document.as_str().into()),
            ("name", line.beneficiary.as_str().into()),
            ("amount", SheetValue::Vnd(line.amount_vnd)),
        ])
    }))
}

/// The contracts.
pub fn contracts(contracts: &[Contract]) -> Vec<SheetRow> {
    numbered(contracts.iter().map(|contract| {
        row(vec![
            ("number", contract.number.as_str().into()),
            ("day", contract.signed_on.vi().into()),
            ("name", contract.beneficiary.as_str().into()),
            ("amount", SheetValue::Vnd(contract.amount_vnd.unwrap_or_default())),
        ])
    }))
}
