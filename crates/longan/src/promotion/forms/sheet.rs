//! What is known of a project or a plan, by names that the forms use.

use kernel::number::{format_scaled, money_in_words};
use paper::letter::Number;
use std::collections::BTreeMap;

/// What is printed where a value is missing, to be written by hand.
pub const DOTS: &str = "…………";

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetValue {
    /// Words.
    Text(String),
    /// Money, in đồng.
    Vnd(i64),
    /// A plain number.
    Count(i64),
}

impl SheetValue {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.is_empty())
    }

    /// As it is printed; money in đồng.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Vnd(number) | Self::Count(number) => format_scaled(*number, 0, 0, 0),
        }
    }

    /// As it is printed in a column whose money is in a unit, and the number behind it.
    pub fn in_unit(&self, unit: &str) -> (String, Option<Number>) {
        match self {
            Self::Text(text) => (text.clone(), None),
            Self::Vnd(vnd) if unit == "million" => (
                format_scaled(*vnd, 6, 0, 3),
                Some(Number { scaled: *vnd, scale: 6, least: 0, most: 3 }),
            ),
            Self::Vnd(number) | Self::Count(number) => (
                format_scaled(*number, 0, 0, 0),
                Some(Number { scaled: *number, scale: 0, least: 0, most: 0 }),
            ),
        }
    }
}

impl From<&str> for SheetValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for SheetValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// A row of a table.
pub type SheetRow = BTreeMap<String, SheetValue>;

/// Everything that is known.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    values: BTreeMap<&'static str, SheetValue>,
    tables: BTreeMap<&'static str, Vec<SheetRow>>,
    /// The years of a project of several years; empty for one of a single year.
    pub years: Vec<i64>,
}

impl Sheet {
    /// Notes a value.
    pub fn set(&mut self, key: &'static str, value: impl Into<SheetValue>) {
        debug_assert!(is_value(key), "{key} is not among VALUES");
        self.values.insert(key, value.into());
    }

    /// Notes money above nothing.
    pub fn set_vnd(&mut self, key: &'static str, vnd: i64) {
        if vnd != 0 {
            self.set(key, SheetValue::Vnd(vnd));
        }
    }

    /// Notes the rows of a table.
    pub fn rows(&mut self, key: &'static str, rows: Vec<SheetRow>) {
        debug_assert!(is_table(key), "{key} is not among TABLES");
        self.tables.insert(key, rows);
    }

    /// The rows of a table.
    pub fn table(&self, key: &str) -> &[SheetRow] {
        self.tables.get(key).map_or(&[], Vec::as_slice)
    }

    /// Whether a value or a table says something.
    pub fn knows(&self, key: &str) -> bool {
        self.values.get(key).is_some_and(|value| !value.is_empty()) || !self.table(key).is_empty()
    }

    /// A text with its values in place; dots where one is missing.
    pub fn text(&self, pattern: &str) -> String {
        let mut pieces = pattern.split('{');
        let mut text = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (name, rest) = piece.split_once('}').unwrap_or((piece, ""));
            let (key, way) = name.split_once(':').unwrap_or((name, ""));
            let value = self.values.get(key).filter(|value| !value.is_empty());
            match (value, way) {
                (Some(SheetValue::Vnd(vnd)), "words") => text.push_str(&money_in_words(*vnd)),
                (Some(value), "upper") => text.push_str(&value.shown().to_uppercase()),
                (Some(value), _) => text.push_str(&value.shown()),
                (None, _) => text.push_str(DOTS),
            }
            text.push_str(rest);
        }
        text
    }
}

/// A name, what it is for people, and where it is entered: "edit", a kind of fact or of entry,
/// "plan"; empty where the program works it out.
type Name = (&'static str, &'static str, &'static str);

/// The values of a sheet.
const VALUES: &[Name] = &[
    ("code", "mã đề án", ""),
    ("name", "tên đề án", ""),
    ("plan", "kế hoạch", ""),
    ("year", "năm kế hoạch", ""),
    ("batch", "đợt", ""),
    ("track", "nguồn khuyến công", ""),
    ("decision", "quyết định phê duyệt", ""),
    ("decision_day", "ngày quyết định", ""),
    ("content", "nội dung hoạt động", ""),
    ("activity", "loại hỗ trợ", ""),
    ("executor", "đơn vị thực hiện", "edit"),
    ("coordinators", "đơn vị phối hợp", "participants"),
    ("beneficiaries", "đơn vị thụ hưởng", "participants"),
    ("place", "địa điểm thực hiện", "edit"),
    ("duration", "thời gian thực hiện", "edit"),
    ("objective", "mục tiêu", "edit"),
    ("scale", "quy mô", "edit"),
    ("effects", "hiệu quả dự kiến", "edit"),
    ("equipment", "máy móc, nội dung được hỗ trợ", "edit"),
    ("department", "Sở Công Thương", ""),
    ("province", "tỉnh", ""),
    ("agency", "cơ quan quản lý kinh phí", ""),
    ("approver", "cấp phê duyệt", ""),
    ("source", "nguồn kinh phí khuyến công", ""),
    ("support", "kinh phí hỗ trợ được duyệt", "lines"),
    ("counterpart", "vốn đối ứng được duyệt", "lines"),
    ("other", "nguồn khác", ""),
    ("total", "tổng kinh phí", ""),
    ("requested", "kinh phí đề nghị", "lines"),
    ("contracted", "giá trị hợp đồng", "contracts"),
    ("advanced", "kinh phí đã tạm ứng", "lines"),
    ("settled", "kinh phí quyết toán", "lines"),
    ("returned", "kinh phí hoàn trả", ""),
    ("to_pay", "kinh phí còn được thanh toán", ""),
    ("to_return", "kinh phí phải hoàn trả", ""),
    ("contract", "số hợp đồng", "contracts"),
    ("contract_day", "ngày ký hợp đồng", "contracts"),
    ("vouchers_total", "tổng chứng từ", ""),
    ("of", "đơn vị của mục này", ""),
    ("on_day", "ngày", ""),
    ("document", "văn bản", ""),
    ("amount", "số tiền", ""),
    ("office", "bộ phận thẩm định", "appraisal"),
    ("fit", "ý kiến về sự phù hợp", "appraisal"),
    ("need", "ý kiến về mục tiêu, sự cần thiết", "appraisal"),
    ("capacity", "ý kiến về năng lực", "appraisal"),
    ("combination", "ý kiến về khả năng kết hợp", "appraisal"),
    ("completeness", "ý kiến về hồ sơ", "appraisal"),
    ("result", "kết luận", ""),
    ("percent", "khối lượng đã thực hiện", "progress"),
    ("done", "nội dung đã thực hiện", ""),
    ("own", "vốn đơn vị thụ hưởng đã bỏ ra", ""),
    ("difficulties", "khó khăn, vướng mắc", "progress"),
    ("proposals", "kiến nghị", "progress"),
    ("accepted_place", "địa điểm nghiệm thu", "acceptance"),
    ("parties", "thành phần dự nghiệm thu", "acceptance"),
    ("remarks", "nội dung còn phải hoàn thiện", "acceptance"),
];

/// A table: its name, what it is for people, where it is entered, its columns.
type TableName = (&'static str, &'static str, &'static str, &'static [&'static str]);

/// The tables of a sheet.
const TABLES: &[TableName] = &[
    (
        "costs",
        "dự toán theo nội dung chi",
        "cost",
        &["ordinal", "content", "total", "support", "counterpart", "other", "note", "support_year"],
    ),
    (
        "settlement",
        "dự toán và chứng từ theo nội dung chi",
        "cost",
        &[
            "ordinal",
            "content",
            "planned",
            "planned_support",
            "spent",
            "spent_support",
            "spent_other",
            "left",
            "share",
        ],
    ),
    ("vouchers_support", "chứng từ chi từ kinh phí khuyến công", "voucher", VOUCHER),
    ("vouchers_all", "chứng từ", "voucher", VOUCHER),
    (
        "participants",
        "đơn vị tham gia",
        "participants",
        &["ordinal", "name", "tax_code", "part", "support", "counterpart"],
    ),
    (
        "lessons",
        "chương trình đào tạo",
        "lesson",
        &["ordinal", "content", "theory", "practice", "hours", "note"],
    ),
    (
        "acceptances",
        "biên bản nghiệm thu từng địa điểm",
        "acceptance",
        &["ordinal", "place", "name", "day", "content", "amount", "own", "result"],
    ),
    (
        "progress",
        "báo cáo tiến độ",
        "progress",
        &["ordinal", "day", "percent", "content", "amount", "own"],
    ),
    (
        "money",
        "kinh phí theo nguồn",
        "lines",
        &[
            "source",
            "requested",
            "appraised",
            "allotted",
            "contracted",
            "advanced",
            "settled",
            "returned",
        ],
    ),
    ("advances", "các lần tạm ứng", "lines", &["ordinal", "day", "document", "name", "amount"]),
    ("contracts", "hợp đồng", "contracts", &["ordinal", "number", "day", "name", "amount"]),
    (
        "projects",
        "đề án của kế hoạch",
        "plan",
        &[
            "ordinal",
            "name",
            "executor",
            "objective",
            "effects",
            "duration",
            "total",
            "support",
            "rest",
            "note",
        ],
    ),
    (
        "reconciliation",
        "đề án của kế hoạch",
        "plan",
        &[
            "ordinal",
            "code",
            "name",
            "executor",
            "allotted",
            "contracted",
            "advanced",
            "settled",
            "returned",
            "left",
            "note",
        ],
    ),
];

const VOUCHER: &[&str] = &[
    "ordinal", "number", "day", "issuer", "content", "cost", "name", "source", "amount", "support",
    "rest",
];

/// Whether a sheet may have that value.
pub fn is_value(key: &str) -> bool {
    VALUES.iter().any(|(name, ..)| *name == key)
}

/// Whether a sheet may have that table.
pub fn is_table(key: &str) -> bool {
    TABLES.iter().any(|(name, ..)| *name == key)
}

/// Whether a table of a sheet has that column.
pub fn is_column(table: &str, column: &str) -> bool {
    TABLES.iter().any(|(name, _, _, columns)| *name == table && columns.contains(&column))
}

/// What a name is for people, and where it is entered.
pub fn told(key: &str) -> (&'static str, &'static str) {
    let values = VALUES.iter().map(|(name, label, entered)| (*name, *label, *entered));
    let tables = TABLES.iter().map(|(name, label, entered, _)| (*name, *label, *entered));
    let found = values.chain(tables).find(|(name, ..)| *name == key);
    found.map_or(("", ""), |(_, label, entered)| (label, entered))
}
