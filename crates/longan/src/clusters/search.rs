//! What a list of clusters is asked for: words, filters, order, columns, page.

use super::model::Class;
use crate::ui::url_encode;
use crate::words;

words! {
    /// In which order a list stands.
    pub enum Sort {
        Name = "name" => "Tên",
        Area = "area" => "Diện tích",
        Industrial = "industrial" => "Đất công nghiệp",
        Leased = "leased" => "Đất đã cho thuê",
        Occupancy = "occupancy" => "Tỷ lệ lấp đầy",
        Registered = "registered" => "Số doanh nghiệp",
        Decided = "decided" => "Ngày quyết định",
        KnownFrom = "known_from" => "Ngày vào hồ sơ",
    }
}

words! {
    /// Which way an order runs.
    pub enum Direction {
        Up = "up" => "tăng dần",
        Down = "down" => "giảm dần",
    }
}

words! {
    /// A column of the list that may be shown or left out.
    pub enum Column {
        Code = "code" => "Mã",
        Place = "place" => "Địa điểm",
        Class = "class" => "Tình trạng",
        Area = "area" => "Diện tích (ha)",
        Industrial = "industrial" => "Đất công nghiệp (ha)",
        Leased = "leased" => "Đã cho thuê (ha)",
        Occupancy = "occupancy" => "Lấp đầy (%)",
        Registered = "registered" => "DN đăng ký",
        Operating = "operating" => "DN hoạt động",
        Decision = "decision" => "Quyết định thành lập",
        Planned = "planned" => "Vốn hạ tầng kế hoạch (triệu đồng)",
        Paid = "paid" => "Vốn hạ tầng đã thực hiện (triệu đồng)",
        Sectors = "sectors" => "Ngành nghề",
        Flags = "flags" => "Cần chú ý",
    }
}

impl Column {
    /// The columns a fresh list shows.
    pub const USUAL: &'static [Self] = &[
        Self::Place,
        Self::Class,
        Self::Area,
        Self::Industrial,
        Self::Leased,
        Self::Occupancy,
        Self::Operating,
        Self::Flags,
    ];

    /// What the number rests on, said under the heading; empty where nothing need be said.
    pub fn basis(self) -> &'static str {
        match self {
            Self::Area => "theo quyết định hoặc quy hoạch",
            Self::Industrial => "theo quy hoạch chi tiết",
            Self::Leased => "theo hợp đồng hoặc số báo cáo",
            Self::Occupancy => "đất đã cho thuê / đất CN theo QHCT",
            Self::Registered | Self::Operating => "theo danh sách hoặc số báo cáo",
            Self::Planned | Self::Paid => "trong hàng rào",
            _ => "",
        }
    }

    /// The order that belongs to the column's heading.
    pub fn sort(self) -> Option<Sort> {
        match self {
            Self::Area => Some(Sort::Area),
            Self::Industrial => Some(Sort::Industrial),
            Self::Leased => Some(Sort::Leased),
            Self::Occupancy => Some(Sort::Occupancy),
            Self::Registered => Some(Sort::Registered),
            Self::Decision => Some(Sort::Decided),
            _ => None,
        }
    }

    /// Whether it holds numbers, which stand on the right.
    pub fn is_number(self) -> bool {
        matches!(
            self,
            Self::Area
                | Self::Industrial
                | Self::Leased
                | Self::Occupancy
                | Self::Registered
                | Self::Operating
                | Self::Planned
                | Self::Paid
        )
    }
}

/// What a list was asked for, as it stands in the address.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Place: id or code; empty for the opening's.
    pub place: String,
    /// Day; empty for the opening's.
    pub on: String,
    /// What to look for, as typed.
    pub q: String,
    /// Only clusters of this class.
    pub class: Option<Class>,
    /// Word of the finding the clusters must have; empty for all.
    pub flag: String,
    /// Order.
    pub sort: Sort,
    /// Which way.
    pub direction: Direction,
    /// Columns to show; empty for the usual ones.
    pub columns: Vec<Column>,
    /// Page, from 1.
    pub page: i64,
}

impl Asked {
    /// Reads the address; words it does not know are left out.
    pub fn read(pairs: &[(String, String)]) -> Self {
        let text = |name: &str| {
            let found = pairs.iter().rev().find(|(key, _)| key == name);
            found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
        };
        let columns = pairs.iter().filter(|(key, _)| key == "columns");
        Self {
            place: text("place"),
            on: text("on"),
            q: text("q"),
            class: text("class").parse().ok(),
            flag: text("flag"),
            sort: text("sort").parse().unwrap_or(Sort::Name),
            direction: text("direction").parse().unwrap_or(Direction::Up),
            columns: columns.filter_map(|(_, value)| value.parse().ok()).collect(),
            page: text("page").parse().unwrap_or(1).clamp(1, 1_000_000),
        }
    }

    /// The columns to show, in their own order.
    pub fn shown(&self) -> Vec<Column> {
        let chosen = if self.columns.is_empty() { Column::USUAL } else { &self.columns };
        Column::ALL.iter().copied().filter(|column| chosen.contains(column)).collect()
    }

    /// The same question as a query string, without the page.
    pub fn query(&self) -> String {
        let class = self.class.map(Class::word).unwrap_or_default();
        let mut pairs = vec![
            ("place", self.place.as_str()),
            ("on", &self.on),
            ("q", &self.q),
            ("class", class),
            ("flag", &self.flag),
        ];
        if (self.sort, self.direction) != (Sort::Name, Direction::Up) {
            pairs.push(("sort", self.sort.word()));
            pairs.push(("direction", self.direction.word()));
        }
        pairs.extend(self.columns.iter().map(|column| ("columns", column.word())));
        let written = pairs.iter().filter(|(_, value)| !value.is_empty());
        written
            .map(|(key, value)| format!("{key}={}", url_encode(value)))
            .collect::<Vec<_>>()
            .join("&")
    }

    /// "selected" for the class that is asked for.
    pub fn is_class(&self, class: &Class) -> &'static str {
        if self.class == Some(*class) { "selected" } else { "" }
    }

    /// What a heading says of its order to those who cannot see it, as an attribute.
    pub fn order_of(&self, sort: Option<Sort>) -> &'static str {
        match self.direction {
            _ if sort != Some(self.sort) => "none",
            Direction::Up => "ascending",
            Direction::Down => "descending",
        }
    }

    /// The same question in the order of names.
    pub fn sorted_by_name(&self) -> String {
        self.sorted_by(&Sort::Name)
    }

    /// The same question in another order; asking again for the same order turns it round.
    pub fn sorted_by(&self, sort: &Sort) -> String {
        let sort = *sort;
        let turned = if self.direction == Direction::Up { Direction::Down } else { Direction::Up };
        let direction = match sort {
            same if same == self.sort => turned,
            Sort::Name => Direction::Up,
            // Of a number people want to see the largest first.
            _ => Direction::Down,
        };
        Self { sort, direction, ..self.clone() }.query()
    }
}
