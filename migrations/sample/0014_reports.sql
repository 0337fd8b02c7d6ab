insert into reports (id, form, form_version, period, subject_kind, subject_id, cluster_id, place_id, version, status, due_on, made_by, made_at)
values ('r1', 'bieu-02', 'tt-14-2024/bieu-02', '2026-H1', 'cluster', 'c1', 'c1', 'country:VN:', 1, 'draft', '2026-06-19', 'u1', '2026-06-01T01:00:00Z');
insert into report_values (report_id, row_key, value, raw, way)
values ('r1', 'r01', 250000000000, '250', 'page');
insert into report_problems (id, report_id, row_key, severity, category, kind, message)
values ('p1', 'r1', 'r02', 'error', 'value', 'missing', 'Chưa có số.');
insert into report_snapshots (report_id, content, sha256, taken_at)
values ('r1', '{}', 'ab12', '2026-06-10T01:00:00Z');
insert into report_reminders (id, form, period, subject_kind, subject_id, way, recipient, reminded_by, reminded_at)
values ('m1', 'bieu-02', '2026-H1', 'cluster', 'c1', 'mail', 'ha-tang@example.vn', 'u1', '2026-06-10T01:00:00Z');
