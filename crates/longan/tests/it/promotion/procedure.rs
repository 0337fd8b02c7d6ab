//! One project of each of the nine contents goes through every step of both tracks.

use super::steps::{decide, draft, form_of, plan_id, states, with_plans};
use longan::promotion::model::{Activity, Track};

/// A content and a kind of support of it.
const CONTENTS: [(u32, Activity); 9] = [
    (1, Activity::VocationalTraining),
    (2, Activity::Training),
    (3, Activity::NewTechnologyModel),
    (4, Activity::Trademark),
    (5, Activity::HireConsultant),
    (6, Activity::Media),
    (7, Activity::ClusterPlan),
    (8, Activity::SurveyAbroad),
    (9, Activity::Conference),
];

/// The steps of a track with their days and what else is typed.
fn steps(track: Track, plan: &str, code: &str) -> Vec<(&'static str, &'static str, String)> {
    let mut steps = vec![
        ("register", "15/05/2018", "amount=12".to_owned()),
        ("appraise", "10/06/2018", "amount=10".to_owned()),
    ];
    match track {
        Track::National => steps.extend([
            ("send_central", "14/06/2018", String::new()),
            ("appraise_central", "01/10/2018", String::new()),
        ]),
        Track::Local => steps.push(("submit", "20/06/2018", String::new())),
    }
    steps.extend([
        ("approve", "", format!("plan_id={plan}&code={code}&amount=10")),
        ("contract", "15/02/2019", "amount=10".to_owned()),
        ("advance", "20/03/2019", "amount=6".to_owned()),
        ("progress", "20/03/2019", "period=03/2019".to_owned()),
        ("accept_place", "29/08/2019", String::new()),
        ("accept", "30/08/2019", String::new()),
        ("pay_rest", "05/09/2019", String::new()),
        ("settle", "10/09/2019", "amount=10".to_owned()),
        ("liquidate", "20/12/2019", String::new()),
        ("archive", "10/01/2020", String::new()),
    ]);
    steps
}

#[tokio::test]
async fn a_project_of_each_content_passes_every_step_of_its_track() {
    for track in Track::ALL {
        let world = with_plans(*track).await;
        decide(&world, *track).await;
        let plan = plan_id(&world, *track, 1).await;
        for (content, activity) in CONTENTS {
            let code = format!("X{content}");
            let of = format!("content={content}&activity={activity}");
            let address = draft(&world, *track, &code, &of).await;
            assert!(address.starts_with("/promotion/projects/"), "{track} {content}: {address}");
            for (key, day, more) in steps(*track, &plan, &code) {
                let form = form_of(*track, activity, key, day, &more);
                let answer = world.post(&format!("{address}/steps/{key}"), &form).await;
                assert!(answer.starts_with("303"), "{track} {content} {key}: {answer}");
            }
            let page = world.get(&address).await;
            let states = states(&world, &address).await;
            assert_eq!(states.last().unwrap(), "archived", "{track} {content}: {states:?}");
            assert!(!page.contains("đang chờ") && !page.contains("chưa đến"), "{page}");
        }
        let figure = format!("/api/figures/promotion.{track}.support?place=80&period=2019");
        assert_eq!(world.json(&figure).await["value"], "90000000");
    }
}
