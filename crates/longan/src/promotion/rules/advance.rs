//! How much may be advanced before the work is accepted.

use super::super::model::Activity;
use crate::store::Day;
use kernel::law::{Law, Resolved};

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
