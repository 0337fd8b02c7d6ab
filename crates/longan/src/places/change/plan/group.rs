//! The lines of one day: whether they hold together, and what they come to.

use super::super::{Column, Fault, Key, Kind, Line};
use super::before;
use crate::places::model::{COUNTRY_ID, Change, Level, Place, Preference};
use crate::places::units::Units;
use crate::store::Day;
use std::collections::{BTreeMap, BTreeSet};

/// The lines of one day.
pub struct Group<'a> {
    units: &'a Units,
    day: Day,
    lines: &'a [&'a Line],
    /// Units that begin.
    pub begun: Vec<Place>,
    /// What becomes what.
    pub changes: Vec<Change>,
    /// Units that end.
    pub ended: BTreeSet<String>,
    /// Units that end with nothing to follow: line and id.
    pub abolished: Vec<(u32, String)>,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

impl<'a> Group<'a> {
    /// The lines of `day`.
    pub fn new(units: &'a Units, day: Day, lines: &'a [&'a Line]) -> Self {
        let (begun, changes, ended) = (Vec::new(), Vec::new(), BTreeSet::new());
        Self { units, day, lines, begun, changes, ended, abolished: Vec::new(), faults: Vec::new() }
    }

    fn fault(&mut self, line: &Line, column: Column, found: &str, message: String) {
        let (found, column) = (found.to_owned(), column.label().to_owned());
        self.faults.push(Fault { line: line.number, column, found, message });
    }

    /// Works out what the lines come to.
    pub fn check(&mut self) {
        let mut by_old: BTreeMap<&Key, Vec<&Line>> = BTreeMap::new();
        let mut by_new: BTreeMap<&Key, Vec<&Line>> = BTreeMap::new();
        for line in self.lines {
            if let Some(old) = &line.old {
                by_old.entry(old).or_default().push(line);
            }
            if let Some(new) = &line.new {
                by_new.entry(new).or_default().push(line);
            }
        }
        for (old, lines) in &by_old {
            self.end(old, lines);
            self.check_kind(lines, &by_new);
        }
        // Provinces first: communes of the same file may lie in them.
        for (new, lines) in &by_new {
            self.begin(new, lines);
        }
        for (old, lines) in &by_old {
            self.connect(old, lines);
        }
        self.check_left_behind(&by_old);
    }

    fn end(&mut self, (level, code): &Key, lines: &[&Line]) {
        let last = before(self.day);
        let line = lines[0];
        match self.units.on(*level, code, last) {
            None => {
                let message = format!(
                    "Không có đơn vị {} nào mang mã {code} vào ngày {}. Hãy kiểm tra mã, cấp và ngày hiệu lực.",
                    level.label().to_lowercase(),
                    last.vi()
                );
                self.fault(line, Column::OldCode, code, message);
            }
            Some(place) if place.valid_to.is_some() => {
                let message = format!(
                    "{} đã có một lần thay đổi khác sau ngày này (đến {}). Hãy kiểm tra ngày hiệu lực.",
                    place.full_name,
                    place.last_day().map(Day::vi).unwrap_or_default()
                );
                self.fault(line, Column::Effective, &self.day.vi(), message);
            }
            Some(place) if place.valid_from.as_str() >= self.day.to_string().as_str() => {
                let message = "Ngày hiệu lực phải sau ngày bắt đầu của đơn vị cũ.".to_owned();
                self.fault(line, Column::Effective, &self.day.vi(), message);
            }
            Some(place) => {
                self.ended.insert(place.id.clone());
                if let ([only], None) = (lines, &line.new) {
                    self.abolished.push((only.number, place.id.clone()));
                }
            }
        }
    }

    /// Whether the words of the lines of one old unit agree with what the lines do.
    fn check_kind(&mut self, lines: &[&Line], by_new: &BTreeMap<&Key, Vec<&Line>>) {
        let first = lines[0];
        if let [only] = lines {
            let others = only.new.as_ref().and_then(|new| by_new.get(new)).map_or(1, Vec::len);
            match only.kind {
                Kind::Divided => self.fault(only, Column::Kind, only.kind.label(), "Đơn vị bị chia phải có từ hai dòng trở lên, mỗi đơn vị mới một dòng.".to_owned()),
                Kind::Renamed | Kind::Moved if others > 1 => self.fault(only, Column::Kind, only.kind.label(), "Có đơn vị khác cũng nhập vào đơn vị mới này; hãy ghi “nhập” hoặc “chia” cho các dòng đó.".to_owned()),
                _ => {}
            }
            if only.preference == Some(Preference::Alternative) {
                self.fault(
                    only,
                    Column::Default,
                    "không",
                    "Đơn vị cũ chỉ có một đơn vị mới, nên đơn vị mới đó là mặc định.".to_owned(),
                );
            }
            return;
        }
        if let Some(wrong) = lines.iter().find(|line| line.kind != Kind::Divided) {
            self.fault(wrong, Column::Kind, wrong.kind.label(), "Đơn vị cũ này có nhiều dòng; nếu bị chia, hãy ghi “chia” ở mọi dòng, nếu không, hãy bỏ dòng thừa.".to_owned());
        }
        let defaults =
            lines.iter().filter(|line| line.preference == Some(Preference::Default)).count();
        if defaults != 1 {
            self.fault(first, Column::Default, &defaults.to_string(), "Đơn vị bị chia phải có đúng một đơn vị mới mặc định: hãy ghi “có” ở một dòng, “không” ở các dòng còn lại.".to_owned());
        }
        let targets: BTreeSet<_> = lines.iter().map(|line| &line.new).collect();
        if targets.len() < lines.len() {
            self.fault(
                first,
                Column::NewCode,
                "",
                "Hai dòng ghi cùng đơn vị cũ và đơn vị mới. Hãy bỏ bớt một dòng.".to_owned(),
            );
        }
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one kind of beginning after the other, read from top to bottom"
    )]
    fn begin(&mut self, (level, code): &Key, lines: &[&Line]) {
        let first = lines[0];
        let day = self.day.to_string();
        let taken = self.units.with_code(*level, code).find(|place| {
            !self.ended.contains(&place.id)
                && place.valid_to.as_deref().is_none_or(|last| last >= day.as_str())
        });
        if let Some(place) = taken {
            let message = format!(
                "Mã {code} đang là của {}. Nếu đơn vị này cũng thay đổi địa giới, hãy thêm dòng cho chính nó (nhập vào đơn vị mới cùng mã).",
                place.full_name
            );
            self.fault(first, Column::NewCode, code, message);
            return;
        }
        let olds: Vec<Place> = lines
            .iter()
            .filter_map(|line| line.old.as_ref())
            .filter_map(|(level, code)| self.units.on(*level, code, before(self.day)))
            .cloned()
            .collect();
        let one = |column: Column, texts: Vec<&str>, faults: &mut Vec<Fault>| -> String {
            let told: BTreeSet<&str> = texts.into_iter().filter(|text| !text.is_empty()).collect();
            if told.len() > 1 {
                let found = told.iter().copied().collect::<Vec<_>>().join(" / ");
                let message = format!(
                    "Các dòng của đơn vị mới mang mã {code} ghi khác nhau ở cột này. Hãy ghi giống nhau."
                );
                faults.push(Fault {
                    line: first.number,
                    column: column.label().to_owned(),
                    found,
                    message,
                });
            }
            told.first().copied().unwrap_or_default().to_owned()
        };
        let mut faults = Vec::new();
        let mut name =
            one(Column::Name, lines.iter().map(|line| line.name.as_str()).collect(), &mut faults);
        let mut kind = one(
            Column::Type,
            lines.iter().map(|line| line.unit_kind.as_str()).collect(),
            &mut faults,
        );
        let full_name = one(
            Column::FullName,
            lines.iter().map(|line| line.full_name.as_str()).collect(),
            &mut faults,
        );
        let parent_code = one(
            Column::ParentCode,
            lines.iter().map(|line| line.parent_code.as_str()).collect(),
            &mut faults,
        );
        self.faults.extend(faults);
        // What is not said stays as it was, where there is only one that it could be as.
        let same = olds.iter().find(|old| (&old.level, &old.code) == (level, code)).or(match olds
            .as_slice()
        {
            [only] => Some(only),
            _ => None,
        });
        if let Some(same) = same {
            if name.is_empty() {
                name.clone_from(&same.name);
            }
            if kind.is_empty() {
                kind.clone_from(&same.kind);
            }
        }
        if name.is_empty() {
            self.fault(first, Column::Name, "", "Hãy ghi tên của đơn vị mới.".to_owned());
        }
        if kind.is_empty() {
            self.fault(
                first,
                Column::Type,
                "",
                "Hãy ghi loại đơn vị: tỉnh, thành phố, xã, phường, đặc khu …".to_owned(),
            );
        }
        let Some(parent) = self.parent(*level, &parent_code, first, &olds) else { return };
        let id = format!("{level}:{code}:{day}");
        let province_id = match level {
            Level::Province => Some(id.clone()),
            _ => self.province_of(&parent),
        };
        let full_name = if full_name.is_empty() { titled(&kind, &name) } else { full_name };
        self.begun.push(Place {
            id,
            code: code.clone(),
            level: *level,
            kind,
            name,
            full_name,
            parent_id: Some(parent),
            province_id,
            valid_from: day,
            valid_to: None,
            decree: first.decree.clone(),
            document_id: None,
        });
    }

    /// Id of the unit above a new one on its first day.
    fn parent(&mut self, level: Level, code: &str, line: &Line, olds: &[Place]) -> Option<String> {
        if level == Level::Province {
            return Some(COUNTRY_ID.to_owned());
        }
        if code.is_empty() {
            let above = olds.iter().find_map(|old| old.parent_id.clone());
            let above = above.map(|id| self.now(&id));
            let above = above.filter(|id| self.lives(id));
            if above.is_none() {
                self.fault(
                    line,
                    Column::ParentCode,
                    "",
                    "Hãy ghi mã của tỉnh (hoặc huyện) mà đơn vị mới thuộc về.".to_owned(),
                );
            }
            return above;
        }
        let padded = if code.len() < 2 { format!("{code:0>2}") } else { code.to_owned() };
        let parent_level = if level == Level::Commune && padded.len() > 2 {
            Level::District
        } else {
            Level::Province
        };
        let begun =
            self.begun.iter().find(|place| place.level == parent_level && place.code == padded);
        if let Some(place) = begun {
            return Some(place.id.clone());
        }
        let known = self
            .units
            .on(parent_level, &padded, self.day)
            .filter(|place| !self.ended.contains(&place.id));
        if known.is_none() {
            let message = format!(
                "Không có {} nào mang mã {padded} vào ngày {}.",
                if parent_level == Level::Province { "tỉnh" } else { "huyện" },
                self.day.vi()
            );
            self.fault(line, Column::ParentCode, code, message);
        }
        known.map(|place| place.id.clone())
    }

    /// What a unit is called on the day, where it became exactly one other.
    fn now(&self, id: &str) -> String {
        let mut id = id.to_owned();
        loop {
            if self.ended.contains(&id) {
                let next = self.successor(&id);
                return next.unwrap_or(id);
            }
            match self.units.after(&id) {
                [only] if !self.lives(&id) => id.clone_from(&only.new_id),
                _ => return id,
            }
        }
    }

    fn lives(&self, id: &str) -> bool {
        let known = self
            .units
            .get(id)
            .is_some_and(|place| place.exists_on(self.day) && !self.ended.contains(id));
        known || self.begun.iter().any(|place| place.id == id)
    }

    /// The only unit of this file that an ending unit becomes.
    fn successor(&self, id: &str) -> Option<String> {
        let place = self.units.get(id)?;
        let mut news = self.lines.iter().filter(|line| {
            line.old
                .as_ref()
                .is_some_and(|(level, code)| *level == place.level && *code == place.code)
        });
        let (first, more) = (news.next()?, news.next());
        let (level, code) = first.new.as_ref()?;
        more.is_none().then(|| format!("{level}:{code}:{}", self.day))
    }

    fn province_of(&self, id: &str) -> Option<String> {
        let begun = self.begun.iter().find(|place| place.id == id);
        let place = begun.or_else(|| self.units.get(id))?;
        if place.level == Level::Province {
            Some(place.id.clone())
        } else {
            place.province_id.clone()
        }
    }

    fn connect(&mut self, (level, code): &Key, lines: &[&Line]) {
        let Some(old) = self.units.on(*level, code, before(self.day)) else { return };
        for line in lines {
            let Some((level, code)) = &line.new else { continue };
            let preference = if lines.len() == 1 {
                Preference::Default
            } else {
                line.preference.unwrap_or(Preference::Alternative)
            };
            self.changes.push(Change {
                old_id: old.id.clone(),
                new_id: format!("{level}:{code}:{}", self.day),
                kind: line.kind.word().to_owned(),
                preference,
                effective_on: self.day.to_string(),
                decree: line.decree.clone(),
            });
        }
    }

    /// A unit that ends leaves nothing behind: what lies in it ends too, or the unit becomes
    /// exactly one other of its level.
    fn check_left_behind(&mut self, by_old: &BTreeMap<&Key, Vec<&Line>>) {
        for ((level, code), lines) in by_old {
            let Some(old) = self.units.on(*level, code, before(self.day)) else { continue };
            let day = self.day.to_string();
            let stays = |child: &&Place| {
                !self.ended.contains(&child.id)
                    && child.level != Level::Region
                    && child.valid_to.as_deref().is_none_or(|last| last >= day.as_str())
            };
            let parts = self.units.parts(&old.id);
            let left: Vec<&str> =
                parts.into_iter().filter(stays).map(|child| child.full_name.as_str()).collect();
            let goes_on = matches!(lines.as_slice(), [only] if only.new.as_ref().is_some_and(|new| new.0 == *level));
            if !left.is_empty() && !goes_on {
                let message = format!(
                    "{} còn {} đơn vị trực thuộc chưa có dòng nào ({}…). Hãy thêm dòng “chuyển” cho từng đơn vị.",
                    old.full_name,
                    left.len(),
                    left.iter().take(2).copied().collect::<Vec<_>>().join(", ")
                );
                self.fault(lines[0], Column::OldCode, code, message);
            }
        }
    }
}

/// "Phường Tân An" from its kind and name.
fn titled(kind: &str, name: &str) -> String {
    let mut letters = kind.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{} {name}", letters.as_str())
}
