//! The axes and the states on them.

use crate::words;

words! {
    /// One independent question about a cluster; its states are never merged with another's.
    pub enum Axis {
        Plan = "plan" => "Quy hoạch",
        Formation = "formation" => "Thời điểm hình thành",
        Establishment = "establishment" => "Thành lập",
        DetailedPlan = "detailed_plan" => "Quy hoạch chi tiết",
        InfrastructureProject = "infrastructure_project" => "Dự án hạ tầng",
        Clearance = "clearance" => "Giải phóng mặt bằng",
        Infrastructure = "infrastructure" => "Xây dựng hạ tầng",
        Operation = "operation" => "Hoạt động",
        Wastewater = "wastewater" => "Xử lý nước thải tập trung",
        EnvironmentPermit = "environment_permit" => "Giấy phép môi trường",
        ManagementRegulation = "management_regulation" => "Quy chế quản lý cụm",
        UtilityRegulation = "utility_regulation" => "Quy chế dịch vụ công cộng, tiện ích",
    }
}

impl Axis {
    /// Whether it belongs to environment and regulations.
    pub fn is_of_environment(self) -> bool {
        matches!(
            self,
            Self::Wastewater
                | Self::EnvironmentPermit
                | Self::ManagementRegulation
                | Self::UtilityRegulation
        )
    }
}

words! {
    /// A state on one axis; it holds from its day until the next one on the same axis.
    pub enum State {
        Listed = "listed" => "Có trong quy hoạch",
        LocationAgreed = "location_agreed" => "Thỏa thuận địa điểm",
        RevocationProposed = "revocation_proposed" => "Đề nghị thu hồi chủ trương",
        Removed = "removed" => "Rút khỏi quy hoạch",
        FormedBefore2009 = "formed_before_2009" => "Hình thành trước 05/10/2009",
        Established = "established" => "Đã thành lập",
        Expanded = "expanded" => "Mở rộng",
        Adjusted = "adjusted" => "Điều chỉnh quyết định",
        Revoked = "revoked" => "Đã bãi bỏ quyết định",
        Converted = "converted" => "Chuyển thành khu công nghiệp",
        DetailedPlanApproved = "detailed_plan_approved" => "Đã duyệt quy hoạch chi tiết",
        ProjectApproved = "project_approved" => "Đã duyệt dự án hạ tầng",
        ProjectEnded = "project_ended" => "Chấm dứt dự án hạ tầng",
        Clearing = "clearing" => "Đang giải phóng mặt bằng",
        Cleared = "cleared" => "Đã giải phóng xong mặt bằng",
        Building = "building" => "Đang xây dựng hạ tầng",
        Completed = "completed" => "Hoàn thành hạ tầng",
        Operating = "operating" => "Đang hoạt động",
        Stopped = "stopped" => "Ngừng hoạt động",
        PlantNone = "plant_none" => "Chưa có hệ thống xử lý nước thải tập trung",
        PlantBuilding = "plant_building" => "Đang xây dựng hệ thống xử lý nước thải tập trung",
        PlantOperating = "plant_operating" => "Có hệ thống xử lý nước thải tập trung",
        PermitGranted = "permit_granted" => "Đã có giấy phép môi trường",
        PermitMissing = "permit_missing" => "Chưa có giấy phép môi trường",
        ManagementHave = "management_have" => "Có quy chế quản lý",
        ManagementLack = "management_lack" => "Chưa có quy chế quản lý",
        ManagementBelow = "management_below" => "Quy chế quản lý chưa đạt yêu cầu",
        UtilityHave = "utility_have" => "Có quy chế dịch vụ công cộng, tiện ích",
        UtilityLack = "utility_lack" => "Chưa có quy chế dịch vụ công cộng, tiện ích",
        UtilityBelow = "utility_below" => "Quy chế dịch vụ công cộng, tiện ích chưa đạt yêu cầu",
    }
}

impl State {
    /// The axis it stands on.
    pub fn axis(self) -> Axis {
        match self {
            Self::Listed | Self::LocationAgreed | Self::RevocationProposed | Self::Removed => {
                Axis::Plan
            }
            Self::FormedBefore2009 => Axis::Formation,
            Self::Established
            | Self::Expanded
            | Self::Adjusted
            | Self::Revoked
            | Self::Converted => Axis::Establishment,
            Self::DetailedPlanApproved => Axis::DetailedPlan,
            Self::ProjectApproved | Self::ProjectEnded => Axis::InfrastructureProject,
            Self::Clearing | Self::Cleared => Axis::Clearance,
            Self::Building | Self::Completed => Axis::Infrastructure,
            Self::Operating | Self::Stopped => Axis::Operation,
            Self::PlantNone | Self::PlantBuilding | Self::PlantOperating => Axis::Wastewater,
            Self::PermitGranted | Self::PermitMissing => Axis::EnvironmentPermit,
            Self::ManagementHave | Self::ManagementLack | Self::ManagementBelow => {
                Axis::ManagementRegulation
            }
            Self::UtilityHave | Self::UtilityLack | Self::UtilityBelow => Axis::UtilityRegulation,
        }
    }

    /// Whether the cluster leaves the register with this state.
    pub fn ends_the_cluster(self) -> bool {
        matches!(self, Self::Removed | Self::Revoked | Self::Converted)
    }
}

/// What people read for a fact of this slice, as facts are listed on a paper's page:
/// `axis:state`, or the word of a table.
pub fn fact_label(fact: &str) -> Option<String> {
    let label = match fact {
        "lease" => "Hợp đồng thuê đất",
        "infrastructure" => "Hạng mục hạ tầng",
        "investor" => "Chủ đầu tư hạ tầng",
        "plan" => "Danh mục quy hoạch",
        "plot" => "Lô đất",
        "clearance" => "Giải phóng mặt bằng",
        "type" => "Loại hình cụm",
        axis_and_state => {
            let (axis, state) = axis_and_state.split_once(':')?;
            if axis == "tenant" {
                let state: super::TenantState = state.parse().ok()?;
                return Some(format!("Doanh nghiệp: {}", state.label()));
            }
            let axis: Axis = axis.parse().ok()?;
            let state: State = state.parse().ok()?;
            return Some(format!("{}: {}", axis.label(), state.label()));
        }
    };
    Some(label.to_owned())
}
