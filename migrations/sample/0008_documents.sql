insert into documents (id, kind, number, issued_on, subject_line, match_key, sort_key, search_text, recorded_at, direction, place_id, register_number, added_by, number_words)
values ('d2', 'letter', '12/SCT-QLCN', '2026-02-01', 'Đề nghị báo cáo', '12/sct-qlcn 2026-02-01 sct', '02', '12/sct-qlcn', '2026-02-01T01:00:00Z', 'out', 'country:VN:', '12', 'u1', ' 12 sct qlcn ');
insert into document_places (document_id, place_id, relation) values ('d2', 'country:VN:', 'recorded');
insert into document_files (id, document_id, version, file_sha256, file_name, file_bytes, kind, pages, added_by, added_at)
values ('f1', 'd2', 1, 'ab12', 'cv.pdf', 1000, 'pdf', 2, 'u1', '2026-02-01T01:00:00Z');
insert into document_links (id, document_id, target_id, relation, location, added_by, added_at)
values ('k1', 'd2', 'd1', 'rests_on', 'trang 1', 'u1', '2026-02-01T01:00:00Z');
