//! Facts that a person adds to a cluster by hand: which fields they have, and how these are read.

use super::{
    ClusterType, DayPrecision, FenceSide, Funder, LandUse, NameKind, NewInfrastructureItem,
    NewInvestor, NewLease, NewPlanEntry, NewState, NewTenant, State, TenantState, WorkKind,
    read_tenant, tenant_fields,
};
use crate::documents::{self, NewDocument};
use crate::observations::{Indicator, NewObservation, Precision, ReporterKind, Unit};
use crate::store::Day;
use crate::ui::Problems;
use crate::ui::form::{Field, Reader, Typed, choice, line};
use crate::words;

words! {
    /// What kind of fact is added; the word is the last part of its address.
    pub enum FactKind {
        State = "states" => "Ghi trạng thái, quyết định",
        Number = "observations" => "Ghi số liệu",
        Work = "works" => "Ghi hạng mục hạ tầng",
        Investor = "investors" => "Ghi chủ đầu tư hạ tầng",
        Plot = "plots" => "Thêm lô đất",
        Lease = "leases" => "Ghi hợp đồng thuê đất",
        Tenant = "tenants" => "Thêm doanh nghiệp",
        Clearance = "clearance" => "Ghi đợt giải phóng mặt bằng",
        Type = "types" => "Ghi loại hình cụm",
        Name = "names" => "Thêm tên gọi",
        PlanEntry = "plan-entries" => "Ghi danh mục quy hoạch",
    }
}

/// A fact that has passed every check.
#[derive(Clone, Debug, serde::Serialize)]
#[serde(untagged)]
pub enum Fact {
    /// A dated state.
    State(NewState),
    /// A reported number.
    Number(NewObservation),
    /// A work, with the days of its schedule.
    Work {
        /// The work.
        #[serde(flatten)]
        item: NewInfrastructureItem,
        /// Day it is due.
        due_on: Option<Day>,
        /// Day it was completed.
        completed_on: Option<Day>,
    },
    /// An investor's time in charge.
    Investor(NewInvestor),
    /// A plot.
    Plot(NewPlot),
    /// A lease of a plot by a tenant.
    Lease {
        /// Id of the tenant.
        tenant_id: String,
        /// The lease.
        #[serde(flatten)]
        lease: NewLease,
    },
    /// An enterprise's project and its first state.
    Tenant {
        /// The enterprise.
        #[serde(flatten)]
        tenant: NewTenant,
        /// Its state.
        state: TenantState,
        /// Day of the state.
        on_day: Day,
        /// Where in the paper.
        location: String,
    },
    /// A phase of site clearance.
    Clearance(NewClearance),
    /// A special kind from a day on.
    Type {
        /// The kind.
        kind: ClusterType,
        /// First day.
        from_day: Day,
    },
    /// Another name.
    Name {
        /// The name.
        name: String,
        /// What kind of name.
        kind: NameKind,
    },
    /// A line of a plan's list.
    PlanEntry(NewPlanEntry),
}

/// A plot that is to be kept.
#[derive(Clone, Debug, serde::Serialize)]
pub struct NewPlot {
    /// Its number.
    pub number: String,
    /// Its area, m².
    pub area_m2: i64,
    /// What it is for.
    pub land_use: LandUse,
    /// Where in the paper.
    pub location: String,
}

/// A phase of site clearance that is to be kept.
#[derive(Clone, Debug, serde::Serialize)]
pub struct NewClearance {
    /// Name of the phase.
    pub phase: String,
    /// Land to clear, m².
    pub planned_m2: i64,
    /// Cleared land, m².
    pub cleared_m2: i64,
    /// Households concerned.
    pub households_planned: i64,
    /// Households paid.
    pub households_paid: i64,
    /// Approved compensation, đồng.
    pub approved_vnd: i64,
    /// Paid compensation, đồng.
    pub paid_vnd: i64,
    /// Day the figures are of.
    pub as_of: Day,
}

/// Words and labels of one of the fixed lists.
macro_rules! labels {
    ($($words:ty),+) => {
        [$(<$words>::ALL.iter().map(|word| (word.word().to_owned(), word.label().to_owned())).collect::<Vec<_>>()),+].concat()
    };
}

pub(super) const DAY: &str = "Ví dụ 31/12/2013";
const HA: &str = "Ví dụ 49,5";

/// How well a day is known.
pub fn precision() -> Field {
    let words = [("exact", "Đúng ngày này"), ("by", "Chậm nhất là ngày này")];
    choice(
        "precision",
        "Ngày này là",
        words.map(|(word, label)| (word.to_owned(), label.to_owned())),
    )
}

/// The fields of a kind of fact. `tenants` are ids and names, for leases.
pub fn fields(kind: FactKind, tenants: Vec<(String, String)>) -> Vec<Field> {
    match kind {
        FactKind::State => {
            let states = State::ALL.iter().map(|state| {
                let label = format!("{}: {}", state.axis().label(), state.label());
                (state.word().to_owned(), label)
            });
            vec![
                choice("state", "Trạng thái, quyết định", states),
                line("on_day", "Từ ngày", DAY),
                precision(),
                line("area_ha", "Diện tích ghi trong quyết định (ha, không bắt buộc)", HA),
                line("note", "Ghi chú", ""),
            ]
        }
        FactKind::Number => vec![
            choice("indicator", "Chỉ tiêu", labels!(Indicator)),
            line(
                "value",
                "Giá trị",
                "Diện tích tính bằng ha; tỷ lệ tính bằng %; tiền tính bằng triệu đồng; có ghi 1, không ghi 0",
            ),
            choice(
                "number_precision",
                "Mức chính xác",
                [("exact", "Chính xác"), ("about", "Khoảng")]
                    .map(|(w, l)| (w.to_owned(), l.to_owned())),
            ),
            line("as_of", "Tính đến ngày", DAY),
            line("period", "Kỳ hoặc năm quy hoạch (không bắt buộc)", "Ví dụ 2013 hoặc 2013-H1"),
            line("reporter", "Nguồn báo cáo", "Ví dụ Sở Công Thương, UBND xã Đức Hòa Hạ"),
            choice("reporter_kind", "Loại nguồn", labels!(ReporterKind)),
        ],
        FactKind::Work => vec![
            line("name", "Tên hạng mục", ""),
            choice("kind", "Loại hạng mục", labels!(WorkKind)),
            choice("fence_side", "Vị trí", labels!(FenceSide)),
            choice("funder", "Nguồn vốn", labels!(Funder)),
            line("planned", "Vốn kế hoạch (triệu đồng)", "Ví dụ 152.200"),
            line("paid", "Vốn đã thực hiện (triệu đồng)", ""),
            line("as_of", "Số vốn tính đến ngày", DAY),
            line("due_on", "Hạn hoàn thành (không bắt buộc)", DAY),
            line("completed_on", "Ngày hoàn thành (không bắt buộc)", DAY),
        ],
        FactKind::Investor => vec![
            line("name", "Chủ đầu tư hạ tầng", "Tên như ghi trong văn bản"),
            line("from_day", "Từ ngày", DAY),
            precision(),
        ],
        FactKind::Plot => vec![
            line("number", "Số lô", "Ví dụ A1-01"),
            line("area_ha", "Diện tích (ha)", HA),
            choice("land_use", "Mục đích sử dụng", labels!(LandUse)),
        ],
        FactKind::Lease => vec![
            choice("tenant_id", "Doanh nghiệp", tenants),
            line(
                "plot",
                "Số lô",
                "Lô chưa có trong hồ sơ sẽ được thêm với diện tích bằng diện tích thuê",
            ),
            line("area_ha", "Diện tích thuê (ha)", HA),
            line("from_day", "Từ ngày", DAY),
            precision(),
            line("contract", "Số hợp đồng (không bắt buộc)", ""),
        ],
        FactKind::Tenant => tenant_fields()
            .into_iter()
            .chain([
                choice("state", "Trạng thái", labels!(TenantState)),
                line("on_day", "Từ ngày", DAY),
            ])
            .collect(),
        FactKind::Clearance => vec![
            line("phase", "Đợt", "Ví dụ Đợt 1"),
            line("planned_ha", "Diện tích phải thu hồi (ha)", HA),
            line("cleared_ha", "Diện tích đã xong (ha)", "Ví dụ 0"),
            line("households_planned", "Số hộ", ""),
            line("households_paid", "Số hộ đã nhận tiền", ""),
            line("approved", "Kinh phí đã duyệt (triệu đồng)", ""),
            line("paid", "Kinh phí đã chi (triệu đồng)", ""),
            line("as_of", "Tính đến ngày", DAY),
        ],
        FactKind::Type => vec![
            choice("kind", "Loại hình", labels!(ClusterType)),
            line("from_day", "Từ ngày", DAY),
        ],
        FactKind::Name => {
            vec![line("name", "Tên gọi", ""), choice("kind", "Loại tên", labels!(NameKind))]
        }
        FactKind::PlanEntry => vec![
            line("horizon", "Quy hoạch đến năm", "Ví dụ 2020"),
            line("listed_on", "Ngày của quy hoạch", DAY),
            line("area_ha", "Diện tích (ha)", HA),
        ],
    }
}

/// Reads a number with its unit: hectares as m², percent as hundredths, million đồng as đồng.
pub fn read_value(reader: &mut Reader<'_>, name: &'static str, unit: Unit) -> i64 {
    match unit {
        Unit::SquareMetres => reader.number(name, 4),
        Unit::PercentHundredths => reader.number(name, 2),
        Unit::Dong | Unit::DongPerMonth => {
            reader.optional_million(name).unwrap_or_else(|| reader.number(name, 0))
        }
        Unit::Flag => {
            let value = reader.number(name, 0);
            if value > 1 {
                reader.add(name, "Ghi 1 là có, 0 là không.");
            }
            value
        }
        Unit::People | Unit::Count => reader.number(name, 0),
    }
}

/// Reads a fact and its paper, or says what is wrong by field.
pub fn check(kind: FactKind, typed: &Typed) -> Result<(Fact, NewDocument), Problems> {
    let mut reader = Reader::new(typed);
    let fact = read(kind, &mut reader);
    let document = documents::form::read(&mut reader);
    reader.finish((fact, document))
}

/// Reads a state with its day.
pub fn read_state(reader: &mut Reader<'_>) -> NewState {
    NewState {
        state: reader.choice("state", State::Listed),
        on_day: reader.day("on_day"),
        precision: reader.choice("precision", DayPrecision::Exact),
        location: reader.text("location"),
        area_m2: reader.optional_area("area_ha"),
        note: reader.text("note"),
    }
}

fn read(kind: FactKind, reader: &mut Reader<'_>) -> Fact {
    let location = reader.text("location");
    match kind {
        FactKind::State => Fact::State(read_state(reader)),
        FactKind::Number => {
            let indicator = reader.choice("indicator", Indicator::AreaPlanned);
            Fact::Number(NewObservation {
                indicator,
                as_of: reader.day("as_of"),
                period: reader.text("period"),
                value: read_value(reader, "value", indicator.unit()),
                precision: reader.choice("number_precision", Precision::Exact),
                location,
                reporter: reader
                    .required("reporter", "Hãy nhập nguồn báo cáo, ví dụ Sở Công Thương."),
                reporter_kind: reader.choice("reporter_kind", ReporterKind::Department),
                raw: reader.text("value"),
                note: String::new(),
            })
        }
        FactKind::Work => Fact::Work {
            item: NewInfrastructureItem {
                kind: reader.choice("kind", WorkKind::Other),
                name: reader.required("name", "Hãy nhập tên hạng mục."),
                fence_side: reader.choice("fence_side", FenceSide::Inside),
                funder: reader.choice("funder", Funder::Investor),
                planned_vnd: reader.optional_million("planned"),
                paid_vnd: reader.optional_million("paid"),
                as_of: reader.day("as_of"),
                location,
            },
            due_on: reader.optional_day("due_on"),
            completed_on: reader.optional_day("completed_on"),
        },
        FactKind::Investor => Fact::Investor(NewInvestor {
            name: reader.required("name", "Hãy nhập tên chủ đầu tư."),
            from_day: reader.day("from_day"),
            precision: reader.choice("precision", DayPrecision::Exact),
            location,
        }),
        FactKind::Plot => Fact::Plot(NewPlot {
            number: reader.required("number", "Hãy nhập số lô."),
            area_m2: reader.area("area_ha"),
            land_use: reader.choice("land_use", LandUse::Industrial),
            location,
        }),
        FactKind::Lease => Fact::Lease {
            tenant_id: reader.required(
                "tenant_id",
                "Hãy chọn doanh nghiệp; chưa có thì thêm doanh nghiệp trước.",
            ),
            lease: NewLease {
                plot: reader.required("plot", "Hãy nhập số lô."),
                area_m2: reader.area("area_ha"),
                from_day: reader.day("from_day"),
                precision: reader.choice("precision", DayPrecision::Exact),
                contract: reader.text("contract"),
                location,
            },
        },
        FactKind::Tenant => Fact::Tenant {
            tenant: read_tenant(reader),
            state: reader.choice("state", TenantState::Registered),
            on_day: reader.day("on_day"),
            location,
        },
        FactKind::Clearance => Fact::Clearance(NewClearance {
            phase: reader.required("phase", "Hãy nhập tên đợt, ví dụ Đợt 1."),
            planned_m2: reader.area("planned_ha"),
            cleared_m2: reader.number("cleared_ha", 4),
            households_planned: reader.optional_count("households_planned").unwrap_or_default(),
            households_paid: reader.optional_count("households_paid").unwrap_or_default(),
            approved_vnd: reader.optional_million("approved").unwrap_or_default(),
            paid_vnd: reader.optional_million("paid").unwrap_or_default(),
            as_of: reader.day("as_of"),
        }),
        FactKind::Type => Fact::Type {
            kind: reader.choice("kind", ClusterType::Craft),
            from_day: reader.day("from_day"),
        },
        FactKind::Name => Fact::Name {
            name: reader.required("name", "Hãy nhập tên gọi."),
            kind: reader.choice("kind", NameKind::Alias),
        },
        FactKind::PlanEntry => Fact::PlanEntry(NewPlanEntry {
            horizon: reader.required("horizon", "Hãy nhập năm, ví dụ 2020."),
            listed_on: reader.day("listed_on"),
            area_m2: reader.area("area_ha"),
            location,
        }),
    }
}
