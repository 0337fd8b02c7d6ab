insert into report_uploads (id, form, period, file_sha256, file_name, file_bytes, uploaded_by, uploaded_at, outcome, reports, errors)
values ('w1', 'bieu-01', '2026-H1', 'ab12', 'bieu-01.xlsx', 1000, 'u1', '2026-06-10T01:00:00Z', 'refused', 3, 1);
