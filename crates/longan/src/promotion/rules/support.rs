//! How much may be supported: the row of the law for a kind of support, on a day, in a province.

use super::super::model::{Activity, Priority};
use crate::store::Day;
use kernel::law::{Law, Resolved};

/// Hundredths of a percent in the whole.
const WHOLE: i128 = 10_000;

/// A province during its life. A code is not enough: two provinces may have borne one code one
/// after the other, and a rule of the former holds on its old land until the new one makes its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jurisdiction {
    /// Its code.
    pub code: String,
    /// Its first day, when it is known.
    pub since: Option<Day>,
    /// Its last day, when it has ended.
    pub until: Option<Day>,
}

impl Jurisdiction {
    /// Whether a value set for the code since `from` was set by this province.
    fn set(&self, from: Option<kernel::day::Day>) -> bool {
        let Some(from) = from else { return self.since.is_none() };
        self.since.is_none_or(|since| since.0 <= from)
            && self.until.is_none_or(|until| from <= until.0)
    }
}

/// What is asked of the law.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// What is supported.
    pub activity: Activity,
    /// The day of approval.
    pub on: Day,
    /// The provinces whose rules come before the national one: today's first, then those it
    /// came from. Empty for national money.
    pub provinces: &'a [Jurisdiction],
    /// Whole cost of what is supported, when it is known.
    pub base_vnd: Option<i64>,
    /// How many establishments, models, products … are supported.
    pub quantity: i64,
    /// Whether it has priority.
    pub priority: Priority,
}

/// The row of the law, and how much it comes to.
#[derive(Clone, Debug)]
pub struct Ceiling<'a> {
    /// Greatest share of the cost.
    pub percent: Option<Resolved<'a>>,
    /// Greatest amount for one unit.
    pub amount: Option<Resolved<'a>>,
    /// How the amount is found where the paper names none.
    pub basis: Option<Resolved<'a>>,
    /// The factor that was used for priority.
    pub multiplier: Option<Resolved<'a>>,
    /// The province whose row it is; `None` for the national one.
    pub province: Option<Jurisdiction>,
    /// The greatest support in đồng, when it can be told.
    pub limit_vnd: Option<i64>,
}

impl<'a> Ceiling<'a> {
    /// The value that the row is cited by: the amount, else the share, else the way.
    pub fn rule(&self) -> Option<Resolved<'a>> {
        self.amount.or(self.percent).or(self.basis)
    }

    /// The row in words: "50 %, không quá 300 triệu đồng mỗi cơ sở".
    pub fn told(&self) -> String {
        let mut parts = Vec::new();
        if let Some(percent) = &self.percent {
            parts.push(match &percent.value.scope {
                Some(scope) => format!("{} {scope}", percent.limit()),
                None => format!("{} chi phí", percent.limit()),
            });
        }
        if let Some(amount) = &self.amount {
            let unit = amount.value.scope.as_deref().unwrap_or_default();
            parts.push(format!("{} {unit}", amount.limit()).trim().to_owned());
        }
        if let Some(basis) = &self.basis {
            parts.push(basis.display());
        }
        if let Some(multiplier) = &self.multiplier {
            parts.push(format!("ưu tiên nhân {}", multiplier.display()));
        }
        parts.join("; ")
    }
}

/// The value of a parameter on a day that was set by a province, or for the country.
fn value<'a>(law: &'a Law, key: &str, on: Day, who: Option<&Jurisdiction>) -> Option<Resolved<'a>> {
    let parameter = law.parameter(key)?;
    let found = parameter.values.iter().find(|value| {
        value.covers(on.0)
            && match (who, &value.place) {
                (None, None) => true,
                (Some(who), Some(code)) => who.code == *code && who.set(value.from),
                _ => false,
            }
    })?;
    Some(law.resolve(parameter, found))
}

fn key(activity: Activity, part: &str) -> String {
    format!("promotion.support.{}.{part}", activity.word())
}

/// The row for a kind of support: parameters `promotion.support.<kind>.percent`, `.amount`, `.basis`.
/// A province that has a row of its own is followed alone, the new one before those it came from;
/// then the national one. `None` on days without a row.
///
/// Support = the lesser of share × cost and amount × quantity × factor for priority
/// (`promotion.support.priority_multiplier`; the row of a line has its factor already).
pub fn ceiling<'a>(law: &'a Law, wanted: &Wanted<'_>) -> Option<Ceiling<'a>> {
    let rows = wanted.provinces.iter().map(Some).chain(std::iter::once(None));
    let found = rows.into_iter().find_map(|who| row(law, wanted, who));
    if found.is_some() || wanted.activity != Activity::MachineryLine {
        return found;
    }
    // Before a line had a row of its own it was machinery.
    ceiling(law, &Wanted { activity: Activity::Machinery, ..*wanted })
}

fn row<'a>(law: &'a Law, wanted: &Wanted<'_>, who: Option<&Jurisdiction>) -> Option<Ceiling<'a>> {
    let of = |part| value(law, &key(wanted.activity, part), wanted.on, who);
    let (percent, amount, basis) = (of("percent"), of("amount"), of("basis"));
    percent.or(amount).or(basis)?;
    let takes_factor = wanted.priority.is_given() && wanted.activity != Activity::MachineryLine;
    let multiplier = if takes_factor && amount.is_some() {
        value(law, "promotion.support.priority_multiplier", wanted.on, None)
    } else {
        None
    };
    let by_share = percent.zip(wanted.base_vnd).and_then(|(percent, base)| {
        i64::try_from(i128::from(base) * i128::from(percent.scaled(2)?) / WHOLE).ok()
    });
    let by_amount = amount.and_then(|amount| {
        let whole = i128::from(amount.amount_vnd()?) * i128::from(wanted.quantity);
        let factor = multiplier.and_then(|multiplier| multiplier.scaled(2)).unwrap_or(100);
        i64::try_from(whole * i128::from(factor) / 100).ok()
    });
    let limit_vnd = match (by_share, by_amount) {
        (Some(share), Some(amount)) => Some(share.min(amount)),
        (share, amount) => share.or(amount),
    };
    Some(Ceiling { percent, amount, basis, multiplier, province: who.cloned(), limit_vnd })
}

/// The first row that came into force after the day, for days on which there was none yet.
pub fn first_ceiling_after<'a>(law: &'a Law, wanted: &Wanted<'_>) -> Option<(Day, Ceiling<'a>)> {
    let parts = ["percent", "amount", "basis"];
    let values = parts.iter().filter_map(|part| law.parameter(&key(wanted.activity, part)));
    let begins = values
        .flat_map(|parameter| &parameter.values)
        .filter(|value| value.place.is_none())
        .filter_map(|value| value.from)
        .filter(|from| *from > wanted.on.0);
    let on = Day(begins.min()?);
    Some((on, ceiling(law, &Wanted { on, provinces: &[], ..*wanted })?))
}
