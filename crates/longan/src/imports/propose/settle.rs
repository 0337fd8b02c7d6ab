//! Settling which province and which day a workbook speaks of.

use super::{Refusal, rows, units};
use crate::App;
use crate::imports::model::{Options, Problem, Severity};
use crate::imports::read::{Reading, Table};
use crate::places::{self, Place, store as place_rows};
use crate::store::Day;
use crate::users::Viewer;
use std::collections::HashMap;

pub(super) fn settle_day(
    app: &App,
    options: &Options,
    reading: &Reading,
    problems: &mut Vec<Problem>,
) -> (Day, String) {
    let title = &reading.title;
    if let Some(on) = options.on {
        return (on, "người nhập chọn".to_owned());
    }
    if let Some(on) = title.day {
        return (on, "ghi trong tiêu đề bảng".to_owned());
    }
    let plan_day = title.decision.as_ref().and_then(|(_, day)| *day);
    if reading.main_table == Some(Table::Plan)
        && let Some(day) = plan_day
    {
        return (day, "ngày của quyết định quy hoạch".to_owned());
    }
    let today = app.today();
    if reading.main_table == Some(Table::Projects)
        && let Some(Ok(last)) = title.year.map(|year| jiff::civil::Date::new(year, 12, 31))
    {
        return (Day(last), "năm kế hoạch ghi trong tiêu đề".to_owned());
    }
    let (on, origin) = match title.year {
        Some(year) if year != today.0.year() => {
            let last = jiff::civil::Date::new(year, 12, 31).map_or(today, Day);
            (last, format!("bảng chỉ ghi năm {year}; lấy ngày 31/12/{year}"))
        }
        Some(year) => (today, format!("bảng chỉ ghi năm {year}; lấy ngày hôm nay")),
        None => (today, "bảng không ghi ngày; lấy ngày hôm nay".to_owned()),
    };
    problems.push(Problem {
        sheet: String::new(),
        cell: String::new(),
        severity: Severity::Warning,
        kind: "day_of_figures".to_owned(),
        found: title.year.map(|year| format!("năm {year}")).unwrap_or_default(),
        expected: "ngày của số liệu".to_owned(),
        message: format!("Chưa thấy ngày của số liệu trong tiêu đề: {origin} ({}). Nếu không đúng, hãy chọn ngày số liệu rồi đọc lại.", on.vi()),
    });
    (on, origin)
}

pub(super) async fn settle_place(
    app: &App,
    viewer: &Viewer,
    options: &Options,
    reading: &Reading,
    on: Day,
    problems: &mut Vec<Problem>,
) -> anyhow::Result<Result<Place, Refusal>> {
    if let Some(text) = options.place.as_deref().filter(|text| !text.trim().is_empty()) {
        let place = match places::resolve(&app.store, text, on).await {
            Ok(place) => place,
            Err(error) => return Ok(Err(error.to_string())),
        };
        let province = place.province_id.clone().unwrap_or_else(|| place.id.clone());
        let found = place_rows::find(&app.store, &province).await?;
        return Ok(found.filter(|p| p.level == places::Level::Province).ok_or_else(|| {
            "Địa bàn đã chọn không phải là một tỉnh. Hãy chọn tỉnh của bảng số liệu.".to_owned()
        }));
    }
    let provinces = place_rows::list_provinces(&app.store).await?;
    if let Some(place) = units::province_in(&reading.title_lines, &provinces, on) {
        return Ok(Ok(place.clone()));
    }
    let projects = reading.projects.iter().map(|draft| draft.place.as_str());
    let texts = reading.clusters.iter().flat_map(|draft| {
        let place = draft.place.as_ref().map(|told| told.value.as_str());
        place.into_iter().chain(std::iter::once(draft.group.as_str()))
    });
    let keys = units::district_keys(texts.chain(projects));
    if !keys.is_empty() {
        let mut fits: HashMap<String, usize> = HashMap::new();
        for (province, _) in rows::provinces_with_districts(&app.store, &keys).await? {
            *fits.entry(province).or_default() += 1;
        }
        let best = fits.values().copied().max().unwrap_or(0);
        let candidates: Vec<&String> =
            fits.iter().filter(|(_, count)| **count == best).map(|(id, _)| id).collect();
        if let [id] = candidates[..]
            && let Some(place) = place_rows::find(&app.store, id).await?
        {
            problems.push(place_guessed(&place, "suy từ tên các huyện trong bảng"));
            return Ok(Ok(place));
        }
    }
    let own = crate::users::store::list_place_ids(&app.store, viewer).await?;
    let own_provinces: Vec<&Place> =
        provinces.iter().filter(|place| own.contains(&place.id)).collect();
    if let [place] = own_provinces[..] {
        problems.push(place_guessed(place, "địa bàn của bạn"));
        return Ok(Ok(place.clone()));
    }
    Ok(Err("Không tìm thấy tên tỉnh trong tiêu đề bảng. Hãy chọn tỉnh của bảng số liệu rồi đọc lại (dòng lệnh: --place).".to_owned()))
}

fn place_guessed(place: &Place, origin: &str) -> Problem {
    Problem {
        sheet: String::new(),
        cell: String::new(),
        severity: Severity::Warning,
        kind: "place_guessed".to_owned(),
        found: String::new(),
        expected: place.full_name.clone(),
        message: format!(
            "Tiêu đề bảng không ghi tên tỉnh; lấy {} ({origin}). Nếu không đúng, hãy chọn tỉnh rồi đọc lại.",
            place.long_name()
        ),
    }
}
