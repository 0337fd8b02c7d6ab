insert into report_writings (id, report_id, place_id, period, status, made_by, made_at)
values ('w1', 'r1', 'country:VN:', '2026-H1', 'draft', 'u1', '2026-06-20T01:00:00Z');
insert into report_passages (writing_id, part_key, body, numbers, edited_by, edited_at)
values ('w1', 'difficulties', 'Không có.', '[]', 'u1', '2026-06-20T01:00:00Z');
insert into report_choices (id, user_id, name, query, kept_at)
values ('c1', 'u1', 'Họp giao ban', 'figure=clusters.count', '2026-06-20T01:00:00Z');
