//! The worked examples of the law of promotion run against the rules that pages and figures use.

use kernel::law::{Law, Resolved};
use longan::organizations::Kind;
use longan::promotion::model::{Activity, Answers, Priority, Sector};
use longan::promotion::rules::{
    self, Asker, Judgement, Jurisdiction, Verdict, Wanted, WorkStanding,
};
use longan::store::Day;
use serde::Deserialize;
use std::collections::BTreeSet;

const FILES: [&str; 4] = [
    include_str!("../../../../../law/examples/promotion_needs.toml"),
    include_str!("../../../../../law/examples/promotion_support.toml"),
    include_str!("../../../../../law/examples/promotion_provinces.toml"),
    include_str!("../../../../../law/examples/promotion_money.toml"),
];

#[derive(Deserialize)]
struct Example {
    name: String,
    rule: String,
    parameter: String,
    day: Day,
    place: Option<String>,
    #[serde(default)]
    inputs: toml::Table,
    expected: String,
    citation: Option<String>,
}

#[derive(Deserialize)]
struct Examples {
    example: Vec<Example>,
}

impl Example {
    fn text(&self, input: &str) -> Option<&str> {
        self.inputs.get(input).and_then(toml::Value::as_str)
    }

    fn vnd(&self, input: &str) -> Option<i64> {
        Some(kernel::money::Money::parse(self.text(input)?).unwrap().0)
    }

    fn activity(&self) -> Activity {
        self.text("activity").unwrap().parse().unwrap()
    }

    fn answers(&self) -> Answers {
        self.text("answers").unwrap_or_default().parse().unwrap()
    }

    /// Who asks: an enterprise in machinery where nothing else is said.
    fn asker<'a>(&'a self, answers: &'a Answers) -> Asker<'a> {
        let number = |name: &str| Some(self.text(name)?.parse().unwrap());
        Asker {
            kind: self.text("kind").map_or(Kind::Enterprise, |kind| kind.parse().unwrap()),
            commune_kind: self.text("commune_kind").unwrap_or_default(),
            province_kind: self.text("province_kind").unwrap_or_default(),
            province_code: None,
            area: self.text("area").map(|area| area.parse().unwrap()),
            sector: self.text("sector").map_or(Sector::Mechanical, |word| word.parse().unwrap()),
            activity: self
                .text("activity")
                .map_or(Activity::Trademark, |word| word.parse().unwrap()),
            workers: number("workers"),
            capital_vnd: self.vnd("capital_vnd"),
            local_material_percent: number("local_material_percent"),
            fairs_abroad: number("fairs_abroad").unwrap_or_default(),
            answers,
        }
    }

    /// "82 từ 2025-07-01", "87 đến 2025-06-30".
    fn provinces(&self) -> Vec<Jurisdiction> {
        let texts = self.inputs.get("provinces").and_then(toml::Value::as_array);
        let read = |text: &toml::Value| {
            let words: Vec<&str> = text.as_str().unwrap().split(' ').collect();
            let day = |word: &str| {
                let at = words.iter().position(|found| *found == word)?;
                Some(words[at + 1].parse().unwrap())
            };
            Jurisdiction { code: words[0].to_owned(), since: day("từ"), until: day("đến") }
        };
        texts.into_iter().flatten().map(read).collect()
    }
}

fn told(judged: &Judgement) -> String {
    match judged.verdict {
        Verdict::Within => "within".to_owned(),
        Verdict::Over(by) => format!("over {}", kernel::number::format_scaled(by, 0, 0, 0)),
        Verdict::NoFigure => "no_figure".to_owned(),
        Verdict::NoCost => "no_cost".to_owned(),
        Verdict::NoRule => "no_rule".to_owned(),
    }
}

/// Whether the work has come far enough for an advance.
fn advanced_at(law: &Law, example: &Example) -> (String, String) {
    let done =
        example.text("done_percent").map(|text| kernel::number::parse_scaled(text, 2).unwrap());
    let Some(work) = rules::advance_work(law, example.activity(), example.day, done) else {
        return ("none".to_owned(), String::new());
    };
    let standing = match work.standing {
        WorkStanding::Reached => "reached",
        WorkStanding::Below => "below",
        WorkStanding::Untold => "untold",
    };
    (standing.to_owned(), work.citation)
}

/// What the rule says, and where that stands.
fn answer(law: &Law, example: &Example) -> (String, String) {
    let found = law.on(&example.parameter, example.day.0, example.place.as_deref());
    match example.rule.as_str() {
        "value" | "no_value" => (
            found.as_ref().map(Resolved::text).unwrap_or_default().to_owned(),
            found.as_ref().map(Resolved::citation).unwrap_or_default(),
        ),
        "support" => {
            let provinces = example.provinces();
            let wanted = Wanted {
                activity: example.activity(),
                on: example.day,
                provinces: &provinces,
                base_vnd: example.vnd("base_vnd"),
                quantity: example.text("quantity").map_or(1, |text| text.parse().unwrap()),
                priority: example.text("priority").map_or(Priority::None, |p| p.parse().unwrap()),
            };
            let judged = rules::judge_support(law, &wanted, example.vnd("amount_vnd").unwrap());
            (told(&judged), judged.citation)
        }
        "advance" => {
            let (support, amount) = (example.vnd("support_vnd"), example.vnd("amount_vnd"));
            let activity = example.activity();
            let judged =
                rules::judge_advance(law, activity, example.day, support.unwrap(), amount.unwrap());
            // Of several ratios the one the example is about, else the first.
            let about = judged
                .iter()
                .find(|one| found.is_some_and(|found| one.citation == found.citation()));
            let one = about.or(judged.first()).unwrap();
            (told(one), one.citation.clone())
        }
        "advance_work" => advanced_at(law, example),
        "due" => {
            let year = example.text("year").unwrap().parse().unwrap();
            let due = rules::due(law, &example.parameter, year, example.place.as_deref());
            let day = due.as_ref().map_or("none".to_owned(), |due| due.last_day.to_string());
            (day, due.map(|due| due.citation).unwrap_or_default())
        }
        "eligible" => {
            let about = example.text("about").unwrap();
            let answers = example.answers();
            let asker = example.asker(&answers);
            let mut found = rules::profile(law, example.day, &asker);
            found.extend(rules::checklist(law, example.day, &asker));
            let one = found.iter().find(|one| one.about == about);
            let one = one.unwrap_or_else(|| panic!("{}: {found:#?}", example.name));
            (one.standing.word().to_owned(), one.citation.clone())
        }
        "rank" => {
            let answers = example.answers();
            let rank = rules::rank(law, example.day, &example.asker(&answers));
            let last = rank.reasons.last();
            (rank.points().to_string(), last.map_or(String::new(), |one| one.citation.clone()))
        }
        unknown => panic!("{}: no rule `{unknown}`", example.name),
    }
}

fn examples() -> Vec<Example> {
    FILES.iter().flat_map(|text| toml::from_str::<Examples>(text).unwrap().example).collect()
}

#[test]
fn every_worked_example_of_promotion_comes_out_as_written() {
    let law = longan::law::load(None).unwrap();
    for example in examples() {
        let (found, citation) = answer(&law, &example);
        assert_eq!(found, example.expected, "{}", example.name);
        if let Some(expected) = &example.citation {
            assert_eq!(&citation, expected, "{}", example.name);
        }
    }
}

#[test]
fn every_row_of_the_support_table_is_tried_below_at_and_above_its_limit_before_and_after_it_changed()
 {
    let law = longan::law::load(None).unwrap();
    let examples = examples();
    let tried: Vec<_> = examples.iter().filter(|example| example.rule == "support").collect();
    for activity in Activity::ALL {
        let has = |part: &str| {
            law.parameter(&format!("promotion.support.{activity}.{part}"))
                .is_some_and(|p| p.values.iter().any(|value| value.place.is_none()))
        };
        let of: Vec<_> = tried.iter().filter(|e| e.activity() == *activity).collect();
        let expected = |words: &str, days: &[&str]| {
            of.iter().any(|e| e.expected == words && days.contains(&e.day.to_string().as_str()))
        };
        if has("amount") || has("percent") {
            assert!(expected("no_rule", &["2014-04-07"]), "{activity} before 2014");
            for days in [["2014-04-08", "2018-05-10"], ["2018-05-11", "2026-11-24"]] {
                let known = expected("within", &days) && expected("over 1", &days);
                let none = expected("no_rule", &days) || expected("no_figure", &days);
                assert!(known || none, "{activity} on {days:?}");
            }
        } else if has("basis") {
            assert!(
                expected("no_figure", &["2014-04-08"]) && expected("no_figure", &["2018-05-11"])
            );
        }
    }
}

#[test]
fn a_ceiling_is_told_with_its_unit_and_its_factor() {
    let law = longan::law::load(None).unwrap();
    let wanted = Wanted {
        activity: Activity::Machinery,
        on: "2019-01-01".parse().unwrap(),
        provinces: &[],
        base_vnd: Some(1_000_000_000),
        quantity: 1,
        priority: Priority::Area,
    };
    let found = rules::ceiling(&law, &wanted).unwrap();
    assert_eq!(
        found.told(),
        "không quá 50 % chi phí; không quá 300 triệu đồng mỗi cơ sở; ưu tiên nhân 1,5 lần"
    );
    assert_eq!(found.limit_vnd, Some(450_000_000));
}

#[test]
fn on_a_day_without_a_row_the_first_later_one_is_named_but_gives_no_verdict() {
    let law = longan::law::load(None).unwrap();
    let on: Day = "2013-04-02".parse().unwrap();
    let judged = rules::judge_advance(&law, Activity::Startup, on, 100_000_000, 100_000_000);
    assert_eq!(judged.len(), 1);
    assert_eq!(judged[0].verdict, Verdict::NoRule);
    assert_eq!(
        judged[0].note,
        "So với các mức có sau đó, từ 10/02/2014: không quá 100 % (TT 36/2013/TT-BCT, Điều 13) – trong mức; \
         từ 08/04/2014: không quá 70 % (TTLT 26/2014/TTLT-BTC-BCT, Điều 8 khoản 2 điểm b) – vượt 30.000.000 đồng."
    );
    let names: BTreeSet<String> = examples().into_iter().map(|example| example.name).collect();
    assert_eq!(names.len(), examples().len());
}
