insert into organizations (id, name, kind, partner, match_key, sort_key, search_text, merged_into)
values ('g2', 'Cty Sơn Ca', 'enterprise', '', 'cong ty son ca', '01', 'cty son ca', 'g1');
insert into organization_names (id, organization_id, name, kind, document_id, match_key, recorded_at)
values ('gn1', 'g1', 'Sơn Ca JSC', 'short', 'd1', 'son ca jsc', '2026-01-05T01:00:00Z');
insert into organization_addresses (id, organization_id, kind, place_id, detail, from_day, document_id, recorded_at)
values ('ga1', 'g1', 'registered', 'country:VN:', 'Lô A1', '2012-05-01', 'd1', '2026-01-05T01:00:00Z');
insert into organization_places (organization_id, place_id, relation) values ('g1', 'country:VN:', 'recorded');
insert into organization_people (id, organization_id, kind, name, from_day, document_id, recorded_at)
values ('gp1', 'g1', 'representative', 'Chim Sẻ', '2012-05-01', 'd1', '2026-01-05T01:00:00Z');
insert into organization_industries (id, organization_id, version, code, weight, from_day, document_id, recorded_at)
values ('gi1', 'g1', '2025', '1311', 'main', '2012-05-01', 'd1', '2026-01-05T01:00:00Z');
insert into organization_states (id, organization_id, state, on_day, document_id, recorded_at)
values ('gs1', 'g1', 'operating', '2012-05-01', 'd1', '2026-01-05T01:00:00Z');
insert into organization_distinctions (id, first_id, second_id, reason, user_id, recorded_at)
values ('gd1', 'g1', 'g3', 'hai mã số thuế', 'u1', '2026-01-05T01:00:00Z');
insert into organization_merges (id, merged_id, survivor_id, reason, user_id, recorded_at)
values ('gm1', 'g2', 'g1', 'một doanh nghiệp', 'u1', '2026-01-05T01:00:00Z');
insert into organization_moves (id, merge_id, position, table_name, column_name, row_key, was, became)
values ('gv1', 'gm1', 1, 'tenants', 'organization_id', 't1', 'g2', 'g1');
