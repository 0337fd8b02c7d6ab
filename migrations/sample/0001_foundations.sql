insert into places (id, code, level, kind, name, full_name, valid_from, sort_key, match_key)
values ('country:VN:', 'VN', 'country', 'nước', 'Việt Nam', 'Cả nước', '', '01', 'vietnam');
insert into users (id, name, full_name, role, created_at, sort_key)
values ('u1', 'lan', 'Nguyễn Thị Lan', 'officer', '2026-01-05T01:00:00Z', '01');
insert into user_places (user_id, place_id) values ('u1', 'country:VN:');
insert into documents (id, kind, number, issued_on, subject_line, match_key, sort_key, search_text, recorded_at)
values ('d1', 'decision', '15/QĐ-UBND', '2009-03-01', 'Thành lập cụm', '15/qd-ubnd 2009-03-01', '01', '15/qd-ubnd', '2026-01-05T01:00:00Z');
insert into observations (id, subject_kind, subject_id, indicator, as_of, value, unit, precision, document_id, location, reporter, reporter_kind, rank, status, raw, recorded_at)
values ('o1', 'cluster', 'c1', 'area.planned', '2009-03-01', 500000, 'm2', 'about', 'd1', 'Điều 1', 'UBND tỉnh', 'department', 10, 'standing', 'khoảng 50', '2026-01-05T01:00:00Z');
insert into events (id, happened_at, for_day, user_id, action, subject_kind, subject_id, document_id, note, after_image)
values ('e1', '2026-01-05T01:00:00Z', '2026-01-05', 'u1', 'clusters.added', 'cluster', 'c1', 'd1', '', '{}');
