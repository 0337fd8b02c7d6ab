//! Where personal data stand: which rows belong to a person, and which tables are official record.

/// By what a row says whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The id of the account.
    Id,
    /// What one signs in with.
    Name,
    /// The mail address.
    Mail,
}

/// Rows of a person.
#[derive(Clone, Copy, Debug)]
pub struct Holding {
    /// The table.
    pub table: &'static str,
    /// The column that says whose a row is.
    pub column: &'static str,
    /// What the column holds.
    pub key: Key,
    /// What people read.
    pub title: &'static str,
    /// Columns that are handed out to nobody: hashes and keys.
    pub hidden: &'static [&'static str],
}

const fn of(table: &'static str, column: &'static str, title: &'static str) -> Holding {
    Holding { table, column, key: Key::Id, title, hidden: &[] }
}

const fn without(holding: Holding, hidden: &'static [&'static str]) -> Holding {
    Holding { hidden, ..holding }
}

/// Every row that speaks of a person, in the order it is handed out. A test compares it with the
/// columns that point to `users`.
pub const HOLDINGS: &[Holding] = &[
    without(of("users", "id", "Tài khoản"), &["password_hash", "sort_key"]),
    of("user_roles", "user_id", "Vai trò"),
    of("user_places", "user_id", "Phạm vi hôm nay"),
    of("user_entry_requests", "asked_by", "Đề nghị nhập thay"),
    without(of("sessions", "user_id", "Phiên làm việc"), &["token_hash", "device_hash"]),
    Holding {
        table: "log_in_attempts",
        column: "name",
        key: Key::Name,
        title: "Lần đăng nhập",
        hidden: &["device_hash"],
    },
    of("user_refusals", "user_id", "Yêu cầu bị từ chối"),
    without(of("imports", "user_id", "Bảng tính đã nhập"), &["options", "summary"]),
    of("import_columns", "user_id", "Cách đọc cột đã chọn"),
    of("place_change_files", "uploaded_by", "Tệp thay đổi đơn vị đã nộp"),
    without(of("events", "user_id", "Việc đã làm"), &["previous_hash", "hash"]),
    without(
        Holding {
            column: "subject_id",
            ..of("events", "", "Việc người khác đã làm với tài khoản")
        },
        &["previous_hash", "hash"],
    ),
    without(of("user_devices", "user_id", "Trình duyệt đã dùng"), &["token_hash"]),
    without(of("user_factors", "user_id", "Lớp bảo vệ thứ hai"), &["kept", "credential"]),
    without(of("user_recovery_codes", "user_id", "Mã dự phòng"), &["code_hash"]),
    of("user_factor_rules", "set_by", "Quy định về lớp bảo vệ đã đặt"),
    without(of("user_steps", "user_id", "Lần đăng nhập đang dở"), &["token_hash", "state"]),
    without(of("user_links", "user_id", "Liên kết mời, đặt lại mật khẩu"), &["token_hash"]),
    without(of("user_links", "made_by", "Liên kết đã lập cho người khác"), &["token_hash"]),
    of("user_identities", "user_id", "Tài khoản liên kết"),
    of("observation_precedences", "user_id", "Quy tắc chọn số đã đặt"),
    of("organization_distinctions", "user_id", "Cặp tổ chức đã ghi là không trùng"),
    of("organization_merges", "user_id", "Hồ sơ tổ chức đã nhập làm một"),
    of("organization_merges", "undone_by", "Hồ sơ tổ chức đã tách lại"),
    of("notices", "user_id", "Thông báo"),
    of("notice_settings", "user_id", "Cách nhận thông báo"),
    Holding { key: Key::Mail, ..of("letters", "to_address", "Thư đã gửi") },
    of("tasks", "owner_id", "Việc phải làm"),
    of("tasks", "made_by", "Việc đã giao"),
    of("tasks", "taken_over_from", "Việc đã bàn giao"),
    of("handovers", "from_user_id", "Bàn giao cho người khác"),
    of("handovers", "to_user_id", "Nhận bàn giao"),
    of("handovers", "by_user_id", "Bàn giao đã lập"),
    of("documents", "added_by", "Văn bản đã vào sổ"),
    of("document_files", "added_by", "Tệp đã thêm"),
    of("document_links", "added_by", "Liên kết văn bản đã ghi"),
    of("reports", "made_by", "Báo cáo đã lập"),
    of("reports", "sent_by", "Báo cáo đã gửi"),
    of("reports", "decided_by", "Báo cáo đã xem xét"),
    of("report_uploads", "uploaded_by", "Bảng báo cáo đã tải lên"),
    of("report_writings", "made_by", "Báo cáo kèm Biểu số 04 đã dự thảo"),
    of("report_writings", "approved_by", "Báo cáo kèm Biểu số 04 đã duyệt"),
    of("report_passages", "edited_by", "Phần báo cáo đã viết"),
    of("report_choices", "user_id", "Mẫu báo cáo theo yêu cầu đã lưu"),
    of("report_reminders", "reminded_by", "Lần nhắc báo cáo đã gửi"),
    of("promotion_needs", "entered_by", "Nhu cầu khuyến công đã ghi"),
    of("promotion_need_states", "decided_by", "Nhu cầu khuyến công đã xem xét"),
    without(of("exchange_keys", "made_by", "Khóa ký đã tạo"), &["sealed"]),
    of("exchange_partners", "added_by", "Đối tác trao đổi đã ghi"),
    of("exchange_bundles", "kept_by", "Gói báo cáo đã đóng, đã nhận"),
    of("exchange_deliveries", "asked_by", "Lần gửi, nhận gói báo cáo"),
    of("personal_erasures", "erased_by", "Lần xóa dữ liệu cá nhân đã làm"),
];

/// Columns that point to `users` and are no holding, and why.
pub const ELSEWHERE: &[(&str, &str, &str)] =
    &[("personal_erasures", "subject_id", "says only that the account was erased")];

/// Tables of the official record: papers, what they say, and the bodies they speak of. A name that
/// stands there stands in a public paper; an erasure leaves it.
pub const OFFICIAL: &[&str] = &[
    "places",
    "place_changes",
    "place_members",
    "organizations",
    "organization_names",
    "organization_addresses",
    "organization_industries",
    "organization_states",
    "documents",
    "observations",
    "clusters",
    "cluster_places",
    "cluster_names",
    "cluster_types",
    "cluster_states",
    "cluster_communes",
    "plan_entries",
    "cluster_investors",
    "infrastructure_items",
    "clearance_phases",
    "plots",
    "tenants",
    "tenant_states",
    "leases",
    "reports",
    "report_values",
    "report_problems",
    "report_snapshots",
    "report_writings",
    "report_passages",
];
