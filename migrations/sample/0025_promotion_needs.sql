insert into promotion_needs (id, organization_id, lead_place_id, origin, asked_on, content, activity, wish, sector, target_year, paperless, entered_by, sort_key, search_text, recorded_at)
values ('pn1', 'g1', 'country:VN:', 'phone', '2026-03-02', '3', 'machinery_technology', 'Máy tách màu gạo', 'agro_processing', 2027, 'Trao đổi qua điện thoại', 'system', 'vang anh', 'vang anh may tach mau gao', '2026-11-24T01:00:00Z');
insert into promotion_need_places (need_id, place_id, relation) values ('pn1', 'country:VN:', 'recorded');
insert into promotion_need_states (id, need_id, nth, state, on_day, decided_by, recorded_at)
values ('pns1', 'pn1', 1, 'new', '2026-03-02', 'system', '2026-11-24T01:00:00Z');
insert into promotion_areas (id, place_id, kind, from_day, document_id, recorded_at)
values ('pra1', 'country:VN:', 'd', '2026-01-01', 'd1', '2026-11-24T01:00:00Z');
insert into promotion_effects (id, project_id, participant_id, indicator, moment, amount, on_day, document_id, recorded_at)
values ('pe1', 'pr1', 'pa1', 'jobs', 'before', 12, '2013-05-09', 'd1', '2026-11-24T01:00:00Z');
