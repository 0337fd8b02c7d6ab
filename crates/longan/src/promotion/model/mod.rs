//! The nouns of promotion.

mod effect;
mod entry;
mod entry_form;
mod fact;
mod form;
mod need;
mod project;
mod recognise;
mod sheet;
mod step;
mod step_form;
mod words;
mod yearly;

pub use effect::{
    Effect, EffectIndicator, EffectLine, Moment, NewEffect, check_effect, effect_fields,
    effect_lines, typed_effect,
};
pub use entry::{
    AcceptanceEntry, AcceptanceResult, AcceptanceScope, AppraisalEntry, AppraisalResult, CostEntry,
    Entry, EntryKind, EntrySaid, LessonEntry, NewEntry, ProgressEntry, VoucherEntry,
};
pub use entry_form::{check_entry, entry_fields, entry_paper_fields, typed_entry};
pub use fact::{
    FactKind, NewContract, NewFact, NewLine, NewParticipant, NewState, check_fact, fact_fields,
};
pub use form::{
    NewPlan, NewProgramme, NewProject, check_plan, check_programme, check_project, plan_fields,
    programme_fields, project_fields, typed_project,
};
pub use need::{
    Answer, Answers, AreaKind, Need, NeedForm, NeedStanding, NeedState, NeedStep, NewArea, NewNeed,
    NewNeedState, Origin, PriorityArea, Question, Sector, answer_fields, check_answers, check_need,
    check_need_state, need_fields, need_state_fields, typed_need,
};
pub use project::{
    Plan, PlanLine, PlanProject, Programme, Project, ProjectLine, Standing, TimedProject,
};
pub use sheet::{Contract, MoneyLine, Participant, StateFact};
pub use step::{
    Change, ChangedWords, NewChange, NewPaper, NewStep, PaperEntry, StepActor, StepEffect,
    StepFact, StepKind, StepPaperFact, StepWords, amount_label,
};
pub use step_form::{StepForm, check_change, check_step, step_fields, step_of};
pub use words::{
    Activity, Axis, Content, Part, Priority, ProjectKind, Source, Stage, State, Track,
};

pub use yearly::{YearGroup, YearLine, YearLineSum, YearProject, YearProjectCount};

use kernel::text::fold;

/// How a machine or content is compared: folded words, in their order, without marks.
pub fn equipment_key(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The number a project gets within its plan: the track's letters and its place in the list.
pub fn code_of(track: Track, ordinal: u32) -> String {
    let letters = match track {
        Track::National => "QG",
        Track::Local => "DP",
    };
    format!("{letters}{ordinal:02}")
}

/// What people read for a fact of this capability that rests on a paper.
pub fn fact_label(fact: &str) -> Option<String> {
    let (what, rest) = fact.split_once(':').unwrap_or((fact, ""));
    Some(match what {
        "promotion_plan" => "kế hoạch khuyến công".to_owned(),
        "promotion_project" => "đề án khuyến công".to_owned(),
        "promotion_contract" => "hợp đồng khuyến công".to_owned(),
        "promotion_need" => "nhu cầu khuyến công".to_owned(),
        "promotion_area" => "địa bàn ưu tiên khuyến công".to_owned(),
        "promotion_participant" => "đơn vị tham gia đề án".to_owned(),
        "promotion_entry" => {
            let kind = EntryKind::ALL.iter().find(|kind| kind.word() == rest)?;
            format!("đề án: {}", kind.label().to_lowercase())
        }
        "promotion_effect" => {
            let indicator = EffectIndicator::ALL.iter().find(|one| one.word() == rest)?;
            format!("hiệu quả đề án: {}", indicator.label().to_lowercase())
        }
        "promotion_state" => {
            let state = State::ALL.iter().find(|state| state.word() == rest);
            format!("đề án: {}", state.map_or(rest, |state| state.label()).to_lowercase())
        }
        "promotion_step" => super::procedure::title(rest)?.to_owned(),
        "promotion_paper" => super::procedure::paper_title(rest)?.to_owned(),
        "promotion_line" => {
            let (stage, source) = rest.split_once(' ').unwrap_or((rest, ""));
            let stage = Stage::ALL.iter().find(|one| one.word() == stage)?;
            let source = Source::ALL.iter().find(|one| one.word() == source)?;
            format!("kinh phí {} ({})", stage.label().to_lowercase(), source.label())
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_is_the_same_however_it_is_written() {
        assert_eq!(equipment_key("Máy tách màu (gạo)"), equipment_key("máy  tách màu gạo"));
        assert_eq!(equipment_key("Máy tiện CNC"), "may tien cnc");
        assert_eq!(code_of(Track::National, 1), "QG01");
        assert_eq!(
            fact_label("promotion_line:advanced national").unwrap(),
            "kinh phí tạm ứng (KCQG)"
        );
    }
}
