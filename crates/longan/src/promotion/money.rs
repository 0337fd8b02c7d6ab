//! The money of a project: its sums, and what the law says of each line.

use super::model::{MoneyLine, Plan, Project, Source, Stage, Track};
use super::rules::{Judgement, Jurisdiction, Wanted, judge_advance, judge_support};
use crate::places::Place;
use crate::store::Day;
use kernel::law::Law;
use kernel::number::format_scaled;

/// What the law needs to know of a project to judge its lines.
#[derive(Clone, Debug)]
pub struct Grounds<'a> {
    /// The law.
    pub law: &'a Law,
    /// The project.
    pub project: &'a Project,
    /// Its plan.
    pub plan: &'a Plan,
    /// The day that decides which row holds: that of the plan's approval, or today before it.
    pub on: Day,
    /// The provinces whose rules come before the national ones.
    pub provinces: Vec<Jurisdiction>,
}

/// A line and what the law says of it.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The line.
    pub line: MoneyLine,
    /// What the law says; empty where it sets nothing for such a line.
    pub judgements: Vec<Judgement>,
}

/// The sums of a project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Promotion money approved.
    pub support_vnd: i64,
    /// What beneficiaries bring.
    pub counterpart_vnd: i64,
    /// Everything else.
    pub other_vnd: i64,
    /// Promotion money advanced.
    pub advanced_vnd: i64,
    /// Promotion money settled.
    pub settled_vnd: i64,
    /// Promotion money that came back.
    pub returned_vnd: i64,
}

impl Sums {
    /// Sums what counts of some lines.
    pub fn of<'l>(lines: impl Iterator<Item = &'l MoneyLine>) -> Self {
        let mut sums = Self::default();
        for line in lines.filter(|line| line.counts()) {
            match (line.stage, line.source) {
                (Stage::Allotted, Source::National | Source::Local) => {
                    sums.support_vnd += line.amount_vnd;
                }
                (Stage::Allotted, Source::Counterpart) => sums.counterpart_vnd += line.amount_vnd,
                (Stage::Allotted, _) => sums.other_vnd += line.amount_vnd,
                (Stage::Advanced, Source::National | Source::Local) => {
                    sums.advanced_vnd += line.amount_vnd;
                }
                (Stage::Settled, Source::National | Source::Local) => {
                    sums.settled_vnd += line.amount_vnd;
                }
                (Stage::Returned, Source::National | Source::Local) => {
                    sums.returned_vnd += line.amount_vnd;
                }
                _ => {}
            }
        }
        sums
    }

    /// Whole cost.
    pub fn total_vnd(&self) -> i64 {
        self.support_vnd + self.counterpart_vnd + self.other_vnd
    }

    /// Promotion money that was advanced, not settled and has not come back.
    pub fn unsettled_vnd(&self) -> i64 {
        (self.advanced_vnd - self.settled_vnd - self.returned_vnd).max(0)
    }

    /// How much a đồng of support brings with it, to one decimal: "16,4".
    pub fn leverage(&self) -> Option<String> {
        if self.support_vnd <= 0 {
            return None;
        }
        let tenths = i128::from(self.counterpart_vnd) * 100 / i128::from(self.support_vnd);
        Some(format_scaled(i64::try_from(tenths).ok()?, 2, 0, 1))
    }

    /// Share of the support that has been advanced, in percent.
    pub fn advanced_percent(&self) -> Option<String> {
        let ratio =
            kernel::number::Ratio { numerator: self.advanced_vnd, denominator: self.support_vnd };
        ratio.percent_vi()
    }
}

/// Provinces as the law knows them: those that had begun by a day, the latest first.
pub fn jurisdictions(track: Track, places: &[Place], on: Day) -> Vec<Jurisdiction> {
    if track == Track::National {
        return Vec::new();
    }
    let begun = places.iter().filter(|place| place.began_by(on));
    let mut provinces: Vec<Jurisdiction> = begun
        .map(|place| Jurisdiction {
            code: place.code.clone(),
            since: place.first_day(),
            until: place.last_day(),
        })
        .collect();
    provinces.sort_by_key(|province| std::cmp::Reverse(province.since));
    provinces
}

/// What the law says of each line, in their order. `lines` are all lines of the project.
pub fn judge(grounds: &Grounds<'_>, lines: Vec<MoneyLine>) -> Vec<Judged> {
    let judgements: Vec<Vec<Judgement>> =
        lines.iter().map(|line| judge_line(grounds, line, &lines)).collect();
    let judged = lines.into_iter().zip(judgements);
    judged.map(|(line, judgements)| Judged { line, judgements }).collect()
}

/// What the law says of one line among all of the project, whether it is on the register or not yet.
pub fn judge_line(grounds: &Grounds<'_>, line: &MoneyLine, all: &[MoneyLine]) -> Vec<Judgement> {
    if !line.counts() || !line.source.is_promotion() {
        return Vec::new();
    }
    let same_body = |other: &&MoneyLine| other.participant_id == line.participant_id;
    let sums = Sums::of(all.iter().filter(same_body));
    let whole = Sums::of(all.iter());
    match line.stage {
        Stage::Appraised | Stage::Allotted | Stage::Contracted | Stage::Settled => {
            let base = if sums.total_vnd() > 0 { sums } else { whole };
            // Before anything is allotted the cost is what the same stage says of all sources. Either
            // tells it only where somebody else pays too.
            let base_vnd = match base.total_vnd() {
                0 => whole_of_stage(all, line),
                allotted if allotted > base.support_vnd => allotted,
                _ => 0,
            };
            let is_whole = line.participant_id.is_empty();
            let wanted = Wanted {
                activity: grounds.project.activity,
                on: grounds.on,
                provinces: &grounds.provinces,
                base_vnd: Some(base_vnd).filter(|vnd| *vnd > 0),
                quantity: if is_whole { grounds.project.quantity } else { 1 },
                priority: grounds.project.priority,
            };
            vec![judge_support(grounds.law, &wanted, amount_by(all, line))]
        }
        Stage::Advanced => {
            let support = if sums.support_vnd > 0 { sums.support_vnd } else { whole.support_vnd };
            let before = all.iter().filter(same_body).filter(|other| {
                other.is_promotion_of(Stage::Advanced)
                    && (other.on_day, &other.id) < (line.on_day, &line.id)
            });
            let advanced = before.map(|other| other.amount_vnd).sum::<i64>() + line.amount_vnd;
            let activity = grounds.project.activity;
            judge_advance(grounds.law, activity, line.on_day, support, advanced)
        }
        Stage::Requested | Stage::Returned => Vec::new(),
    }
}

/// Everything a stage says of the cost, from all sources; nothing where nobody else pays.
fn whole_of_stage(all: &[MoneyLine], line: &MoneyLine) -> i64 {
    let same = all.iter().filter(|other| other.counts() && other.stage == line.stage);
    let same: Vec<&MoneyLine> = same.collect();
    if same.iter().all(|other| other.source.is_promotion()) {
        return 0;
    }
    same.iter().map(|other| other.amount_vnd).sum()
}

/// What a line comes to with those it changes: an amount that was allotted is raised or lowered
/// by another line of the same source, year, batch and body.
fn amount_by(all: &[MoneyLine], line: &MoneyLine) -> i64 {
    let of_one = |other: &MoneyLine| {
        (other.stage, other.source, other.year, other.batch, other.participant_id.clone())
    };
    let before = all.iter().filter(|other| {
        other.counts()
            && of_one(other) == of_one(line)
            && (other.on_day, &other.id) < (line.on_day, &line.id)
    });
    line.amount_vnd + before.map(|other| other.amount_vnd).sum::<i64>()
}
