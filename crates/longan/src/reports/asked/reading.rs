//! What is asked, as it stands in the address of the page, and the checked choice it becomes.

use super::model::{Choice, ChoiceCounting, ChoiceMoment, Column};
use crate::App;
use crate::error::Error;
use crate::figures::{self, Basis, Figure, Question};
use crate::places::{self, Place};
use crate::store::Day;
use crate::ui::query::AsOf;
use crate::ui::{Problems, url_encode};
use crate::users::Viewer;
use kernel::Period;
use kernel::text::fold;

/// Most figures in one table.
pub const MOST_FIGURES: usize = 10;
/// Most days and periods in one table.
pub const MOST_TIMES: usize = 6;
/// Most columns of one table.
pub const MOST_COLUMNS: usize = 24;
/// Most units that are named one by one.
pub const MOST_PLACES: usize = 60;

/// What is asked, as it stands in the address of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Codes of figures.
    pub figures: Vec<String>,
    /// The base, for figures that have several.
    pub basis: String,
    /// The unit whose units are the rows: id or code.
    pub within: String,
    /// The units that are the rows instead, as typed.
    pub places: String,
    /// Days and periods, as typed.
    pub times: String,
    /// How the days of a period are counted.
    pub counting: String,
    /// The day whose units are the rows.
    pub units_on: String,
    /// A choice that was kept.
    pub choice: String,
}

impl Asked {
    /// Reads the address; of a name that stands several times the last counts, but every figure.
    pub fn read(pairs: &[(String, String)]) -> Self {
        let mut asked = Self::default();
        for (name, value) in pairs {
            let value = value.trim().to_owned();
            match name.as_str() {
                "figure" if !asked.figures.contains(&value) => asked.figures.push(value),
                "basis" => asked.basis = value,
                "within" => asked.within = value,
                "places" => asked.places = value,
                "times" => asked.times = value,
                "counting" => asked.counting = value,
                "units_on" => asked.units_on = value,
                "choice" => asked.choice = value,
                _ => {}
            }
        }
        asked
    }

    /// Whether anything is asked yet.
    pub fn is_blank(&self) -> bool {
        self.figures.is_empty() && self.times.is_empty() && self.places.is_empty()
    }

    /// Whether this figure is among those asked for.
    pub fn has(&self, code: &str) -> bool {
        self.figures.iter().any(|one| one == code)
    }

    /// The same as an address.
    pub fn query(&self) -> String {
        let mut parts: Vec<String> =
            self.figures.iter().map(|code| format!("figure={}", url_encode(code))).collect();
        let rest = [
            ("basis", &self.basis),
            ("within", &self.within),
            ("places", &self.places),
            ("times", &self.times),
            ("counting", &self.counting),
            ("units_on", &self.units_on),
        ];
        let rest = rest.into_iter().filter(|(_, value)| !value.is_empty());
        parts.extend(rest.map(|(name, value)| format!("{name}={}", url_encode(value))));
        parts.join("&")
    }

    /// The same as of today, in the units of today.
    pub fn renewed(&self) -> Self {
        Self { times: TODAY.to_owned(), units_on: String::new(), ..self.clone() }
    }
}

/// What people write for the day it is.
const TODAY: &str = "hôm nay";

/// Turns what is asked into what can be answered, or into what is wrong with it.
pub async fn check(
    app: &App,
    viewer: &Viewer,
    asked: &Asked,
) -> Result<Result<Choice, Problems>, Error> {
    let mut problems = Problems::default();
    let figures = chosen_figures(asked, &mut problems);
    let moments = moments(app, asked, &mut problems);
    let basis = match asked.basis.as_str() {
        "" => Basis::default(),
        text => text.parse().unwrap_or_else(|_| {
            problems.add("basis", "Hãy chọn một cơ sở tính trong danh sách.");
            Basis::default()
        }),
    };
    if figures.len() * moments.len() > MOST_COLUMNS {
        problems.add("figures", format!(
            "Bảng sẽ có {} cột, quá nhiều để đọc và in. Hãy bớt chỉ tiêu hoặc thời điểm để còn không quá {MOST_COLUMNS} cột.",
            figures.len() * moments.len()
        ));
    }
    let latest = latest(app, &figures, &moments).unwrap_or(app.today());
    let units_on = match asked.units_on.as_str() {
        "" => latest,
        text => kernel::day::parse_day(text).map_or_else(
            |problem| {
                problems.add("units_on", problem.message());
                latest
            },
            Day,
        ),
    };
    let named = named(app, viewer, asked, units_on, &mut problems).await?;
    let whole = whole(app, viewer, asked, (&named, units_on), &mut problems).await?;
    let (Some(whole), true) = (whole, problems.is_empty()) else { return Ok(Err(problems)) };
    let mut columns = Vec::new();
    for figure in figures {
        for moment in &moments {
            match column(app, figure, moment, (&whole, basis, units_on)) {
                Ok(column) => columns.push(column),
                Err(problem) => problems.add("times", problem),
            }
        }
    }
    let choice = Choice { columns, whole, named, units_on };
    Ok(problems.check().map(|()| choice))
}

/// The latest day that is told of; a report tells of its own cut-off day.
fn latest(app: &App, figures: &[&Figure], moments: &[ChoiceMoment]) -> Option<Day> {
    let last = |figure: &Figure, moment: &ChoiceMoment| {
        let window = match moment {
            ChoiceMoment::Report(period) => (figure.window)(&app.law, *period),
            ChoiceMoment::Day(_) | ChoiceMoment::Calendar(_) => None,
        };
        moment.last(window.as_ref())
    };
    figures.iter().flat_map(|figure| moments.iter().map(move |moment| last(figure, moment))).max()
}

fn chosen_figures(asked: &Asked, problems: &mut Problems) -> Vec<&'static Figure> {
    let mut chosen = Vec::new();
    // In the order of the list, whatever the order of the address.
    for figure in figures::all() {
        if asked.has(figure.code) {
            chosen.push(figure);
        }
    }
    if let Some(code) = asked.figures.iter().find(|code| figures::find(code).is_none()) {
        problems.add("figures", format!("Không có chỉ tiêu “{code}”. Hãy chọn trong danh sách."));
    } else if chosen.is_empty() {
        problems.add("figures", "Hãy chọn ít nhất một chỉ tiêu.");
    } else if chosen.len() > MOST_FIGURES {
        problems.add(
            "figures",
            format!(
                "Đã chọn {} chỉ tiêu. Hãy chọn không quá {MOST_FIGURES} chỉ tiêu cho một bảng.",
                chosen.len()
            ),
        );
    }
    chosen
}

fn moments(app: &App, asked: &Asked, problems: &mut Problems) -> Vec<ChoiceMoment> {
    let counting: ChoiceCounting = asked.counting.parse().unwrap_or(ChoiceCounting::Calendar);
    let mut moments: Vec<ChoiceMoment> = Vec::new();
    let words = asked.times.split([',', ';', '\n']).map(str::trim);
    for word in words.filter(|word| !word.is_empty()) {
        match moment(app, word, counting) {
            Ok(moment) if !moments.contains(&moment) => moments.push(moment),
            Ok(_) => {}
            Err(problem) => problems.add("times", problem),
        }
    }
    if moments.is_empty() {
        problems.add("times", "Hãy nhập ít nhất một ngày hoặc một kỳ, ví dụ: 31/12/2025, hôm nay.");
    }
    if moments.len() > MOST_TIMES {
        problems.add(
            "times",
            format!(
                "Đã nhập {} thời điểm. Hãy nhập không quá {MOST_TIMES} thời điểm cho một bảng.",
                moments.len()
            ),
        );
    }
    moments
}

/// Reads a day or a period: "31/12/2025", "hôm nay", "2026-H1", "6 tháng 2026", "năm 2025".
fn moment(app: &App, word: &str, counting: ChoiceCounting) -> Result<ChoiceMoment, String> {
    let folded = fold(word);
    if folded == fold(TODAY) {
        return Ok(ChoiceMoment::Day(app.today()));
    }
    let year = folded.rsplit(' ').next().and_then(|year| year.parse().ok());
    let spoken = match year {
        Some(year) if folded.starts_with("6 thang dau") || folded.starts_with("6 thang ") => {
            Period::half(year, 1)
        }
        Some(year) if folded.starts_with("nam ") => Period::year(year),
        _ => None,
    };
    let period = spoken.or_else(|| word.parse().ok());
    if let Some(period) = period {
        return Ok(match counting {
            ChoiceCounting::Calendar => ChoiceMoment::Calendar(period),
            ChoiceCounting::Report => ChoiceMoment::Report(period),
        });
    }
    kernel::day::parse_day(word).map(|day| ChoiceMoment::Day(Day(day))).map_err(|_| {
        format!(
            "“{word}” không đọc được là ngày hay kỳ. Hãy viết 31/12/2025 (ngày), 2025 (năm), 2026-H1 (6 tháng), 2026-Q1 (quý) hoặc hôm nay, cách nhau bằng dấu phẩy."
        )
    })
}

/// The units typed, one a line or parted by semicolons.
async fn named(
    app: &App,
    viewer: &Viewer,
    asked: &Asked,
    on: Day,
    problems: &mut Problems,
) -> Result<Vec<Place>, Error> {
    let mut found: Vec<Place> = Vec::new();
    let typed = asked.places.split([';', '\n']).map(str::trim).filter(|typed| !typed.is_empty());
    let typed: Vec<&str> = typed.collect();
    if typed.len() > MOST_PLACES {
        problems.add("places", format!(
            "Đã nhập {} đơn vị. Hãy nhập không quá {MOST_PLACES} đơn vị, hoặc để trống để lấy mọi đơn vị trong địa bàn.",
            typed.len()
        ));
        return Ok(found);
    }
    for one in typed {
        let ids = match places::store::find(&app.store, one).await? {
            Some(place) => vec![place.id],
            None => places::find_typed(app, viewer, one, on).await?,
        };
        let [id] = ids.as_slice() else {
            problems.add("places", format!(
                "Không tìm thấy đơn vị “{one}”, hoặc có nhiều đơn vị cùng tên. Hãy nhập mã đơn vị, mỗi dòng một đơn vị."
            ));
            continue;
        };
        let place = places::store::find(&app.store, id).await?.ok_or(Error::NotFound)?;
        if !found.contains(&place) {
            found.push(place);
        }
    }
    Ok(found)
}

/// The place that everything asked for lies in.
async fn whole(
    app: &App,
    viewer: &Viewer,
    asked: &Asked,
    (named, on): (&[Place], Day),
    problems: &mut Problems,
) -> Result<Option<Place>, Error> {
    if let Some(first) = named.first() {
        let province = first
            .province_id
            .as_deref()
            .filter(|id| named.iter().all(|place| place.province_id.as_deref() == Some(id)));
        let id = province.unwrap_or(places::COUNTRY_ID);
        return Ok(places::store::find(&app.store, id).await?);
    }
    let as_of = AsOf { place: asked.within.clone(), on: on.to_string() };
    match as_of.resolve(app, viewer).await {
        Ok(scope) => Ok(Some(scope.place)),
        Err(Error::Unusable(problem)) => {
            problems.add("within", problem);
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn column(
    app: &App,
    figure: &'static Figure,
    moment: &ChoiceMoment,
    (whole, basis, units_on): (&Place, Basis, Day),
) -> Result<Column, String> {
    let (period, window) = match moment {
        ChoiceMoment::Day(_) => (None, None),
        ChoiceMoment::Calendar(period) => (Some(*period), None),
        ChoiceMoment::Report(period) => {
            let window = (figure.window)(&app.law, *period).ok_or_else(|| format!(
                "Không có báo cáo định kỳ cho {}. Kỳ báo cáo là 6 tháng đầu năm (2026-H1) hoặc cả năm (2026); hãy chọn tính kỳ theo lịch.",
                period.label()
            ))?;
            (Some(*period), Some(window))
        }
    };
    let basis = if figure.bases.contains(&basis) { basis } else { Basis::default() };
    let on = moment.last(window.as_ref());
    let question = Question {
        period,
        window,
        basis,
        units_on: Some(units_on),
        ..Question::new(whole.clone(), on)
    };
    Ok(Column { figure, moment: moment.clone(), question })
}
