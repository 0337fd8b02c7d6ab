//! How much may be advanced before the work is accepted.

use super::super::model::Activity;
use super::super::procedure;
use crate::store::Day;
use kernel::law::{Bound, Law, Resolved};

/// Which of the law's ratios for a first advance a kind of support falls under; `None` where the
/// paper names none, and the Central agency decides (`promotion.advance.other`).
pub fn advance_family(activity: Activity) -> Option<&'static str> {
    use Activity as A;
    Some(match activity {
        A::VocationalTraining => "promotion.advance.first.vocational_training",
        A::Training
        | A::HireConsultant
        | A::Trademark
        | A::AssociationRegional
        | A::AssociationNational
        | A::LinkageGroup
        | A::CleanerAssessment
        | A::SurveyAbroad
        | A::Conference => "promotion.advance.first.consulting_training",
        A::FairOrganise | A::FairJoin | A::FairAbroad | A::Media | A::ClusterPlan => {
            "promotion.advance.first.fair_media"
        }
        A::NewTechnologyModel
        | A::ReplicableModel
        | A::CleanerModel
        | A::Machinery
        | A::MachineryLine
        | A::PollutionEstablishment => "promotion.advance.first.model_machinery",
        A::Startup => "promotion.advance.first.startup_enterprise",
        A::ClusterWorks => "promotion.advance.first.cluster_infrastructure",
        A::PollutionCluster => "promotion.advance.first.cluster_pollution",
        A::AwardProvincial
        | A::AwardRegional
        | A::AwardNational
        | A::PrizeProvincial
        | A::PrizeRegional
        | A::PrizeNational
        | A::Showroom
        | A::RelocationInterest
        | A::Collaborators
        | A::ManagementAgency
        | A::ManagementExecutor
        | A::Other => return None,
    })
}

/// The ratios in force on a day: that of the kind of support, and that of all advances together
/// (`promotion.advance.total_max`). They come from two papers that contradict each other where a
/// new enterprise may be paid in full at once; both are told.
pub fn advance_caps(law: &Law, activity: Activity, on: Day) -> Vec<Resolved<'_>> {
    let keys = advance_family(activity).into_iter().chain(["promotion.advance.total_max"]);
    keys.filter_map(|key| law.on(key, on.0, None)).collect()
}

/// How the work stands at a first advance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkStanding {
    /// It has come as far as the law asks.
    Reached,
    /// It has not.
    Below,
    /// Nobody said how far it has come.
    Untold,
}

/// How far the work had come at a first advance, and what the law asks for (TT 36/2013, Điều 13).
#[derive(Clone, Debug)]
pub struct AdvanceWork {
    /// How it stands.
    pub standing: WorkStanding,
    /// What is asked for: "trên 70 % tổng vốn đầu tư".
    pub rule: String,
    /// Where that stands.
    pub citation: String,
    /// How far that has been checked.
    pub confidence: &'static str,
    /// Whether the text of the paper was read: a condition of any other only warns.
    pub is_verified: &'static str,
}

impl AdvanceWork {
    /// Whether it must be explained: it misses a condition whose text was read.
    pub fn needs_explanation(&self) -> bool {
        self.standing != WorkStanding::Reached && !self.is_verified.is_empty()
    }

    /// How it stands, in words.
    pub fn told(&self) -> &'static str {
        match self.standing {
            WorkStanding::Reached => "Đủ khối lượng",
            WorkStanding::Below => "Chưa đủ khối lượng",
            WorkStanding::Untold => "Chưa ghi khối lượng",
        }
    }
}

/// Whether the work has come far enough for a first advance on a day, in hundredths of a percent;
/// `None` where the law of that day asks for no such share of this kind of support.
/// (Article: see `promotion.advance.work.*` in `law/parameters/promotion.toml`.)
pub fn advance_work(
    law: &Law,
    activity: Activity,
    on: Day,
    done_hundredths: Option<i64>,
) -> Option<AdvanceWork> {
    let key = procedure::of_activity(activity).advance_work.as_deref()?;
    let asked = law.on(key, on.0, None)?;
    let least = asked.scaled(2)?;
    let is_reached = |done: i64| {
        if asked.bound() == Some(Bound::Above) { done > least } else { done >= least }
    };
    let standing = match done_hundredths {
        None => WorkStanding::Untold,
        Some(done) if is_reached(done) => WorkStanding::Reached,
        Some(_) => WorkStanding::Below,
    };
    let of = asked.value.scope.as_deref().unwrap_or_default();
    Some(AdvanceWork {
        standing,
        rule: format!("{} {of}", asked.limit()).trim().to_owned(),
        citation: asked.citation(),
        confidence: asked.confidence_label(),
        is_verified: if asked.is_verified() { "yes" } else { "" },
    })
}
