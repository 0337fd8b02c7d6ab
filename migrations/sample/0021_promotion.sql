insert into promotion_programmes (id, name, track, place_id, from_year, to_year, document_id, recorded_at)
values ('pg1', 'Chương trình khuyến công 2011-2015', 'local', 'country:VN:', 2011, 2015, 'd1', '2026-11-24T01:00:00Z');
insert into promotion_plans (id, place_id, year, batch, track, programme_id, approved_on, document_id, recorded_at)
values ('pp1', 'country:VN:', 2013, 1, 'local', 'pg1', '2013-05-09', 'd1', '2026-11-24T01:00:00Z');
insert into promotion_projects (id, plan_id, code, name, kind, content, activity, lead_place_id, place_text, from_year, to_year, document_id, match_key, sort_key, search_text, recorded_at)
values ('pr1', 'pp1', 'DP01', 'Máy tách màu gạo', 'single', '3', 'machinery_technology', 'country:VN:', 'huyện Tân Thạnh', 2013, 2013, 'd1', 'may tach mau gao', 'may tach mau gao', 'may tach mau gao', '2026-11-24T01:00:00Z');
insert into promotion_project_places (project_id, place_id, relation) values ('pr1', 'country:VN:', 'recorded');
insert into promotion_participants (id, project_id, organization_id, part, name_core, document_id, recorded_at)
values ('pa1', 'pr1', 'g1', 'beneficiary', 'vang anh', 'd1', '2026-11-24T01:00:00Z');
insert into promotion_lines (id, project_id, participant_id, source, stage, year, batch, amount_vnd, on_day, document_id, recorded_at)
values ('pl1', 'pr1', 'pa1', 'local', 'allotted', 2013, 1, 100000000, '2013-05-09', 'd1', '2026-11-24T01:00:00Z');
insert into promotion_contracts (id, project_id, number, signed_on, amount_vnd, document_id, recorded_at)
values ('pc1', 'pr1', '02/2013/HĐ-KCĐP', '2013-06-14', 100000000, 'd1', '2026-11-24T01:00:00Z');
insert into promotion_states (id, project_id, axis, state, on_day, document_id, recorded_at)
values ('ps1', 'pr1', 'plan', 'approved', '2013-05-09', 'd1', '2026-11-24T01:00:00Z');
